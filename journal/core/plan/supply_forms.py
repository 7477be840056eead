"""Read the form of a count: how many tablets of each strength, or how much in the unit."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from journal.core.plan.supplies import MOST
from journal.core.values.amounts import ONE, Amount
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.text import with_ascii_digits

_NUMBER = re.compile(r"(\d{1,8})(?:[.,](\d{1,6}))?")


def field_of(strength: Amount) -> str:
    """The name of the field for the tablets of a strength."""
    return f"tablets_{strength}"


def read_count(fields: Mapping[str, str], strengths: Sequence[Amount]) -> Amount:
    """What "tablets_…" and "amount" make together; 0 is an answer, nothing typed at all is none.

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: dict[str, str] = {}
    worth = {field_of(strength): strength for strength in strengths} | {"amount": ONE}
    typed = {name: fields[name] for name in worth if fields.get(name, "").strip()}
    read = [_read(name, text, worth[name], errors) for name, text in typed.items()]
    if not typed:
        errors[next(iter(worth))] = _("Write how much you have; 0 when nothing is left.")
    elif sum(read) > MOST:
        errors[next(iter(typed))] = _("That is more than anybody has at home. Look at the numbers again.")
    if errors:
        raise InvalidEntry(errors)
    return sum(read)


def _read(name: str, text: str, worth: Amount, errors: dict[str, str]) -> Amount:
    found = _NUMBER.fullmatch(with_ascii_digits(text).strip())
    exact = Decimal(f"{found[1]}.{found[2] or 0}") * worth if found else None
    if exact is None or exact != exact.to_integral_value():
        errors[name] = _("Write a number, for example 28 or 28.5.")
        return 0
    return int(exact)
