"""Counting days: of how many that were answered. Unknown is never 0, and the order of answers makes no difference."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.core.record.day_counts import (
    Answer,
    DayCount,
    Sleep,
    WeeklyLook,
    by_day,
    count_days,
    mattering_days,
    sleep_of,
    week_of,
    weekly_looks,
    whole_week,
)
from journal.core.record.days import QUESTIONS
from journal.core.values.periods import Period

FIRST = date(2026, 11, 2)  # a Monday
MONTH = Period(FIRST, FIRST + timedelta(days=27))
KEYS = [question.key for question in QUESTIONS]


def on(day: int) -> date:
    return date(2026, 11, day)


def test_a_day_counts_where_it_was_answered_and_nowhere_else() -> None:
    answers = by_day([(on(2), "fell", 1), (on(3), "fell", 0), (on(4), "drove", 1), (on(30), "fell", 1)])
    assert count_days(MONTH, answers, ["fell"]) == DayCount(1, 2)
    assert count_days(MONTH, answers, ["drove"]) == DayCount(1, 1)
    assert count_days(MONTH, answers, ["alcohol"]) == DayCount(0, 0)  # nothing is known, which is not "none"
    assert count_days(MONTH, by_day([]), KEYS) == DayCount(0, 0)


def test_days_that_matter_are_those_with_a_fall_or_missed_work_and_not_those_with_a_drink() -> None:
    answers = by_day(
        [
            *[(on(2), "fell", 1), (on(3), "missed", 1), (on(4), "fell", 0), (on(4), "missed", 0)],
            *[(on(5), "alcohol", 1), (on(6), "drove", 1), (on(7), "fell", 1), (on(7), "missed", 1)],
        ]
    )
    assert mattering_days(MONTH, answers) == DayCount(3, 4)


def test_sleep_is_counted_over_the_nights_that_were_answered() -> None:
    answers = by_day([(on(2), "sleep", 14), (on(3), "sleep", 17), (on(4), "sleep", 0), (on(5), "drove", 1)])
    assert sleep_of(MONTH, answers) == Sleep(3, 14.0, 0, 17)
    assert sleep_of(MONTH, by_day([(on(5), "drove", 1)])) == Sleep(0, None, None, None)


def test_a_week_begins_on_the_day_a_person_chose() -> None:
    assert week_of(on(8), 0) == on(2)  # Sunday the 8th, in weeks from Monday on
    assert week_of(on(8), 6) == on(8)
    assert week_of(on(7), 6) == on(1)
    assert week_of(on(6), 5) == date(2026, 10, 31)
    assert whole_week(on(8), 0) == Period(on(2), on(8))
    assert week_of(date(1, 1, 1), 6) == date(1, 1, 1)  # there is no day before


def test_of_two_looks_at_one_week_the_later_one_counts() -> None:
    looks = [(on(3), "undone", 4), (on(8), "undone", 1), (on(8), "living", 0), (on(9), "hard_days", 2)]
    answers = by_day([*looks, (on(10), "fell", 1)])
    assert list(weekly_looks(MONTH, answers, 0)) == [
        WeeklyLook(on(2), on(8), (None, 1, 0)),
        WeeklyLook(on(9), on(9), (2, None, None)),
    ]
    assert [look.first_on for look in weekly_looks(MONTH, answers, 6)] == [on(1), on(8)]


ANSWERS = st.lists(
    st.tuples(st.integers(0, 27).map(lambda n: FIRST + timedelta(days=n)), st.sampled_from(KEYS), st.integers(0, 1)),
    unique_by=lambda answer: answer[:2],
)


@given(ANSWERS, st.randoms())
def test_the_order_of_answers_makes_no_difference(answers: list[Answer], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(answers)
    random.shuffle(shuffled)
    for keys in (["fell"], KEYS):
        assert count_days(MONTH, by_day(answers), keys) == count_days(MONTH, by_day(shuffled), keys)
    assert mattering_days(MONTH, by_day(answers)) == mattering_days(MONTH, by_day(shuffled))


@given(ANSWERS, st.integers(0, 27))
def test_a_day_taken_away_is_never_a_no(answers: list[Answer], away: int) -> None:
    gone = FIRST + timedelta(days=away)
    rest = [answer for answer in answers if answer[0] != gone]
    for keys in ([key] for key in KEYS):
        before, after = count_days(MONTH, by_day(answers), keys), count_days(MONTH, by_day(rest), keys)
        said = {key: value for day, key, value in answers if day == gone}
        known = keys[0] in said
        assert after == DayCount(before.days - bool(said.get(keys[0])), before.answered - known)
        assert 0 <= after.days <= after.answered
