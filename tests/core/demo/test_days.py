"""What the made-up patient answers about days is believable, and the same for the same seed."""

from datetime import UTC, datetime

import pytest

from journal.core.demo.days import with_days
from journal.core.demo.story import story
from journal.core.demo.told import Story
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.record.day_counts import by_day, count_days, mattering_days, weekly_looks
from journal.core.record.days import Day, day_id
from journal.core.values.periods import Period

LAST = datetime(2026, 7, 10, 14, 30, tzinfo=UTC)
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")


def told(seed: int = 1, last: datetime = LAST, zone: str = "Europe/Berlin") -> Story:
    return with_days(story(seed, last, zone, CLONAZEPAM), seed, last, zone)


def days(of: Story) -> list[Day]:
    return [each.detail for each in of.entries if isinstance(each.detail, Day)]


def test_the_same_seed_tells_the_same_days() -> None:
    assert told() == told()
    assert days(told(1)) != days(told(2))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])
def test_each_day_is_answered_once_after_it_was_lived(zone: str) -> None:
    found = told(zone=zone)
    of_days = [each for each in found.entries if isinstance(each.detail, Day)]
    assert len({each.entry_id for each in of_days}) == len(of_days)
    for each in of_days:
        assert each.entry_id == day_id(each.detail.day_on)
        assert each.detail.moment.at <= each.recorded_at <= LAST
        assert found.first_on <= each.detail.day_on <= found.last_on


@pytest.mark.parametrize("seed", range(1, 6))
def test_most_days_are_answered_some_are_left_out_and_little_happens(seed: int) -> None:
    found = told(seed)
    period = Period(found.first_on, found.last_on)
    answers = by_day((day.day_on, key, value) for day in days(found) for key, value in day.answers.items())
    assert 60 <= len(answers) < 130
    drove, fell, alcohol = (count_days(period, answers, [key]) for key in ("drove", "fell", "alcohol"))
    assert 0.15 < drove.days / drove.answered < 0.75
    assert fell.days < 0.15 * fell.answered
    assert alcohol.days < 0.2 * alcohol.answered
    assert drove.answered < len(answers)
    assert mattering_days(period, answers).days > 0
    assert len(weekly_looks(period, answers, 0)) >= 6
