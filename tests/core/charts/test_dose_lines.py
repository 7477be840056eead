"""The doses of several medicines under the severities: a line each, in its own unit, and never a sum."""

from datetime import UTC, date, datetime, time

from journal.core.charts.comparison_words import other_words
from journal.core.charts.dose_lines import MOST_BESIDE, Doses, beside, dose_line, other_changes, times_and_doses
from journal.core.charts.points import Of
from journal.core.charts.severity import severity_chart
from journal.core.charts.severity_points import DoseLine, SeverityChart
from journal.core.plan.regimens import Pause, Step
from journal.core.plan.schedules import AsNeeded, PlannedDose
from journal.core.values.periods import Period
from tests.core.charts.test_points import DROWSY, FIRST, day, rated, step
from tests.core.charts.worst import worst

MONTH = Period(FIRST, day(27))
LAST = MONTH.last_on
CLONAZEPAM = Doses([step(FIRST, None, 500_000)], [(FIRST, 500_000), (FIRST, 500_000)], Of("Clonazepam"))
SYRUP_STEPS = [
    Step(FIRST, day(9), (PlannedDose(time(8), 5_000_000),), ""),
    Step(day(10), None, (PlannedDose(time(8), 10_000_000),), ""),
]
SYRUP = Doses(SYRUP_STEPS, [(FIRST, 5_000_000), (day(1), 2_500_000)], Of("Syrup", "ml"))
AS_NEEDED = [Step(FIRST, None, (), "", as_needed=AsNeeded(500_000_000))]
PARACETAMOL = Doses(AS_NEEDED, [(day(2), 500_000_000), (day(2), 500_000_000)], Of("paracetamol"))
SAVED = datetime(2026, 10, 1, tzinfo=UTC)


def pause(first_on: date, last_on: date) -> Pause:
    return Pause(first_on, last_on, "in hospital", SAVED)


def chart(*others: Doses, of: Doses = CLONAZEPAM, pauses=(), period=MONTH, daily=()) -> SeverityChart:
    days = {FIRST, day(1), day(2)}
    return severity_chart(period, [DROWSY], worst(daily), of, days, period.last_on, FIRST, others, pauses)


def drawn(found: SeverityChart) -> list[str]:
    return [line.of.name for line in found.beside.lines]


def test_each_medicine_has_its_own_line_in_its_own_unit_and_nothing_is_summed():
    found = chart(SYRUP, PARACETAMOL)
    assert found.dose.taken_amount[:3] == (1_000_000, None, None)
    syrup, paracetamol = found.beside.lines
    assert (syrup.of, syrup.taken_amount[:3]) == (Of("Syrup", "ml"), (5_000_000, 2_500_000, None))
    assert [s.daily_amount for s in syrup.steps] == [5_000_000, 10_000_000]
    assert syrup.changes == (day(10),)
    assert (paracetamol.as_needed, paracetamol.steps) == (True, ())
    assert found.beside.also == ()


def test_of_what_is_ordered_as_needed_a_day_with_entries_and_no_dose_is_none_and_a_silent_day_unknown():
    assert chart(PARACETAMOL).beside.lines[0].taken_amount[:4] == (0, 0, 1_000_000_000, None)


def test_the_words_name_every_medicine_with_what_was_planned_and_taken():
    without_plan = Doses((), [(FIRST, 2_000_000)], Of("Tea"))
    found = chart(SYRUP, PARACETAMOL, without_plan)
    assert found.caption.lines[-4:] == (
        "Clonazepam: 1\u00a0mg a day.",
        "Syrup: 5\u00a0ml a day, then 10\u00a0ml a day from 11 September.",
        "Paracetamol: taken as needed, on 1 day.",
        "Tea: taken without a plan, on 1 day.",
    )
    assert found.caption.alt_text.endswith("on 1 day.")
    assert chart(Doses(AS_NEEDED, (), Of("Gel"))).caption.lines[-1] == "Gel: taken as needed, on no day."
    nothing = chart(SYRUP, of=Doses((), (), Of("Clonazepam")))
    assert "Clonazepam: no dose recorded." in nothing.caption.lines


def test_of_many_amounts_the_first_and_the_last_are_told_and_an_end_is_told_as_one():
    steps = [step(day(n * 4), day(n * 4 + 3), 500_000 + n * 100_000) for n in range(6)]
    line = Doses(steps, (), Of("Taper"))
    assert chart(line).caption.lines[-1] == (
        "Taper: 1\u00a0mg a day at first, nothing planned from 25 September; 7 amounts in all."
    )


def test_the_table_has_a_column_for_each_medicine_and_says_what_differs_from_the_plan():
    found = chart(SYRUP, PARACETAMOL)
    assert found.table.head == ("Day", "Drowsiness", "Clonazepam", "Syrup", "paracetamol")
    assert [row[2:] for row in found.table.rows[:4]] == [
        ("1\u00a0mg", "5\u00a0ml", "none"),
        ("no dose recorded (planned: 1\u00a0mg)", "2.5\u00a0ml (planned: 5\u00a0ml)", "none"),
        ("no dose recorded (planned: 1\u00a0mg)", "no dose recorded (planned: 5\u00a0ml)", "1000\u00a0mg"),
        ("not recorded (planned: 1\u00a0mg)", "not recorded (planned: 5\u00a0ml)", "not recorded"),
    ]


def test_the_table_of_a_long_period_says_both_for_each_week():
    years = Period(FIRST, date(2028, 1, 1))
    found = chart(SYRUP, period=years)
    assert found.table.rows[1][2:] == (
        "not recorded (planned: 1\u00a0mg a day)",
        "not recorded (planned: 5\u00a0ml a day, then 10\u00a0ml a day)",
    )


def test_where_nothing_was_planned_and_nothing_taken_the_table_says_so_once():
    later = Doses([step(day(3), date(2028, 1, 1), 5_000_000)], [(day(1), 5_000_000)], Of("Later"))
    found = [row[-1] for row in chart(later).table.rows]
    assert found[:4] == [
        "no dose recorded",
        "5\u00a0mg (planned: nothing planned)",
        "no dose recorded",
        "not recorded (planned: 10\u00a0mg)",
    ]
    weeks = chart(later, period=Period(date(2024, 9, 1), date(2026, 9, 30))).table.rows
    assert (weeks[0][-1], weeks[-1][-1]) == ("not recorded", "not recorded (planned: 10\u00a0mg a day)")


def test_of_ten_medicines_those_that_changed_and_those_most_taken_are_drawn_the_rest_is_named():
    rare = [Doses((), [(day(n), 1_000_000)], Of(f"Rare {n}")) for n in range(6)]
    daily = Doses((), [(day(n), 1_000_000) for n in range(20)], Of("Daily"))
    weekly = Doses((), [(day(n * 7), 1_000_000) for n in range(4)], Of("Weekly"))
    ended = Doses([step(date(2026, 1, 1), date(2026, 2, 1), 500_000)], [(date(2026, 1, 5), 500_000)], Of("Ended"))
    found = chart(*rare, daily, ended, SYRUP, weekly)
    assert drawn(found) == ["Daily", "Syrup", "Weekly"], "in the patient's order"
    assert found.beside.also == tuple(f"Rare {n}" for n in range(6))
    assert found.caption.lines[-1] == ("Taken too, not drawn here: Rare 0, Rare 1, Rare 2, Rare 3, Rare 4 and Rare 5.")
    assert len(found.table.head) == 3 + MOST_BESIDE


def test_what_a_chart_of_one_costs_are_the_planned_times_and_the_doses_of_the_period():
    before, later = step(date(2026, 1, 1), date(2026, 2, 1), 500_000), step(day(60), None, 500_000)
    doses = Doses([before, *SYRUP_STEPS, later], [(day(-1), 1), (FIRST, 1), (day(27), 1), (day(28), 1)], Of("Syrup"))
    assert times_and_doses(MONTH, doses.steps, [on for on, _amount in doses.taken]) == 28 + 2


def test_lines_that_look_alike_are_told_apart():
    same = [Doses((), [(day(0), 1_000_000)], Of("Same")) for _ in range(MOST_BESIDE + 1)]
    found = beside([dose_line(MONTH, doses) for doses in same])
    assert (len(found.lines), found.also) == (MOST_BESIDE, ("Same",))


def test_a_medicine_alone_has_neither_lines_nor_words_of_its_own():
    found = chart(of=Doses(CLONAZEPAM.steps, CLONAZEPAM.taken))
    assert found.beside.lines == ()
    assert len(found.caption.lines) == 1
    assert found.table.head[2:] == ("Taken", "Planned")


def test_a_pause_is_told_as_one_and_is_no_amount():
    found = chart(SYRUP, PARACETAMOL, pauses=[pause(day(8), day(11)), pause(day(20), day(20))])
    lines: list[DoseLine] = [found.dose, *found.beside.lines]
    assert [line.pauses for line in lines[:2]] == [(Period(day(8), day(11)), Period(day(20), day(20)))] * 2
    assert lines[2].pauses == (), "what is owed on no day is not paused either"
    assert found.caption.lines[-1] == "Pause, nothing planned: 9 September to 12 September and 21 September."
    assert [s.daily_amount for s in found.dose.steps] == [1_000_000], "the step is as it was ordered"
    assert found.table.rows[8][2] == "not recorded (planned: pause)"
    assert [(s.first_on, s.last_on, s.daily_amount) for s in found.dose.owed] == [
        (FIRST, day(7), 1_000_000),
        (day(8), day(11), 0),
        (day(12), day(19), 1_000_000),
        (day(20), day(20), 0),
        (day(21), LAST, 1_000_000),
    ]
    alone = chart(of=Doses(CLONAZEPAM.steps, [(day(8), 500_000)]), pauses=[pause(day(8), day(9))])
    assert [row[2:] for row in alone.table.rows[8:11]] == [
        ("0.5\u00a0mg", "pause"),
        ("not recorded", "pause"),
        ("not recorded", "1\u00a0mg"),
    ]


def test_a_pause_reaches_only_as_far_as_something_was_planned_in_the_period():
    around = [pause(date(2026, 8, 1), day(4)), pause(day(7), LAST)]
    found = chart(of=Doses([step(day(3), day(5), 500_000)]), pauses=around)
    assert found.dose.pauses == (Period(day(3), day(4)),)
    assert [(s.first_on, s.daily_amount) for s in found.dose.owed] == [
        (FIRST, 0),
        (day(3), 0),
        (day(5), 1_000_000),
        (day(6), 0),
    ]


def test_what_is_felt_in_a_pause_counts_for_no_amount():
    daily = rated(*[1] * 8, *[4] * 10, *[1] * 10)
    assert chart(of=Doses(CLONAZEPAM.steps), daily=daily).panels[0].medians[0].median == 1
    paused = chart(of=Doses(CLONAZEPAM.steps), daily=rated(*[0] * 7, *[4] * 21), pauses=[pause(day(7), LAST)])
    assert paused.panels[0].medians[0].median == 0
    assert paused.panels[0].rated == 28


def test_the_days_of_a_pause_are_on_no_side_of_a_change():
    steps = [step(FIRST, day(29), 500_000), step(day(30), None, 250_000)]
    period, daily = Period(FIRST, day(60)), rated(*[1] * 61)
    [whole] = chart(of=Doses(steps), period=period, daily=daily).compared
    [cut] = chart(of=Doses(steps), period=period, daily=daily, pauses=[pause(day(25), day(32))]).compared
    assert (whole.rows[0].before.days, whole.rows[0].after.days) == (28, 28)
    assert (cut.rows[0].before.days, cut.rows[0].before.rated, cut.rows[0].after.days) == (23, 23, 26)


def test_the_changes_of_other_medicines_around_a_change_are_named():
    steps = [step(FIRST, day(12), 500_000), step(day(13), None, 250_000)]
    [change] = chart(SYRUP, PARACETAMOL, of=Doses(steps)).compared
    assert change.others == other_changes(MONTH, [SYRUP])
    assert other_words(change, with_year=False) == "Another dose changed in these days too: Syrup on 11 September."
    [alone] = chart(PARACETAMOL, of=Doses(steps)).compared
    assert other_words(alone, with_year=False) == ""
