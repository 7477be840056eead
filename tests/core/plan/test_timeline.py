"""The timeline: steps past, present and to come, a page at a time, and plan against taken in whole numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.core.plan.adherence import Lived, match
from journal.core.plan.regimens import Plan
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.plan.timeline import MOST_AHEAD, MOST_DAYS, MOST_STEPS, Average, Counts, all_steps, count, timeline
from journal.core.values.clock import Zones
from tests.core.plan.plans import BERLIN, as_plan, at, change, dose, dose_at, paused, saved

HERE = Zones(BERLIN)
MARCH = date(2026, 3, 1)
DAY = timedelta(days=1)


def named(plan):
    """The steps with the ids they have in a record."""
    return [replace(each, id=each.id or f"s{n}") for n, each in enumerate(plan)]


def page(plan, *doses, now="10 23:59", first_entry_on=MARCH, entries=None, pauses=(), **asked):
    """The counted page of a plan."""
    whole = as_plan(named(plan), *pauses) if not isinstance(plan, Plan) else plan
    on = at(now).astimezone(HERE.at(at(now))).date()
    found = timeline(all_steps(whole, on), on, first_entry_on, **asked)
    days = {each.on for each in doses} if entries is None else set(entries)
    return count(found, whole, Lived(doses, days), HERE, first_entry_on, at(now))


def test_steps_are_past_present_and_to_come_in_their_order() -> None:
    plan = change([saved()], at("5 12:00"), "08:00", starts=date(2026, 3, 6))
    plan = change(plan, at("5 12:01"), "20:00", starts=date(2026, 3, 20))
    found = page(plan).steps
    assert [(each.when, each.first_on.day, each.last_on and each.last_on.day) for each in found] == [
        ("past", 1, 5),
        ("present", 6, 19),
        ("to_come", 20, None),
    ]
    assert [each.nothing_from for each in found] == [None, None, None]


def test_a_step_that_was_replaced_before_it_began_is_no_part_of_it() -> None:
    plan = change([saved()], at("5 12:00"), "08:00", starts=date(2026, 3, 20))
    plan = change(plan, at("6 12:00"), "20:00", starts=date(2026, 3, 18))
    assert [each.first_on.day for each in page(plan).steps] == [1, 18]


def test_a_step_is_the_present_one_on_its_last_day_too() -> None:
    assert page([saved(ends_on=date(2026, 3, 10))]).steps[0].when == "present"
    assert page([saved(ends_on=date(2026, 3, 9))]).steps[0].when == "past"


def test_planned_doses_are_told_apart_and_open_ones_left_out() -> None:
    doses = [
        dose("1 08:00"),
        dose("1 22:59"),  # nearly three hours later is on time; more is late
        dose("2 08:00", "skipped"),
        dose("2 23:30"),
        dose("3 08:00", amount=250_000),
        dose("5 08:10"),
        dose("5 08:30"),
    ]
    (only,) = page([saved()], *doses, now="6 09:00").steps
    assert only.counts == Counts(taken=5, late=1, other_amount=1, skipped=1, missed=2, not_recorded=2, more=1)
    assert only.counts.planned == 10  # that of 08:00 today is open
    assert only.counted_from is None


def test_the_average_is_of_whole_days_with_an_entry() -> None:
    """Day 4 says nothing, day 6 is not over."""
    doses = [dose(f"{on} {hour}:00") for on in (1, 2, 3, 5) for hour in ("08", "20")]
    doses += [dose("3 23:00", amount=100_000), dose("6 08:00")]
    (only,) = page([saved()], *doses, now="6 09:00").steps
    assert only.average == Average(4, 4_000_000, 4_100_000)
    assert (only.average.ordered, only.average.recorded) == (1_000_000, 1_025_000)


@pytest.mark.parametrize(
    ("total", "days", "told"),
    [
        (1_000_000, 3, 333_300),
        (2_000_000, 3, 666_700),
        (2_900_000_000, 3, 966_700_000),
        (4_000_500, 1, 4_001_000),
        (125, 2, 63),
        (1, 3, 0),
    ],
)
def test_an_average_is_told_to_four_digits(total, days, told) -> None:
    assert Average(days, total, total).ordered == told
    assert Average(days, total, total).recorded == told


def test_what_is_recorded_is_told_as_exactly_as_what_was_ordered() -> None:
    assert Average(3, 3_000_000_000, 100_000_000).recorded == 33_000_000


def test_days_that_are_not_every_day_have_counts_and_no_average() -> None:
    (only,) = page([saved("08:00", days=Days(2))], dose("1 08:00"), dose("3 08:00"), now="4 09:00").steps
    assert (only.counts, only.average) == (Counts(taken=2), None)


def test_each_dose_belongs_to_the_step_that_planned_it_on_the_day_of_a_change() -> None:
    """The dose of 08:00 was of the old step; the day is a whole day of neither."""
    plan = change(named([saved()]), at("3 12:00"), "08:00 20:00", amount=1_000_000)
    doses = [dose("2 08:00"), dose("2 20:00"), dose("3 08:00"), dose("3 20:00", amount=1_000_000)]
    before, after = page(plan, *doses, now="3 23:59", first_entry_on=date(2026, 3, 2)).steps
    assert (before.counts, after.counts) == (Counts(taken=3), Counts(taken=1))
    assert (before.average, after.average) == (Average(1, 1_000_000, 1_000_000), None)
    assert before.last_on == date(2026, 3, 2)


def test_what_a_step_planned_that_was_replaced_on_its_first_day_is_told_with_the_one_after_it() -> None:
    plan = named(change([], at("3 07:00"), "08:00"))
    plan = change(plan, at("3 09:00"), "20:00")
    (only,) = page(plan, dose("3 08:00"), dose("3 20:00"), now="3 23:59").steps
    assert only.counts == Counts(taken=2)


def test_doses_as_needed_are_counted_beside() -> None:
    order = AsNeeded(250_000, most_a_day=500_000)
    doses = [dose("1 08:00"), dose("1 12:00", amount=250_000), dose("1 13:00", amount=500_000), dose("1 20:00")]
    (only,) = page([saved(as_needed=order)], *doses, now="1 23:59").steps
    assert only.counts == Counts(taken=2, as_needed=1, more=1)


def test_doses_of_a_pause_are_asked_about_by_nobody() -> None:
    pause = paused(2, 4)
    (only,) = page([saved("08:00")], dose("1 08:00"), dose("3 08:00"), now="5 07:00", pauses=(pause,)).steps
    assert (only.pauses, only.counts) == ((pause,), Counts(taken=1))


@pytest.mark.parametrize(("first", "last", "is_inside"), [(1, 3, False), (2, 4, True), (6, 7, True), (7, 8, False)])
def test_a_pause_stands_with_the_steps_it_has_a_day_of(first, last, is_inside) -> None:
    plan = [saved(starts="4 00:00", ends_on=date(2026, 3, 6))]
    assert bool(page(plan, pauses=(paused(first, last),)).steps[0].pauses) is is_inside


def test_doses_beside_belong_to_the_step_of_their_day() -> None:
    """The second one of a step's last day; one from before the plan is of no step."""
    plan = change(named([saved("08:00", starts="3 00:00")]), at("5 09:00"), "08:00", starts=date(2026, 3, 6))
    doses = [dose("1 08:00"), dose("5 08:00"), dose("5 12:00"), dose("6 08:00")]
    before, after = page(plan, *doses, now="6 23:59").steps
    assert (before.counts.more, after.counts.more) == (1, 0)
    assert page(plan, *doses, now="6 23:59").counted.first_on == date(2026, 3, 3)


def test_what_was_planned_before_the_record_began_is_asked_of_nobody() -> None:
    (only,) = page([saved("08:00")], dose("8 08:00"), now="8 23:59", first_entry_on=date(2026, 3, 8)).steps
    assert only.counts == Counts(taken=1)
    (after_midnight,) = page([saved("22:00")], dose("9 00:30"), now="9 12:00", first_entry_on=date(2026, 3, 9)).steps
    assert after_midnight.counts == Counts(taken=1)


def test_without_an_entry_nothing_is_counted() -> None:
    found = page([saved()], first_entry_on=None)
    assert (found.counted, found.steps[0].counts) == (None, None)
    assert page([saved()], first_entry_on=date(2026, 3, 20)).counted is None


def test_after_an_end_nothing_is_planned() -> None:
    (only,) = page(change([saved()], at("5 12:00")), dose("5 08:00"), now="8 09:00").steps
    assert (only.when, only.nothing_from) == ("past", date(2026, 3, 5))
    assert only.counts.taken == 1  # of the day it was ended within
    gap = [saved(ends_on=date(2026, 3, 4)), saved(starts="8 00:00")]
    assert [each.nothing_from for each in page(gap).steps] == [date(2026, 3, 5), None]
    assert page([]).steps == ()


times_of_a_change = st.tuples(
    st.integers(2, 9), st.integers(0, 23), st.integers(0, 3), st.sampled_from(["08:00 20:00", "06:00 12:00 21:00", ""])
)
times_of_a_dose = st.tuples(st.integers(1, 10), st.integers(0, 23), st.sampled_from(["taken", "skipped"]))


@example(changed=[(2, 0, 1, ""), (3, 5, 0, "08:00 20:00")], taken=[(3, 5, "skipped")], began_on=4)
@given(st.lists(times_of_a_change, max_size=4), st.lists(times_of_a_dose, max_size=20), st.integers(1, 8))
def test_every_planned_dose_is_told_of_once_whatever_was_changed(changed, taken, began_on) -> None:
    """But those of a step that was replaced within its first day, where nothing is the plan that day any more."""
    plan = named([saved()])
    for day, hour, later, times in sorted(changed):
        instant = at(f"{day} {hour:02d}:30")
        plan = named(change(plan, instant, times, starts=date(2026, 3, day + later)))
    doses = [dose(f"{day} {hour:02d}:10", status) for day, hour, status in taken]
    found = page(plan, *doses, first_entry_on=date(2026, 3, began_on))
    if found.counted is None:
        return
    lived = Lived(tuple(doses), {each.on for each in doses})
    matched = match(as_plan(plan), lived, HERE, found.counted, at("10 23:59"))
    told = [slot for slot in matched.slots if slot.is_answered or slot.planned.on >= date(2026, 3, began_on)]
    covered = [slot for slot in told if any(_is_of(each, slot) for each in found.steps)]
    for status, names in STATUSES.items():
        counted = sum(getattr(each.counts, name) for each in found.steps if each.counts for name in names)
        assert counted == sum(slot.status == status for slot in covered), status


STATUSES = {"late": ["late"], "skipped": ["skipped"], "missed": ["missed"], "not_recorded": ["not_recorded"]}


def _is_of(each, slot) -> bool:
    """Whether a planned time is of a step of the page, or of a day on which it is the plan."""
    on = slot.planned.on
    return slot.planned.step_id == each.recorded.id or (
        each.first_on <= on and (each.last_on is None or on <= each.last_on)
    )


def days_from(first_on, number, days):
    """So many steps of so many days one behind the other, the last one until further notice."""
    steps = []
    for n in range(number):
        starts_on = first_on + n * days * DAY
        one = saved("08:00")
        ends_on = None if n == number - 1 else starts_on + (days - 1) * DAY
        saved_at = datetime.combine(starts_on, datetime.min.time(), UTC)
        steps.append(replace(one, step=replace(one.step, starts_on=starts_on, ends_on=ends_on), saved_at=saved_at))
    return steps


def test_a_page_holds_twenty_steps_and_leads_to_those_before_and_after() -> None:
    plan = days_from(date(2026, 1, 30), 60, 1)  # of a day each; forty have begun by the tenth of March
    now = page(plan, now="10 12:00", first_entry_on=date(2026, 1, 1))
    assert len(now.steps) == MOST_STEPS
    assert sum(each.when == "to_come" for each in now.steps) == MOST_AHEAD
    assert now.earlier == now.steps[0].first_on
    assert now.later == now.steps[-1].first_on
    before = page(plan, now="10 12:00", first_entry_on=date(2026, 1, 1), before=now.earlier)
    assert before.steps[-1].last_on == now.steps[0].first_on - DAY
    assert len(before.steps) == MOST_STEPS
    assert before.later == before.steps[-1].first_on
    first = page(plan, now="10 12:00", first_entry_on=date(2026, 1, 1), before=before.earlier)
    assert (len(first.steps), first.earlier) == (10, None)
    later = page(plan, now="10 12:00", after=now.later)
    assert later.steps[0].first_on == now.later + DAY
    assert (later.later, later.counted) == (None, None)
    for asked in ({"before": date(1900, 1, 1)}, {"after": date(2200, 1, 1)}):
        nothing = page(plan, **asked)
        assert (nothing.steps, nothing.earlier, nothing.later) == ((), None, None)
    lived = page(plan, now="10 12:00", first_entry_on=date(2026, 1, 1), after=date(2026, 2, 1))
    assert (lived.steps[0].first_on, lived.steps[0].counts is None) == (date(2026, 2, 2), False)


def test_a_single_step_before_or_after_a_page_has_its_way_there() -> None:
    early = page(days_from(date(2026, 2, 18), MOST_STEPS + 1, 1), first_entry_on=date(2026, 2, 1))
    assert early.earlier == early.steps[0].first_on == date(2026, 2, 19)
    plan = days_from(date(2026, 3, 10), MOST_AHEAD + 2, 1)
    assert page(plan, before=date(2026, 3, 11)).later == date(2026, 3, 10)


def test_a_page_ends_where_a_year_of_days_is_counted() -> None:
    plan = days_from(date(2024, 1, 1), 7, 120)
    found = page(plan, first_entry_on=date(2024, 1, 1))
    assert len(found.counted) == MOST_DAYS
    assert [each.counted_from for each in found.steps] == [found.counted.first_on, None, None, None]
    assert found.earlier == found.steps[0].first_on
    earlier = page(plan, first_entry_on=date(2024, 1, 1), before=found.earlier)
    assert earlier.counted.last_on == found.steps[0].first_on - DAY
    assert all(each.counts.planned for each in earlier.steps)
    oldest = found.counted.first_on
    touching = [saved(ends_on=oldest), saved()]
    touching = [
        replace(touching[0], step=replace(touching[0].step, starts_on=oldest - 9 * DAY)),
        replace(touching[1], step=replace(touching[1].step, starts_on=oldest + DAY)),
    ]
    assert len(page(touching, first_entry_on=date(2024, 1, 1)).steps) == 2


def test_a_dose_of_a_step_none_of_whose_days_is_counted_is_told_with_the_one_after_it() -> None:
    """Changed in the morning, after the dose of 08:00; a page of later steps counts the year that begins that day."""
    oldest = date(2026, 3, 10) - (MOST_DAYS - 1) * DAY
    plan = [*days_from(date(2025, 1, 1), 1, 1), *days_from(oldest, 1, 1)]
    plan[0] = replace(plan[0], step=replace(plan[0].step, ends_on=oldest - DAY))
    plan[1] = replace(plan[1], saved_at=datetime.combine(oldest, time(6, 30), UTC))
    early = dose_at(datetime.combine(oldest, time(6), UTC))
    found = page(plan, early, first_entry_on=date(2025, 1, 1), after=date(2024, 1, 1))
    assert [each.counts and each.counts.taken for each in found.steps] == [None, 1]


def test_of_one_step_of_many_years_the_last_one_is_counted() -> None:
    (only,) = page(days_from(date(1950, 1, 1), 1, 1), first_entry_on=date(1950, 1, 1)).steps
    assert only.counted_from == date(2026, 3, 10) - (MOST_DAYS - 1) * DAY
    assert only.counts.planned == MOST_DAYS - 1  # the last one is open until the next opens
    lone = page([*days_from(date(2025, 1, 1), 2, 60)], first_entry_on=date(2025, 1, 1), after=date(2024, 1, 1))
    assert [each.counts is None for each in lone.steps] == [True, False]  # by hand, further back than a year
