"""The points of the doses chart: a mark for each dose, or counts of each week. `doses` computes them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from journal.core.charts.day_marks import DaysUnder
from journal.core.charts.lanes import Lane
from journal.core.values.periods import Period

DoseStatus = Literal["taken", "late", "skipped", "missed"]
STATUSES: tuple[DoseStatus, ...] = ("taken", "late", "skipped", "missed")


@dataclass(frozen=True, slots=True)
class DoseMark:
    """One dose (at the minute of the day it was taken) or one planned time that was skipped or missed."""

    on: date
    minute: int
    status: DoseStatus


@dataclass(frozen=True, slots=True)
class DoseWeek:
    """Counts of one week, for periods longer than `DAILY_UP_TO` days."""

    first_on: date
    last_on: date
    taken: int
    late: int
    skipped: int
    missed: int
    not_recorded_days: int


@dataclass(frozen=True, slots=True)
class DosesChart(DaysUnder):
    """Taken, late, skipped, missed and not recorded, day by day, in the clock of 24 or 12 hours.

    Drawn are `weeks`, if there are any, and nothing else is there then; else the `lanes` of planned times; where
    nothing was planned the `marks`.
    `pauses` are the days on which something would have been planned without them.
    """

    name: ClassVar[str] = "doses"
    marks: tuple[DoseMark, ...]
    not_recorded: tuple[date, ...]
    weeks: tuple[DoseWeek, ...]
    hours: str = "24"
    lanes: tuple[Lane, ...] = ()
    pauses: tuple[Period, ...] = ()
