"""Liquids: ml that were typed are exactly so many mg, or refused; mg are said in ml where that comes out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.liquids import amount_and_ml, ml_of, only_liquid, read_ml
from journal.core.medicine.parts import Form
from journal.core.values.amounts import LARGEST, ONE, InvalidAmount, write_number


def liquid(mg_per_ml: str) -> Form:
    return Form.model_validate({"key": "solution", "name": "Solution", "mg_per_ml": mg_per_ml})


TABLET = Form.model_validate({"key": "tablet", "name": "Tablet", "strengths_mg": ["5"]})
STRONG, WEAK = liquid("100"), liquid("2.5")


@pytest.mark.parametrize(
    ("typed", "form", "mg"),
    [
        ("5 ml", STRONG, 500 * ONE),
        ("5ml", WEAK, 12_500_000),
        (" 0,4 mL ", WEAK, ONE),
        ("0.000001 ml", STRONG, 100),
        ("٫٤ ml", WEAK, ONE),
        ("0.000002 ml", WEAK, 5),
        ("10 ml", STRONG, 1000 * ONE),
    ],
)
def test_ml_are_read_as_the_mg_in_them(typed: str, form: Form, mg: int) -> None:
    assert read_ml(typed, form, 1000 * ONE) == mg


@pytest.mark.parametrize(
    ("typed", "form", "said"),
    [
        ("5 ml", TABLET, "Only a liquid is measured in ml. Write mg, or choose the liquid as the form."),
        ("5 ml", None, "Only a liquid is measured in ml."),
        ("0 ml", WEAK, "The amount must be more than 0 ml. If you did not take it, choose “skipped”."),
        (
            "0.000001 ml",
            WEAK,
            "0.000001 ml of this liquid cannot be written in mg with 6 digits after the decimal point. Write mg.",
        ),
        ("0.0000001 ml", STRONG, "Use at most six digits after the decimal point."),
        (
            "10.000001 ml",
            STRONG,
            "10.000001 ml are more than 1000 mg, the largest amount there is room for. Check the decimal point.",
        ),
        ("ml", WEAK, "Enter the amount in ml, for example 0.5."),
        ("½ ml", WEAK, "Write the amount as a number in ml, for example 0.5 or 0,5."),
        ("-5 ml", WEAK, "Write the amount as a number in ml"),
    ],
)
def test_what_is_no_exact_amount_is_refused_with_a_sentence(typed: str, form: Form | None, said: str) -> None:
    with pytest.raises(InvalidAmount) as refused:
        read_ml(typed, form, 1000 * ONE)
    assert str(refused.value).replace("\u00a0", " ").startswith(said)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_nothing_is_ever_rounded(ml: int, per_ml: int) -> None:
    """What is read is the product itself, and its ml are those that were typed; else it is refused."""
    form = liquid(write_number(per_ml))
    exact = Fraction(ml, ONE) * Fraction(per_ml, ONE) * ONE
    try:
        found = read_ml(f"{write_number(ml)} ml", form, LARGEST)
    except InvalidAmount:
        assert exact.denominator > 1 or exact > LARGEST
        return
    assert found == exact
    assert ml_of(found, form) == ml


def test_mg_are_said_in_ml_only_where_that_is_exact() -> None:
    assert amount_and_ml(12_500_000, "mg", WEAK).replace("\u00a0", " ") == "12.5 mg (5 ml)"
    assert amount_and_ml(ONE, "mg", liquid("3")).replace("\u00a0", " ") == "1 mg"
    assert amount_and_ml(ONE, "mg", TABLET).replace("\u00a0", " ") == "1 mg"
    assert amount_and_ml(ONE, "mg", None).replace("\u00a0", " ") == "1 mg"
    assert amount_and_ml(ONE, "drops", WEAK).replace("\u00a0", " ") == "1 drop"
    assert ml_of(1, liquid("1000")) is None, "less than a millionth of a ml"


def test_ml_of_a_medicine_are_those_of_its_only_liquid() -> None:
    assert only_liquid([TABLET, WEAK]) is WEAK
    assert only_liquid([TABLET]) is None
    assert only_liquid([WEAK, TABLET, STRONG]) is None
