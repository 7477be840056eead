"""A workbook (XLSX, ECMA-376) of several sheets, sent while it is written: real dates and numbers, never a formula.

A library would write it whole into files on the disk first, and takes three times as long
(docs/decisions/0037-a-workbook-is-sent-while-it-is-written.md).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import BinaryIO, Literal, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from journal.formats.archives import Sent, gathered

Cell = str | int | Decimal | None
Holds = Literal["text", "number", "date", "time", "instant"]

MOST_ROWS = 2**20  # of a sheet, its head with them; what is more goes on in another one
LONGEST_CELL = 32_767
# A workbook counts days from here. It takes 1900 for a leap year, so that days before 1 March are one off: they stand
# as text.
_DAY_0, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
_STYLES: dict[Holds, int] = {"date": 1, "time": 2, "instant": 3}
_BOLD = 4
_WIDTHS: dict[Holds, int] = {"text": 16, "number": 10, "date": 12, "time": 10, "instant": 20}

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# What XML cannot hold, and a return, which XML takes for the end of a line. A workbook writes them by their numbers, so
# what was typed like that is written by the number of its first sign.
_BY_NUMBER = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(frozen=True, slots=True)
class SheetOf:
    """A sheet: its name, what the columns hold, and its rows, the first of them the heads."""

    name: str
    holds: Sequence[Holds]
    rows: Iterable[Sequence[Cell]]


def workbook_chunks(sheets: Iterable[SheetOf], made_at: datetime, most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """The bytes of a workbook. The list of its sheets comes last: there are as many as the rows need."""
    sent, names = Sent(), list[str]()
    with ZipFile(cast("BinaryIO", sent), "w") as book:

        def add(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
            entry = ZipInfo(name, made_at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            with book.open(entry, "w") as member:
                for piece in gathered(pieces):
                    member.write(piece)
                    yield sent.taken()

        for sheet in sheets:
            rows = iter(sheet.rows)
            heads = next(rows)
            number, is_more = 1, True
            while is_more:
                names.append(sheet.name if number == 1 else f"{sheet.name} {number}")
                part = _Part(rows, most_rows - 1)
                yield from add(f"xl/worksheets/sheet{len(names)}.xml", _page(sheet.holds, heads, part))
                number, is_more = number + 1, part.is_more
        for name, content in _parts(names):
            yield from add(name, [content.encode()])
    yield sent.taken()


class _Part:
    """As many rows as there is room for; whether there are more is known when they were read."""

    def __init__(self, rows: Iterator[Sequence[Cell]], most: int) -> None:
        self._rows, self._most = rows, most
        self.is_more = False

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for count, row in enumerate(self._rows, start=1):
            yield row
            if count == self._most:
                self.is_more = True
                return


def _page(holds: Sequence[Holds], heads: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    letters = [_letters(number) for number in range(len(holds))]
    widths = [max(_WIDTHS[kind], min(len(str(head or "")), 40) + 2) for kind, head in zip(holds, heads, strict=True)]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    ).encode()
    yield _row(1, [_text(f"{letter}1", str(head or ""), _BOLD) for letter, head in zip(letters, heads, strict=True)])
    for number, row in enumerate(rows, start=2):
        yield _row(
            number,
            [
                _cell(f"{letter}{number}", cell, kind)
                for letter, cell, kind in zip(letters, row, holds, strict=True)
                if cell is not None and cell != ""
            ],
        )
    yield b"</sheetData></worksheet>"


def _row(number: int, cells: Iterable[str]) -> bytes:
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _cell(place: str, cell: str | int | Decimal, holds: Holds) -> str:
    if type(cell) is not str:
        return f'<c r="{place}"><v>{cell:f}</v></c>' if type(cell) is Decimal else f'<c r="{place}"><v>{cell}</v></c>'
    number = serial(cell, holds) if holds in _STYLES else None
    return _text(place, cell) if number is None else f'<c r="{place}" s="{_STYLES[holds]}"><v>{number}</v></c>'


def _text(place: str, text: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def _escaped(text: str) -> str:
    by_number = _BY_NUMBER.sub(lambda found: f"_x{ord(found[0]):04X}_", text[:LONGEST_CELL])
    return by_number.translate(_MARKUP)


@lru_cache(maxsize=1000)
def serial(text: str, holds: Holds) -> str | None:
    """A date, a time or an instant in UTC as the number a workbook has for it; None for what it has none for."""
    try:
        at = datetime.fromisoformat(f"1900-03-01T{text}" if holds == "time" else text)
    except ValueError:
        return None
    if at.date() < _FIRST_DAY:
        return None
    days = 0 if holds == "time" else (at.date() - _DAY_0).days
    if holds == "date":
        return str(days)
    microseconds = ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
    return f"{days + microseconds / 86_400_000_000:.11f}"


def _letters(number: int) -> str:
    """The letters of a column: A, B … Z, AA."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(65 + last)


def _parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a workbook has besides its sheets: how cells look, the list of sheets, and what each file is."""
    looks = ("yyyy-mm-dd", "hh:mm:ss", "yyyy-mm-dd hh:mm:ss")
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{look}"/>' for n, look in enumerate(looks, start=164))
    dated = "".join(
        f'<xf numFmtId="{n}" applyNumberFormat="1" fontId="0" fillId="0" borderId="0"/>' for n in (164, 165, 166)
    )
    yield (
        "xl/styles.xml",
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="3">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>'
        f'{dated}<xf fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    )
    numbered = list(enumerate(names, start=1))
    listed = "".join(f'<sheet name="{_escaped(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
    )
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    styles = f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{styles}{sheets}</Relationships>',
    )
    whole = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    yield "_rels/.rels", f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{whole}</Relationships>'
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEET}.worksheet+xml"/>' for n, _ in numbered
    )
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>{kinds}</Types>',
    )
