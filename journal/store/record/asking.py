"""What the questions of a check-in are arranged by: how effects were rated lately, and what the person chose."""

from datetime import datetime

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from journal.core.record.asking import LATELY, Asking, Lately, read_asking
from journal.store.database.models import EntryRow, Patient, RatingRow
from journal.store.database.types import Instant
from journal.store.record.entries import minute

_entry, _rating = EntryRow.__table__.c, RatingRow.__table__.c
_newest_first = (column.desc() for column in (minute(_entry.at), _entry.recorded_at, _entry.id))
_RANKED = (
    select(
        _rating.effect,
        _rating.severity,
        func.row_number().over(partition_by=_rating.effect, order_by=list(_newest_first)).label("place"),
    )
    .join_from(
        EntryRow.__table__,
        RatingRow.__table__,
        (_rating.patient_id == _entry.patient_id) & (_rating.entry_id == _entry.id),
    )
    .where(_entry.patient_id == bindparam("patient_id"), _entry.kind == "check_in")  # a deleted one has no ratings
    .where(_entry.at.between(bindparam("since", type_=Instant), bindparam("until", type_=Instant)))
    .subquery()
)
_of = _RANKED.c
_LATELY = select(
    _of.effect,
    func.sum(case((_of.severity > 0, 1), else_=0)),
    func.max(_of.severity),
    func.max(case((_of.place == 1, _of.severity))),
).group_by(_of.effect)


def list_lately(session: Session, patient_id: str, until: datetime) -> dict[str, Lately]:
    """How each effect was rated in the two weeks before an instant, by key; those that were not are left out."""
    asked = {"patient_id": patient_id, "since": until - LATELY, "until": until}
    return {effect: Lately(*numbers) for effect, *numbers in session.execute(_LATELY, asked)}


def get_asking(session: Session, patient_id: str) -> Asking:
    """What the person chose about the questions of a check-in."""
    return read_asking(session.scalar(select(Patient.asking).where(Patient.id == patient_id)))


def set_asking(session: Session, patient_id: str, asking: Asking) -> None:
    """Replace it."""
    session.execute(update(Patient).where(Patient.id == patient_id).values(asking=asking.values))
