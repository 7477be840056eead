"""Draw the severity chart: one panel an effect, over the dose on the same days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from journal.core.charts.severity_points import Panel, SeverityChart
from journal.render.charts.axis import Days, Value, runs
from journal.render.charts.day_rows import draw_day_rows
from journal.render.charts.dose_panel import draw_dose
from journal.render.charts.layout import Line, long
from journal.render.charts.panels import draw_levels, draw_severities, draw_ticks, gaps
from journal.render.charts.severity_layout import OVER, PanelBox, SeverityLayout
from journal.render.charts.sheet import Segment, Sheet
from journal.render.style import NAME

FLAT = 5  # the height of a week whose lowest and highest are the same
OWN_WEEK_FROM = 5.0


def draw(chart: SeverityChart, place: SeverityLayout, sheet: Sheet) -> None:
    """Draw the severity chart on a sheet."""
    days = Days(place.left, place.right, chart.period)
    _shade(sheet, chart, place, days)
    draw_levels(sheet, days, [box.bottom for box in place.panels], place.step)
    if any(panel.weeks for panel in chart.panels):
        _weeks(sheet, chart, place, days)
    else:
        draw_severities(sheet, days, [(panel.days, box.bottom) for panel, box in _pairs(chart, place)], place.step)
    _changes(sheet, chart, place, days)
    _medians(sheet, chart, place, days)
    draw_dose(sheet, chart.dose, place.dose, days)
    for n, (line, lane) in enumerate(zip(chart.beside.lines, place.beside, strict=True), start=1):
        draw_dose(sheet, line, lane, days, f"beside-{n}-")
    draw_ticks(sheet, days, place.axis)
    draw_day_rows(sheet, chart.matters, place.matters, days)
    sheet.head(place.head)
    sheet.text(*(line for box in place.panels for line in box.over), *place.words)


def _pairs(chart: SeverityChart, place: SeverityLayout) -> Iterator[tuple[Panel, PanelBox]]:
    return zip(chart.panels, place.panels, strict=True)


def _shade(sheet: Sheet, chart: SeverityChart, place: SeverityLayout, days: Days) -> None:
    """Shade the days of each panel of which nothing is known, or its weeks. Quiet days are framed."""
    segments: list[Segment] = []
    frames: list[Segment] = []
    quiet = [on in chart.quiet_days for on in chart.period.days()] if chart.quiet_days else [False] * len(chart.period)
    for panel, box in _pairs(chart, place):
        y = (box.top + box.bottom) / 2
        rated = _rated(panel)
        segments += gaps([has or calm for has, calm in zip(rated, quiet, strict=True)], days, y)
        calm_days = [calm and not has for has, calm in zip(rated, quiet, strict=True)]
        for calm, start, stop in runs(calm_days):
            if calm:
                frames += _frame(days.edge(start) + 1, days.edge(stop) - 1, box.top - OVER, box.bottom + OVER)
    sheet.lines("not-rated", segments, sheet.theme.gap, 4 * place.step + 2 * OVER)
    if frames:
        sheet.lines("quiet", frames, sheet.theme.tick, 1, dash=(3, 3))


def _frame(left: float, right: float, top: float, bottom: float) -> Iterator[Segment]:
    """The mark of quiet days: it reaches over both ends of the scale, as the shade of unknown days does, so that no
    severity can be read from it."""
    yield left, top, right, top
    yield right, top, right, bottom
    yield right, bottom, left, bottom
    yield left, bottom, left, top


def _rated(panel: Panel) -> Sequence[bool]:
    if panel.weeks:
        return [week.rated > 0 for week in panel.weeks for _ in range((week.last_on - week.first_on).days + 1)]
    return [value is not None for value in panel.days]


def _weeks(sheet: Sheet, chart: SeverityChart, place: SeverityLayout, days: Days) -> None:
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
    spans = ((value, n, n + 1) for n, value in enumerate(values)) if own else runs(values)
    for value, start, stop in spans:
        left = days.edge(days.index(panel.weeks[start].first_on))
        right = days.edge(days.index(panel.weeks[stop - 1].last_on) + 1)
        yield value, left, right - 1.5 if own else max(right, left + 0.5)


def _changes(sheet: Sheet, chart: SeverityChart, place: SeverityLayout, days: Days) -> None:
    """Dashes at each change, from over the panels to the dose, that leave out what is written in their way."""
    if not place.panels:
        return
    top, bottom = place.dashed_from, place.dose.top
    if place.dose.top < place.panels[0].top:  # the dose comes first
        top, bottom = place.dose.bottom, place.panels[-1].bottom + OVER
    title = Line(place.dose.labels.title, place.left, place.dose.top - 8, NAME, bold=True)
    words = [*(line for box in place.panels for line in box.over), *place.words, title]
    segments: list[Segment] = []
    for x in (days.edge(days.index(on)) for on in chart.dose.changes if _inside(on, days)):
        segments += _around(x, top, bottom, words)
    sheet.lines("changes", segments, sheet.theme.act, 1.5, dash=(4, 3))


def _around(x: float, top: float, bottom: float, words: Sequence[Line]) -> Iterator[Segment]:
    """The upright stroke at `x`, cut where one of the lines of text stands."""
    for line in sorted(words, key=lambda line: line.y):
        if line.left - 3 <= x <= line.left + long(line) + 3 and top < line.y + 4 and line.y - line.size < bottom:
            if top < line.y - line.size:
                yield x, top, x, line.y - line.size
            top = max(top, line.y + 4)
    if top < bottom:
        yield x, top, x, bottom


def _inside(on: date, days: Days) -> bool:
    return on in days.period and on != days.period.first_on


def _medians(sheet: Sheet, chart: SeverityChart, place: SeverityLayout, days: Days) -> None:
    segments: list[Segment] = []
    for panel, box in _pairs(chart, place):
        for median in panel.medians:
            if median.median is not None:
                y = box.bottom - median.median * place.step
                left, right = days.edge(days.index(median.first_on)), days.edge(days.index(median.last_on) + 1)
                segments.append((left, y, right, y))
    sheet.lines("median-halo", segments, sheet.theme.paper, 4.5)  # keeps the line apart from the darkest bars
    sheet.lines("medians", segments, sheet.theme.ink, 2.5)
