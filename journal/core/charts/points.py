"""What every chart has: its days, caption and table, as values that are tested as values and drawn by `journal.render`.

Gaps are gaps: a day without a rating is None, never 0, and no median counts it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import ClassVar, Literal, TypeVar

from journal.core.record.forms import severity_word
from journal.core.values.languages import N_, _, ngettext, number
from journal.core.values.periods import Period

State = Literal["empty", "too_few_ratings", "too_few_answers", "too_few_doses", "too_few_days", "chart"]
AnyChart = TypeVar("AnyChart", bound="Chart")


@dataclass(frozen=True, slots=True)
class Table:
    """The table twin of a chart: the same numbers, to be read."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said with a chart: the question, the answer, what the marks mean, and whether there is enough to draw.

    The answer is a sentence, or a line for each panel. It is the alternative text too, see `alt_text`, after the name
    of the `medicine` where there are several.
    """

    question: str
    answer: str
    explanation: str
    state: State
    medicine: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The answer line by line."""
        return tuple(self.answer.split("\n"))

    @property
    def alt_text(self) -> str:
        """The answer to be read out: its lines one after the other."""
        said = " ".join(self.lines)
        return _("%(medicine)s: %(answer)s", medicine=self.medicine, answer=said) if self.medicine else said


@dataclass(frozen=True, slots=True)
class Chart:
    """The points of one chart. Each chart adds what is drawn, and the `name` it has in every ring and its address.

    `of_days` says that its picture and its table go along the days: then they lead there, and tables have the newest
    row on top.
    """

    name: ClassVar[str]
    of_days: ClassVar[bool] = True
    period: Period
    caption: Caption
    table: Table


@dataclass(frozen=True, slots=True)
class Of:
    """Which medicine a chart's doses are of: its name, "" where there is only one, and the unit of all its amounts."""

    name: str = ""
    unit: str = "mg"


ONLY_ONE = Of()  # the medicine of whoever takes one, counted in mg
DAILY_UP_TO = 400
BEFORE_JOURNAL = N_("before this journal")  # what a table says of days before the first entry
SHOWN_FIRST = 3  # effects on Trends when nobody chose
FEWEST_RATED = 3  # fewer rated days are no picture
FEWEST_USUAL = 7  # fewer rated days of a dose period say nothing usual


def most_rated(counts: Mapping[str, int], effects: Iterable[str]) -> tuple[str, ...]:
    """The effects that were rated above "none" most often, `SHOWN_FIRST` of them, in the order they are listed in."""
    listed = [effect for effect in effects if counts.get(effect)]
    most = sorted(listed, key=lambda effect: -counts[effect])[:SHOWN_FIRST]
    return tuple(effect for effect in listed if effect in most)


@lru_cache(16)  # of ten years there are five hundred, and four charts of one page are cut into the same
def in_weeks(period: Period) -> tuple[Period, ...]:
    """The period cut into weeks from its first day on; the last one is what is left."""
    firsts = (period.first_on + timedelta(days=n) for n in range(0, len(period), 7))
    return tuple(Period(on, min(on + timedelta(days=6), period.last_on)) for on in firsts)


def rateable_days(period: Period, today: date) -> int:
    """How many days of the period can have been rated. Between midnight and the hour a day begins, `today` is the day
    before: nothing can be rated for the new one yet, so that it is not unrated."""
    return max(0, min(len(period), (today - period.first_on).days + 1))


def median_of(values: Iterable[int | None]) -> float | None:
    """The median of what was rated; None when nothing was. Between two neighbours it is a half."""
    rated = sorted([value for value in values if value is not None])
    half = len(rated) // 2
    if not rated:
        return None
    return float(rated[half]) if len(rated) % 2 else (rated[half - 1] + rated[half]) / 2


def severity_words(severity: float) -> str:
    """The word for a severity 0 to 4 or for a median, which may lie between two: "between mild and moderate"."""
    low = int(severity)
    if low == severity:
        return severity_word(low)
    return _("between %(low)s and %(high)s", low=severity_word(low), high=severity_word(low + 1))


def completeness_words(rated: int, rateable: int, quiet: int = 0) -> str:
    """How complete the record is, as a sentence begins: "Rated on 23 of 28 days". Quiet days are counted by themselves:
    on them nothing was wrong, and nothing was rated."""
    if quiet:
        return ngettext(
            "Rated on %(rated)s, quiet on %(quiet)s, unknown on %(unknown)s of %(num)s day",
            "Rated on %(rated)s, quiet on %(quiet)s, unknown on %(unknown)s of %(num)s days",
            rateable,
            rated=number(rated),
            quiet=number(quiet),
            unknown=number(max(rateable - rated - quiet, 0)),
        )
    return ngettext(
        "Rated on %(rated)s of %(num)s day", "Rated on %(rated)s of %(num)s days", rateable, rated=number(rated)
    )


def with_note(chart: AnyChart, note: str) -> AnyChart:
    """The chart with one sentence more about what it shows."""
    explanation = f"{chart.caption.explanation} {note}".rstrip()
    return replace(chart, caption=replace(chart.caption, explanation=explanation))
