"""Lay out the severity chart, and split it for paper.

Beside the plot, where there is room, stand the ends of the scale and the usual rating at its line. On a phone the days
have all the room: the dose comes first, and what is usual stands right of the name of the effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from journal.core.charts.severity_points import DoseLine, Panel, SeverityChart
from journal.core.values.languages import ngettext
from journal.render.charts.axis import Days
from journal.render.charts.change_names import change_names
from journal.render.charts.day_rows import NO_ROWS, DayRows, lay_out_rows
from journal.render.charts.dose_labels import StepLabels, step_labels
from journal.render.charts.layout import (
    AXIS_HIGH,
    PHONES,
    WIDTHS,
    WITH_MARGINS,
    Layout,
    Line,
    Width,
    days_plot,
    head,
    lead,
)
from journal.render.charts.usual_words import END_HIGH, ends_inside, margin_words, said_usual
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import drawable, measure, wrap

STEP, STEP_WIDE = 22, 26  # pixels one step of severity is high
DOSE_HIGH = 54  # of the highest step
LANE_HIGH = 32  # the same of a medicine beside
CHANGE_HIGH = 22  # the row that names the changes of dose
BETWEEN = 26  # under a panel
OVER = 5  # shading and the lines of changes reach a little over the ends of the scale
PANELS_A_PAGE = 5
PANELS_UNDER_CAPTION = 3  # on the page that has the caption: a line for each effect


@dataclass(frozen=True, slots=True)
class PanelBox:
    """The place of one effect: what is said over it, and the plot from `top` (very severe) to `bottom` (none)."""

    over: tuple[Line, ...]
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class DoseBox:
    """The place of one medicine's dose: from `top` to `bottom`, `high` pixels for its largest amount, and its labels
    over the highest step."""

    top: int
    bottom: int
    high: int
    labels: StepLabels


@dataclass(frozen=True, slots=True)
class SeverityLayout(Layout):
    """The panels, the dose, and the lanes of the medicines beside it, from above to below.

    `words` stand beside the panels and name the changes, whose dashes begin at `dashed_from`; the dates stand under
    `axis`, and below them the rows of what `matters`.
    """

    panels: tuple[PanelBox, ...]
    dose: DoseBox
    beside: tuple[DoseBox, ...]
    step: int
    words: tuple[Line, ...]
    dashed_from: int
    axis: int
    matters: DayRows = NO_ROWS


def lay_out(chart: SeverityChart, shown: Width, with_caption: bool) -> SeverityLayout:
    """The places of the severity chart."""
    width, (left, right) = WIDTHS[shown], days_plot(shown)
    days, step = Days(left, right, chart.period), STEP if shown in PHONES else STEP_WIDE
    lines, top = head(chart.caption, width, with_caption)
    has_margins = shown in WITH_MARGINS
    labels = step_labels(chart.dose.steps, days, names_change=not has_margins, of=chart.dose.of)
    dose_high = DOSE_HIGH + labels.high
    names = change_names(chart.dose, days, top + SMALL) if has_margins else ()
    first_top = top + (CHANGE_HIGH if names else 0)
    if not has_margins:
        first_top += lead(NAME) + 2 + dose_high + BETWEEN
    boxes = _panels(chart.panels, first_top, days, step, has_margins)
    last = boxes[-1].bottom if boxes else first_top
    dose_top = (last + BETWEEN if has_margins else top) + lead(NAME) + 2
    dose = DoseBox(dose_top, dose_top + dose_high, DOSE_HIGH, labels)
    axis = dose.bottom if has_margins or not boxes else last
    beside = _beside(chart.beside.lines, axis, days)
    axis = beside[-1].bottom if beside else axis
    words = list(names)
    if has_margins:
        for n, (panel, box) in enumerate(zip(chart.panels, boxes, strict=True)):
            words += margin_words(panel, days, box.bottom, step, with_ends=n == 0)
    elif boxes:
        words += ends_inside(days, boxes[0].top, boxes[0].bottom)
    matters = lay_out_rows(chart.matters, axis, shown, width)
    return SeverityLayout(
        width=width,
        height=axis + AXIS_HIGH + matters.height,
        head=lines,
        left=left,
        right=right,
        top=top,
        panels=boxes,
        dose=dose,
        beside=beside,
        step=step,
        words=tuple(words),
        dashed_from=first_top - 4 if names else boxes[0].top - OVER if boxes else first_top,
        axis=axis,
        matters=matters,
    )


def _beside(lines: Sequence[DoseLine], y: int, days: Days) -> tuple[DoseBox, ...]:
    """The lanes of the other medicines, one under the other below `y`."""
    boxes: list[DoseBox] = []
    for line in lines:
        labels = step_labels(line.steps, days, names_change=True, of=line.of)
        top = y + BETWEEN + lead(NAME) + 2
        y = top + LANE_HIGH + (labels.high if labels.labels else 0)
        boxes.append(DoseBox(top, y, LANE_HIGH, labels))
    return tuple(boxes)


def _panels(panels: Sequence[Panel], y: int, days: Days, step: int, has_margins: bool) -> tuple[PanelBox, ...]:
    boxes: list[PanelBox] = []
    for panel in panels:
        beside = () if has_margins else said_usual(panel)
        first = not boxes and not has_margins
        box = _panel(panel, beside or (_count(panel),), y, days, step, END_HIGH if first else 0)
        y = box.bottom + BETWEEN + (END_HIGH - 10 if first else 0)
        boxes.append(box)
    return tuple(boxes)


def _count(panel: Panel) -> str:
    total = len(panel.days) or sum((week.last_on - week.first_on).days + 1 for week in panel.weeks)
    return ngettext(
        "rated on %(rated)s of %(num)s day",
        "rated on %(rated)s of %(num)s days",
        total,
        rated=panel.rated,
        num=total,  # without a separator, to be short
    )


def _panel(panel: Panel, ways: Sequence[str], y: int, days: Days, step: int, air: int) -> PanelBox:
    """The name and the first of the `ways` to say more that has room right of it, else the last in lines below; then
    `air` more than usual."""
    left, right = days.left, days.right
    named = measure(drawable(panel.name), NAME, bold=True)
    beside = next((way for way in ways if named + 12 + measure(way, SMALL) <= right - left), ways[-1])
    room = right - left - measure(beside, SMALL) - 12
    in_line = named <= room
    names = wrap(panel.name, NAME, room if in_line else right - left, bold=True)
    over = [Line(line, left, y + NAME + n * lead(NAME), NAME, bold=True) for n, line in enumerate(names)]
    base = y + NAME + (max(len(names), 1) - 1) * lead(NAME)
    if in_line:
        over.append(Line(beside, right, base, SMALL, "soft", align="right"))
    else:
        for line in wrap(beside, SMALL, right - left):
            over.append(Line(line, left, base := base + lead(SMALL), SMALL, "soft"))
    top = base + 12 + air
    return PanelBox(tuple(over), top, top + 4 * step)


def split(chart: SeverityChart) -> Sequence[SeverityChart]:
    """The chart as several that each fit a page, with the dose and the dates on each."""
    lanes = (len(chart.beside.lines) + 1) // 2 + (len(chart.matters) + 2) // 3  # two lanes, or four rows, are a panel
    first, more = max(1, PANELS_UNDER_CAPTION - lanes), max(1, PANELS_A_PAGE - lanes)
    ends = [0, *range(first, len(chart.panels), more), len(chart.panels)]
    return [replace(chart, panels=chart.panels[first:after]) for first, after in pairwise(ends)]
