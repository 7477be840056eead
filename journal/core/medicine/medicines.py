"""The medicines a patient takes: those with a monograph, and any others, each with doses and a plan of its own."""

from dataclasses import dataclass
from datetime import date

from journal.core.values.amounts import Amount


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine of a patient's: `monograph` is the key of what is known of it, if anything is.

    `name` is what the patient calls it; None where it is called as in its monograph. `amounts` are those the patient
    takes or has at home. It is taken from `starts_on`, if that is known, to `ends_on`, if it has ended.
    """

    id: str
    name: str | None = None
    monograph: str | None = None
    unit: str = "mg"
    amounts: tuple[Amount, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


def of_monograph(key: str) -> Medicine:
    """The medicine of an account that is new: what is known of it is under that key, and so is it."""
    return Medicine(key, monograph=key)
