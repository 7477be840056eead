"""The steps of the regimen in the database. Steps that count never share a first day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, cast, literal, null, select, union_all, update
from sqlalchemy.orm import Session

from journal.core.plan.regimens import Pause, Plan, RecordedStep, Step
from journal.core.plan.schedules import AsNeeded
from journal.store.database.models import PauseRow, RegimenStep

_step = RegimenStep.__table__.c
_COLUMNS = (
    _step.starts_on,
    _step.ends_on,
    _step.doses,
    _step.form,
    _step.days,
    _step.as_needed_amount,
    _step.most_a_day,
    _step.least_hours,
    _step.ordered_by,
    _step.taken_before,
    _step.superseded_at,
    _step.created_at,
    _step.ended_at,
    _step.id,
    _step.medicine_id,
    _step.visit_id,
)
_OWN = select(*_COLUMNS).where(_step.patient_id == bindparam("patient_id"))
# Built once, since Today asks for the plan whenever it is shown.
_COUNTING = (
    _OWN.where(_step.medicine_id == bindparam("medicine_id"))
    .where(_step.superseded_at.is_(None))
    .order_by(_step.starts_on)
)
_NEWEST_FIRST = _OWN.order_by(_step.starts_on.desc(), _step.created_at.desc(), _step.id)
_pause = PauseRow.__table__.c
_OF_PAUSES = {
    "starts_on": _pause.first_on,
    "ends_on": _pause.last_on,
    "form": _pause.reason,
    "created_at": _pause.saved_at,
    "id": _pause.id,
}
_own_steps = select(*_COLUMNS, literal(0).label("is_pause")).where(_step.patient_id == bindparam("patient_id"))
_own_pauses = (
    select(
        *(_OF_PAUSES.get(column.key, cast(null(), column.type)).label(column.key) for column in _COLUMNS),
        literal(1).label("is_pause"),
    )
    .where(_pause.patient_id == bindparam("patient_id"))
    .where(_pause.removed_at.is_(None))
)
_both = union_all(_own_steps, _own_pauses).subquery().c
_PLAN = select(*_both).order_by(_both.starts_on.desc(), _both.created_at.desc(), _both.id)


def list_steps(session: Session, patient_id: str, medicine_id: str) -> tuple[Step, ...]:
    """Every step of a medicine that counts, oldest first."""
    asked = {"patient_id": patient_id, "medicine_id": medicine_id}
    return tuple(_recorded(row).step for row in session.execute(_COUNTING, asked))


def list_recorded(session: Session, patient_id: str) -> tuple[RecordedStep, ...]:
    """Every step there ever was, of whichever medicine, those included that were replaced; the newest plan first."""
    return tuple(_recorded(row) for row in session.execute(_NEWEST_FIRST, {"patient_id": patient_id}))


def read_plan(session: Session, patient_id: str) -> Plan:
    """Every step there ever was, and the pauses that count: one statement, since whatever is shown or saved asks it."""
    rows = session.execute(_PLAN, {"patient_id": patient_id}).all()
    steps = tuple(_recorded(row[:-1]) for row in rows if not row.is_pause)
    pauses = (Pause(row.starts_on, row.ends_on, row.form, row.created_at, row.id) for row in rows if row.is_pause)
    return Plan(steps, tuple(sorted(pauses, key=lambda pause: pause.first_on)))


def find_step(session: Session, patient_id: str, step_id: str) -> RecordedStep | None:
    """The step a form of that id made; None when there is none."""
    row = session.execute(_OWN.where(_step.id == step_id), {"patient_id": patient_id}).one_or_none()
    return None if row is None else _recorded(row)


def add_step(
    session: Session,
    patient_id: str,
    medicine_id: str,
    step_id: str,
    step: Step,
    now: datetime,
    *,
    visit_id: str | None = None,
) -> None:
    """Add a step to the plan of a medicine; `visit_id` is the visit at which it was decided."""
    session.add(
        RegimenStep(
            patient_id=patient_id,
            id=step_id,
            medicine_id=medicine_id,
            starts_on=step.starts_on,
            ends_on=step.ends_on,
            doses=step.doses,
            days=step.days,
            as_needed_amount=step.as_needed and step.as_needed.amount,
            most_a_day=step.as_needed and step.as_needed.most_a_day,
            least_hours=step.as_needed and step.as_needed.least_hours,
            form=step.form,
            ordered_by=step.ordered_by or None,
            taken_before=step.taken_before or None,
            visit_id=visit_id,
            created_at=now,
        )
    )


def close_steps(
    session: Session,
    patient_id: str,
    medicine_id: str,
    steps: Iterable[Step],
    ends_on: date | None,
    ended_at: datetime | None = None,
) -> None:
    """Give the steps their last day; with None they go on until further notice.

    `ended_at` is the instant at which they stop within the day after that one.
    """
    _update(session, patient_id, medicine_id, steps, ends_on=ends_on, ended_at=ended_at)


def supersede_steps(session: Session, patient_id: str, medicine_id: str, steps: Iterable[Step], now: datetime) -> None:
    """Mark steps that were replaced before they began: they are kept and count no more."""
    _update(session, patient_id, medicine_id, steps, superseded_at=now)


def restore_steps(session: Session, patient_id: str, medicine_id: str, replaced_at: datetime) -> None:
    """Let the steps that were replaced at that instant count again."""
    session.execute(
        update(RegimenStep)
        .where(RegimenStep.patient_id == patient_id, RegimenStep.medicine_id == medicine_id)
        .where(RegimenStep.superseded_at == replaced_at)
        .values(superseded_at=None)
    )


def _recorded(row: Sequence[Any]) -> RecordedStep:
    starts_on, ends_on, doses, form, days, amount, most, hours, ordered_by, before, *of_the_record = row
    superseded_at, created_at, ended_at, step_id, medicine_id, visit_id = of_the_record
    as_needed = None if amount is None else AsNeeded(amount, most, hours)
    step = Step(starts_on, ends_on, doses, form, days, as_needed, ordered_by or "", bool(before))
    return RecordedStep(step, superseded_at, created_at, ended_at, step_id, medicine_id, visit_id)


def _update(session: Session, patient_id: str, medicine_id: str, steps: Iterable[Step], **values: object) -> None:
    starts = [step.starts_on for step in steps]
    if starts:
        session.execute(
            update(RegimenStep)
            .where(
                RegimenStep.patient_id == patient_id,
                RegimenStep.medicine_id == medicine_id,
                RegimenStep.superseded_at.is_(None),
                RegimenStep.starts_on.in_(starts),
            )
            .values(**values)
        )
