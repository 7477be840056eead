"""Chart 2: the worst severity of each day, months in rows. The size of a square says it as its colour does."""

from collections import defaultdict

from matplotlib.figure import Figure

from journal.core.trends import OUTSIDE, CalendarChart
from journal.render import layout
from journal.render.layout import CalendarLayout
from journal.render.sheet import Segment, Sheet
from journal.render.style import Theme

BOX = 14  # a cell of the key
SHARES = (0.24, 0.6, 0.74, 0.88, 1.0)  # of a cell: worse is larger, so that a grey copy says it too
AIR = 2.5  # between two neighbouring squares


def calendar(chart: CalendarChart, theme: Theme, *, wide: bool = True, words: bool = True) -> Figure:
    """The figure of chart 2 in a theme; `words` puts question, answer and reading on top."""
    place = layout.calendar(chart, wide, words)
    sheet = Sheet(place.width, place.height, theme)
    _cells(sheet, chart, place)
    _key(sheet, place)
    sheet.text(*place.head, *place.years, *place.key, *place.names, *place.heads)
    return sheet.figure


def _cells(sheet: Sheet, chart: CalendarChart, place: CalendarLayout) -> None:
    squares: dict[int, list[Segment]] = defaultdict(list)
    hatch: list[Segment] = []
    room = min(place.cell, place.row) - AIR
    for month, top in zip(chart.months, place.rows, strict=True):
        for n, value in enumerate(month.days):
            x, y = place.middle(month, top, n)
            if value is None:
                hatch.append(_slant(x, y, room))
            elif value != OUTSIDE:
                squares[value].append(_square(x, y, room, value))
    sheet.lines("not-rated", hatch, sheet.theme.tick, 1)
    for value, segments in sorted(squares.items()):
        sheet.lines(f"severity-{value}", segments, _colour(sheet.theme, value), _side(room, value))


def _side(room: float, value: int) -> float:
    return round(room * SHARES[value] * 2) / 2


def _square(x: float, y: float, room: float, value: int) -> Segment:
    half = _side(room, value) / 2
    return x - half, y, x + half, y


def _slant(x: float, y: float, room: float) -> Segment:
    """The light hatch of a day without a rating."""
    reach = round(room / 4)
    return x - reach, y + reach, x + reach, y - reach


def _colour(theme: Theme, value: int) -> str:
    return theme.ramp[value] if value else theme.tick


def _key(sheet: Sheet, place: CalendarLayout) -> None:
    for value, line in enumerate(place.key):
        x, y = line.x - 13, line.y - 5
        if value < len(SHARES):
            square = _square(x, y, BOX, value)
            sheet.lines(f"key-{value}", [square], _colour(sheet.theme, value), _side(BOX, value))
        else:
            sheet.lines("key-not-rated", [_slant(x, y, BOX)], sheet.theme.tick, 1)
