"""Where an answer goes on to."""

from urllib.parse import urlsplit

from flask import Response, redirect, request, url_for

from journal.web.site import access, acting_for


def see_other(address: str) -> Response:
    """Go on to a page after a form was sent: with GET, so that loading it again sends nothing."""
    return redirect(address, 303, Response)  # type: ignore[return-value]  # werkzeug types the plain response only


def safe_next(address: str) -> str:
    """The address to go on to after log-in: one of our own pages, or Today."""
    home = url_for("today.show")
    try:
        parts = urlsplit(address)
    except ValueError:
        return home
    if parts.scheme or parts.netloc or "\\" in address:
        return home
    path = acting_for.within(parts.path) or parts.path
    found = access.match(request.script_root + path, "GET")
    if found is None or not found[0].is_page:
        return home
    return request.script_root + path + (f"?{parts.query}" if parts.query else "")
