"""What a step orders, in words."""

from datetime import date, time

import pytest

from journal.core.plan.order_words import as_needed_words, daily_words, ordered_words
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import EVERY_DAY, AsNeeded, Days, PlannedDose

HALF, ONE, FOUR = 500_000, 1_000_000, 4_000_000
MORNING, NOON, NIGHT = PlannedDose(time(8), HALF), PlannedDose(time(14), HALF), PlannedDose(time(20), ONE)


def words(*doses, days=EVERY_DAY, as_needed=None):
    return ordered_words(Step(date(2026, 3, 2), None, doses, "tablet", days, as_needed)).replace("\u00a0", " ")


def test_times_with_one_amount_stand_together_and_others_apart():
    assert words(MORNING, NOON) == "0.5 mg at 08:00 and 14:00"
    assert words(MORNING, NIGHT) == "0.5 mg at 08:00 and 1 mg at 20:00"
    assert words(MORNING, NOON, NIGHT) == "0.5 mg at 08:00 and 14:00; 1 mg at 20:00"


def test_days_and_what_is_as_needed_follow():
    assert words(MORNING, days=Days(weekdays=(0, 4))) == "0.5 mg at 08:00, on Monday and Friday"
    assert words(MORNING, days=Days(2)) == "0.5 mg at 08:00, every 2 days"
    assert words(MORNING, as_needed=AsNeeded(HALF)) == "0.5 mg at 08:00, and besides 0.5 mg as needed"
    assert words(as_needed=AsNeeded(HALF)) == "0.5 mg as needed"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (AsNeeded(HALF, FOUR), "0.5 mg as needed, at most 4 mg in 24 hours"),
        (AsNeeded(HALF, None, 6), "0.5 mg as needed, with at least 6 hours between"),
        (AsNeeded(HALF, FOUR, 1), "0.5 mg as needed, at most 4 mg in 24 hours, with at least 1 hour between"),
        (None, ""),
    ],
)
def test_what_was_ordered_of_doses_as_needed_is_said_and_nothing_else(order, said):
    assert as_needed_words(order).replace("\u00a0", " ") == said


def test_how_much_that_is_a_day():
    def daily(*doses, days=EVERY_DAY):
        return daily_words(Step(date(2026, 3, 2), None, doses, "tablet", days, AsNeeded(HALF))).replace("\u00a0", " ")

    assert daily(MORNING, NIGHT) == "1.5 mg a day"
    assert daily(MORNING, days=Days(2)) == "0.5 mg on each of these days"
    assert daily() == "As needed"
