"""Supplies: what is left by a count and the doses since, and the last day for which the plan has enough."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.plan.regimens import Pause, Plan, RecordedStep, Step, planned_on
from journal.core.plan.schedules import AsNeeded, Days, PlannedDose
from journal.core.plan.supplies import LONGEST, Count, Outlook, Supply, outlook
from journal.core.values.amounts import ONE

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAY = timedelta(days=1)
MG = ONE


def step(starts_on=TODAY - 30 * DAY, ends_on=None, amount=MG, days=None, times=(time(8), time(20))):
    days = days or Days()
    return Step(starts_on, ends_on, tuple(PlannedDose(at, amount // 2) for at in times), "", days)


def plan(*steps, pauses=()):
    return Plan(tuple(RecordedStep(each, None, NOW) for each in steps), pauses)


def supply(amount, taken_since=0, taken_today=0):
    return Supply(Count("m", amount, NOW), taken_since, taken_today)


def test_left_is_what_was_counted_less_what_was_taken_and_never_less_than_nothing():
    assert supply(10 * MG, 3 * MG).left == 7 * MG
    assert supply(MG, 3 * MG).left == 0


@pytest.mark.parametrize(
    ("left", "taken_today", "until"),
    [
        (0, 0, TODAY - DAY),  # not enough for today
        (MG - 1, 0, TODAY - DAY),
        (MG, 0, TODAY),
        (0, MG, TODAY),  # today's are taken
        (MG // 2, MG // 2, TODAY),  # this evening's is left
        (0, 2 * MG, TODAY),  # more than was planned: no day is made up of it
        (2 * MG - 1, 0, TODAY),
        (2 * MG, 0, TODAY + DAY),
        (17 * MG, 0, date(2026, 12, 9)),
    ],
)
def test_it_is_enough_until_the_last_day_all_of_which_it_makes_up(left, taken_today, until):
    assert supply(left, taken_today=taken_today).enough_until(plan(step()), TODAY) == until


def test_weekdays_and_every_nth_day_use_it_up_on_their_days_alone():
    weekdays = plan(step(days=Days(weekdays=(0, 2))))  # Monday and Wednesday
    assert supply(3 * MG).enough_until(weekdays, TODAY) == date(2026, 12, 1)  # the Wednesday after has none
    third = plan(step(starts_on=TODAY - 2 * DAY, days=Days(every=3)))  # the 24th, 27th, 30th
    assert supply(2 * MG).enough_until(third, TODAY) == date(2026, 11, 29)


def test_a_step_to_come_and_a_pause_change_what_is_used():
    half = plan(step(ends_on=TODAY + DAY), step(starts_on=TODAY + 2 * DAY, amount=MG // 2))
    assert supply(4 * MG).enough_until(half, TODAY) == TODAY + 5 * DAY
    pause = Pause(TODAY + DAY, TODAY + 3 * DAY, "in hospital", NOW)
    assert supply(2 * MG).enough_until(plan(step(), pauses=(pause,)), TODAY) == TODAY + 4 * DAY
    now = Pause(TODAY, TODAY, "in hospital", NOW)
    assert supply(0).enough_until(plan(step(), pauses=(now,)), TODAY) == TODAY


def test_nothing_is_said_where_nothing_uses_it_up_within_a_year():
    as_needed = Step(TODAY, None, (), "", as_needed=AsNeeded(MG))
    for nothing in (plan(), plan(as_needed), plan(step(ends_on=TODAY - DAY)), plan(step(starts_on=TODAY + 900 * DAY))):
        assert supply(MG).enough_until(nothing, TODAY) is None
    assert supply((LONGEST + 1) * MG).enough_until(plan(step()), TODAY) is None
    assert supply(LONGEST * MG).enough_until(plan(step()), TODAY) == TODAY + (LONGEST - 1) * DAY
    assert supply(3 * MG).enough_until(plan(step(ends_on=TODAY + DAY)), TODAY) is None


@pytest.mark.parametrize(
    ("until", "is_short", "soon"),
    [
        (None, False, False),
        (TODAY - DAY, True, True),
        (TODAY, False, True),
        (TODAY + 6 * DAY, False, True),
        (TODAY + 7 * DAY, False, False),
    ],
)
def test_under_seven_days_is_soon_and_less_than_today_is_short(until, is_short, soon):
    seen = Outlook(MG, until, TODAY)
    assert (seen.is_short, seen.ends_soon) == (is_short, soon)


def test_an_outlook_is_what_is_left_and_until_when():
    assert outlook(supply(3 * MG, MG), plan(step()), TODAY) == Outlook(2 * MG, TODAY + DAY, TODAY)


STEPS = st.builds(
    lambda starts, amounts, days: [
        Step(
            TODAY + begin * DAY,
            None if n == len(starts) - 1 else TODAY + (starts[n + 1] - 1) * DAY,
            tuple(PlannedDose(time(6 + k), amount) for k, amount in enumerate(amounts[n % len(amounts)])),
            "",
            days[n % len(days)],
        )
        for n, begin in enumerate(starts)
    ],
    st.lists(st.integers(-40, 60), min_size=1, max_size=4, unique=True).map(sorted),
    st.lists(st.lists(st.integers(1, 3 * MG), max_size=3), min_size=1, max_size=3),
    st.lists(
        st.one_of(
            st.builds(lambda every: Days(every=every), st.integers(1, 9)),
            st.builds(lambda on: Days(weekdays=tuple(sorted(on))), st.sets(st.integers(0, 6), min_size=1, max_size=6)),
        ),
        min_size=1,
        max_size=3,
    ),
)
PAUSES = st.builds(
    lambda begin, length: (Pause(TODAY + begin * DAY, TODAY + (begin + length) * DAY, "", NOW),),
    st.integers(-5, 40),
    st.integers(0, 20),
)


def planned(of: Plan, on: date) -> int:
    """What is planned on a day, said another way."""
    found = planned_on(of.counting, on)
    if found is None or of.pause_on(on) or not found.days.has(on, found.starts_on):
        return 0
    return sum(dose.amount for dose in found.doses)


@given(STEPS, PAUSES, st.integers(0, 60 * MG), st.integers(0, 3 * MG))
def test_what_is_planned_until_then_is_there_and_the_day_after_is_not(steps, pauses, left, taken_today):
    of = plan(*steps, pauses=pauses)
    until = supply(left, taken_today=taken_today).enough_until(of, TODAY)
    days = LONGEST if until is None else (until - TODAY).days
    needed = sum(planned(of, TODAY + n * DAY) for n in range(1, days + 1))
    today = max(0, planned(of, TODAY) - taken_today)
    if until == TODAY - DAY:
        assert today > left
        return
    assert today + needed <= left
    if until is not None:
        assert today + needed + planned(of, until + DAY) > left


@given(STEPS, st.integers(0, 30 * MG), st.integers(0, 30 * MG))
def test_more_is_never_enough_for_less_long(steps, left, more):
    of = plan(*steps)
    one, other = (supply(each).enough_until(of, TODAY) or date.max for each in (left, left + more))
    assert one <= other
