"""Periods: the days a chart or a list speaks of, and dates in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.values.errors import InvalidEntry
from journal.core.values.periods import (
    MOST_DAYS,
    Period,
    day_words,
    file_name,
    name_words,
    period_words,
    read_date,
    read_period,
    split_period,
)

TODAY = date(2026, 3, 1)
NO_SUCH_DAY = "There is no such day. Write the date as year-month-day, for example 2026-02-28."


def test_a_period_counts_both_ends_and_knows_its_days():
    period = Period(date(2024, 2, 28), date(2024, 3, 1))
    assert len(period) == 3
    assert list(period.days()) == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]
    assert date(2024, 2, 29) in period
    assert date(2024, 3, 2) not in period
    assert "2024-02-29" not in period


@pytest.mark.parametrize(
    ("name", "first", "length"), [("", "2026-02-02", 28), ("7", "2026-02-23", 7), ("365", "2025-03-02", 365)]
)
def test_the_usual_periods_end_today(name, first, length):
    period = read_period(name, "", "", TODAY, None)
    assert (period.first_on.isoformat(), period.last_on, len(period)) == (first, TODAY, length)
    assert period.name == (name or "28")


@pytest.mark.parametrize(
    ("first_entry_on", "first_on"),
    [(date(2020, 5, 17), date(2020, 5, 17)), (None, TODAY), (TODAY + timedelta(days=1), TODAY)],
)
def test_everything_begins_with_the_first_entry(first_entry_on, first_on):
    assert read_period("all", "", "", TODAY, first_entry_on) == Period(first_on, TODAY, "all")


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2026-01-01", "2026-01-31", Period(date(2026, 1, 1), date(2026, 1, 31))),
        (" 2026-02-28 ", "", Period(date(2026, 2, 28), TODAY)),
        ("2026-02-28", "2026-12-31", Period(date(2026, 2, 28), TODAY)),
        ("2026-03-01", "2026-03-01", Period(TODAY, TODAY)),
    ],
)
def test_a_free_period_never_ends_after_today(first, last, period):
    assert read_period("", first, last, TODAY, None) == period


@pytest.mark.parametrize(
    ("name", "first", "begins_on", "first_on"),
    [
        ("365", "", date(2025, 10, 3), date(2025, 10, 3)),  # a year of 150 days
        ("28", "", date(2026, 2, 28), date(2026, 2, 28)),
        ("28", "", date(2026, 2, 1), date(2026, 2, 2)),
        ("7", "", TODAY + timedelta(days=1), TODAY),
        ("free", "1900-01-01", date(2026, 2, 28), date(2026, 2, 28)),
        ("free", "2026-02-28", date(2026, 2, 27), date(2026, 2, 28)),
    ],
)
def test_no_period_begins_before_the_first_entry(name, first, begins_on, first_on):
    assert read_period(name, first, "", TODAY, begins_on) == Period(first_on, TODAY, name)


def test_a_period_that_ends_before_the_first_entry_is_answered_with_its_day():
    with pytest.raises(InvalidEntry) as refused:
        read_period("free", "1900-01-01", "2026-02-26", TODAY, date(2026, 2, 27))
    assert refused.value.errors == {"last": "Your journal begins on 27 February 2026. Choose a day from then on."}
    found = read_period("free", "1900-01-01", "2026-02-27", TODAY, date(2026, 2, 27))
    assert found == Period(date(2026, 2, 27), date(2026, 2, 27))


@pytest.mark.parametrize(
    ("name", "first", "last", "errors"),
    [
        ("fortnight", "", "", {"period": "Choose one of the periods in the list."}),
        (
            "free",
            "",
            "2025-02-29",
            dict.fromkeys(("first", "last"), NO_SUCH_DAY),
        ),
        ("free", "2026-02-02", "2026-02-01", {"last": "The last day must not be before the first day."}),
        ("free", "2026-03-02", "2026-03-03", {"first": "The first day must not be in the future."}),
        (
            "free",
            "0001-01-01",
            "9999-12-31",
            dict.fromkeys(("first", "last"), "The year must be between 1900 and now."),
        ),
    ],
)
def test_what_is_no_period_is_answered_with_sentences(name, first, last, errors):
    with pytest.raises(InvalidEntry) as refused:
        read_period(name, first, last, TODAY, None)
    assert refused.value.errors == errors


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "2026-2-3", "31.12.2025", "2026-02-28\x00", "٢٠٢٦-٠٢-٣٠"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match="There is no such day"):
        read_date(text)


@pytest.mark.parametrize("text", ["٢٠٢٦-٠٢-٢٨", "۲۰۲۶-۰۲-۲۸", "２０２６－０２－２８", "\u200f2026\u201102\u221228 "])
def test_a_day_is_read_in_the_digits_of_other_scripts(text):
    assert read_date(text) == date(2026, 2, 28)


def test_days_in_words():
    assert day_words(date(2026, 10, 27), with_year=False) == "27 October"
    assert day_words(date(2024, 2, 29), with_year=True) == "29 February 2024"
    assert [name_words(name) for name in ("7", "all")] == ["7 days", "everything"]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2026, 1, 1), TODAY), "1 January to 1 March"),
        (Period(TODAY, TODAY), "1 March"),
        (Period(date(2025, 12, 1), TODAY), "1 December 2025 to 1 March 2026"),
        (Period(date(2025, 12, 1), date(2025, 12, 1)), "1 December 2025"),
    ],
)
def test_periods_in_words_name_the_year_where_it_is_needed(period, words):
    assert period_words(period, TODAY) == words


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 400))
def test_the_days_of_a_period_are_as_many_as_it_says(first_on, more):
    period = Period(first_on, first_on + timedelta(days=more))
    days = list(period.days())
    assert len(days) == len(period) == more + 1
    assert days[-1] == period.last_on
    assert all(day in period for day in days)
    assert read_date(first_on.isoformat()) == first_on


def test_ten_years_are_one_picture_and_a_day_more_are_two():
    ten = Period(date(2016, 3, 2), TODAY, "all")
    assert len(ten) == MOST_DAYS - 1
    assert split_period(ten) == (ten,)
    more = Period(date(2016, 2, 29), TODAY, "all")
    newest, oldest = split_period(more)
    assert newest == Period(date(2016, 3, 1), TODAY, "all")
    assert oldest == Period(date(2016, 2, 29), date(2016, 2, 29))


def test_a_century_comes_in_parts_that_leave_nothing_out():
    century = Period(date(1926, 3, 2), TODAY)
    parts = split_period(century)
    assert [len(part) for part in parts] == [MOST_DAYS] * 9 + [len(century) - 9 * MOST_DAYS]
    assert [on for part in reversed(parts) for on in part.days()] == list(century.days())


def test_a_file_is_named_by_what_it_is_about_and_its_days() -> None:
    period = Period(date(2026, 8, 31), date(2026, 11, 28))
    assert file_name("clonazepam", period, "pdf") == "clonazepam-2026-08-31-to-2026-11-28.pdf"
    assert file_name("clonazepam-doses", period.since(period.last_on), "csv") == "clonazepam-doses-2026-11-28.csv"
