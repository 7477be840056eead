"""Compute the calendar: the worst severity of each day, months in rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from journal.core.charts.points import FEWEST_RATED, Caption, Chart, State, Table, rateable_days, severity_words
from journal.core.record.forms import SEVERITIES
from journal.core.values.languages import day, pgettext
from journal.core.values.periods import Period, period_words
from journal.core.values.sentences import counted, inside, opening

SEVERE = 3
OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Month:
    """One row of the calendar: the first day of the month and the worst severity of each of its days.

    `days` has one value for each calendar day of the month; None not rated; `OUTSIDE` outside the period.
    """

    first_on: date
    days: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class CalendarChart(Chart):
    """The worst severity of each day, months in rows, oldest first; weeks begin with a weekday (Monday 0)."""

    name: ClassVar[str] = "calendar"
    months: tuple[Month, ...]
    first_weekday: int = 0


def calendar_chart(period: Period, name_of_what: str, daily_worst: Mapping[date, int], today: date) -> CalendarChart:
    """The points of the calendar; `daily_worst` maps rated days to 0 to 4, `name_of_what` says of which side effect.

    `today` is the day a check-in made now would rate: no later one is counted as unrated.
    """
    rated = {on: severity for on, severity in daily_worst.items() if on in period}
    months = tuple(_month(first_on, period, rated) for first_on in _firsts(period))
    caption = Caption(
        question=f"Which days were worse for {inside(name_of_what)}?",
        answer=_answer(rateable_days(period, today), rated),
        explanation=f"Worst rating of each day, {period_words(period, today)}; hatched days have no rating.",
        state=_state(rated),
    )
    return CalendarChart(period, caption, _table(name_of_what, months), months)


def _firsts(period: Period) -> Iterator[date]:
    """The first day of every month the period touches."""
    on = period.first_on.replace(day=1)
    while on <= period.last_on:
        yield on
        on = _next_month(on)


def _next_month(first_on: date) -> date:
    return (first_on + timedelta(days=31)).replace(day=1)


def _month(first_on: date, period: Period, rated: Mapping[date, int]) -> Month:
    days = (first_on + timedelta(days=n) for n in range((_next_month(first_on) - first_on).days))
    return Month(first_on, tuple(rated.get(on) if on in period else OUTSIDE for on in days))


def _state(rated: Mapping[date, int]) -> State:
    if not rated:
        return "empty"
    return "chart" if len(rated) >= FEWEST_RATED else "too_few_ratings"


def _answer(rateable: int, rated: Mapping[date, int]) -> str:
    completeness = f"rated on {len(rated):,} of {counted(rateable, 'day')}"
    if not rated:
        return "No day of this period has a rating."
    if len(rated) < FEWEST_RATED:
        return f"{opening(completeness)}: too few to compare."
    severe = sum(severity >= SEVERE for severity in rated.values())
    if severe:
        return f"Severe or worse on {severe:,} of {counted(len(rated), 'rated day')}; {completeness}."
    worst = max(rated.values())
    if not worst:
        return f"Rated none on all {counted(len(rated), 'rated day')}; {completeness}."
    days = sum(severity == worst for severity in rated.values())
    return f"At worst {severity_words(worst)}, on {days:,} of {counted(len(rated), 'rated day')}; {completeness}."


def _table(name_of_what: str, months: tuple[Month, ...]) -> Table:
    return Table(
        caption=f"{opening(name_of_what)}: days of each month by their worst rating",
        head=("Month", *(opening(word) for word in SEVERITIES), "Not rated"),
        rows=tuple(_row(month) for month in months),
    )


def _row(month: Month) -> tuple[str, ...]:
    counts = Counter(month.days)
    name = day(month.first_on, pgettext("month alone", "LLL y"))
    return (name, *(str(counts[severity]) for severity in (*range(len(SEVERITIES)), None)))
