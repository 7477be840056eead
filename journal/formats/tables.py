"""Tables as CSV: RFC 4180, UTF-8 with a byte order mark, and no cell a spreadsheet takes for a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

MARK = b"\xef\xbb\xbf"  # without it a spreadsheet guesses the encoding, and guesses wrong

# A spreadsheet runs a cell that begins with one of these signs; the last four are the same in full width. Source:
# OWASP, CSV Injection. Where the comma is the decimal sign, many take the table apart at semicolons, whatever stands in
# quotes, and a cell may then begin in the middle of a note. What is guarded already gets one apostrophe more, so that
# taking one away in each place always gives back what was written.
_FORMULA = re.compile("(?:^|(?<=[;\t\r\n]))(?=['\"]*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20])")


def csv_chunks(rows: Iterable[tuple[str | int | Decimal | None, ...]]) -> Iterator[bytes]:
    """The bytes of a table, a row at a time. Texts are guarded, numbers never."""
    yield MARK
    line = StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def guarded(text: str) -> str:
    """The text with an apostrophe wherever a cell could begin that a spreadsheet would run."""
    return _FORMULA.sub("'", text)
