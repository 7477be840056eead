"""Doses as needed: no planned time, never missed; within what was ordered, or beside the plan."""

import sys
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.medicine.monograph import read_monograph
from journal.core.plan.adherence import Lived, Matched, match, with_as_needed
from journal.core.plan.as_needed import as_needed_now
from journal.core.plan.schedules import AsNeeded
from journal.core.plan.today import Taken, answer
from journal.core.record.forms import FormContext
from journal.core.values.clock import Zones
from journal.core.values.periods import Period
from tests.core.plan.plans import BERLIN, as_plan, at, change, dose, dose_at, paused, saved

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
DAY, HERE = date(2026, 3, 10), Zones(BERLIN)
ORDER = AsNeeded(500_000, 1_500_000, 4)
ALONE = as_plan([saved("", as_needed=ORDER)])
BESIDE = as_plan([saved("08:00 20:00", as_needed=ORDER)])


def matched(*doses, plan=ALONE, period=None, now="31 12:00"):
    return match(plan, Lived(doses, {dose.on for dose in doses}), HERE, period or Period(DAY, DAY), at(now))


def asked(now, *doses, plan=ALONE):
    return answer(FormContext(at(now), BERLIN, time(4), EXAMPLAMINE), plan, Taken(doses))


def test_alone_nothing_is_planned_and_nothing_is_missed():
    one, other = dose("10 09:00"), dose("10 13:00")
    assert matched(one, other) == ((), (), (one, other), ())
    assert matched().slots == ()


def test_before_an_order_begins_nothing_can_be_said_of_it():
    tomorrow = as_plan([saved("", as_needed=ORDER, starts="11 00:00", saved_at="10 08:00")])
    assert as_needed_now(tomorrow, (), HERE, at("10 12:00")) is None
    assert as_needed_now(tomorrow, (), HERE, at("11 12:00")) is not None


def test_a_dose_above_the_most_or_too_soon_is_beside_the_plan_and_counts_for_the_next():
    doses = [dose(f"10 {hour}") for hour in ("00:00", "03:59", "08:00", "12:00")]
    found = matched(*doses)
    assert (found.as_needed, found.beside) == ((doses[0], doses[2]), (doses[1], doses[3]))
    day_later = dose("11 03:59")  # the one of 03:59 is 24 hours ago
    later = matched(*doses, day_later, period=Period(DAY, date(2026, 3, 11)))
    assert later.as_needed == (doses[0], doses[2], day_later)
    assert matched(dose("10 09:00", amount=2_000_000)).beside == (dose("10 09:00", amount=2_000_000),)


def test_without_a_most_and_hours_every_dose_is_as_needed():
    doses = tuple(dose(f"10 09:{minute:02d}", amount=4_000_000) for minute in range(5))
    assert matched(*doses, plan=as_plan([saved("", as_needed=AsNeeded(500_000))])).as_needed == doses


def test_beside_planned_times_it_is_what_joins_none_of_them():
    planned, more, later = dose("10 08:00"), dose("10 08:30"), dose("10 13:00")
    found = matched(planned, more, later, plan=BESIDE)
    assert (found.slots[0].doses, found.slots[0].beside) == ((planned,), ())
    assert (found.as_needed, found.beside) == ((more, later), ())
    soon = dose("10 09:00")
    above = matched(planned, more, soon, plan=BESIDE)
    assert (above.slots[0].beside, above.as_needed) == ((soon,), (more,))
    assert matched(planned, more, plan=as_plan([saved()])).beside == (more,)  # where none was ordered


def test_a_skipped_one_and_one_of_a_pause_are_none():
    skipped, in_hospital = dose("10 09:00", "skipped"), dose("10 13:00")
    assert matched(skipped).without_plan == (skipped,)
    plan = as_plan(ALONE.steps, paused(10, 10))
    assert matched(in_hospital, plan=plan) == ((), (in_hospital,), (), ())


def test_the_order_that_was_in_force_counts_to_the_minute():
    plan = as_plan(change([saved("08:00")], at("10 12:00"), "08:00", as_needed=ORDER))
    before, after = dose("10 07:30"), dose("10 12:00")
    found = matched(dose("10 07:00"), before, after, plan=plan)
    assert (found.beside, found.as_needed) == ((before,), (after,))
    ended = as_plan(change(plan.steps, at("10 13:00")))
    gone = dose("10 16:30")
    assert matched(dose("10 07:00"), before, after, gone, plan=ended).as_needed == (after,)
    first = as_plan([saved("", starts="9 00:00", saved_at="10 15:00", as_needed=ORDER)])
    assert matched(dose("10 09:00"), plan=first).as_needed == (dose("10 09:00"),)  # the first of all reaches back


def test_today_says_the_last_one_and_what_is_left():
    found = asked("10 12:00", dose("9 11:59"), dose("10 06:00"), dose("10 09:00"))
    known = found.as_needed
    assert (known.last, known.since, known.taken, known.left, known.until) == (
        dose("10 09:00"),
        timedelta(hours=3),
        1_000_000,
        500_000,
        at("10 13:00"),
    )
    assert (found.headline, found.tap.kind, found.tap.amount, found.tap.is_secondary) == (
        "taken",
        "as_needed",
        500_000,
        True,
    )
    assert not asked("10 13:00", dose("10 06:00"), dose("10 09:00")).tap.is_secondary
    none = asked("10 12:00").as_needed
    assert (none.last, none.since, none.taken, none.left, none.would_exceed) == (None, None, 0, 1_500_000, False)


def test_above_its_most_it_is_recorded_and_told():
    doses = [dose(f"10 0{hour}:00") for hour in (0, 4, 8)] + [dose("10 09:00")]
    known = asked("10 12:00", *doses).as_needed
    assert (known.taken, known.left, known.is_above_most) == (2_000_000, 0, True)
    assert asked("10 12:00", *doses[:3]).as_needed.is_above_most is False


def test_beside_planned_times_today_counts_what_joins_none():
    found = asked("10 12:00", dose("10 08:00"), dose("10 09:00"), plan=BESIDE)
    assert (found.headline, found.tap.kind, found.as_needed.taken) == ("taken", "more", 500_000)
    assert asked("10 12:00", plan=as_plan([saved()])).as_needed is None


def calls(doses):
    """How many functions are entered to tell so many doses apart; sets and lists count by the comparisons they ask
    for."""
    counted = 0

    def count(_frame, event, _arg):
        nonlocal counted
        counted += event in {"call", "c_call"}

    found = Matched((), doses)
    sys.setprofile(count)
    try:
        with_as_needed(found, BESIDE, HERE)
    finally:
        sys.setprofile(None)
    return counted


def test_twice_the_doses_cost_twice_as_much():
    """Somebody who takes one every quarter of an hour, for five days and for ten."""
    doses = tuple(dose_at(at("10 00:00") + timedelta(minutes=15 * n)) for n in range(960))
    assert calls(doses) < 2.2 * calls(doses[:480])


instants = st.integers(0, 5 * 24 * 60 - 1).map(lambda minute: at("8 00:00") + timedelta(minutes=minute))
some_doses = st.lists(
    st.builds(dose_at, instants, amount=st.sampled_from([250_000, 500_000, 1_000_000])), max_size=10,
    unique_by=lambda d: d.at,
)  # fmt: skip
orders = st.builds(
    AsNeeded,
    st.just(500_000),
    st.none() | st.sampled_from([500_000, 1_000_000, 2_000_000]),
    st.none() | st.integers(1, 48),
)


@pytest.mark.parametrize("times", ["", "08:00 20:00"])
@settings(max_examples=50)
@given(orders, some_doses, st.integers(8, 12))
def test_a_later_dose_and_the_days_shown_change_nothing_of_an_earlier_one(times, order, doses, day):
    plan, whole = as_plan([saved(times, as_needed=order)]), Period(date(2026, 3, 1), date(2026, 3, 20))
    doses = sorted(doses, key=lambda each: each.at)
    found = matched(*doses, plan=plan, period=whole)
    assert sorted([*found.loose, *(d for slot in found.slots for d in slot.doses)], key=lambda d: d.at) == doses
    for count in range(len(doses)):
        part = matched(*doses[:count], plan=plan, period=whole)
        assert set(part.as_needed) == set(found.as_needed) & set(doses[:count])
    on = date(2026, 3, day)
    shown = matched(*doses, plan=plan, period=Period(on, on))
    assert set(shown.as_needed) == {each for each in found.as_needed if each.on == on}
