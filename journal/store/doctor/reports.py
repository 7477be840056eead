"""What only the report asks of the record: how many entries a period has, on how many days, and how many were late."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from journal.core.doctor.report import LATE_DAYS, Entries
from journal.core.values.clock import DAY
from journal.core.values.periods import Period
from journal.store.database.models import EntryRow
from journal.store.record.lived import lived_in, number_of

_entry = EntryRow.__table__.c
_IS_LATE = number_of(_entry.recorded_at) - number_of(_entry.at) > LATE_DAYS * DAY


def count_entries(session: Session, patient_id: str, period: Period) -> Entries:
    """The doses, check-ins and episodes of the period; answers about a whole day have no time that could be late."""
    query = select(func.count(), func.count(case((_IS_LATE, 1))), func.count(_entry.day_on.distinct())).where(
        *lived_in(patient_id, period), _entry.kind.in_(("dose", "check_in", "episode"))
    )
    return Entries(*session.execute(query).one())
