"""Draw the estimated amount in the body: the line of a typical person in the band of quicker and slower ones."""

from collections.abc import Sequence

from journal.core.charts.amount_points import AmountChart, AmountPanel, AmountPoint
from journal.render.charts.amount_layout import AmountBox, AmountLayout
from journal.render.charts.axis import Days
from journal.render.charts.panels import draw_ticks, gaps
from journal.render.charts.sheet import Point, Segment, Sheet


def draw(chart: AmountChart, place: AmountLayout, sheet: Sheet) -> None:
    """Draw the chart on a sheet."""
    days = Days(place.left, place.right, chart.period)
    pairs = list(zip(chart.panels, place.panels, strict=True))
    for panel, box in pairs:
        shaded = gaps(_sure(panel), days, (box.top + box.bottom) / 2)
        sheet.lines("not-sure", list(shaded), sheet.theme.gap, box.bottom - box.top)
    for number, (panel, box) in enumerate(pairs):
        _bands(sheet, panel, box, days, number)
    rows: list[Segment] = [(days.left, y, days.right, y) for box in place.panels for y in box.rows]
    sheet.lines("levels", rows, sheet.theme.hair, 1)
    for number, (panel, box) in enumerate(pairs):
        _lines(sheet, panel, box, days, number)
    draw_ticks(sheet, days, place.axis)
    sheet.head(place.head)
    sheet.text(*(line for box in place.panels for line in (*box.over, *box.levels)))


def _sure(panel: AmountPanel) -> list[bool]:
    """Whether each day is sure; of a week all days alike."""
    return [span.certainty == "sure" for span in panel.spans for _ in range((span.last_on - span.first_on).days + 1)]


def _bands(sheet: Sheet, panel: AmountPanel, box: AmountBox, days: Days, number: int) -> None:
    """The pale band of other half-lives, and in it, where points are days or weeks, the one from lowest to highest."""
    for n, stretch in enumerate(panel.stretches):
        if stretch.is_sure:
            band = _band(stretch.points, box, days, [(point.least, point.most) for point in stretch.points])
            sheet.shapes(f"band-{number}-{n}", [band], sheet.theme.wash)
            if not panel.is_line:
                usual = _band(stretch.points, box, days, [(point.low, point.high) for point in stretch.points])
                sheet.shapes(f"usual-{number}-{n}", [usual], sheet.theme.calm)


def _lines(sheet: Sheet, panel: AmountPanel, box: AmountBox, days: Days, number: int) -> None:
    """The line of a typical person; dashed where there may be more, and of days or weeks then their middle."""
    for n, stretch in enumerate(panel.stretches):
        if stretch.is_sure and not panel.is_line:
            continue
        points = [(_x(point, days), _y((point.low + point.high) / 2, box)) for point in stretch.points]
        if stretch.is_sure:
            sheet.path(f"amount-{number}-{n}", points, sheet.theme.act, 2)
        else:
            sheet.path(f"unsure-{number}-{n}", points, sheet.theme.act, 1.5, dash=(4, 3))


def _band(
    points: Sequence[AmountPoint], box: AmountBox, days: Days, between: Sequence[tuple[float, float]]
) -> list[Point]:
    """The outline of a band: along its upper edge and back along its lower one."""
    xs = [_x(point, days) for point in points]
    above = [(x, _y(high, box)) for x, (_low, high) in zip(xs, between, strict=True)]
    below = [(x, _y(low, box)) for x, (low, _high) in zip(xs, between, strict=True)]
    return [*above, *reversed(below)]


def _x(point: AmountPoint, days: Days) -> float:
    return round(days.left + point.x * days.pitch, 1)


def _y(amount: float, box: AmountBox) -> float:
    return round(box.bottom - amount * box.scale, 1)
