"""Amounts: what a person types becomes whole millionths of the unit, exactly, or is asked about; nothing is guessed."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.core.values.amounts import LARGEST, ONE, InvalidAmount, read_amount, write_average, write_number


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0.5", 500_000),
        ("0,5", 500_000),
        (".5", 500_000),
        (" 1 mg ", 1_000_000),
        ("1MG", 1_000_000),
        ("0.125", 125_000),
        ("0.001", 1_000),
        ("0.0625", 62_500),
        ("0,0625", 62_500),
        ("0.000001", 1),
        ("0.00000100", 1),
        ("0.50000", 500_000),
        ("007", 7_000_000),
        ("100000", 100_000_000_000),
        ("٠٫٥", 500_000),
        ("٠،٥", 500_000),
        ("۰٫۲۵", 250_000),
        ("０．５", 500_000),
        ("０，１２５ｍｇ", 125_000),
        ("०.५ mg", 500_000),
        ("\u200f٠٫٥\u200f", 500_000),
    ],
)
def test_a_number_in_mg_is_read_exactly(typed, amount):
    assert read_amount(typed) == amount


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
        ("100000.000001", "The amount must be 100000 mg or less. Check the decimal point."),
        ("500000", "The amount must be 100000 mg or less. Check the decimal point."),
        ("0.0000005", "Use at most six digits after the decimal point."),
    ],
)
def test_anything_else_is_answered_with_a_sentence(typed, sentence):
    with pytest.raises(InvalidAmount) as refused:
        read_amount(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0"),
        (1, "0.000001"),
        (62_500, "0.0625"),
        (500_000, "0.5"),
        (ONE, "1"),
        (10 * ONE, "10"),
        (1500 * ONE, "1500"),
    ],
)
def test_amounts_are_written_without_needless_zeros(amount, written):
    assert write_number(amount) == written


@given(st.integers(1, LARGEST))
def test_what_is_written_is_read_again(amount):
    assert read_amount(write_number(amount)) == amount
    assert read_amount(write_number(amount).replace(".", ",") + " mg") == amount


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{0,5}[.,]?[0-9]{0,5}( ?mg)?", fullmatch=True))
@example("0.1")
def test_no_text_gives_an_amount_that_is_not_what_it_says(typed):
    try:
        amount = read_amount(typed)
    except InvalidAmount:
        pass
    else:
        said = typed.strip().lower().removesuffix("mg").strip().replace(",", ".")
        assert 0 < amount == Decimal(said) * ONE


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (500_000, "0.5\u00a0mg"),
        (62_500, "0.0625\u00a0mg"),  # as ordered, and no average
        (142_857, "about 0.143\u00a0mg"),  # 1 mg on one day of the week
        (166_667, "about 0.167\u00a0mg"),
        (1_428_571_429, "about 1430\u00a0mg"),
        (7, "about 0.000007\u00a0mg"),
    ],
)
def test_an_average_without_an_end_is_about_so_much(amount: int, said: str) -> None:
    assert write_average(amount) == said
