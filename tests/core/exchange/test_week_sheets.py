"""A week sheet: what is planned on each of its days, whatever the plan does in that week, and what is recorded."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from journal.core.exchange.week_sheets import (
    SheetDay,
    first_day_of_week,
    paper_rows,
    read_first_day,
    sheet_days,
    week_of,
)
from journal.core.medicine.medicines import Medicine
from journal.core.plan.adherence import Lived, TakenDose
from journal.core.plan.regimens import Pause, Plan, RecordedStep
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.values.clock import Zones
from journal.core.values.errors import InvalidEntry
from tests.core.plan.plans import BERLIN, at, change, dose, saved

MONDAY = date(2026, 3, 9)
WEEK = week_of(MONDAY)
NOW = at("12 12:00")
ONE = (Medicine("a", name="A"),)


def of(step: RecordedStep, medicine_id: str = "a") -> RecordedStep:
    return replace(step, medicine_id=medicine_id)


def days(
    *doses: TakenDose,
    plan: Plan,
    medicines: tuple[Medicine, ...] = ONE,
    first_on: date = MONDAY,
    now: datetime = NOW,
) -> tuple[SheetDay, ...]:
    lived = Lived(tuple(each._replace(medicine_id="a") for each in doses), set())
    return sheet_days(week_of(first_on), plan, medicines, lived, Zones(BERLIN), now)


def times(found: tuple[SheetDay, ...]) -> list[list[str]]:
    return [[f"{each.planned.minute // 60:02}:{each.planned.minute % 60:02}" for each in day.times] for day in found]


def test_a_sheet_has_seven_days_from_the_chosen_one_on_with_their_planned_times() -> None:
    found = days(plan=Plan((of(saved()),)))
    assert [day.on for day in found] == list(WEEK.days())
    assert times(found) == [["08:00", "20:00"]] * 7


def test_it_tells_what_is_recorded_from_what_can_be_told_and_from_what_is_to_come() -> None:
    found = days(dose("9 08:10"), dose("9 20:00", status="skipped"), dose("10 13:00"), plan=Plan((of(saved()),)))
    monday, tuesday = found[0].times, found[1].times
    assert [each.is_recorded for each in monday] == [True, True]
    assert [each.is_open(NOW) for each in monday + tuesday] == [False, False, False, True]
    assert [each.is_open(NOW) for each in found[3].times] == [True, False], "20:00 of Thursday is still to come"
    assert monday[0].key == "a.202603090700"


def test_a_dose_beside_the_plan_is_shown_on_its_day() -> None:
    found = days(dose("9 08:00"), dose("9 09:00"), plan=Plan((of(saved()),)))
    assert [each.minute for each in found[0].others] == [9 * 60]
    after = days(dose("15 20:00"), dose("16 00:10"), plan=Plan((of(saved()),)), now=at("17 12:00"))
    assert [each.minute for day in after for each in day.others] == [], "it is of the day after the week"


def test_steps_that_change_within_the_week_weekdays_and_pauses_each_have_their_days() -> None:
    steps = change([saved()], at("8 12:00"), times="08:00=250000", starts=date(2026, 3, 12))
    plan = Plan(tuple(of(step) for step in steps), (Pause(date(2026, 3, 14), date(2026, 3, 14), "", at("8 12:00")),))
    found = days(plan=plan)
    assert times(found) == [["08:00", "20:00"]] * 3 + [["08:00"]] * 2 + [[]] + [["08:00"]]
    assert found[5].pause is not None
    weekdays = days(plan=Plan((of(saved("08:00", days=Days(weekdays=(0, 4)))),)))
    assert times(weekdays) == [["08:00"], [], [], [], ["08:00"], [], []]


@pytest.mark.parametrize(("sunday", "utc"), [(date(2026, 3, 29), 1), (date(2026, 10, 25), 0)])
def test_both_nights_on_which_the_clock_changes_have_each_time_once(sunday: date, utc: int) -> None:
    found = days(plan=Plan((of(saved("02:30")),)), first_on=sunday - timedelta(days=6))
    assert times(found) == [["02:30"]] * 7
    assert (found[6].times[0].planned.at.hour, found[6].times[0].planned.at.minute) == (utc, 30)


def test_as_needed_and_a_medicine_without_a_plan_have_a_line_each_day() -> None:
    order = AsNeeded(500_000, 2_000_000, 4)
    plan = Plan((of(saved("", as_needed=order)),), (Pause(date(2026, 3, 10), date(2026, 3, 10), "", at("8 12:00")),))
    found = days(plan=plan, medicines=(*ONE, Medicine("b", starts_on=date(2026, 3, 11), ends_on=date(2026, 3, 13))))
    assert [[line.medicine_id for line in day.lines] for day in found] == [
        ["a"],
        [],
        ["a", "b"],
        ["a", "b"],
        ["a", "b"],
        ["a"],
        ["a"],
    ]
    assert (found[0].lines[0].order, found[2].lines[1].order) == (order, None)
    assert found[0].lines[0].key == "a.20260309"


def test_a_plan_without_doses_as_needed_has_no_line_and_one_that_begins_within_the_week_none_before() -> None:
    assert [day.lines for day in days(plan=Plan((of(saved()),)))] == [()] * 7
    later = days(plan=Plan((of(saved("", starts="12 00:00", as_needed=AsNeeded(500_000))),)))
    assert [len(day.lines) for day in later] == [0, 0, 0, 1, 1, 1, 1]


def test_the_times_before_the_first_plan_was_saved_can_be_told_too() -> None:
    found = days(plan=Plan((of(saved(saved_at="11 12:00")),)))
    assert [each.is_open(NOW) for each in found[0].times] == [True, True]


def test_rows_of_paper_go_by_the_time_of_day_with_the_amounts_of_each_day() -> None:
    steps = [*change([saved("08:00 20:00=1000000")], at("8 12:00"), times="08:00", starts=date(2026, 3, 14))]
    plan = Plan((*(of(step) for step in steps), of(saved("08:00"), "b"), of(saved("", as_needed=AsNeeded(1)), "c")))
    medicines = (Medicine("b"), *ONE, Medicine("c"), Medicine("d"))
    rows = paper_rows(days(plan=plan, medicines=medicines))
    assert [(row.medicine_id, row.minute, row.amount) for row in rows] == [
        ("b", 480, 500_000),
        ("a", 480, 500_000),
        ("a", 1200, 1_000_000),
        ("c", None, 1),
        ("d", None, 0),
    ]
    assert rows[2].amounts == (*[1_000_000] * 5, None, None)
    assert rows[3].order == AsNeeded(1)


def test_an_amount_that_changes_within_the_week_stands_in_its_days_alone() -> None:
    steps = change([saved("08:00")], at("8 12:00"), times="08:00=250000", starts=date(2026, 3, 12))
    (row,) = paper_rows(days(plan=Plan(tuple(of(step) for step in steps))))
    assert row.amount is None
    assert row.amounts == (*[500_000] * 3, *[250_000] * 4)


def test_the_first_day_is_read_and_lies_within_a_year() -> None:
    assert read_first_day("2026-03-09", MONDAY) == MONDAY
    for text, sentence in (("2026-02-30", "There is no such day"), ("2024-03-09", "last year or of the coming one")):
        with pytest.raises(InvalidEntry) as error:
            read_first_day(text, MONDAY)
        assert sentence in error.value.errors["first_on"]


def test_a_week_begins_with_the_weekday_that_was_chosen() -> None:
    thursday = date(2026, 3, 12)
    assert [first_day_of_week(thursday, start) for start in (0, 5, 6)] == [
        MONDAY,
        date(2026, 3, 7),
        date(2026, 3, 8),
    ]
    assert first_day_of_week(MONDAY, 0) == MONDAY
