"""Draw the days before and after a change of dose: every rated day as a dot, and the middle rating of each side."""

from collections.abc import Iterator

from journal.core.charts.comparison import Side
from journal.core.charts.dose_changes_points import DoseChangesChart
from journal.render.charts.dose_changes_layout import OVER, SPAN, AroundBox, DaysAround, DoseChangesLayout
from journal.render.charts.panels import draw_levels, draw_ticks, gaps
from journal.render.charts.sheet import Segment, Sheet

DOT = 0.01  # a stroke this long with round ends is a dot
DOT_MOST, DOT_LEAST = 8.0, 4.5  # pixels


def draw(chart: DoseChangesChart, place: DoseChangesLayout, sheet: Sheet) -> None:
    """Draw the chart on a sheet."""
    axis = DaysAround(place.left, place.right)
    outside = [stroke for box in place.panels for stroke in _outside(box, axis)]
    for high in {box.bottom - box.top for box in place.panels}:
        sheet.lines("not-compared", outside, sheet.theme.gap, high + 2 * OVER)
    draw_levels(sheet, axis, [box.bottom for box in place.panels], place.step)
    middle = axis.place(0)
    dashes = [(middle, box.top - OVER, middle, box.bottom + OVER) for box in place.panels]
    sheet.lines("changes", dashes, sheet.theme.act, 1.5, dash=(4, 3))
    medians = [stroke for box in place.panels for stroke in _medians(box, axis, place.step)]
    sheet.lines("medians", medians, sheet.theme.ink, 3)
    size = min(DOT_MOST, max(DOT_LEAST, axis.pitch * 0.8))
    dots = [dot for box in place.panels for dot in _dots(box, axis, place.step)]
    sheet.lines("rated-days-halo", dots, sheet.theme.paper, size + 2, round_ends=True)  # apart from the middle line
    sheet.lines("rated-days", dots, sheet.theme.act, size, round_ends=True)
    for y in place.axes:
        draw_ticks(sheet, axis, y)
    sheet.head(place.head)
    sheet.text(*(line for box in place.panels for line in box.over), *place.words)


def _outside(box: AroundBox, axis: DaysAround) -> Iterator[Segment]:
    """The days around the change that are not compared: those beyond the changes beside it."""
    first, last = ((on - box.change.on).days for on in (box.change.days.first_on, box.change.days.last_on))
    compared = [first <= number - SPAN <= last for number in range(axis.steps)]
    yield from gaps(compared, axis, (box.top + box.bottom) / 2)


def _dots(box: AroundBox, axis: DaysAround, step: int) -> Iterator[Segment]:
    for number, severity in (*box.row.rated_before.items(), *box.row.rated_after.items()):
        x, y = axis.place(number), box.bottom - severity * step
        yield x, y, x + DOT, y


def _medians(box: AroundBox, axis: DaysAround, step: int) -> Iterator[Segment]:
    """The middle rating of a side, from its first to its last rated day."""
    sides: tuple[tuple[Side, list[int]], ...] = (
        (box.row.before, sorted(box.row.rated_before)),
        (box.row.after, sorted(box.row.rated_after)),
    )
    for side, days in sides:
        if side.usual is not None:
            y, half = box.bottom - side.usual * step, axis.pitch / 2
            yield axis.place(days[0]) - half, y, axis.place(days[-1]) + half, y
