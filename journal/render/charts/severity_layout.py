"""Lay out the severity chart, and split it for paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from journal.core.charts.severity_points import Panel, SeverityChart
from journal.core.values.languages import ngettext
from journal.render.charts.axis import Days
from journal.render.charts.dose_labels import StepLabels, step_labels
from journal.render.charts.layout import AXIS_HIGH, PHONES, SIDE, WIDTHS, Layout, Line, Width, head, lead
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import drawable, measure, wrap

GUTTER = 54  # holds “severe”, the end of the scale
STEP, STEP_WIDE = 22, 26  # pixels one step of severity is high
DOSE_HIGH = 54  # of the highest step
PANELS_A_PAGE = 5
PANELS_UNDER_CAPTION = 3  # on the page that has the caption: a line for each effect


@dataclass(frozen=True, slots=True)
class PanelBox:
    """The place of one effect: its name in lines, and the plot from `top` (very severe) to `bottom` (none)."""

    name: tuple[Line, ...]
    rated: Line
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class SeverityLayout(Layout):
    """The panels, then the dose from `dose_top` to `dose_bottom`, its labels over the highest step."""

    panels: tuple[PanelBox, ...]
    dose_top: int
    dose_bottom: int
    dose_labels: StepLabels
    step: int


def lay_out(chart: SeverityChart, shown: Width, with_caption: bool) -> SeverityLayout:
    """The places of the severity chart."""
    width = WIDTHS[shown]
    left, right, step = SIDE + GUTTER, width - SIDE, STEP if shown in PHONES else STEP_WIDE
    lines, top = head(chart.caption, width, with_caption)
    boxes, y = [], top
    for panel in chart.panels:
        boxes.append(_panel(panel, y, left, right, step))
        y = boxes[-1].bottom + 26
    dose_top = y + lead(NAME) + 2
    labels = step_labels(chart.dose.steps, Days(left, right, chart.period))
    dose_bottom = dose_top + DOSE_HIGH + labels.high
    return SeverityLayout(
        width=width,
        height=dose_bottom + AXIS_HIGH,
        head=lines,
        left=left,
        right=right,
        top=top,
        panels=tuple(boxes),
        dose_top=dose_top,
        dose_bottom=dose_bottom,
        dose_labels=labels,
        step=step,
    )


def _panel(panel: Panel, y: int, left: int, right: int, step: int) -> PanelBox:
    total = len(panel.days) or sum((week.last_on - week.first_on).days + 1 for week in panel.weeks)
    count = ngettext(
        "rated on %(rated)s of %(num)s day",
        "rated on %(rated)s of %(num)s days",
        total,
        rated=panel.rated,
        num=total,  # without a separator, to be short
    )
    room = right - left - measure(count, SMALL) - 12
    beside = measure(drawable(panel.name), NAME, bold=True) <= room
    names = wrap(panel.name, NAME, room if beside else right - left, bold=True)
    name = tuple(Line(line, left, y + NAME + n * lead(NAME), NAME, bold=True) for n, line in enumerate(names))
    base = y + NAME + (max(len(names), 1) - 1) * lead(NAME)
    if beside:
        rated = Line(count, right, base, SMALL, "soft", align="right")
    else:
        rated = Line(count, left, base := base + lead(SMALL), SMALL, "soft")
    top = base + 12
    return PanelBox(name, rated, top, top + 4 * step)


def split(chart: SeverityChart) -> Sequence[SeverityChart]:
    """The chart as several that each fit a page, with the dose and the dates on each."""
    ends = [0, *range(PANELS_UNDER_CAPTION, len(chart.panels), PANELS_A_PAGE), len(chart.panels)]
    return [replace(chart, panels=chart.panels[first:after]) for first, after in pairwise(ends)]
