"""Links for a doctor: choose what one shows, see it as the doctor will, make it, and end it at once."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.doctor import shares as actions
from journal.actions.doctor.shares import Seen
from journal.core.accounts.audit import Action, Event
from journal.core.doctor.shares import (
    LOOKED_AT_FOR,
    MOST_DAYS,
    MOST_VIEWS,
    USUAL_DAYS,
    Choice,
    Share,
    State,
    is_id,
    read_choice,
    read_terms,
)
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import N_, _, listed, ngettext
from journal.render import qr
from journal.store.accounts import audit
from journal.store.doctor import shares as store
from journal.web.charts.charts import PICTURES
from journal.web.charts.requests import request_and_errors, request_for
from journal.web.doctor import seen as pages
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("shares", __name__, url_prefix="/shares")

MOST_LISTED = 50
MOST_OPENINGS = 500  # that are told, of all links together
STATES: Mapping[State, str] = {
    "live": N_("Can be opened"),
    "used_up": N_("Was opened as often as it could be"),
    "expired": N_("Its days are over"),
    "ended": N_("Ended by you"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A link in words, with when it was opened."""

    id: str
    name: str
    state: str
    said: list[str]
    opened: list[str]
    is_open: bool


@blueprint.get("")
@access.patient()
def index() -> str:
    """Every link, with when it was opened, and a button to end it."""
    return _index({})


@blueprint.get("/new")
@access.patient(confirmed=True)
def new() -> str | tuple[str, int]:
    """Choose what a link shows."""
    return _choose(request.args.to_dict())


@blueprint.get("/preview")
@access.patient(confirmed=True)
def preview() -> str | tuple[str, int]:
    """What the doctor will see, and the form that makes the link."""
    try:
        choice = _read(request.args)
    except InvalidEntry as error:
        return _choose(request.args.to_dict(), error.errors)
    return _preview(choice, {}, {})


@blueprint.get("/preview/report.<extension>")
@access.patient(confirmed=True)
def paper(extension: str) -> Response:
    """The report as whoever opens the link will see it."""
    return pages.paper_of(_asked(), extension)


@blueprint.get("/preview/charts/<name>.svg")
@access.patient(confirmed=True)
def picture(name: str) -> Response:
    """A chart as whoever opens the link will see it."""
    return pages.picture_of(_asked(), name)


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _again(fields, {})), confirmed=True)
def create() -> str | Response | tuple[str, int]:
    """Make the link and show it, once."""
    try:
        choice, terms = _read(request.form), read_terms(request.form)
        sent = request.form.get("id", "")
        made = actions.make(context.acting(), sent if is_id(sent) else secrets.token_urlsafe(16), choice, terms)
    except InvalidEntry as error:
        return _again(request.form, error.errors), 422
    if made is None:
        return see_other(url_for("shares.index", done="before"))
    ours = context.journal().hosting.address(request.scheme, request.host)
    address = ours + url_for("shared.door", token=made.token)
    return render_template(
        "shares/made.html",
        here="visit",
        address=address,
        code=qr.strokes(address),
        share=_listed(made.share, ()),
        pin=terms.pin,
    )


@blueprint.post("/<share_id>/end")
@access.patient(Acts(N_("Nothing was ended"), N_("Look at your links"), "shares.index"))
def end(share_id: str) -> Response:
    """End a link at once."""
    actions.end(context.acting(), share_id)
    return see_other(url_for("shares.index", done="ended"))


def _index(errors: Mapping[str, str]) -> str:
    with context.database().reading() as session:
        found = store.list_shares(session, context.patient().id, MOST_LISTED)
        opened = audit.list_events(
            session, context.patient().id, limit=MOST_OPENINGS, actions={Action.SHARE_OPENED} if found else ()
        )
    rows = [_listed(share, opened) for share in found]
    return render_template(
        "shares/index.html",
        here="visit",
        open=[row for row in rows if row.is_open],
        over=[row for row in rows if not row.is_open],
        done=request.args.get("done", ""),
        errors=errors,
    )


def _choose(values: Mapping[str, str], errors: Mapping[str, str] | None = None) -> str | tuple[str, int]:
    wanted, unread = request_and_errors()
    errors = {**unread, **(errors or {})}
    medicines = [(each.id, context.medicine_name(each)) for each in context.patient().medicines]
    is_back = "chosen" in values  # from the preview, not from the page of the visit
    page = render_template(
        "shares/new.html",
        here="visit",
        values=values,
        period=wanted.period,
        medicines=medicines,
        medicine=context.medicine().id,
        charts=[(name, _(said)) for said, name in PICTURES],
        ticked=values if is_back else {"chart-severity": "yes", "chart-doses": "yes"},
        errors=errors,
    )
    return (page, 400) if errors else page


def _preview(choice: Choice, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    seen, asked = _look(choice), _fields(choice)
    return render_template(
        "shares/preview.html",
        here="visit",
        is_preview=True,
        chosen=asked,
        values=values,
        errors=errors,
        share_id=values.get("id") or secrets.token_urlsafe(16),
        most_days=MOST_DAYS,
        usual_days=USUAL_DAYS,
        most_views=MOST_VIEWS,
        is_here_alone=context.is_here_alone(),
        minutes=LOOKED_AT_FOR.seconds // 60,
        **pages.page_of(
            seen,
            lambda **more: url_for("shares.paper", **asked, **more),
            lambda **more: url_for("shares.picture", **asked, **more),
        ),
    )


def _again(fields: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """The preview with what was typed; where the choice cannot be read any more, the choice itself."""
    try:
        return _preview(_read(fields), fields, errors)
    except InvalidEntry as error:
        page = _choose(fields, error.errors)
        return page if isinstance(page, str) else page[0]


def _read(fields: Mapping[str, str]) -> Choice:
    """What a form or an address chose. Raises InvalidEntry, and NotFound for a medicine the patient does not have."""
    wanted = request_for("", fields.get("first", ""), fields.get("last", ""), [])
    medicines = [context.medicine(), *(each for each in context.patient().medicines if each != context.medicine())]
    return read_choice(fields, wanted.period, medicines, [name for _said, name in PICTURES])


def _asked() -> Seen:
    try:
        return _look(_read(request.args))
    except InvalidEntry:
        raise NotFound from None


def _look(choice: Choice) -> Seen:
    seen = actions.look(context.acting(), choice)
    if seen is None:
        raise NotFound
    return seen


def _fields(choice: Choice) -> dict[str, Any]:
    """A choice as the fields that are read."""
    ticked = {
        **{f"with-{each}": True for each in choice.medicines[1:]},
        **{f"chart-{each}": True for each in choice.charts},
        "show_name": choice.with_name,
        "show_notes": choice.with_notes,
        "show_typed": choice.with_typed,
    }
    return {
        "chosen": "yes",
        "first": choice.first_on.isoformat(),
        "last": choice.last_on.isoformat(),
        "medicine": choice.medicines[0],
        **{name: "yes" for name, is_ticked in ticked.items() if is_ticked},
    }


def _listed(share: Share, events: Iterable[Event]) -> Listed:
    state = share.state(context.now())
    choice, names = share.choice, {each.id: context.medicine_name(each) for each in context.patient().medicines}
    shown = [names[each] for each in choice.medicines if each in names]
    told = {
        _("your name"): choice.with_name,
        _("what you wrote"): choice.with_notes,
        _("names you typed"): choice.with_typed,
    }
    besides = listed([words for words, is_so in told.items() if is_so])
    said = [
        _("%(days)s: %(medicines)s.", days=wording.dated_span_words(choice.period), medicines=listed(shown)),
        _("Shown besides: %(what)s.", what=besides) if besides else "",
        _("It asks for a PIN.") if share.has_pin else "",
        _times(share),
        _until(share),
    ]
    return Listed(
        share.id,
        share.name,
        _(STATES[state]),
        [each for each in said if each],
        [wording.instant_words(each.at) for each in events if each.about == share.id and each.at is not None],
        state == "live",
    )


def _times(share: Share) -> str:
    if share.most_views == MOST_VIEWS:
        return ngettext("Opened %(num)s time.", "Opened %(num)s times.", share.views)
    return ngettext(
        "Opened %(num)s time of %(most)s.", "Opened %(num)s times of %(most)s.", share.views, most=share.most_views
    )


def _until(share: Share) -> str:
    if share.ended_at is not None:
        return _("Ended %(at)s.", at=wording.instant_words(share.ended_at))
    return _("Until %(at)s.", at=wording.instant_words(share.expires_at))
