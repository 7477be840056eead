"""How each chart becomes a picture: one line a chart. Nothing here loads matplotlib before something is drawn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from journal.core.charts.amount_points import AmountChart
from journal.core.charts.balance_points import BalanceChart
from journal.core.charts.calendar import OUTSIDE, CalendarChart
from journal.core.charts.dose_changes_points import DoseChangesChart
from journal.core.charts.doses_points import DosesChart
from journal.core.charts.hours import HoursChart
from journal.core.charts.points import Chart
from journal.core.charts.severity_points import SeverityChart
from journal.render.charts import (
    amount_layout,
    balance_layout,
    calendar_layout,
    dose_changes_layout,
    doses_layout,
    hours_layout,
    severity_layout,
)
from journal.render.charts.axis import Days
from journal.render.charts.calendar_layout import CalendarLayout
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
    DoseChangesChart.name: Drawing(
        dose_changes_layout.lay_out, "journal.render.charts.dose_changes", dose_changes_layout.split
    ),
    CalendarChart.name: Drawing(calendar_layout.lay_out, "journal.render.charts.calendar", calendar_layout.split),
    DosesChart.name: Drawing(doses_layout.lay_out, "journal.render.charts.doses"),
    HoursChart.name: Drawing(hours_layout.lay_out, "journal.render.charts.hours", hours_layout.split),
    BalanceChart.name: Drawing(balance_layout.lay_out, "journal.render.charts.balance", balance_layout.split),
    AmountChart.name: Drawing(amount_layout.lay_out, "journal.render.charts.amount", amount_layout.split),
}


def lay_out(chart: Chart, width: Width, caption: bool) -> Layout:
    """Where everything of a chart stands, with or without its caption on top."""
    return DRAWINGS[chart.name].lay_out(chart, width, caption)


class DayBox(NamedTuple):
    """The place of a day in a picture, in pixels from the top left."""

    on: date
    left: float
    top: float
    wide: float
    high: float


def day_boxes(chart: Chart, place: Layout) -> tuple[DayBox, ...]:
    """Where each day stands: a cell of the calendar, else a column from the top of the plot to the foot of the axis.

    Days have no place in a chart that does not go along them.
    """
    if not chart.of_days:
        return ()
    if isinstance(chart, CalendarChart) and isinstance(place, CalendarLayout):
        return tuple(_cells(chart, place))
    days = Days(place.left, place.right, chart.period)
    edges = [days.edge(n) for n in range(days.steps + 1)]
    high = place.height - place.top
    return tuple(
        DayBox(on, edges[n], place.top, edges[n + 1] - edges[n], high) for n, on in enumerate(chart.period.days())
    )


def _cells(chart: CalendarChart, place: CalendarLayout) -> Iterator[DayBox]:
    for month, box in zip(chart.months, place.boxes, strict=True):
        for n, value in enumerate(month.days):
            if value != OUTSIDE:
                x, y = place.centre(box, n)
                on = month.first_on + timedelta(days=n)
                yield DayBox(on, x - place.cell / 2, y - place.row / 2, place.cell, place.row)


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
