"""Lanes of planned times: a cell for each planned time of each day, and words only where it was not as planned."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings

from journal.core.charts.lanes import MOST_LANES, Lane, LaneCell
from journal.core.plan.regimens import Pause
from journal.core.plan.schedules import AsNeeded
from journal.core.values.periods import Period
from tests.core.charts.test_points import FIRST, TWICE, WEEK, at, day, dose, doses, some_doses, step

ONE_DAY = Period(FIRST, FIRST)
QUIET = {"as planned", "pending", "not recorded"}


def lane_of(name: str, *given_doses, **more) -> dict[date, LaneCell]:
    lanes = {lane.name: lane for lane in doses(*given_doses, **more).lanes}
    return {cell.on: cell for cell in lanes[name].cells}


def test_each_time_of_day_is_a_lane_with_a_cell_for_each_day() -> None:
    found = doses(*(dose(day(n), clock) for n in range(7) for clock in ("08:00", "20:00")))
    assert [(lane.name, len(lane.cells)) for lane in found.lanes] == [("08:00", 7), ("20:00", 7)]
    assert {(cell.state, cell.words) for lane in found.lanes for cell in lane.cells} == {("as planned", "")}
    assert found.caption.question == "Which doses were not as planned?"


@pytest.mark.parametrize(
    ("given_doses", "state", "words"),
    [
        ([dose(FIRST, "08:20")], "as planned", ""),
        ([dose(FIRST, "11:05")], "late", "late 11:05"),
        ([dose(FIRST, "08:00", "skipped")], "skipped", "skipped"),
        ([dose(FIRST, "20:00")], "missed", "missed or not logged"),
        ([dose(FIRST, "08:00", amount=250_000)], "less", "0.25\u00a0mg for 0.5\u00a0mg"),
        ([dose(FIRST, "08:00", amount=2_000_000)], "more", "2\u00a0mg for 0.5\u00a0mg"),
        ([dose(FIRST, "08:00"), dose(FIRST, "09:00", "skipped")], "as planned", ""),
        ([dose(FIRST, "08:00"), dose(FIRST, "14:00")], "more", "0.5\u00a0mg more at 14:00"),
        ([dose(FIRST, "08:00", amount=250_000), dose(FIRST, "09:00", amount=250_000)], "as planned", ""),
        (
            [dose(FIRST, "11:05", amount=250_000), dose(FIRST, "14:00")],
            "more",
            "0.25\u00a0mg for 0.5\u00a0mg, 0.5\u00a0mg more at 14:00, late 11:05",
        ),
    ],
)
def test_only_what_deviates_has_words(given_doses, state: str, words: str) -> None:
    cell = lane_of("08:00", *given_doses, period=ONE_DAY)[FIRST]
    assert (cell.state, cell.words) == (state, words)


def test_a_pause_has_no_cells_and_is_told_in_the_sentence_and_in_the_table() -> None:
    hospital = Pause(day(2), day(4), "in hospital", at(day(5), "09:00"))
    found = doses(dose(day(1), "08:00"), dose(day(3), "10:00"), pauses=[hospital])
    assert found.pauses == (Period(day(2), day(4)),)
    assert {cell.on for lane in found.lanes[:2] for cell in lane.cells} == {FIRST, day(1), day(5), day(6)}
    assert found.caption.answer.endswith("Pause, nothing planned: 3 September to 5 September.")
    assert [row[1] for row in found.table.rows[2:5]] == ["pause", "10:00 (0.5\u00a0mg, without a plan)", "pause"]
    assert doses(dose(day(1), "08:00")).pauses == doses(steps=[], pauses=[hospital]).pauses == ()


def test_times_are_in_the_clock_a_person_chose() -> None:
    assert lane_of("8:00\u00a0am", dose(FIRST, "11:05"), hours="12")[FIRST].words == "late 11:05\u00a0am"


def test_a_time_of_today_is_pending_until_its_window_ends() -> None:
    now = at(FIRST, "17:30")
    cells = lane_of("20:00", dose(FIRST, "08:00"), period=ONE_DAY, now=now)
    assert cells == {FIRST: LaneCell(FIRST, "pending")}


def test_days_with_nothing_logged_say_nothing_of_a_single_time() -> None:
    cells = lane_of("08:00", dose(FIRST, "08:00"), dose(day(2), "08:00"), dose(day(2), "20:00"))
    assert (cells[day(1)].state, cells[day(1)].words) == ("not recorded", "")


def test_a_time_that_left_the_plan_has_no_cells_after_that() -> None:
    steps = [step(date(2026, 1, 1), day(3), 500_000, (time(8), time(14))), step(day(4), None, 500_000, (time(8),))]
    found = {lane.name: [cell.on for cell in lane.cells] for lane in doses(dose(FIRST, "08:00"), steps=steps).lanes}
    assert found == {"08:00": list(WEEK.days()), "14:00": [day(n) for n in range(4)]}


def test_what_was_taken_at_no_planned_time_has_a_lane_of_its_own() -> None:
    steps = [step(date(2026, 1, 1), day(2), 500_000)]
    lane = doses(dose(FIRST, "08:00"), dose(day(5), "10:00"), dose(day(6), "10:00", "skipped"), steps=steps).lanes[-1]
    assert lane == Lane(
        "no planned time",
        (LaneCell(day(5), "no time", "0.5\u00a0mg at 10:00"), LaneCell(day(6), "skipped", "skipped")),
    )


def test_what_was_taken_as_needed_has_a_lane_of_its_own_and_what_is_above_the_order_another() -> None:
    """0.25 mg in 24 hours at most was ordered beside the planned times; the second one of a day is above that."""
    ordered = replace(step(date(2026, 1, 1), None, 500_000), as_needed=AsNeeded(250_000, 250_000, None))
    taken = (dose(FIRST, clock, amount=250_000) for clock in ("13:00", "15:00"))
    found = doses(dose(FIRST, "08:00"), *taken, dose(FIRST, "20:00"), steps=[ordered], period=ONE_DAY)
    lanes = {lane.name: [cell.words for cell in lane.cells if cell.words] for lane in found.lanes}
    assert lanes["as needed"] == ["0.25\u00a0mg at 13:00"]
    assert lanes["08:00"] == ["0.25\u00a0mg more at 15:00"]
    assert lanes["20:00"] == []


def test_without_a_plan_there_are_no_lanes() -> None:
    found = doses(*(dose(day(n), "08:00") for n in range(4)), steps=[])
    assert found.lanes == ()
    assert found.caption.question == "Which doses were taken, and when?"


def test_years_are_counted_by_week_and_have_no_lanes() -> None:
    assert doses(dose(FIRST, "08:00"), period=Period(FIRST, day(400))).lanes == ()


def test_times_of_one_hour_share_a_lane_where_there_would_be_too_many() -> None:
    steps = [
        step(day(n) if n else date(2026, 1, 1), day(n), 500_000, (time(8, 4 * n), time(20, 4 * n))) for n in range(7)
    ]
    names = [lane.name for lane in doses(dose(FIRST, "08:00"), steps=steps).lanes]
    assert MOST_LANES < 2 * 7
    assert names == ["08:00 to 08:24", "20:00 to 20:24"]


@settings(max_examples=50)
@given(some_doses)
def test_every_planned_time_of_the_record_has_one_cell(given_doses) -> None:
    """As the sentence counts them: one a day, and on the first day of the record the one of the evening before as well,
    if it was taken after midnight."""
    found = doses(*given_doses, steps=TWICE)
    planned = [lane for lane in found.lanes if lane.name != "no planned time"]
    for lane in planned:
        days = Counter(cell.on for cell in lane.cells)
        assert all(count == 1 or (on == FIRST and count == 2) for on, count in days.items())
        assert all(bool(cell.words) == (cell.state not in QUIET) for cell in lane.cells)
    said = re.match(r"Of (\d+) planned", found.caption.answer)
    if said:
        pending = sum(cell.state == "pending" for lane in planned for cell in lane.cells)
        assert sum(len(lane.cells) for lane in planned) - pending == int(said[1])
