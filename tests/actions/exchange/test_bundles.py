"""The tables of what was chosen, as an archive and as a workbook: the same rows as the tables alone."""

import csv
import io
import json
from datetime import date, datetime
from zipfile import ZipFile

from openpyxl import load_workbook

from journal.actions.exchange import bundles
from journal.actions.exchange.exports import export_file
from journal.actions.exchange.tables import FILES
from journal.core.exchange.choices import EVERYTHING, Choice
from journal.core.exchange.dictionary import FILE
from journal.core.values.periods import Period
from tests.actions.exchange.test_exported_bytes import Ada, ada
from tests.journal_schema import by_schema

__all__ = ["ada"]
SOME_DAYS = Choice(Period(date(2026, 11, 11), date(2026, 11, 16)))


def taken(ada: Ada, name: str, choice: Choice = EVERYTHING) -> bytes:
    return b"".join(export_file(ada.acting(), ada.monograph, name, None, choice).chunks)


def rows_of(content: bytes, sign: str = ".") -> list[list[str]]:
    delimiter = ";" if sign == "," else ","
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)]


def test_the_archive_holds_each_table_as_it_comes_alone(ada: Ada) -> None:
    archive = ZipFile(io.BytesIO(taken(ada, bundles.ARCHIVE, SOME_DAYS)))
    folder = "side-effect-journal-tables-2026-11-24"  # the day in Auckland
    assert archive.testzip() is None
    assert [name.removeprefix(f"{folder}/") for name in archive.namelist()] == ["README.txt", *FILES, "SHA256SUMS"]
    for name in FILES:
        assert archive.read(f"{folder}/{name}") == taken(ada, name, SOME_DAYS), name
    words = archive.read(f"{folder}/README.txt").decode()
    assert "Ada Ünver" in words
    assert "11 November 2026 to 16 November 2026" in words
    assert "0 none, 1 mild" in words


def test_the_dictionary_has_a_row_for_each_column_of_this_record(ada: Ada) -> None:
    described = [(row[0], row[1]) for row in rows_of(taken(ada, FILE))[1:]]
    assert described == [(name, head) for name in FILES if name != FILE for head in rows_of(taken(ada, name))[0]]


def test_a_comma_country_gets_its_tables(ada: Ada) -> None:
    comma = Choice(decimal_sign=",")
    for name in FILES:
        written = rows_of(taken(ada, name, comma), ",")
        assert [len(row) for row in written] == [len(row) for row in rows_of(taken(ada, name))], name
    assert "0,0625" in {cell for row in rows_of(taken(ada, "doses.csv", comma), ",") for cell in row}


def test_the_workbook_says_the_same_as_the_tables(ada: Ada) -> None:
    book = load_workbook(io.BytesIO(taken(ada, bundles.WORKBOOK)))
    about, *pages = book.worksheets
    assert book.sheetnames == [
        *("About", "Doses", "Check-ins", "Episodes", "Days", "Quiet days"),
        *("The plan", "Planned times", "Alerts", "Visits"),
    ]
    said = [[cell for cell in row if cell is not None] for row in about.iter_rows(values_only=True)]
    assert ["Time zone", "Pacific/Auckland"] in said
    assert ["Doses", "ml", "number", "ml", "The same amount of a liquid in ml."] in said
    for name, page in zip(FILES, pages, strict=False):
        table = rows_of(taken(ada, name))
        assert [cell.value for cell in page[1]] == table[0]
        assert page.max_row == len(table)
    heads, *rows = book["Doses"].iter_rows(values_only=True)
    doses = {head: [row[n] for row in rows] for n, head in enumerate(heads)}
    table = rows_of(taken(ada, "doses.csv"))
    column = {head: [row[n] for row in table[1:]] for n, head in enumerate(table[0])}
    assert [str(on.date()) for on in doses["date"]] == column["date"]
    assert [each.isoformat() for each in doses["time"]] == column["time"]
    assert doses["amount"] == [float(amount) for amount in column["amount"]]
    instants = [datetime.fromisoformat(each).replace(tzinfo=None) for each in column["instant (UTC)"]]
    for found, at in zip(doses["instant (UTC)"], instants, strict=True):
        assert abs((found - at).total_seconds()) < 0.001
    notes = [note for note in doses["note"] if note]
    assert notes[-1] == "-quarter; of =one, \t=tab"  # as it was typed: in a workbook nothing needs an apostrophe


def test_a_part_of_the_record_says_which_and_leaves_the_account_out(ada: Ada) -> None:
    document = json.loads(taken(ada, "journal.json", SOME_DAYS))
    assert document["chosen"] == {"first_on": "2026-11-11", "last_on": "2026-11-16", "medicine": None}
    whole = json.loads(taken(ada, "journal.json"))
    assert by_schema(document) == by_schema(whole) == []
    of_days = [each for each in whole["entries"] if "2026-11-11" <= each["day_on"] <= "2026-11-16"]
    assert document["entries"] == of_days != whole["entries"]
    assert document["alerts"] == [each for each in whole["alerts"] if "2026-11-11" <= each["day_on"] <= "2026-11-16"]
    planned = rows_of(taken(ada, "planned.csv", SOME_DAYS))[1:]
    asked = [row for row in rows_of(taken(ada, "planned.csv"))[1:] if "2026-11-11" <= row[0] <= "2026-11-16"]
    assert planned == asked != []
