"""Tables: what is written is what is read, and no cell runs."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.formats.tables import csv_chunks, guarded

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from("=+-@;;'\"\t\r\n,＝"))
SIGNS = "=+\\-@\t\0＝＋－＠"


def read(rows: list[tuple[str | int | Decimal | None, ...]]) -> list[list[str]]:
    text = b"".join(csv_chunks(rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def unguarded(text: str) -> str:
    """What stood there before: one apostrophe less in front of each such sign, with quotes between or none."""
    return re.sub(rf"^'(?=['\"]*[{SIGNS}\r\n])|(?<=[;\t\r\n])'(?=['\"]*[{SIGNS}])", "", text)


def test_a_table_begins_with_its_mark_and_ends_lines_as_the_standard_says() -> None:
    written = b"".join(csv_chunks([("a", 1), ("b, c", None)]))
    assert written == b'\xef\xbb\xbfa,1\r\n"b, c",\r\n'


@pytest.mark.parametrize("sign", list("=+-@\t\r\n\0＝＋－＠"))
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(sign: str) -> None:
    assert guarded(f"{sign}1+1") == f"'{sign}1+1"


def test_numbers_stay_numbers() -> None:
    assert read([(-5, Decimal("0.125"), Decimal("-1"), 0)]) == [["-5", "0.125", "-1", "0"]]
    assert guarded("'twas a good day") == "'twas a good day"


@pytest.mark.parametrize(
    ("note", "written"),
    [
        ("ok;=1+1;x", "ok;'=1+1;x"),
        ('ok;"=1+1";x', 'ok;\'"=1+1";x'),
        ("ok\n=1+1", "ok\n'=1+1"),
        ("=1;'=1", "'=1;''=1"),
        ("one\n\ntwo\r\n\r\nthree", "one\n\ntwo\r\n\r\nthree"),
        ("one\n\n=1+1", "one\n\n'=1+1"),
        ("tired; dizzy - better; a+b", "tired; dizzy - better; a+b"),
    ],
)
def test_a_note_with_a_semicolon_gives_no_formula_where_tables_are_split_there(note: str, written: str) -> None:
    assert guarded(note) == written
    table = b"".join(csv_chunks([(7, note, "last")])).decode("utf-8-sig")
    for cell in [cell for row in csv.reader(io.StringIO(table, newline=""), delimiter=";") for cell in row]:
        assert cell[:1] not in set("=+-@")


@given(CELLS)
def test_every_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert [unguarded(cell) for cell in read([("first", text)])[0]] == ["first", text]


@given(CELLS)
def test_no_cell_begins_with_a_formula(text: str) -> None:
    assert read([("first", text)])[0][1][:1] not in set("=+-@\t\r\n＝＋－＠")


@given(CELLS, CELLS)
def test_no_cell_begins_with_a_formula_at_semicolons_or_tabs_either(first: str, second: str) -> None:
    table = b"".join(csv_chunks([("x", first, second)])).decode("utf-8-sig")
    for delimiter in ";\t":
        cells = [cell for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter) for cell in row]
        assert [cell for cell in cells if cell[:1] in set("=+-@＝＋－＠")] == []


def test_with_a_decimal_comma_columns_are_split_at_semicolons() -> None:
    rows = [("amount in mg", "note"), (Decimal("0.125"), "0.5; and more"), (Decimal("2"), "a, b"), (-5, "x,=1+1")]
    written = b"".join(csv_chunks(rows, ",")).decode("utf-8-sig")
    assert written == 'amount in mg;note\r\n0,125;"0.5; and more"\r\n2;a, b\r\n-5;x,\'=1+1\r\n'
    assert list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1] == ["0,125", "0.5; and more"]


@given(CELLS)
def test_nothing_a_program_splits_at_begins_a_formula(text: str) -> None:
    for splits in (";", ","):
        for cell in re.split(f"[{splits}\t\r\n]", guarded(text, ",")):
            assert not re.match(rf"['\"]*[{SIGNS}]", cell) or cell.startswith("'")
