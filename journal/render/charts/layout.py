"""Lay out what all charts share: widths, lines of text, the caption and the legend, in pixels from the top left.

Nothing here loads matplotlib: pages need sizes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from journal.core.charts.points import Caption
from journal.render.style import BODY, SMALL, TITLE
from journal.render.text.text_widths import measure, wrap

Width = Literal["small", "narrow", "medium", "wide", "laptop", "desk"]
# A picture is drawn for the room it is shown in, never shrunk, so that its letters stay as large as they were set:
# a phone of 320, other phones, a tablet, a sheet of paper (and a small desk), a small laptop, a desk.
WIDTHS: dict[Width, int] = {"small": 320, "narrow": 360, "medium": 580, "wide": 680, "laptop": 840, "desk": 942}
NARROW = WIDTHS["narrow"]
PHONES = {"small", "narrow"}
WITH_MARGINS = {"wide", "laptop", "desk"}  # words stand beside the plot; else over it, and the days have all the room
SIDE = 14
MARGIN = 120  # beside the plot of days: holds “usual: very severe”
AXIS_HIGH = 30

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
class Layout:
    """The size of a chart, its caption on top, and where its plot begins and ends sideways."""

    width: int
    height: int
    head: tuple[Line, ...]
    left: int
    right: int
    top: int


def days_plot(shown: Width) -> tuple[int, int]:
    """Where the plot of a chart of days begins and ends sideways: in every such chart alike, so that days line up."""
    margin = SIDE + MARGIN if shown in WITH_MARGINS else SIDE
    return margin, WIDTHS[shown] - margin


def long(line: Line) -> float:
    """How wide a line is."""
    return measure(line.text, line.size, bold=line.bold)


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
