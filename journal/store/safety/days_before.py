"""What was taken on each of the days before one: added up by the database, however many doses there were."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, case, cast, func, literal_column, select
from sqlalchemy.orm import Session

from journal.core.safety.rules import DayTaken
from journal.core.values.amounts import Amount
from journal.core.values.clock import instant
from journal.store.database.models import EntryRow
from journal.store.database.types import Instant

_entry = EntryRow.__table__.c
_IS_TAKEN = _entry.status == "taken"
_TAKEN_AT = case((_IS_TAKEN, _entry.at))
# "" for what is no dose, and for doses nobody asks for: that day was lived. By the column itself SQLite would group in
# the order of an index, and walk the whole record.
_MEDICINE = case(
    (_entry.medicine_id.in_(bindparam("medicines", expanding=True)), _entry.medicine_id), else_=literal_column("''")
)
# Quiet days say nothing of doses, not even that somebody wrote on that day.
_TOTALS = (
    select(
        _entry.day_on,
        _MEDICINE,
        cast(func.sum(case((_IS_TAKEN, _entry.amount), else_=0)), BigInteger),
        func.min(_TAKEN_AT, type_=BigInteger),  # as it is stored: of most medicines nobody asks when that was
        func.max(_TAKEN_AT, type_=BigInteger),
    )
    .where(
        _entry.patient_id == bindparam("patient_id"),
        _entry.day_on.between(bindparam("first_on"), bindparam("last_on")),
        _entry.at < bindparam("until", type_=Instant),
        _entry.id != bindparam("but"),
        _entry.deleted_at.is_(None),
        _entry.kind != "quiet",
    )
    .group_by(_entry.day_on, _MEDICINE)
)


class _Total(NamedTuple):
    """What was taken of a medicine on a day, and when first and last, in microseconds."""

    total: Amount
    first_at: int
    last_at: int


@dataclass(frozen=True, slots=True)
class DaysBefore:
    """The days that have an entry of whatever kind, and what was `taken` on them of each medicine by its id."""

    lived: Collection[date] = ()
    taken: Mapping[str, Mapping[date, _Total]] = field(default_factory=dict)

    def of(self, medicine_id: str) -> Mapping[date, DayTaken]:
        """What was taken of a medicine on each of these days."""
        of_medicine = self.taken.get(medicine_id, {})
        taken = {
            day: DayTaken(total, (instant(first_at), instant(last_at)))
            for day, (total, first_at, last_at) in of_medicine.items()
        }
        return dict.fromkeys(self.lived, DayTaken()) | taken


def read_days_before(
    session: Session, patient_id: str, medicines: Collection[str], on: date, days: int, until: datetime, but: str = ""
) -> DaysBefore:
    """What was taken of some medicines on that day, and on so many days before it, until an instant; for none nothing
    is read. `but` is an entry that does not count."""
    if not days:
        return DaysBefore()
    asked = {"patient_id": patient_id, "first_on": on - timedelta(days=days), "last_on": on, "until": until, "but": but}
    asked |= {"medicines": [*medicines]}
    lived, taken = set[date](), defaultdict[str, dict[date, _Total]](dict)
    for day, medicine_id, total, first_at, last_at in session.execute(_TOTALS, asked):
        lived.add(day)
        if medicine_id and first_at is not None:
            taken[medicine_id][day] = _Total(total, first_at, last_at)
    return DaysBefore(lived, taken)
