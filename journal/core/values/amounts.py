"""Exact amounts: whole millionths of a medicine's unit inside (nanograms of mg), the unit outside. Never a float."""

import re
from decimal import Decimal

from journal.core.values.languages import _
from journal.core.values.text import with_ascii_digits

Amount = int  # whole millionths of the unit, wherever an amount is kept, added up or compared
ONE: Amount = 10**6  # one mg, one ml, one drop
DECIMALS = 6
LARGEST_MG = 1000  # beyond any tablet count a person could mean; keeps every sum far inside 64 bits

_NUMBER = re.compile(r"(\d{1,9})?(?:[.,](\d{1,9}))?")


class InvalidAmount(ValueError):
    """The text is no amount; `str(error)` is the sentence for the person."""


def read_amount(text: str) -> Amount:
    """Read milligrams typed by a person ("0.5", "0,5", "1 mg", "٠٫٥") and return whole millionths, more than 0.

    Raises InvalidAmount for anything else, fractions such as "½ of 1 mg" included: the journal never guesses.
    """
    trimmed = with_ascii_digits(text).strip().lower().removesuffix("mg").strip()
    if not trimmed:
        raise InvalidAmount(_("Enter the amount in mg, for example 0.5."))
    found = _NUMBER.fullmatch(trimmed)
    if found is None:
        raise InvalidAmount(_("Write the amount as a number in mg, for example 0.5 or 0,5."))
    exact = Decimal(f"{found[1] or 0}.{found[2] or 0}") * ONE
    if exact == 0:
        raise InvalidAmount(_("The amount must be more than 0 mg. If you did not take it, choose “skipped”."))
    if exact > LARGEST_MG * ONE:
        raise InvalidAmount(_("The amount must be %(most)s mg or less. Check the decimal point.", most=LARGEST_MG))
    if exact != exact.to_integral_value():
        raise InvalidAmount(_("Use at most six digits after the decimal point."))
    return int(exact)


def write_number(amount: Amount) -> str:
    """Write an amount exactly, without unit and without trailing zeros: 500,000 → "0.5", 1,000,000 → "1"."""
    whole, rest = divmod(amount, ONE)
    return f"{whole}.{rest:0{DECIMALS}d}".rstrip("0").rstrip(".")


def write_amount(amount: Amount, unit: str = "mg") -> str:
    """Write an amount exactly with its unit, kept on one line: "0.5 mg"."""
    return f"{write_number(amount)}\u00a0{unit}"
