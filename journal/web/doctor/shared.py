"""The pages behind a link: a button first, then the report of the days that were chosen. Anybody who has it may come.

An address is all that counts here. Whoever is logged in is nobody, no cookie but the one of an opened link is read, and
that one goes to the page of its link and opens nothing else.
"""

import hmac
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request, url_for

from journal.actions.accounts import throttle
from journal.actions.accounts.throttle import Throttled
from journal.actions.doctor import shares as actions
from journal.actions.doctor.shares import Opening, Seen
from journal.actions.keys import keyed_hash
from journal.core.accounts.throttle import network
from journal.core.doctor.shares import LOOKED_AT_FOR, read_pin
from journal.core.values.languages import N_, _
from journal.web.accounts import rate_limits
from journal.web.doctor import seen as pages
from journal.web.site import access, context
from journal.web.site.late_forms import ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("shared", __name__)

COOKIE = "journal-link"
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
}
REFUSED = N_("This does not open. The link or the PIN is wrong, or the link is over.")

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("/s/<token>")
@access.public(by_address=True)
def door(token: str) -> str:
    """A button, the same for every address of this kind: what only looks at links counts nothing and learns nothing."""
    return _door()


@blueprint.post("/s/<token>")
@access.public(ShowsAgain(lambda _fields, token: _door()), by_address=True)
def enter(token: str) -> Answer:
    """Open the link. Whatever stands in the way, the answer is the same page."""
    tries = throttle.share(token[:100], network(request.remote_addr))
    try:
        throttle.admit(context.anonymous(), tries)
    except Throttled as error:
        return rate_limits.too_many(_door(str(error)), error)
    opening = actions.open_link(context.anonymous(), token, read_pin(request.form.get("pin", "")))
    if opening is None:
        return _door(_(REFUSED)), 404
    throttle.forgive(context.anonymous(), tries)
    return _let_in(opening)


@blueprint.get("/shared/<share_id>")
@access.public(by_address=True)
def show(share_id: str) -> Answer:
    """What the link shows, as the record says it now."""
    seen = _find(share_id)
    if seen is None:
        return _closed()
    return render_template(
        "shared/show.html",
        **pages.page_of(
            seen,
            lambda **asked: url_for("shared.paper", share_id=share_id, **asked),
            lambda **asked: url_for("shared.picture", share_id=share_id, **asked),
        ),
    )


@blueprint.get("/shared/<share_id>/report.<extension>")
@access.public(by_address=True)
def paper(share_id: str, extension: str) -> Answer:
    """The report as a picture, or as a file to keep."""
    seen = _find(share_id)
    return _closed() if seen is None else pages.paper_of(seen, extension)


@blueprint.get("/shared/<share_id>/charts/<name>.svg")
@access.public(by_address=True)
def picture(share_id: str, name: str) -> Answer:
    """One of its charts."""
    seen = _find(share_id)
    return _closed() if seen is None else pages.picture_of(seen, name)


@blueprint.after_request
def _keep_to_itself(response: Response) -> Response:
    """No search engine, no other site and no cache gets to know of it."""
    response.headers.update(HEADERS)
    return response


def _door(error: str = "") -> str:
    return render_template("shared/door.html", error=error)


def _closed() -> tuple[str, int]:
    """The same for a page that was never opened here, that ended, and that never was."""
    return render_template("shared/closed.html"), 404


def _let_in(opening: Opening) -> Response:
    address = url_for("shared.show", share_id=opening.share_id)
    response = make_response(see_other(address))
    response.set_cookie(
        context.journal().hosting.cookie_below(COOKIE),
        f"{int(opening.until.timestamp())}.{_mark(opening.share_id, int(opening.until.timestamp()))}",
        max_age=LOOKED_AT_FOR,
        path=address,
        secure=context.journal().hosting.https,
        httponly=True,
        samesite="Strict",
    )
    return response


def _find(share_id: str) -> Seen | None:
    """What that link shows, where it was opened on this device within the hour and has not ended since."""
    until, _dot, mark = request.cookies.get(context.journal().hosting.cookie_below(COOKIE), "").partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12):
        return None
    if not hmac.compare_digest(mark.encode(), _mark(share_id, int(until)).encode()):
        return None
    if context.now() >= datetime.fromtimestamp(int(until), context.now().tzinfo):
        return None
    return actions.find_opened(context.anonymous(), share_id, context.journal().monographs)


def _mark(share_id: str, until: int) -> str:
    return keyed_hash(context.journal().keys.share, "cookie", share_id, str(until)).hex()
