"""Whole columns say what their numbers say one by one."""

from array import array
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.values import columns
from journal.core.values.columns import whole
from journal.core.values.periods import Period

most = 2**63 - 1
keys = st.integers(-5, 5)
pairs = st.lists(st.tuples(keys, st.integers(-(10**15), 10**15)), max_size=30)


@given(pairs)
def test_of_each_key_the_values_are_added_up_and_the_highest_is_found(found) -> None:
    of_key = defaultdict(list)
    for key, value in found:
        of_key[key].append(value)
    numbers, values = (whole(each) for each in (zip(*found, strict=True) if found else ((), ())))
    ordered = sorted(of_key)
    assert columns.sums(numbers, values) == (array("q", ordered), array("q", [sum(of_key[key]) for key in ordered]))
    assert columns.highest(numbers, values) == (array("q", ordered), array("q", [max(of_key[key]) for key in ordered]))
    assert columns.each_once(numbers) == array("q", ordered)
    assert columns.counts(numbers) == (array("q", ordered), array("q", [len(of_key[key]) for key in ordered]))


@given(pairs)
def test_columns_are_put_in_the_order_of_one_and_stay_rows(found) -> None:
    one, other = map(list, zip(*found, strict=True)) if found else ([], [])
    put = columns.in_order_of(one, one, other)
    assert list(zip(*put, strict=True)) == sorted(found, key=lambda row: row[0])


@given(st.lists(st.integers(-most, most)))
def test_whole_numbers_come_out_of_a_text_as_they_went_in(numbers) -> None:
    assert list(columns.read_numbers(",".join(map(str, numbers)), ",")) == numbers


@given(st.lists(st.dates()))
def test_days_come_out_of_a_text_as_they_went_in(days) -> None:
    found = columns.read_days(",".join(map(str, days)), ",")
    assert list(map(date.fromordinal, found)) == days


def test_a_text_that_is_no_column_is_refused() -> None:
    with pytest.raises((ValueError, DeprecationWarning)):
        columns.read_numbers("1,two", ",")
    with pytest.raises(ValueError, match="multiple"):
        columns.read_days("2026-11-30,tomorrow", ",")


@given(st.sets(st.integers(0, 40)), st.integers(5, 20), st.integers(0, 20))
def test_flags_say_which_numbers_were_chosen(chosen, first, length) -> None:
    assert columns.flags(chosen, first, length).tolist() == [first + n in chosen for n in range(length)]


@given(st.lists(st.integers(736_000, 736_020)))
def test_the_days_inside_of_a_period_are_its_days(days) -> None:
    period = Period(date.fromordinal(736_005), date.fromordinal(736_012))
    assert columns.inside(period, whole(days)).tolist() == [date.fromordinal(on) in period for on in days]


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 1, 20)), st.integers(0, 4)))
def test_each_day_has_its_value_and_a_day_without_one_has_none(values) -> None:
    period = Period(date(2026, 1, 4), date(2026, 1, 14))
    numbers = [on.toordinal() for on in values]
    assert columns.each_day(period, numbers, [*values.values()]) == [values.get(on) for on in period.days()]
    assert [*columns.each_once(whole(numbers + numbers))] == sorted(numbers)
