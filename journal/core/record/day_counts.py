"""Count what mattered on days: on how many of the days that were answered. A day that was not answered is unknown.

Answers come as the store reads them: (day, key of the question, number), in any order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from journal.core.record.days import LOOKS, SLEEP
from journal.core.values.periods import Period

Answer = tuple[date, str, int]
Answers = Mapping[date, Mapping[str, int]]
BURDENS = ("fell", "missed")  # what makes a day one that the side effects may have cost; driving and drinks do not


@dataclass(frozen=True, slots=True)
class DayCount:
    """On how many of the `answered` days it was so. None answered: nothing is known, and `days` says nothing."""

    days: int
    answered: int


@dataclass(frozen=True, slots=True)
class Sleep:
    """How long somebody slept, in half hours, on the days where it was answered."""

    nights: int
    middle: float | None
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class WeeklyLook:
    """The look back that counts for a week: the last that was answered in it. None: that question was left out."""

    first_on: date
    on: date
    answers: tuple[int | None, ...]


def by_day(answers: Iterable[Answer]) -> Answers:
    """The answers of each day that has any."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for on, key, value in answers:
        found[on][key] = value
    return found


def count_days(period: Period, answers: Answers, keys: Collection[str]) -> DayCount:
    """The days of a period with a yes to one of the questions, and those on which one of them was answered at all."""
    days = answered = 0
    for on, said in answers.items():
        if on in period:
            known = [said[key] for key in keys if key in said]
            answered += bool(known)
            days += any(known)
    return DayCount(days, answered)


def mattering_days(period: Period, answers: Answers) -> DayCount:
    """The days of a period on which somebody fell, nearly fell, or missed work or school."""
    return count_days(period, answers, BURDENS)


def sleep_of(period: Period, answers: Answers) -> Sleep:
    """How long somebody slept on the days of a period."""
    found = [said[SLEEP] for on, said in answers.items() if on in period and SLEEP in said]
    if not found:
        return Sleep(0, None, None, None)
    return Sleep(len(found), float(median(found)), min(found), max(found))


def week_of(on: date, first_weekday: int) -> date:
    """The first day of the week a day lies in; weeks begin with that weekday (Monday 0)."""
    back = (on.weekday() - first_weekday) % 7
    return date.fromordinal(max(on.toordinal() - back, 1))


def weekly_looks(period: Period, answers: Answers, first_weekday: int) -> Sequence[WeeklyLook]:
    """The look of each week that has one, oldest first. Where a week has two, the later one counts."""
    found: dict[date, WeeklyLook] = {}
    for on in sorted(on for on in answers if on in period):
        looked = tuple(answers[on].get(question.key) for question in LOOKS)
        if any(answer is not None for answer in looked):
            first_on = week_of(on, first_weekday)
            found[first_on] = WeeklyLook(first_on, on, looked)
    return tuple(found.values())


def whole_week(on: date, first_weekday: int) -> Period:
    """The week a day lies in."""
    first_on = week_of(on, first_weekday)
    return Period(first_on, first_on + timedelta(days=6))
