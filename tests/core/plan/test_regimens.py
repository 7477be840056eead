"""Regimens: a new step closes the old one, the past stays, and the next planned dose is found on any night."""

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
    from_day,
    goes_on,
    keep_past,
    planned_at,
    planned_on,
    read_step,
    version_tag,
)
from journal.core.record.forms import FormContext
from journal.core.values.errors import InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
TODAY = date(2026, 3, 1)
FORM_CONTEXT = FormContext(datetime(2026, 3, 1, 7, tzinfo=UTC), "Europe/Berlin", time(4), EXAMPLAMINE)
MORNING, EVENING = time(8), time(20)
BERLIN, LORD_HOWE = "Europe/Berlin", "Australia/Lord_Howe"


def step(starts_on, ends_on=None, times=(MORNING, EVENING), amount=500_000):
    return Step(starts_on, ends_on, tuple(times), amount, "capsule")


def read(**fields):
    return read_step({"starts_on": "2026-03-01", "times": "08:00, 20:00", "amount": "5", **fields}, FORM_CONTEXT, TODAY)


def refused(**fields):
    with pytest.raises(InvalidEntry) as error:
        read(**fields)
    return error.value.errors


def test_a_step_is_read_from_its_form():
    assert read(form="syrup") == Step(TODAY, None, (MORNING, EVENING), 5_000_000, "syrup")
    assert read(amount="other", other_amount="1,25").daily_amount == 2_500_000


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("20:00 8:00", (MORNING, EVENING)),
        ("08:00;20:00", (MORNING, EVENING)),
        (" ,08:00, , ", (MORNING,)),
        ("08:00\n20:00", (MORNING, EVENING)),
        ("00:00", (time(),)),
        ("8:05 pm, 8 am 12:00\u00a0pm", (time(8), time(12), time(20, 5))),
        ("٠٨:٠٠، ２０：００", (time(8), time(20))),
        (" ".join(f"{h:02d}:00" for h in range(24)), tuple(time(h) for h in range(24))),
    ],
)
def test_times_are_read_in_any_order_and_kept_ascending(typed, times):
    assert read(times=typed).times == times


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write at least one time of day, for example 08:00, 20:00."),
        (" , ;", "Write at least one time of day, for example 08:00, 20:00."),
        ("morning", "Write the time as hours and minutes, for example 08:05 or 8:05 pm."),
        ("08:00, 25:00", "Write the time as hours and minutes, for example 08:05 or 8:05 pm."),
        ("08:00 8:00", "The same time stands there twice. Write each time once."),
        (" ".join(f"{h:02d}:00" for h in range(24)) + " 23:30", "There is room for 24 times a day."),
    ],
)
def test_times_that_are_none_are_answered_with_a_sentence(typed, sentence):
    assert refused(times=typed) == {"times": sentence}


def test_a_first_plan_may_begin_long_ago_but_a_changed_one_may_not():
    long_ago = "1999-02-28"
    assert read(starts_on=long_ago).starts_on == date(1999, 2, 28)
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
        (plan[0], Step(date(2026, 3, 2), None, (MORNING, EVENING), 500_000, "syrup")),
    ]
    assert version_tag(list(plan)) == version_tag(plan)
    assert len({version_tag(each) for each in [plan, *others]}) == 8


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


def test_a_plan_begins_within_a_year():
    assert read(starts_on="2027-03-02").starts_on == date(2027, 3, 2)
    too_far = {"starts_on": "This is more than a year ahead. Choose a day within the next year."}
    assert refused(starts_on="2027-03-03") == too_far


@pytest.mark.parametrize("starts_on", ["", "2026-02-29", "0001-01-01", "1899-12-31", "9999-12-31", "soon\x00"])
def test_a_start_that_is_no_day_is_refused(starts_on):
    assert refused(starts_on=starts_on).keys() == {"starts_on"}


def test_every_field_that_cannot_be_read_is_named_at_once():
    assert refused(starts_on="x", times="x", amount="x", form="x").keys() == {"starts_on", "times", "amount", "form"}


def test_an_amount_that_looks_like_a_slip_is_asked_about_in_the_words_of_a_plan():
    assert refused(amount="65")["confirmed"].endswith("If that is what was prescribed, confirm it and save again.")
    assert read(amount="65", confirmed="yes").amount == 65_000_000


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
    assert planned_on(plan, date(2026, 3, 14)).amount == 2_000_000
    assert planned_on(plan, date(2026, 3, 15)).amount == 1_500_000
    assert planned_on(plan, date(2030, 2, 28)).amount == 1_000_000
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
        assert all((planned_on(plan, on) or old) == old or planned_on(plan, on).amount == old.amount
                   for on, old in before.items())  # fmt: skip
        assert planned_on(plan, starts_on).amount == amount
        assert all(sum(s.covers(on) for s in plan) <= 1 for on, _ in changes)
