"""Everything of one patient, read a batch at a time: a long record takes no more memory than a short one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from heapq import merge
from itertools import groupby
from typing import Any, get_args

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session

from journal.core.accounts.accounts import Settings
from journal.core.accounts.audit import Event
from journal.core.exchange.exports import Account, Answer, Change, Device, Planned, Written
from journal.core.record.forms import Kind
from journal.core.record.symptoms import Symptoms
from journal.core.values.clock import Moment, minute_of
from journal.store.accounts.accounts import read_past_zones
from journal.store.accounts.audit import list_events
from journal.store.database.models import EntryRow, EntryVersion, LoginSession, Patient, RatingRow, RegimenStep
from journal.store.record.entries import LISTED, RATINGS

A_BATCH = 500

_entry, _rating, _version = EntryRow.__table__.c, RatingRow.__table__.c, EntryVersion.__table__.c
_WRITTEN = LISTED.add_columns(_entry.medicine).order_by(_entry.at, _entry.id)


def get_account(session: Session, patient_id: str) -> Account:
    """The account of a patient known to exist, without what guards it."""
    query = select(
        Patient.id,
        Patient.name,
        Patient.created_at,
        Patient.zone,
        Patient.day_starts,
        Patient.hours,
        Patient.week_starts,
        Patient.decimal_sign,
        Patient.medicine,
        Patient.own_symptoms,
        Patient.symptom_states,
        Patient.past_zones,
    ).where(Patient.id == patient_id)
    row = session.execute(query).one()
    settings = Settings(row.zone, row.day_starts, row.hours, row.week_starts or "", row.decimal_sign or ".")
    symptoms = Symptoms(row.own_symptoms, row.symptom_states)
    past_zones = read_past_zones(row.past_zones)
    return Account(row.id, row.name, row.created_at, settings, row.medicine, symptoms, past_zones)


def list_written(session: Session, patient_id: str) -> Iterator[Written]:
    """Every entry with all it ever said, deleted ones too, oldest first."""
    kinds = (_of_kind(session, patient_id, kind) for kind in get_args(Kind))
    return _in_order(merge(*kinds, key=lambda entry: entry.moment.at))


def _of_kind(session: Session, patient_id: str, kind: Kind) -> Iterator[Written]:
    for rows in _batches(session, and_(_entry.patient_id == patient_id, _entry.kind == kind)):
        yield from _whole(session, patient_id, rows)


def list_kind(session: Session, patient_id: str, kind: Kind) -> Iterator[Written]:
    """Every entry of a kind that is not deleted, oldest first, without what it said before."""
    wanted = and_(_entry.patient_id == patient_id, _entry.kind == kind, _entry.deleted_at.is_(None))
    return _in_order(entry for rows in _batches(session, wanted) for entry in _present(session, patient_id, rows))


def _in_order(entries: Iterable[Written]) -> Iterator[Written]:
    """Entries that come by their instant, those of one minute by when they were recorded, as `Entry.order` has it."""
    for _, same in groupby(entries, key=lambda entry: minute_of(entry.moment.at)):
        yield from sorted(same, key=lambda entry: (entry.recorded_at, entry.id))


def _whole(session: Session, patient_id: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Written]:
    ratings, changes = _ratings(session, patient_id, rows), _changes(session, patient_id, rows)
    return (_written(row, ratings.get(row.id, ()), changes.get(row.id, ())) for row in rows)


def _present(session: Session, patient_id: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Written]:
    ratings = _ratings(session, patient_id, [row for row in rows if row.kind == "check_in"])
    return (_written(row, ratings.get(row.id, ())) for row in rows)


def list_planned(session: Session, patient_id: str) -> list[Planned]:
    """Every step of the regimen in the order it was written."""
    step = RegimenStep.__table__.c
    query = select(
        step.id,
        step.starts_on,
        step.ends_on,
        step.times,
        step.amount_ug,
        step.form,
        step.created_at,
        step.ended_at,
        step.superseded_at,
    ).where(step.patient_id == patient_id)
    return [Planned(*row) for row in session.execute(query.order_by(step.created_at, step.starts_on, step.id))]


def list_rated_effects(session: Session, patient_id: str) -> list[str]:
    """The keys of everything that was ever rated and still counts."""
    query = select(_rating.effect).where(_rating.patient_id == patient_id).distinct().order_by(_rating.effect)
    return list(session.scalars(query))


def list_logged_in(session: Session, patient_id: str, now: datetime) -> list[Device]:
    """The devices that are logged in now; nothing that opens anything, and none whose log-in ran out."""
    query = select(LoginSession.device, LoginSession.created_at, LoginSession.last_seen_at).where(
        LoginSession.patient_id == patient_id, LoginSession.idle_until > now, LoginSession.expires_at > now
    )
    return [Device(*row) for row in session.execute(query.order_by(LoginSession.created_at, LoginSession.id))]


def list_all_events(session: Session, patient_id: str) -> Iterator[Event]:
    """Every event of the patient's audit log, newest first."""
    before: int | None = None
    while events := list_events(session, patient_id, before, A_BATCH):
        yield from events
        before = events[-1].number


def _batches(session: Session, wanted: ColumnElement[bool]) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """The entries of a kind in batches: the index of kinds is entered at the last instant, however long the record."""
    query = _WRITTEN.where(wanted).limit(A_BATCH)
    rows = session.execute(query).all()
    while rows:
        yield rows
        last = rows[-1]
        further = or_(_entry.at > last.at, _entry.id > last.id)
        rows = session.execute(query.where(_entry.at >= last.at, further)).all()


def _ratings(session: Session, patient_id: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[str, list[Answer]]:
    asked = {"patient_id": patient_id, "entry_ids": [row.id for row in rows]}
    found: dict[str, list[Answer]] = {}
    for entry_id, *answer in session.execute(RATINGS, asked) if rows else ():
        found.setdefault(entry_id, []).append(Answer(*answer))
    return found


def _changes(session: Session, patient_id: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[str, list[Change]]:
    edited = [row.id for row in rows if row.version > 1]
    query = (
        select(
            _version.entry_id,
            _version.version,
            _version.change,
            _version.changed_at,
            _version.changed_by,
            _version.content,
        )
        .where(_version.patient_id == patient_id, _version.entry_id.in_(edited))
        .order_by(_version.entry_id, _version.version)
    )
    found: dict[str, list[Change]] = {}
    for entry_id, *change in session.execute(query) if edited else ():
        found.setdefault(entry_id, []).append(Change(*change))
    return found


def _written(row: Row[*tuple[Any, ...]], ratings: Sequence[Answer] = (), changes: Sequence[Change] = ()) -> Written:
    values = dict(row._mapping)
    moment = Moment(values.pop("at"), values.pop("zone"), values.pop("offset_minutes"))
    return Written(moment=moment, ratings=tuple(ratings), changes=tuple(changes), **values)
