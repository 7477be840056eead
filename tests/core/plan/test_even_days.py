"""Even days: counted by arithmetic, and the same as when each of them is matched."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.plan.adherence import Lived, match, taken_dose
from journal.core.plan.even_days import even_stretches, match_in_stretches
from journal.core.plan.regimens import Pause
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.values.clock import Zones, local_moment, moment
from journal.core.values.periods import Period
from tests.core.plan.plans import BERLIN, as_plan, at, change, dose, paused, saved

FIRST = date(2026, 3, 1)
SPRING = Period(FIRST, FIRST + timedelta(days=99))  # the clock goes forward on 29 March
HERE = Zones(BERLIN)
LATER = at("200 12:00")
LETTERS = {"taken": "t", "late": "l", "skipped": "s", "missed": "m", "not_recorded": "n"}


def check(plan, doses, zones=HERE, now=LATER, days=None, period=SPRING):
    """Match the period both ways, hold that they say the same, and give the stretches."""
    lived = Lived(doses, set(SPRING.days()) if days is None else days)
    whole = match(plan, lived, zones, period, now)
    found, stretches = match_in_stretches(plan, lived, zones, period, now, period)
    even = {on for stretch in stretches for on in stretch.days.days()}
    inside = [slot for slot in whole.slots if slot.planned.on in even]
    assert found.slots == tuple(slot for slot in whole.slots if slot.planned.on not in even)
    assert (found.without_plan, found.as_needed) == (whole.without_plan, whole.as_needed)
    assert found.above_order == whole.above_order
    said = dict.fromkeys(sorted(even), "")
    for slot in inside:
        said[slot.planned.on] += LETTERS[slot.status]
    for stretch in stretches:
        for n, on in enumerate(stretch.days.days()):
            of_day = stretch.became[n * stretch.a_day : (n + 1) * stretch.a_day].decode()
            assert of_day.replace("-", "") == said[on], on
    assert sum(stretch.others for stretch in stretches) == sum(slot.is_other_amount for slot in inside)
    assert [one for stretch in stretches for one in stretch.beside] == [one for slot in inside for one in slot.beside]
    return stretches


def daily(first, last, *walls):
    return [dose(f"{day} {wall}") for day in range(first, last + 1) for wall in walls]


def test_days_that_are_planned_alike_are_counted_together() -> None:
    """From four days after the plan began to two before the clock goes forward, and from two after it on."""
    one, other = check(as_plan([saved()]), daily(1, 100, "08:00", "22:59"))
    assert (one.days, other.days) == (
        Period(date(2026, 3, 5), date(2026, 3, 27)),
        Period(date(2026, 3, 31), SPRING.last_on),
    )
    assert (one.a_day, one.counts["taken"], one.counts["late"]) == (2, 46, 0)
    assert one.counts_on(Period(date(2026, 3, 1), date(2026, 3, 7)))["taken"] == 6
    assert one.counts_on(Period(date(2026, 3, 20), date(2026, 4, 7)))["taken"] == 16
    assert one.counts_on(Period(date(2026, 2, 1), date(2026, 3, 4)))["taken"] == 0


def test_every_letter_is_that_of_its_time() -> None:
    doses = [
        *daily(4, 12, "08:00"),
        dose("5 23:01"),
        dose("6 20:00", "skipped"),
        dose("7 20:00", amount=250_000),
        *(dose("8 20:00"), dose("8 21:00")),  # one more than was planned
        *(dose("10 20:00", amount=250_000), dose("10 21:00", amount=250_000)),  # two halves
        *(dose("11 20:00", "skipped"), dose("11 21:00")),
    ]
    unknown = date(2026, 3, 9)
    [one, _other] = check(as_plan([saved()]), doses, days={*SPRING.days()} - {unknown})
    assert one.became[:16] == b"tltstttttntttttm"
    assert (one.others, one.beside) == (1, (dose("8 21:00"),))


def test_a_time_nobody_was_asked_for_has_no_letter() -> None:
    """The plan of the first of March was saved on the 40th day after it."""
    one, *_ = check(as_plan([saved(saved_at="40 12:00")]), daily(6, 7, "08:00"))
    assert one.became[:8] == b"--t-t---"


def test_a_dose_of_another_clock_stands_at_the_time_its_own_showed() -> None:
    """20:00 in New York is 20:00, though in Berlin it was two in the morning."""
    one, *_ = check(as_plan([saved()]), [*daily(6, 14, "08:00"), dose("10 20:00", zone="America/New_York")])
    assert one.counts_on(Period(date(2026, 3, 10), date(2026, 3, 10)))["taken"] == 2


def test_doses_after_midnight_belong_to_the_evening_before() -> None:
    doses = daily(5, 26, "00:30", "12:00")
    one, *_ = check(as_plan([saved("12:00 23:30")]), doses)
    assert one.became[:4] == b"tttt"


def test_what_was_ordered_and_never_came_to_be_the_plan_is_no_stretch() -> None:
    """A step of June that was taken back in March: its days are matched as days without a plan."""
    plan = change([saved()], at("5 09:00"), "09:00", starts=date(2026, 5, 1))
    plan = change(plan, at("6 09:00"))
    assert even_stretches(as_plan(plan), HERE, SPRING, LATER)
    assert check(as_plan(plan), daily(60, 90, "09:00")) == ()


@pytest.mark.parametrize(
    "plan",
    [
        [saved(as_needed=AsNeeded(500_000))],
        [saved(days=Days(every=2))],
        [saved(days=Days(weekdays=(0, 1, 2, 3, 4)))],
        [],
    ],
)
def test_what_is_not_planned_every_day_is_matched_day_by_day(plan) -> None:
    assert check(as_plan(plan), daily(1, 60, "08:00")) == ()


def test_a_pause_has_no_stretch_and_what_has_not_come_yet_neither() -> None:
    plan = as_plan([saved()], paused(10, 31, "9 09:00"))
    stretches = check(plan, daily(1, 60, "08:00"), now=at("60 12:00"))
    assert [each.days for each in stretches] == [Period(date(2026, 4, 4), date(2026, 4, 25))]


def test_a_clock_with_odd_seconds_counts_no_dose_twice() -> None:
    """Liberia was 44 minutes and 30 seconds behind: no wall time of a dose is a whole minute there."""
    first = date(1971, 3, 1)
    period = Period(first, first + timedelta(days=30))
    zone = "Africa/Monrovia"
    plan = as_plan([saved(starts="-21000 00:00", zone=zone)])
    lived = [local_moment(datetime.combine(on, time(8)), zone) for on in period.days()]
    doses = [taken_dose(each, 500_000, "taken", each.at) for each in lived]
    [one] = check(plan, doses, Zones(zone), period=period)
    assert one.counts["taken"] == len(one.days)


# Whatever was planned and lived


WALLS = (
    "08:00",
    "08:00 20:00",
    "06:00 12:00 18:00 23:30",
    "00:30 08:00 15:45",
    "07:59 08:00",
    "01:30",
    "02:30 03:15",
    "23:59",
)


@pytest.mark.parametrize("walls", WALLS)
def test_the_night_the_clock_goes_back_decides_for_the_days_beside_it_alone(walls) -> None:
    """From 25 September on; in the night to 25 October 02:00 comes twice. Doses come early, late, or not."""
    days = Period(date(2026, 9, 25), date(2026, 11, 25))
    doses = [
        taken_dose(moment(at(f"{day} {wall}") + timedelta(minutes=70 * (n % 4 - 1)), BERLIN), 500_000, "taken", LATER)
        for n, (day, wall) in enumerate((day, wall) for day in range(206, 272) for wall in walls.split())
        if n % 7
    ]
    one, other = check(as_plan([saved(walls)]), doses, now=at("300 12:00"), days={*days.days()}, period=days)
    assert (one.days.last_on, other.days.first_on) == (date(2026, 10, 23), date(2026, 10, 27))


changes = st.tuples(st.integers(0, 99), st.integers(0, 23), st.sampled_from([*WALLS, ""]), st.integers(0, 40))
lived_doses = st.tuples(
    st.integers(-2, 102),
    st.integers(0, 24 * 60 * 4),
    st.sampled_from(["taken", "taken", "taken", "skipped"]),
    st.sampled_from([250_000, 500_000]),
    st.sampled_from([BERLIN, BERLIN, BERLIN, BERLIN, "America/New_York", "Asia/Tokyo"]),
)


def planned(told, first, days):
    """A plan that went through these changes, each saved on a day at an hour and beginning so many days later."""
    plan = [saved(first, days=days, saved_at=f"{told[0][0]} 09:00" if told and told[0][3] > 35 else None)]
    for day, hour, walls, ahead in sorted(told):
        now = at(f"{day} {hour:02}:17")
        starts = moment(now, BERLIN).on + timedelta(days=ahead if ahead < 20 else 0)
        plan = change(plan, now, walls, starts=starts)
    return plan


def recorded(told):
    for day, quarter_minutes, status, amount, zone in told:
        instant = datetime.combine(FIRST, time(), UTC) + timedelta(days=day, seconds=15 * quarter_minutes)
        yield taken_dose(moment(instant, zone), amount, status, instant)


@settings(max_examples=60)
@given(
    st.lists(changes, max_size=3),
    st.sampled_from(WALLS),
    st.sampled_from([Days(), Days(), Days(), Days(every=3)]),
    st.lists(st.tuples(st.integers(2, 90), st.integers(0, 20)), max_size=1),
    st.lists(lived_doses, max_size=120),
    st.sets(st.integers(0, 99), max_size=10),
    st.integers(0, 140),
    st.lists(st.tuples(st.integers(5, 90), st.sampled_from(["America/New_York", "Asia/Tokyo"])), max_size=1),
)
def test_counting_says_what_matching_says(told, first, days, paused_on, doses, gone, today, moves) -> None:
    pauses = [
        Pause(FIRST + timedelta(days=on), FIRST + timedelta(days=on + length), "", at("1 00:00"))
        for on, length in paused_on
    ]
    plan = as_plan(planned(told, first, days), *pauses)
    entry_days = {on for n, on in enumerate(SPRING.days()) if n not in gone}
    zones = Zones(BERLIN, tuple((at(f"{day} 15:00"), zone) for day, zone in moves))
    check(plan, tuple(recorded(doses)), zones, at(f"{today} 12:00"), entry_days)
