"""The axis of a plan where a period begins within a pause, or long after a step was replaced; and over long pauses."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.plan.planned_times import planned_times
from journal.core.plan.regimens import Pause, Plan
from journal.core.plan.schedules import EVERY_DAY, AsNeeded, Days, days_of
from journal.core.plan.windows import windows
from journal.core.values.clock import Zones
from journal.core.values.periods import Period
from tests.core.plan.plans import BERLIN, as_plan, at, change, paused, saved


def instants(plan, first, last):
    days = Period(at(f"{first} 12:00").date(), at(f"{last} 12:00").date())
    return [planned.at for planned in planned_times(plan, Zones(BERLIN), days)]


def test_the_first_plan_reaches_back_to_days_long_before_it_was_saved():
    plan = Plan((saved("08:00", saved_at="31 12:00"),))
    assert instants(plan, 2, 3)[:2] == [at("2 08:00"), at("3 08:00")]
    assert instants(plan, 2, 31)[:2] == instants(plan, 2, 3)[:2]


def test_a_plan_that_begins_in_a_pause_owes_nothing_before_its_end():
    plan = Plan((saved("08:00", starts="1 07:00"),), (paused(1, 3),))
    assert instants(plan, 1, 5)[:2] == [at("4 08:00"), at("5 08:00")]


def test_a_step_replaced_long_ago_has_no_times_any_more():
    first = saved("08:00", starts="1 07:00")
    first = replace(first, step=replace(first.step, ends_on=at("9 12:00").date()))
    plan = Plan((first, saved("20:00", starts="10 00:00", saved_at="2 09:00")), ())
    assert {at.astimezone(ZoneInfo(BERLIN)).hour for at in instants(plan, 20, 21)} == {20}
    assert {8} == {at.astimezone(ZoneInfo(BERLIN)).hour for at in instants(plan, 4, 5)}


def until(last, **step):
    """A step with that day of March as its last, as somebody entered it."""
    return saved(**step, ends_on=date(2026, 3, last))


def test_a_step_entered_ahead_comes_after_days_without_a_plan():
    """A course of two days, another one a week later, and one more: all of them entered on the first day."""
    plan = Plan(
        (
            until(2, times="08:00", saved_at="1 07:00"),
            until(10, times="20:00", starts="9 00:00", saved_at="1 07:05"),
            saved("14:00", starts="20 00:00", saved_at="1 07:10"),
        )
    )
    found = [at(text) for text in ("1 08:00", "2 08:00", "9 20:00", "10 20:00", "20 14:00", "21 14:00")]
    assert instants(plan, 1, 20) == found
    assert instants(plan, 9, 9)[1:2] == found[2:3]
    assert instants(plan, 20, 20)[1:] == found[4:]


def test_what_was_planned_after_days_without_a_plan_can_be_taken_back():
    plan = change([until(2, times="08:00"), saved(starts="9 00:00", saved_at="1 07:05")], at("5 12:00"))
    assert instants(Plan(tuple(plan)), 1, 20) == [at("1 08:00"), at("2 08:00")]


def test_of_a_step_that_came_to_its_end_the_last_window_ends_as_if_it_had_gone_on():
    """Also where another one follows days later: what is lived between them belongs to neither."""
    for following in ((), (saved("20:00", starts="9 00:00", saved_at="1 07:05"),)):
        axis = planned_times(
            Plan((until(2, times="08:00"), *following)), Zones(BERLIN), Period(date(2026, 3, 1), date(2026, 3, 12))
        )
        assert windows(axis)[1].ends_at == at("3 02:00")


def test_the_last_window_of_a_rare_dose_ends_when_that_of_the_step_after_it_opens():
    rare = until(10, times="08:00", days=Days(every=7))
    axis = planned_times(
        Plan((rare, saved("20:00", starts="12 00:00", saved_at="1 07:05"))),
        Zones(BERLIN),
        Period(date(2026, 3, 1), date(2026, 3, 13)),
    )
    assert [window.planned.at for window in windows(axis)][:3] == [at("1 08:00"), at("8 08:00"), at("12 20:00")]
    assert windows(axis)[1].ends_at == windows(axis)[2].opens_at == at("12 14:00")


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 12),  # days of a course
            st.integers(0, 12),  # days without a plan after it
            st.sampled_from(["08:00", "08:00 20:00", "00:30 23:59"]),
            st.sampled_from([EVERY_DAY, Days(every=3), days_of({0, 4})]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(1, 40),
    st.integers(0, 20),
)
def test_courses_entered_ahead_are_planned_on_their_days_and_on_no_others(courses, first, length):
    """Over the night the clock goes forward too, whichever days are asked for."""
    steps, on, expected = [], date(2026, 3, 1), []
    for n, (days, gap, times, which) in enumerate(courses):
        last_on = on + timedelta(days=days - 1)
        wall = f"{(on - date(2026, 3, 1)).days + 1} 00:00"
        each = saved(times, starts=wall, days=which, ends_on=last_on, saved_at=f"1 00:0{n}")
        steps.append(each)
        planned = (day for day in Period(on, last_on).days() if each.step.plans(day))
        expected += [(day, dose.at.hour * 60 + dose.at.minute) for day in planned for dose in each.step.doses]
        on = last_on + timedelta(days=gap + 1)
    asked = Period(date(2026, 3, 1) + timedelta(days=first - 1), date(2026, 3, 1) + timedelta(days=first + length - 1))
    found = planned_times(Plan(tuple(steps)), Zones(BERLIN), asked)
    assert [(each.on, each.minute) for each in found if each.on in asked] == [
        each for each in expected if each[0] in asked
    ]


DAY = timedelta(days=1)
SAVED_AT = at("1 00:00") - 400 * DAY
every_kind = st.one_of(
    st.just(EVERY_DAY), st.integers(2, 31).map(Days), st.sets(st.integers(0, 6), min_size=1).map(days_of)
)
times_of_day = st.sampled_from(["08:00", "08:00 20:00", "02:30 08:00 23:59"])


@st.composite
def long_plans(draw):
    """A plan of two years with a few changes somewhere in them."""
    plan = [saved(draw(times_of_day), starts="1 00:00", days=draw(every_kind))]
    plan = [replace(plan[0], step=replace(plan[0].step, starts_on=SAVED_AT.date()), saved_at=SAVED_AT)]
    for day in sorted(draw(st.lists(st.integers(1, 700), max_size=3, unique=True))):
        now, what = SAVED_AT + day * DAY + timedelta(hours=9), draw(st.integers(0, 3))
        if what == 0:
            plan = change(plan, now)
        elif what == 1:
            plan = change(plan, now, as_needed=AsNeeded(500_000))
        else:
            starts_on = now.date() + what * DAY if what == 3 else None
            plan = change(plan, now, draw(times_of_day), 1_000_000, starts=starts_on, days=draw(every_kind))
    return plan


def days_from(day, length):
    first_on = SAVED_AT.date() + day * DAY
    return Period(first_on, first_on + length * DAY)


@settings(max_examples=150)
@given(long_plans(), st.integers(1, 650), st.integers(0, 420), st.integers(1, 700), st.integers(0, 200))
def test_a_long_pause_is_many_short_ones(plan, day, length, shown, days):
    """Of a long pause only the edges are walked, and what lies around a change; of short ones every day."""
    whole = days_from(day, length)
    one = Pause(whole.first_on, whole.last_on, "away", SAVED_AT)
    firsts = [whole.first_on + n * DAY for n in range(0, length + 1, 5)]
    many = [Pause(first, min(first + 4 * DAY, whole.last_on), "away", SAVED_AT) for first in firsts]
    period = days_from(shown, days)
    assert planned_times(as_plan(plan, one), Zones(BERLIN), period) == planned_times(
        as_plan(plan, *many), Zones(BERLIN), period
    )


@settings(max_examples=60)
@given(long_plans(), st.integers(1, 650), st.integers(0, 90), st.sampled_from(["America/New_York", BERLIN]))
def test_a_pause_takes_the_times_of_its_days_away_and_no_other_over_both_clock_changes(plan, day, length, zone):
    away, period = days_from(day, length), days_from(1, 780)
    pause = Pause(away.first_on, away.last_on, "away", SAVED_AT)
    without, within = (
        [
            planned.at
            for planned in planned_times(as_plan(plan, *pauses), Zones(zone), period)
            if planned.on in period and planned.on not in away
        ]
        for pauses in ((), (pause,))
    )
    assert within == without == sorted(set(without))


def entered(length, first=10):
    """How many functions of the plan are entered to find the times around the tenth of March, with such a pause, where
    no clock is changed: such a night asks for more."""
    away = Pause(date(2026, 3, first), date(2026, 3, first) + length * DAY, "away", at("1 00:00"))
    plan, counted = as_plan([saved()], away), 0

    def count(frame, event, _arg):
        nonlocal counted
        counted += event == "call" and "/journal/core/" in frame.f_code.co_filename

    asked = plan, Zones("UTC"), Period(date(2026, 3, 8), away.last_on + 3 * DAY)
    planned_times(*asked)  # what is remembered of each day is known by then
    sys.setprofile(count)
    try:
        planned_times(*asked)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("first", [2, 10])
def test_a_pause_of_a_year_costs_no_more_than_one_of_a_month(first):
    assert entered(365, first) == entered(30, first)
