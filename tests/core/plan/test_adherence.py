"""Adherence: which dose belongs to which planned time. Taken, late, skipped, missed, not recorded never merge."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.plan import today
from journal.core.plan.adherence import Lived, TakenDose, around, match, pair
from journal.core.plan.planned_times import planned_times
from journal.core.plan.regimens import Pause, RecordedStep, Step, planned_at
from journal.core.plan.schedules import EVERY_DAY, AsNeeded, Days, days_of
from journal.core.plan.windows import PlannedTime, windows
from journal.core.record.forms import FormContext
from journal.core.values.amounts import ONE
from journal.core.values.clock import Zones
from journal.core.values.periods import Period
from tests.core.plan.plans import BERLIN, as_plan, at, change, dose, dose_at, paused, saved

DAY = date(2026, 3, 10)
PLAN = [saved()]
HERE = Zones(BERLIN)
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")


def matched(*doses, now="31 12:00", entries=(DAY,), plan=PLAN, period=None, zones=HERE):
    period = period or Period(DAY, DAY)
    return match(as_plan(plan), Lived(doses, set(entries)), zones, period, at(now) if isinstance(now, str) else now)


def statuses(*doses, **given_values):
    return [slot.status for slot in matched(*doses, **given_values).slots]


# The worked cases, and what Today says in each


CASES = json.loads((Path(__file__).parents[2] / "data" / "pairing.json").read_text())["cases"]
MIDNIGHT = datetime(2026, 3, 10, tzinfo=UTC)
SAID = {"taken": "yes", "due": "not recorded", "nothing_before": "none", "skipped": "skipped"}


def _instant(text):
    day, clock = text.split()
    hours, minutes = clock.split(":")
    return MIDNIGHT + timedelta(days=int(day[:-1]), hours=int(hours), minutes=int(minutes))


def _text(instant):
    return f"{(instant.date() - MIDNIGHT.date()).days}d {instant:%H:%M}"


def _planned(case):
    for text in case["plan"]:
        key, amount_mg = " ".join(text.split()[:2]), text.split()[2]
        saved_at, stops = case.get("saved", {}).get(key), case.get("stops", {}).get(key)
        gap_after = timedelta(hours=int(stops.split()[0])) if stops else None
        instant = _instant(key)
        yield PlannedTime(
            instant,
            instant.date(),
            instant.hour * 60 + instant.minute,
            round(float(amount_mg) * ONE),
            gap_after=gap_after,
            closes_at=instant + gap_after - min(gap_after / 4, timedelta(hours=6)) if gap_after else None,
            not_before=_instant(saved_at) if saved_at else None,
        )


def _doses(case):
    for n, text in enumerate(case["doses"]):
        day, clock, amount_mg, _, status = text.split()
        lived = _instant(f"{day} {clock}")
        recorded_at = lived + timedelta(seconds=n)
        minute = lived.hour * 60 + lived.minute
        yield TakenDose(lived, lived.date(), minute, round(float(amount_mg) * ONE), status, recorded_at)


def _found(case):
    doses, now = list(_doses(case)), _instant(case["now"])
    result = pair(windows(list(_planned(case))), [(d.at, d) for d in doses], {d.on for d in doses}, now)
    form_context = FormContext(now, "UTC", time(4), CLONAZEPAM)
    return result, today.answer_matched(form_context, result, today.Taken(doses))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['n']}: {case['why']}" for case in CASES])
def test_the_worked_cases(case):
    now, (result, _) = _instant(case["now"]), _found(case)
    shown = [slot for slot in result.slots if slot.status != "pending" or slot.planned.at <= now]
    assert [
        {
            "planned": _text(slot.planned.at),
            "status": slot.status.replace("not_recorded", "missed"),
            "doses": [_text(d.at) for d in slot.doses],
        }
        for slot in shown
    ] == case["slots"]
    assert [f"{_text(d.at)} {d.status}" for d in result.beside] == case["beside"]
    without_plan = [f"{_text(d.at)} {d.status}" for d in result.without_plan]
    assert without_plan == case.get("without_plan", without_plan)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['n']}: {case['why']}" for case in CASES])
def test_what_today_says_in_the_worked_cases(case):
    wanted, (_, answer) = case["today"], _found(case)
    said = {
        "headline": SAID.get(answer.headline),
        "planned": _text(answer.slot.planned.at) if answer.slot else None,
        "doses": [_text(d.at) for d in answer.slot.doses] if answer.slot else [],
        "more": [_text(d.at) for d in answer.slot.beside] if answer.slot else [],
        "next": _text(answer.coming.at) if answer.coming else None,
        "button": answer.tap.kind if answer.tap else "form",
        "tap_for": _text(answer.tap.planned.at) if answer.tap and answer.tap.planned else None,
        "tap_mg": answer.tap.amount / ONE if answer.tap else None,
        "last_24_h_mg": answer.last_24_h / ONE,
        "last": _text(answer.last.at) if answer.last else None,
        "day_amount_recorded_already": answer.day_amount is not None,
    }
    assert {name: said[name] for name in wanted} == wanted


# One day


def test_a_day_as_planned():
    result = matched(dose("10 08:02"), dose("10 20:00"))
    assert [(s.status, s.planned.on, s.planned.minute, s.planned.amount, s.doses) for s in result.slots] == [
        ("taken", DAY, 480, 500_000, (dose("10 08:02"),)),
        ("taken", DAY, 1200, 500_000, (dose("10 20:00"),)),
    ]
    assert result.slots[0].planned.at == at("10 08:00")
    assert (result.beside, result.without_plan) == ((), ())


def test_late_is_more_than_a_quarter_of_the_gap_after_the_planned_time():
    assert statuses(dose("10 11:00"))[0] == "taken"
    assert statuses(dose("10 11:01"))[0] == "late"
    assert statuses(dose_at(at("10 11:00") + timedelta(seconds=59)))[0] == "taken"  # the page says 11:00


@pytest.mark.parametrize(
    ("times", "on_time", "late"),
    [
        ("21:00", "11 00:00", "11 00:01"),  # 24 h after: three hours at most
        ("08:00 14:00 20:00", "10 09:30", "10 09:31"),
        ("08:00 09:00", "10 08:30", "10 08:31"),  # half an hour at least
        (" ".join(f"{hour:02d}:00" for hour in range(24)), "10 08:30", "10 08:31"),
    ],
)
def test_late_follows_the_gap_from_half_an_hour_to_three_hours(times, on_time, late):
    def of_dose(text):
        return next(s for s in matched(dose(text), plan=[saved(times)]).slots if s.doses).status

    assert (of_dose(on_time), of_dose(late)) == ("taken", "late")


def test_after_a_pause_the_first_window_opens_six_hours_ahead_at_most():
    plan = change([saved()], at("8 12:00"))
    plan = change(plan, at("8 13:00"), "08:00 20:00", starts=date(2026, 3, 20))
    period = Period(date(2026, 3, 20), date(2026, 3, 20))
    early = matched(dose("20 01:59"), plan=plan, period=period)
    assert (early.slots[0].doses, early.without_plan) == ((), (dose("20 01:59"),))
    assert matched(dose("20 02:00"), plan=plan, period=period).slots[0].doses == (dose("20 02:00"),)


def test_two_halves_are_one_dose_and_what_is_more_stands_beside_it():
    halves = dose("10 08:00", amount=250_000), dose("10 08:30", amount=250_000)
    slot = matched(*halves).slots[0]
    assert (slot.status, slot.doses, slot.taken_amount, slot.is_other_amount) == ("taken", halves, 500_000, False)
    third = dose("10 08:40", amount=250_000)
    assert matched(*halves, third).slots[0].beside == (third,)
    assert matched(dose("10 08:00", amount=250_000)).slots[0].is_other_amount
    assert matched(dose("10 08:00", amount=2_000_000)).slots[0].is_other_amount
    assert not matched().slots[0].is_other_amount


def test_of_two_doses_in_one_minute_the_one_recorded_first_is_the_planned_one():
    minute = at("10 08:00")
    first = dose_at(minute + timedelta(seconds=40))
    second = dose_at(minute + timedelta(seconds=10))._replace(recorded_at=minute + timedelta(hours=1))
    slot = matched(second, first).slots[0]
    assert (slot.doses, slot.beside) == ((first,), (second,))


def test_skipped_is_said_by_the_person_and_missed_is_not():
    assert statuses(dose("10 08:00", "skipped")) == ["skipped", "missed"]
    assert statuses(dose("10 13:00", "skipped"))[0] == "skipped"  # late is only what was taken
    taken_after_all = matched(dose("10 08:00", "skipped"), dose("10 09:30")).slots[0]
    assert (taken_after_all.status, taken_after_all.skipped) == ("taken", None)


def test_a_dose_is_taken_unless_it_is_said_to_be_skipped():
    assert [dose("10 08:00", said).status for said in ("taken", "skipped", "late")] == ["taken", "skipped", "taken"]


def test_a_window_that_is_open_is_pending_and_once_it_ended_missed():
    assert statuses(now="10 07:00") == ["pending", "pending"]
    assert statuses(now="10 16:59") == ["pending", "pending"]
    assert statuses(now="10 17:00") == ["missed", "pending"]
    assert statuses(now="11 04:59") == ["missed", "pending"]
    assert statuses(now="11 05:00") == ["missed", "missed"]


def test_a_day_without_any_entry_is_not_recorded_and_never_missed():
    assert statuses(entries=()) == ["not_recorded", "not_recorded"]
    assert statuses(entries=(), now="10 12:00") == ["pending", "pending"]


def test_a_dose_of_the_evening_taken_after_midnight_is_found_and_stays_out_of_the_next_period():
    result = matched(dose("10 08:00"), dose("11 00:30"))
    assert [slot.status for slot in result.slots] == ["taken", "late"]
    after = matched(dose("11 00:30"), period=Period(date(2026, 3, 11), date(2026, 3, 11)), entries=())
    assert [slot.doses for slot in after.slots] == [(), ()]
    assert after.without_plan == ()


def test_without_a_plan_every_dose_is_without_one():
    doses = (dose("10 08:00"), dose("10 20:00", "skipped"))
    assert matched(*doses, plan=[]) == ((), doses, (), ())


# Both clock changes


def test_the_night_of_25_hours_and_the_night_of_23_hours_keep_real_hours():
    autumn, spring = Period(date(2026, 10, 25), date(2026, 10, 25)), Period(date(2026, 3, 29), date(2026, 3, 29))
    both = [dose_at(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1)]  # 02:30 twice
    slots = matched(*both, plan=[saved("02:30")], period=autumn, now=datetime(2026, 10, 27, tzinfo=UTC)).slots
    assert (slots[0].doses, slots[0].beside) == ((both[0],), (both[1],))
    assert slots[0].planned.at == both[0].at  # the first of the two
    slots = matched(dose_at(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)), plan=[saved("02:30")], period=spring).slots
    assert [(slot.status, slot.planned.at.hour) for slot in slots] == [("taken", 1)]  # 02:30 is 03:30 that night


def test_two_planned_times_that_fall_on_one_instant_are_one_with_both_amounts():
    spring = Period(date(2026, 3, 29), date(2026, 3, 29))
    dose_of_both = dose_at(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), amount=1_000_000)
    slots = matched(dose_of_both, plan=[saved("02:30 03:30")], period=spring).slots
    assert [(slot.planned.amount, slot.is_other_amount) for slot in slots] == [(1_000_000, False)]


# Zones


def test_a_dose_of_a_journey_stands_at_the_wall_time_it_was_lived_at():
    morning = dose("10 08:00", zone="Asia/Tokyo")  # midnight in Berlin
    assert matched(morning).slots[0].doses == (morning,)


def test_on_a_journey_late_is_told_by_the_wall_clock_there_to_the_minute():
    def status(wall):
        return matched(dose(f"10 {wall}", zone="Asia/Tokyo")).slots[0].status

    assert (status("11:00"), status("11:01")) == ("taken", "late")


def test_a_dose_of_the_second_0230_of_a_night_stands_there_and_not_at_the_first():
    """02:20 and 02:50 come before the clock goes back; the window of 02:50 opens at 02:42."""
    autumn = Period(date(2026, 10, 25), date(2026, 10, 25))
    first, second = (dose_at(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1))
    end = datetime(2026, 10, 27, tzinfo=UTC)
    assert matched(first, plan=[saved("02:20 02:50")], period=autumn, now=end).slots[0].doses == (first,)
    assert matched(second, plan=[saved("02:20 02:50")], period=autumn, now=end).slots[1].doses == (second,)


def test_a_dose_lived_there_before_the_zone_was_set_stands_at_its_own_instant():
    """The zone was set at 10:00 in Auckland, an hour after a dose that was written down as lived there."""
    flown = Zones("Pacific/Auckland", ((at("9 11:00", "Pacific/Honolulu"), "Pacific/Honolulu"),))
    early = dose("10 09:00", zone="Pacific/Auckland")
    slots = matched(
        early, plan=[saved(zone="Pacific/Honolulu")], zones=flown, period=Period(date(2026, 3, 9), DAY)
    ).slots
    assert [slot.doses for slot in slots] == [(early,), ()]


def test_a_zone_set_later_leaves_the_days_before_as_they_were():
    doses = dose("9 08:00"), dose("9 20:00"), dose("10 08:00")
    period = Period(date(2026, 3, 9), date(2026, 3, 10))
    moved = Zones("Asia/Tokyo", ((at("10 12:00"), BERLIN),))
    assert said_of(matched(*doses, period=period, zones=moved)) == said_of(matched(*doses, period=period))


def test_no_time_comes_up_in_the_past_when_the_calendar_jumps_ahead():
    """At 20:00 of the ninth in New York the clock is set to Berlin, where it is 01:00 of the tenth."""
    flown = Zones(BERLIN, ((at("9 20:00", "America/New_York"), "America/New_York"),))
    slots = matched(plan=[saved("00:30 08:00", zone="America/New_York")], zones=flown).slots
    assert [slot.planned.at for slot in slots] == [at("10 08:00")]


def test_a_day_that_is_lived_twice_has_its_planned_times_twice():
    """On the morning of the tenth, from Auckland to Honolulu: it is the ninth again, and the tenth begins once more."""
    flown = Zones("Pacific/Honolulu", ((at("10 09:05", "Pacific/Auckland"), "Pacific/Auckland"),))
    times = [s.planned.at for s in matched(plan=[saved(zone="Pacific/Auckland")], zones=flown).slots]
    assert times == [at("10 08:00", "Pacific/Auckland"), *(at(f"10 {h}:00", "Pacific/Honolulu") for h in ("08", "20"))]
    home, away = dose("10 08:05", zone="Pacific/Auckland"), dose("10 08:05", zone="Pacific/Honolulu")
    slots = matched(home, away, plan=[saved(zone="Pacific/Auckland")], zones=flown).slots
    assert [slot.doses for slot in slots] == [(home,), (away,), ()]


def test_a_time_that_comes_there_and_an_hour_later_here_is_one_time():
    """On the morning of the ninth from Honolulu to Auckland, where it is the tenth: Today asks for one 20:00."""
    flown = Zones("Pacific/Auckland", ((at("9 11:00", "Pacific/Honolulu"), "Pacific/Honolulu"),))
    plan, period = [saved(zone="Pacific/Honolulu")], Period(date(2026, 3, 9), date(2026, 3, 11))
    home, away = dose("9 08:00", zone="Pacific/Honolulu"), dose("10 20:00", zone="Pacific/Auckland")
    slots = matched(home, away, plan=plan, zones=flown, period=period).slots
    assert [slot.planned.at for slot in slots] == [
        *(at(f"9 {hour}:00", "Pacific/Honolulu") for hour in ("08", "20")),
        *(at(f"11 {hour}:00", "Pacific/Auckland") for hour in ("08", "20")),
    ]
    assert [slot.doses for slot in slots] == [(home,), (away,), (), ()]


def test_times_of_a_day_the_calendar_jumped_to_stay_where_nothing_was_planned_near_them():
    """From New York, 19:00 of the ninth, to Berlin, 00:00 of the tenth; 02:00 is an hour after nothing."""
    flown = Zones(BERLIN, ((at("9 19:01", "America/New_York"), "America/New_York"),))
    plan = [saved("02:00 12:00", zone="America/New_York")]
    slots = matched(plan=plan, zones=flown).slots
    assert [slot.planned.at for slot in slots] == [at("10 02:00"), at("10 12:00")]


# Properties: what may never happen, whatever the plan


hours = st.integers(0, 23)
walls = st.lists(st.integers(0, 1439), min_size=1, max_size=24, unique=True).map(
    lambda minutes: " ".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in sorted(minutes))
)
instants = st.integers(0, 12 * 24 * 60 - 1).map(lambda minute: at("8 00:00") + timedelta(minutes=minute))
some_doses = st.lists(
    st.builds(
        dose_at,
        instants,
        st.sampled_from(["taken", "taken", "skipped"]),
        amount=st.sampled_from([250, 500, 1000]),
    ),
    max_size=14,
    unique_by=lambda d: d.at,
)
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
TWELVE_DAYS = Period(date(2026, 3, 6), date(2026, 3, 22))
WHOLE = Period(date(2026, 2, 20), date(2026, 5, 1))  # every planned time whose window may hold one of the doses


days_of_steps = st.one_of(
    st.just(EVERY_DAY),
    st.integers(2, 31).map(Days),
    st.sets(st.integers(0, 6), min_size=1).map(days_of),
)


@st.composite
def plans(draw):
    """A plan of one to three steps, each saved at an instant, beginning then or days later, perhaps ended.

    Their doses are planned every day, on weekdays, every n-th day, or taken as needed.
    """
    plan = [saved(draw(walls), starts="1 00:00", days=draw(days_of_steps))]
    for now in sorted(draw(st.lists(instants, max_size=2, unique=True))):
        plan = _changed(draw, plan, now)
    return plan


def _changed(draw, plan, now):
    later = now.astimezone(ZoneInfo(BERLIN)).date() + timedelta(days=draw(st.integers(0, 2)))
    what = draw(st.sampled_from(["planned", "planned", "as needed", "ended"]))
    if what == "planned":
        amount, days = draw(st.sampled_from([500_000, 1_000_000])), draw(days_of_steps)
        return change(plan, now, draw(walls), amount, later, days=days)
    if what == "as needed":
        return change(plan, now, starts=later, as_needed=AsNeeded(500_000))
    return change(plan, now)


@st.composite
def whole_plans(draw):
    """Such a plan with up to two pauses, saved before, in or after their days."""
    firsts = draw(st.lists(st.integers(7, 20), max_size=2))
    pauses = [replace(paused(first, first + draw(st.integers(0, 5))), saved_at=draw(instants)) for first in firsts]
    return as_plan(draw(plans()), *pauses)


def said_of(result):
    """What a page says of each planned time."""
    return [(slot.planned.at, slot.status, slot.doses, slot.beside) for slot in result.slots]


def places(result):
    """Each dose with the planned time it belongs to and how; None for without a plan."""
    found = dict.fromkeys(result.without_plan, (None, "without"))
    found |= dict.fromkeys(result.as_needed, (None, "as needed")) | dict.fromkeys(result.above_order, (None, "beside"))
    for slot in result.slots:
        found |= dict.fromkeys(slot.doses, (slot.planned.at, "planned"))
        found |= dict.fromkeys(slot.beside, (slot.planned.at, "beside"))
    return found


def taken(doses):
    return {d for d in doses if d.status == "taken"}


@settings(max_examples=60)
@given(whole_plans(), some_doses, st.randoms(use_true_random=False))
def test_the_order_of_typing_does_not_matter_and_every_dose_has_one_place(plan, doses, random):
    result = matched(*doses, plan=plan, period=WHOLE)
    shuffled = list(doses)
    random.shuffle(shuffled)
    assert matched(*shuffled, plan=plan, period=WHOLE) == result
    assert {d for d in places(result) if d.status == "taken"} == taken(doses)
    times = [slot.planned.at for slot in result.slots]
    assert times == sorted(set(times))
    for slot in result.slots:
        assert slot.taken_amount <= slot.planned.amount or len(slot.doses) == 1
        assert slot.window.opens_at <= slot.planned.at
        assert slot.window.ends_at is None or slot.window.ends_at > slot.window.opens_at


@settings(max_examples=60)
@given(whole_plans(), some_doses)
def test_an_entry_lived_later_never_changes_what_an_earlier_dose_meant(plan, doses):
    doses = sorted(doses, key=lambda d: d.at)
    whole = places(matched(*doses, plan=plan, period=WHOLE))
    for count in range(len(doses)):
        part = places(matched(*doses[:count], plan=plan, period=WHOLE))
        assert all(whole[d] == part[d] for d in taken(doses[:count]))


@settings(max_examples=150)
@given(st.data(), plans(), some_doses, instants, st.lists(st.integers(1, 600), max_size=2, unique=True))
def test_saving_changing_or_ending_a_plan_moves_no_dose_lived_before(data, plan, doses, now, close):
    now = max([now, *(k.saved_at + timedelta(minutes=1) for k in plan), *(k.replaced_at or now for k in plan)])
    lived = {d.at: d for d in doses if d.at < now}
    lived |= {d.at: d for d in (dose_at(now - timedelta(minutes=minutes)) for minutes in close)}
    lived = list(lived.values())
    before = places(matched(*lived, plan=plan, period=WHOLE, now=now))
    after = places(matched(*lived, plan=_changed(data.draw, plan, now), period=WHOLE, now=now))
    assert after == before


@settings(max_examples=150)
@given(st.data(), plans(), some_doses, instants, st.integers(1, 4))
def test_no_edit_but_a_pause_entered_afterwards_changes_what_became_of_a_time(data, plan, doses, now, later):
    """What is pending is no past yet: a plan that goes on sooner may end its window."""
    now = max([now, *(k.saved_at + timedelta(minutes=1) for k in plan), *(k.replaced_at or now for k in plan)])
    lived = [d for d in doses if d.at < now]
    entries, ahead = {DAY, *(d.on for d in lived)}, _local(now) + timedelta(days=later)
    before = said_of(matched(*lived, plan=plan, period=WHOLE, now=now, entries=entries))
    for edited in (_changed(data.draw, plan, now), as_plan(plan, Pause(ahead, ahead + timedelta(days=3), "away", now))):
        after = said_of(matched(*lived, plan=edited, period=WHOLE, now=now, entries=entries))
        assert {said for said in before if said[1] != "pending"} <= set(after)


@settings(max_examples=100)
@given(plans(), some_doses, instants, st.integers(1, 4), st.lists(st.integers(1, 600), max_size=2, unique=True))
def test_a_pause_that_begins_after_the_day_it_was_saved_moves_no_dose_lived_before(plan, doses, now, later, close):
    now = max([now, *(k.saved_at + timedelta(minutes=1) for k in plan), *(k.replaced_at or now for k in plan)])
    lived = {d.at: d for d in doses if d.at < now}
    lived |= {d.at: d for d in (dose_at(now - timedelta(minutes=minutes)) for minutes in close)}
    first_on = _local(now) + timedelta(days=later)
    pause = Pause(first_on, first_on + timedelta(days=3), "in hospital", now)
    before = places(matched(*lived.values(), plan=plan, period=WHOLE, now=now))
    assert places(matched(*lived.values(), plan=as_plan(plan, pause), period=WHOLE, now=now)) == before


@settings(max_examples=60)
@given(plans(), some_doses, st.integers(8, 14), st.integers(0, 6))
def test_a_pause_entered_afterwards_owes_nothing_and_leaves_every_dose(plan, doses, first, length):
    pause = paused(first, first + length, saved_at="31 12:00")
    now, period = at("31 12:00"), Period(pause.first_on, pause.last_on)
    result = matched(*doses, plan=as_plan(plan, pause), period=WHOLE, now=now)
    assert not any(slot.planned.on in period for slot in result.slots)
    assert {d for d in places(result) if d.status == "taken"} == taken(doses)
    before = matched(*doses, plan=plan, period=WHOLE, now=now)
    same = [slot for slot in said_of(before) if _local(slot[0]) < pause.first_on - timedelta(days=32)]
    assert [slot for slot in said_of(result) if _local(slot[0]) < pause.first_on - timedelta(days=32)] == same


@settings(max_examples=60)
@given(whole_plans(), some_doses, st.integers(6, 22), st.integers(0, 3))
def test_what_is_said_of_a_day_does_not_depend_on_the_days_shown(plan, doses, first, length):
    period = Period(date(2026, 3, first), date(2026, 3, first) + timedelta(days=length))
    wide = Period(period.first_on - timedelta(days=40), period.last_on + timedelta(days=40))
    within = [each for each in said_of(matched(*doses, plan=plan, period=wide)) if _local(each[0]) in period]
    assert said_of(matched(*doses, plan=plan, period=period)) == within


def _local(instant):
    return instant.astimezone(ZoneInfo(BERLIN)).date()


@settings(max_examples=40)
@given(plans(), some_doses, st.sampled_from(ZONES), instants)
def test_no_zone_set_later_changes_the_status_of_a_past_day(plan, doses, zone, now):
    moved = Zones(zone, ((now, BERLIN),))
    # A day is past when the window of its last time is over: it ends where the next one opens, in the new zone too.
    past = _local(now) - around(as_plan(plan))
    period = Period(min(date(2026, 3, 6), past), past)
    lived = [d for d in doses if d.at < now]
    as_it_was = matched(*lived, plan=plan, period=period, now=now)
    assert said_of(matched(*lived, plan=plan, period=period, now=now, zones=moved)) == said_of(as_it_was)


@pytest.mark.parametrize("count", range(1, 25))
def test_any_plan_from_one_to_24_times_a_day_taken_on_time_is_taken(count):
    walls_of_day = " ".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(0, 1440, 1440 // count))
    plan = [saved(" ".join(walls_of_day.split()[:count]))]
    doses = [dose(f"10 {wall}") for wall in walls_of_day.split()[:count]]
    assert statuses(*doses, plan=plan) == ["taken"] * count


@settings(max_examples=60)
@given(walls, days_of_steps, st.sampled_from(ZONES), st.sampled_from([date(2026, 3, 1), date(2026, 10, 1)]))
def test_every_dose_of_a_step_is_planned_once_over_both_clock_changes(times, days, zone, first_on):
    begins = (first_on - date(2026, 3, 1)).days + 1
    plan = [saved(times, starts=f"{begins} 00:00", zone=zone, days=days)]
    period = Period(first_on, first_on + timedelta(days=45))
    found = planned_times(as_plan(plan), Zones(zone), period)
    instants = [p.at for p in found]
    assert instants == sorted(set(instants))
    wanted = {on for on in period.days() if days.has(on, first_on)}
    assert {p.on for p in found if p.on in period} == wanted
    ordered = [(on, dose) for on in sorted(wanted) for dose in plan[0].step.doses]
    assert set(instants) >= {planned_at(on, dose.at, zone) for on, dose in ordered}
    assert sum(p.amount for p in found if p.on in period) == sum(dose.amount for _, dose in ordered)


def test_each_time_has_its_own_amount():
    plan = [saved("08:00=250000 20:00=1000000")]
    assert [p.amount for p in planned_times(as_plan(plan), HERE, Period(DAY, DAY)) if p.on == DAY] == [
        250_000,
        1_000_000,
    ]
    night = dose("10 20:00", amount=1_000_000)
    slots = matched(dose("10 08:00", amount=250_000), night, plan=plan).slots
    assert [(slot.status, slot.is_other_amount) for slot in slots] == [("taken", False), ("taken", False)]


def test_every_third_day_has_gaps_of_days_and_windows_that_open_six_hours_ahead():
    """From the first of March on: the tenth, the thirteenth. Late is more than three hours after, to the end."""
    plan, period = [saved("20:00", days=Days(3))], Period(DAY, date(2026, 3, 13))
    slots = matched(plan=plan, period=period).slots
    assert [slot.planned.at for slot in slots] == [at("10 20:00"), at("13 20:00")]
    assert (slots[0].window.opens_at, slots[0].window.ends_at) == (at("10 14:00"), at("13 14:00"))
    assert slots[0].window.gap == timedelta(days=3)
    two_days_on = dose("12 21:00")
    assert [slot.doses for slot in matched(two_days_on, plan=plan, period=period).slots] == [(two_days_on,), ()]
    assert statuses(two_days_on, plan=plan) == ["late"]
    assert statuses(dose("10 23:00"), plan=plan) == ["taken"]
    assert statuses(plan=plan, now="11 19:59") == ["pending"]  # a day at most, though the window is open
    assert statuses(plan=plan, now="11 20:00") == ["missed"]
    assert matched(plan=plan, period=Period(date(2026, 3, 11), date(2026, 3, 12))).slots == ()


def test_weekdays_are_those_of_the_calendar_where_the_plan_is_lived():
    """The tenth of March 2026 is a Tuesday."""
    plan = [saved("08:00", days=Days(weekdays=(1, 4)))]
    period = Period(date(2026, 3, 9), date(2026, 3, 15))
    assert [slot.planned.on.day for slot in matched(plan=plan, period=period).slots] == [10, 13]
    flown = Zones("Pacific/Auckland", ((at("9 12:00"), BERLIN),))
    slots = matched(plan=plan, period=period, zones=flown).slots
    assert [slot.planned.at for slot in slots] == [at(f"{day} 08:00", "Pacific/Auckland") for day in (10, 13)]


def test_a_dose_as_needed_alone_is_planned_for_no_time_and_the_last_window_before_ends():
    """As needed from noon of the tenth: the window of 08:00 ends where that of 20:00 would have opened."""
    changed = change([saved()], at("10 12:00"), as_needed=AsNeeded(500_000))
    ahead = change([saved()], at("5 12:00"), as_needed=AsNeeded(500_000), starts=date(2026, 3, 11))
    slots = matched(plan=changed, period=TWELVE_DAYS).slots
    assert (slots[-1].planned.at, slots[-1].window.ends_at) == (at("10 08:00"), at("10 17:00"))
    slots = matched(plan=ahead, period=TWELVE_DAYS).slots
    assert (slots[-1].planned.at, slots[-1].window.ends_at) == (at("10 20:00"), at("11 05:00"))
    assert matched(dose("11 05:00"), plan=ahead, period=TWELVE_DAYS).as_needed == (dose("11 05:00"),)
    again = change(ahead, at("12 12:00"), "08:00 20:00", starts=date(2026, 3, 20))
    first = matched(plan=again, period=Period(date(2026, 3, 20), date(2026, 3, 20))).slots[0]
    assert (first.window.opens_at, first.window.gap) == (at("20 02:00"), at("20 08:00") - at("10 20:00"))


def test_nothing_is_owed_in_a_pause_and_the_last_window_before_it_ends_as_if_the_plan_went_on():
    """In hospital from the tenth to the twelfth: the window of the ninth at 20:00 ends at 05:00 of the tenth."""
    plan = as_plan([saved()], paused(10, 12, saved_at="20 12:00"))
    in_it = dose("10 08:00"), dose("11 20:00", "skipped")
    result = matched(dose("10 04:59"), *in_it, plan=plan, period=Period(date(2026, 3, 9), date(2026, 3, 13)))
    assert [(slot.planned.at, slot.status) for slot in result.slots] == [
        (at("9 08:00"), "not_recorded"),
        (at("9 20:00"), "late"),
        (at("13 08:00"), "not_recorded"),
        (at("13 20:00"), "not_recorded"),
    ]
    assert result.without_plan == in_it
    assert result.slots[1].window.ends_at == at("10 05:00")
    assert (result.slots[2].window.opens_at, result.slots[2].window.gap) == (at("13 02:00"), timedelta(hours=84))
    assert matched(period=Period(date(2026, 3, 13), date(2026, 3, 13)), plan=plan).slots[0].window.gap.days == 3


def test_a_pause_lies_over_a_change_of_the_plan():
    plan = as_plan(change([saved()], at("5 12:00"), "21:00", 250_000, date(2026, 3, 11)), paused(10, 12))
    found = matched(plan=plan, period=Period(date(2026, 3, 9), date(2026, 3, 13))).slots
    assert [(slot.planned.at, slot.planned.amount) for slot in found] == [
        (at("9 08:00"), 500_000),
        (at("9 20:00"), 500_000),
        (at("13 21:00"), 250_000),
    ]


def test_a_dose_taken_ahead_stays_with_its_time_when_a_pause_is_entered_for_tomorrow():
    """The window of midnight opens at 18:00; the pause from the eleventh on is entered a minute later."""
    ahead = dose("10 18:00")
    tomorrow = as_plan([saved("00:00")], paused(11, 13, saved_at="10 18:01"))
    result = matched(ahead, plan=tomorrow, period=TWELVE_DAYS)
    assert [slot.planned.at for slot in result.slots if slot.doses] == [at("11 00:00")]
    earlier = as_plan([saved("00:00")], paused(11, 13, saved_at="10 17:59"))
    assert matched(ahead, plan=earlier, period=TWELVE_DAYS).without_plan == (ahead,)


def test_a_taper_saved_at_once_has_all_its_steps():
    """Saved at noon of the tenth, from then on and from the fifteenth: the old plan stops at noon."""
    now = at("10 12:00")
    plan = change([saved("08:00 20:00")], now, "20:00=400000")
    plan[-1] = replace(plan[-1], step=replace(plan[-1].step, ends_on=date(2026, 3, 14)))
    plan.append(saved("20:00=300000", starts="15 00:00", saved_at="10 12:00", ends_on=date(2026, 3, 16)))
    found = [
        (p.on.day, p.amount) for p in planned_times(as_plan(plan), HERE, Period(DAY, date(2026, 3, 20))) if p.on >= DAY
    ]
    assert found == [
        (10, 500_000),
        *((day, 400_000) for day in range(10, 15)),
        *((day, 300_000) for day in range(15, 17)),
    ]


def test_the_first_plan_of_all_takes_the_doses_before_and_asks_for_none():
    plan = [saved(starts="9 00:00", saved_at="10 15:00")]
    period = Period(date(2026, 3, 9), DAY)
    result = matched(dose("10 08:10"), plan=plan, period=period, now="10 16:00")
    assert [(s.planned.at, s.status) for s in result.slots] == [(at("10 08:00"), "taken"), (at("10 20:00"), "pending")]
    late_entry = matched(dose("10 15:10"), plan=plan, period=period, now="10 16:00")
    assert late_entry.without_plan == (dose("10 15:10"),)  # the windows of those times end when the plan was saved


def test_a_step_that_counted_for_minutes_counts_for_those_minutes():
    """Saved at 10:00 with 11:00, replaced at 12:00 with 20:00: the 11:00 of the first counts, its 13:00 does not."""
    plan = change([saved("11:00 13:00", starts="10 00:00", saved_at="10 10:00")], at("10 12:00"), "20:00")
    times = planned_times(as_plan(plan), HERE, Period(DAY, DAY))
    assert [p.at for p in times if p.on == DAY] == [at("10 11:00"), at("10 20:00")]


def test_a_time_with_its_dose_stays_over_two_changes_in_a_row():
    """At midnight and a minute later the plan is changed; the time of 00:02 holds a dose and stands there once."""
    plan = change([saved("00:02")], at("10 00:00"), "00:00")
    plan = change(plan, at("10 00:01"), "00:02")
    times = planned_times(as_plan(plan), HERE, Period(DAY, DAY), [at("10 00:00")])
    assert [p.at for p in times if p.on == DAY] == [at("10 00:02")]


def test_a_dose_taken_ahead_stays_with_its_time_when_a_step_is_saved_for_tomorrow():
    """The window of midnight opens at 18:00. A step from tomorrow on, saved a minute later, does not take its dose."""
    plan, taken_ahead = [saved("00:00")], dose("10 18:00")
    for later in (
        change(plan, at("10 18:01"), "00:00", starts=date(2026, 3, 11)),
        change(plan, at("10 18:01"), "01:00"),
    ):
        slots = matched(taken_ahead, plan=later, period=TWELVE_DAYS).slots
        assert [slot.planned.at for slot in slots if slot.doses] == [at("11 00:00")]
    twice = change(plan, at("10 17:00"), "01:00", starts=date(2026, 3, 11))  # opens at 19:00
    twice = change(twice, at("10 19:30"), "02:00", starts=date(2026, 3, 11))
    slots = matched(dose("10 19:10"), plan=twice, period=TWELVE_DAYS).slots
    assert [slot.planned.at for slot in slots if slot.doses] == [at("11 01:00")]


def test_a_window_that_was_open_until_a_step_to_come_keeps_its_doses_when_that_step_is_given_up():
    """Noon and midnight; from tomorrow once at 10:00, so that the window of noon is open until 04:30 of that day."""
    plan = change([saved("00:00 12:00")], at("10 09:00"), "10:00", starts=date(2026, 3, 11))
    late = dose("10 21:30")
    assert matched(late, plan=plan).slots[1].doses == (late,)
    ended = change(plan, at("10 22:00"))
    assert matched(late, plan=ended).slots[1].doses == (late,)
    assert matched(dose("11 04:29"), plan=ended, period=TWELVE_DAYS).without_plan == ()
    assert matched(dose("11 04:30"), plan=ended, period=TWELVE_DAYS).without_plan == (dose("11 04:30"),)
    replaced = change(plan, at("10 22:00"), "23:30")
    assert matched(late, plan=replaced).slots[1].doses == (late,)


def test_a_window_that_ended_stays_so_when_the_time_after_it_is_planned_no_more():
    """At 17:00 the window of 20:00 opened and that of 08:00 ended; at 18:00 a plan of Sundays takes their place."""
    plan = change(PLAN, at("10 18:00"), "21:00", days=Days(weekdays=(6,)))
    assert [slot.status for slot in matched(plan=plan, now="10 18:30").slots] == ["missed"]
    result = matched(dose("10 19:00"), plan=plan, now="10 19:30")
    assert ([slot.status for slot in result.slots], result.without_plan) == (["missed"], (dose("10 19:00"),))
    sooner = change(PLAN, at("10 16:59"), "21:00", days=Days(weekdays=(6,)))
    assert [slot.status for slot in matched(dose("10 19:00"), plan=sooner).slots] == ["late"], "it was open still"


def test_a_plan_that_was_ended_for_a_day_to_come_lasts_until_then():
    """As the end of a plan was saved once: the step has a last day, and nothing says when that was written down."""
    plan = [RecordedStep(replace(saved().step, ends_on=DAY), None, at("1 00:00"))]
    slots = matched(plan=plan, period=TWELVE_DAYS).slots
    assert (slots[-1].planned.at, slots[-1].window.ends_at) == (at("10 20:00"), at("11 05:00"))
    given_up = saved("12:00", starts="11 00:00", saved_at="9 09:00")  # with the end; it would have begun the day after
    plan.append(replace(given_up, replaced_at=at("10 12:00")))
    slots = matched(plan=plan, period=TWELVE_DAYS).slots
    assert (slots[-1].planned.at, slots[-1].window.ends_at) == (at("10 20:00"), at("11 05:00"))


def test_a_first_plan_replaced_before_it_began_never_was_one():
    plan = change([saved(starts="12 00:00", saved_at="10 08:00")], at("10 09:00"), "08:00")
    assert matched(dose("10 07:50"), plan=plan).slots[0].status == "taken"  # the first of all reaches back to its day


def test_a_step_replaced_before_it_began_never_was_a_plan():
    plan = [
        saved(),
        RecordedStep(
            Step.every_day(date(2026, 3, 12), None, (time(7),), 250_000, "tablet"), at("10 09:00"), at("10 08:30")
        ),
    ]
    assert planned_times(as_plan(plan), HERE, TWELVE_DAYS) == planned_times(as_plan(plan[:1]), HERE, TWELVE_DAYS)


def test_two_doses_of_one_minute_can_belong_to_two_times() -> None:
    """The window of 11:30 opens in the middle of 10:37, and the later dose of that minute was recorded first."""
    opens_at = at("10 10:37") + timedelta(seconds=30)
    before, after = (dose_at(opens_at + timedelta(seconds=n)) for n in (-10, 10))
    found = matched(before._replace(recorded_at=at("10 12:00")), after, plan=[saved("08:00 11:30")])
    assert [slot.doses[0].at for slot in found.slots] == [before.at, after.at]
    assert found.without_plan == ()
