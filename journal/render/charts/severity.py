"""Chart 1: severity over time, one panel an effect, over the dose on the same days."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from matplotlib.figure import Figure

from journal.core.charts.points import Panel, SeverityChart
from journal.render.charts import layout
from journal.render.charts.dose_panel import draw_dose
from journal.render.charts.layout import Line, PanelBox, Width
from journal.render.charts.scale import Days, Value, bars, runs
from journal.render.charts.sheet import Segment, Sheet
from journal.render.style import SMALL, Theme

OVER = 5  # shading and change lines reach a little over the ends of the scale
FLAT = 5  # the height of a week whose lowest and highest are the same
OWN_WEEK_FROM = 5.0


def severity_over_time(chart: SeverityChart, theme: Theme, *, width: Width = "wide", caption: bool = True) -> Figure:
    """The figure of chart 1 in a theme; `caption` puts question, answer and explanation on top."""
    place = layout.severity(chart, width, caption)
    days = layout.days(chart, place)
    sheet = Sheet(place.width, place.height, theme)
    _shade(sheet, chart, place, days)
    _levels(sheet, place)
    weekly = any(panel.weeks for panel in chart.panels)
    (_weeks if weekly else _daily)(sheet, chart, place, days)
    _changes(sheet, chart, place, days)
    _medians(sheet, chart, place, days)
    draw_dose(sheet, chart.dose, place, days)
    sheet.head(place.head)
    sheet.text(*_labels(place))
    return sheet.figure


def _pairs(chart: SeverityChart, place: layout.SeverityLayout) -> Iterator[tuple[Panel, PanelBox]]:
    return zip(chart.panels, place.panels, strict=True)


def _shade(sheet: Sheet, chart: SeverityChart, place: layout.SeverityLayout, days: Days) -> None:
    segments: list[Segment] = []
    for panel, box in _pairs(chart, place):
        centre = (box.top + box.bottom) / 2
        segments += [(days.edge(a), centre, days.edge(b), centre) for a, b in _unrated(panel, days)]
    sheet.lines("not-rated", segments, sheet.theme.gap, 4 * place.step + 2 * OVER)


def _unrated(panel: Panel, days: Days) -> Iterator[tuple[int, int]]:
    rated = (
        [week.rated > 0 for week in panel.weeks for _ in range((week.last_on - week.first_on).days + 1)]
        if panel.weeks
        else [value is not None for value in panel.days]
    )
    yield from ((start, stop) for has, start, stop in runs(rated) if not has)


def _levels(sheet: Sheet, place: layout.SeverityLayout) -> None:
    segments = [
        (place.left, box.bottom - level * place.step, place.right, box.bottom - level * place.step)
        for box in place.panels
        for level in range(5)
    ]
    sheet.lines("levels", segments, sheet.theme.hair, 1)


def _daily(sheet: Sheet, chart: SeverityChart, place: layout.SeverityLayout, days: Days) -> None:
    strokes: dict[int, list[Segment]] = defaultdict(list)
    for panel, box in _pairs(chart, place):
        for value, start, stop in bars(panel.days, days):
            if value is not None:
                left, right = days.bar(start, stop)
                y = box.bottom - (value * place.step / 2 if value else 1.5)
                strokes[value].append((left, y, right, y))
    for value, segments in sorted(strokes.items()):
        colour = sheet.theme.ramp[value] if value else sheet.theme.tick
        sheet.lines(f"severity-{value}", segments, colour, value * place.step or 3)


def _weeks(sheet: Sheet, chart: SeverityChart, place: layout.SeverityLayout, days: Days) -> None:
    ranges: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for panel, box in _pairs(chart, place):
        for (low, high), left, right in _spans([(w.low, w.high) for w in panel.weeks], panel, days):
            if low is not None and high is not None:
                y = box.bottom - _week_centre(low, high, place.step)
                ranges[low, high].append((left, y, right, y))
    for (low, high), segments in sorted(ranges.items()):
        colour = sheet.theme.ramp[high] if high else sheet.theme.tick
        sheet.lines(f"weeks-{low}-{high}", segments, colour, (high - low) * place.step or (FLAT if high else 3))


def _week_centre(low: int, high: int, step: int) -> float:
    """The height of the centre of a week's bar over the baseline; a week of zeros is a tick on it."""
    return (low + high) * step / 2 if high else 1.5


def _spans(values: list[Value], panel: Panel, days: Days) -> Iterator[tuple[Value, float, float]]:
    """Each value with the left and right of its weeks: alone where a week has room for a gap, else in runs."""
    own = days.pitch * 7 >= OWN_WEEK_FROM
    parts = ((value, n, n + 1) for n, value in enumerate(values)) if own else runs(values)
    for value, start, stop in parts:
        left = days.edge(days.index(panel.weeks[start].first_on))
        right = days.edge(days.index(panel.weeks[stop - 1].last_on) + 1)
        yield value, left, right - 1.5 if own else max(right, left + 0.5)


def _changes(sheet: Sheet, chart: SeverityChart, place: layout.SeverityLayout, days: Days) -> None:
    spans = [(box.top - OVER, box.bottom + OVER) for box in place.panels]
    xs = [days.edge(days.index(on)) for on in chart.dose.changes if _inside(on, days)]
    segments = [(x, top, x, bottom) for x in xs for top, bottom in spans]
    sheet.lines("changes", segments, sheet.theme.act, 1.5, dash=(4, 3))


def _inside(on: date, days: Days) -> bool:
    return on in days.period and on != days.period.first_on


def _medians(sheet: Sheet, chart: SeverityChart, place: layout.SeverityLayout, days: Days) -> None:
    segments: list[Segment] = []
    for panel, box in _pairs(chart, place):
        for median in panel.medians:
            if median.median is not None:
                y = box.bottom - median.median * place.step
                left, right = days.edge(days.index(median.first_on)), days.edge(days.index(median.last_on) + 1)
                segments.append((left, y, right, y))
    sheet.lines("median-halo", segments, sheet.theme.paper, 4.5)  # keeps the line apart from the darkest bars
    sheet.lines("medians", segments, sheet.theme.ink, 2.5)


def _labels(place: layout.SeverityLayout) -> Iterator[Line]:
    for box in place.panels:
        yield from box.name
        yield box.rated
        x = place.left - 8
        yield Line("very", x, box.top - 2, SMALL, "soft", align="right")
        yield Line("severe", x, box.top + 13, SMALL, "soft", align="right")
        yield Line("none", x, box.bottom + 4, SMALL, "soft", align="right")
