"""How each chart becomes a picture: one line a chart. Nothing here loads matplotlib before something is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from journal.core.charts.calendar import CalendarChart
from journal.core.charts.doses_points import DosesChart
from journal.core.charts.points import Chart
from journal.core.charts.severity_points import SeverityChart
from journal.render.charts import calendar_layout, doses_layout, severity_layout
from journal.render.charts.layout import Layout, Width
from journal.render.style import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def whole(chart: Chart) -> Sequence[Chart]:
    """The chart alone: it fits a page, however much it shows."""
    return (chart,)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one chart is drawn: `lay_out` says where everything stands, the `draw` of the `module` puts it there, and
    `split` makes several of a chart too tall for a page: shrinking it would shrink its letters."""

    lay_out: Callable[[Any, Width, bool], Layout]
    module: str  # named, not imported: it loads matplotlib, which takes half a second
    split: Callable[[Any], Sequence[Chart]] = whole


DRAWINGS: Mapping[str, Drawing] = {
    SeverityChart.name: Drawing(severity_layout.lay_out, "journal.render.charts.severity", severity_layout.split),
    CalendarChart.name: Drawing(calendar_layout.lay_out, "journal.render.charts.calendar", calendar_layout.split),
    DosesChart.name: Drawing(doses_layout.lay_out, "journal.render.charts.doses"),
}


def lay_out(chart: Chart, width: Width, caption: bool) -> Layout:
    """Where everything of a chart stands, with or without its caption on top."""
    return DRAWINGS[chart.name].lay_out(chart, width, caption)


def split_for_paper(chart: Chart) -> Sequence[Chart]:
    """A chart as one or more that each fit a page."""
    return DRAWINGS[chart.name].split(chart)


def figure(chart: Chart, theme: Theme, *, width: Width = "wide", caption: bool = True) -> "Figure":
    """The figure of a chart. Nothing is kept between calls, so threads may draw."""
    from journal.render.charts.sheet import Sheet  # noqa: PLC0415 - it loads matplotlib

    place = lay_out(chart, width, caption)
    sheet = Sheet(place.width, place.height, theme)
    import_module(DRAWINGS[chart.name].module).draw(chart, place, sheet)
    return sheet.figure
