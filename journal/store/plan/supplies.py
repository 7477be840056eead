"""Counts of what somebody has at home in the database, and what was taken of it since."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from journal.core.medicine.medicines import Medicine
from journal.core.plan.supplies import Count, Supply
from journal.core.values.clock import MINUTE
from journal.store.database.models import EntryRow, MedicineRow, SupplyCount
from journal.store.record.entries import minute

_count, _entry, _medicine = SupplyCount.__table__.c, EntryRow.__table__.c, MedicineRow.__table__.c
_COLUMNS = _count.medicine_id, _count.amount, _count.at, _count.id
_OWN = select(*_COLUMNS).where(_count.patient_id == bindparam("patient_id"))
_OLDEST_FIRST = _OWN.order_by(_count.at, _count.id)
# A dose has the minute of its clock: one of the count's own minute was taken after it if it was recorded after it.
_AFTER = and_(
    type_coerce(_entry.at, BigInteger) >= minute(_count.at) * MINUTE,
    or_(_entry.at > _count.at, _entry.recorded_at > _count.at),
)
_TAKEN = (
    select(func.coalesce(func.sum(_entry.amount), 0))
    .where(
        _entry.patient_id == _count.patient_id,
        _entry.medicine_id == _count.medicine_id,
        _entry.kind == "dose",
        _entry.status == "taken",
        _entry.deleted_at.is_(None),
    )
    .correlate(SupplyCount.__table__)
)
_HOLDING = (
    select(
        *_COLUMNS,
        _TAKEN.where(_AFTER).scalar_subquery(),
        _TAKEN.where(_entry.day_on == bindparam("today")).scalar_subquery(),
    )
    .join(
        MedicineRow.__table__,
        and_(
            _medicine.patient_id == _count.patient_id,
            _medicine.id == _count.medicine_id,
            _medicine.count_id == _count.id,
        ),
    )
    .where(_count.patient_id == bindparam("patient_id"))
)


def read_supplies(session: Session, patient_id: str, medicines: Sequence[Medicine], today: date) -> dict[str, Supply]:
    """The supplies of those of the medicines that are counted, by medicine; asks nothing where none is."""
    counted = {each.id for each in medicines if each.count_id is not None}
    if not counted:
        return {}
    rows = session.execute(_HOLDING, {"patient_id": patient_id, "today": today})
    supplies = (Supply(Count(*row[:4]), int(row[4]), int(row[5])) for row in rows)
    return {each.count.medicine_id: each for each in supplies if each.count.medicine_id in counted}


def list_counts(session: Session, patient_id: str) -> list[Count]:
    """Every count there ever was, oldest first."""
    return [Count(*row) for row in session.execute(_OLDEST_FIRST, {"patient_id": patient_id})]


def find_count(session: Session, patient_id: str, count_id: str) -> Count | None:
    """The count a form of that id made; None when there is none."""
    row = session.execute(_OWN.where(_count.id == count_id), {"patient_id": patient_id}).one_or_none()
    return None if row is None else Count(*row)


def add_count(session: Session, patient_id: str, count: Count) -> None:
    """Add a count; it is the one that holds from now on."""
    session.add(
        SupplyCount(patient_id=patient_id, id=count.id, medicine_id=count.medicine_id, amount=count.amount, at=count.at)
    )
    let_hold(session, patient_id, count.medicine_id, count.id)


def let_hold(session: Session, patient_id: str, medicine_id: str, count_id: str | None) -> None:
    """Say which count of a medicine holds; None: what is left is not counted any more."""
    session.execute(
        update(MedicineRow)
        .where(MedicineRow.patient_id == patient_id, MedicineRow.id == medicine_id)
        .values(count_id=count_id)
    )
