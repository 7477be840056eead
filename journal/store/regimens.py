"""The steps of the regimen in the database. Steps that count never share a first day."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from journal.core.regimens import Kept, Step
from journal.store.models import RegimenStep

_step = RegimenStep.__table__.c
_COUNTING = (  # built once, since Today asks for it whenever it is shown
    select(_step.starts_on, _step.ends_on, _step.times, _step.amount_ug, _step.form)
    .where(_step.patient_id == bindparam("patient_id"), _step.superseded_at.is_(None))
    .order_by(_step.starts_on)
)


def list_steps(session: Session, patient_id: str) -> tuple[Step, ...]:
    """Every step that counts, oldest first."""
    return tuple(Step(*row) for row in session.execute(_COUNTING, {"patient_id": patient_id}))


def list_kept(session: Session, patient_id: str) -> tuple[Kept, ...]:
    """Every step there ever was, those included that were replaced; the newest plan first."""
    newest_first = RegimenStep.starts_on.desc(), RegimenStep.created_at.desc(), RegimenStep.id
    rows = session.scalars(select(RegimenStep).where(RegimenStep.patient_id == patient_id).order_by(*newest_first))
    return tuple(_kept(row) for row in rows)


def find_step(session: Session, patient_id: str, step_id: str) -> Kept | None:
    """The step a form of that id made; None when there is none."""
    query = select(RegimenStep).where(RegimenStep.patient_id == patient_id, RegimenStep.id == step_id)
    row = session.scalars(query).one_or_none()
    return None if row is None else _kept(row)


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


def close_steps(session: Session, patient_id: str, steps: Iterable[Step], ends_on: date | None) -> None:
    """Give the steps their last day; with None they go on until further notice."""
    _update(session, patient_id, steps, ends_on=ends_on)


def supersede_steps(session: Session, patient_id: str, steps: Iterable[Step], now: datetime) -> None:
    """Mark steps that were replaced before they began: they are kept and count no more."""
    _update(session, patient_id, steps, superseded_at=now)


def restore_steps(session: Session, patient_id: str, replaced_at: datetime) -> None:
    """Let the steps that were replaced at that instant count again."""
    session.execute(
        update(RegimenStep)
        .where(RegimenStep.patient_id == patient_id, RegimenStep.superseded_at == replaced_at)
        .values(superseded_at=None)
    )


def _kept(row: RegimenStep) -> Kept:
    return Kept(Step(row.starts_on, row.ends_on, row.times, row.amount_ug, row.form), row.superseded_at)


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
