"""The medicines of a patient in the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from journal.core.medicine.medicines import Medicine
from journal.store.database.models import EntryRow, MedicineRow, RegimenStep, SupplyCount

_medicine, _entry, _step = MedicineRow.__table__.c, EntryRow.__table__.c, RegimenStep.__table__.c
_count = SupplyCount.__table__.c
COLUMNS = (
    _medicine.id,
    _medicine.name,
    _medicine.monograph,
    _medicine.unit,
    _medicine.amounts,
    _medicine.starts_on,
    _medicine.ends_on,
    _medicine.count_id,
)


def list_medicines(session: Session, patient_id: str) -> tuple[Medicine, ...]:
    """Every medicine in the order they were added, those that ended included."""
    query = select(*COLUMNS).where(_medicine.patient_id == patient_id).order_by(_medicine.position, _medicine.id)
    return read_medicines(session.execute(query))


def list_monographs(session: Session) -> frozenset[str]:
    """The keys of the monographs of every medicine in the database, for whoever runs it: whose they are is not read."""
    return frozenset(session.scalars(select(_medicine.monograph).where(_medicine.monograph.is_not(None)).distinct()))


def read_medicines(rows: Iterable[Any]) -> tuple[Medicine, ...]:
    """The medicines of rows with these columns."""
    return tuple(Medicine(row[0], row[1], row[2], row[3], tuple(row[4]), row[5], row[6], row[7]) for row in rows)


def add_medicine(session: Session, patient_id: str, medicine: Medicine, position: int, now: datetime) -> None:
    """Add a medicine."""
    session.add(
        MedicineRow(
            patient_id=patient_id,
            id=medicine.id,
            name=medicine.name,
            monograph=medicine.monograph,
            unit=medicine.unit,
            amounts=list(medicine.amounts),
            starts_on=medicine.starts_on,
            ends_on=medicine.ends_on,
            position=position,
            created_at=now,
        )
    )
    session.flush()


def update_medicine(session: Session, patient_id: str, medicine: Medicine) -> None:
    """Write a medicine anew, under the id it has."""
    session.execute(
        update(MedicineRow)
        .where(MedicineRow.patient_id == patient_id, MedicineRow.id == medicine.id)
        .values(
            name=medicine.name,
            unit=medicine.unit,
            amounts=list(medicine.amounts),
            starts_on=medicine.starts_on,
            ends_on=medicine.ends_on,
        )
    )


def delete_medicine(session: Session, patient_id: str, medicine_id: str) -> None:
    """Delete a medicine that nothing names."""
    session.execute(delete(MedicineRow).where(MedicineRow.patient_id == patient_id, MedicineRow.id == medicine_id))


def added_at(session: Session, patient_id: str, medicine_id: str) -> datetime | None:
    """When it was added; None when there is none of that id."""
    query = select(MedicineRow.created_at).where(MedicineRow.patient_id == patient_id, MedicineRow.id == medicine_id)
    return session.scalar(query)


def next_position(session: Session, patient_id: str) -> int:
    """Where the next medicine stands: after all that are there."""
    last = session.scalar(select(func.max(_medicine.position)).where(_medicine.patient_id == patient_id))
    return 0 if last is None else last + 1


def is_used(session: Session, patient_id: str, medicine_id: str) -> bool:
    """Whether a dose names it, a deleted one included, or something was ever planned or counted of it."""
    doses = exists().where(_entry.patient_id == patient_id, _entry.medicine_id == medicine_id)
    steps = exists().where(_step.patient_id == patient_id, _step.medicine_id == medicine_id)
    counts = exists().where(_count.patient_id == patient_id, _count.medicine_id == medicine_id)
    return bool(session.scalar(select(or_(doses, steps, counts))))
