"""English days and numbers, which every installation writes. Babel writes them alike, from data that take 65 ms of the
start and 5 MB of each process; no other language is spoken by all, so their days stay Babel's."""

import re
from collections.abc import Callable
from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_LETTERS = re.compile(r"[A-Za-z']+")
_FIELDS: dict[str, Callable[[date], str]] = {
    "EEEE": lambda on: WEEKDAYS[on.weekday()],
    "EEE": lambda on: WEEKDAYS[on.weekday()][:3],
    "cccc": lambda on: WEEKDAYS[on.weekday()],
    "ccc": lambda on: WEEKDAYS[on.weekday()][:3],
    "ccccc": lambda on: WEEKDAYS[on.weekday()][:1],
    "d": lambda on: str(on.day),
    "MMMM": lambda on: MONTHS[on.month - 1],
    "LLLL": lambda on: MONTHS[on.month - 1],
    "MMM": lambda on: MONTHS[on.month - 1][:3],
    "LLL": lambda on: MONTHS[on.month - 1][:3],
    "y": lambda on: str(on.year),
}


def day(on: date, pattern: str) -> str | None:
    """A day after a pattern of Unicode's; None where the pattern has a field that is not written here."""
    if not all(field in _FIELDS for field in _LETTERS.findall(pattern)):
        return None
    return _LETTERS.sub(lambda field: _FIELDS[field[0]](on), pattern)


def number(count: int) -> str:
    """A whole number: "1,234"."""
    return f"{count:,}"
