"""The medicines of a patient in the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.core.medicine.medicines import Medicine
from journal.store.database.models import MedicineRow

_medicine = MedicineRow.__table__.c
COLUMNS = (
    _medicine.id,
    _medicine.name,
    _medicine.monograph,
    _medicine.unit,
    _medicine.amounts,
    _medicine.starts_on,
    _medicine.ends_on,
)


def list_medicines(session: Session, patient_id: str) -> tuple[Medicine, ...]:
    """Every medicine in the order they were added, those that ended included."""
    query = select(*COLUMNS).where(_medicine.patient_id == patient_id).order_by(_medicine.position, _medicine.id)
    return read_medicines(session.execute(query))


def read_medicines(rows: Iterable[Any]) -> tuple[Medicine, ...]:
    """The medicines of rows with these columns."""
    return tuple(Medicine(row[0], row[1], row[2], row[3], tuple(row[4]), row[5], row[6]) for row in rows)


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
