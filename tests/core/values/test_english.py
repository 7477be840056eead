"""English days: written without Babel's data, and as Babel writes them."""

import re
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from journal.core.values import english
from journal.core.values.languages import ENGLISH
from scripts.languages import TEMPLATE

FIELD = r"(?:E+|c+|d+|M+|L+|y+)"
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(366)] + [date(1, 1, 1), date(800, 2, 3), date(9999, 12, 31)]


def patterns() -> list[str]:
    with TEMPLATE.open("rb") as opened:
        said = {message.id for message in read_po(opened) if isinstance(message.id, str)}
    return sorted(message for message in said if re.fullmatch(f"{FIELD}([ ,./-]+{FIELD})*", message))


def test_the_patterns_of_days_are_found_among_the_messages() -> None:
    assert {"EEEE d MMMM", "LLLL y", "ccccc", "d MMM"} <= set(patterns())


@pytest.mark.parametrize("pattern", patterns())
def test_every_pattern_of_ours_is_written_as_babel_writes_it(pattern: str) -> None:
    assert [english.day(on, pattern) for on in DAYS] == [format_date(on, pattern, locale="en") for on in DAYS]


@pytest.mark.parametrize("pattern", ["EE d MMM", "yyyy", "d 'of' MMMM"])
def test_a_pattern_that_is_none_of_ours_is_left_to_babel(pattern: str) -> None:
    on = date(2026, 11, 23)
    assert english.day(on, pattern) is None
    assert ENGLISH.day(on, pattern) == format_date(on, pattern, locale="en")


def test_numbers_are_written_as_babel_writes_them() -> None:
    counts = (0, 7, 999, 1000, 12345, 1234567, -1, -1234)
    assert [english.number(count) for count in counts] == [format_decimal(count, locale="en") for count in counts]
