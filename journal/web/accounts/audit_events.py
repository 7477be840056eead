"""What happened to an account: its events of the audit log, for the patient to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, request

from journal.core.accounts.audit import PAGE, Action, Event
from journal.core.accounts.devices import device_name
from journal.core.values.clock import moment
from journal.store.accounts import audit as store
from journal.web.site import access, context, wording

blueprint = Blueprint("audit_events", __name__, url_prefix="/audit-events")

WORDS: Mapping[str, str] = {
    Action.ACCOUNT_CREATED: "The journal was begun",
    Action.LOGGED_IN: "Logged in",
    Action.LOG_IN_REFUSED: "Somebody tried to log in and was refused",
    Action.LOG_IN_THROTTLED: "Somebody tried to log in too often and had to wait",
    Action.LOGGED_OUT: "Logged out",
    Action.DEVICE_REVOKED: "A device was logged out from another one",
    Action.CONFIRMED: "The password was typed once more",
    Action.PASSWORD_CHANGED: "The password was changed",
    Action.SECOND_FACTOR_ON: "The second step at log-in was turned on",
    Action.SECOND_FACTOR_OFF: "The second step at log-in was turned off",
    Action.SECOND_FACTOR_REFUSED: "A code was typed that does not fit",
    Action.RECOVERY_CODE_USED: "A recovery code was used",
    Action.RECOVERY_CODES_RENEWED: "New recovery codes were made",
    Action.OPERATOR_RESET: "The person who runs this journal made a new password",
    Action.EXPORTED: "Everything was downloaded",
    Action.FILE_EXPORTED: "A part of the record was downloaded",
}


@blueprint.get("")
@access.patient()
def index() -> str:
    """A page of events, newest first."""
    with context.database().reading() as session:
        found = store.list_events(session, context.patient().id, _before(), PAGE + 1)
    return render_template(
        "audit_events/index.html",
        here="more",
        days=[(day, list(rows)) for day, rows in groupby(map(_row, found[:PAGE]), key=lambda row: row.day)],
        older=found[PAGE - 1].number if len(found) > PAGE else None,
        paged=_before() is not None,
    )


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass(frozen=True, slots=True)
class _Row:
    """An event as a row of a list of entries."""

    day: str
    time: str
    title: str
    marks: tuple[str, ...]
    id: str = ""
    strong: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


def _row(event: Event) -> _Row:
    assert event.at is not None  # noqa: S101 - only events of erased accounts have lost it, and those are nobody's
    told = WORDS.get(event.action or "", event.action or "")
    day = wording.day_words(moment(event.at, context.patient().settings.zone).on)
    device = device_name(event.device) if event.device else ""
    where = ", ".join(filter(None, (device, f"from {event.address.split('/')[0]}" if event.address else "")))
    return _Row(day, wording.clock_words(event.at), told, (where,) if where else ())
