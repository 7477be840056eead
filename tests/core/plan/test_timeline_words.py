"""What the timeline says of a step: its days, its pauses, and what is known of its doses, without a reproach."""

from dataclasses import replace
from datetime import date

import pytest

from journal.core.plan.timeline import Average, Counts, TimelineStep
from journal.core.plan.timeline_words import days_of_step, pause_of_step, told_words
from tests.core.plan.plans import paused, saved

TODAY = date(2026, 3, 10)
OPEN = TimelineStep(saved(), "present")


@pytest.mark.parametrize(
    ("when", "ends_on", "today", "words"),
    [
        ("past", date(2026, 3, 8), TODAY, "1 March to 8 March"),
        ("present", None, TODAY, "since 1 March"),
        ("present", None, date(2027, 3, 1), "since 1 March 2026"),
        ("to_come", None, TODAY, "from 1 March on"),
        ("past", date(2026, 3, 8), date(2027, 1, 1), "1 March 2026 to 8 March 2026"),
    ],
)
def test_its_days(when, ends_on, today, words) -> None:
    assert days_of_step(TimelineStep(saved(ends_on=ends_on), when), today) == words


def test_a_pause_has_its_days_and_its_reason_where_there_is_one() -> None:
    assert pause_of_step(paused(3, 5), TODAY) == "3 March to 5 March: in hospital"
    assert pause_of_step(replace(paused(3, 3), reason=""), TODAY) == "3 March"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (None, ()),
        (Counts(), ()),
        (Counts(taken=1), ("1 planned dose recorded as taken.",)),
        (Counts(taken=14), ("All 14 planned doses recorded as taken.",)),
        (Counts(taken=12, skipped=2), ("12 of 14 planned doses recorded as taken.", "2 doses skipped.")),
        (
            Counts(taken=5, late=1, other_amount=1, skipped=1, missed=2, not_recorded=3, more=1, as_needed=4),
            (
                "5 of 11 planned doses recorded as taken.",
                "1 dose late, 1 dose skipped, 2 doses not logged, 3 doses on days without entries, "
                "1 dose in another amount than planned, 1 dose more than planned, 4 doses as needed.",
            ),
        ),
    ],
)
def test_what_became_of_its_doses(counts, words) -> None:
    assert told_words(replace(OPEN, counts=counts), TODAY, "mg") == words


def test_the_average_is_said_where_it_is_another_than_ordered() -> None:
    as_ordered = replace(OPEN, counts=Counts(taken=2), average=Average(1, 1_000_000, 1_000_000))
    assert len(told_words(as_ordered, TODAY, "mg")) == 1
    less = replace(as_ordered, average=Average(3, 3_000_000, 2_875_000))
    assert told_words(less, TODAY, "ml")[-1] == "Recorded on average 0.958\u00a0ml a day, ordered 1\u00a0ml."


def test_the_first_day_counted_is_said_where_it_is_not_the_first_of_the_step() -> None:
    old = replace(OPEN, counted_from=date(2025, 12, 1))
    assert told_words(replace(old, counts=Counts(taken=2)), TODAY, "mg")[-1] == "Counted from 1 December 2025 on."
    assert told_words(replace(old, counts=Counts()), TODAY, "mg") == ()
