"""The dose of each medicine on the days of a chart: what was planned, what was taken, and the pauses between.

Each medicine has a line of its own, in its unit; nothing is ever added up over medicines.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from journal.core.charts.comparison import OtherChange
from journal.core.charts.points import ONLY_ONE, Of
from journal.core.charts.severity_points import Beside, DoseLine, DoseStep
from journal.core.plan.regimens import Pause, Plan, Step, planned_on
from journal.core.values.periods import Period

MOST_BESIDE = 3  # medicines drawn besides the one the chart is about: four rows of doses are still told apart

_DAY = timedelta(days=1)


class Doses(NamedTuple):
    """What was ordered and taken of one medicine: its steps, and amounts as (day, amount), any number of them a day, 0
    for one that was skipped."""

    steps: Sequence[Step] = ()
    taken: Collection[tuple[date, int]] = ()
    of: Of = ONLY_ONE


def dose_line(
    period: Period, doses: Doses, pauses: Iterable[Pause] = (), entry_days: Collection[date] = ()
) -> DoseLine:
    """What was planned and what was taken of one medicine on the days of the period, in its unit.

    What is ordered as needed alone is owed on no day: on those of the `entry_days` without a dose none was taken.
    """
    planned = planned_steps(period, doses.steps)
    totals = dict(doses.taken)
    if len(totals) < len(doses.taken):  # several of a day, that are not added up yet
        totals = dict.fromkeys(totals, 0)
        for on, amount in doses.taken:
            totals[on] += amount
    as_needed = not planned and any(step.as_needed and _is_in(period, step) for step in doses.steps)
    if as_needed:
        totals |= dict.fromkeys(set(entry_days) - totals.keys(), 0)
    return DoseLine(
        steps=planned,
        taken_amount=tuple(map(totals.get, period.days())),
        changes=_changes(planned, doses.steps),
        of=doses.of,
        pauses=tuple(_pauses(planned, pauses)),
        as_needed=as_needed,
    )


def _changes(planned: Sequence[DoseStep], steps: Sequence[Step]) -> tuple[date, ...]:
    """The days of a new amount. Where the first plan ever begins nothing is known of the amount before it: that is
    no change."""
    begins_on = min((step.starts_on for step in steps), default=None)
    return tuple(step.first_on for step in planned[1:] if step.first_on != begins_on)


def changes_in(period: Period, doses: Doses) -> tuple[date, ...]:
    """The days of the period on which the planned amount of one medicine changed."""
    return _changes(planned_steps(period, doses.steps), doses.steps)


def other_changes(period: Period, others: Iterable[Doses]) -> tuple[OtherChange, ...]:
    """The changes of dose of the other medicines in the period."""
    return tuple(OtherChange(on, doses.of.name) for doses in others for on in changes_in(period, doses))


def planned_steps(period: Period, steps: Sequence[Step]) -> tuple[DoseStep, ...]:
    """The planned amount a day, cut where it changes and covering the whole period; empty when nothing is planned."""
    starts = {step.starts_on for step in steps} | {step.ends_on + _DAY for step in steps if step.ends_on is not None}
    firsts = sorted({period.first_on} | {on for on in starts if on in period})
    amounts: list[tuple[date, int]] = []
    for on in firsts:
        step = planned_on(steps, on)
        daily_amount = step.daily_amount if step else 0
        if not amounts or amounts[-1][1] != daily_amount:
            amounts.append((on, daily_amount))
    lasts = [*(on - _DAY for on, _ in amounts[1:]), period.last_on]
    line = tuple(DoseStep(on, last, amount) for (on, amount), last in zip(amounts, lasts, strict=True))
    return line if any(step.daily_amount for step in line) else ()


def beside(lines: Sequence[DoseLine]) -> Beside:
    """Which of the other medicines are drawn, in their order, and the names of those that are not.

    Those whose planned amount changed come first, then those taken on the most days. One that was neither planned nor
    taken in the period is no part of it.
    """
    there = [line for line in lines if line.steps or line.as_needed or line.days_taken]
    by_weight = sorted(range(len(there)), key=lambda n: (not there[n].changes, -there[n].days_taken))
    drawn = sorted(by_weight[:MOST_BESIDE])
    rest = sorted(by_weight[MOST_BESIDE:])
    return Beside(tuple(there[n] for n in drawn), tuple(there[n].of.name for n in rest))


def times_and_doses(period: Period, steps: Iterable[Step], dosed_on: Iterable[date]) -> int:
    """How many planned times and doses of a medicine lie in the period: what a chart of them costs to make."""
    planned = 0
    for step in steps:
        if _is_in(period, step):
            last_on = min(step.ends_on or period.last_on, period.last_on)
            planned += len(step.doses) * ((last_on - max(step.starts_on, period.first_on)).days + 1)
    return planned + sum(on in period for on in dosed_on)


def pauses_in(period: Period, plan: Plan) -> tuple[Period, ...]:
    """The days of the period on which a medicine would have been planned, were it not for a pause."""
    return tuple(_pauses(planned_steps(period, plan.counting), plan.pauses))


def paused_days(period: Period, doses: Doses, pauses: Iterable[Pause]) -> frozenset[date]:
    """The days of a period on which one medicine would have been planned, were it not for one of the pauses."""
    return frozenset(on for pause in _pauses(planned_steps(period, doses.steps), pauses) for on in pause.days())


def _is_in(period: Period, step: Step) -> bool:
    return step.starts_on <= period.last_on and (step.ends_on is None or step.ends_on >= period.first_on)


def _pauses(planned: Sequence[DoseStep], pauses: Iterable[Pause]) -> Iterable[Period]:
    """The days of each pause on which an amount would have been planned, as far as they lie in the period."""
    for pause in pauses:
        stretches = [
            (max(pause.first_on, step.first_on), min(pause.last_on, step.last_on))
            for step in planned
            if step.daily_amount
        ]
        inside = [(first, last) for first, last in stretches if first <= last]
        if inside:
            yield Period(inside[0][0], inside[-1][1])
