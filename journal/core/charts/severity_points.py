"""The points of the severity chart: one panel an effect, over the dose on the same days. `severity` computes them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from journal.core.charts.comparison import DoseChange
from journal.core.charts.points import ONLY_ONE, Chart, Of


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
    taken, and 0 where one is recorded as skipped and none as taken. Without a regimen `steps` is empty. `changes` are
    the first days of a new planned amount. All amounts are those `of` one medicine, in its unit.
    """

    steps: tuple[DoseStep, ...]
    taken_amount: tuple[int | None, ...]
    changes: tuple[date, ...]
    of: Of = ONLY_ONE


@dataclass(frozen=True, slots=True)
class SeverityChart(Chart):
    """Severity over time, one panel an effect, over the dose on the same days."""

    name: ClassVar[str] = "severity"
    panels: tuple[Panel, ...]
    dose: DoseLine
    compared: tuple[DoseChange, ...] = ()  # the changes of dose in the period, newest first
