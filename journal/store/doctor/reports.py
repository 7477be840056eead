"""What only the report asks of the record: how many entries a period has, on how many days, and how many were late; and
for its details the newest episodes and notes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from journal.core.doctor.details import Lived
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


def list_episodes(session: Session, patient_id: str, period: Period, most: int) -> list[Lived]:
    """The newest episodes of the period, the newest first."""
    return _newest(session, _LIVED.where(*lived_in(patient_id, period), _entry.kind == "episode"), most)


def list_notes(session: Session, patient_id: str, period: Period, medicine_id: str, most: int) -> list[Lived]:
    """The newest notes of the period, the newest first: of doses those of one medicine alone."""
    of_medicine = or_(_entry.medicine_id.is_(None), _entry.medicine_id == medicine_id)
    return _newest(session, _LIVED.where(*lived_in(patient_id, period), of_medicine, _entry.note != ""), most)


_LIVED = select(
    _entry.day_on,
    _entry.at,
    _entry.offset_minutes,
    _entry.kind,
    _entry.note,
    _entry.what,
    _entry.minutes,
    _entry.severity,
)


def _newest(session: Session, query: Select[Any], most: int) -> list[Lived]:
    rows = session.execute(query.order_by(_entry.day_on.desc(), _entry.at.desc(), _entry.id).limit(most))
    return [
        Lived(
            day_on=row.day_on,
            at=(row.at + timedelta(minutes=row.offset_minutes)).time(),
            kind=row.kind,
            note=row.note,
            what=row.what or "",
            minutes=row.minutes,
            severity=row.severity,
        )
        for row in rows
    ]
