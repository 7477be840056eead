"""Lay out the estimated amount in the body: a panel for each medicine, all over the same days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, log10

from journal.core.charts.amount_caption import about
from journal.core.charts.amount_points import AmountChart, AmountPanel
from journal.core.values.amounts import ONE, write_amount
from journal.core.values.languages import _
from journal.core.values.sentences import opening
from journal.render.charts.layout import (
    AXIS_HIGH,
    WIDTHS,
    WITH_MARGINS,
    Layout,
    Line,
    Width,
    days_plot,
    head,
    lead,
)
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import drawable, measure, wrap

HIGH, HIGH_OF_ONE = 104, 150  # pixels of a panel; alone it has more room
BETWEEN = 26
BESIDE = 8
PANELS_A_PAGE, PANELS_UNDER_CAPTION = 5, 3
MOST_LEVELS = 4  # steps of the scale


@dataclass(frozen=True, slots=True)
class AmountBox:
    """The place of one medicine: its name, the plot from `top` to `bottom`, which is none of it, and how many pixels
    one of the unit is high; `levels` are the rows of the scale with their words."""

    over: tuple[Line, ...]
    top: int
    bottom: int
    scale: float
    levels: tuple[Line, ...]
    rows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AmountLayout(Layout):
    """The panels from above to below; the dates stand under `axis`."""

    panels: tuple[AmountBox, ...]
    axis: int


def lay_out(chart: AmountChart, shown: Width, with_caption: bool) -> AmountLayout:
    """The places of the chart."""
    width, (left, right) = WIDTHS[shown], days_plot(shown)
    lines, top = head(chart.caption, width, with_caption)
    high = HIGH_OF_ONE if len(chart.panels) == 1 else HIGH
    boxes: list[AmountBox] = []
    y = top
    for panel in chart.panels:
        box = _box(panel, y, (left, right), high, in_margin=shown in WITH_MARGINS)
        boxes.append(box)
        y = box.bottom + BETWEEN
    axis = boxes[-1].bottom if boxes else top
    return AmountLayout(width, axis + AXIS_HIGH, lines, left, right, top, tuple(boxes), axis)


def _box(panel: AmountPanel, y: int, sides: tuple[int, int], high: int, *, in_margin: bool) -> AmountBox:
    """The name, what there is now right of it or in a line below, and the scale: in the margin or over its lines."""
    left, right = sides
    named = panel.of.name and opening(panel.of.name)
    said = "" if panel.now is None else _("about %(amount)s now", amount=about(panel.now, panel.of.unit))
    room = right - left
    in_line = measure(drawable(named), NAME, bold=True) + 12 + measure(said, SMALL) <= room
    names = wrap(named, NAME, room, bold=True) if named else []
    over = [Line(line, left, y + NAME + n * lead(NAME), NAME, bold=True) for n, line in enumerate(names)]
    base = y + NAME + (max(len(names), 1) - 1) * lead(NAME)
    if said and in_line:
        over.append(Line(said, right, base, SMALL, "act", bold=False, align="right"))
    elif said:
        base += lead(SMALL)
        over.append(Line(said, left, base, SMALL, "act"))
    top = base + (12 if in_margin else 26)
    bottom, step, count = top + high, *_scale(panel.most)
    scale = high / (step * count)
    rows = tuple(round((bottom - step * n * scale) * 2) / 2 for n in range(count + 1))
    levels = tuple(_levels(panel, rows, step, left, in_margin=in_margin))
    return AmountBox(tuple(over), top, bottom, scale, levels, rows)


def _scale(most: float) -> tuple[float, int]:
    """The step of the scale, 1, 2 or 5 times a power of ten, and how many of them hold the highest amount."""
    if most <= 0:
        return 1.0, 1
    power = 10.0 ** floor(log10(most))
    for step in (power / 5, power / 2, power, power * 2, power * 5):
        count = -int(-most * 1.02 // step)
        if count <= MOST_LEVELS:
            return step, max(count, 1)
    raise AssertionError("five steps of a power of ten hold every amount")  # pragma: no cover


def _levels(panel: AmountPanel, rows: Sequence[float], step: float, left: int, *, in_margin: bool) -> Iterator[Line]:
    """The words of the scale: all of its lines in the margin, else the highest over its line."""
    words = [write_amount(round(step * n * ONE), panel.of.unit) for n in range(len(rows))]
    if in_margin:
        for text, y in zip(words, rows, strict=True):
            yield Line(text, left - BESIDE, y + 4, SMALL, "soft", align="right")
    else:
        yield Line(words[-1], left, rows[-1] - 6, SMALL, "soft")


def split(chart: AmountChart) -> Sequence[AmountChart]:
    """The chart as several that each fit a page, with the dates on each."""
    panels = chart.panels
    starts = [0, *range(PANELS_UNDER_CAPTION, len(panels), PANELS_A_PAGE)]
    return [replace(chart, panels=panels[a:b]) for a, b in zip(starts, [*starts[1:], len(panels)], strict=True)]
