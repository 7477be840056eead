"""The steps of the regimen in the database. Steps that count never share a first day."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from journal.core.regimens import Step
from journal.store.models import RegimenStep


def list_steps(session: Session, patient_id: str) -> tuple[Step, ...]:
    """Every step that counts, oldest first."""
    rows = session.execute(
        select(
            RegimenStep.starts_on,
            RegimenStep.ends_on,
            RegimenStep.times,
            RegimenStep.amount_ug,
            RegimenStep.form,
        )
        .where(RegimenStep.patient_id == patient_id, RegimenStep.superseded_at.is_(None))
        .order_by(RegimenStep.starts_on)
    )
    return tuple(Step(*row) for row in rows)


def find_step(session: Session, patient_id: str, step_id: str) -> bool:
    """Whether this step was saved before (the same form sent twice)."""
    query = select(RegimenStep.id).where(RegimenStep.patient_id == patient_id, RegimenStep.id == step_id)
    return session.execute(query).first() is not None


def add_step(session: Session, patient_id: str, step_id: str, step: Step, now: datetime) -> None:
    """Add a step."""
    session.add(
        RegimenStep(
            patient_id=patient_id,
            id=step_id,
            starts_on=step.starts_on,
            ends_on=step.ends_on,
            times=step.times,
            amount_ug=step.amount_ug,
            form=step.form,
            created_at=now,
        )
    )


def close_steps(session: Session, patient_id: str, steps: Iterable[Step], ends_on: date) -> None:
    """Give the steps their last day."""
    _update(session, patient_id, steps, ends_on=ends_on)


def supersede_steps(session: Session, patient_id: str, steps: Iterable[Step], now: datetime) -> None:
    """Mark steps that were replaced before they began: they are kept and count no more."""
    _update(session, patient_id, steps, superseded_at=now)


def _update(session: Session, patient_id: str, steps: Iterable[Step], **values: object) -> None:
    starts = [step.starts_on for step in steps]
    if starts:
        session.execute(
            update(RegimenStep)
            .where(
                RegimenStep.patient_id == patient_id,
                RegimenStep.superseded_at.is_(None),
                RegimenStep.starts_on.in_(starts),
            )
            .values(**values)
        )
