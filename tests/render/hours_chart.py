"""A chart over the hours since a dose: a layout, a drawing and an axis of its own, as a new chart would bring them."""

from dataclasses import dataclass
from typing import ClassVar

from journal.core.charts.points import Chart
from journal.render.charts.axis import Axis, Tick
from journal.render.charts.layout import AXIS_HIGH, WIDTHS, Layout, Width, days_plot, head
from journal.render.charts.panels import draw_levels, draw_severities, draw_ticks, gaps
from journal.render.charts.severity_layout import STEP
from journal.render.charts.sheet import Sheet


@dataclass(frozen=True, slots=True)
class HoursChart(Chart):
    """The worst severity in each hour since a dose; None where nothing was rated."""

    name: ClassVar[str] = "hours"
    worst: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Hours(Axis):
    """The axis of the hours since a dose."""

    count: int

    @property
    def steps(self) -> int:
        return self.count

    def ticks(self, most: int) -> tuple[Tick, ...]:
        every = next(hours for hours in (1, 2, 3, 6, 12) if self.count / hours < most)
        return tuple(Tick(self.edge(hour), f"{hour} h") for hour in range(0, self.count + 1, every))


def lay_out(chart: HoursChart, shown: Width, with_caption: bool) -> Layout:
    width = WIDTHS[shown]
    lines, top = head(chart.caption, width, with_caption)
    return Layout(width, top + 4 * STEP + AXIS_HIGH, lines, *days_plot(shown), top)


def draw(chart: HoursChart, place: Layout, sheet: Sheet) -> None:
    hours = Hours(place.left, place.right, len(chart.worst))
    bottom = place.top + 4 * STEP
    known = [value is not None for value in chart.worst]
    sheet.lines("not-rated", list(gaps(known, hours, place.top + 2 * STEP)), sheet.theme.gap, 4 * STEP)
    draw_levels(sheet, hours, [bottom], STEP)
    draw_severities(sheet, hours, [(chart.worst, bottom)], STEP)
    draw_ticks(sheet, hours, bottom)
    sheet.head(place.head)
