"""Draw the hours since the last dose: in each bin the middle answer, the middle half, and the lowest and highest."""

from collections import defaultdict
from collections.abc import Iterator

from journal.core.charts.hours import Bin, HoursChart
from journal.render.charts.hours_layout import Bins, HoursLayout
from journal.render.charts.panels import draw_levels, draw_ticks, gaps
from journal.render.charts.sheet import Segment, Sheet

WIDEST = 72  # of a bar
OVER = 5  # shading reaches a little over the ends of the scale


def draw(chart: HoursChart, place: HoursLayout, sheet: Sheet) -> None:
    """Draw the chart on a sheet."""
    bins = Bins(place.left, place.right)
    known = [
        (found, n, box.bottom)
        for panel, box in zip(chart.panels, place.panels, strict=True)
        for n, found in enumerate(panel.bins)
        if found.median is not None
    ]
    for panel, box in zip(chart.panels, place.panels, strict=True):
        enough = [found.median is not None for found in panel.bins]
        shaded = list(gaps(enough, bins, (box.top + box.bottom) / 2))
        sheet.lines("too-few", shaded, sheet.theme.gap, box.bottom - box.top + 2 * OVER)
    draw_levels(sheet, bins, [box.bottom for box in place.panels], place.step)
    thin = [stroke for found, n, bottom in known for stroke in _thin(found, bins.centre(n), bottom, place.step)]
    sheet.lines("lowest-to-highest", thin, sheet.theme.tick, 2)
    halves: dict[int, list[Segment]] = defaultdict(list)
    for found, n, bottom in known:
        low, high = found.quarter or 0, found.three_quarters or 0
        left, right = _sides(bins, n)
        y = bottom - (low + high) * place.step / 2
        if low != high:  # else the middle answer stands for all of them
            halves[high - low].append((left, y, right, y))
    for high, bars in sorted(halves.items()):
        sheet.lines(f"middle-half-{high}", bars, sheet.theme.calm, high * place.step)
    medians = [(*_sides(bins, n, more=3), bottom - (found.median or 0) * place.step) for found, n, bottom in known]
    strokes = [(left, y, right, y) for left, right, y in medians]
    sheet.lines("median-halo", strokes, sheet.theme.paper, 5.5)  # keeps the line apart from the bar
    sheet.lines("medians", strokes, sheet.theme.ink, 3)
    draw_ticks(sheet, bins, place.axis)
    sheet.head(place.head)
    sheet.text(*(line for box in place.panels for line in (*box.over, *box.counts)), *place.words)


def _sides(bins: Bins, n: int, more: float = 0) -> tuple[float, float]:
    half = min(WIDEST, bins.pitch * 0.6) / 2 + more
    return bins.centre(n) - half, bins.centre(n) + half


def _thin(found: Bin, x: float, bottom: int, step: int) -> Iterator[Segment]:
    """From the middle half to the lowest and to the highest answer, each with an end across."""
    for inner, outer in ((found.quarter, found.low), (found.three_quarters, found.high)):
        if inner != outer:
            y = bottom - (outer or 0) * step
            yield x, bottom - (inner or 0) * step, x, y
            yield x - 7, y, x + 7, y
