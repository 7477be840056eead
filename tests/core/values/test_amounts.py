"""Amounts: what a person types becomes whole micrograms, exactly, or is asked about; nothing is guessed."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.core.values.amounts import LARGEST_MG, InvalidAmount, milligrams, read_amount


@pytest.mark.parametrize(
    ("typed", "amount_ug"),
    [
        ("0.5", 500),
        ("0,5", 500),
        (".5", 500),
        (" 1 mg ", 1000),
        ("1MG", 1000),
        ("0.125", 125),
        ("0.001", 1),
        ("0.50000", 500),
        ("007", 7000),
        ("1000", 1_000_000),
        ("٠٫٥", 500),
        ("٠،٥", 500),
        ("۰٫۲۵", 250),
        ("０．５", 500),
        ("０，１２５ｍｇ", 125),
        ("०.५ mg", 500),
        ("\u200f٠٫٥\u200f", 500),
    ],
)
def test_a_number_in_mg_is_read_exactly(typed, amount_ug):
    assert read_amount(typed) == amount_ug


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the amount in mg, for example 0.5."),
        ("  mg ", "Enter the amount in mg, for example 0.5."),
        ("½", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("½ of 1 mg", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("1/2", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("one", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("-1", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("1e3", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("NaN", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("1.000,5", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        (".", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("1_000", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("٥/٢", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("²", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("٢٬٥", "Write the amount as a number in mg, for example 0.5 or 0,5."),  # the sign between thousands
        ("0.5\x00", "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("9" * 20_000, "Write the amount as a number in mg, for example 0.5 or 0,5."),
        ("0", "The amount must be more than 0 mg. If you did not take it, choose “skipped”."),
        ("0.000", "The amount must be more than 0 mg. If you did not take it, choose “skipped”."),
        ("1000.001", "The amount must be 1000 mg or less. Check the decimal point."),
        ("5000", "The amount must be 1000 mg or less. Check the decimal point."),
        ("0.0005", "Use at most three digits after the decimal point."),
    ],
)
def test_anything_else_is_answered_with_a_sentence(typed, sentence):
    with pytest.raises(InvalidAmount) as refused:
        read_amount(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("amount_ug", "written"),
    [(0, "0"), (1, "0.001"), (250, "0.25"), (500, "0.5"), (1000, "1"), (10_000, "10"), (1_500_000, "1500")],
)
def test_amounts_are_written_without_needless_zeros(amount_ug, written):
    assert milligrams(amount_ug) == written


@given(st.integers(1, LARGEST_MG * 1000))
def test_what_is_written_is_read_again(amount_ug):
    assert read_amount(milligrams(amount_ug)) == amount_ug
    assert read_amount(milligrams(amount_ug).replace(".", ",") + " mg") == amount_ug


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{0,5}[.,]?[0-9]{0,5}( ?mg)?", fullmatch=True))
@example("0.1")
def test_no_text_gives_an_amount_that_is_not_what_it_says(typed):
    try:
        amount_ug = read_amount(typed)
    except InvalidAmount:
        pass
    else:
        said = typed.strip().lower().removesuffix("mg").strip().replace(",", ".")
        assert 0 < amount_ug == Decimal(said) * 1000
