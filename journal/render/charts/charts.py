"""The figure of each chart: points in, a matplotlib Figure out. Nothing is kept between calls, so threads may draw."""

from matplotlib.figure import Figure

from journal.core.charts.points import CalendarChart, Chart, SeverityChart
from journal.render.charts.calendar import calendar
from journal.render.charts.doses import doses
from journal.render.charts.layout import Width
from journal.render.charts.severity import severity_over_time
from journal.render.style import Theme

__all__ = ["calendar", "doses", "figure", "severity_over_time"]


def figure(chart: Chart, theme: Theme, *, width: Width = "wide", caption: bool = True) -> Figure:
    """The figure of any chart, `wide` for a page or narrow for a phone, with or without its caption."""
    if isinstance(chart, SeverityChart):
        return severity_over_time(chart, theme, width=width, caption=caption)
    if isinstance(chart, CalendarChart):
        return calendar(chart, theme, width=width, caption=caption)
    return doses(chart, theme, width=width, caption=caption)
