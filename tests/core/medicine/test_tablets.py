"""Tablets: how an amount is counted, whose tablets they are, and which amounts can be pressed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.medicines import Medicine, known_of, of_monograph
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.tablets import (
    Counted,
    amounts_to_press,
    count_in,
    listed_tablets,
    tablet_of,
    tablets_at_home,
    tablets_of,
)

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
TABLET, _melting, OTHER = CLONAZEPAM.forms
HALF, TWO = 500_000, 2_000_000
MOST = CLONAZEPAM.daily_range.largest


@pytest.mark.parametrize(
    ("amount", "strength"),
    [(500_000, 500_000), (750_000, 500_000), (125_000, 250_000), (4_000_000, 2_000_000), (100_000, None), (None, None)],
)
def test_an_amount_is_counted_in_its_own_tablet_else_in_the_largest_that_makes_it_up(amount, strength):
    assert tablet_of(TABLET, amount) == strength


def test_what_is_no_tablet_is_not_counted():
    assert tablet_of(OTHER, 500_000) is None


def test_from_half_a_tablet_to_two():
    assert amounts_to_press(500_000, MOST) == (250_000, 500_000, 750_000, 1_000_000)
    assert amounts_to_press(125_000, MOST) == (62_500, 125_000, 187_500, 250_000)
    assert amounts_to_press(1, MOST) == (1, 2), "half a millionth is no amount"
    assert amounts_to_press(500_000, 750_000) == (250_000, 500_000, 750_000), "more can not be recorded"


@pytest.mark.parametrize(
    ("amount", "counted"),
    [
        (HALF, Counted(HALF, 4)),
        (HALF // 2, Counted(HALF, 2)),
        (HALF // 4, Counted(HALF, 1)),
        (3 * HALF // 2, Counted(HALF, 6)),
        (1_000_000, Counted(TWO, 2)),  # half of the large one rather than two of the small one
        (3 * HALF // 4, Counted(HALF, 3)),
        (100_000, None),
        (0, None),
    ],
)
def test_halves_go_before_quarters_and_large_tablets_before_small_ones(amount, counted):
    assert count_in(amount, (HALF, TWO)) == counted


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**8), unique=True, max_size=5).map(sorted))
def test_what_is_counted_is_that_amount_exactly(amount, strengths):
    counted = count_in(amount, strengths)
    if counted is not None:
        assert counted.strength in strengths
        assert counted.strength * counted.quarters == 4 * amount
    else:
        assert all(4 * amount % strength for strength in strengths)


def test_tablets_at_home_are_those_written_down_for_what_is_counted_in_tablets():
    mine = Medicine("clonazepam", monograph="clonazepam", amounts=(HALF,))
    assert tablets_at_home(mine, TABLET) == tablets_at_home(mine, None) == (HALF,)
    assert tablets_at_home(mine, OTHER) == ()
    assert tablets_at_home(of_monograph("clonazepam"), TABLET) == ()
    assert tablets_at_home(Medicine("d", name="Drops", unit="drops", amounts=(HALF,)), None) == ()


def test_tablets_somebody_may_have_are_those_written_down_else_every_one_listed():
    listed = (125_000, 250_000, 500_000, 1_000_000, 2_000_000)
    assert listed_tablets(CLONAZEPAM) == listed
    assert tablets_of(of_monograph("clonazepam"), CLONAZEPAM) == listed
    assert tablets_of(Medicine("clonazepam", monograph="clonazepam", amounts=(HALF,)), CLONAZEPAM) == (HALF,)
    drops = Medicine("d", name="Drops", unit="drops", amounts=(HALF,))
    assert tablets_of(drops, known_of(drops, {})) == ()
