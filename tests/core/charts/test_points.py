"""The points and sentences of the charts: counted by hand here, so that no picture can be wrong alone."""

import re
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.charts.calendar import OUTSIDE, calendar_chart
from journal.core.charts.dose_lines import Doses
from journal.core.charts.doses import doses_chart
from journal.core.charts.doses_points import DoseMark, DoseWeek
from journal.core.charts.points import Of, in_weeks, median_of
from journal.core.charts.severity import severity_chart
from journal.core.plan.adherence import Lived, TakenDose
from journal.core.plan.regimens import Plan, RecordedStep, Step
from journal.core.values.clock import Zones
from journal.core.values.periods import Period
from journal.core.values.sentences import inside, opening
from tests.core.charts.worst import worst

BERLIN = "Europe/Berlin"
FIRST = date(2026, 9, 1)
NINETY = Period(FIRST, date(2026, 11, 29))
DROWSY, DIZZY = ("drowsiness", "Drowsiness"), ("dizziness", "Dizziness")
NEVER_SAID = re.compile(r"significan|caus|prove|\bsafe|danger|should|must|good|bad|!", re.IGNORECASE)


def day(n):
    return FIRST + timedelta(days=n)


def step(first, last, amount, times=(time(8), time(20))):
    return Step.every_day(first, last, tuple(times), amount, "tablet")


severities = st.one_of(st.none(), st.integers(0, 4))


def rated(*severities, effect="drowsiness", first=FIRST):
    return [(first + timedelta(days=n), effect, value) for n, value in enumerate(severities) if value is not None]


# Calendar


def calendar(*severities, first=FIRST, period=NINETY, name="Drowsiness", today=None):
    daily = worst(rated(*severities, first=first))
    return calendar_chart(period, name, daily.of_any(["drowsiness"], period), today or period.last_on)


def test_months_stand_in_rows_and_days_outside_the_period_are_told_from_unrated_ones():
    found = calendar(2, None, 4, first=date(2024, 2, 28), period=Period(date(2024, 2, 27), date(2024, 3, 2)))
    february, march = found.months
    assert february.first_on == date(2024, 2, 1)
    assert february.days == (*[OUTSIDE] * 26, None, 2, None)
    assert march.days == (4, None, *[OUTSIDE] * 29)
    assert found.table.head == ("Month", "None", "Mild", "Moderate", "Severe", "Very severe", "Not rated")
    assert found.table.rows == (
        ("Feb 2024", "0", "0", "1", "0", "0", "2"),
        ("Mar 2024", "0", "0", "0", "0", "1", "1"),
    )


@pytest.mark.parametrize(
    ("values", "answer", "state"),
    [
        ([], "No day of this period has a rating.", "empty"),
        ([4], "Rated on 1 of 90 days: too few to compare.", "too_few_ratings"),
        ([3] * 6 + [1] * 74, "Severe or worse on 6 of 80 rated days. Rated on 80 of 90 days.", "chart"),
        ([4] + [1] * 88, "Severe or worse on 1 of 89 rated days. Rated on 89 of 90 days.", "chart"),
        ([2, 2] + [1] * 88, "At worst moderate, on 2 of 90 rated days. Rated on 90 of 90 days.", "chart"),
        ([0, 0, 0], "Rated none on all 3 rated days. Rated on 3 of 90 days.", "chart"),
    ],
)
def test_the_sentence_of_the_calendar(values, answer, state):
    words = calendar(*values).caption
    assert (words.answer, words.state) == (answer, state)
    assert words.question == "Which days were worse for drowsiness?"
    assert not NEVER_SAID.search(words.answer + words.question + words.explanation)


def test_a_day_nobody_can_rate_yet_is_not_unrated():
    """At 01:00, where a day begins at 04:00, a check-in is for the day before."""
    found = calendar(*[1] * 89, today=NINETY.last_on - timedelta(days=1))
    assert found.caption.answer == "At worst mild, on 89 of 89 rated days. Rated on 89 of 89 days."


def test_a_year_boundary_is_crossed_month_by_month():
    found = calendar(period=Period(date(2025, 12, 31), date(2026, 1, 1)))
    assert [month.first_on for month in found.months] == [date(2025, 12, 1), date(2026, 1, 1)]


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.lists(severities, min_size=1, max_size=100))
@settings(max_examples=30)
def test_every_day_of_the_period_stands_in_the_calendar_once(first, values):
    period = Period(first, first + timedelta(days=len(values) - 1))
    months = calendar(*values, first=first, period=period).months
    assert [value for month in months for value in month.days if value != OUTSIDE] == values
    for row in calendar(*values, first=first, period=period).table.rows:
        assert all(int(cell) >= 0 for cell in row[1:])


# Doses day by day


def at(on, clock, zone=BERLIN):
    return datetime.combine(on, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


def dose(on, clock, status="taken", amount=500_000):
    wall = time.fromisoformat(clock)
    return TakenDose(at(on, clock), on, wall.hour * 60 + wall.minute, amount, status, at(on, clock))


WEEK = Period(FIRST, day(6))
TWICE = [step(date(2026, 1, 1), None, 500_000)]


def doses(
    *given_doses, period=WEEK, steps=TWICE, entry_days=None, first_entry_on=FIRST, now=None, hours="24", pauses=()
):
    days = {d.on for d in given_doses} if entry_days is None else set(entry_days)
    now = now or at(period.last_on + timedelta(days=1), "12:00")
    plan = Plan(tuple(RecordedStep(each, None, at(each.starts_on, "00:00")) for each in steps), tuple(pauses))
    return doses_chart(period, plan, Lived(tuple(given_doses), days), first_entry_on, Zones(BERLIN), now, hours)


def test_times_of_the_table_are_in_the_clock_a_person_chose():
    taken = dose(FIRST, "08:00"), dose(FIRST, "20:10"), dose(day(1), "00:30"), dose(day(1), "12:05")
    cells = [[cell for row in doses(*taken, hours=hours).table.rows for cell in row] for hours in ("24", "12")]
    for of_24, of_12 in (("08:00", "8:00\u00a0am"), ("20:10", "8:10\u00a0pm"), ("00:30", "12:30\u00a0am")):
        assert any(of_24 in cell for cell in cells[0])
        assert any(of_12 in cell for cell in cells[1])
    assert doses(*taken, hours="12").hours == "12"


def test_a_week_of_doses_in_one_sentence():
    found = doses(
        dose(FIRST, "08:00"), dose(FIRST, "20:10"),
        dose(day(1), "11:01"), dose(day(1), "20:00"),
        dose(day(2), "08:00", "skipped"), dose(day(2), "20:00"),
        dose(day(3), "08:01"), dose(day(3), "14:00", amount=250_000), dose(day(3), "20:00"),
        dose(day(4), "08:00"),
        dose(day(6), "08:00"), dose(day(7), "00:30"),
    )  # fmt: skip
    assert found.caption.answer == (
        "Of 14 planned doses 8 were taken on time, 2 late, 1 skipped, 1 missed or not logged, "
        "2 on a day with nothing logged. 1 more dose was taken beside the plan. 1 day has no entry."
    )
    assert found.caption.state == "chart"
    assert found.not_recorded == (day(5),)
    assert found.weeks == ()
    assert DoseMark(day(1), 661, "late") in found.marks
    assert DoseMark(day(2), 480, "skipped") in found.marks
    assert DoseMark(day(4), 1200, "missed") in found.marks
    assert DoseMark(day(3), 840, "taken") in found.marks
    assert found.table.head == ("Day", "Taken", "Late", "Skipped", "Missed")
    assert found.table.rows[0] == ("1 September", "08:00 (0.5\u00a0mg), 20:10 (0.5\u00a0mg)", "none", "none", "none")
    assert found.table.rows[1][1:3] == ("20:00 (0.5\u00a0mg)", "11:01 (0.5\u00a0mg)")
    assert found.table.rows[3][1] == "08:01 (0.5\u00a0mg), 14:00 (0.25\u00a0mg, beside the plan), 20:00 (0.5\u00a0mg)"
    assert found.table.rows[4][1:] == ("08:00 (0.5\u00a0mg)", "none", "none", "20:00 (0.5\u00a0mg)")
    assert found.table.rows[5][1] == "not recorded"
    assert all(mark.on in WEEK for mark in found.marks)  # the last one was taken after midnight, outside the picture
    assert not NEVER_SAID.search(found.caption.answer + found.caption.question + found.caption.explanation)


def test_a_skipped_dose_stands_at_its_planned_time_and_without_a_plan_at_its_own():
    assert doses(dose(FIRST, "08:40", "skipped"), entry_days=[FIRST]).marks[0] == DoseMark(FIRST, 480, "skipped")
    assert doses(dose(FIRST, "08:40", "skipped"), steps=[]).marks == (DoseMark(FIRST, 520, "skipped"),)


def test_a_dose_taken_after_midnight_is_drawn_on_its_own_day():
    found = doses(dose(FIRST, "00:30"), dose(FIRST, "08:00"), first_entry_on=FIRST - timedelta(days=1))
    assert found.marks[0] == DoseMark(FIRST, 30, "late")  # the evening dose of the day before the period
    assert found.caption.answer.startswith(
        "Of 14 planned doses 1 was taken on time, 1 missed or not logged, 12 on a day with nothing logged."
    )


def test_a_dose_after_midnight_at_the_very_beginning_of_the_record_is_drawn_and_counted():
    found = doses(dose(FIRST, "00:30"), period=Period(FIRST, FIRST))
    assert DoseMark(FIRST, 30, "late") in found.marks
    assert found.caption.answer == "Of 3 planned doses 0 were taken on time, 1 late, 2 missed or not logged."


def test_the_first_dose_of_a_record_taken_after_midnight_is_one_of_its_planned_doses():
    night = [step(FIRST - timedelta(days=1), None, 500_000, times=(time(23, 50),))]
    found = doses(dose(FIRST, "00:10"), period=Period(FIRST, FIRST), steps=night, now=at(FIRST, "12:00"))
    assert found.caption.answer == "Of 1 planned dose 1 was taken on time."
    in_weeks = doses(dose(FIRST, "00:10"), period=Period(FIRST, day(500)), steps=night).weeks
    assert in_weeks[0].taken == 1


@pytest.mark.parametrize(
    ("given_doses", "answer"),
    [
        ([dose(day(n), "08:00") for n in range(4)], "4 doses taken on 4 days. 3 days have no entry."),
        (
            [dose(FIRST, "08:00"), dose(FIRST, "20:00", "skipped"), *(dose(day(n), "09:00") for n in range(1, 7))],
            "7 doses taken and 1 skipped on 7 days.",
        ),
        ([dose(FIRST, "08:00")], "1 dose taken on 1 day. 6 days have no entry."),
    ],
)
def test_without_a_plan_doses_are_counted(given_doses, answer):
    assert doses(*given_doses, steps=[]).caption.answer == answer


@pytest.mark.parametrize(("count", "state"), [(0, "empty"), (1, "too_few_doses"), (2, "too_few_doses"), (3, "chart")])
def test_few_doses_are_little_to_show(count, state):
    words = doses(*(dose(day(n), "08:00") for n in range(count)), steps=[]).caption
    assert words.state == state
    assert (words.answer == "No dose is recorded in this period.") == (state == "empty")


def test_days_before_the_record_began_are_neither_missed_nor_not_recorded():
    found = doses(dose(day(5), "08:00"), dose(day(5), "20:00"), dose(day(6), "08:00"), first_entry_on=day(5))
    assert found.caption.answer == "Of 4 planned doses 3 were taken on time, 1 missed or not logged."
    assert found.not_recorded == ()
    assert found.table.rows[0][1] == "before this journal"


def test_before_the_first_entry_there_is_no_record_at_all():
    found = doses(first_entry_on=None)
    assert (found.caption.state, found.marks, found.not_recorded) == ("empty", (), ())


def test_today_is_not_called_unrecorded_while_a_dose_is_still_to_come():
    period, entries = Period(FIRST, day(1)), [FIRST]
    given_doses = (dose(FIRST, "08:00"), dose(FIRST, "20:00"))
    morning = doses(*given_doses, period=period, entry_days=entries, now=at(day(1), "07:00"))
    assert morning.not_recorded == ()
    assert morning.caption.answer == "Of 2 planned doses 2 were taken on time."
    assert morning.table.rows[1][1] == "no dose recorded"
    night = doses(*given_doses, period=period, entry_days=entries, now=at(day(1), "23:59"))
    assert night.not_recorded == (day(1),)  # the morning's window ended, and nothing is logged on this day
    assert doses(*given_doses, period=period, entry_days=entries, now=at(day(1), "16:59")).not_recorded == ()
    evening = doses(*given_doses, period=period, entry_days=entries, steps=[], now=at(day(1), "23:59"))
    assert evening.not_recorded == ()  # without a plan the day may still be recorded
    next_day = doses(*given_doses, period=period, entry_days=entries, steps=[], now=at(day(2), "00:00"))
    assert next_day.not_recorded == (day(1),)


def test_doses_beyond_four_hundred_days_are_counted_by_week():
    period = Period(FIRST, day(400))
    found = doses(
        dose(FIRST, "08:00"), dose(FIRST, "23:30"), dose(day(1), "08:00", "skipped"),
        dose(day(8), "12:00"), dose(day(8), "20:00"), dose(day(8), "14:00"), period=period,
    )  # fmt: skip
    assert found.weeks[0] == DoseWeek(FIRST, day(6), 1, 1, 1, 1, 5)
    assert found.weeks[1].taken + found.weeks[1].late == 3
    assert found.weeks[-1] == DoseWeek(day(399), day(400), 0, 0, 0, 0, 2)
    assert found.caption.explanation.startswith("Each column is a week")
    assert found.table.head[-1] == "Days not recorded"
    assert found.table.rows[0] == ("1 September 2026 to 7 September 2026", "1", "1", "1", "1", "5")


some_doses = st.lists(
    st.builds(
        lambda n, minute, status: dose(day(n), f"{minute // 60:02d}:{minute % 60:02d}", status),
        st.integers(0, 6),
        st.integers(0, 1439),
        st.sampled_from(["taken", "skipped"]),
    ),
    max_size=12,
)


@settings(max_examples=50)
@given(some_doses, st.booleans(), st.randoms(use_true_random=False))
def test_the_numbers_of_the_sentence_add_up_and_the_order_does_not_matter(given_doses, planned, random):
    steps = TWICE if planned else []
    found = doses(*given_doses, steps=steps)
    shuffled = list(given_doses)
    random.shuffle(shuffled)
    assert doses(*shuffled, steps=steps) == found
    taken = sum(mark.status in {"taken", "late"} for mark in found.marks)
    assert taken == sum(d.status == "taken" for d in given_doses)
    counts = re.match(r"Of (\d+) planned doses? ([^.]+)", found.caption.answer)
    if counts:
        assert int(counts[1]) == sum(map(int, re.findall(r"\d+", counts[2])))
    assert not set(found.not_recorded) & {d.on for d in given_doses}


# Small words, and time


def test_names_in_sentences_and_small_numbers():
    assert (opening("low mood"), opening("")) == ("Low mood", "")
    assert (inside("Low mood"), inside("IBS pain"), inside("X")) == ("low mood", "IBS pain", "x")
    assert median_of([None, 3, 0, None, 1]) == 1.0
    assert median_of([None]) is None
    assert [len(week) for week in in_weeks(Period(FIRST, day(15)))] == [7, 7, 2]


@given(st.lists(st.none() | st.integers(0, 4)))
def test_the_median_is_that_of_the_library_over_what_was_rated(values) -> None:
    rated = [value for value in values if value is not None]
    assert median_of(values) == (float(median(rated)) if rated else None)


def calls_for(years):
    """How many functions are called for chart 1 of ten effects, rated daily, with two doses a day and a step a year."""
    period = Period(date(2025 - years + 1, 1, 1), date(2025, 12, 28))
    effects = [(f"effect_{n}", f"Effect {n}") for n in range(10)]
    daily = worst((on, key, n % 5) for n, on in enumerate(period.days()) for key, _ in effects)
    taken = [(on, 500_000) for on in period.days() for _ in range(2)]
    steps = [step(date(year, 1, 1), date(year, 12, 31), year) for year in range(2025 - years + 1, 2026)]
    calls = Counter()
    sys.setprofile(lambda _frame, event, _arg: calls.update([event]))
    try:
        severity_chart(period, effects, daily, Doses(steps, taken), {on for on, _ in taken}, period.last_on)
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]


def test_ten_years_of_ten_effects_cost_five_times_as_much_as_two():
    two, ten = calls_for(2), calls_for(10)
    assert ten < 6 * two
    assert ten < 500_000  # of 36,500 ratings


def test_doses_are_told_in_the_unit_of_the_medicine_and_name_it_where_there_are_several():
    given = dose(FIRST, "08:00", amount=750_000), dose(day(1), "08:05"), dose(day(1), "20:00")
    given += (dose(day(1), "23:00", amount=2_000_000),)
    plan = Plan(tuple(RecordedStep(each, None, at(each.starts_on, "00:00")) for each in TWICE))
    lived, now = Lived(given, {d.on for d in given}), at(day(7), "12:00")
    found = doses_chart(WEEK, plan, lived, FIRST, Zones(BERLIN), now, of=Of("Drops of mine", "drops"))
    said = [cell for row in found.table.rows for cell in row]
    said += [cell.words for lane in found.lanes for cell in lane.cells]
    assert found.caption.question == "Which doses of Drops of mine were not as planned?"
    assert found.caption.alt_text.startswith("Drops of mine: Of 14 planned doses")
    assert "08:00 (0.75\u00a0drops, 0.75\u00a0drops for 0.5\u00a0drops)" in said
    assert any("2\u00a0drops" in text for text in said)
    assert not [text for text in said if "mg" in text]
    alone = doses_chart(WEEK, Plan(), lived, FIRST, Zones(BERLIN), now, of=Of("Drops of mine", "drops"))
    assert alone.caption.question == "Which doses of Drops of mine were taken, and when?"
