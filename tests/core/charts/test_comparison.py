"""Before and after a change of dose in three words: counted by hand, and against numbers computed elsewhere."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts import comparison_words
from journal.core.charts.comparison import (
    FEWEST_COMPARED,
    MOST_CHANGES,
    WINDOW,
    Amounts,
    Compared,
    DoseChange,
    Ratings,
    Side,
    compare_changes,
)
from journal.core.charts.dose_lines import Doses
from journal.core.charts.severity import severity_chart
from journal.core.values.languages import using
from journal.core.values.periods import Period
from tests.core.charts.test_points import FIRST, NEVER_SAID, NINETY, day, rated, step
from tests.core.charts.test_severity import chart
from tests.core.charts.worst import worst
from tests.pseudo import PSEUDO, bare_text

CASES = json.loads((Path(__file__).parents[2] / "data" / "before_after.json").read_text("utf-8"))["cases"]
ON = date(2026, 10, 12)
LOW = ("mood_low", "Low mood")
LONG_BEFORE = date(2026, 1, 1)
AROUND = Period(ON - WINDOW, ON + WINDOW)
Values = list[int | None]


def compared(
    before: Values,
    after: Values,
    on_the_day: int | None = None,
    planned: Amounts | None = None,
    recorded: Period = AROUND,
) -> DoseChange:
    """One change from 1.5 to 1 mg; `before` ends on its eve, `after` begins on the day after."""
    missing = [None] * (WINDOW.days - len(before)), [None] * (WINDOW.days - len(after))
    worst = [*missing[0], *before, on_the_day, *after, *missing[1]]
    planned = planned or Amounts([LONG_BEFORE, ON], [1_500_000, 1_000_000])
    [change] = compare_changes([ON], planned, [LOW], Ratings(AROUND, {LOW[0]: worst}, recorded))
    return change


def row(before: Values, after: Values, **more) -> Compared:
    return compared(before, after, **more).rows[0]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_pairs_and_medians_are_those_of_two_independent_computations(case) -> None:
    sides = [dict(map(tuple, case[side])) for side in ("before", "after")]
    found = row([sides[0].get(n) for n in range(-28, 0)], [sides[1].get(n) for n in range(1, 29)])
    expect = case["expect"]
    assert (found.before.rated, found.after.rated) == (expect["k"], expect["m"])
    if "wins" in expect:
        assert (found.worse, found.better) == (expect["wins"], expect["losses"])
        assert found.pairs - found.worse - found.better == expect["ties"]
        assert (found.worse - found.better) / found.pairs == pytest.approx(expect["cliffs_delta"])
        assert (found.before.usual, found.after.usual) == (expect["median_before"], expect["median_after"])


def test_the_words_of_those_cases() -> None:
    said = {}
    for case in CASES:
        sides = [dict(map(tuple, case[side])) for side in ("before", "after")]
        found = row([sides[0].get(n) for n in range(-28, 0)], [sides[1].get(n) for n in range(1, 29)])
        said[case["name"]] = found.word, comparison_words.share(found)
    assert said == {
        "a rise, fourteen and fourteen days without gaps": ("more", "worse in 8 of 10"),
        "a fall, unequal sides, single gaps": ("less", "milder in 9 of 10"),
        "ordinary swings": ("same", ""),
        "nothing ever changes": ("same", ""),
        "every later day worse": ("more", "worse in 10 of 10"),
        "eleven days before": ("too few", ""),
        "five days after": ("too few", ""),
    }


@pytest.mark.parametrize(("lead", "word"), [(99, "same"), (100, "more"), (-99, "same"), (-100, "less")])
def test_a_difference_is_named_where_two_of_three_pairs_speak_for_it(lead: int, word: str) -> None:
    enough = Side(28, FEWEST_COMPARED, 1.0)
    worse, better = max(lead, 0), max(-lead, 0)
    assert Compared("e", "E", enough, enough, worse, better, 300).word == word


@pytest.mark.parametrize(("count", "word"), [(FEWEST_COMPARED - 1, "too few"), (FEWEST_COMPARED, "more")])
def test_fourteen_rated_days_are_needed_on_each_side(count: int, word: str) -> None:
    assert row([0] * count, [3] * 28).word == word
    assert row([0] * 28, [3] * count).word == word


def test_a_side_with_fewer_than_seven_rated_days_has_no_usual_rating() -> None:
    found = row([1] * 6, [2] * 7)
    assert (found.before.usual, found.after.usual) == (None, 2)


def test_the_day_of_the_change_is_on_neither_side() -> None:
    assert compared([1] * 20, [1] * 20, on_the_day=4) == compared([1] * 20, [1] * 20)


def test_no_side_reaches_over_another_change_or_the_first_plan() -> None:
    """A step ten days before and one ten days after: nine days on a side, the days of all changes on none."""
    near = Amounts([AROUND.first_on, ON - timedelta(days=10), ON, ON + timedelta(days=10)], [0, 2_000, 1_000, 500])
    found = row([4] * 18 + [1] * 10, [2] * 9 + [4] * 19, planned=near)
    assert (found.before.days, found.after.days) == (9, 9)
    assert (found.before.usual, found.after.usual) == (1, 2)


def test_no_side_reaches_before_the_record_or_beyond_today() -> None:
    recorded = Period(ON - timedelta(days=5), ON + timedelta(days=3))
    found = row([1] * 28, [1] * 28, recorded=recorded)
    assert (found.before.days, found.before.rated, found.after.days, found.after.rated) == (5, 5, 3, 3)
    assert row([1] * 28, [1] * 28, recorded=Period(AROUND.first_on, ON)).after == Side(0, 0, None)


def test_worsening_comes_first_then_less_then_same_then_too_few() -> None:
    effects = [("a", "Alike"), ("b", "Better"), ("f", "Few"), ("w", "Worse"), ("v", "Very much worse")]
    worst: dict[str, Values] = {
        "a": [1] * 57, "b": [2] * 29 + [0] * 28, "f": [None] * 57,
        "w": [0, 1] * 14 + [0] + [1] * 28, "v": [0] * 29 + [4] * 28,
    }  # fmt: skip
    worst["w"] = [0] * 29 + [1] * 26 + [0] * 2
    planned = Amounts([LONG_BEFORE, ON], [1_500_000, 1_000_000])
    [change] = compare_changes([ON], planned, effects, Ratings(AROUND, worst, AROUND))
    assert [each.name for each in change.rows] == ["Very much worse", "Worse", "Better", "Alike", "Few"]
    assert comparison_words.sentence(change) == (
        "More: very much worse and worse. Less: better. The same: alike. Too few days rated: few."
    )


def test_of_a_long_taper_the_newest_changes_are_compared() -> None:
    days = list(AROUND.days())[1:]
    planned = Amounts(list(AROUND.days()), list(range(57, 0, -1)))
    found = compare_changes(days, planned, [LOW], Ratings(AROUND, {LOW[0]: [1] * 57}, AROUND))
    assert [change.on for change in found] == days[: -MOST_CHANGES - 1 : -1]


severities = st.lists(st.none() | st.integers(0, 4), max_size=28)


@given(severities, severities, st.none() | st.integers(0, 4))
def test_what_holds_of_any_two_sides(before: Values, after: Values, on_the_day: int | None) -> None:
    found, mirrored = row(before, after, on_the_day=on_the_day), row(after[::-1], before[::-1])
    assert (found.worse, found.better, found.pairs) == (mirrored.better, mirrored.worse, mirrored.pairs)
    assert {found.word, mirrored.word} in ({"more", "less"}, {"same"}, {"too few"})
    assert 0 <= found.worse + found.better <= found.pairs == found.before.rated * found.after.rated
    assert 5 <= found.tenths <= 10 or not found.pairs
    assert (found.word == "too few") == (min(found.before.rated, found.after.rated) < FEWEST_COMPARED)


@given(severities, severities, st.randoms(use_true_random=False))
def test_only_what_was_rated_counts_not_on_which_day(before: Values, after: Values, random) -> None:
    found = row(before, after)
    for side in (before, after):
        random.shuffle(side)
    assert row(before, after) == found


@given(severities, st.lists(st.integers(0, 4), min_size=1, max_size=28), st.data())
def test_a_worse_day_after_never_turns_the_word_the_other_way(before: Values, after: list[int], data) -> None:
    n = data.draw(st.integers(0, len(after) - 1))
    raised = [*after[:n], min(after[n] + 1, 4), *after[n + 1 :]]
    found, higher = row(before, [*after]), row(before, [*raised])
    assert higher.worse - higher.better >= found.worse - found.better
    order = ["less", "same", "more"]
    assert found.word == "too few" or order.index(higher.word) >= order.index(found.word)


# In the chart


def test_the_chart_compares_around_each_change_of_its_period_and_reaches_beyond_it() -> None:
    """Ten days are shown, with the change in the middle; 28 days on both sides are compared."""
    steps = [step(date(2026, 1, 1), day(39), 750_000), step(day(40), None, 500_000)]
    period = Period(day(35), day(44))
    daily = worst(rated(*[1] * 40, 4, *[3] * 49))
    found = severity_chart(period, [("drowsiness", "Drowsiness")], daily, Doses(steps), (), NINETY.last_on, FIRST)
    [change] = found.compared
    assert (change.on, change.before, change.after) == (day(40), 1_500_000, 1_000_000)
    assert change.rows[0].before == Side(28, 28, 1)
    assert change.rows[0].after == Side(28, 28, 3)
    assert found.panels[0].days == (1, 1, 1, 1, 1, 4, 3, 3, 3, 3)


def test_the_usual_rating_of_a_dose_is_without_the_day_it_changed_on() -> None:
    steps = [step(date(2026, 1, 1), day(39), 750_000), step(day(40), None, 500_000)]
    found = chart(rated(*[1] * 40, *[4] * 4, *[2] * 4), steps).panels[0].medians
    assert [(over.first_on, over.median) for over in found] == [(FIRST, 1), (day(41), 2)]


def test_where_nothing_changes_nothing_is_compared() -> None:
    assert chart(rated(*[1] * 90), [step(day(10), None, 500_000)]).compared == ()
    assert chart(rated(*[1] * 90), []).compared == ()


# Words


def test_the_words_around_a_change() -> None:
    change = compared([1] * 20, [3] * 15)
    words = comparison_words
    assert words.change_words(ON, 1_500_000, 1_000_000, with_year=False) == (
        "12 October: from 1.5\u00a0mg to 1\u00a0mg a day"
    )
    assert words.change_words(ON, 0, 500_000, with_year=True) == "12 October 2026: 0.5\u00a0mg a day"
    assert words.change_words(ON, 500_000, 0, with_year=False) == "12 October: nothing planned"
    assert words.sentence(change) == "More: low mood."
    assert words.days_rated(change.rows[0]) == "20 of 28, then 15 of 28"
    assert (words.at_amount(1_500_000), words.at_amount(0)) == ("at 1.5\u00a0mg a day", "nothing planned")
    assert "withdrawal" in words.care((change,)), "the dose fell"
    assert words.care((change,)).startswith(
        "Ordinary ups and downs alone can look like this. It shows nothing about why"
    )
    up = compared([1] * 20, [3] * 15, planned=Amounts([LONG_BEFORE, ON], [500_000, 1_000_000]))
    assert "withdrawal" not in words.care((up,))
    for said in (words.explanation(), words.care((change,)), words.sentence(change), words.share(change.rows[0])):
        assert not NEVER_SAID.search(said)


def test_every_word_of_a_comparison_is_a_message() -> None:
    with using(PSEUDO):
        found = [
            compared([1] * 20, [3] * 15),
            compared([3] * 20, [1] * 20),
            compared([1] * 20, [1] * 15),
            compared([], []),
        ]
        words = comparison_words
        texts = [words.explanation(), words.care(tuple(found)), words.change_words(ON, 1, 2, with_year=True)]
        texts += [words.at_amount(0), words.at_amount(1), words.change_words(ON, 1, 0, with_year=False)]
        for change in found:
            texts += [words.sentence(change), words.word(change.rows[0]), words.share(change.rows[0])]
            texts.append(words.days_rated(change.rows[0]))
    left = {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", bare_text(text))}
    assert left <= {"low", "mood", "mg"}


def test_the_first_plan_of_all_is_compared_with_days_without_one() -> None:
    change = compared([2] * 14, [1] * 14, planned=Amounts([ON], [1_000_000]))
    assert (change.before, change.after) == (0, 1_000_000)
    assert [(it.before.rated, it.after.rated) for it in change.rows] == [(14, 14)]
