"""Compute the calendar: the worst severity of each day, months in rows."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from journal.core.charts.points import FEWEST_RATED, Caption, Chart, State, Table, completeness_words, rateable_days
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.languages import _, day, ngettext, number, pgettext
from journal.core.values.periods import Period, period_words
from journal.core.values.sentences import inside, opening

SEVERE = 3
OUTSIDE = -1
QUIET = -2  # nothing was wrong, and nothing was rated: neither unknown nor "none"


@dataclass(frozen=True, slots=True)
class Month:
    """One row of the calendar: the first day of the month and the worst severity of each of its days.

    `days` has one value for each calendar day of the month; None not rated; `QUIET`; `OUTSIDE` the period.
    """

    first_on: date
    days: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class CalendarChart(Chart):
    """The worst severity of each day, months in rows, oldest first; weeks begin with a weekday (Monday 0)."""

    name: ClassVar[str] = "calendar"
    months: tuple[Month, ...]
    first_weekday: int = 0


def calendar_chart(
    period: Period,
    name_of_what: str,
    worst: Sequence[int | None],
    today: date,
    quiet_days: Collection[date] = (),
) -> CalendarChart:
    """The points of the calendar; `worst` has a severity 0 to 4 for each day of the period, None where nothing was
    rated, `name_of_what` says of which side effect.

    `today` is the day a check-in made now would rate: no later one is counted as unrated. `quiet_days` are those
    without a check-in of which was said that nothing was wrong.
    """
    rated, days = [severity for severity in worst if severity is not None], [*worst]
    for on in quiet_days:
        if on in period and worst[(on - period.first_on).days] is None:
            days[(on - period.first_on).days] = QUIET
    quiet = days.count(QUIET)
    months = tuple(_month(first_on, period, days) for first_on in _firsts(period))
    caption = Caption(
        question=_("Which days were worse for %(effects)s?", effects=inside(name_of_what)),
        answer=_answer(rateable_days(period, today), rated, quiet),
        explanation=_explanation(period_words(period, today), bool(quiet)),
        state=_state(rated),
    )
    return CalendarChart(period, caption, _table(name_of_what, months), months)


def _explanation(days: str, has_quiet: bool) -> str:
    said = _("Each day has the colour of its worst rating, %(days)s. Hatched days have no rating.", days=days)
    if not has_quiet:
        return said
    quiet = _("Framed days with a dash are quiet: nothing was wrong, and nothing was rated.")
    return f"{said} {quiet}"


def _firsts(period: Period) -> Iterator[date]:
    """The first day of every month the period touches."""
    on = period.first_on.replace(day=1)
    while on <= period.last_on:
        yield on
        on = _next_month(on)


def _next_month(first_on: date) -> date:
    return (first_on + timedelta(days=31)).replace(day=1)


def _month(first_on: date, period: Period, days: Sequence[int | None]) -> Month:
    length, first = (_next_month(first_on) - first_on).days, (first_on - period.first_on).days
    before, within = [OUTSIDE] * -first, days[max(first, 0) : first + length]
    return Month(first_on, (*before, *within, *[OUTSIDE] * (length - len(before) - len(within))))


def _state(rated: Sequence[int]) -> State:
    if not rated:
        return "empty"
    return "chart" if len(rated) >= FEWEST_RATED else "too_few_ratings"


def _answer(rateable: int, rated: Sequence[int], quiet: int) -> str:
    if not rated:
        unrated = _("No day of this period has a rating.")
        return f"{unrated} {completeness_words(0, rateable, quiet)}." if quiet else unrated
    if len(rated) < FEWEST_RATED and quiet:
        return _("%(completeness)s: too few to compare.", completeness=completeness_words(len(rated), rateable, quiet))
    if len(rated) < FEWEST_RATED:
        return ngettext(
            "Rated on %(rated)s of %(num)s day: too few to compare.",
            "Rated on %(rated)s of %(num)s days: too few to compare.",
            rateable,
            rated=number(len(rated)),
        )
    completeness = completeness_words(len(rated), rateable, quiet)
    severe = sum(severity >= SEVERE for severity in rated)
    if severe:
        return ngettext(
            "Severe or worse on %(days)s of %(num)s rated day. %(completeness)s.",
            "Severe or worse on %(days)s of %(num)s rated days. %(completeness)s.",
            len(rated),
            days=number(severe),
            completeness=completeness,
        )
    worst = max(rated)
    if not worst:
        return ngettext(
            "Rated none on all %(num)s rated day. %(completeness)s.",
            "Rated none on all %(num)s rated days. %(completeness)s.",
            len(rated),
            completeness=completeness,
        )
    return ngettext(
        "At worst %(severity)s, on %(days)s of %(num)s rated day. %(completeness)s.",
        "At worst %(severity)s, on %(days)s of %(num)s rated days. %(completeness)s.",
        len(rated),
        severity=severity_word(worst),
        days=number(sum(severity == worst for severity in rated)),
        completeness=completeness,
    )


def _table(name_of_what: str, months: tuple[Month, ...]) -> Table:
    has_quiet = any(QUIET in month.days for month in months)
    return Table(
        caption=_("%(effects)s: days of each month by their worst rating", effects=opening(name_of_what)),
        head=(
            pgettext("column", "Month"),
            *(opening(severity_word(severity)) for severity in range(len(SEVERITIES))),
            *([pgettext("column", "Quiet")] if has_quiet else []),
            pgettext("column", "Not rated"),
        ),
        rows=tuple(_row(month, has_quiet) for month in months),
    )


def _row(month: Month, has_quiet: bool) -> tuple[str, ...]:
    counts = Counter(month.days)
    name = day(month.first_on, pgettext("month alone", "LLL y"))
    return (
        name,
        *(str(counts[severity]) for severity in (*range(len(SEVERITIES)), *([QUIET] if has_quiet else []), None)),
    )
