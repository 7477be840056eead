"""A workbook is read back by a program that others use: each cell is what it was, of its kind, and never a formula."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from journal.formats.workbooks import LONGEST_CELL, Holds, SheetOf, serial, workbook_chunks

MADE = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)
KINDS: tuple[Holds, ...] = ("text", "number", "date", "time", "instant")
HEADS = ("text", "number", "date", "time", "instant")


def read(*rows: tuple[Any, ...], most_rows: int = 100, name: str = "Doses") -> Any:
    made = b"".join(workbook_chunks([SheetOf(name, KINDS, [HEADS, *rows])], MADE, most_rows))
    return load_workbook(io.BytesIO(made))


def test_dates_and_numbers_are_dates_and_numbers() -> None:
    page = read(("a", Decimal("0.000001"), "2026-11-05", "08:00:30", "2026-11-05T07:00:30.500000Z"))["Doses"]
    text, number, on, at, instant = page[2]
    assert (text.value, text.data_type) == ("a", "s")
    assert (number.value, number.data_type) == (0.000001, "n")
    assert (on.value.isoformat(), at.value) == ("2026-11-05T00:00:00", time(8, 0, 30))
    assert instant.value.isoformat() == "2026-11-05T07:00:30.500000"
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold


def test_what_is_empty_is_empty_and_whole_numbers_are_whole() -> None:
    page = read((None, -5, "", None, None))["Doses"]
    assert [cell.value for cell in page[2]] == [None, -5, None, None, None]


def test_days_that_a_workbook_counts_wrong_stand_as_text() -> None:
    days = ("1900-01-01", "1900-02-28", "1900-03-01", "2200-12-31", "9999-12-31")
    page = read(*(("", None, on, "", f"{on}T00:00:00Z") for on in days))["Doses"]
    found = [page.cell(row, 3).value for row in range(2, 7)]
    assert found[:2] == ["1900-01-01", "1900-02-28"]
    assert [each.date() for each in found[2:]] == [date(1900, 3, 1), date(2200, 12, 31), date(9999, 12, 31)]
    assert page.cell(2, 5).value == "1900-01-01T00:00:00Z"
    assert serial("24:00", "time") is None


def test_no_text_is_a_formula_a_link_or_a_number() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "=HYPERLINK(1)", "http://x.invalid", "007", "{=1}", "TRUE", "#N/A"):
        cell = read((text, None, None, None, None))["Doses"]["A2"]
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


# What XML holds, and what it does not: controls, returns, and what looks like the way these are written.
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["_x000B_", "a_x005F_x000D_b", " x ", "\r\n"]
)


@given(TEXTS)
@settings(max_examples=150)
def test_every_text_comes_back(text: str) -> None:
    found = read((text, None, None, None, None))["Doses"]["A2"].value
    assert unescape(found or "") == text


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(read(("x" * 40_000, None, None, None, None))["Doses"]["A2"].value) == LONGEST_CELL


def test_more_rows_than_a_sheet_has_go_on_in_another_one() -> None:
    rows = [(str(n), n, None, None, None) for n in range(5)]
    book = read(*rows, most_rows=3, name="A & B")
    assert book.sheetnames == ["A & B", "A & B 2", "A & B 3"]
    assert [[row[1] for row in page.values] for page in book] == [["number", 0, 1], ["number", 2, 3], ["number", 4]]


def test_it_is_sent_while_it_is_written_and_the_same_rows_give_the_same_bytes() -> None:
    asked = []

    def rows() -> Any:
        yield HEADS
        for n in range(20_000):
            asked.append(n)
            yield f"{n * 7919 % 10_007}", n, None, None, None

    chunks = workbook_chunks([SheetOf("Doses", KINDS, rows())], MADE)
    while not next(chunks):
        pass
    assert len(asked) < 10_000
    whole = [b"".join(workbook_chunks([SheetOf("x", KINDS, [HEADS, ("a", 1, None, None, None)])], MADE)) for _ in "ab"]
    assert whole[0] == whole[1]
    assert "[Content_Types].xml" in ZipFile(io.BytesIO(whole[0])).namelist()
