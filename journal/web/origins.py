"""Before anything else: does the request name this installation, and did its form come from one of our pages?

The form's token stands behind this. It needs no header, so browsers that send neither Sec-Fetch-Site nor Origin still
work.
"""

from flask import Flask, g, render_template, request
from werkzeug.middleware.proxy_fix import ProxyFix

from journal.core.hosting import is_foreign
from journal.web import state

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def register(app: Flask, proxies: int) -> None:
    """Put both checks in front of every address. Forwarded headers count only when proxies were named."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.before_request(_check)


def _check() -> tuple[str, int] | None:
    hosting = state.journal().hosting
    if not hosting.answers_to(request.host):
        return render_template("foreign_host.html", viewer=None), 400
    if request.method in SAFE:
        return None
    ours = hosting.address(request.scheme, request.host)
    if not is_foreign(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), ours):
        return None
    return _refused()


def _refused() -> tuple[str, int]:
    """A page that says nothing of who is logged in and repeats nothing of what was sent."""
    g.viewer = None
    sentence = "Nothing was changed. To do this, open the journal yourself and do it there."
    return render_template("error.html", heading="This came from another site", sentence=sentence), 403
