"""Calm days: what Today says there of a few planned times is what it says when all of them are found the whole way."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from journal.core.plan.calm import windows_around
from journal.core.plan.regimens import Pause
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.plan.today import Taken, answer_of, matched_at, matched_now
from journal.core.plan.today_rows import today_rows
from journal.core.record.forms import FormContext
from journal.core.values.clock import moment
from tests.core.plan.plans import BERLIN, as_plan, at, change, dose, dose_at, paused, saved
from tests.core.plan.test_today import EXAMPLAMINE


def both_ways(plan, doses, now, zone=BERLIN):
    """Answer and rows from the planned times Today looks for, and from those of all the days around."""
    form_context = FormContext(now, zone, time(4), EXAMPLAMINE)

    def said(matched):
        # Since when no window opened earlier is kept with a time the whole way found; long after, it says nothing.
        slots = tuple(slot._replace(window=without_not_before(slot.window)) for slot in matched.slots)
        matched = matched._replace(slots=slots)
        found = answer_of(form_context, plan, Taken(doses), matched)
        return found, today_rows(form_context, matched, found)

    return said(matched_now(plan, doses, form_context)), said(matched_at(plan, doses, zone, now))


def without_not_before(window):
    return window._replace(planned=window.planned._replace(not_before=None))


def looked_at(now, plan=None, zone=BERLIN):
    found = windows_around(as_plan(plan or [saved()]), zone, at(now, zone))
    return None if found is None else [window.planned.at for window in found]


def test_a_few_planned_times_are_enough() -> None:
    """Those of the day, and up to the second one to come; after midnight those of the day before as well."""
    times = [at(text) for text in ("20 08:00", "20 20:00", "21 08:00", "21 20:00")]
    assert looked_at("20 21:00") == times
    assert looked_at("20 12:00") == times[:3]
    assert looked_at("20 07:00") == [at("19 08:00"), at("19 20:00"), *times[:2]]
    assert looked_at("20 12:00", [saved("12:00")]) == [at("20 12:00"), at("21 12:00"), at("22 12:00")]


PLAN = [saved()]
CHANGED = change(PLAN, at("20 12:00"), "09:00")


@pytest.mark.parametrize(
    ("now", "plan"),
    [
        ("6 12:00", PLAN),  # of the first of March
        ("27 12:00", PLAN),  # the clock goes forward on the 29th
        ("14 12:00", CHANGED),
        ("25 12:00", CHANGED),
        ("20 12:00", change(PLAN, at("10 12:00"))),  # ended
        ("20 12:00", as_plan(PLAN, paused(24, 25))),
        ("14 12:00", as_plan(PLAN, paused(22, 25, "20 12:00"))),
        ("20 12:00", as_plan(PLAN, paused(10, 25))),
        ("17 12:00", as_plan(PLAN, paused(5, 31, "4 09:00"))),
        ("20 12:00", [saved(as_needed=AsNeeded(500_000))]),
        ("20 12:00", [saved(days=Days(every=2))]),
        ("20 12:00", []),
        ("20 12:00", [saved(starts="1 00:00", saved_at="40 12:00")]),  # the clock of the server was set back since
    ],
)
def test_near_whatever_decides_anything_the_plan_is_followed(now, plan) -> None:
    assert looked_at(now, as_plan(plan)) is None


def test_a_dose_ahead_of_the_clock_may_have_answered_what_is_next() -> None:
    """Then what comes after it is looked for among all the days."""
    doses = [dose("21 20:00"), dose("21 08:00"), dose("20 20:00")]
    near, whole = both_ways(as_plan(PLAN), doses, at("20 21:00"))
    assert near == whole
    assert near[0].coming.at == at("22 08:00")


# Whatever was planned and lived

WALLS = ("08:00", "08:00 20:00", "08:00 14:00 20:00", "06:00 12:00 18:00 23:30", "00:00", "00:30 08:00 15:45")
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
changes = st.tuples(st.integers(1, 60), st.integers(0, 23), st.sampled_from([*WALLS, ""]), st.integers(0, 25))
calm_hours = st.builds(
    lambda day, minute: FIRST + timedelta(days=day, minutes=minute), st.integers(5, 80), st.integers(0, 1439)
)
lived = st.tuples(
    st.integers(0, 4 * 24 * 60),
    st.sampled_from(["taken", "taken", "taken", "skipped"]),
    st.sampled_from([250_000, 500_000]),
    st.sampled_from([BERLIN, BERLIN, "Asia/Tokyo"]),
)


def doses_before(now, told):
    found = [dose_at(now - timedelta(minutes=ago), status, zone, amount) for ago, status, amount, zone in told]
    return sorted(found, key=lambda each: each.at, reverse=True)


@settings(max_examples=200)
@given(st.sampled_from(WALLS), st.sampled_from(WALLS), st.integers(0, 12), calm_hours, st.lists(lived, max_size=12))
def test_on_calm_days_today_says_the_same(walls, earlier, changed_on, now, told) -> None:
    """A plan that was changed once, far from now."""
    plan = as_plan(change([saved(earlier, starts="-9 00:00")], at(f"{changed_on} 10:10"), walls))
    assume(windows_around(plan, BERLIN, now) is not None)
    near, whole = both_ways(plan, doses_before(now, told), now)
    assert near == whole


@settings(max_examples=150)
@given(
    st.lists(changes, max_size=3),
    st.sampled_from(WALLS),
    st.sampled_from([Days(), Days(), Days(every=3)]),
    st.lists(st.tuples(st.integers(2, 60), st.integers(0, 20), st.integers(0, 60)), max_size=1),
    st.lists(lived, max_size=12),
    calm_hours,
    st.sampled_from([BERLIN, BERLIN, "America/New_York", "Pacific/Auckland"]),
)
def test_whatever_was_planned_today_says_the_same(told, first, days, paused_on, taken, now, zone) -> None:
    plan = [saved(first, days=days)]
    for day, hour, walls, ahead in sorted(told):
        saved_at = at(f"{day} {hour:02}:17")
        starts = moment(saved_at, BERLIN).on + timedelta(days=ahead if ahead < 20 else 0)
        plan = change(plan, saved_at, walls, starts=starts)
    starts = date(2026, 3, 1)
    pauses = [
        Pause(starts + timedelta(days=on), starts + timedelta(days=on + length), "", at(f"{saved_on} 00:00"))
        for on, length, saved_on in paused_on
    ]
    near, whole = both_ways(as_plan(plan, *pauses), doses_before(now, taken), now, zone)
    assert near == whole
