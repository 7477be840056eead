"""The axis of a plan where a period begins within a pause, or long after a step was replaced."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from journal.core.plan.planned_times import planned_times
from journal.core.plan.regimens import Plan
from journal.core.values.clock import Zones
from journal.core.values.periods import Period
from tests.core.plan.plans import BERLIN, at, paused, saved


def instants(plan, first, last):
    days = Period(at(f"{first} 12:00").date(), at(f"{last} 12:00").date())
    return [planned.at for planned in planned_times(plan, Zones(BERLIN), days)]


def test_a_plan_that_begins_in_a_pause_owes_nothing_before_its_end():
    plan = Plan((saved("08:00", starts="1 07:00"),), (paused(1, 3),))
    assert instants(plan, 1, 5)[:2] == [at("4 08:00"), at("5 08:00")]


def test_a_step_replaced_long_ago_has_no_times_any_more():
    first = saved("08:00", starts="1 07:00")
    first = replace(first, step=replace(first.step, ends_on=at("9 12:00").date()))
    plan = Plan((first, saved("20:00", starts="10 00:00", saved_at="2 09:00")), ())
    assert {at.astimezone(ZoneInfo(BERLIN)).hour for at in instants(plan, 20, 21)} == {20}
    assert {8} == {at.astimezone(ZoneInfo(BERLIN)).hour for at in instants(plan, 4, 5)}
