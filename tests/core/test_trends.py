"""The points and sentences of the charts: counted by hand here, so that no picture can be wrong alone."""

import re
import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.adherence import TakenDose
from journal.core.calendars import calendar_chart
from journal.core.dose_days import doses_chart
from journal.core.periods import Period
from journal.core.regimens import Step
from journal.core.severity import severity_chart
from journal.core.trends import (
    OUTSIDE,
    DoseMark,
    DoseStep,
    DoseWeek,
    Middle,
    Week,
    counted,
    in_weeks,
    inside,
    middle_of,
    opening,
    severity_words,
)

BERLIN = "Europe/Berlin"
FIRST = date(2026, 9, 1)
NINETY = Period(FIRST, date(2026, 11, 29))
DROWSY, DIZZY = ("drowsiness", "Drowsiness"), ("dizziness", "Dizziness")
NEVER_SAID = re.compile(r"significan|caus|prove|\bsafe|danger|should|must|good|bad|!", re.IGNORECASE)


def day(n):
    return FIRST + timedelta(days=n)


def step(first, last, amount_ug, times=(time(8), time(20))):
    return Step(first, last, tuple(times), amount_ug, "tablet")


UP_AND_BACK = [
    step(date(2026, 1, 1), date(2026, 9, 30), 500),
    step(date(2026, 10, 1), date(2026, 10, 26), 750),
    step(date(2026, 10, 27), None, 500),
]


def chart(daily=(), steps=(), taken=(), entry_days=(), period=NINETY, effects=(DROWSY,), today=NINETY.last_on):
    return severity_chart(period, effects, daily, steps, taken, set(entry_days), today)


def rated(*severities, effect="drowsiness", first=FIRST):
    return [(first + timedelta(days=n), effect, value) for n, value in enumerate(severities) if value is not None]


# Severity over time


def test_ninety_days_around_three_doses_in_one_sentence():
    daily = rated(*[1] * 30, *[2] * 26, *[1] * 34)
    found = chart(daily, UP_AND_BACK)
    assert found.words.question == "How was drowsiness around each dose?"
    assert found.words.answer == (
        "Drowsiness: usual rating mild at 1 mg, moderate at 1.5 mg, mild again since 27 October."
    )
    assert found.words.reading == (
        "Worst rating of each day; the heavy line is the middle of each dose period; shaded days have no rating."
    )
    assert found.words.state == "chart"
    assert found.dose.changes == (date(2026, 10, 1), date(2026, 10, 27))
    assert found.dose.steps == (
        DoseStep(FIRST, date(2026, 9, 30), 1000),
        DoseStep(date(2026, 10, 1), date(2026, 10, 26), 1500),
        DoseStep(date(2026, 10, 27), NINETY.last_on, 1000),
    )
    assert [middle.median for middle in found.panels[0].middles] == [1, 2, 1]


@pytest.mark.parametrize(
    ("third", "today", "end"),
    [
        (3, NINETY.last_on, "severe at 1 mg again since 27 October."),
        (1, date(2027, 1, 5), "mild again from 27 October 2026 to 29 November 2026."),
        (3, date(2026, 12, 24), "severe at 1 mg again from 27 October to 29 November."),
    ],
)
def test_the_same_dose_again_is_called_so_and_the_rating_only_where_it_is_the_same(third, today, end):
    found = chart(rated(*[1] * 30, *[2] * 26, *[third] * 34), UP_AND_BACK, today=today)
    assert found.words.answer.endswith("moderate at 1.5 mg, " + end)


def test_the_sentence_is_about_the_effect_that_weighed_most_and_the_panels_keep_their_order():
    daily = rated(0, 1, 1) + rated(0, 3, 3, effect="dizziness")
    found = chart(daily, effects=(DROWSY, DIZZY))
    assert found.words.question == "How were the side effects around each dose?"
    assert found.words.answer == (
        "Dizziness: usual rating severe, worst severe, last on 3 September; rated on 3 of 90 days."
    )
    assert [panel.name for panel in found.panels] == ["Drowsiness", "Dizziness"]


def test_without_a_plan_the_sentence_names_the_worst_day_and_how_complete_the_record_is():
    found = chart(rated(1, 1, None, 3, 1))
    assert found.words.answer == "Drowsiness: usual rating mild, worst severe on 4 September; rated on 4 of 90 days."
    assert found.words.reading.endswith("the heavy line is the middle rating; shaded days have no rating.")
    assert found.dose.steps == found.dose.changes == ()
    assert found.panels[0].middles == (Middle(FIRST, NINETY.last_on, 1),)


def test_with_one_dose_throughout_the_sentence_names_it():
    steps = [step(date(2026, 1, 1), None, 250)]
    answer = "Drowsiness: usual rating none at 0.5 mg throughout; rated on 3 of 90 days."
    assert chart(rated(0, 0, 0), steps).words.answer == answer


def test_a_middle_between_two_words_says_both():
    assert "usual rating between mild and moderate," in chart(rated(1, 1, 2, 2)).words.answer
    assert severity_words(2.5) == "between moderate and severe"
    assert severity_words(4) == "very severe"


def test_a_pause_in_the_plan_is_a_dose_period_of_its_own():
    steps = [step(FIRST, day(9), 500), step(day(20), None, 500)]
    found = chart(rated(*[2] * 10, *[1] * 10, *[2] * 5), steps)
    assert found.words.answer == (
        "Drowsiness: usual rating moderate at 1 mg, mild with nothing planned, moderate again since 21 September."
    )
    assert [s.daily_ug for s in found.dose.steps] == [1000, 0, 1000]
    assert found.dose.changes == (day(10), day(20))


def test_a_dose_period_without_ratings_has_no_middle_and_is_not_spoken_of():
    found = chart(rated(1, 1, 1), UP_AND_BACK)
    assert [middle.median for middle in found.panels[0].middles] == [1, None, None]
    assert found.words.answer.startswith("Drowsiness: usual rating mild at 1 mg, worst mild, last on 3 September;")


def test_a_long_taper_is_told_by_its_ends():
    steps = [step(day(10 * n), day(10 * n + 9), 2000 - 200 * n) for n in range(9)]
    found = chart(rated(*[3] * 40, *[1] * 50), steps)
    assert found.words.answer == (
        "Drowsiness: usual rating severe at 4 mg at first, mild at 0.8 mg from 20 November on; 9 dose periods in all."
    )


def test_other_times_with_the_same_amount_are_no_change_of_dose():
    steps = [step(FIRST, day(9), 500), step(day(10), None, 250, (time(8), time(12), time(16), time(20)))]
    assert chart(rated(1, 1, 1), steps).dose.steps == (DoseStep(FIRST, NINETY.last_on, 1000),)
    assert chart(rated(1, 1, 1), steps).dose.changes == ()


def test_a_plan_that_lies_outside_the_period_is_no_plan():
    assert chart(steps=[step(date(2020, 1, 1), date(2020, 2, 29), 500)]).dose.steps == ()


@pytest.mark.parametrize(
    ("daily", "taken", "state", "answer"),
    [
        ([], [], "empty", "Nothing is rated in this period, and no dose was taken."),
        ([], [(FIRST, 500)], "too_little", "Nothing is rated in this period; doses were taken on 1 day."),
        ([], [(FIRST, 500), (day(1), 9)], "too_little", "Nothing is rated in this period; doses were taken on 2 days."),
        (rated(4), [], "too_little", "Rated on 1 of 90 days: too few to show a usual rating."),
        (rated(4, 4), [(FIRST, 500)], "too_little", "Rated on 2 of 90 days: too few to show a usual rating."),
    ],
)
def test_with_too_little_to_show_the_sentence_says_so(daily, taken, state, answer):
    words = chart(daily, taken=taken).words
    assert (words.state, words.answer) == (state, answer)


def test_no_chosen_effect_is_an_empty_chart():
    assert chart(rated(1, 1, 1), effects=()).words.state == "empty"


def test_gaps_stay_gaps():
    found = chart(rated(1, None, 0, 4), taken=[(FIRST, 500), (FIRST, 250), (day(3), 500)], entry_days=[day(2)])
    assert found.panels[0].days[:5] == (1, None, 0, 4, None)
    assert found.panels[0].rated == 3
    assert found.dose.taken_ug[:5] == (750, None, 0, 500, None)


def test_what_lies_outside_the_period_or_was_not_chosen_is_left_out():
    daily = [(FIRST - timedelta(days=1), "drowsiness", 4), (NINETY.last_on + timedelta(days=1), "drowsiness", 4)]
    found = chart([*daily, *rated(4, effect="dizziness")], taken=[(FIRST - timedelta(days=1), 500)])
    assert set(found.panels[0].days) == {None}
    assert set(found.dose.taken_ug) == {None}
    assert found.words.state == "empty"


def test_the_worst_of_a_day_counts_if_it_comes_twice():
    assert chart([(FIRST, "drowsiness", 3), (FIRST, "drowsiness", 1)]).panels[0].days[0] == 3


def test_the_table_twin_says_the_same_day_by_day():
    period = Period(date(2024, 2, 28), date(2024, 3, 1))
    found = severity_chart(
        period,
        [DROWSY, ("own_1", "IBS pain")],
        [(date(2024, 2, 28), "drowsiness", 4), (date(2024, 2, 29), "own_1", 0)],
        [step(date(2024, 2, 29), None, 500)],
        [(date(2024, 2, 28), 250)],
        {date(2024, 2, 29)},
        date(2026, 1, 1),
    )
    assert found.table.caption == "Worst rating and dose of each day, 28 February 2024 to 1 March 2024"
    assert found.table.head == ("Day", "Drowsiness", "IBS pain", "Taken", "Planned")
    assert found.table.rows == (
        ("28 February", "very severe", "not rated", "0.25 mg", "nothing planned"),
        ("29 February", "not rated", "none", "0 mg", "1 mg"),
        ("1 March", "not rated", "not rated", "not recorded", "1 mg"),
    )


def test_beyond_four_hundred_days_weeks_stand_for_days():
    period = Period(FIRST, day(400))
    daily = rated(1, 3, None, 2, *[None] * 4, 4)
    found = chart(daily, [step(FIRST, day(2), 500), step(day(7), None, 250)], [(FIRST, 500)], [day(1)], period)
    weeks = found.panels[0].weeks
    assert weeks[0] == Week(FIRST, day(6), 3, 1, 2, 3)
    assert weeks[1] == Week(day(7), day(13), 1, 4, 4, 4)
    assert weeks[2] == Week(day(14), day(20), 0, None, None, None)
    assert (len(weeks), weeks[-1].first_on, weeks[-1].last_on) == (58, day(399), day(400))
    assert len(found.panels[0].days) == 401
    assert found.words.reading.startswith("Lowest to highest rating of each week;")
    assert found.table.rows[0] == (
        "1 September 2026 to 7 September 2026",
        "moderate, highest severe (3 days rated)",
        "0.5 mg (2 days recorded)",
        "1 mg a day, then nothing planned",
    )
    assert found.table.rows[1][1:] == ("very severe (1 day rated)", "not recorded", "0.5 mg a day")
    assert found.table.rows[2][1] == "not rated"
    assert chart(daily, period=Period(FIRST, day(399))).panels[0].weeks == ()


def test_weeks_without_a_plan_say_so():
    assert chart(rated(1), period=Period(FIRST, day(400))).table.rows[0][-1] == "nothing planned"


severities = st.one_of(st.none(), st.integers(0, 4))


@settings(max_examples=50)
@given(
    st.lists(severities, min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(-3, 60), st.integers(1, 3000)), max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_input_does_not_matter_and_no_figure_is_made_up(values, changes, random):
    period = Period(FIRST, day(len(values) - 1))
    starts = dict(sorted(changes))
    firsts = sorted(starts)
    steps = [
        step(day(on), day(after - 1) if after is not None else None, starts[on])
        for on, after in zip(firsts, [*firsts[1:], None], strict=True)
    ] if firsts else []  # fmt: skip
    daily, taken = rated(*values), [(day(n), n + 1) for n in range(0, len(values), 2)]
    found = chart(daily, steps, taken, period=period)
    for shuffled in (daily, steps, taken):
        random.shuffle(shuffled)
    assert chart(daily, steps, taken, period=period) == found
    assert found.panels[0].days == tuple(values)
    assert found.panels[0].rated == sum(value is not None for value in values)
    assert all(m.median is None or 0 <= m.median <= 4 for m in found.panels[0].middles)
    assert sum(ug for ug in found.dose.taken_ug if ug is not None) == sum(ug for _, ug in taken)
    if found.dose.steps:
        assert [on for s in found.dose.steps for on in Period(s.first_on, s.last_on).days()] == list(period.days())
        assert all(s.daily_ug >= 0 for s in found.dose.steps)
    assert not NEVER_SAID.search(found.words.answer + found.words.question + found.words.reading)
    assert len(found.table.rows) == len(period)


# Calendar


def calendar(*severities, first=FIRST, period=NINETY, name="Drowsiness"):
    daily = {on: value for on, _, value in rated(*severities, first=first)}
    return calendar_chart(period, name, daily, NINETY.last_on)


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
        ([4], "Rated on 1 of 90 days: too few to compare.", "too_little"),
        ([3] * 6 + [1] * 74, "Severe or worse on 6 of 80 rated days; 10 days have no rating.", "chart"),
        ([4] + [1] * 88, "Severe or worse on 1 of 89 rated days; 1 day has no rating.", "chart"),
        ([2, 2] + [1] * 88, "At worst moderate, on 2 of 90 rated days; no day is missing.", "chart"),
        ([0, 0, 0], "Rated none on all 3 rated days; 87 days have no rating.", "chart"),
    ],
)
def test_the_sentence_of_the_calendar(values, answer, state):
    words = calendar(*values).words
    assert (words.answer, words.state) == (answer, state)
    assert words.question == "Which days were worse for drowsiness?"
    assert not NEVER_SAID.search(words.answer + words.question + words.reading)


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


def dose(on, clock, status="taken", amount_ug=500):
    wall = time.fromisoformat(clock)
    return TakenDose(at(on, clock), on, wall.hour * 60 + wall.minute, amount_ug, status)


WEEK = Period(FIRST, day(6))
TWICE = [step(date(2026, 1, 1), None, 500)]


def doses(*given_doses, period=WEEK, steps=TWICE, entry_days=None, first_entry_on=FIRST, now=None):
    days = {d.on for d in given_doses} if entry_days is None else set(entry_days)
    now = now or at(period.last_on + timedelta(days=1), "12:00")
    return doses_chart(period, steps, given_doses, days, first_entry_on, BERLIN, time(4), now)


def test_a_week_of_doses_in_one_sentence():
    found = doses(
        dose(FIRST, "08:00"), dose(FIRST, "20:10"),
        dose(day(1), "10:00"), dose(day(1), "20:00"),
        dose(day(2), "08:00", "skipped"), dose(day(2), "20:00"),
        dose(day(3), "08:01"), dose(day(3), "14:00", amount_ug=250), dose(day(3), "20:00"),
        dose(day(4), "08:00"),
        dose(day(6), "08:00"), dose(day(7), "00:30"),
    )  # fmt: skip
    assert found.words.answer == (
        "Of 14 planned doses 8 were taken on time, 2 late, 1 skipped, 1 missed, 2 not recorded; "
        "1 further dose taken beside the plan; 1 day has no entry."
    )
    assert found.words.state == "chart"
    assert found.not_recorded == (day(5),)
    assert found.weeks == ()
    assert DoseMark(day(1), 600, "late") in found.marks
    assert DoseMark(day(2), 480, "skipped") in found.marks
    assert DoseMark(day(4), 1200, "missed") in found.marks
    assert DoseMark(day(3), 840, "taken") in found.marks
    assert found.table.head == ("Day", "Taken", "Late", "Skipped", "Missed")
    assert found.table.rows[0] == ("1 September", "08:00 (0.5\u00a0mg), 20:10 (0.5\u00a0mg)", "none", "none", "none")
    assert found.table.rows[1][1:3] == ("20:00 (0.5\u00a0mg)", "10:00 (0.5\u00a0mg)")
    assert found.table.rows[3][1] == "08:01 (0.5\u00a0mg), 14:00 (0.25\u00a0mg), 20:00 (0.5\u00a0mg)"
    assert found.table.rows[4][1:] == ("08:00 (0.5\u00a0mg)", "none", "none", "20:00 (0.5\u00a0mg)")
    assert found.table.rows[5][1] == "not recorded"
    assert all(mark.on in WEEK for mark in found.marks)  # the last one was taken after midnight, outside the picture
    assert not NEVER_SAID.search(found.words.answer + found.words.question + found.words.reading)


def test_a_skipped_dose_stands_at_its_planned_time_and_without_a_plan_at_its_own():
    assert doses(dose(FIRST, "08:40", "skipped"), entry_days=[FIRST]).marks[0] == DoseMark(FIRST, 480, "skipped")
    assert doses(dose(FIRST, "08:40", "skipped"), steps=[]).marks == (DoseMark(FIRST, 520, "skipped"),)


def test_a_dose_taken_after_midnight_is_drawn_on_its_own_day():
    found = doses(dose(FIRST, "00:30"), dose(FIRST, "08:00"), first_entry_on=FIRST - timedelta(days=1))
    assert found.marks[0] == DoseMark(FIRST, 30, "late")  # the evening dose of the day before the period
    assert found.words.answer.startswith("Of 14 planned doses 1 was taken on time, 1 missed, 12 not recorded;")


def test_a_dose_after_midnight_at_the_very_beginning_of_the_record_is_drawn():
    assert DoseMark(FIRST, 30, "late") in doses(dose(FIRST, "00:30")).marks


@pytest.mark.parametrize(
    ("given_doses", "answer"),
    [
        ([dose(day(n), "08:00") for n in range(4)], "4 doses taken on 4 days; 3 days have no entry."),
        (
            [dose(FIRST, "08:00"), dose(FIRST, "20:00", "skipped"), *(dose(day(n), "09:00") for n in range(1, 7))],
            "7 doses taken and 1 skipped on 7 days.",
        ),
        ([dose(FIRST, "08:00")], "1 dose taken on 1 day; 6 days have no entry."),
    ],
)
def test_without_a_plan_doses_are_counted(given_doses, answer):
    assert doses(*given_doses, steps=[]).words.answer == answer


@pytest.mark.parametrize(("count", "state"), [(0, "empty"), (1, "too_little"), (2, "too_little"), (3, "chart")])
def test_few_doses_are_little_to_show(count, state):
    words = doses(*(dose(day(n), "08:00") for n in range(count)), steps=[]).words
    assert words.state == state
    assert (words.answer == "No dose is recorded in this period.") == (state == "empty")


def test_days_before_the_record_began_are_neither_missed_nor_not_recorded():
    found = doses(dose(day(5), "08:00"), dose(day(5), "20:00"), dose(day(6), "08:00"), first_entry_on=day(5))
    assert found.words.answer == "Of 4 planned doses 3 were taken on time, 1 missed."
    assert found.not_recorded == ()
    assert found.table.rows[0][1] == "before the first entry"


def test_before_the_first_entry_there_is_no_record_at_all():
    found = doses(first_entry_on=None)
    assert (found.words.state, found.marks, found.not_recorded) == ("empty", (), ())


def test_today_is_not_called_unrecorded_while_a_dose_is_still_to_come():
    period, entries = Period(FIRST, day(1)), [FIRST]
    given_doses = (dose(FIRST, "08:00"), dose(FIRST, "20:00"))
    morning = doses(*given_doses, period=period, entry_days=entries, now=at(day(1), "07:00"))
    assert morning.not_recorded == ()
    assert morning.words.answer == "Of 2 planned doses 2 were taken on time."
    assert morning.table.rows[1][1] == "none"
    night = doses(*given_doses, period=period, entry_days=entries, now=at(day(1), "21:01"))
    assert night.not_recorded == (day(1),)
    small_hours = doses(*given_doses, period=period, entry_days=entries, steps=[], now=at(day(2), "03:00"))
    assert small_hours.not_recorded == ()  # the day lasts until four
    next_day = doses(*given_doses, period=period, entry_days=entries, steps=[], now=at(day(2), "04:00"))
    assert next_day.not_recorded == (day(1),)


def test_doses_beyond_four_hundred_days_are_counted_by_week():
    period = Period(FIRST, day(400))
    found = doses(
        dose(FIRST, "08:00"), dose(FIRST, "21:30"), dose(day(1), "08:00", "skipped"),
        dose(day(8), "12:00"), dose(day(8), "20:00"), dose(day(8), "14:00"), period=period,
    )  # fmt: skip
    assert found.weeks[0] == DoseWeek(FIRST, day(6), 1, 1, 1, 1, 5)
    assert found.weeks[1].taken + found.weeks[1].late == 3
    assert found.weeks[-1] == DoseWeek(day(399), day(400), 0, 0, 0, 0, 2)
    assert found.words.reading.startswith("Each column is a week")
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
    counts = re.match(r"Of (\d+) planned doses? ([^;]+)", found.words.answer)
    if counts:
        assert int(counts[1]) == sum(map(int, re.findall(r"\d+", counts[2])))
    assert not set(found.not_recorded) & {d.on for d in given_doses}


# Small words, and time


def test_words_for_numbers_and_names():
    assert [counted(n, "day") for n in (0, 1, 2, 1200)] == ["0 days", "1 day", "2 days", "1,200 days"]
    assert (opening("low mood"), opening("")) == ("Low mood", "")
    assert (inside("Low mood"), inside("IBS pain"), inside("X")) == ("low mood", "IBS pain", "x")
    assert middle_of([None, 3, 0, None, 1]) == 1.0
    assert middle_of([None]) is None
    assert [len(week) for week in in_weeks(Period(FIRST, day(15)))] == [7, 7, 2]


def test_ten_years_of_ten_effects_are_counted_before_anybody_waits():
    period = Period(date(2016, 1, 1), date(2025, 12, 28))
    effects = [(f"effect_{n}", f"Effect {n}") for n in range(10)]
    daily = [(on, key, n % 5) for n, on in enumerate(period.days()) for key, _ in effects]
    taken = [(on, 500) for on in period.days() for _ in range(2)]
    steps = [step(date(2016 + n, 1, 1), date(2016 + n, 12, 31), 500 + n) for n in range(10)]
    began = stopwatch.process_time()
    severity_chart(period, effects, daily, steps, taken, {on for on, _ in taken}, period.last_on)
    assert stopwatch.process_time() - began < 0.5  # 0.05 s on the machine it was written on
