"""Schedules: at which times of day, each with its own amount, on which days, or as needed, a step orders its doses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from journal.core.values.amounts import Amount

MOST_TIMES = 24
FEWEST_EVERY, MOST_EVERY = 2, 31  # every n-th day: a second day, a month
MOST_HOURS_BETWEEN = 48  # further than that no page looks back
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # as the record and the archive write them

_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class PlannedDose:
    """One dose of a day as it was ordered: the wall time and the amount."""

    at: time
    amount: Amount


@dataclass(frozen=True, slots=True)
class Days:
    """The local days of a step: every `every`-th day, counted from its first day, or `weekdays` (Monday 0) alone.

    Raises ValueError for every 0th day, for days further apart than a month, and for what is no weekday.
    """

    every: int = 1
    weekdays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST_EVERY or (self.weekdays and self.every != 1):
            raise ValueError(f"no days of a plan: every {self.every}")
        if list(self.weekdays) != sorted({day for day in self.weekdays if 0 <= day < _WEEK}):
            raise ValueError(f"no weekdays: {self.weekdays}")

    def has(self, on: date, first_on: date) -> bool:
        """Whether doses are planned on that day by a step whose first day is `first_on`."""
        if self.weekdays:
            return on.weekday() in self.weekdays
        return (on - first_on).days % self.every == 0

    @property
    def longest_gap(self) -> timedelta:
        """The longest time from one of the days to the next."""
        if not self.weekdays:
            return timedelta(days=self.every)
        following = (*self.weekdays[1:], self.weekdays[0] + _WEEK)
        return timedelta(days=max(b - a for a, b in zip(self.weekdays, following, strict=True)))

    def average(self, amount: Amount) -> Amount:
        """What `amount` on each of the days is a day, on average, to the nearest millionth of the unit."""
        total, days = (amount * len(self.weekdays), _WEEK) if self.weekdays else (amount, self.every)
        return (2 * total + days) // (2 * days)

    @property
    def text(self) -> str:
        """As the record and the archive write them: "every 1", "every 3", "mon wed fri"."""
        return " ".join(WEEKDAYS[day] for day in self.weekdays) or f"every {self.every}"

    @classmethod
    def from_text(cls, text: str) -> "Days":
        """The days of that text. Raises ValueError for what is none."""
        first, *rest = text.split()
        if first == "every" and len(rest) == 1:
            return cls(int(rest[0]))
        return cls(weekdays=tuple(WEEKDAYS.index(word) for word in (first, *rest)))


EVERY_DAY = Days()
EVERY_WEEKDAY = tuple(range(_WEEK))


def days_of(weekdays: Iterable[int]) -> Days:
    """The days of those weekdays; all seven are every day."""
    chosen = tuple(sorted(set(weekdays)))
    return EVERY_DAY if chosen == EVERY_WEEKDAY else Days(weekdays=chosen)


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """Doses without a time: the amount of one, and, where they were ordered, the most in 24 hours and the least hours
    from one to the next."""

    amount: Amount
    most_a_day: Amount | None = None
    least_hours: int | None = None
