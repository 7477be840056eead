"""The cookie of a device: signed, and good for as long as the device's row in the database says."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookie without the age of its signature.

    The limits of a log-in stand in the database. Flask would also refuse a signature from the future, so that a server
    clock that steps back logs everybody out.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds; nothing when it is missing or not signed by us."""
        signer = self.get_signing_serializer(app)
        cookie = request.cookies.get(self.get_cookie_name(app))
        if signer is None or not cookie:
            return None if signer is None else self.session_class()
        try:
            return self.session_class(signer.loads(cookie))
        except BadSignature:
            return self.session_class()


def register(app: Flask) -> None:
    """Use it."""
    app.session_interface = Cookies()
