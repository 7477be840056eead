"""The calendar beside the history: what each day of a month is known for, and the last seven days above the list."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import url_for

from journal.core.charts.points import BEFORE_JOURNAL
from journal.core.record.days import QUESTIONS
from journal.core.record.forms import severity_word
from journal.core.record.history import MonthMap
from journal.core.values.languages import _, in_a_row, pgettext
from journal.core.values.languages import day as day_words
from journal.core.values.periods import Period
from journal.core.values.weeks import weekday_name
from journal.web.site import context, wording

Said = Mapping[date, Collection[str]]  # the questions about each day that were answered with yes


def span_of(month: MonthMap, has_week: bool) -> Period:
    """The days of the calendar; with those of the last week, some of which may lie in the month before."""
    days = [on for week in month.weeks for on in week if on is not None]
    return Period(min(days[0], last_week()[0]) if has_week else days[0], days[-1])


def last_week() -> list[date]:
    """The last seven days, today the last."""
    return [context.today() - timedelta(days=n) for n in range(6, -1, -1)]


class Known(NamedTuple):
    """What is known of days: the worst of each rated one, which are quiet, on which day the record begins, and what was
    answered with yes."""

    worst: dict[date, int]
    quiet: Collection[date]
    begins_on: date
    so: Said


def calendar(month: MonthMap, known: Known) -> dict[str, Any]:
    """A month, week by week, with the ways to the months beside it."""
    today, address = context.today(), url_for("history.index")
    weekdays = [(context.patient().settings.first_weekday + n) % 7 for n in range(7)]
    return {
        "name": day_words(month.first_on, pgettext("month alone", "LLLL y")),
        "weekdays": [(weekday_name(n), weekday_name(n, short=True)) for n in weekdays],
        "weeks": [[cell(on, known, today, address) for on in week] for week in month.weeks],
        "has_quiet": any(on in known.quiet for week in month.weeks for on in week),
        "before": f"{month.before:%Y-%m}",
        "after": f"{month.after:%Y-%m}" if month.after <= today else "",
    }


def cell(on: date | None, known: Known, today: date, address: str) -> dict[str, Any] | None:
    """A day of it; None for the place of a day of another month."""
    if on is None:
        return None
    severity, is_before = known.worst.get(on), on < known.begins_on
    is_quiet = severity is None and on in known.quiet and not is_before
    unrated = _(BEFORE_JOURNAL) if is_before else _("quiet, not rated") if is_quiet else _("not rated")
    rated = unrated if severity is None else _("worst %(severity)s", severity=severity_word(severity))
    if said := known.so.get(on):
        yes = (pgettext("answer about a day", question.yes) for question in QUESTIONS if question.key in said)
        rated = in_a_row([rated, *yes])
    return {
        "day": on.day,
        "weekday": weekday_name(on.weekday(), short=True),
        "href": f"{address}/{on}",
        "severity": severity,
        "quiet": is_quiet,
        "words": _("%(day)s: %(rating)s", day=wording.plain_day(on), rating=rated),
        "future": on > today,
        "earlier": is_before,
        "today": on == today,
    }
