"""Draw the calendar: the worst severity of each day in the colours and the shape of the calendar of the history."""

from collections import defaultdict
from collections.abc import Iterator
from math import ceil

from journal.core.charts.calendar import OUTSIDE, QUIET, CalendarChart
from journal.render.charts.calendar_layout import CalendarLayout
from journal.render.charts.layout import ON_RAMP, Line, Tone
from journal.render.charts.sheet import Segment, Sheet
from journal.render.style import SMALL

BOX = 16  # a cell of the legend
Cell = tuple[float, float, float, float]  # the centre, how wide and how high


def draw(chart: CalendarChart, place: CalendarLayout, sheet: Sheet) -> None:
    """Draw the calendar on a sheet."""
    cells = list(_cells(chart, place))
    _draw(sheet, [(value, cell) for value, cell, _day in cells], "", fine=place.numbered)
    _draw(sheet, list(_legend(place)), "key-")
    sheet.head(place.head)
    sheet.text(*place.names, *place.heads, *place.legend)
    if place.numbered:
        sheet.text(*(_number(day, value, cell) for value, cell, day in cells))


def _cells(chart: CalendarChart, place: CalendarLayout) -> Iterator[tuple[int | None, Cell, int]]:
    air = 2 if place.numbered else 1
    for month, box in zip(chart.months, place.boxes, strict=True):
        for n, value in enumerate(month.days):
            if value != OUTSIDE:
                yield value, (*place.centre(box, n), place.cell - air, place.row - air), n + 1


def _legend(place: CalendarLayout) -> Iterator[tuple[int | None, Cell]]:
    for value, line in zip((0, 1, 2, 3, 4, None, QUIET), place.legend, strict=False):  # quiet where a day is
        yield value, (line.x - 13, line.y - 5, BOX, BOX)


def _draw(sheet: Sheet, cells: list[tuple[int | None, Cell]], prefix: str, *, fine: bool = True) -> None:
    """Cells of one severity in one path. "None" is filled and edged, without a rating it is hatched and open, quiet it
    is framed, with a dash at its foot.

    A fine cell has an edge all round and close hatching; else ten years of days would be a large file.
    """
    none = [cell for value, cell in cells if value == 0]
    filled: dict[tuple[int, float], list[Segment]] = defaultdict(list)
    for value, (x, y, wide, high) in cells:
        if value is not None and value != QUIET:
            less = 1 if fine and value == 0 else 0
            filled[value, high - 2 * less].append((x - wide / 2 + less, y, x + wide / 2 - less, y))
    if fine and none:
        edge = [(x - wide / 2, y, x + wide / 2, y) for x, y, wide, _high in none]
        sheet.lines(f"{prefix}edge", edge, sheet.theme.none_edge, none[0][3])
    for (value, high), segments in sorted(filled.items()):
        sheet.lines(f"{prefix}severity-{value}", segments, sheet.theme.ramp[value], high)
    if not fine:
        sheet.lines("edge", list(_heads_and_feet(none)), sheet.theme.none_edge, 1)
    hatch = [stroke for value, cell in cells if value is None for stroke in _hatch(*cell, fine)]
    sheet.lines(f"{prefix}not-rated", hatch, sheet.theme.hatch, 1)
    quiet = [stroke for value, cell in cells if value == QUIET for stroke in _frame(*cell, fine)]
    if quiet:
        sheet.lines(f"{prefix}quiet", quiet, sheet.theme.tick, 1.5)


def _heads_and_feet(cells: list[Cell]) -> Iterator[Segment]:
    """The upper and lower edges of cells, those of neighbours as one stroke."""
    spans: list[Cell] = []
    for x, y, wide, high in cells:
        before = spans[-1] if spans else None
        if before and before[1] == y and x - wide / 2 - (before[0] + before[2] / 2) <= 1:
            left = before[0] - before[2] / 2
            spans[-1] = ((left + x + wide / 2) / 2, y, x + wide / 2 - left, high)
        else:
            spans.append((x, y, wide, high))
    for x, y, wide, high in spans:
        for edge in (y - high / 2 + 0.5, y + high / 2 - 0.5):
            yield x - wide / 2, edge, x + wide / 2, edge


def _hatch(x: float, y: float, wide: float, high: float, fine: bool) -> Iterator[Segment]:
    """Slanted strokes over a cell, six pixels apart along its sides, or one from corner to corner."""
    left, right, top, bottom = x - wide / 2, x + wide / 2, y - high / 2, y + high / 2
    if not fine:
        yield left, bottom, right, top
        return
    for n in range(1, ceil((wide + high) / 6)):
        along = n * 6.0  # how far the stroke begins from the top left corner, down the side and then along the foot
        x0, y0 = (left, top + along) if along <= high else (left + along - high, bottom)
        x1, y1 = (left + along, top) if along <= wide else (right, top + along - wide)
        yield x0, y0, x1, y1


def _frame(x: float, y: float, wide: float, high: float, fine: bool) -> Iterator[Segment]:
    """The mark of a quiet day: a frame with a dash at its foot, clear of the number; of a small cell only the dash."""
    left, right, top, bottom = x - wide / 2 + 1, x + wide / 2 - 1, y - high / 2 + 1, y + high / 2 - 1
    if not fine:
        yield left + 1, y, right - 1, y
        return
    yield from ((left, top, right, top), (right, top, right, bottom), (right, bottom, left, bottom))
    yield left, bottom, left, top
    yield x - wide / 5, bottom - 3, x + wide / 5, bottom - 3


def _number(day: int, value: int | None, cell: Cell) -> Line:
    tone: Tone = "soft" if value is None or value == QUIET else ON_RAMP[value]
    return Line(str(day), cell[0], cell[1] + 4.5, SMALL, tone, align="centre")
