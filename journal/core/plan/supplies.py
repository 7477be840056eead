"""Supplies: what is left of a medicine at home, as counted and recorded, and until when the plan uses it up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from journal.core.plan.regimens import Plan, Step, planned_on
from journal.core.values.amounts import ONE, Amount

LONGEST = 366  # days ahead that are looked at
SOON = timedelta(days=7)
MOST: Amount = 10_000_000 * ONE  # more than anybody has at home; keeps every sum far inside 64 bits

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """What somebody had of a medicine at an instant, as they counted it."""

    medicine_id: str
    amount: Amount
    at: datetime
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Supply:
    """The count that holds of a medicine, what was taken since, and what was taken today."""

    count: Count
    taken_since: Amount = 0
    taken_today: Amount = 0

    @property
    def left(self) -> Amount:
        """What is left by that. Never less than nothing: then the count is old, or a refill was not counted."""
        return max(0, self.count.amount - self.taken_since)

    def enough_until(self, plan: Plan, today: date) -> date | None:
        """The last day for all of which it is enough at the plan of this medicine; the day before today when it is not
        enough for today. None where nothing that is planned in a year uses it up.

        Today counts as planned, less what was taken today. What may be taken as needed is not foreseen.
        """
        steps = plan.counting
        rest = self.left - max(0, _planned(plan, steps, today) - self.taken_today)
        day = today
        while rest >= 0:
            day += _DAY
            if day > today + _DAY * LONGEST:
                return None
            rest -= _planned(plan, steps, day)
        return day - _DAY


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is left of a medicine, and until when that is enough, if that can be said."""

    left: Amount
    until: date | None
    today: date

    @property
    def is_short(self) -> bool:
        """Whether it is not enough for what is planned today."""
        return self.until is not None and self.until < self.today

    @property
    def ends_soon(self) -> bool:
        """Whether it is enough for less than seven days more."""
        return self.until is not None and self.until < self.today + SOON


def outlook(supply: Supply, plan: Plan, today: date) -> Outlook:
    """What can be said of a supply; `plan` is that of its medicine."""
    return Outlook(supply.left, supply.enough_until(plan, today), today)


def _planned(plan: Plan, steps: Sequence[Step], on: date) -> Amount:
    step = None if plan.pause_on(on) else planned_on(steps, on)
    return step.amount_of_day if step and step.plans(on) else 0
