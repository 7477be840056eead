"""Draw what charts over any axis share: steps without a value, bars of severities on their levels, and ticks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from journal.render.charts.axis import Axis, bars, runs
from journal.render.charts.layout import Line
from journal.render.charts.sheet import Segment, Sheet
from journal.render.style import SMALL
from journal.render.text.text_widths import measure

LEVELS = 5  # none, mild, moderate, severe, very severe
TICKS, TICKS_ON_A_PHONE = 7, 4
SeverityBars = tuple[Sequence[int | None], int]  # the severity of each step, and the pixel row of "none"


def gaps(known: Sequence[bool], axis: Axis, y: float) -> Iterator[Segment]:
    """A stroke at `y` over each run of steps of which nothing is known."""
    return ((axis.edge(start), y, axis.edge(stop), y) for has, start, stop in runs(known) if not has)


def draw_levels(sheet: Sheet, axis: Axis, bottoms: Sequence[int], step: int) -> None:
    """Draw the lines of the five severities, `step` pixels apart, over each of the `bottoms`."""
    heights = [bottom - level * step for bottom in bottoms for level in range(LEVELS)]
    sheet.lines("levels", [(axis.left, y, axis.right, y) for y in heights], sheet.theme.hair, 1)


def draw_severities(sheet: Sheet, axis: Axis, panels: Sequence[SeverityBars], step: int) -> None:
    """Draw a bar over each step that has a severity; bars of one severity share a path."""
    strokes: dict[int, list[Segment]] = defaultdict(list)
    for values, bottom in panels:
        for value, start, stop in bars(values, axis):
            if value is not None:
                left, right = axis.bar(start, stop)
                y = bottom - (value * step / 2 if value else 1.5)
                strokes[value].append((left, y, right, y))
    for value, segments in sorted(strokes.items()):
        colour = sheet.theme.ramp[value] if value else sheet.theme.tick
        sheet.lines(f"severity-{value}", segments, colour, value * step or 3)


def draw_ticks(sheet: Sheet, axis: Axis, y: int) -> None:
    """Draw the ticks under a plot that ends at `y`, each with its text; texts near an end stay inside the chart."""
    ticks = axis.ticks(TICKS if sheet.width > 500 else TICKS_ON_A_PHONE)
    sheet.lines("dates", [(tick.x, y + 1, tick.x, y + 6) for tick in ticks], sheet.theme.tick, 1)
    for tick in ticks:
        half = measure(tick.text, SMALL) / 2
        inside = min(max(tick.x, half + 2), sheet.width - half - 2)
        sheet.text(Line(tick.text, inside, y + 21, SMALL, "soft", align="centre"))
