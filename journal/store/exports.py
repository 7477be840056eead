"""Everything of one patient, read a batch at a time: a long record takes no more memory than a short one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from heapq import merge
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from journal.core.accounts.accounts import Settings
from journal.core.accounts.audit import Event
from journal.core.accounts.devices import Device
from journal.core.exchange.exports import Account
from journal.core.exchange.fhir import Made
from journal.core.exchange.fhir_record import EffectDays
from journal.core.medicine.circumstances import Circumstances
from journal.core.plan.regimens import RecordedStep
from journal.core.record.asking import read_asking
from journal.core.record.entries import KINDS, Entry, Kind
from journal.core.record.symptoms import Symptoms
from journal.core.values.clock import in_one_minute
from journal.core.values.periods import Period
from journal.store.accounts.accounts import read_past_zones
from journal.store.accounts.audit import list_events
from journal.store.database.models import EntryRow, LoginSession, Patient, RatingRow
from journal.store.medicines import list_medicines
from journal.store.plan.regimens import list_recorded
from journal.store.record.entries import LISTED, Listed, read_entries
from journal.store.record.versions import with_versions

A_BATCH = 500
_NEAR = timedelta(days=3)

_entry, _rating, _device = EntryRow.__table__.c, RatingRow.__table__.c, LoginSession.__table__.c
RECORDED = attrgetter("recorded_at", "id")
_OLDEST_FIRST = LISTED.order_by(_entry.at, _entry.id)


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
        Patient.paper,
        Patient.own_symptoms,
        Patient.symptom_states,
        Patient.past_zones,
        Patient.asking,
        Patient.pregnant_since,
        Patient.breastfeeding_since,
        Patient.kidney_disease,
        Patient.log_in_given_up_at,
    ).where(Patient.id == patient_id)
    row = session.execute(query).one()
    settings = Settings(
        row.zone, row.day_starts, row.hours, row.week_starts or "", row.decimal_sign or ".", row.paper or ""
    )
    symptoms = Symptoms(row.own_symptoms, row.symptom_states)
    past_zones = read_past_zones(row.past_zones)
    medicines = list_medicines(session, patient_id)
    asking = read_asking(row.asking)
    return Account(
        id=row.id,
        name=row.name,
        created_at=row.created_at,
        settings=settings,
        medicines=medicines,
        own_symptoms=symptoms,
        past_zones=past_zones,
        asking=asking,
        circumstances=Circumstances(row.pregnant_since, row.breastfeeding_since, bool(row.kidney_disease)),
        log_in_given_up_at=row.log_in_given_up_at,
    )


def list_everything(session: Session, patient_id: str, period: Period | None = None) -> Iterator[Entry]:
    """Every entry of those days with all it ever said, deleted ones too, oldest first."""
    kinds = (_of_kind(session, patient_id, kind, period) for kind in KINDS)
    return _in_order(merge(*kinds, key=lambda entry: entry.moment.at))


def _of_kind(session: Session, patient_id: str, kind: Kind, period: Period | None) -> Iterator[Entry]:
    for rows in _batches(session, and_(*_is_of(patient_id, kind, period))):
        yield from with_versions(session, patient_id, read_entries(session, patient_id, rows))


def list_kind(session: Session, patient_id: str, kind: Kind, period: Period | None = None) -> Iterator[Entry]:
    """Every entry of a kind and of those days that is not deleted, oldest first, without what it said before."""
    wanted = and_(*_is_of(patient_id, kind, period), _entry.deleted_at.is_(None))
    return _in_order(each for rows in _batches(session, wanted) for each in read_entries(session, patient_id, rows))


def list_made(session: Session, patient_id: str, kind: Kind, period: Period | None = None) -> Iterator[Made]:
    """The same entries, in the order of their instants, as far as they say which resources they become."""
    ratings = select(func.count()).where(_rating.patient_id == patient_id, _rating.entry_id == _entry.id)
    count = ratings.scalar_subquery() if kind == "check_in" else literal(0)
    query = select(_entry.id, _entry.at, _entry.mood.is_not(None), count).order_by(_entry.at, _entry.id)
    wanted = and_(*_is_of(patient_id, kind, period), _entry.deleted_at.is_(None))
    for rows in _batches(session, wanted, query):
        yield from (Made(kind, entry_id, bool(has_mood), count) for entry_id, _at, has_mood, count in rows)


def _is_of(patient_id: str, kind: Kind, period: Period | None) -> Iterator[ColumnElement[bool]]:
    """Of a kind and of those days. The index has the instants, which are never further than two days from the day."""
    yield from (_entry.patient_id == patient_id, _entry.kind == kind)
    if period is not None:
        first_at, last_at = (datetime.combine(on, time(), UTC) for on in (period.first_on, period.last_on))
        yield _entry.day_on.between(period.first_on, period.last_on)
        yield _entry.at.between(first_at - _NEAR, last_at + _NEAR)


def count_kinds(session: Session, patient_id: str, period: Period | None = None) -> dict[Kind, int]:
    """How many entries of each kind there are on those days, without those deleted."""
    query = select(_entry.kind, func.count()).where(*_counted(patient_id, period)).group_by(_entry.kind)
    return {cast("Kind", kind): count for kind, count in session.execute(query)}


def count_doses(session: Session, patient_id: str, period: Period | None = None) -> dict[tuple[str, str], int]:
    """How many doses of each medicine were recorded as taken and as skipped on those days."""
    of = _entry.medicine_id, _entry.status
    query = select(*of, func.count()).where(*_counted(patient_id, period), _entry.kind == "dose").group_by(*of)
    return {(medicine_id, status): count for medicine_id, status, count in session.execute(query)}


def count_episodes(session: Session, patient_id: str, period: Period | None = None) -> dict[str, int]:
    """How many episodes of each kind were recorded on those days."""
    query = select(_entry.what, func.count()).where(*_counted(patient_id, period), _entry.kind == "episode")
    return dict(session.execute(query.group_by(_entry.what).order_by(_entry.what)).all())


def list_effect_days(session: Session, patient_id: str, period: Period | None = None) -> list[EffectDays]:
    """On how many of those days each effect was rated and was there, and its worst rating."""
    there = case((_rating.severity > 0, _rating.day_on))
    counted = func.count(_rating.day_on.distinct()), func.count(there.distinct()), func.max(_rating.severity)
    query = select(_rating.effect, *counted).where(_rating.patient_id == patient_id)
    if period is not None:
        query = query.where(_rating.day_on.between(period.first_on, period.last_on))
    found = session.execute(query.group_by(_rating.effect).order_by(_rating.effect))
    return [EffectDays(*row) for row in found]


def list_writers(session: Session, patient_id: str, period: Period | None = None) -> list[str]:
    """The accounts of those who recorded an entry of those days for the patient."""
    by = _entry.recorded_by
    query = select(by).where(*_counted(patient_id, period), by.is_not(None)).distinct().order_by(by)
    return [str(account_id) for account_id in session.scalars(query)]


def _counted(patient_id: str, period: Period | None) -> Iterator[ColumnElement[bool]]:
    yield from (_entry.patient_id == patient_id, _entry.deleted_at.is_(None))
    if period is not None:
        yield _entry.day_on.between(period.first_on, period.last_on)


def _in_order(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries that come by their instant, those of one minute by when they were recorded: as `Entry.order` has it."""
    same: list[Entry] = []
    for entry in entries:
        if same and not in_one_minute(same[0].moment.at, entry.moment.at):
            yield from sorted(same, key=RECORDED) if len(same) > 1 else same
            same = []
        same.append(entry)
    yield from sorted(same, key=RECORDED)


def list_plan(session: Session, patient_id: str) -> list[RecordedStep]:
    """Every step of the regimen in the order it was written, those included that were replaced."""
    return sorted(
        list_recorded(session, patient_id),
        key=lambda recorded: (recorded.saved_at, recorded.step.starts_on, recorded.id),
    )


def list_rated_effects(session: Session, patient_id: str) -> dict[str, bool]:
    """The keys of everything that was ever rated and still counts, each with whether it was answered for right now."""
    query = select(_rating.effect, func.count(_rating.now_severity)).where(_rating.patient_id == patient_id)
    return {effect: bool(n) for effect, n in session.execute(query.group_by(_rating.effect).order_by(_rating.effect))}


def list_logged_in(session: Session, patient_id: str, now: datetime) -> list[Device]:
    """The devices that are logged in now; none whose log-in ran out."""
    query = (
        select(_device.id, _device.device, _device.created_at, _device.last_seen_at, _device.expires_at, _device.kept)
        .where(_device.patient_id == patient_id, _device.idle_until > now, _device.expires_at > now)
        .order_by(_device.created_at, _device.id)
    )
    return [Device(*row) for row in session.execute(query)]


def list_all_events(session: Session, patient_id: str) -> Iterator[Event]:
    """Every event of the patient's audit log, newest first."""
    before: int | None = None
    while events := list_events(session, patient_id, before, A_BATCH):
        yield from events
        before = events[-1].number


def _batches(
    session: Session, wanted: ColumnElement[bool], listed: Select[Any] = _OLDEST_FIRST
) -> Iterator[Sequence[Listed]]:
    """The entries of a kind in batches: the index of kinds is entered at the last instant, however long the record."""
    query = listed.where(wanted).limit(A_BATCH)
    rows = session.execute(query).all()
    while rows:
        yield rows
        last = rows[-1]
        further = or_(_entry.at > last.at, _entry.id > last.id)
        rows = session.execute(query.where(_entry.at >= last.at, further)).all()
