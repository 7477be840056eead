"""The rows of Today: each planned time of the day in exactly one of them, and a press on a row answers that row."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.plan.adherence import taken_dose
from journal.core.plan.planned_times import planned_times
from journal.core.plan.schedules import AsNeeded
from journal.core.plan.today import Taken, answer_of, matched_now
from journal.core.plan.today_rows import FOLD_ABOVE, as_needed_tap, count_folded, today_rows
from journal.core.record.forms import FormContext
from journal.core.values.clock import Zones, moment
from journal.core.values.periods import Period
from tests.core.plan.plans import BERLIN, as_plan, at, dose, dose_at, saved
from tests.core.plan.test_today import EXAMPLAMINE


def asked(now, *doses, plan=None):
    """What Today answers at that instant, and its rows."""
    now = at(now) if isinstance(now, str) else now
    form_context = FormContext(now, BERLIN, time(4), EXAMPLAMINE)
    recorded = as_plan(plan or [saved()])
    matched = matched_now(recorded, doses, form_context)
    found = answer_of(form_context, recorded, Taken(doses), matched)
    return found, today_rows(form_context, matched, found)


def states(now, *doses, plan=None):
    """Each row's planned time and state."""
    return [(row.planned.at, row.state) for row in asked(now, *doses, plan=plan)[1]]


MORNING, EVENING = at("10 08:00"), at("10 20:00")


@pytest.mark.parametrize(
    ("now", "recorded", "morning", "evening"),
    [
        ("10 07:00", [], "early", "to_come"),
        ("10 08:00", [], "due", "to_come"),
        ("10 12:00", [], "due", "to_come"),
        ("10 12:00", [dose("10 08:02")], "taken", "to_come"),
        ("10 12:00", [dose("10 08:02", amount=250_000)], "part", "to_come"),
        ("10 18:00", [dose("10 08:02", amount=250_000)], "taken", "early"),  # its window has ended: it stays a part
        ("10 12:00", [dose("10 08:00", "skipped")], "skipped", "to_come"),
        ("10 18:00", [], "passed", "early"),
        ("10 18:00", [dose("10 08:02"), dose("10 17:30")], "taken", "taken"),
        ("10 21:00", [dose("10 08:02")], "taken", "due"),
    ],
)
def test_what_a_row_says_of_its_time(now, recorded, morning, evening):
    rows = dict(states(now, *recorded))
    assert (rows[MORNING], rows[EVENING]) == (morning, evening)


def test_a_time_of_yesterday_has_a_row_while_it_is_open_or_spoken_of():
    assert states("10 00:30") == [(at("9 20:00"), "due"), (MORNING, "to_come"), (EVENING, "to_come")]
    assert states("10 06:00") == [(at("9 20:00"), "passed"), (MORNING, "early"), (EVENING, "to_come")]
    assert states("10 09:00") == [(MORNING, "due"), (EVENING, "to_come")]


def test_one_tap_stands_in_the_row_whose_window_is_open():
    for now, planned in (("10 12:00", MORNING), ("10 18:00", EVENING), ("10 19:30", EVENING)):
        assert [row.planned.at for row in asked(now)[1] if row.tap] == [planned]
    _, rows = asked("10 18:00")
    assert [row.is_far_ahead for row in rows] == [False, True]
    assert [row.is_far_ahead for row in asked("10 19:30")[1]] == [False, False]


def test_skipped_is_recorded_at_its_time_and_now_while_that_is_to_come():
    _, rows = asked("10 18:00")
    assert [row.skipped_at(at("10 18:00")) for row in rows] == [MORNING, at("10 18:00")]
    assert not any(row.may_be_skipped for row in asked("10 16:00", dose("10 08:00"))[1])


ORDER = AsNeeded(250_000, most_a_day=500_000)
BOTH = [saved("08:00", as_needed=ORDER)]


def test_as_needed_has_a_button_while_no_planned_time_would_take_the_dose():
    assert as_needed_tap(asked("10 12:00", plan=BOTH)[0]) is None  # it would be the one for 08:00
    found = as_needed_tap(asked("10 12:00", dose("10 08:00"), plan=BOTH)[0])
    assert (found.kind, found.amount, found.is_secondary) == ("as_needed", 250_000, False)
    more = dose("10 09:00"), dose("10 10:00", amount=250_000)
    assert as_needed_tap(asked("10 12:00", dose("10 08:00"), *more, plan=BOTH)[0]).is_secondary  # above the most
    assert as_needed_tap(asked("10 12:00", plan=[saved()])[0]) is None
    assert as_needed_tap(asked("10 12:00", plan=[saved("", as_needed=ORDER)])[0]).kind == "as_needed"


def test_answered_rows_fold_once_there_are_more_than_a_few():
    six = [saved("00:30 04:30 08:30 12:30 16:30 20:30")]
    taken = [dose(f"10 {hour:02}:30") for hour in (0, 4, 8, 12, 16)]
    assert count_folded(asked("10 13:00", *taken[:FOLD_ABOVE], plan=six)[1]) == 0
    assert count_folded(asked("10 17:00", *taken, plan=six)[1]) == FOLD_ABOVE + 1


clock_times = st.lists(st.integers(0, 95), min_size=1, max_size=6, unique=True).map(
    lambda quarters: " ".join(f"{n // 4:02}:{n % 4 * 15:02}" for n in sorted(quarters))
)
instants = st.integers(0, 72 * 60).map(lambda minutes: at("11 12:00") - timedelta(minutes=minutes))
lived = st.lists(
    st.tuples(instants, st.sampled_from(["taken", "skipped"]), st.sampled_from([250_000, 500_000])), max_size=6
)


@given(clock_times, lived, st.integers(0, 24 * 60 - 1))
def test_each_planned_time_of_the_day_is_in_exactly_one_row_and_a_press_answers_its_row(times, recorded, minute):
    """Whatever was recorded: with the button of a row what was pressed belongs to that row's time."""
    now, plan = at("10 00:00") + timedelta(minutes=minute), [saved(times)]
    doses = [dose_at(when, status, amount=amount) for when, status, amount in recorded if when <= now]
    _, rows = asked(now, *doses, plan=plan)
    on = moment(now, BERLIN).on
    todays = planned_times(as_plan(plan), Zones(BERLIN), Period(on, on))
    assert [row.planned for row in rows if row.planned.on == on] == [planned for planned in todays if planned.on == on]
    assert len({row.planned.at for row in rows}) == len(rows)
    for row in rows:
        if row.tap is not None:
            pressed, after = after_press(now, doses, plan, row, now, "taken", row.tap.amount)
            assert pressed in (*after.slot.doses, *after.slot.beside)
            assert after.is_answered
        if row.may_be_skipped:
            pressed, after = after_press(now, doses, plan, row, row.skipped_at(now), "skipped", row.planned.amount)
            assert (after.state, after.slot.skipped) == ("skipped", pressed)


def after_press(now, doses, plan, row, lived_at, status, amount):
    """What was pressed, and the same row afterwards."""
    pressed = taken_dose(moment(lived_at, BERLIN), amount, status, now + timedelta(seconds=1))
    rows = asked(now, *doses, pressed, plan=plan)[1]
    return pressed, next(each for each in rows if each.planned == row.planned)
