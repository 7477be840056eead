"""Where a dose that is checked belongs among those before it: to a planned time, beside the plan, as needed, or to no
plan at all. It is asked of the one function that Today and the charts ask, once for all the rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from journal.core.plan.adherence import Matched, Slot, TakenDose, taken_dose
from journal.core.plan.regimens import Plan, Step
from journal.core.plan.today import back, matched_at
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context
from journal.core.values.amounts import Amount
from journal.core.values.clock import Zones, minute_of

Place = Literal["planned", "beside", "as_needed", "above_order", "unplanned"]

A_DAY = timedelta(hours=24)
HABIT = timedelta(days=14)  # before a dose without a plan: what is usual is told by these


@dataclass(frozen=True, slots=True)
class Placed:
    """A dose that was taken, and what it belongs to.

    `slot` is the planned time in whose window it lies, and `step` the plan of its moment. "above_order" is a dose as
    needed that is more, or sooner, than was ordered; "unplanned" one in no window.
    """

    dose: TakenDose
    place: Place
    slot: Slot | None
    step: Step | None
    matched: Matched


def looks_back(plan: Plan, at: datetime, zone: str) -> timedelta:
    """How long before a dose of that instant the doses lie that decide something of it: those around its planned time,
    or, without a plan, those that say what is usual."""
    planned = back(plan) if plan.steps else A_DAY
    is_settled = all(recorded.saved_at <= at - planned for recorded in plan.steps)  # else no window may be open yet
    is_planned = is_settled and plan.step_at(at, Zones(zone)) is not None
    return planned if is_planned else max(planned, HABIT + A_DAY)


def place(detail: Detail | None, context: Context) -> Placed | None:
    """Where the dose of that entry belongs, after the doses before it; None for all but a dose that was taken."""
    if not isinstance(detail, Dose) or detail.status != "taken":
        return None
    after_all = context.now + timedelta.resolution  # also after what was recorded at that very instant
    dose = taken_dose(detail.moment, detail.amount, detail.status, after_all, detail.medicine_id)
    if context.kept.get("dose") != dose:
        context.kept.update(dose=dose, placed=_place(dose, context))
    placed: Placed = context.kept["placed"]
    return placed


def _place(dose: TakenDose, context: Context) -> Placed:
    step = context.plan.step_at(dose.at, Zones(context.zone))
    if not context.plan.steps:
        return Placed(dose, "unplanned", None, None, Matched((), ()))
    found = matched_at(context.plan, [*context.doses, dose], context.zone, dose.at)
    slot = next((slot for slot in reversed(found.slots) if dose in slot.doses or dose in slot.beside), None)
    return Placed(dose, _named(dose, found, slot, step), slot, step, found)


def _named(dose: TakenDose, found: Matched, slot: Slot | None, step: Step | None) -> Place:
    if slot is not None and dose in slot.doses:
        return "planned"
    if dose in found.as_needed:
        return "as_needed"
    if step is not None and step.as_needed is not None:
        return "above_order"
    return "unplanned" if slot is None else "beside"


@dataclass(frozen=True, slots=True)
class DayTotal:
    """What was taken in the day of a dose up to it, `before` without it, and what was planned for that day.

    The day is that of its planned time, so that an evening dose at half past midnight counts for its evening; without
    a plan, and where doses are ordered as needed besides, it is the 24 hours until the dose (`is_rolling`).
    """

    total: Amount
    before: Amount
    planned: Amount
    is_rolling: bool


def day_total(placed: Placed, context: Context) -> DayTotal:
    """The day's total at a dose, by what was recorded before it."""
    slot, step, dose = placed.slot, placed.step, placed.dose
    if slot is not None and (step is None or step.as_needed is None):
        of_day = [each for each in placed.matched.slots if each.planned.on == slot.planned.on]
        taken = sum(each.taken_amount + sum(beside.amount for beside in each.beside) for each in of_day)
        return DayTotal(taken, taken - dose.amount, sum(each.planned.amount for each in of_day), is_rolling=False)
    before = sum_until(context, dose)
    return DayTotal(before + dose.amount, before, _ordered(step), is_rolling=True)


def sum_until(context: Context, dose: TakenDose) -> Amount:
    """What was taken in the 24 hours until a dose, without it; minutes count, since forms show no seconds."""
    since = minute_of(dose.at) - A_DAY
    return sum(each.amount for each in context.doses if each.status == "taken" and minute_of(each.at) > since)


def _ordered(step: Step | None) -> Amount:
    """The most that was ordered for a day, with doses as needed."""
    if step is None:
        return 0
    return step.amount_of_day + (step.as_needed.most_a_day or 0 if step.as_needed else 0)
