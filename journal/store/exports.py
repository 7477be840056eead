"""Everything of one patient, read a batch at a time: a long record takes no more memory than a short one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from heapq import merge
from operator import attrgetter

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from journal.core.accounts.accounts import Settings
from journal.core.accounts.audit import Event
from journal.core.accounts.devices import Device
from journal.core.exchange.exports import Account
from journal.core.medicine.circumstances import Circumstances
from journal.core.plan.regimens import RecordedStep
from journal.core.record.asking import read_asking
from journal.core.record.entries import KINDS, Entry, Kind
from journal.core.record.symptoms import Symptoms
from journal.core.values.clock import in_one_minute
from journal.store.accounts.accounts import read_past_zones
from journal.store.accounts.audit import list_events
from journal.store.database.models import EntryRow, LoginSession, Patient, RatingRow
from journal.store.medicines import list_medicines
from journal.store.plan.regimens import list_recorded
from journal.store.record.entries import LISTED, Listed, read_entries
from journal.store.record.versions import with_versions

A_BATCH = 500

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


def list_everything(session: Session, patient_id: str) -> Iterator[Entry]:
    """Every entry with all it ever said, deleted ones too, oldest first."""
    kinds = (_of_kind(session, patient_id, kind) for kind in KINDS)
    return _in_order(merge(*kinds, key=lambda entry: entry.moment.at))


def _of_kind(session: Session, patient_id: str, kind: Kind) -> Iterator[Entry]:
    for rows in _batches(session, and_(_entry.patient_id == patient_id, _entry.kind == kind)):
        yield from with_versions(session, patient_id, read_entries(session, patient_id, rows))


def list_kind(session: Session, patient_id: str, kind: Kind) -> Iterator[Entry]:
    """Every entry of a kind that is not deleted, oldest first, without what it said before."""
    wanted = and_(_entry.patient_id == patient_id, _entry.kind == kind, _entry.deleted_at.is_(None))
    return _in_order(each for rows in _batches(session, wanted) for each in read_entries(session, patient_id, rows))


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


def _batches(session: Session, wanted: ColumnElement[bool]) -> Iterator[Sequence[Listed]]:
    """The entries of a kind in batches: the index of kinds is entered at the last instant, however long the record."""
    query = _OLDEST_FIRST.where(wanted).limit(A_BATCH)
    rows = session.execute(query).all()
    while rows:
        yield rows
        last = rows[-1]
        further = or_(_entry.at > last.at, _entry.id > last.id)
        rows = session.execute(query.where(_entry.at >= last.at, further)).all()
