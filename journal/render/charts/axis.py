"""From the steps of an axis to pixels: the axis of any chart, that of days, runs of equal steps, and ticks.

Nothing here loads matplotlib: layouts need it too.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal, TypeVar

from journal.core.values.languages import _, day, pgettext
from journal.core.values.periods import Period
from journal.render.style import SMALL
from journal.render.text.text_widths import measure

Value = TypeVar("Value")
Chosen = Callable[[date, int], bool]

OWN_BAR_FROM = 4.0  # pixels a step; narrower steps are drawn as runs of equal neighbours
WIDEST_BAR = 34.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A text under the axis, and the place along it that the text stands for."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis(ABC):
    """Equal steps between two pixel columns: days, hours since a dose, dose levels. Panels and ticks take any axis.

    An axis of its own says how many steps it has and where its ticks stand; positions are the same for every axis.
    """

    left: int
    right: int

    @property
    @abstractmethod
    def steps(self) -> int:
        """How many steps lie between the two columns."""

    @abstractmethod
    def ticks(self, most: int) -> tuple[Tick, ...]:
        """At most `most` ticks that fit beside each other."""

    @property
    def pitch(self) -> float:
        """Pixels a step."""
        return (self.right - self.left) / self.steps

    def edge(self, index: int) -> float:
        """Where step `index` begins, on a whole pixel, or on half ones when steps are narrow."""
        pitch = self.pitch
        grain = 1 if pitch >= OWN_BAR_FROM else 2
        return round((self.left + index * pitch) * grain) / grain

    def centre(self, index: int) -> float:
        """The centre of step `index`."""
        return round((self.left + (index + 0.5) * self.pitch) * 2) / 2

    def bar(self, start: int, stop: int) -> tuple[float, float]:
        """Left and right of the bar over steps `start` to before `stop`: a gap between steps wide enough for one."""
        first, last = self.edge(start), self.edge(stop)
        if self.pitch < OWN_BAR_FROM:
            return first, max(last, first + 0.5)
        gap = max(1.0, self.pitch - WIDEST_BAR if self.pitch > WIDEST_BAR + 8 else round(self.pitch * 0.16))
        near = round(gap / 2)
        return first + near, last - (round(gap) - near)


def runs(values: Sequence[Value]) -> Iterator[tuple[Value, int, int]]:
    """Each run of equal neighbours as (value, start, stop)."""
    start = 0
    for value, same in groupby(values):
        stop = start + sum(1 for _ in same)
        yield value, start, stop
        start = stop


def bars(values: Sequence[Value], axis: Axis) -> Iterator[tuple[Value, int, int]]:
    """One (value, start, stop) a step, or runs when a step is too narrow for its own bar."""
    if axis.pitch < OWN_BAR_FROM:
        yield from runs(values)
    else:
        yield from ((value, n, n + 1) for n, value in enumerate(values))


def _months(step: int) -> Chosen:
    return lambda on, _index: on.day == 1 and (on.month - 1) % step == 0


def _years(step: int) -> Chosen:
    return lambda on, _index: on.day == 1 and on.month == 1 and on.year % step == 0


# From the finest to the coarsest: days between two dates, which days are dated, and the text without a year.
_WAYS: tuple[tuple[int, Chosen, Literal["day", "month", "year"]], ...] = (
    (1, lambda _on, _index: True, "day"),
    (2, lambda _on, index: index % 2 == 0, "day"),
    (7, lambda on, _index: on.weekday() == 0, "day"),
    (15, lambda on, _index: on.day in {1, 15}, "day"),
    *((30 * step, _months(step), "month") for step in (1, 2, 3, 6)),
    *((365 * step, _years(step), "year") for step in (1, 2, 5, 10, 20, 50)),
)


def _text(on: date, kind: str, spans_years: bool) -> str:
    if kind == "year":
        return str(on.year)
    if kind == "month":
        return day(on, pgettext("month alone", "LLL y") if spans_years else pgettext("month alone", "LLL"))
    return day(on, _("d MMM y") if spans_years else _("d MMM"))


@dataclass(frozen=True, slots=True)
class Days(Axis):
    """The axis of the days of a period."""

    period: Period

    @property
    def steps(self) -> int:
        """The days of the period."""
        return len(self.period)

    def index(self, on: date) -> int:
        """How many days after the first day `on` is."""
        return (on - self.period.first_on).days

    def ticks(self, most: int = 6) -> tuple[Tick, ...]:
        """Dates under the chart: the finest spacing of which at most `most` fit beside each other."""
        period, room = self.period, self.right - self.left
        for spacing, chosen, kind in _WAYS:
            if len(period) > spacing * (most + 1):
                continue
            found = tuple(
                Tick(self.centre(n), _text(on, kind, period.spans_years))
                for n, on in enumerate(period.days())
                if chosen(on, n)
            )
            widest = max((measure(tick.text, SMALL) for tick in found), default=0)
            if 0 < len(found) <= most and len(found) * (widest + 16) <= room:
                return found
        return (Tick(self.centre(0), _text(period.first_on, "day", True)),)
