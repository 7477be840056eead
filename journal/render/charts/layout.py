"""Where everything stands, in pixels from the top left. Nothing here loads matplotlib: pages need sizes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from journal.core.charts.points import Caption, Chart, DosesChart, Panel, SeverityChart
from journal.render.charts.dose_labels import StepLabels, step_labels
from journal.render.charts.scale import Days
from journal.render.style import BODY, NAME, SMALL, TITLE
from journal.render.text.text_widths import drawable, measure, wrap

Width = Literal["small", "narrow", "medium", "wide", "desk"]
# A picture is drawn for the room it is shown in, never shrunk, so that its letters stay as large as they were set:
# a phone of 320, other phones, a tablet, a sheet of paper (and a small desk), a desk.
WIDTHS: dict[Width, int] = {"small": 320, "narrow": 360, "medium": 580, "wide": 680, "desk": 936}
NARROW = WIDTHS["narrow"]
PHONES = {"small", "narrow"}
SIDE = 14
GUTTER = 54  # holds “severe”, the end of the scale
STEP, STEP_WIDE = 22, 26  # pixels one step of severity is high
DOSE_HIGH = 54  # of the highest step
AXIS_HIGH = 30
DAY_HIGH, WEEKS_HIGH, STRIP_HIGH = 252, 170, 16

Tone = Literal["ink", "soft", "act", "on-0", "on-1", "on-2", "on-3", "on-4"]
ON_RAMP: tuple[Tone, ...] = ("on-0", "on-1", "on-2", "on-3", "on-4")  # letters on a severity
Align = Literal["left", "centre", "right"]
SHARES: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}  # of a line that stand left of its place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where its baseline starts (or ends, or has its centre) and how it looks."""

    text: str
    x: float
    y: float
    size: int
    tone: Tone = "ink"
    bold: bool = False
    align: Align = "left"

    @property
    def left(self) -> float:
        """Where the line begins, whatever it is aligned by."""
        return round((self.x - SHARES[self.align] * measure(self.text, self.size, bold=self.bold)) * 10) / 10


@dataclass(frozen=True, slots=True)
class PanelBox:
    """The place of one effect: its name in lines, and the plot from `top` (very severe) to `bottom` (none)."""

    name: tuple[Line, ...]
    rated: Line
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of a chart, its caption on top, and where its plot begins and ends sideways."""

    width: int
    height: int
    head: tuple[Line, ...]
    left: int
    right: int
    top: int


@dataclass(frozen=True, slots=True)
class SeverityLayout(Layout):
    """Chart 1: the panels, then the dose from `dose_top` to `dose_bottom`, its labels over the highest step."""

    panels: tuple[PanelBox, ...]
    dose_top: int
    dose_bottom: int
    dose_labels: StepLabels
    step: int


@dataclass(frozen=True, slots=True)
class DosesLayout(Layout):
    """Chart 7: the legend (the mark stands left of each line), the plot, and the strip below it."""

    legend: tuple[Line, ...]
    bottom: int


def lead(size: int) -> int:
    """The height of a line of text."""
    return round(size * 1.4)


def stack(text: str, y: int, size: int, room: float, *, bold: bool = False, tone: Tone = "ink") -> tuple[Line, ...]:
    """The wrapped lines of a text whose first line has its top at `y`."""
    lines = wrap(text, size, room, bold=bold)
    return tuple(Line(line, SIDE, y + size + n * lead(size), size, tone, bold) for n, line in enumerate(lines))


def head(caption: Caption, width: int, shown: bool) -> tuple[tuple[Line, ...], int]:
    """The question, the answer and the explanation over a chart, and the height they take; nothing when not `shown`."""
    y, lines = 10, list[Line]()
    if not shown:
        return (), y
    texts: tuple[tuple[str, int, bool, Tone], ...] = (
        (caption.question, TITLE, True, "ink"),
        (caption.answer, BODY, False, "ink"),
        (caption.explanation, SMALL, False, "soft"),
    )
    for text, size, bold, tone in texts:
        new = list[Line]()
        for line in text.split("\n"):
            new += stack(line, y + len(new) * lead(size), size, width - 2 * SIDE, bold=bold, tone=tone)
        lines += new
        y += len(new) * lead(size) + (6 if new else 0)
    return tuple(lines), y + 8


def severity(chart: SeverityChart, shown: Width, with_caption: bool) -> SeverityLayout:
    """The places of chart 1."""
    width = WIDTHS[shown]
    left, right, step = SIDE + GUTTER, width - SIDE, STEP if shown in PHONES else STEP_WIDE
    lines, top = head(chart.caption, width, with_caption)
    boxes, y = [], top
    for panel in chart.panels:
        boxes.append(_panel(panel, y, left, right, step))
        y = boxes[-1].bottom + 26
    dose_top = y + lead(NAME) + 2
    labels = step_labels(chart.dose.steps, Days(chart.period, left, right))
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
    count = f"rated on {panel.rated} of {total} day{'s' if total != 1 else ''}"
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


def doses(chart: DosesChart, shown: Width, with_caption: bool) -> DosesLayout:
    """The places of chart 7."""
    width = WIDTHS[shown]
    lines, top = head(chart.caption, width, with_caption)
    names = ("taken", "late", "skipped", "missed", "nothing recorded")
    legend = flow(names, top, width)
    top = below(legend, top) + 12
    bottom = top + (WEEKS_HIGH if chart.weeks else DAY_HIGH)
    height = bottom + (STRIP_HIGH + 8 if chart.weeks else 0) + AXIS_HIGH
    return DosesLayout(width, height, lines, SIDE + 44, width - SIDE, top, legend, bottom)


def flow(names: Sequence[str], y: int, width: int) -> tuple[Line, ...]:
    """Words with room for a mark at their left, side by side and broken into rows."""
    x, lines = SIDE, []
    for name in names:
        long = 22 + measure(name, SMALL) + 16
        if x > SIDE and x + long - 16 > width - SIDE:
            x, y = SIDE, y + 24
        lines.append(Line(name, x + 22, y + SMALL, SMALL, "soft"))
        x += round(long)
    return tuple(lines)


def below(legend: Sequence[Line], y: int) -> int:
    """Where what comes under a legend begins."""
    return round(legend[-1].y) + 14 if legend else y


def days(chart: Chart, layout: Layout) -> Days:
    """The scale of days of a chart laid out so."""
    return Days(chart.period, layout.left, layout.right)
