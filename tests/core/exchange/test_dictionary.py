"""The data dictionary describes every column of every table, and nothing that is not there."""

import csv
import io

import pytest

from journal.core.exchange.dictionary import FILE, FIXED, HEAD, NAMED, SIGN, column_of, dictionary_sheet
from tests.conftest import DATA

ARCHIVE = DATA / "archive"
FILES = sorted(file.name for file in ARCHIVE.glob("*.csv") if file.name != FILE)


def heads(file: str) -> list[str]:
    text = (ARCHIVE / file).read_text(encoding="utf-8-sig")
    return next(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("file", FILES)
def test_the_columns_of_a_table_are_those_of_the_dictionary_in_their_order(file: str) -> None:
    found = [column_of(file, head, {"Rash"}) for head in heads(file)]
    always = [column for column in found if column in FIXED[file]]
    assert always == list(FIXED[file])
    assert set(found) - set(always) == set(NAMED.get(file, ()))  # each of these has a column there


def test_no_table_is_left_out() -> None:
    assert sorted(FIXED) == FILES


def test_a_row_says_what_a_column_is() -> None:
    rows = [*dictionary_sheet([("check_ins.csv", ["day", "Rash", "Drowsiness"]), ("doses.csv", ["ml"])], {"Rash"})]
    assert rows[0] == HEAD
    assert [row[:3] for row in rows[1:]] == [
        ("check_ins.csv", "day", "date"),
        ("check_ins.csv", "Rash", SIGN.holds),
        ("check_ins.csv", "Drowsiness", "number"),
        ("doses.csv", "ml", "number"),
    ]
    assert all(row[4] for row in rows)


def test_a_column_nobody_described_is_an_error() -> None:
    with pytest.raises(KeyError):
        column_of("doses.csv", "surprise")
