"""Read the doses of a period: as values, or as columns where there are tens of thousands."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from journal.core.plan.adherence import TakenDose
from journal.core.plan.dose_columns import FIRST_DAY, DoseColumns
from journal.core.values.clock import DAY, EPOCH, MICROSECOND, MINUTE, numbered_day
from journal.core.values.periods import Period
from journal.store.database.models import EntryRow, MedicineRow
from journal.store.database.packed import numbers, packed
from journal.store.record.entries import minute
from journal.store.record.lived import lived_in, number_of, rows

_entry, _medicine = EntryRow.__table__.c, MedicineRow.__table__.c
_DOSES = select(
    number_of(_entry.at),
    _entry.offset_minutes,
    _entry.amount,
    _entry.status,
    number_of(_entry.recorded_at),
    _entry.medicine_id,
).order_by(minute(_entry.at), _entry.recorded_at, _entry.id)
_COLUMNS = select(
    _entry.medicine_id,
    packed(number_of(_entry.at)),
    packed(_entry.offset_minutes),
    packed(_entry.amount),
    packed(case((_entry.status == "taken", 1), else_=0)),
    packed(number_of(_entry.recorded_at)),
).group_by(_entry.medicine_id)


def read_columns(
    session: Session, patient_id: str, period: Period, medicines: Collection[str] | None = None
) -> dict[str, DoseColumns]:
    """The doses of the period, of each of those medicines."""
    of = medicines_of(patient_id) if medicines is None else medicines
    query = _COLUMNS.where(*lived_in(patient_id, period), _entry.medicine_id.in_(of))
    return {medicine_id: _columns(medicine_id, own) for medicine_id, *own in session.execute(query)}


def _columns(medicine_id: str, own: Sequence[str]) -> DoseColumns:
    """The columns of one medicine, in the order of the instants."""
    from journal.core.values import columns  # noqa: PLC0415 - it loads numpy

    found = [numbers(each) for each in own]
    at, offsets, amounts, taken, recorded_at = columns.in_order_of(found[0], *found)
    return DoseColumns(at, offsets, amounts, taken, recorded_at, medicine_id)


def read_doses(session: Session, patient_id: str, period: Period) -> tuple[TakenDose, ...]:
    """The doses of the period in their order, of all medicines."""
    query = _DOSES.where(*lived_in(patient_id, period), _entry.medicine_id.in_(medicines_of(patient_id)))
    return tuple([_dose(*row) for row in rows(session, query)])


def medicines_of(patient_id: str) -> Select[tuple[str]]:
    """The medicines of a patient: by each of them the index gives its doses in the order of their days."""
    return select(_medicine.id).where(_medicine.patient_id == patient_id)


def _dose(at: int, offset: int, amount: int, status: Any, recorded_at: int, medicine_id: str) -> TakenDose:
    day, rest = divmod(at + offset * MINUTE, DAY)
    lived, recorded = EPOCH + at * MICROSECOND, EPOCH + recorded_at * MICROSECOND
    return TakenDose(lived, numbered_day(FIRST_DAY + day), rest // MINUTE, amount, status, recorded, medicine_id)
