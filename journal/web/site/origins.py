"""Before anything else: does the request name this installation, can it be read, and did its form come from us?

The form's token stands behind this. It needs no header, so browsers that send neither Sec-Fetch-Site nor Origin still
work.
"""

from flask import Flask, abort, current_app, g, render_template, request
from werkzeug.middleware.proxy_fix import ProxyFix

from journal.core.hosting import is_foreign
from journal.core.values.languages import _
from journal.web.site import access, context

LONGEST_QUERY = 8 * 1024  # bytes; the longest that pages of ours lead to is a fifth of it
READING = {"GET", "HEAD"}
SAFE = READING | {"OPTIONS", "TRACE"}


def register(app: Flask, proxies: int) -> None:
    """Put both checks in front of every address. Forwarded headers count only when proxies were named."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.before_request(_check)


def _check() -> tuple[str, int] | None:
    hosting = context.journal().hosting
    if not hosting.answers_to(request.host):
        return render_template("foreign_host.html", patient=None), 400
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if request.method in READING:  # whatever they bring along, nobody reads it as a form
        return None
    ours = hosting.address(request.scheme, request.host)
    # The page of a secret address sends no referrer, and its form no Origin; no cookie of ours is used there.
    origin = None if access.present().by_address else request.headers.get("Origin")
    is_safe = request.method in SAFE
    if not is_safe and is_foreign(request.headers.get("Sec-Fetch-Site"), origin, ours):
        return _refused()
    _check_form()
    return None


def _check_form() -> None:
    """Refuse a part without a name, which Flask-WTF cannot read, and more fields than any form has: Werkzeug counts
    those of multipart forms alone."""
    fields = 0
    for name, texts in request.form.lists():
        if name is None:
            abort(400)
        fields += len(texts)
    if fields > current_app.config["MAX_FORM_PARTS"]:
        abort(413)


def _refused() -> tuple[str, int]:
    """A page that says nothing of who is logged in and repeats nothing of what was sent."""
    g.patient = None
    sentence = _("Nothing was changed. To do this, open the journal yourself and do it there.")
    return render_template("error.html", heading=_("This came from another site"), sentence=sentence), 403
