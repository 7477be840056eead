"""Tablets: how an amount is counted, and which amounts can be pressed."""

import pytest

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.tablets import amounts_to_press, halves, tablet_of

TABLET, _melting, OTHER = read_monograph(DATA / "clonazepam.toml").forms


@pytest.mark.parametrize(
    ("amount", "strength"),
    [(500_000, 500_000), (750_000, 500_000), (125_000, 250_000), (4_000_000, 2_000_000), (100_000, None), (None, None)],
)
def test_an_amount_is_counted_in_its_own_tablet_else_in_the_largest_that_makes_it_up(amount, strength):
    assert tablet_of(TABLET, amount) == strength


def test_what_is_no_tablet_is_not_counted():
    assert tablet_of(OTHER, 500_000) is None


def test_from_half_a_tablet_to_two():
    assert amounts_to_press(500_000) == (250_000, 500_000, 750_000, 1_000_000)
    assert amounts_to_press(125_000) == (62_500, 125_000, 187_500, 250_000)
    assert amounts_to_press(1) == (1, 2), "half a millionth is no amount"


def test_halves():
    assert [halves(amount, 500_000) for amount in (250_000, 750_000, 2_000_000, 100_000, 0)] == [1, 3, 8, None, None]
