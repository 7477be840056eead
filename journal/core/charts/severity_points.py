"""The points of the severity chart: one panel an effect, over the dose on the same days. `severity` computes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from journal.core.charts.comparison import DoseChange
from journal.core.charts.day_marks import DaysUnder
from journal.core.charts.points import ONLY_ONE, Of
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PeriodMedian:
    """The median of the rated days from `first_on` to `last_on` (one dose period, without the day its dose changed on);
    None when fewer than `FEWEST_USUAL` were rated."""

    first_on: date
    last_on: date
    median: float | None


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days (or the rest of the period) in one mark: lowest, median and highest daily worst; None unrated."""

    first_on: date
    last_on: date
    rated: int
    low: int | None
    median: float | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Panel:
    """One effect: its worst severity on each day of the period (None: not rated), oldest first.

    `weeks` is filled, and drawn instead of `days`, when the period is longer than `DAILY_UP_TO` days.
    """

    effect: str
    name: str
    days: tuple[int | None, ...]
    rated: int
    medians: tuple[PeriodMedian, ...]
    weeks: tuple[Week, ...] = ()


@dataclass(frozen=True, slots=True)
class DoseStep:
    """The planned amount a day from `first_on` to `last_on`, both inside the period; 0 where nothing is planned, which
    is no amount and is drawn as none."""

    first_on: date
    last_on: date
    daily_amount: int


@dataclass(frozen=True, slots=True)
class DoseLine:
    """The dose under the severity panels: what was planned as steps and what was taken day by day.

    `taken_amount` holds one number a day of the period; None where no dose is recorded, which says nothing of what was
    taken, and 0 where one is recorded as skipped and none as taken, or where it is ordered `as_needed` alone. Without a
    regimen `steps` is empty. `changes` are the first days of a new planned amount. On the days of `pauses` nothing was
    owed, whatever the steps say. All amounts are those `of` one medicine, in its unit.
    """

    steps: tuple[DoseStep, ...]
    taken_amount: tuple[int | None, ...]
    changes: tuple[date, ...]
    of: Of = ONLY_ONE
    pauses: tuple[Period, ...] = ()
    as_needed: bool = False

    @property
    def days_taken(self) -> int:
        """On how many days a dose is recorded as taken."""
        return sum(bool(amount) for amount in self.taken_amount)

    @property
    def owed(self) -> tuple[DoseStep, ...]:
        """The steps without the days of pauses, which stand between them with no amount."""
        return tuple(piece for step in self.steps for piece in self._pieces(step))

    def _pieces(self, step: DoseStep) -> Iterator[DoseStep]:
        first_on = step.first_on
        for pause in self.pauses:
            start, end = max(pause.first_on, first_on), min(pause.last_on, step.last_on)
            if start <= end:
                if first_on < start:
                    yield DoseStep(first_on, start - _DAY, step.daily_amount)
                yield DoseStep(start, end, 0)
                first_on = end + _DAY
        if first_on <= step.last_on:
            yield DoseStep(first_on, step.last_on, step.daily_amount)

    @property
    def paused_days(self) -> frozenset[date]:
        """The days of all pauses."""
        return frozenset(on for pause in self.pauses for on in pause.days())


@dataclass(frozen=True, slots=True)
class Beside:
    """The doses of the other medicines on the same days: those that are drawn, and the names of the rest."""

    lines: tuple[DoseLine, ...] = ()
    also: tuple[str, ...] = ()


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class SeverityChart(DaysUnder):
    """Severity over time, one panel an effect, over the dose on the same days; `beside` it those of other medicines."""

    name: ClassVar[str] = "severity"
    panels: tuple[Panel, ...]
    dose: DoseLine
    compared: tuple[DoseChange, ...] = ()  # the changes of dose in the period, newest first
    beside: Beside = NOTHING_BESIDE
    quiet_days: tuple[date, ...] = ()  # on which nothing was wrong and nothing was rated, oldest first
