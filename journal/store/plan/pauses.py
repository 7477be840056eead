"""The pauses of a plan in the database. One that is taken back is kept, and counts no more."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from journal.core.plan.regimens import Pause
from journal.store.database.models import PauseRow

_pause = PauseRow.__table__.c
_COLUMNS = _pause.first_on, _pause.last_on, _pause.reason, _pause.saved_at, _pause.id
_OWN = select(*_COLUMNS).where(_pause.patient_id == bindparam("patient_id"))
_COUNTING = _OWN.where(_pause.removed_at.is_(None)).order_by(_pause.first_on)


def list_pauses(session: Session, patient_id: str) -> tuple[Pause, ...]:
    """The pauses that count, oldest first."""
    return tuple(Pause(*row) for row in session.execute(_COUNTING, {"patient_id": patient_id}))


def find_pause(session: Session, patient_id: str, pause_id: str) -> Pause | None:
    """The pause a form of that id made, also one that was taken back; None when there is none."""
    row = session.execute(_OWN.where(_pause.id == pause_id), {"patient_id": patient_id}).one_or_none()
    return None if row is None else Pause(*row)


def add_pause(session: Session, patient_id: str, pause: Pause) -> None:
    """Add a pause."""
    session.add(
        PauseRow(
            patient_id=patient_id,
            id=pause.id,
            first_on=pause.first_on,
            last_on=pause.last_on,
            reason=pause.reason,
            saved_at=pause.saved_at,
        )
    )


def remove_pause(session: Session, patient_id: str, pause_id: str, now: datetime) -> bool:
    """Let a pause count no more; whether it counted."""
    found = session.execute(
        update(PauseRow)
        .where(PauseRow.patient_id == patient_id, PauseRow.id == pause_id, PauseRow.removed_at.is_(None))
        .values(removed_at=now)
        .returning(PauseRow.id)
    )
    return found.first() is not None
