"""The worst of each day: cut to a period, and of several effects together."""

from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.worst_days import NOTHING_RATED, WorstDays
from journal.core.values.periods import Period
from tests.core.charts.test_points import day, rated, severities
from tests.core.charts.worst import worst

WEEK = Period(day(0), day(6))


def test_an_effect_is_cut_to_the_days_that_are_asked_for_and_gaps_stay_gaps():
    found = WorstDays(Period(day(2), day(4)), {"drowsiness": (0, None, 4)})
    assert found.of_effect("drowsiness", WEEK) == [None, None, 0, None, 4, None, None]
    assert found.of_effect("drowsiness", Period(day(4), day(4))) == [4]
    assert found.of_effect("drowsiness", Period(day(8), day(9))) == [None, None]
    assert found.of_effect("drowsiness", Period(day(-9), day(-8))) == [None, None]
    assert found.of_effect("dizziness", WEEK) == [None] * 7
    assert NOTHING_RATED.of_any(["drowsiness"], WEEK) == [None] * 7


def test_the_worst_of_several_is_that_of_those_rated_on_the_day():
    found = worst(rated(0, None, 2, None) + rated(1, 3, 1, None, effect="dizziness"))
    assert found.of_any(["drowsiness", "dizziness"], Period(day(0), day(3))) == [1, 3, 2, None]
    assert found.of_any([], Period(day(0), day(1))) == [None, None]


@given(st.dictionaries(st.sampled_from("abc"), st.lists(severities, min_size=7, max_size=7)))
def test_any_is_the_highest_of_what_is_there_in_whatever_order(columns):
    of = WorstDays(WEEK, columns).of_any(columns, WEEK)
    assert of == WorstDays(WEEK, columns).of_any(reversed(columns), WEEK)
    for n, value in enumerate(of):
        assert value == max((own[n] for own in columns.values() if own[n] is not None), default=None)
