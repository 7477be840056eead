"""Regimens: a new step closes the old one, the past stays, and the next planned dose is found on any night."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import read_monograph
from journal.core.plan.regimens import (
    Change,
    Step,
    close_for,
    ends_with,
    free_after,
    from_day,
    goes_on,
    keep_past,
    planned_at,
    planned_on,
    version_tag,
    within,
)
from journal.core.record.forms import FormContext
from journal.core.values.errors import InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
TODAY = date(2026, 3, 1)
FORM_CONTEXT = FormContext(datetime(2026, 3, 1, 7, tzinfo=UTC), "Europe/Berlin", time(4), EXAMPLAMINE)
MORNING, EVENING = time(8), time(20)
BERLIN, LORD_HOWE = "Europe/Berlin", "Australia/Lord_Howe"


def step(starts_on, ends_on=None, times=(MORNING, EVENING), amount=500_000):
    return Step.every_day(starts_on, ends_on, tuple(times), amount, "capsule")


def test_a_first_plan_may_begin_long_ago_but_a_changed_one_may_not():
    keep_past([], date(1999, 2, 28), TODAY)
    steps = [step(date(2000, 1, 1))]
    keep_past(steps, TODAY, TODAY)
    with pytest.raises(InvalidEntry) as error:
        keep_past(steps, date(2026, 2, 28), TODAY)
    past = "The plan of days gone by stays as it was. Choose today or a later day."
    assert error.value.errors == {"starts_on": past}


def test_the_mark_of_a_plan_changes_with_whatever_is_planned():
    plan = (step(TODAY, TODAY), step(date(2026, 3, 2)))
    others = [
        (),
        plan[:1],
        (plan[0], step(date(2026, 3, 3))),
        (plan[0], step(date(2026, 3, 2), date(2026, 3, 9))),
        (plan[0], step(date(2026, 3, 2), amount=501_000)),
        (plan[0], step(date(2026, 3, 2), times=(MORNING,))),
        (plan[0], Step.every_day(date(2026, 3, 2), None, (MORNING, EVENING), 500_000, "syrup")),
        (plan[0], replace(step(date(2026, 3, 2)), ordered_by="Dr Amsel")),
        (plan[0], replace(step(date(2026, 3, 2)), taken_before=True)),
    ]
    assert version_tag(list(plan)) == version_tag(plan)
    assert len({version_tag(each) for each in [plan, *others]}) == 10


def test_the_plan_from_a_day_on_leaves_out_what_ended_before():
    plan = (step(date(2026, 2, 1), date(2026, 2, 28)), step(TODAY, TODAY), step(date(2026, 3, 2)))
    assert from_day(plan, date(2026, 2, 28)) == plan
    assert from_day(plan, TODAY) == plan[1:]
    assert from_day(plan, date(2026, 3, 2)) == plan[2:]


def test_a_plan_goes_on_when_something_is_planned_today_and_after_today():
    assert goes_on([step(TODAY - timedelta(days=9))], TODAY)
    assert goes_on([step(TODAY, TODAY), step(TODAY + timedelta(days=1))], TODAY)
    assert not goes_on([], TODAY)
    assert not goes_on([step(TODAY, TODAY)], TODAY)  # ended today
    assert not goes_on([step(TODAY + timedelta(days=1))], TODAY)  # a pause, or not begun yet


def test_after_a_last_day_nothing_is_planned_at_once_where_it_has_come():
    yesterday, tomorrow = date(2026, 2, 28), date(2026, 3, 2)
    for last_on, free_from in ((yesterday, TODAY), (TODAY, TODAY), (tomorrow, date(2026, 3, 3))):
        assert free_after(last_on, TODAY) == free_from


def test_a_step_goes_to_the_last_day_of_its_medicine_and_begins_not_after_it():
    first, last = date(2026, 3, 2), date(2026, 3, 9)
    assert within(step(first), None) == step(first)
    assert within(step(first), last) == within(step(first, date(2026, 3, 20)), last) == step(first, last)
    assert within(step(first, first), last) == step(first, first)
    assert within(step(last), last) == step(last, last)
    with pytest.raises(InvalidEntry) as error:
        within(step(date(2026, 3, 10)), last, "from_2")
    sentence = "9 March 2026 is the last day of this medicine. Change that day first, under Your medicines."
    assert error.value.errors == {"from_2": sentence}


@pytest.mark.parametrize(
    ("until", "last_on", "with_it"),
    [
        (None, None, True),
        (None, TODAY, True),
        (TODAY, None, False),
        (TODAY, TODAY, True),
        (TODAY, date(2026, 3, 2), False),
        (date(2026, 3, 2), TODAY, True),
    ],
)
def test_a_plan_ends_with_its_medicine_or_before(until, last_on, with_it):
    assert ends_with([step(date(2026, 1, 1), until)], last_on) is with_it
    assert not ends_with([], last_on)


def test_a_new_step_closes_the_one_before_and_supersedes_what_was_to_come():
    ended, present, later = (
        step(date(2025, 1, 1), date(2025, 12, 31)),
        step(date(2026, 1, 1), date(2026, 4, 30)),
        step(date(2026, 5, 1)),
    )
    change = close_for([later, ended, present], date(2026, 3, 15))
    assert change == Change(closed=(step(date(2026, 1, 1), date(2026, 3, 14)),), superseded=(later,))


def test_a_step_that_began_the_same_day_is_superseded_not_closed_backwards():
    today = step(TODAY)
    assert close_for([today], TODAY) == Change(closed=(), superseded=(today,))
    assert close_for([], TODAY) == Change((), ())


def test_a_taper_entered_step_by_step_gives_each_its_days():
    plan = []
    for starts_on, amount in ((TODAY, 2_000_000), (date(2026, 3, 15), 1_500_000), (date(2026, 4, 1), 1_000_000)):
        change = close_for(plan, starts_on)
        untouched = [s for s in plan if s.starts_on not in {c.starts_on for c in change.closed + change.superseded}]
        plan = [*untouched, *change.closed, step(starts_on, amount=amount)]
    ends = [s.ends_on for s in sorted(plan, key=lambda s: s.starts_on)]
    assert ends == [date(2026, 3, 14), date(2026, 3, 31), None]
    assert planned_on(plan, date(2026, 3, 14)).doses[0].amount == 2_000_000
    assert planned_on(plan, date(2026, 3, 15)).doses[0].amount == 1_500_000
    assert planned_on(plan, date(2030, 2, 28)).doses[0].amount == 1_000_000
    assert planned_on(plan, TODAY - timedelta(days=1)) is None


def test_where_nothing_is_planned_there_is_no_instant():
    assert planned_on([], TODAY) is None


@pytest.mark.parametrize(
    ("on", "zone", "at", "instant"),
    [
        (date(2026, 3, 28), BERLIN, time(8), "2026-03-28T07:00"),
        (date(2026, 3, 29), BERLIN, time(8), "2026-03-29T06:00"),
        (date(2026, 3, 29), BERLIN, time(2, 30), "2026-03-29T01:30"),  # no such time: 24 hours after the night before
        (date(2026, 10, 25), BERLIN, time(2, 30), "2026-10-25T00:30"),  # twice: the first
        (date(2026, 10, 4), LORD_HOWE, time(2, 15), "2026-10-03T15:45"),
        (date(2026, 4, 5), LORD_HOWE, time(1, 45), "2026-04-04T14:45"),
        (date(2026, 3, 29), "Pacific/Honolulu", time(2, 30), "2026-03-29T12:30"),
        (date(2024, 2, 29), "UTC", time(), "2024-02-29T00:00"),
    ],
)
def test_a_planned_time_is_one_instant_on_every_night(on, zone, at, instant):
    assert planned_at(on, at, zone).strftime("%Y-%m-%dT%H:%M") == instant


@given(st.lists(st.tuples(st.dates(TODAY, date(2028, 1, 1)), st.integers(1, 4_000_000)), min_size=1, max_size=6))
def test_any_history_of_changes_leaves_one_plan_a_day_and_the_past_alone(changes):
    plan, first = [], min(on for on, _ in changes)
    for starts_on, amount in changes:
        before = {on: planned_on(plan, on) for on in (first, starts_on - timedelta(days=1)) if on < starts_on}
        change = close_for(plan, starts_on)
        moved = {s.starts_on for s in change.closed + change.superseded}
        plan = [*(s for s in plan if s.starts_on not in moved), *change.closed, step(starts_on, amount=amount)]
        assert all(s.ends_on is None or s.ends_on >= s.starts_on for s in plan)
        assert all((planned_on(plan, on) or old) == old or planned_on(plan, on).doses == old.doses
                   for on, old in before.items())  # fmt: skip
        assert planned_on(plan, starts_on).doses[0].amount == amount
        assert all(sum(s.covers(on) for s in plan) <= 1 for on, _ in changes)
