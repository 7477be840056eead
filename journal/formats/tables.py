"""Tables as CSV: RFC 4180, UTF-8 with a byte order mark, and no cell a spreadsheet takes for a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO

MARK = b"\xef\xbb\xbf"  # without it a spreadsheet guesses the encoding, and guesses wrong

# A spreadsheet runs a cell that begins with one of these signs; the last four are the same in full width. Source:
# OWASP, CSV Injection. Where the comma is the decimal sign, many take the table apart at semicolons, whatever stands in
# quotes, and a cell may then begin in the middle of a note; a table with semicolons, elsewhere, at commas. What is
# guarded already gets one apostrophe more, so that taking one away in each place always gives back what was written.
# An empty line within a note begins no cell.
_SIGNS = "=+\\-@\t\0\uff1d\uff0b\uff0d\uff20"
_FORMULA = {
    decimal_sign: re.compile(f"^(?=['\"]*[{_SIGNS}\r\n])|(?<=[{splits}])(?=['\"]*[{_SIGNS}])")
    for decimal_sign, splits in ((".", ";\t\r\n"), (",", ",;\t\r\n"))
}


# No sign of those above: most texts of a table are instants, zones and words of ours, and this is quickly seen of a row
# of them, one below the other. An empty line would be a text that begins or ends with one: that needs a look.
_HARMLESS = re.compile("(?:[0-9A-Za-z][0-9A-Za-z .:/_-]*\n)*")

Cell = str | int | Decimal | None


def csv_chunks(rows: Iterable[tuple[Cell, ...]], decimal_sign: str = ".") -> Iterator[bytes]:
    """The bytes of a table, a row at a time. Texts are guarded, numbers never.

    With a decimal comma semicolons stand between the columns: so a spreadsheet opens it where the comma is the decimal
    sign, and 0.5 would be read there as the fifth of a month.
    """
    yield MARK
    line = StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n", delimiter=";" if decimal_sign == "," else ",")
    for row in rows:
        writer.writerow(_cells(row, decimal_sign))
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _cells(row: Sequence[Cell], decimal_sign: str) -> Iterable[Cell]:
    """What is written of a row. Most cells of a long record are empty, ratings or harmless: those need no call each."""
    texts = "".join([f"{cell}\n" for cell in row if type(cell) is str and cell])
    if not _HARMLESS.fullmatch(texts):
        row = [guarded(cell, decimal_sign) if type(cell) is str else cell for cell in row]
    if decimal_sign == ".":
        return row
    return [str(cell).replace(".", decimal_sign) if type(cell) is Decimal else cell for cell in row]


def guarded(text: str, decimal_sign: str = ".") -> str:
    """The text with an apostrophe wherever a cell could begin that a spreadsheet would run."""
    return _FORMULA[decimal_sign].sub("'", text)
