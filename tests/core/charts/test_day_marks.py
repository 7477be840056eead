"""Days that matter under a chart: a row where something was so, counts over answered days, a column of the table."""

from datetime import date, timedelta

from journal.core.charts.day_marks import (
    UNKNOWN_SLEEP,
    DayRow,
    counted_words,
    look_sentence,
    sleep_sentence,
    with_days,
)
from journal.core.charts.doses import doses_chart
from journal.core.charts.doses_points import DosesChart
from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import Plan
from journal.core.record.day_counts import Answer, Sleep, WeeklyLook, by_day
from journal.core.values.clock import Zones
from journal.core.values.periods import Period
from tests.acting import NOW

WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


def on(day: int) -> date:
    return date(2026, 11, day)


def chart(period: Period = WEEK, *answers: Answer) -> DosesChart:
    lived = Lived((), ())
    return with_days(doses_chart(period, Plan(), lived, period.first_on, Zones("UTC"), NOW), answers)


FELL = [(on(16), "fell", 1), (on(17), "fell", 0), (on(18), "fell", 1), (on(18), "drove", 0), (on(30), "fell", 1)]


def test_a_row_has_yes_no_and_what_was_not_answered() -> None:
    found = chart(WEEK, *FELL)
    assert found.matters == (DayRow("fell", (True, False, True, None, None, None, None)),)


def test_what_was_never_so_has_no_row_and_is_counted_in_words() -> None:
    found = chart(WEEK, *FELL)
    said = found.caption.lines[-1]
    assert said == "Drove on 0 of 1 answered day. Fell or nearly fell on 2 of 3 answered days."
    assert found.caption.explanation.endswith("What was not answered is blank.")
    only_no = chart(WEEK, (on(16), "alcohol", 0))
    assert only_no.matters == ()
    assert only_no.caption.lines[-1] == "Alcohol on 0 of 1 answered day."
    assert "stroke" not in only_no.caption.explanation


def test_the_table_has_what_was_so_before_what_was_not() -> None:
    table = chart(WEEK, *FELL).table
    assert table.head[-1] == "What mattered"
    assert [row[-1] for row in table.rows[:4]] == [
        "fell or nearly fell",
        "did not fall",
        "fell or nearly fell, did not drive",
        "not answered",
    ]


def test_weeks_have_counts_and_a_week_without_an_answer_says_so() -> None:
    long = Period(date(2025, 1, 1), date(2026, 11, 22))
    found = chart(long, (date(2025, 1, 2), "missed", 1), (date(2025, 1, 3), "missed", 0))
    assert found.table.rows[0][-1] == "Missed work or school on 1 of 2 answered days"
    assert found.table.rows[1][-1] == "not answered"
    assert len(found.matters[0].days) == len(long)


def test_a_chart_without_answers_is_the_same_chart() -> None:
    plain = doses_chart(WEEK, Plan(), Lived((), ()), WEEK.first_on, Zones("UTC"), NOW)
    assert with_days(plain, []) == plain
    assert with_days(plain, [(on(30), "fell", 1)]) == plain


def test_sleep_and_looks_alone_change_neither_picture_nor_sentence() -> None:
    found = chart(WEEK, (on(16), "sleep", 14), (on(17), "sleep", 17), (on(18), "undone", 2))
    assert found.sleep == Sleep(2, 15.5, 14, 17)
    assert [look.answers for look in found.looks] == [(None, 2, None)]
    assert (found.matters, found.table.head[-1]) == ((), "Missed")


def test_every_question_has_a_sentence_of_its_own() -> None:
    answers = by_day([(on(16), key, 1) for key in ("drove", "fell", "missed", "alcohol", "sedative")])
    assert counted_words(WEEK, answers) == (
        "Drove on 1 of 1 answered day.",
        "Fell or nearly fell on 1 of 1 answered day.",
        "Missed work or school on 1 of 1 answered day.",
        "Alcohol on 1 of 1 answered day.",
        "Another sedative on 1 of 1 answered day.",
    )


def test_sleep_is_told_as_hours_and_minutes_and_silence_as_nothing() -> None:
    assert sleep_sentence(UNKNOWN_SLEEP) == ""
    assert sleep_sentence(Sleep(1, 14.0, 14, 14)) == "Slept 7 hours, on 1 answered day."
    assert sleep_sentence(Sleep(3, 15.5, 10, 18)) == (
        "Slept 7 hours 45 minutes in the middle, 5 hours at least and 9 hours at most, on 3 answered days."
    )


def test_a_look_back_names_its_week_and_what_was_answered() -> None:
    look = WeeklyLook(on(16), on(22), (1, None, 4))
    assert look_sentence(look, on(23)) == "Week from 16 November: hard days: one or two, living with it: hard."
    assert look_sentence(look, on(23) + timedelta(days=365)).startswith("Week from 16 November 2026: ")
