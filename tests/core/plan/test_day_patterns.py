"""How often a day: patterns, the rows they ask for, and when they are offered."""

import pytest

from journal.core.plan import day_patterns

USUAL = {"time_1": "08:00", "time_2": "14:00", "time_3": "20:00", "time_4": "22:00"}


@pytest.mark.parametrize(
    ("often", "rows", "each"),
    [
        ("morning", {1}, True),
        ("night", {4}, True),
        ("twice", {1, 3}, True),
        ("three", {1, 2, 3}, True),
        ("other", {1, 2, 3, 4}, False),
        ("", {1, 2, 3, 4}, False),
        ("banana", {1, 2, 3, 4}, False),
    ],
)
def test_a_pattern_asks_for_its_rows(often: str, rows: set[int], each: bool) -> None:
    assert day_patterns.rows_of(often) == rows
    assert day_patterns.asks_for_each(often) == each


@pytest.mark.parametrize(
    ("filled", "pattern"), [([], ""), ([1], "morning"), ([4], "night"), ([1, 3], "twice"), ([1, 4], "other")]
)
def test_a_plan_has_the_pattern_of_its_rows(filled: list[int], pattern: str) -> None:
    assert day_patterns.pattern_of(filled) == pattern


def test_patterns_are_offered_at_usual_times_or_where_one_was_chosen() -> None:
    assert day_patterns.offers_patterns(USUAL)
    assert not day_patterns.offers_patterns(USUAL | {"time_1": "07:15"})
    assert day_patterns.offers_patterns(USUAL | {"time_1": "07:15", "often": "twice"})


def test_times_that_were_not_sent_are_the_usual_ones() -> None:
    assert day_patterns.with_usual_times({"time_1": "07:15", "amount_1": "1"}) == USUAL | {
        "time_1": "07:15",
        "amount_1": "1",
    }
