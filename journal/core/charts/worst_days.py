"""The worst rating of each day, a column for each effect: what every chart of ratings is computed from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import NamedTuple

from journal.core.values.periods import Period

Worst = list[int | None]  # a severity 0 to 4 for each of some days, oldest first; None: not rated


class WorstDays(NamedTuple):
    """The worst severity of each effect on each day of `over`; what is not among them was not rated."""

    over: Period
    of: Mapping[str, Sequence[int | None]]

    def of_effect(self, effect: str, period: Period) -> Worst:
        """What one effect was on each day of a period."""
        days = self.of.get(effect, ())
        first = (period.first_on - self.over.first_on).days
        before: Worst = [None] * min(max(-first, 0), len(period))
        found = days[max(first, 0) : max(first + len(period), 0)]
        return [*before, *found, *[None] * (len(period) - len(before) - len(found))]

    def of_any(self, effects: Iterable[str], period: Period) -> Worst:
        """The worst of some effects on each day of a period."""
        return reduce(_worse, (self.of_effect(effect, period) for effect in effects), [None] * len(period))

    def within(self, period: Period) -> "WorstDays":
        """The same of the days of a period alone."""
        return WorstDays(period, {effect: self.of_effect(effect, period) for effect in self.of})


def _worse(one: Worst, other: Worst) -> Worst:
    return [b if a is None or (b is not None and b > a) else a for a, b in zip(one, other, strict=True)]


NOTHING_RATED = WorstDays(Period(date.min, date.min), {})
