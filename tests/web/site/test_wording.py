"""The words of pages for lengths of time."""

from datetime import timedelta

import pytest

from journal.core.values.durations import duration_words
from journal.web.site.wording import minutes_words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=-1), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=4, minutes=10), "4 hours 10 minutes"),
        (timedelta(hours=47, minutes=59, seconds=59), "47 hours 59 minutes"),
        (timedelta(hours=48), "2 days"),
        (timedelta(hours=71, minutes=59), "2 days"),
        (timedelta(hours=72), "3 days"),
    ],
)
def test_a_length_is_told_in_hours_until_it_is_two_days(length: timedelta, words: str) -> None:
    assert duration_words(length) == words


def test_a_length_in_minutes_has_the_same_words() -> None:
    assert (minutes_words(5), minutes_words(90), minutes_words(48 * 60)) == ("5 minutes", "1 hour 30 minutes", "2 days")
