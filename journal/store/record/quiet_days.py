"""Quiet days in the database: which days of a period they cover, and since when nothing was answered."""

from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from journal.core.record.entries import Entry
from journal.core.record.quiet_days import LOOKS_BACK, QuietDays, quiet_days_of
from journal.core.values.periods import Period
from journal.store.database.models import EntryRow
from journal.store.record.entries import LISTED, read_entries

_entry = EntryRow.__table__.c
_OWN = _entry.patient_id == bindparam("patient_id"), _entry.deleted_at.is_(None)
_COVERING = (
    _entry.kind == QuietDays.kind,
    _entry.last_on >= bindparam("first_on"),
    _entry.first_on <= bindparam("last_on"),
)
_MARKS = select(_entry.first_on, _entry.last_on).where(*_OWN, *_COVERING)
_ENTRIES = LISTED.where(*_OWN, *_COVERING).order_by(_entry.at.desc(), _entry.recorded_at.desc())
_ANSWERED = select(_entry.day_on).distinct().where(*_OWN, _entry.kind == "check_in")
_ANSWERED_OF = _ANSWERED.where(_entry.day_on.between(bindparam("first_on"), bindparam("last_on")))
_LAST = select(func.max(_entry.day_on)).where(
    *_OWN, _entry.kind.in_(("check_in", QuietDays.kind)), _entry.day_on.between(bindparam("since"), bindparam("today"))
)


def list_quiet_days(session: Session, patient_id: str, period: Period) -> frozenset[date]:
    """The days of a period that are quiet. One statement where no day is; else one more, for their check-ins."""
    asked = {"patient_id": patient_id, "first_on": period.first_on, "last_on": period.last_on}
    marks = [(first_on, last_on) for first_on, last_on in session.execute(_MARKS, asked)]
    answered = session.scalars(_ANSWERED_OF, asked).all() if marks else ()
    return quiet_days_of(marks, answered, period)


def list_entries_covering(session: Session, patient_id: str, on: date) -> list[Entry]:
    """The entries that say of this day that it was quiet, whatever else was said of it, newest first."""
    asked = {"patient_id": patient_id, "first_on": on, "last_on": on}
    return read_entries(session, patient_id, session.execute(_ENTRIES, asked).all())


def find_last_answered(session: Session, patient_id: str, today: date) -> date | None:
    """The last day up to today with a check-in or within quiet days; None where the last two weeks have none."""
    asked = {"patient_id": patient_id, "since": today - LOOKS_BACK, "today": today}
    found: date | None = session.scalar(_LAST, asked)
    return found
