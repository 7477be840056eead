"""Exact amounts: whole millionths of a medicine's unit inside (nanograms of mg), the unit outside. Never a float."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from journal.core.values.languages import _, isolated, ngettext
from journal.core.values.text import with_ascii_digits

Amount = int  # whole millionths of the unit, wherever an amount is kept, added up or compared
ONE: Amount = 10**6  # one mg, one ml, one drop
DECIMALS = 6
AVERAGE_DIGITS = 3  # of an average that has no end
LARGEST: Amount = 100_000 * ONE  # of anything, whatever is known of it; keeps every sum far inside 64 bits
LARGEST_UNLESS_SAID: Amount = 1000 * ONE  # of a medicine whose monograph gives no largest amount of its own

_NUMBER = re.compile(r"(\d{1,9})?(?:[.,](\d{1,9}))?")

# What a medicine can be counted in, and how the unit may be typed behind a number.
UNITS: Mapping[str, tuple[str, ...]] = {
    "mg": ("mg",),
    "ml": ("ml",),
    "drops": ("drops", "drop"),
    "pieces": ("pieces", "piece"),
}


class InvalidAmount(ValueError):
    """The text is no amount; `str(error)` is the sentence for the person."""


def unit_word(unit: str) -> str:
    """The unit as it stands in a sentence: "mg", "drops"."""
    return {"drops": _("drops"), "pieces": _("pieces")}.get(unit, unit)


def read_amount(text: str, unit: str = "mg", most: Amount = LARGEST) -> Amount:
    """Read an amount typed by a person ("0.5", "0,5", "1 mg", "٠٫٥"): whole millionths, more than 0, `most` at most.

    Raises InvalidAmount for anything else, fractions such as "½ of 1 mg" included: the journal never guesses.
    """
    trimmed = with_ascii_digits(text).strip().lower()
    for typed in UNITS[unit]:
        trimmed = trimmed.removesuffix(typed).strip()
    called = unit_word(unit)
    if not trimmed:
        raise InvalidAmount(_("Enter the amount in %(unit)s, for example 0.5.", unit=called))
    found = _NUMBER.fullmatch(trimmed)
    if found is None:
        raise InvalidAmount(_("Write the amount as a number in %(unit)s, for example 0.5 or 0,5.", unit=called))
    exact = Decimal(f"{found[1] or 0}.{found[2] or 0}") * ONE
    if exact == 0:
        sentence = _("The amount must be more than 0 %(unit)s. If you did not take it, choose “skipped”.", unit=called)
        raise InvalidAmount(sentence)
    if exact > most:
        written = write_number(most)
        sentence = _(
            "The amount must be %(most)s %(unit)s or less. Check the decimal point.", most=written, unit=called
        )
        raise InvalidAmount(sentence)
    if exact != exact.to_integral_value():
        raise InvalidAmount(_("Use at most six digits after the decimal point."))
    return int(exact)


@lru_cache(maxsize=1000)  # a record of ten years knows a handful of amounts
def write_number(amount: Amount) -> str:
    """Write an amount exactly, without unit and without trailing zeros: 500,000 → "0.5", 1,000,000 → "1"."""
    whole, rest = divmod(amount, ONE)
    return f"{whole}.{rest:0{DECIMALS}d}".rstrip("0").rstrip(".")


def write_average(amount: Amount, unit: str = "mg") -> str:
    """Write how much a day something comes to: exactly, or, of what has no end, as it is about: "about 0.143 mg" of
    1 mg a week."""
    if amount % 10 == 0:
        return write_amount(amount, unit)
    coarse = 10 ** max(len(str(amount)) - AVERAGE_DIGITS, 0)
    return _("about %(amount)s", amount=write_amount((amount + coarse // 2) // coarse * coarse, unit))


def write_amount(amount: Amount, unit: str = "mg") -> str:
    """Write an amount exactly with its unit, kept on one line: "0.5 mg", "1 drop"."""
    written = write_number(amount)
    counted = amount // ONE if amount % ONE == 0 else 2  # a part is counted as several are
    if unit == "drops":
        return ngettext("%(amount)s\u00a0drop", "%(amount)s\u00a0drops", counted, amount=written)
    if unit == "pieces":
        return ngettext("%(amount)s\u00a0piece", "%(amount)s\u00a0pieces", counted, amount=written)
    return isolated(f"{written}\u00a0{unit}")
