"""Draw the lanes of planned times: pale cells as planned, and a mark where it was not."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from journal.core.charts.doses_points import DosesChart
from journal.core.charts.lanes import Lane, LaneState
from journal.render.charts.axis import Days, bars
from journal.render.charts.day_rows import draw_day_rows
from journal.render.charts.lanes_layout import CELL, LanesLayout
from journal.render.charts.layout import Line
from journal.render.charts.panels import draw_ticks, gaps
from journal.render.charts.sheet import Point, Segment, Sheet

DOT = 0.01  # a stroke this long with round ends is a dot: a tenth of a circle's bytes
MARK, MARK_LEAST = 15.0, 10.0  # of a mark, across: smaller where days are narrow, so that neighbours can be told apart
FILLED: frozenset[LaneState] = frozenset({"as planned", "late", "more", "less"})  # something was taken: a cell behind
MARKS: tuple[LaneState, ...] = ("no time", "late", "skipped", "less", "more", "missed")


def draw(chart: DosesChart, place: LanesLayout, sheet: Sheet) -> None:
    """Draw the lanes on a sheet, their words and what the marks mean."""
    days = Days(place.left, place.right, chart.period)
    _not_recorded(sheet, chart, place, days)
    cells: dict[LaneState, list[Segment]] = defaultdict(list)
    marks: dict[LaneState, list[Point]] = defaultdict(list)
    for lane, y in zip(chart.lanes, place.middles, strict=True):
        for state, left, right in _cells(lane, days):
            cells[state].append((left, y, right, y))
        for cell in lane.cells:
            marks[cell.state].append((days.centre(days.index(cell.on)), y))
    for state, line in place.legend:
        x, y = line.x - 12, line.y - 4.5
        marks[state].append((x, y))
        if state in {"as planned", "pending"}:
            cells[state].append((x - 6, y, x + 6, y))
    sheet.lines("as-planned", cells["as planned"], sheet.theme.wash, CELL)
    _hollow(sheet, cells["pending"])
    size = max(MARK_LEAST, min(MARK, days.pitch * 2))
    for state in MARKS:
        _mark(sheet, state, marks[state], size)
    draw_ticks(sheet, days, place.bottom)
    draw_day_rows(sheet, chart.matters, place.matters, days)
    sheet.head(place.head)
    sheet.text(*place.words, *(line for _state, line in place.legend))


def _cells(lane: Lane, days: Days) -> Iterator[tuple[LaneState, float, float]]:
    """Each cell with its left and right, or runs of equal ones where days are narrow."""
    shown: dict[int, LaneState] = {
        days.index(cell.on): "as planned" if cell.state in FILLED else cell.state for cell in lane.cells
    }
    for state, start, stop in bars([shown.get(n) for n in range(days.steps)], days):
        if state in {"as planned", "pending"} and state is not None:
            yield state, *days.bar(start, stop)


def _not_recorded(sheet: Sheet, chart: DosesChart, place: LanesLayout, days: Days) -> None:
    empty = set(chart.not_recorded)
    recorded = [on not in empty for on in days.period.days()]
    segments = list(gaps(recorded, days, (place.top + place.bottom) / 2))
    sheet.lines("not-recorded", segments, sheet.theme.gap, place.bottom - place.top)
    boxes = [_box(line) for state, line in place.legend if state == "not recorded"]
    sheet.shapes("key-not-recorded", boxes, sheet.theme.gap, edge=sheet.theme.tick, width=0.5)


def _box(line: Line) -> list[Point]:
    """The place of a mark left of a line of the legend."""
    left, right, low, high = line.x - 19, line.x - 6, line.y + 1, line.y - 11
    return [(left, low), (right, low), (right, high), (left, high)]


def _hollow(sheet: Sheet, cells: Sequence[Segment]) -> None:
    half = CELL / 2 - 0.75
    boxes = [
        [(left + 0.75, y - half), (right - 0.75, y - half), (right - 0.75, y + half), (left + 0.75, y + half)]
        for left, y, right, _y in cells
    ]
    sheet.shapes("pending", boxes, None, edge=sheet.theme.act, width=1.5)


def _mark(sheet: Sheet, state: LaneState, points: Sequence[Point], size: float) -> None:
    """A diamond is late; a ring was not taken; a full dot is more or less than planned; a small dot had no time."""
    name, theme, half = state.replace(" ", "-"), sheet.theme, size / 2
    if not points:
        return
    if state == "late":
        sheet.shapes(name, [_diamond(point, half) for point in points], theme.amber, edge=theme.paper, width=1.5)
        return
    if state == "no time":
        _dots(sheet, name, points, theme.act, 8)
        return
    _dots(sheet, f"{name}-halo", points, theme.paper, size + 3)
    _dots(sheet, f"{name}-dot", points, theme.ink, size)
    is_ring = state in {"missed", "skipped"}
    if is_ring:
        _dots(sheet, f"{name}-hole", points, theme.paper, size - 3.5)
    strokes = [stroke for point in points for stroke in _sign(state, point, size)]
    sheet.lines(name, strokes, theme.ink if is_ring else theme.paper, 2 if size > MARK_LEAST else 1.5)


def _dots(sheet: Sheet, name: str, points: Sequence[Point], colour: str, size: float) -> None:
    sheet.lines(name, [(x, y, x + DOT, y) for x, y in points], colour, size, round_ends=True)


def _sign(state: LaneState, point: Point, size: float) -> Iterator[Segment]:
    (x, y), slant, arm = point, round(size / 6, 1), round(size / 4.3, 1)
    if state == "missed":
        yield x - slant, y - slant, x + slant, y + slant
        yield x - slant, y + slant, x + slant, y - slant
        return
    yield x - arm, y, x + arm, y
    if state == "more":
        yield x, y - arm, x, y + arm


def _diamond(point: Point, half: float) -> list[Point]:
    x, y = point
    return [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
