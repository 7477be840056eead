"""What happened to an account: its events of the audit log, for the patient to read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template, request

from journal.core.accounts.audit import OPERATOR, PAGE, Action, Event
from journal.core.accounts.devices import device_name
from journal.core.accounts.grants import Caring
from journal.core.values.clock import moment
from journal.core.values.languages import N_, _
from journal.core.values.periods import Period
from journal.store.accounts import audit as store
from journal.web.site import access, context, wording
from journal.web.site.names import done_by

blueprint = Blueprint("audit_events", __name__, url_prefix="/audit-events")

WORDS: Mapping[str, str] = {
    Action.ACCOUNT_CREATED: N_("The journal was begun"),
    Action.LOGGED_IN: N_("Logged in"),
    Action.LOG_IN_REFUSED: N_("Somebody tried to log in and was refused"),
    Action.LOG_IN_THROTTLED: N_("Somebody tried to log in too often and had to wait"),
    Action.LOGGED_OUT: N_("Logged out"),
    Action.DEVICE_REVOKED: N_("A device was logged out from another one"),
    Action.CONFIRMED: N_("The password was typed once more"),
    Action.PASSWORD_CHANGED: N_("The password was changed"),
    Action.SECOND_FACTOR_ON: N_("The second step at log-in was turned on"),
    Action.SECOND_FACTOR_OFF: N_("The second step at log-in was turned off"),
    Action.SECOND_FACTOR_REFUSED: N_("A code was typed that does not fit"),
    Action.RECOVERY_CODE_USED: N_("A recovery code was used"),
    Action.RECOVERY_CODES_RENEWED: N_("New recovery codes were made"),
    Action.OPERATOR_RESET: N_("The person who runs this journal made a new password"),
    Action.PLAN_PAUSED: N_("A pause of the plan was entered: nothing of its days counts as missed"),
    Action.PAUSE_REMOVED: N_("A pause of the plan was taken back"),
    Action.MEDICINE_ADDED: N_("A medicine was added"),
    Action.MEDICINE_CHANGED: N_("A medicine was changed"),
    Action.MEDICINE_ENDED: N_("A medicine was ended"),
    Action.MEDICINE_REMOVED: N_("A medicine added by mistake was removed"),
    Action.NOTE_MADE: N_("A note about yourself was made"),
    Action.NOTE_TAKEN_BACK: N_("A note about yourself was taken back"),
    Action.ACCESS_OFFERED: N_("Somebody was invited to this record"),
    Action.ACCESS_ACCEPTED: N_("An invitation to this record was accepted"),
    Action.ACCESS_CHANGED: N_("What somebody may do in this record was changed"),
    Action.ACCESS_ENDED: N_("Access to this record was ended"),
    Action.LOOKS_AFTER: N_("A code was used to look after somebody"),
    Action.LOOKS_AFTER_NO_MORE: N_("Looking after somebody was ended"),
    Action.LOG_IN_GIVEN_UP: N_("The log-in was given up: others care for this record"),
    Action.LOG_IN_GIVEN_BACK: N_("The person who runs this journal gave the log-in back"),
    Action.SHARE_MADE: N_("A link for a doctor was made"),
    Action.SHARE_OPENED: N_("A link for a doctor was opened"),
    Action.SHARE_ENDED: N_("A link for a doctor was ended"),
    Action.EXPORTED: N_("Everything was downloaded"),
    Action.FILE_EXPORTED: N_("A part of the record was downloaded"),
}


OF_OPERATOR = (Action.OPERATOR_RESET, Action.LOG_IN_GIVEN_BACK)
OF_PLANS = (Action.PLAN_PAUSED, Action.PAUSE_REMOVED)  # of the whole plan, so they concern whoever sees any of it
OF_RECORD = (
    *OF_PLANS,
    Action.MEDICINE_ADDED,
    Action.MEDICINE_CHANGED,
    Action.MEDICINE_ENDED,
    Action.MEDICINE_REMOVED,
    Action.LOG_IN_GIVEN_UP,
)


@blueprint.get("")
@access.patient(others="some")
def index() -> str:
    """A page of events, newest first."""
    caring = context.caring()
    with context.database().reading() as session:
        found = store.list_events(session, context.patient().id, _before(), PAGE + 1, _shown_to(caring))
    return render_template(
        "audit_events/index.html",
        here="people" if caring else "more",
        days=[(day, list(rows)) for day, rows in groupby(map(_row, found[:PAGE]), key=lambda row: row.day)],
        older=found[PAGE - 1].number if len(found) > PAGE else None,
        paged=_before() is not None,
    )


def _shown_to(caring: Caring | None) -> Collection[Action] | None:
    """What whoever is asking may read of it: the patient all of it, others what is about the record as they see it."""
    if caring is None:
        return None
    return OF_RECORD if caring.is_of_all else OF_PLANS


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass(frozen=True, slots=True)
class _Row:
    """An event as a row of a list of entries."""

    day: str
    time: str
    title: str
    remarks: tuple[str, ...]
    id: str = ""
    strong: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


def _where(device: str | None, address: str | None) -> str:
    """On which device and from where; "" where neither is known."""
    named, number = device_name(device) if device else "", address.split("/")[0] if address else ""
    if named and number:
        return _("%(device)s, from %(address)s", device=named, address=number)
    return _("from %(address)s", address=number) if number else named


def _by_operator(action: str) -> str:
    """Who did it, where the words of the event do not say so themselves."""
    return "" if action in OF_OPERATOR else _("by the person who runs this journal")


def _row(event: Event) -> _Row:
    assert event.at is not None  # noqa: S101 - only events of erased accounts have lost it, and those are nobody's
    action = event.action or ""
    told = _(WORDS[action]) if action in WORDS else action
    day = wording.day_words(moment(event.at, context.patient().settings.zone).on)
    about = _days(event.about or "") if action in {Action.PLAN_PAUSED, Action.PAUSE_REMOVED} else ""
    if context.caring() is None:
        by = done_by(event.actor_id) if event.actor_id else ""
        whence = _by_operator(action) if event.device == OPERATOR else _where(event.device, event.address)
    else:
        by, whence = done_by(event.actor_id or event.patient_id or ""), ""  # where the patient was is nobody's business
    remarks = tuple(filter(None, (about, by, whence)))
    return _Row(day, wording.clock_words(event.at), told, remarks)


def _days(about: str) -> str:
    """The days of a pause, written down as "2026-11-03 to 2026-11-09", in words."""
    first, _to, last = about.partition(" to ")
    return wording.span_words(Period(date.fromisoformat(first), date.fromisoformat(last)))
