"""The words of the details beside their numbers: the table of weeks."""

from collections.abc import Iterator
from datetime import date

from journal.core.doctor.details import Details, Week
from journal.core.doctor.words import usual_words
from journal.core.record.forms import severity_word
from journal.core.values.languages import _, isolated, ngettext, pgettext
from journal.core.values.periods import Period, short_day


def heading() -> str:
    """What stands over the table of weeks."""
    return _("Week by week")


def how() -> str:
    """How a box of it is read on paper."""
    return _("In each box the usual rating of the week; below it the worst one, and how many days were rated.")


def heads(details: Details) -> tuple[str, ...]:
    """The heads of its columns."""
    return (pgettext("column", "Week from"), *map(isolated, details.effects))


def rows(details: Details, today: date) -> Iterator[tuple[str, ...]]:
    """The table as it is read."""
    for week, cells in details.weeks:
        yield (first_day(week, today), *map(cell, cells))


def first_day(week: Period, today: date) -> str:
    """The day a week begins with: "24 Nov"."""
    return short_day(week.first_on, week.spans_years or week.last_on.year != today.year)


def cell(week: Week) -> str:
    """A box of it in words: "mild, worst severe, 6 days"."""
    if week.worst is None:
        return _("not rated")
    return ngettext(
        "%(usual)s, worst %(worst)s, %(num)s day",
        "%(usual)s, worst %(worst)s, %(num)s days",
        week.rated,
        usual=usual_words(week.usual),
        worst=severity_word(week.worst),
    )


def worst(week: Week) -> str:
    """Below the usual rating, where there is little room: "severe (6)"."""
    if week.worst is None:
        return _("not rated")
    return _("%(severity)s (%(num)s)", severity=severity_word(week.worst), num=week.rated)
