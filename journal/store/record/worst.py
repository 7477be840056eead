"""The worst rating of each day, for a calendar of days."""

from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from journal.core.values.periods import Period
from journal.store.database.models import RatingRow

_rating = RatingRow.__table__.c
_DAILY_WORST = (
    select(_rating.day_on, func.max(_rating.severity))
    .where(_rating.patient_id == bindparam("patient_id"))
    .where(_rating.day_on.between(bindparam("first_on"), bindparam("last_on")))
    .group_by(_rating.day_on)
)


def daily_worst(session: Session, patient_id: str, period: Period) -> dict[date, int]:
    """The worst severity of each rated day of the period, over all effects."""
    asked = {"patient_id": patient_id, "first_on": period.first_on, "last_on": period.last_on}
    return {row.day_on: row[1] for row in session.execute(_DAILY_WORST, asked)}
