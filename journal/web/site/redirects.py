"""Where an answer goes on to."""

from flask import Response, redirect


def see_other(address: str) -> Response:
    """Go on to a page after a form was sent: with GET, so that loading it again sends nothing."""
    return redirect(address, 303, Response)  # type: ignore[return-value]  # werkzeug types the plain response only
