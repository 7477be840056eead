"""Tables: what is written is what is read, and no cell runs."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.formats.tables import csv_chunks, guarded, unguarded

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def read(rows: list[tuple[str | int | Decimal | None, ...]]) -> list[list[str]]:
    text = b"".join(csv_chunks(rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_table_begins_with_its_mark_and_ends_lines_as_the_standard_says() -> None:
    written = b"".join(csv_chunks([("a", 1), ("b, c", None)]))
    assert written == b'\xef\xbb\xbfa,1\r\n"b, c",\r\n'


@pytest.mark.parametrize("sign", list("=+-@\t\r\n\0＝＋－＠"))
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(sign: str) -> None:
    assert guarded(f"{sign}1+1") == f"'{sign}1+1"


def test_numbers_stay_numbers() -> None:
    assert read([(-5, Decimal("0.125"), Decimal("-1"), 0)]) == [["-5", "0.125", "-1", "0"]]
    assert guarded("'twas a good day") == "'twas a good day"


@given(CELLS)
def test_every_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert [unguarded(cell) for cell in read([("first", text)])[0]] == ["first", text]


@given(CELLS)
def test_no_cell_begins_with_a_formula(text: str) -> None:
    assert read([("first", text)])[0][1][:1] not in set("=+-@\t\r\n＝＋－＠")
