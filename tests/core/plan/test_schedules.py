"""Schedules: every day, weekdays, every n-th day; what is none of them is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.plan.schedules import EVERY_DAY, Days, days_of

MONDAY = date(2026, 3, 2)


def of_fortnight(days: Days, first_on: date = MONDAY) -> list[int]:
    return [n for n in range(14) if days.has(MONDAY + timedelta(days=n), first_on)]


def test_every_day_weekdays_and_every_third_day():
    assert of_fortnight(EVERY_DAY) == list(range(14))
    assert of_fortnight(Days(weekdays=(0, 2, 4))) == [0, 2, 4, 7, 9, 11]
    assert of_fortnight(Days(3)) == [0, 3, 6, 9, 12]
    assert of_fortnight(Days(3), MONDAY - timedelta(days=1)) == [2, 5, 8, 11]  # counted from the first day of the step
    assert days_of(range(7)) == EVERY_DAY
    assert days_of([4, 0, 0]) == Days(weekdays=(0, 4))


@pytest.mark.parametrize(
    ("every", "weekdays"), [(0, ()), (-1, ()), (32, ()), (2, (0,)), (1, (7,)), (1, (-1,)), (1, (1, 0)), (1, (1, 1))]
)
def test_what_are_no_days_of_a_plan_is_refused(every, weekdays):
    with pytest.raises(ValueError, match=r"no days|no weekdays"):
        Days(every, weekdays)


@pytest.mark.parametrize(
    ("days", "gap"),
    [
        (EVERY_DAY, 1),
        (Days(31), 31),
        (Days(weekdays=(3,)), 7),
        (Days(weekdays=(0, 2, 4)), 3),
        (Days(weekdays=(5, 6)), 6),
    ],
)
def test_the_longest_gap_is_found_over_the_weekend_too(days, gap):
    assert days.longest_gap == timedelta(days=gap)


def test_an_average_is_exact_to_the_millionth_however_small_or_large():
    assert EVERY_DAY.average(62_501) == 62_501
    assert Days(2).average(1_000_000) == 500_000
    assert Days(weekdays=(0,)).average(1_000_000) == 142_857
    assert Days(weekdays=(0, 2, 4)).average(500) == 214
    assert Days(2).average(10**17 + 2) == 5 * 10**16 + 1, "no float holds it"


def test_half_a_millionth_counts_as_a_whole_one():
    assert [Days(2).average(amount) for amount in (1, 2, 3, 5)] == [1, 1, 2, 3]


every_kind = st.one_of(
    st.integers(1, 31).map(Days),
    st.sets(st.integers(0, 6), min_size=1, max_size=6).map(days_of),
)


@given(every_kind)
def test_days_are_written_and_read_back(days):
    assert Days.from_text(days.text) == days


@pytest.mark.parametrize("text", ["every", "every 0", "every 2 mon", "monday", "mon mon", "x 3"])
def test_a_text_that_is_no_schedule_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        Days.from_text(text)
