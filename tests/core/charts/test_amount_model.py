"""The amount in the body against what two independent computations have, and what must hold whatever was taken."""

import json
from dataclasses import replace
from math import exp, isclose, log
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.amount_bands import bands as bands_of
from journal.core.charts.amount_model import Band, Body, Given, GivenColumns, Rates, amounts, ranges
from journal.core.medicine.monograph import DATA, read_monograph

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "amount_in_body.json").read_text("utf-8"))
PK = read_monograph(DATA / "clonazepam.toml").pk
assert PK is not None
RATES = Rates.of(PK)
WITHIN = VECTORS["tolerance"]
ALIKE = Rates(0.9, 0.05, 0.05)


def formula(rates: Rates, doses: list[Given], hour: float) -> float:
    """The sum as a textbook has it."""
    found = 0.0
    for at, amount in doses:
        tau = hour - at
        if tau >= 0 and rates.are_alike:
            found += rates.share * amount * rates.out * tau * exp(-rates.out * tau)
        elif tau >= 0:
            rest = exp(-rates.out * tau) - exp(-rates.into * tau)
            found += rates.share * amount * rates.into / (rates.into - rates.out) * rest
    return found


def bands(usual: Rates, quick: Rates, slow: Rates, doses: list[Given], edges: list[float]) -> tuple[Band, ...]:
    """The bands of doses in any order."""
    columns = GivenColumns(*zip(*sorted(doses), strict=True)) if doses else GivenColumns()
    return bands_of(usual, quick, slow, columns, edges)


def test_the_vectors_are_those_of_the_shipped_numbers() -> None:
    given_ = VECTORS["parameters"]
    assert (given_["bioavailability"], given_["absorption_half_life_h"]) == (0.9, PK.absorption_half_life_hours)
    assert (given_["elimination_half_life_h"], tuple(given_["band_half_life_h"])) == (35, PK.band_hours)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_every_vector_is_met(case: dict[str, Any]) -> None:
    doses = [Given(*dose) for dose in case.get("doses", ())]
    doses += [Given(case["every_h"] * n, case["mg"]) for n in range(case.get("count", 0))]
    hours, expected = zip(*case["expect"], strict=True)
    # What the vectors have at the hour of a dose is before or after it: a dose just taken is not in yet either way.
    assert amounts(Rates.of(PK, case.get("half_life_h")), doses, hours) == pytest.approx(expected, abs=WITHIN)


def test_the_peak_of_one_dose_is_where_and_as_high_as_computed() -> None:
    body = Body(RATES, 0)
    body.take(0.5)
    assert body.peak_after() == pytest.approx(VECTORS["peak_after_one_dose"]["t_max_h"], abs=WITHIN)
    [found] = ranges(RATES, [Given(0, 0.5)], [0, 24])
    assert found.low == 0
    assert found.high == pytest.approx(VECTORS["peak_after_one_dose"]["amount_mg_for_0_5_mg"], abs=WITHIN)


@pytest.mark.parametrize("case", VECTORS["steady_state"], ids=lambda case: f"{case['mg']} mg")
def test_45_days_of_regular_doses_come_to_their_steady_state(case: dict[str, Any]) -> None:
    every = case["every_h"]
    doses = [Given(-every * n, case["mg"]) for n in range(45 * 24 // every)]
    [found] = ranges(RATES, doses, [0, every])
    assert found.low == pytest.approx(case["trough"], abs=WITHIN)
    assert found.high == pytest.approx(case["peak"], abs=WITHIN)
    [peak] = amounts(RATES, doses, [case["peak_at_h"]])
    assert peak == pytest.approx(case["peak"], abs=WITHIN)
    mean = RATES.share * case["mg"] / (RATES.out * every)
    assert mean == pytest.approx(case["mean"], abs=WITHIN)


def test_nothing_taken_is_nothing_there() -> None:
    assert amounts(RATES, [], [0, 5]) == (0, 0)
    assert amounts(RATES, [Given(3, 1)], []) == ()
    assert ranges(RATES, [], [0, 5]) == ((0, 0),)
    assert ranges(RATES, [], []) == ()


def test_what_is_taken_later_is_not_there_yet() -> None:
    assert amounts(RATES, [Given(10, 1)], [0, 10]) == (0, 0)


def test_rates_that_are_alike_have_the_formula_of_one_rate() -> None:
    doses = [Given(0, 2), Given(7, 1)]
    hours = [1, 7, 8, 30, 300]
    assert ALIKE.are_alike
    assert amounts(ALIKE, doses, hours) == pytest.approx([formula(ALIKE, doses, hour) for hour in hours], abs=1e-12)
    close = replace(ALIKE, into=ALIKE.out * 1.000001)
    assert not close.are_alike
    assert amounts(close, doses, hours) == pytest.approx(amounts(ALIKE, doses, hours), rel=1e-5)
    [found] = ranges(ALIKE, [Given(0, 2)], [0, 100])
    assert found.high == pytest.approx(formula(ALIKE, [Given(0, 2)], 1 / ALIKE.out), abs=1e-12)
    [falling] = ranges(ALIKE, [Given(0, 2)], [50, 100])
    assert falling == pytest.approx((formula(ALIKE, [Given(0, 2)], 100), formula(ALIKE, [Given(0, 2)], 50)))


def test_a_half_life_shorter_than_the_way_in_is_a_curve_too() -> None:
    slow_in = Rates(1, log(2) / 20, log(2) / 5)
    doses = [Given(0, 1), Given(12, 1)]
    hours = [0.5, 6, 12, 13, 40, 200]
    assert amounts(slow_in, doses, hours) == pytest.approx([formula(slow_in, doses, hour) for hour in hours], abs=1e-12)
    [found] = ranges(slow_in, [Given(0, 1)], [0, 200])
    assert found.high == pytest.approx(max(amounts(slow_in, [Given(0, 1)], [n / 100 for n in range(20_001)])), rel=1e-6)


# What must hold whatever was taken

hour = st.floats(-1100, 700, allow_nan=False)
amount = st.integers(1, 4000).map(lambda thousandths: thousandths / 1000)
taken = st.lists(st.builds(Given, hour, amount), max_size=30)
rates = st.builds(Rates, st.floats(0.05, 1), st.floats(0.005, 4), st.floats(0.005, 4)) | st.just(ALIKE)
HOURS = [float(n) for n in range(0, 700, 9)]


@given(rates, taken)
def test_it_is_the_sum_of_the_textbook_and_never_less_than_nothing(rates: Rates, doses: list[Given]) -> None:
    found = amounts(rates, doses, HOURS)
    assert min(found) >= 0
    assert found == pytest.approx([formula(rates, doses, hour) for hour in HOURS], rel=1e-5, abs=1e-6)


@given(rates, taken, st.floats(0.01, 100))
def test_so_many_times_the_doses_is_so_many_times_the_amount(rates: Rates, doses: list[Given], times: float) -> None:
    more = [Given(at, amount * times) for at, amount in doses]
    once = amounts(rates, doses, HOURS)
    assert amounts(rates, more, HOURS) == pytest.approx([each * times for each in once], rel=1e-6, abs=1e-9)


@given(rates, taken, taken)
def test_two_sets_of_doses_add_up(rates: Rates, ones: list[Given], others: list[Given]) -> None:
    both = amounts(rates, [*ones, *others], HOURS)
    apart = zip(amounts(rates, ones, HOURS), amounts(rates, others, HOURS), strict=True)
    assert both == pytest.approx([one + other for one, other in apart], rel=1e-6, abs=1e-9)


@given(rates, taken, st.randoms(use_true_random=False))
def test_the_order_in_which_doses_are_read_changes_nothing(rates: Rates, doses: list[Given], random: Any) -> None:
    found, of_days = amounts(rates, doses, HOURS), ranges(rates, doses, HOURS)
    random.shuffle(doses)
    assert (amounts(rates, doses, HOURS), ranges(rates, doses, HOURS)) == (found, of_days)


@given(rates, taken, st.integers(-14, 14))
def test_another_clock_shifts_no_interval(rates: Rates, doses: list[Given], by: int) -> None:
    moved = [Given(at + by, amount) for at, amount in doses]
    found = amounts(rates, moved, [hour + by for hour in HOURS])
    assert found == pytest.approx(amounts(rates, doses, HOURS), rel=1e-6, abs=1e-9)


@given(rates, st.floats(0.3, 1), st.floats(1, 3), taken)
def test_the_three_curves_of_one_pass_are_those_of_three(
    usual: Rates, slower: float, quicker: float, doses: list[Given]
) -> None:
    quick, slow = replace(usual, out=usual.out * quicker), replace(usual, out=usual.out * slower)
    edges = [0.0, 24.0, 24.0, 30.0, 120.0, 500.0]
    apart = zip(*(ranges(each, doses, edges) for each in (usual, quick, slow)), strict=True)
    expected = [Band(*one, least.low, most.high) for one, least, most in apart]
    for found, of_three in zip(bands(usual, quick, slow, doses, edges), expected, strict=True):
        assert found == pytest.approx(of_three, rel=1e-6, abs=1e-9)
        assert found.least <= found.low + 1e-9
        assert found.most >= found.high - 1e-9


def test_without_doses_or_edges_there_is_no_band() -> None:
    quick, slow = (Rates.of(PK, hours) for hours in PK.band_hours)
    assert bands(RATES, quick, slow, [], [0, 1]) == (Band(0, 0, 0, 0),)
    assert bands(RATES, quick, slow, [Given(0, 1)], []) == ()


@given(rates, taken)
def test_the_range_of_a_day_holds_every_amount_of_it_and_reaches_both(rates: Rates, doses: list[Given]) -> None:
    edges = [0.0, 24.0, 48.0]
    of_days = ranges(rates, doses, edges)
    for day, (low, high) in enumerate(of_days):
        hours = sorted(
            {*(24 * day + n / 4 for n in range(97)), *(d.at for d in doses if 24 * day <= d.at <= 24 * day + 24)}
        )
        found = amounts(rates, doses, hours)
        assert low == pytest.approx(min(found), rel=1e-6, abs=1e-9)
        assert high >= max(found) - 1e-9
        assert isclose(high, max(found), rel_tol=0.2, abs_tol=0.5), "a quarter of an hour from the peak at most"
