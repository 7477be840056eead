"""The latest dose of each of several medicines, in one statement."""

from collections.abc import Collection

from sqlalchemy import BigInteger, select, type_coerce
from sqlalchemy.orm import Session

from journal.core.record.doses import Dose
from journal.core.record.entries import Entry
from journal.store.database.models import EntryRow, MedicineRow
from journal.store.record.entries import LISTED, MINUTE, minute, read_entries

_entry, _medicine = EntryRow.__table__.c, MedicineRow.__table__.c


def list_last_doses(session: Session, patient_id: str, medicine_ids: Collection[str]) -> dict[str, Entry]:
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
    query = LISTED.join(of_each, _entry.medicine_id == of_each.c.id).where(*taken, in_its_minute)
    rows = session.execute(query.order_by(_entry.recorded_at, _entry.id)).all()
    found = read_entries(session, patient_id, rows)
    return {entry.detail.medicine_id: entry for entry in found if isinstance(entry.detail, Dose)}
