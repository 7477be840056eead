"""What the safety rules know of the day of an entry: its answers, its worst ratings, and what was taken on it."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from journal.core.record.entries import Detail
from journal.core.safety.rules import OfDay
from journal.store.database.models import DayAnswerRow, EntryRow, MedicineRow, RatingRow
from journal.store.database.types import Instant

_answer, _rating = DayAnswerRow.__table__.c, RatingRow.__table__.c
_entry, _medicine = EntryRow.__table__.c, MedicineRow.__table__.c
_BEFORE = _entry.recorded_at < bindparam("before", type_=Instant), _entry.id != bindparam("entry_id")
_ANSWERS = (
    select(_answer.question, _answer.value)
    .join(EntryRow.__table__, (_entry.patient_id == _answer.patient_id) & (_entry.id == _answer.entry_id))
    .where(_answer.patient_id == bindparam("patient_id"), _answer.day_on == bindparam("on"), *_BEFORE)
)
_WORST = (
    select(_rating.effect, func.max(_rating.severity))
    .where(_rating.patient_id == bindparam("patient_id"), _rating.day_on == bindparam("on"))
    .group_by(_rating.effect)
)
_TAKEN = (
    select(_medicine.monograph)
    .join(EntryRow.__table__, (_entry.patient_id == _medicine.patient_id) & (_entry.medicine_id == _medicine.id))
    .where(_entry.patient_id == bindparam("patient_id"), _entry.day_on == bindparam("on"))
    .where(
        _entry.kind == "dose", _entry.status == "taken", _entry.deleted_at.is_(None), _medicine.monograph.is_not(None)
    )
    .distinct()
)


AFTER_ALL = datetime.max.replace(tzinfo=UTC)


def read_of_day(
    session: Session, patient_id: str, entry_id: str, detail: Detail, recorded_at: datetime | None
) -> OfDay:
    """What is recorded of the day an entry belongs to; a new one has no `recorded_at` yet.

    Of a dose its answers are read, and what was taken only where one of them says yes; of a day all three are. Of a day
    all of it counts, whenever it was written down: its answers are about the whole day. For a dose or a
    check-in what was recorded before it counts, so that nothing recorded later changes what was said of it.
    """
    asked = {"patient_id": patient_id, "on": detail.day_on}
    before = asked | {"before": recorded_at or AFTER_ALL, "entry_id": entry_id}
    answers = dict(session.execute(_ANSWERS, before).all())
    if detail.kind == "day":
        worst = dict(session.execute(_WORST, asked).all())
        return OfDay(answers, worst, frozenset(session.scalars(_TAKEN, asked)))
    if not any(answers.values()):
        return OfDay(answers)
    return OfDay(answers, taken=frozenset(session.scalars(_TAKEN.where(*_BEFORE), before)))
