"""The points of the charts: computed here as values, tested as values, drawn by `journal.render`.

Gaps are gaps: a day without a rating is None, never 0, and no median counts it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Literal

from journal.core.record.forms import SEVERITIES
from journal.core.values.periods import Period

State = Literal["empty", "too_little", "chart"]
DoseStatus = Literal["taken", "late", "skipped", "missed"]


@dataclass(frozen=True, slots=True)
class Table:
    """The table twin of a chart: the same numbers, to be read."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said with a chart: the question, the answer, what the marks mean, and whether there is enough to draw.

    The answer is a sentence, or a line for each panel. It is the alternative text too, see `alt_text`.
    """

    question: str
    answer: str
    explanation: str
    state: State

    @property
    def lines(self) -> tuple[str, ...]:
        """The answer line by line."""
        return tuple(self.answer.split("\n"))

    @property
    def alt_text(self) -> str:
        """The answer to be read out: its lines one after the other."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class PeriodMedian:
    """The median of the rated days from `first_on` to `last_on` (one dose period); None when fewer than `FEWEST_USUAL`
    were rated."""

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
    daily_ug: int


@dataclass(frozen=True, slots=True)
class DoseLine:
    """The dose under the severity panels: what was planned as steps and what was taken day by day.

    `taken_ug` holds one number a day of the period; None where no dose is recorded, which says nothing of what was
    taken, and 0 where one is recorded as skipped and none as taken. Without a regimen `steps` is empty. `changes` are
    the first days of a new planned amount.
    """

    steps: tuple[DoseStep, ...]
    taken_ug: tuple[int | None, ...]
    changes: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class SeverityChart:
    """Chart 1: severity over time, one panel an effect, over the dose on the same days."""

    period: Period
    caption: Caption
    panels: tuple[Panel, ...]
    dose: DoseLine
    table: Table


@dataclass(frozen=True, slots=True)
class Month:
    """One row of the calendar: the first day of the month and the worst severity of each of its days.

    `days` has one value for each calendar day of the month; None not rated; `OUTSIDE` outside the period.
    """

    first_on: date
    days: tuple[int | None, ...]


OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class CalendarChart:
    """Chart 2: the worst severity of each day, months in rows, oldest first; weeks begin with a weekday (Monday 0)."""

    period: Period
    caption: Caption
    months: tuple[Month, ...]
    table: Table
    first_weekday: int = 0


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
class DosesChart:
    """Chart 7: taken, late, skipped, missed and not recorded, day by day, in the clock of 24 or 12 hours."""

    period: Period
    caption: Caption
    marks: tuple[DoseMark, ...]
    not_recorded: tuple[date, ...]
    weeks: tuple[DoseWeek, ...]
    table: Table
    hours: str = "24"


Chart = SeverityChart | CalendarChart | DosesChart

DAILY_UP_TO = 400
BEFORE_JOURNAL = "before this journal"  # what a table says of days before the first entry
SHOWN_FIRST = 3  # effects on Trends when nobody chose
FEWEST_RATED = 3  # fewer rated days are no picture
FEWEST_USUAL = 7  # fewer rated days of a dose period say nothing usual


def most_rated(counts: Mapping[str, int], effects: Iterable[str]) -> tuple[str, ...]:
    """The effects that were rated above "none" most often, `SHOWN_FIRST` of them, in the order they are listed in."""
    listed = [effect for effect in effects if counts.get(effect)]
    most = sorted(listed, key=lambda effect: -counts[effect])[:SHOWN_FIRST]
    return tuple(effect for effect in listed if effect in most)


def in_weeks(period: Period) -> tuple[Period, ...]:
    """The period cut into weeks from its first day on; the last one is what is left."""
    firsts = (period.first_on + timedelta(days=n) for n in range(0, len(period), 7))
    return tuple(Period(on, min(on + timedelta(days=6), period.last_on)) for on in firsts)


def rateable_days(period: Period, today: date) -> int:
    """How many days of the period can have been rated. Between midnight and the hour a day begins, `today` is the day
    before: nothing can be rated for the new one yet, so that it is not unrated."""
    return sum(on <= today for on in period.days())


def median_of(values: Iterable[int | None]) -> float | None:
    """The median of what was rated; None when nothing was. Between two neighbours it is a half."""
    rated = [value for value in values if value is not None]
    return float(median(rated)) if rated else None


def severity_words(severity: float) -> str:
    """The word for a severity 0 to 4 or for a median, which may lie between two: "between mild and moderate"."""
    low = int(severity)
    return SEVERITIES[low] if low == severity else f"between {SEVERITIES[low]} and {SEVERITIES[low + 1]}"


def with_note(chart: Chart, note: str) -> Chart:
    """The chart with one sentence more about what it shows."""
    explanation = f"{chart.caption.explanation} {note}".rstrip()
    return replace(chart, caption=replace(chart.caption, explanation=explanation))
