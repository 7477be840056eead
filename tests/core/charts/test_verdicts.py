"""The verdict on a change of dose: to a millionth what two independent computations say, and seldom without a cause."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.verdicts import GOAL, LAYOUTS, share_changed
from journal.core.charts.verdicts import CHANGED_BELOW, FEWEST_JUDGED, SHARE_RATED, has_enough, holm, judge

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "before_after.json").read_text("utf-8"))
JUDGED = [case for case in VECTORS["cases"] if "p" in case["expect"]]


def sides(case) -> tuple[dict[int, int], dict[int, int]]:
    before, after = (dict(map(tuple, case[side])) for side in ("before", "after"))
    return before, after


@pytest.mark.parametrize("case", JUDGED, ids=[case["name"] for case in JUDGED])
def test_every_step_is_that_of_two_independent_computations(case) -> None:
    found, expect = judge(*sides(case)), case["expect"]
    steps = {
        "k": found.k,
        "m": found.m,
        "wins": found.wins,
        "losses": found.losses,
        "ties": found.k * found.m - found.wins - found.losses,
        "cliffs_delta": found.delta,
        "chance_later_is_worse": found.chance,
        "u": found.u,
        "variance": found.variance,
        "z": found.z,
        "pairs_one_day_apart": found.neighbours,
        "delta_variance": found.delta_variance,
        "r": found.r,
        "r_corrected": found.r_corrected,
        "variance_factor": found.variance_factor,
        "df": found.df,
        "z_adjusted": found.z_adjusted,
        "p": found.p,
    }
    assert steps == {key: pytest.approx(expect[key], abs=VECTORS["tolerance"]) for key in steps}
    if expect["interval_95"] is None:
        assert found.interval() is None
    else:
        assert found.interval() == pytest.approx(tuple(expect["interval_95"]), abs=VECTORS["tolerance"])


@pytest.mark.parametrize("case", VECTORS["cases"], ids=[case["name"] for case in VECTORS["cases"]])
def test_which_sides_are_judged_at_all(case) -> None:
    before, after = sides(case)
    enough = all(has_enough(len(side), max(abs(day) for day in side)) for side in (before, after))
    assert enough == (case["expect_state"] == "full")


def test_the_numbers_that_decide() -> None:
    assert VECTORS["rated_days_each_side"]["verdict from"] == FEWEST_JUDGED
    assert VECTORS["rated_days_each_side"]["share_of_days_rated"] == SHARE_RATED
    assert VECTORS["changed_below_adjusted_p"] == CHANGED_BELOW


@pytest.mark.parametrize(
    ("rated", "days", "enough"), [(14, 14, True), (13, 13, False), (14, 20, True), (14, 21, False)]
)
def test_fourteen_days_and_seven_of_ten(rated: int, days: int, enough: bool) -> None:
    assert has_enough(rated, days) is enough


def test_what_is_judged_together_is_adjusted_together() -> None:
    assert holm(VECTORS["holm"]["p"]) == pytest.approx(VECTORS["holm"]["adjusted"])
    assert holm([0.3, 0.01199]) == pytest.approx((0.3, 0.02398))
    assert holm([]) == ()


def test_the_order_in_which_verdicts_stand_changes_nothing() -> None:
    found = VECTORS["holm"]["p"]
    assert holm(found[::-1]) == holm(found)[::-1]


days = st.dictionaries(st.integers(1, 28), st.integers(0, 4), min_size=FEWEST_JUDGED)


@given(days, days)
def test_the_other_way_round_the_same_is_said_the_other_way(before, after) -> None:
    earlier = {-day: value for day, value in before.items()}
    found = judge(earlier, after)
    mirrored = judge({-day: value for day, value in after.items()}, before)
    assert mirrored.delta == pytest.approx(-found.delta)
    assert mirrored.p == pytest.approx(found.p)
    assert found.variance_factor >= 1
    assert 0 <= found.p <= 1


@given(days, days)
def test_an_interval_holds_what_was_found(before, after) -> None:
    found = judge({-day: value for day, value in before.items()}, after)
    ends = found.interval()
    assert (ends is None) == (abs(found.delta) == 1)
    if ends:
        assert -1 <= ends[0] <= found.delta + 1e-9
        assert found.delta - 1e-9 <= ends[1] <= 1


@given(days, days)
def test_the_order_of_the_ratings_of_a_side_is_no_matter(before, after) -> None:
    earlier = {-day: value for day, value in before.items()}
    backwards = dict(reversed(earlier.items())), dict(reversed(after.items()))
    assert judge(*backwards).p == pytest.approx(judge(earlier, after).p)


def test_neighbours_that_are_alike_make_a_difference_less_sure() -> None:
    """The same ratings, once in stretches and once mixed."""
    after = dict.fromkeys(range(1, 29), 2) | {28: 1}
    stretches = {-day: int(day > 14) for day in range(1, 29)}
    mixed = {-day: day % 2 for day in range(1, 29)}
    assert judge(stretches, after).delta == judge(mixed, after).delta
    assert judge(stretches, after).variance_factor > 2 * judge(mixed, after).variance_factor
    assert judge(stretches, after).p > judge(mixed, after).p


def test_where_nothing_changed_few_pages_say_that_it_did() -> None:
    """One cell of the simulation (docs/sources.md has all): three effects, days alike by half."""
    assert share_changed(LAYOUTS["28 + 28 days, three effects"], 0.5, 0.0, "mostly low", 300) <= GOAL
