"""The cursor of the history: what an address says of where the list goes on."""

import pytest

from journal.core.record.history import read_cursor


@pytest.mark.parametrize("text", ["", "x", "2026-13-45.0.0.x", "-.0.0.x", "2026-11-23.0.x"])
def test_a_cursor_that_makes_no_sense_is_the_first_page(text: str) -> None:
    assert read_cursor(text) is None


def test_a_cursor_reads_what_it_wrote() -> None:
    found = read_cursor("2026-11-23.1000000.2000000.an-id")
    assert found is not None
    assert str(found) == "2026-11-23.1000000.2000000.an-id"
