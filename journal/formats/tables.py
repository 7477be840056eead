"""Tables as CSV: RFC 4180, UTF-8 with a byte order mark, and no cell a spreadsheet takes for a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

MARK = b"\xef\xbb\xbf"  # without it a spreadsheet guesses the encoding, and guesses wrong

# A spreadsheet runs a cell that begins so. Source: OWASP, CSV Injection. Texts that are guarded already get one
# apostrophe more, so that taking one away always gives back what was written.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")  # the last four: the same signs in full width


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
    """The text with an apostrophe in front when a spreadsheet would run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What stood there before `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
