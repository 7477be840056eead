"""Today: the answer to "did I take it?", as values. What is planned, what was taken, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from journal.core.adherence import LATE_AFTER, Slot, TakenDose, slots, taken_dose
from journal.core.clock import moment
from journal.core.forms import Sitting
from journal.core.periods import Period
from journal.core.regimens import Step, next_planned, planned_on

LAST_HOURS = timedelta(hours=24)

Headline = Literal["taken", "skipped", "due", "none"]


@dataclass(frozen=True, slots=True)
class UsualDose:
    """What one tap records: the planned amount, or else the last one taken. `why` says which."""

    amount_ug: int
    form: str
    why: Literal["planned", "last"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "did I take it?".

    `headline` is "taken" or "skipped" (then `dose` is that one), "due" (then `due_at` passed or nears and nothing is
    recorded for it) or "none" (nothing planned and nothing recorded today). `last_24_h_ug` counts what was taken.
    `is_answered` says that a dose taken now is one more: the last is recorded, and the next planned one is not near.
    """

    headline: Headline
    dose: TakenDose | None
    due_at: datetime | None
    due_ug: int | None
    next_at: datetime | None
    next_ug: int | None
    last_24_h_ug: int
    is_answered: bool


def answer(sitting: Sitting, steps: Sequence[Step], doses: Sequence[TakenDose]) -> Answer:
    """Answer for the moment of `sitting`. `doses` are those of today and yesterday, in any order.

    Every dose counts at the time clocks here showed when it was taken, wherever that was: after a flight the wall time
    of the other zone would answer for a planned time of another day.
    """
    now = sitting.now
    doses = [taken_dose(moment(dose.at, sitting.zone), dose.amount_ug, dose.status) for dose in doses]
    coming = next_planned(steps, now, sitting.zone)
    slot = _present_slot(sitting, steps, doses)
    headline, dose = _headline(sitting, slot, doses)
    if slot is not None and slot.planned_at > now and slot.dose is not None:  # taken early: the next is one later
        coming = next_planned(steps, slot.planned_at, sitting.zone)
    due = slot if headline == "due" else None
    is_near = coming is not None and coming[0] - now <= LATE_AFTER
    return Answer(
        headline=headline,
        dose=dose,
        due_at=due.planned_at if due else None,
        due_ug=due.amount_ug if due else None,
        next_at=coming[0] if coming else None,
        next_ug=coming[1].amount_ug if coming else None,
        last_24_h_ug=_last_24_h_ug(now, doses),
        is_answered=headline == "taken" and not is_near,
    )


def usual_dose(sitting: Sitting, steps: Sequence[Step], last: tuple[int, str] | None) -> UsualDose | None:
    """What one tap records; `last` is amount and form of the last dose taken. None when nothing is known yet."""
    today = moment(sitting.now, sitting.zone).on
    step = planned_on(steps, today)
    if step is not None:
        return UsualDose(step.amount_ug, step.form, "planned")
    return None if last is None else UsualDose(*last, "last")


def _last_24_h_ug(now: datetime, doses: Sequence[TakenDose]) -> int:
    """What was taken since this time yesterday. A dose ahead of now counts as well: it was recorded as taken, and only
    a few minutes of grace, or a clock that was set back since, put it there."""
    return sum(dose.amount_ug for dose in doses if dose.status == "taken" and dose.at > now - LAST_HOURS)


def _present_slot(sitting: Sitting, steps: Sequence[Step], doses: Sequence[TakenDose]) -> Slot | None:
    """The planned time the question is about: one already answered ahead of its time, or else the last one due."""
    here = moment(sitting.now, sitting.zone)
    day = here.day(sitting.day_starts)
    period = Period(day, max(day, here.on))
    found = slots(steps, doses, {day, here.on}, period, sitting.zone, sitting.day_starts, sitting.now).slots
    answered_early = [slot for slot in found if slot.planned_at > sitting.now and slot.dose is not None]
    due = [slot for slot in found if slot.planned_at <= sitting.now]
    candidates = answered_early or due
    return candidates[-1] if candidates else None


def _headline(sitting: Sitting, slot: Slot | None, doses: Sequence[TakenDose]) -> tuple[Headline, TakenDose | None]:
    if slot is not None:
        return ("due", None) if slot.dose is None else _answered(slot.dose, doses)
    day = moment(sitting.now, sitting.zone).day(sitting.day_starts)
    todays = [dose for dose in doses if moment(dose.at, sitting.zone).day(sitting.day_starts) >= day]
    if not todays:
        return "none", None
    last = max(todays, key=lambda dose: dose.at)
    return last.status, last


def _answered(planned: TakenDose, doses: Sequence[TakenDose]) -> tuple[Headline, TakenDose]:
    """The dose recorded for the planned time, or the last one taken after it: that one is asked about then."""
    after = (dose for dose in doses if dose.status == "taken" and dose.at > planned.at)
    said = max(after, key=lambda dose: dose.at, default=planned)
    return said.status, said
