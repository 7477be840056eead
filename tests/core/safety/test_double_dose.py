"""A dose is asked about exactly when it is beside the plan; without one, when it comes sooner than usual."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.plan.adherence import Lived, TakenDose, match
from journal.core.plan.schedules import AsNeeded
from journal.core.safety import double_dose
from journal.core.safety.placed_doses import looks_back
from journal.core.safety.rules import Finding
from journal.core.values.clock import Zones
from journal.core.values.periods import Period
from tests.core.plan.plans import BERLIN, as_plan, at, change, dose, paused, saved
from tests.core.safety.lived import SPEAKING, context_of, detail_of, found_of, without

TWICE = [saved()]  # 08:00 and 20:00 from the first of March on
DAILY = [dose(f"{day} {clock}") for day in range(1, 10) for clock in ("08:00", "20:00")]


def double_of(text: str, *before: str, plan: object = (), status: str = "taken") -> Finding | None:
    """What it finds in a dose of that time, after doses at those."""
    lived = dose(text, status)
    return found_of(lived, [*map(dose, before)], plan).get("double_dose")


def test_a_second_dose_of_a_planned_time_is_asked_about_and_one_of_the_next_window_is_not() -> None:
    assert double_of("10 08:40", "10 08:00", plan=TWICE) is not None
    assert double_of("10 16:59", "10 08:00", plan=TWICE) is not None
    assert double_of("10 17:00", "10 08:00", plan=TWICE) is None, "it is the one for the evening"
    assert double_of("10 08:00", plan=TWICE) is None
    assert double_of("10 08:40", "10 04:59", plan=TWICE) is None, "that was the one of the evening before"


def test_two_halves_are_one_dose_and_a_part_more_is_asked_about() -> None:
    half = dose("10 08:00", amount=250_000)
    assert "double_dose" not in found_of(dose("10 08:10", amount=250_000), [half], TWICE)
    assert "double_dose" in found_of(dose("10 08:10", amount=250_001), [half], TWICE)


def test_a_skipped_dose_is_never_asked_about_and_does_not_count() -> None:
    assert double_of("10 08:40", "10 08:00", plan=TWICE, status="skipped") is None
    assert "double_dose" not in found_of(dose("10 08:40"), [dose("10 08:00", "skipped")], TWICE)
    assert double_of("10 08:01", "10 08:00", status="skipped") is None


def test_a_dose_as_needed_has_a_rule_of_its_own_and_is_not_asked_about_twice() -> None:
    order = AsNeeded(500_000, 1_000_000, 4)
    plan = [saved("08:00 20:00", as_needed=order)]
    first = found_of(dose("10 09:00"), [dose("10 08:00")], plan)
    assert not first.keys() & {"double_dose", "as_needed"}, "as needed, as ordered"
    again = found_of(dose("10 10:00"), [dose("10 08:00"), dose("10 09:00")], plan)
    assert again.keys() & {"double_dose", "as_needed"} == {"as_needed"}


def test_without_a_plan_a_dose_is_asked_about_before_half_the_usual_interval() -> None:
    """Twelve hours from one to the next: six hours are half of that."""
    before = [f"{day} {clock}" for day in range(1, 10) for clock in ("08:00", "20:00")]
    assert double_of("10 01:59", *before) is not None
    assert double_of("10 02:00", *before) is None


def test_without_a_plan_two_hours_are_the_least() -> None:
    hourly = [f"9 {hour:02}:00" for hour in range(8, 18)]
    assert double_of("9 18:59", *hourly) is not None
    assert double_of("9 19:00", *hourly) is None
    assert double_of("9 19:59", "9 18:00") is not None, "the second dose ever"
    assert double_of("9 20:00", "9 18:00") is None
    assert double_of("9 20:00") is None, "the first dose ever"


def test_the_usual_interval_is_that_of_the_fourteen_days_before() -> None:
    hourly = [dose(f"1 {hour:02}:00") for hour in range(6, 13)]
    daily = [dose(f"{day} 12:00") for day in range(2, 16)]
    lived = dose("15 23:59")
    assert "double_dose" in found_of(lived, [*hourly, *daily])
    assert "double_dose" not in found_of(dose("16 00:00"), [*hourly, *daily])
    skipped = [dose(f"15 {hour:02}:00", "skipped") for hour in range(13, 20)]
    assert "double_dose" in found_of(lived, [*daily, *skipped]), "what was skipped is no interval"


def test_without_the_hours_in_the_monograph_it_is_silent_but_for_a_plan() -> None:
    silent = without(soonest_hours=None)
    assert "double_dose" not in found_of(dose("10 08:01"), [dose("10 08:00")], monograph=silent)
    assert "double_dose" in found_of(dose("10 08:40"), [dose("10 08:00")], TWICE, monograph=silent)


def test_in_a_pause_and_after_the_plan_was_ended_the_interval_counts() -> None:
    paused_plan = as_plan(TWICE, paused(10, 12))
    assert "double_dose" in found_of(dose("10 21:00"), [*DAILY, dose("10 20:00")], paused_plan)
    ended = change(TWICE, at("10 09:00"))
    assert "double_dose" in found_of(dose("11 09:00"), [*DAILY, dose("11 08:00")], ended)
    assert "double_dose" not in found_of(dose("11 20:00"), [*DAILY, dose("11 08:00")], ended)


def test_on_the_day_a_plan_is_entered_a_dose_in_no_window_goes_by_the_interval() -> None:
    """The morning's window ends when the plan is saved, that of the evening opens at five."""
    plan = [saved(starts="10 00:00", saved_at="10 12:00")]
    assert double_of("10 12:10", "10 11:30", plan=plan) is not None
    assert double_of("10 13:30", "10 11:30", plan=plan) is None
    assert double_of("10 17:00", "10 16:30", plan=plan) is None, "it is the one for the evening"


def test_the_days_before_are_read_as_far_as_they_decide_something() -> None:
    """Four days for a planned time, fifteen where what is usual decides."""
    days = [
        looks_back(as_plan(plan), at(now), BERLIN).days
        for plan, now in (
            ([], "20 12:00"),
            (TWICE, "20 12:00"),
            (TWICE, "3 12:00"),
            (change(TWICE, at("10 12:00")), "20 12:00"),
            (as_plan(TWICE, paused(19, 21)), "20 12:00"),
        )
    ]
    assert days == [15, 4, 15, 15, 15]


def test_the_plan_of_the_moment_counts_not_the_one_of_now() -> None:
    """On the tenth at noon the evening dose was dropped: what was lived before keeps its planned time."""
    changed = change(TWICE, at("10 12:00"), "08:00")
    assert double_of("9 20:00", "9 08:00", plan=changed) is None
    assert double_of("11 20:00", "11 08:00", plan=changed) is not None


@pytest.mark.parametrize(
    ("zone", "day", "second", "asked"),
    [
        (BERLIN, date(2026, 3, 29), "12:00", True),  # the clock goes forward at 02:00
        (BERLIN, date(2026, 3, 29), "17:15", False),
        (BERLIN, date(2026, 10, 25), "12:00", True),  # and back at 03:00
        (BERLIN, date(2026, 10, 25), "17:00", False),
        ("America/New_York", date(2026, 3, 8), "12:00", True),
        ("America/New_York", date(2026, 11, 1), "17:00", False),
        (BERLIN, date(2028, 2, 29), "12:00", True),
        (BERLIN, date(2028, 2, 29), "17:00", False),
    ],
)
def test_both_clock_changes_two_zones_and_the_29th_of_february(zone: str, day: date, second: str, asked: bool) -> None:
    def at_clock(on: date, clock: str) -> TakenDose:
        wall = datetime.combine(on, time.fromisoformat(clock), ZoneInfo(zone))
        lived = dose("1 08:00")
        return lived._replace(at=wall.astimezone(UTC), recorded_at=wall.astimezone(UTC), on=on)

    plan = [saved(zone=zone)]
    before = [at_clock(day - timedelta(days=1), "20:00"), at_clock(day, "08:00")]
    assert ("double_dose" in found_of(at_clock(day, second), before, plan, zone)) is asked


def test_the_evening_dose_after_midnight_is_that_of_its_evening() -> None:
    assert double_of("11 00:30", "10 08:00", plan=TWICE) is None
    assert double_of("11 00:30", "10 08:00", "10 20:00", plan=TWICE) is not None


def test_what_it_asks_and_tells_says_what_is_recorded_already() -> None:
    lived = dose("10 20:40")
    finding = found_of(lived, [dose("10 08:00"), dose("10 19:58")], TWICE)["double_dose"]
    question = double_dose.question(finding, SPEAKING)
    assert (question.asked, question.sentence, question.no, question.yes) == (
        "Did you take 0.5\u00a0mg more?",
        "Already recorded: 0.5\u00a0mg at 19:58. 42 minutes earlier, the one for 20:00. "
        "Next planned: 08:00 on 11 March.",
        "No, it is the same dose",
        "Yes, I took 0.5\u00a0mg more",
    )
    told = double_dose.words(finding, replace(SPEAKING, hours="12"))
    assert (told.level, told.heading, told.link) == ("caution", "twice", "Took one dose twice: what to do")
    assert told.sentences == (
        "0.5\u00a0mg more at 8:40\u00a0pm.",
        "Already recorded: 0.5\u00a0mg at 7:58\u00a0pm. 42 minutes earlier, the one for 8:00\u00a0pm.",
    )


def test_without_a_plan_it_says_how_long_it_usually_is() -> None:
    finding = found_of(dose("10 00:10"), DAILY)["double_dose"]
    assert double_dose.question(finding, SPEAKING).sentence == (
        "Already recorded: 0.5\u00a0mg at 20:00 on 9 March. 4 hours 10 minutes earlier. "
        "In the last days it was mostly 12 hours from one dose to the next."
    )
    second = found_of(dose("10 08:30"), [dose("10 08:00")])["double_dose"]
    assert double_dose.question(second, SPEAKING).sentence == (
        "Already recorded: 0.5\u00a0mg at 08:00. 30 minutes earlier."
    )


doses_of_days = st.lists(
    st.tuples(st.integers(0, 3 * 24 * 60 - 1), st.sampled_from([250_000, 500_000, 1_000_000]), st.booleans()),
    min_size=1,
    max_size=9,
    unique_by=lambda lived: lived[0],
)


def lived_of(minutes: list[tuple[int, int, bool]]) -> list[TakenDose]:
    begins = at("10 00:00")
    found = []
    for minute, amount, is_taken in minutes:
        day, rest = divmod(minute, 24 * 60)
        lived = dose(f"{10 + day} {rest // 60:02}:{rest % 60:02}", "taken" if is_taken else "skipped", amount=amount)
        assert lived.at == begins + timedelta(minutes=minute)
        found.append(lived)
    return found


@given(minutes=doses_of_days, times=st.sampled_from(["08:00 20:00", "21:00", "08:00 14:00 20:00", "08:00 10:00"]))
def test_it_asks_exactly_about_the_doses_beside_the_plan(minutes: list[tuple[int, int, bool]], times: str) -> None:
    plan, doses = as_plan([saved(times)]), lived_of(minutes)
    found = match(
        plan, Lived(tuple(doses), ()), Zones(BERLIN), Period(date(2026, 3, 8), date(2026, 3, 14)), at("31 00:00")
    )
    asked = {lived for lived in doses if "double_dose" in found_of(lived, doses, plan)}
    assert asked == set(found.beside)


@given(minutes=doses_of_days, is_planned=st.booleans())
def test_a_dose_lived_later_changes_nothing_that_a_rule_says_of_an_earlier_one(
    minutes: list[tuple[int, int, bool]], is_planned: bool
) -> None:
    doses, plan = lived_of(minutes), TWICE if is_planned else ()
    lived = sorted(doses, key=lambda each: each.at)
    for n, each in enumerate(lived):
        assert found_of(each, lived[: n + 1], plan) == found_of(each, lived, plan)


def test_one_context_places_a_dose_once_for_all_rules() -> None:
    lived = dose("10 08:40")
    known = context_of(lived, [dose("10 08:00")], TWICE)
    double_dose.find(detail_of(lived), known)
    placed = known.kept["placed"]
    double_dose.find(detail_of(lived), known)
    assert known.kept["placed"] is placed
    double_dose.find(detail_of(dose("10 08:50")), known)
    assert known.kept["placed"] is not placed
