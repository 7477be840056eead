"""Make a link to the report of some days, end it, open it with its PIN, and read what it shows.

Whoever opens one acts on a record that holds nothing else than what was chosen: medicines are narrowed by the session
itself, days by what is read, and nothing is ever written there.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from journal.actions import trends
from journal.actions.accounts.accounts import token_hash
from journal.actions.accounts.grants import RightEnded
from journal.actions.acting import Acting, ActingForPatient
from journal.actions.doctor.reports import alone_in, build_report
from journal.actions.keys import keyed_hash
from journal.actions.trends import ChartRequest
from journal.core.accounts.accounts import Actor
from journal.core.accounts.audit import Action, Origin
from journal.core.charts.points import SHOWN_FIRST, Chart
from journal.core.doctor.report import Report
from journal.core.doctor.shares import (
    LISTED_FOR,
    LOOKED_AT_FOR,
    MOST_LIVE,
    Choice,
    Share,
    Terms,
    as_seen,
    is_of_all,
)
from journal.core.medicine.medicines import asked_about, name_of
from journal.core.medicine.monograph import Monograph
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import ngettext
from journal.core.values.periods import Period, split_period
from journal.store import trends as trends_store
from journal.store.accounts import accounts, devices
from journal.store.accounts.audit import add_event
from journal.store.doctor import shares as store
from journal.store.doctor.shares import Note

MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class Made:
    """A link that was made: its token is shown once, and only a hash of it is kept."""

    share: Share
    token: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A link that was opened just now, and until when its page is shown on that device."""

    share_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What a choice shows of a record: `acting` is whoever looks, on no more of it than that; `is_of_all` says that no
    medicine was left out."""

    acting: ActingForPatient
    choice: Choice
    request: ChartRequest
    is_of_all: bool


def make(acting: ActingForPatient, share_id: str, choice: Choice, terms: Terms) -> Made | None:
    """Make a link. None where one with that id was made before: its token is nowhere to be had again.

    Raises InvalidEntry where too many can be opened already.
    """
    token = secrets.token_urlsafe(32)
    hashed = token_hash(token)
    made = Share(
        share_id,
        acting.patient.id,
        choice,
        terms.name,
        bool(terms.pin),
        acting.now,
        acting.now + timedelta(days=terms.days),
        terms.most_views,
        0,
    )
    with acting.database.writing() as session:
        accounts.lock_patient(session, acting.patient.id)
        if accounts.has_no_log_in(session, acting.patient.id):
            raise RightEnded
        if store.is_taken(session, share_id):
            return None
        if store.count_live(session, acting.patient.id, acting.now) >= MOST_LIVE:
            raise InvalidEntry({"id": _too_many()})
        store.delete_old(session, acting.patient.id, acting.now - LISTED_FOR)
        store.add_share(session, made, hashed, _pin_hash(acting, hashed, terms.pin) if terms.pin else None)
        add_event(session, acting.keys.audit, Action.SHARE_MADE, acting.origin, acting.actor.id, share_id)
    return Made(made, token)


def end(acting: ActingForPatient, share_id: str) -> None:
    """End a link: from this instant on it opens nothing, and a page that was opened shows nothing more. Twice is once.
    Raises NotFound."""
    with acting.database.writing() as session:
        if store.end_share(session, acting.patient.id, share_id, acting.now):
            add_event(session, acting.keys.audit, Action.SHARE_ENDED, acting.origin, acting.actor.id, share_id)
        elif not store.is_mine(session, acting.patient.id, share_id):
            raise NotFound


def open_link(acting: Acting, token: str, pin: str) -> Opening | None:
    """Count a view of the link with that token and let whoever has it look; None where nothing opens, whyever.

    Everything that may stand in the way is one condition of one statement. Who it was is not written down.
    """
    hashed = token_hash(token)
    with acting.database.writing() as session:
        opened = store.open_share(session, hashed, _pin_hash(acting, hashed, pin), acting.now)
        if opened is None:
            return None
        when = Origin(acting.now)
        add_event(session, acting.keys.audit, Action.SHARE_OPENED, when, opened.patient_id, opened.id)
    return Opening(opened.id, acting.now + LOOKED_AT_FOR)


def find_opened(acting: Acting, share_id: str, monographs: Mapping[str, Monograph]) -> Seen | None:
    """What the link of that id shows, to whoever opened it before; None where it ended meanwhile, or nothing of what
    was chosen is there any more."""
    with acting.database.reading() as session:
        share = store.find_share(session, share_id, acting.now)
        if share is None:
            return None
        patient = devices.get_patient(session, share.patient_id)
    nobody = Actor("", "")
    whole = ActingForPatient(acting.database, acting.keys, acting.origin, nobody, patient, monographs)
    return look(whole, share.choice)


def look(acting: ActingForPatient, choice: Choice) -> Seen | None:
    """What a choice shows of a record, also before there is a link: the same to its patient as to whoever opens one.
    None where no medicine of it is there."""
    patient = as_seen(acting.patient, choice)
    if patient is None or any(each.monograph and each.monograph not in acting.monographs for each in patient.medicines):
        return None
    narrow = acting.database.narrowed({each.id for each in patient.medicines}, _nothing_is_written)
    seen = replace(acting, database=narrow, patient=patient)
    return Seen(seen, choice, _request(seen, choice), is_of_all(acting.patient, choice))


def report_of(seen: Seen) -> Report:
    """The report, of these days alone; with what the patient wants to say, as a note to all medicines."""
    with_visits = seen.choice.with_notes and seen.is_of_all
    return build_report(seen.acting, seen.request, with_visits=with_visits, alone=True)


def charts_of(seen: Seen, report: Report, names: Collection[str]) -> dict[str, Chart]:
    """The charts of these names, of the effects that the report shows first, from ratings of these days alone."""
    request, patient = seen.request, seen.acting.patient
    effects = tuple((panel.effect, panel.name) for panel in report.severity.panels[:SHOWN_FIRST])
    asked = replace(request, effects=effects or request.watchable[:SHOWN_FIRST])
    record = trends.read_record(seen.acting, asked, names)
    return trends.build_from(alone_in(record, asked), patient, asked, names)


def notes_of(seen: Seen) -> list[Note]:
    """What was written to the entries of these days, newest first, one more than `MOST_NOTES` at most; to doses alone
    where a medicine was left out. Nothing where notes were not chosen."""
    if not seen.choice.with_notes:
        return []
    with seen.acting.database.reading() as session:
        return store.list_notes(
            session, seen.acting.patient.id, seen.request.period, MOST_NOTES + 1, of_doses=not seen.is_of_all
        )


def _request(acting: ActingForPatient, choice: Choice) -> ChartRequest:
    """The charts of the days that were chosen, up to today and from the first day of the record on."""
    with acting.database.reading() as session:
        begins_on = trends_store.first_entry_on(session, acting.patient.id)
    front, *others = acting.patient.medicines
    known = asked_about(acting.patient.medicines, acting.monographs)
    keys = {each.monograph for each in acting.patient.medicines}  # what the others are for is not told either
    watchable = tuple({**known.rating_names, **acting.patient.own_symptoms.choices}.items())
    return ChartRequest(
        _days(choice, acting.today, begins_on),
        watchable,
        acting.now,
        begins_on,
        medicine=front,
        called=name_of(front, acting.monographs) if others else "",
        beside=tuple((each, name_of(each, acting.monographs)) for each in others),
        watchable=watchable,
        known={key: known for key, known in acting.monographs.items() if key in keys},
    )


def _days(choice: Choice, today: date, begins_on: date | None) -> Period:
    """Days that are chosen are over, or today; where the zone moved since, the last may be to come."""
    last_on = min(choice.last_on, today)
    period = Period(min(choice.first_on, last_on), last_on)
    return split_period(period.since(begins_on or last_on))[0]


def _pin_hash(acting: Acting, hashed: bytes, pin: str) -> bytes:
    """Made for every token that is tried, with a PIN or without: so each refusal is the same work."""
    return keyed_hash(acting.keys.share, "pin", hashed, pin)


def _nothing_is_written(_session: Session) -> None:
    raise RightEnded


def _too_many() -> str:
    return ngettext(
        "%(num)s link can be opened already. End it first.",
        "%(num)s links can be opened already. End one first.",
        MOST_LIVE,
    )
