"""Draw the doses chart: when each dose was taken, late, skipped or missed, and the days with nothing recorded."""

from collections.abc import Callable, Iterator, Sequence

from journal.core.charts.doses_points import STATUSES, DosesChart, DoseStatus, DoseWeek
from journal.core.values.languages import _
from journal.render.charts import lanes
from journal.render.charts.axis import Days, runs
from journal.render.charts.day_rows import draw_day_rows
from journal.render.charts.doses_layout import STRIP_HIGH, DosesLayout
from journal.render.charts.lanes_layout import LanesLayout
from journal.render.charts.layout import Line
from journal.render.charts.panels import draw_ticks, gaps
from journal.render.charts.sheet import Point, Segment, Sheet
from journal.render.style import SMALL

RARE = 6.0  # pixels: what went otherwise stays visible in a year of doses
DOT = 0.01  # a stroke this long with round ends is a dot: a tenth of a circle's bytes


def draw(chart: DosesChart, place: DosesLayout | LanesLayout, sheet: Sheet) -> None:
    """Draw the doses chart on a sheet: lanes of planned times, every dose, or counts of each week."""
    if isinstance(place, LanesLayout):
        lanes.draw(chart, place, sheet)
        return
    days = Days(place.left, place.right, chart.period)
    if chart.weeks:
        _weeks(sheet, chart.weeks, place, days)
    else:
        _daily(sheet, chart, place, days)
    draw_day_rows(sheet, chart.matters, place.matters, days)
    sheet.head(place.head)
    sheet.text(*place.legend)


def _daily(sheet: Sheet, chart: DosesChart, place: DosesLayout, days: Days) -> None:
    _not_recorded(sheet, chart, place, days)
    _hours(sheet, place, chart.hours)
    size = max(3.0, min(9.0, days.pitch * 1.4))
    high = place.bottom - place.top
    for status in STATUSES:
        points = [
            (days.centre(days.index(mark.on)), place.top + round(mark.minute * high / 1440 * 2) / 2)
            for mark in chart.marks
            if mark.status == status
        ]
        _marks(sheet, status, points, size if status == "taken" else max(size, RARE))
    for status, line in zip(STATUSES, place.legend, strict=False):
        _marks(sheet, status, [(line.x - 12, line.y - 4.5)], 9, "key-")
    _swatch(sheet, place.legend[4], sheet.theme.gap, "key-not-recorded", edge=sheet.theme.tick)
    draw_ticks(sheet, days, place.bottom)


def _not_recorded(sheet: Sheet, chart: DosesChart, place: DosesLayout, days: Days) -> None:
    empty = set(chart.not_recorded)
    recorded = [on not in empty for on in days.period.days()]
    segments = list(gaps(recorded, days, (place.top + place.bottom) / 2))
    sheet.lines("not-recorded", segments, sheet.theme.gap, place.bottom - place.top)


def _hours(sheet: Sheet, place: DosesLayout, hours: str) -> None:
    for hour in range(0, 25, 6):
        y = place.top + (place.bottom - place.top) * hour / 24
        sheet.lines(f"hour-{hour}", [(place.left, y, place.right, y)], sheet.theme.hair, 1)
        sheet.text(Line(_hour_words(hour, hours), place.left - 8, y + 4, SMALL, "soft", align="right"))


def _hour_words(hour: int, hours: str) -> str:
    """An hour of the axis, midnight at both ends: "18:00", or "6 pm" of the 12-hour clock."""
    if hours != "12":
        return f"{hour:02d}:00"
    hour_of_12 = str(hour % 12 or 12)
    return _("%(hour)s am", hour=hour_of_12) if hour % 24 < 12 else _("%(hour)s pm", hour=hour_of_12)


def _marks(sheet: Sheet, status: DoseStatus, points: Sequence[Point], size: float, prefix: str = "") -> None:
    half, theme = size / 2, sheet.theme
    thin = max(1.0, min(2.0, size / 4))
    if status == "taken":
        sheet.lines(prefix + status, [(x, y, x + DOT, y) for x, y in points], theme.act, size, round_ends=True)
    elif status == "late":
        wide = half * 1.25
        diamonds = [_around(x, y, ((0, -wide), (wide, 0), (0, wide), (-wide, 0))) for x, y in points]
        sheet.shapes(prefix + status, diamonds, theme.act, edge=theme.amber, width=thin)
    elif status == "skipped":
        triangles = [_around(x, y, ((0, -half), (half, half), (-half, half))) for x, y in points]
        sheet.shapes(prefix + status, triangles, None, edge=theme.ink, width=thin)
    else:
        strokes = [stroke for x, y in points for stroke in _cross(x, y, half)]
        sheet.lines(prefix + status, strokes, theme.ink, thin)


def _around(x: float, y: float, corners: Sequence[Point]) -> list[Point]:
    return [(round(x + dx, 1), round(y + dy, 1)) for dx, dy in corners]


def _cross(x: float, y: float, half: float) -> tuple[Segment, Segment]:
    h = round(half, 1)
    return (x - h, y - h, x + h, y + h), (x - h, y + h, x + h, y - h)


def _weeks(sheet: Sheet, weeks: Sequence[DoseWeek], place: DosesLayout, days: Days) -> None:
    most = max((week.taken + week.late + week.skipped + week.missed for week in weeks), default=0) or 1
    scale = (place.bottom - place.top) / most
    _levels(sheet, place, most)
    counts: tuple[tuple[DoseStatus, Callable[[DoseWeek], tuple[int, int]]], ...] = (
        ("taken", lambda w: (0, w.taken)),
        ("late", lambda w: (w.taken, w.late)),
        ("skipped", lambda w: (w.taken + w.late, w.skipped)),
        ("missed", lambda w: (w.taken + w.late + w.skipped, w.missed)),
    )
    for status, count in counts:
        rows = _stacked([count(week) for week in weeks], weeks, days, place.bottom, scale)
        _fill(sheet, status, list(rows))
    _strip(sheet, weeks, place, days)
    for status, line in zip(STATUSES, place.legend, strict=False):
        _fill(sheet, status, [_box(line)], "key-")
    _swatch(sheet, place.legend[4], sheet.theme.tick, "key-not-recorded")
    draw_ticks(sheet, days, place.bottom + STRIP)


STRIP = STRIP_HIGH + 8


def _stacked(
    pairs: list[tuple[int, int]], weeks: Sequence[DoseWeek], days: Days, bottom: float, scale: float
) -> Iterator[list[Point]]:
    """The boxes of one status of count, from how much lies under it and how much it is, equal neighbours in one."""
    gap = 1 if days.pitch * 7 >= 5 else 0
    parts = ((pair, n, n + 1) for n, pair in enumerate(pairs)) if gap else runs(pairs)
    for (under, count), start, stop in parts:
        if count:
            left = days.edge(days.index(weeks[start].first_on))
            right = days.edge(days.index(weeks[stop - 1].last_on) + 1) - gap
            low, high = round(bottom - under * scale), round(bottom - (under + count) * scale)
            yield [(left, low), (right, low), (right, high), (left, high)]


def _fill(sheet: Sheet, status: DoseStatus, boxes: Sequence[Sequence[Point]], prefix: str = "") -> None:
    theme = sheet.theme
    fills = {"taken": theme.calm, "late": theme.amber, "skipped": theme.wash, "missed": theme.ink}
    sheet.shapes(prefix + status, boxes, fills[status])


def _strip(sheet: Sheet, weeks: Sequence[DoseWeek], place: DosesLayout, days: Days) -> None:
    """Days of each week with nothing recorded, hanging under the counts: they are days, not doses."""
    pairs = [(0, week.not_recorded_days) for week in weeks]
    top, scale = place.bottom + 4, -STRIP_HIGH / 7
    sheet.shapes("not-recorded", list(_stacked(pairs, weeks, days, top, scale)), sheet.theme.tick)


def _levels(sheet: Sheet, place: DosesLayout, most: int) -> None:
    segments = [(place.left, y, place.right, y) for y in (place.top, place.bottom)]
    sheet.lines("levels", segments, sheet.theme.hair, 1)
    for count, y in ((most, place.top), (0, place.bottom)):
        sheet.text(Line(str(count), place.left - 8, y + 4, SMALL, "soft", align="right"))
    sheet.text(Line(_("a week"), place.left - 8, place.top + 20, SMALL, "soft", align="right"))


def _box(line: Line) -> list[Point]:
    x, y = line.x - 19, line.y
    return [(x, y + 1), (x + 13, y + 1), (x + 13, y - 11), (x, y - 11)]


def _swatch(sheet: Sheet, line: Line, colour: str, gid: str, edge: str = "none") -> None:
    sheet.shapes(gid, [_box(line)], colour, edge=edge, width=0.5)
