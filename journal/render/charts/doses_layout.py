"""Lay out the doses chart: the legend, the plot and the strip below it."""

from dataclasses import dataclass

from journal.core.charts.doses_points import DosesChart
from journal.core.values.languages import _, pgettext
from journal.render.charts import lanes_layout
from journal.render.charts.day_rows import NO_ROWS, DayRows, lay_out_rows
from journal.render.charts.lanes_layout import LanesLayout
from journal.render.charts.layout import AXIS_HIGH, SIDE, WIDTHS, Layout, Line, Width, below, flow, head

DAY_HIGH, WEEKS_HIGH, STRIP_HIGH = 252, 170, 16


@dataclass(frozen=True, slots=True)
class DosesLayout(Layout):
    """The legend (the mark stands left of each line), the plot, and the strip below it."""

    legend: tuple[Line, ...]
    bottom: int
    matters: DayRows = NO_ROWS


def lay_out(chart: DosesChart, shown: Width, with_caption: bool) -> DosesLayout | LanesLayout:
    """The places of the doses chart: lanes of planned times, if it has any."""
    if chart.lanes:
        return lanes_layout.lay_out(chart, shown, with_caption)
    width = WIDTHS[shown]
    lines, top = head(chart.caption, width, with_caption)
    names = (
        pgettext("dose", "taken"),
        pgettext("dose", "late"),
        pgettext("dose", "skipped"),
        pgettext("dose", "missed"),
        _("nothing recorded"),
    )
    legend = flow(names, top, width)
    top = below(legend, top) + 12
    bottom = top + (WEEKS_HIGH if chart.weeks else DAY_HIGH)
    axis = bottom + (STRIP_HIGH + 8 if chart.weeks else 0)
    matters = lay_out_rows(chart.matters, axis, "narrow", width)  # the days have all the room: names stand over rows
    height = axis + AXIS_HIGH + matters.height
    return DosesLayout(width, height, lines, SIDE + 44, width - SIDE, top, legend, bottom, matters)
