"""Quiet days: a state of their own beside rated and unknown; what may be said of which days, and when it is offered."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from journal.core.medicine.monograph import read_monograph
from journal.core.record.forms import FormContext
from journal.core.record.quiet_days import MOST_QUIET, Offer, QuietDays, offer, quiet_days_of, read_quiet_days
from journal.core.values.clock import local_moment, moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.periods import Period

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
NOW = datetime(2026, 11, 29, 11, 0, tzinfo=UTC)
FORM_CONTEXT = FormContext(NOW, "Europe/Berlin", time(4), EXAMPLAMINE)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
DAY = timedelta(days=1)


def read(first_on, last_on, context=FORM_CONTEXT, **fields):
    return read_quiet_days({"first_on": str(first_on), "last_on": str(last_on)} | fields, context)


def refused(first_on, last_on, **fields):
    with pytest.raises(InvalidEntry) as error:
        read(first_on, last_on, **fields)
    return error.value.errors


def test_a_week_up_to_today_stands_at_now():
    found = read(MONDAY, SUNDAY, note="a calm week")
    assert found == QuietDays(moment=moment(NOW, "Europe/Berlin"), first_on=MONDAY, last_on=SUNDAY, note="a calm week")
    assert (found.day_on, len(found.period), tuple(found.typed_names)) == (SUNDAY, 7, ())


def test_days_gone_by_stand_at_the_end_of_the_last_one():
    assert read(MONDAY, MONDAY).moment == local_moment(datetime.fromisoformat("2026-11-23 23:59"), "Europe/Berlin")


def test_after_midnight_today_is_the_day_before_until_the_day_begins():
    night = FormContext(datetime(2026, 11, 29, 1, 30, tzinfo=UTC), "Europe/Berlin", time(4), EXAMPLAMINE)
    assert read(MONDAY, SUNDAY - DAY, night).moment == moment(night.now, "Europe/Berlin")
    with pytest.raises(InvalidEntry, match="still to come"):
        read(MONDAY, SUNDAY, night)


def test_a_form_that_waited_for_a_log_in_stands_where_it_was_sent_first():
    sent_at = (NOW - timedelta(hours=2)).isoformat()
    assert read(MONDAY, SUNDAY, sent_at=sent_at).moment.at == NOW - timedelta(hours=2)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_over_both_changes_of_the_clock_a_day_is_a_day(zone):
    for now in (datetime(2026, 3, 30, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)):
        context = FormContext(now, zone, time(4), EXAMPLAMINE)
        on = moment(now, zone).on - DAY
        found = read(on - 6 * DAY, on, context)
        assert (found.moment.on, len(found.period)) == (on, 7)


def test_a_day_without_its_last_minute_stands_at_its_noon_and_one_that_never_was_at_now():
    """Midnight was left out in Beirut on 29 March 2026; Apia had no 30 December 2011."""
    context = FormContext(datetime(2026, 3, 30, 12, tzinfo=UTC), "Asia/Beirut", time(4), EXAMPLAMINE)
    assert read("2026-03-28", "2026-03-28", context).moment.on == date(2026, 3, 28)
    now = datetime(2012, 1, 2, 12, tzinfo=UTC)
    apia = FormContext(now, "Pacific/Apia", time(4), EXAMPLAMINE)
    assert read("2011-12-30", "2011-12-30", apia).moment == moment(now, "Pacific/Apia")


def test_what_cannot_be_read_is_said_beside_its_field():
    assert refused("", "x").keys() == {"first_on", "last_on"}
    assert refused(MONDAY, SUNDAY + DAY) == {"last_on": "This day is still to come. Choose today or a day before it."}
    assert refused(SUNDAY, MONDAY) == {"first_on": "The first day is after the last one. Change one of the two."}
    assert refused(MONDAY - DAY, SUNDAY) == {"first_on": "That is more than 7 days. Choose a later first day."}
    assert refused("2025-11-20", "2025-11-26").keys() == {"last_on"}
    assert refused(MONDAY, SUNDAY, note="\x00").keys() == {"note"}


@pytest.mark.parametrize("days", [0, MOST_QUIET + 1])
def test_no_other_number_of_days_can_be_recorded(days):
    with pytest.raises(ValidationError):
        QuietDays(moment=moment(NOW, "UTC"), first_on=MONDAY, last_on=MONDAY + (days - 1) * DAY)


def test_nothing_is_offered_before_a_week_has_passed():
    for ago in range(7):
        assert offer(SUNDAY, SUNDAY - ago * DAY, date(2026, 1, 1)) is None
    assert offer(SUNDAY, None, None) is None
    assert offer(SUNDAY, None, SUNDAY - 5 * DAY) is None


def test_after_a_week_its_seven_days_are_offered_and_then_the_open_ones_before_them():
    week = Period(MONDAY, SUNDAY)
    assert offer(SUNDAY, MONDAY - DAY, date(2026, 1, 1)) == Offer(week)
    assert offer(SUNDAY, MONDAY - 4 * DAY, date(2026, 1, 1)) == Offer(week, Period(MONDAY - 3 * DAY, MONDAY - DAY))
    assert offer(SUNDAY, None, date(2026, 1, 1)) == Offer(week, Period(MONDAY - 7 * DAY, MONDAY - DAY))
    assert offer(SUNDAY, None, MONDAY - 2 * DAY) == Offer(week, Period(MONDAY - 2 * DAY, MONDAY - DAY))
    assert offer(SUNDAY, None, MONDAY) == Offer(week)


MARKS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 6)).map(lambda n: (MONDAY + n[0] * DAY, MONDAY + sum(n) * DAY)),
    max_size=6,
)
DAYS = st.sets(st.integers(-3, 50).map(lambda n: MONDAY + n * DAY))


@given(MARKS, DAYS, st.integers(0, 30), st.integers(0, 30))
def test_a_day_is_quiet_exactly_where_it_is_covered_within_the_period_and_not_answered(marks, answered, first, more):
    within = Period(MONDAY + first * DAY, MONDAY + (first + more) * DAY)
    found = quiet_days_of(marks, answered, within)
    for on in Period(MONDAY - 5 * DAY, MONDAY + 70 * DAY).days():
        covered = any(a <= on <= b for a, b in marks)
        assert (on in found) == (covered and on in within and on not in answered)


@given(MARKS, DAYS, st.data())
def test_removing_a_mark_only_ever_turns_quiet_into_unknown(marks, answered, data):
    within = Period(MONDAY, MONDAY + 60 * DAY)
    before = quiet_days_of(marks, answered, within)
    left = list(marks)
    if left:
        left.remove(data.draw(st.sampled_from(left)))
    assert quiet_days_of(left, answered, within) <= before
