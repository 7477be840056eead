"""The history: the cursor in its address, and what words are looked for by key."""

from datetime import date

import pytest

from journal.core.medicine.monograph import read_monograph
from journal.core.record.history import Filter, read_cursor, read_filter
from tests.conftest import DATA

EXAMPLAMINE = read_monograph(DATA / "examplamine.toml")
MEDICINES = {"a": "Clonazepam", "b": "Valproate"}


@pytest.mark.parametrize("text", ["", "x", "2026-13-45.0.0.x", "-.0.0.x", "2026-11-23.0.x"])
def test_a_cursor_that_makes_no_sense_is_the_first_page(text: str) -> None:
    assert read_cursor(text) is None


def test_a_cursor_reads_what_it_wrote() -> None:
    found = read_cursor("2026-11-23.1000000.2000000.an-id")
    assert found is not None
    assert str(found) == "2026-11-23.1000000.2000000.an-id"


def test_words_find_by_key_what_is_called_so_now() -> None:
    effects = {"dizziness": "Schwindel", "own_1": "Jucken"}

    def read(**args: str) -> Filter:
        return read_filter(args, effects, EXAMPLAMINE, date(2026, 3, 1), MEDICINES)

    found = read(words="SCHWINDEL")
    assert (found.search, found.named, found.episodes) == ("schwindel", ("dizziness",), ())
    assert read(words="hiccup").episodes == ("hiccups",)
    assert read(words="ITCHING").answers == ("benefit-itching",)
    assert (read().named, read().answers) == ((), ())
