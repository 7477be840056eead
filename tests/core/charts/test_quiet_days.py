"""Quiet days in charts: a state of their own, in no median and no comparison, counted beside rated and unknown."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.calendar import QUIET, calendar_chart
from journal.core.charts.dose_lines import Doses
from journal.core.charts.points import completeness_words
from journal.core.charts.severity import severity_chart
from journal.core.values.periods import Period
from tests.core.charts.test_points import DIZZY, DROWSY, FIRST, day, rated, step
from tests.core.charts.worst import worst

MONTH = Period(FIRST, day(27))
QUIET_DAYS = frozenset(day(n) for n in range(12, 21))
TWELVE = rated(*[2] * 12)


def severity(quiet=(), daily=TWELVE, period=MONTH, steps=()):
    return severity_chart(period, (DROWSY, DIZZY), worst(daily), Doses(steps, ()), (), period.last_on, quiet_days=quiet)


def calendar(quiet=(), daily=TWELVE, period=MONTH):
    return calendar_chart(period, "Drowsiness", worst(daily).of_any(["drowsiness"], period), period.last_on, quiet)


def test_they_are_counted_beside_rated_and_unknown():
    said = "Rated on 12, quiet on 9, unknown on 7 of 28 days"
    assert completeness_words(12, 28, 9) == said
    assert said in severity(QUIET_DAYS).caption.answer
    assert said in calendar(QUIET_DAYS).caption.answer
    assert "Rated on 12 of 28 days" in severity().caption.answer


def test_tables_and_captions_name_them_and_say_nothing_of_them_where_there_are_none():
    found = severity(QUIET_DAYS)
    assert [row[1] for row in found.table.rows] == ["moderate"] * 12 + ["quiet, not rated"] * 9 + ["not rated"] * 7
    assert "nothing was wrong, and nothing was rated" in found.caption.explanation
    assert "quiet" not in severity().caption.explanation
    months = calendar(QUIET_DAYS).table
    assert months.head[-2:] == ("Quiet", "Not rated")
    assert months.rows[0][-2:] == ("9", "7")
    assert "Quiet" not in calendar().table.head
    assert "Framed days with a dash are quiet" in calendar(QUIET_DAYS).caption.explanation


def test_a_month_of_quiet_days_alone_has_no_rating_and_says_so():
    every = frozenset(MONTH.days())
    found = severity(every, daily=())
    assert found.caption.answer.startswith("Nothing is rated in this period. 28 days were quiet: nothing was wrong.")
    assert found.caption.state == "empty"
    assert all(value is None for panel in found.panels for value in panel.days)
    words = calendar(every, daily=()).caption
    assert words.answer == "No day of this period has a rating. Rated on 0, quiet on 28, unknown on 0 of 28 days."
    assert words.state == "empty"
    two = calendar(every, daily=rated(1, 1)).caption
    assert two.answer == "Rated on 2, quiet on 26, unknown on 0 of 28 days: too few to compare."


def test_a_rated_day_is_what_was_rated():
    assert calendar(frozenset(MONTH.days())).months[0].days[:14] == (*[2] * 12, QUIET, QUIET)
    assert severity(frozenset(MONTH.days())).panels[0].days[:12] == (2,) * 12


def test_weeks_without_a_rating_say_how_many_days_were_quiet():
    years = Period(FIRST, FIRST + timedelta(days=420))
    cells = [row[1] for row in severity(QUIET_DAYS, period=years).table.rows]
    assert cells[1].startswith("moderate")
    assert cells[2] == "not rated (7 days quiet)"
    assert cells[3] == "not rated"
    assert severity(frozenset([day(30)]), period=years).table.rows[4][1] == "not rated (1 day quiet)"


SEVERITIES = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=28, max_size=28)
CALM = st.sets(st.integers(-5, 35).map(day))


@given(SEVERITIES, CALM)
def test_no_median_no_comparison_and_no_rating_changes_with_them(values, quiet):
    """Taking quiet days away turns them into unknown ones, and never into "none"."""
    daily, steps = rated(*values), [step(FIRST, day(13), 750_000), step(day(14), None, 500_000)]
    with_them, without = (severity(days, daily, steps=steps) for days in (quiet, ()))
    assert with_them.panels == without.panels
    assert with_them.compared == without.compared
    before, after = (calendar(days, daily).months for days in (quiet, ()))
    for known, unknown in zip(before, after, strict=True):
        for one, other in zip(known.days, unknown.days, strict=True):
            assert one == other or (one, other) == (QUIET, None)


def test_no_rule_of_comparison_is_given_them():
    """The comparison takes ratings alone: a week that is quiet has no rated day in it."""
    daily = rated(*[3] * 14)
    steps = [step(FIRST, day(13), 750_000), step(day(14), None, 500_000)]
    after = frozenset(day(n) for n in range(14, 28))
    assert severity(after, daily, steps=steps).panels[0].medians[-1].median is None
    assert isinstance(min(after), date)
