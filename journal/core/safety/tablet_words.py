"""How many tablets an amount would be: what a slip of the decimal point looks like in the hand."""

from journal.core.medicine.tablets import listed_tablets
from journal.core.safety.rules import Speaking
from journal.core.values.amounts import Amount, write_amount
from journal.core.values.languages import ngettext


def as_tablets(amount: Amount, speaking: Speaking) -> str:
    """The number of the largest tablets that are listed, or more than that number; "" where there are none."""
    strengths = listed_tablets(speaking.monograph)
    if not strengths:
        return ""
    whole, rest = divmod(amount, strengths[-1])
    written = write_amount(strengths[-1], speaking.unit)
    if rest:
        return ngettext(
            "It would be more than %(num)s tablet of %(strength)s.",
            "It would be more than %(num)s tablets of %(strength)s.",
            whole,
            strength=written,
        )
    return ngettext(
        "It would be %(num)s tablet of %(strength)s.",
        "It would be %(num)s tablets of %(strength)s.",
        whole,
        strength=written,
    )
