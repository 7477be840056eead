"""Where an answer goes on to."""

from urllib.parse import urlsplit

from flask import Response, redirect, url_for

from journal.web.site import access


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
    found = access.match(parts.path, "GET")
    if found is None or not found[0].is_page:
        return home
    return parts.path + (f"?{parts.query}" if parts.query else "")
