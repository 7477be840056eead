"""Adherence: which dose was which planned one. Taken, late, skipped, missed, not recorded never merge."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.adherence import UNMATCHED_S, TakenDose, assign, plan_day, slots, taken_dose
from journal.core.clock import lived
from journal.core.periods import Period
from journal.core.regimens import Step

BERLIN = "Europe/Berlin"
DAY = date(2026, 3, 10)
PLAN = [Step(date(2026, 1, 1), None, (time(8), time(20)), 500, "tablet")]
BOUNDARY = time(4)


def at(text, zone=BERLIN):
    """An instant from a wall time, "10 14:30" being the tenth of March 2026."""
    day, clock = text.split()
    wall = datetime.combine(date(2026, 3, int(day)), time.fromisoformat(clock), ZoneInfo(zone))
    return wall.astimezone(UTC)


def dose(text, status="taken", zone=BERLIN, amount_ug=500):
    when = at(text, zone)
    wall = when.astimezone(ZoneInfo(zone))
    return TakenDose(when, wall.date(), wall.hour * 60 + wall.minute, amount_ug, status)


def matched(*doses, now="31 12:00", entries=(DAY,), plan=PLAN, period=None, zone=BERLIN, boundary=BOUNDARY):
    period = period or Period(DAY, DAY)
    return slots(plan, doses, set(entries), period, zone, boundary, at(now, zone))


def statuses(*doses, **given_values):
    return [slot.status for slot in matched(*doses, **given_values).slots]


def test_a_day_as_planned():
    result = matched(dose("10 08:02"), dose("10 20:00"))
    assert [(s.status, s.on, s.minute, s.amount_ug) for s in result.slots] == [
        ("taken", DAY, 480, 500),
        ("taken", DAY, 1200, 500),
    ]
    assert result.slots[0].planned_at == at("10 08:00")
    assert result.slots[0].dose == dose("10 08:02")
    assert result.extra == ()


@pytest.mark.parametrize(
    ("text", "status"), [("10 07:00", "taken"), ("10 09:00", "taken"), ("10 09:01", "late"), ("10 12:00", "late")]
)
def test_late_is_more_than_an_hour_after_the_planned_time(text, status):
    assert statuses(dose(text))[0] == status


def test_a_late_morning_dose_is_not_taken_for_the_evening_one_it_is_nearer_to():
    result = matched(dose("10 14:30"), dose("10 20:00"))
    assert [slot.status for slot in result.slots] == ["late", "taken"]
    assert [slot.dose.minute for slot in result.slots] == [870, 1200]
    assert result.extra == ()


def test_a_single_dose_belongs_to_the_nearer_planned_time():
    assert statuses(dose("10 14:30")) == ["missed", "taken"]
    assert statuses(dose("10 13:30")) == ["late", "missed"]


def test_skipped_is_said_by_the_person_and_missed_is_not():
    assert statuses(dose("10 08:00", "skipped")) == ["skipped", "missed"]
    assert statuses(dose("10 11:00", "skipped"))[0] == "skipped"  # late is only what was taken


def test_the_evening_dose_taken_after_midnight_is_found():
    result = matched(dose("10 08:00"), dose("11 00:30"))
    assert [slot.status for slot in result.slots] == ["taken", "late"]
    assert result.slots[1].dose.on == date(2026, 3, 11)


def test_a_dose_before_four_of_the_first_day_belongs_to_the_evening_before():
    assert statuses(dose("10 00:30")) == ["missed", "missed"]
    assert matched(dose("10 00:30")).extra == ()  # it is the dose of the ninth, which is not asked about
    assert statuses(dose("10 00:30"), period=Period(date(2026, 3, 9), DAY)) == ["missed", "late", "missed", "missed"]


def test_a_third_dose_is_nobodys_and_is_kept():
    result = matched(dose("10 08:00"), dose("10 08:05"), dose("10 20:00"))
    assert [slot.status for slot in result.slots] == ["taken", "taken"]
    assert len(result.extra) == 1


def test_without_a_plan_every_dose_is_one_of_its_own():
    doses = (dose("10 08:00"), dose("10 20:00", "skipped"))
    assert matched(*doses, plan=[]) == ((), doses)


def test_not_yet_due_is_pending_and_an_hour_after_it_is_missed():
    assert statuses(now="10 07:00") == ["pending", "pending"]
    assert statuses(now="10 09:00") == ["pending", "pending"]
    assert statuses(now="10 09:01") == ["missed", "pending"]
    assert statuses(now="10 21:01") == ["missed", "missed"]


def test_a_dose_taken_early_today_answers_for_a_time_to_come():
    assert statuses(dose("10 08:00"), dose("10 19:00"), now="10 19:05") == ["taken", "taken"]


def test_a_day_without_any_entry_is_not_recorded_and_never_missed():
    assert statuses(entries=()) == ["not_recorded", "not_recorded"]
    assert statuses(entries=(), now="10 12:00") == ["pending", "pending"]  # the day may still be recorded
    assert statuses(entries=(), now="10 21:01") == ["not_recorded", "not_recorded"]


def test_a_dose_after_midnight_is_an_entry_of_the_day_it_belongs_to():
    assert statuses(dose("11 00:30"), entries=()) == ["missed", "late"]


def test_the_plan_of_each_day_counts():
    plan = [
        Step(date(2026, 3, 1), date(2026, 3, 9), (time(8), time(20)), 500, "tablet"),
        Step(date(2026, 3, 11), None, (time(22),), 250, "tablet"),
    ]
    period = Period(date(2026, 3, 9), date(2026, 3, 11))
    found = matched(plan=plan, period=period).slots
    assert [(slot.on.day, slot.minute, slot.amount_ug) for slot in found] == [
        (9, 480, 500),
        (9, 1200, 500),
        (11, 1320, 250),
    ]


def test_a_time_planned_in_the_small_hours_goes_with_the_evening_before_it():
    night = [Step(date(2026, 1, 1), None, (time(2), time(14)), 500, "tablet")]
    result = matched(dose("10 01:50"), dose("10 14:05"), plan=night)
    assert [(slot.on, slot.minute, slot.status) for slot in result.slots] == [(DAY, 120, "taken"), (DAY, 840, "taken")]


def test_with_the_day_starting_at_midnight_a_dose_stays_on_its_calendar_day():
    result = matched(dose("11 00:30"), boundary=time())
    assert [slot.status for slot in result.slots] == ["missed", "missed"]
    assert plan_day(DAY, 0, time()) == DAY
    assert plan_day(DAY, 239, BOUNDARY) == date(2026, 3, 9)


def test_breakfast_abroad_is_breakfast():
    """Lived in Honolulu, read at home: ten hours apart as instants, and still the dose of 08:00."""
    result = matched(dose("10 08:05", zone="Pacific/Honolulu"), dose("10 20:00", zone="Pacific/Honolulu"))
    assert [slot.status for slot in result.slots] == ["taken", "taken"]
    assert statuses(dose("10 09:30", zone="Pacific/Honolulu"))[0] == "late"


@pytest.mark.parametrize(
    ("on", "minutes_after", "status"),
    [(date(2026, 3, 29), 60, "taken"), (date(2026, 3, 29), 61, "late"), (date(2026, 10, 25), 75, "late")],
)
def test_on_the_nights_the_clock_changes_an_hour_is_an_hour(on, minutes_after, status):
    plan = [Step(date(2026, 1, 1), None, (time(1, 45),), 500, "tablet")]
    planned_at = datetime.combine(on, time(1, 45), ZoneInfo(BERLIN)).astimezone(UTC)
    when = planned_at + timedelta(minutes=minutes_after)
    wall = when.astimezone(ZoneInfo(BERLIN))
    taken = TakenDose(when, wall.date(), wall.hour * 60 + wall.minute, 500, "taken")
    (slot,) = slots(plan, [taken], {on}, Period(on, on), BERLIN, BOUNDARY, when + timedelta(days=1)).slots
    assert (slot.status, slot.planned_at) == (status, planned_at)


@pytest.mark.parametrize("status", ["taken", "skipped"])
def test_a_recorded_dose_is_read_at_the_minute_its_wall_clock_showed(status):
    second = lived(datetime.fromisoformat("2026-10-25 02:30"), BERLIN, second=True)
    found = taken_dose(second, 500, status)
    assert found == TakenDose(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), 150, 500, status)


def cost_of(pairs, planned, recorded):
    alone = len(planned) + len(recorded) - 2 * len(pairs)
    return sum(abs(planned[i] - recorded[j]) for i, j in pairs) + alone * UNMATCHED_S


def smallest_cost(planned, recorded):
    """By trying every order-preserving assignment there is."""
    return min(
        cost_of(list(zip(left, right, strict=True)), planned, recorded)
        for size in range(min(len(planned), len(recorded)) + 1)
        for left in combinations(range(len(planned)), size)
        for right in combinations(range(len(recorded)), size)
    )


seconds = st.lists(st.integers(0, 27 * 60).map(lambda m: m * 60), max_size=5).map(sorted)


@given(seconds, seconds)
def test_no_other_assignment_in_order_is_closer(planned, recorded):
    found = assign(planned, recorded)
    pairs = [(i, j) for i, j in enumerate(found) if j is not None]
    assert [j for _, j in pairs] == sorted({j for _, j in pairs})
    assert cost_of(pairs, planned, recorded) == smallest_cost(planned, recorded)


clock_times = st.tuples(st.integers(4, 23), st.integers(0, 59))
some_doses = st.lists(
    st.builds(
        lambda day, clock, status: dose(f"{day} {clock[0]:02d}:{clock[1]:02d}", status),
        st.integers(9, 12),
        clock_times,
        st.sampled_from(["taken", "skipped"]),
    ),
    max_size=6,
)


@settings(max_examples=60)
@given(some_doses, st.sets(st.integers(9, 12)), st.integers(9, 13))
def test_every_planned_time_and_every_dose_is_counted_once_whatever_the_order(doses, entry_days, now_day):
    period = Period(date(2026, 3, 9), date(2026, 3, 12))
    values = {"entries": [date(2026, 3, d) for d in entry_days], "now": f"{now_day} 12:00", "period": period}
    result = matched(*doses, **values)
    assert len(result.slots) == 8
    used = [slot.dose for slot in result.slots if slot.dose is not None]
    assert sorted([*used, *result.extra], key=repr) == sorted(doses, key=repr)
    for slot in result.slots:
        assert (slot.dose is not None) == (slot.status in {"taken", "late", "skipped"})
        if slot.status == "not_recorded":
            assert slot.on not in values["entries"]
    for shuffled in list(permutations(doses))[:6]:
        assert matched(*shuffled, **values) == result
