"""What Today and the safety rules ask of the doses of a record, read as columns."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from journal.core.plan import today
from journal.core.plan.adherence import TakenDose, in_order
from journal.core.plan.regimens import Plan, from_day
from journal.core.values.clock import MINUTE, minute_of, wall_at
from journal.store.database.models import EntryRow, MedicineRow
from journal.store.database.types import Instant
from journal.store.plan.regimens import read_plan
from journal.store.record.entries import minute

LATEST = datetime.max.replace(tzinfo=UTC)  # after everything that is recorded
MOST = 500  # of one medicine in the days around now: Today reads no more than it would ever show

_entry, _medicine = EntryRow.__table__.c, MedicineRow.__table__.c
_OWN = _entry.patient_id == bindparam("patient_id"), _entry.kind == "dose", _entry.deleted_at.is_(None)
_SINCE = _entry.at >= bindparam("since", type_=Instant)
_BEFORE = (
    _entry.id != bindparam("but"),
    or_(
        _entry.at < bindparam("begins", type_=Instant),
        and_(
            _entry.at < bindparam("ends", type_=Instant), _entry.recorded_at < bindparam("recorded_at", type_=Instant)
        ),
    ),
)
_COLUMNS = (
    _entry.at,
    _entry.offset_minutes,
    _entry.amount,
    _entry.status,
    _entry.recorded_at,
    _entry.medicine_id,
    _entry.id,
    _entry.form,
)
_NEWEST_FIRST = _entry.at.desc(), _entry.recorded_at.desc()
_OF_MEDICINE = _entry.medicine_id == bindparam("medicine_id")
_NEWEST = select(*_COLUMNS).where(*_OWN, _SINCE).order_by(*_NEWEST_FIRST).limit(MOST + 1)
# Numbered by medicine: many doses of one never hide those of another, which may be a month apart.
_numbered = (
    select(*_COLUMNS, func.row_number().over(partition_by=_entry.medicine_id, order_by=_NEWEST_FIRST).label("number"))
    .where(*_OWN, _SINCE)
    .subquery()
    .c
)
_RECENT = (
    select(*(_numbered[column.key] for column in _COLUMNS))
    .where(_numbered.number <= MOST)
    .order_by(_numbered.at.desc(), _numbered.recorded_at.desc())
)
_OWN_BEFORE = select(*_COLUMNS).where(*_OWN, *_BEFORE, _OF_MEDICINE).order_by(*_NEWEST_FIRST)
_recent_before = _OWN_BEFORE.where(_SINCE).limit(MOST).subquery().c
_last_taken_before = _OWN_BEFORE.where(_entry.status == "taken").limit(1).subquery().c
_BEFORE_ENTRY = union_all(  # one statement, since whatever is saved asks it
    select(*_recent_before, literal(0).label("is_last")), select(*_last_taken_before, literal(1).label("is_last"))
)
_AMOUNTS = (
    select(_entry.medicine_id, _entry.amount, _entry.form, func.count())
    .where(*_OWN, _SINCE, _entry.status == "taken")
    .group_by(_entry.medicine_id, _entry.amount, _entry.form)
    .order_by(func.max(_entry.at).desc(), _entry.amount)
)


class RecentOfMedicine(NamedTuple):
    """The plan of one medicine, its doses of the days around now, newest first, and the amounts that were taken of
    late, see `count_amounts_since`, where nothing is planned from today on."""

    plan: Plan
    doses: list[TakenDose]
    amounts: list[tuple[int, str, int]]


class Recent(NamedTuple):
    """The plan of every medicine, and what is about each of those that were asked for, by its id: read together,
    however many there are."""

    plan: Plan
    of: Mapping[str, RecentOfMedicine]


class Before(NamedTuple):
    """An entry before which doses of a medicine are looked for, in the order of `Entry.order`; a new one has no
    `recorded_at` yet."""

    medicine_id: str
    entry_id: str
    at: datetime
    recorded_at: datetime | None


def read_recent(
    session: Session, patient_id: str, medicine_ids: Collection[str], now: datetime, today_on: date
) -> Recent:
    """What the answers of Today are made of, for these medicines; `today_on` is the local day."""
    plan = read_plan(session, patient_id)
    own = {each: RecentOfMedicine(plan.of(each), [], []) for each in medicine_ids}
    back = max((today.back(each.plan) for each in own.values()), default=today.back(plan))
    for dose in list_doses_since(session, patient_id, now - back):
        if dose.medicine_id in own:
            own[dose.medicine_id].doses.append(dose)
    if unplanned := {each for each in own if not from_day(own[each].plan.counting, today_on)}:
        for medicine_id, amount, form, count in count_amounts_since(session, patient_id, now - today.SAME_WITHIN):
            if medicine_id in unplanned:
                own[medicine_id].amounts.append((amount, form, count))
    return Recent(plan, own)


def list_doses_since(session: Session, patient_id: str, since: datetime) -> list[TakenDose]:
    """The doses lived since that instant, taken or skipped, newest first: the newest `MOST` of each medicine."""
    asked = {"patient_id": patient_id, "since": since}
    rows = session.execute(_NEWEST, asked).all()
    if len(rows) > MOST:  # more than anybody takes; to number all of them takes longer than to read them
        rows = session.execute(_RECENT, asked).all()
    return [_dose(row) for row in rows]


def list_last_doses(session: Session, patient_id: str, medicine_ids: Collection[str]) -> dict[str, TakenDose]:
    """The latest dose that was taken of each medicine (`Entry.order`). One statement, however many there are."""
    taken = (
        _entry.patient_id == patient_id,
        _entry.kind == "dose",
        _entry.deleted_at.is_(None),
        _entry.status == "taken",
    )
    at = select(_entry.at).where(*taken, _entry.medicine_id == _medicine.id).order_by(_entry.at.desc()).limit(1)
    of_each = (
        select(_medicine.id, at.scalar_subquery().label("at"))
        .where(_medicine.patient_id == patient_id, _medicine.id.in_(medicine_ids))
        .subquery()
    )
    in_its_minute = type_coerce(_entry.at, BigInteger) >= minute(of_each.c.at) * MINUTE
    query = select(*_COLUMNS).join(of_each, _entry.medicine_id == of_each.c.id).where(*taken, in_its_minute)
    found = map(_dose, session.execute(query.order_by(_entry.recorded_at, _entry.id)))
    return {dose.medicine_id: dose for dose in found}


def read_before(
    session: Session, patient_id: str, before: Before, back: timedelta
) -> tuple[list[TakenDose], datetime | None]:
    """The doses of that long before an entry, newest first (of more than `MOST` the newest), and when the last one was
    taken, however long ago; None when there was none."""
    asked = {"patient_id": patient_id, "since": before.at - back} | _bounds(before)
    rows = session.execute(_BEFORE_ENTRY, asked).all()
    doses = sorted((_dose(row[:-1]) for row in rows if not row.is_last), key=in_order, reverse=True)
    return doses, next((row.at for row in rows if row.is_last), None)


def count_amounts_since(session: Session, patient_id: str, since: datetime) -> list[tuple[str, int, str, int]]:
    """Medicine, amount, form, and how often it was taken since that instant; the one taken last first."""
    rows = session.execute(_AMOUNTS, {"patient_id": patient_id, "since": since})
    return [(medicine_id, amount, form, count) for medicine_id, amount, form, count in rows]


def _bounds(before: Before) -> dict[str, Any]:
    begins = minute_of(before.at)
    return {
        "medicine_id": before.medicine_id,
        "but": before.entry_id,
        "begins": begins,
        "ends": begins + timedelta(minutes=1),
        "recorded_at": before.recorded_at or LATEST,
    }


def _dose(row: Sequence[Any]) -> TakenDose:
    at, offset, amount, status, recorded_at, medicine_id, entry_id, form = row
    wall = wall_at(at, offset)
    minute = wall.hour * 60 + wall.minute
    return TakenDose(at, wall.date(), minute, amount, status, recorded_at, medicine_id, entry_id, form or "")
