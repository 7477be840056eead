"""Days on which the planned amount of a day fell, also to nothing; what is taken as needed alone has none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from journal.core.plan.regimens import Step, planned_on
from journal.core.values.amounts import Amount
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


class Reduction(NamedTuple):
    """The first day of a smaller amount a day, and the amount of the day before it."""

    on: date
    before: Amount


def reductions(steps: Sequence[Step]) -> Iterator[Reduction]:
    """Every fall of the planned amount, oldest first. A pause is none: it owes nothing, and orders nothing less."""
    last_days = [step.ends_on for step in steps if step.ends_on is not None and step.ends_on < date.max]
    for on in sorted({*(step.starts_on for step in steps), *(last_on + _DAY for last_on in last_days)}):
        if on == date.min:
            continue
        before, after = _amount(steps, on - _DAY), _amount(steps, on)
        if before is not None and after is not None and after < before:
            yield Reduction(on, before)


class Fall(NamedTuple):
    """A step that plans less a day than the one before it: both amounts, and for how many days it was the first."""

    before: Amount
    after: Amount
    days: int


def falls(steps: Sequence[Step]) -> Mapping[date, Fall]:
    """Every step that plans less a day than the one it follows, by its first day.

    Steps of the same amount a day are one here, whatever else changed. Left out is what follows doses as needed alone,
    or nothing, and what follows an amount that was taken before the record began: for how long, nobody knows.
    """
    found: dict[date, Fall] = {}
    last, first = None, None  # the step before, and the one with which its amount began
    for step in sorted(steps, key=lambda each: each.starts_on):
        follows = last is not None and last.doses and last.covers(step.starts_on - _DAY)
        if last is None or first is None or not follows or not step.doses:
            first = step
        elif step.daily_amount != last.daily_amount:
            if step.daily_amount < last.daily_amount and not first.taken_before:
                days = (step.starts_on - first.starts_on).days
                found[step.starts_on] = Fall(last.daily_amount, step.daily_amount, days)
            first = step
        last = step
    return found


def reduced_on(steps: Sequence[Step], on: date, days: int) -> date | None:
    """The day of the last fall, if it is at most so many days before `on` and the amount is still below what it was."""
    amount = _amount(steps, on)
    found = [
        each.on
        for each in reductions(steps)
        if each.on <= on <= each.on + timedelta(days=days) and amount is not None and amount < each.before
    ]
    return max(found, default=None)


def fell_around(steps: Sequence[Step], period: Period, days: int) -> bool:
    """Whether any day of a period lies at most so many days after a fall."""
    return any(each.on <= period.last_on and (period.first_on - each.on).days <= days for each in reductions(steps))


def _amount(steps: Sequence[Step], on: date) -> Amount | None:
    """The planned amount of a day: nothing where a plan has ended, None where it is as needed alone."""
    step = planned_on(steps, on)
    if step is None:
        return 0
    return step.daily_amount if step.doses else None
