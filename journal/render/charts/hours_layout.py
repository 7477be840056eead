"""Lay out the hours since the last dose: a panel for each effect, a column for each bin of hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from journal.core.charts.hours import BINS, ENDS, HoursChart, HoursPanel, bin_words
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.languages import _, ngettext, number
from journal.render.charts.axis import Axis, Tick
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
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import drawable, measure, wrap

STEP, STEP_WIDE = 22, 26  # pixels one step of severity is high
END_HIGH = 16  # an end of the scale that stands over or under its line
COUNT_HIGH = 20  # the row that says how many answers each bin has
BETWEEN = 24  # under it
BESIDE = 8  # between the plot and the ends of the scale
WORST = len(SEVERITIES) - 1
PANELS_A_PAGE, PANELS_UNDER_CAPTION = 5, 3


@dataclass(frozen=True, slots=True)
class Bins(Axis):
    """The axis of the bins of hours since a dose."""

    @property
    def steps(self) -> int:
        """The bins."""
        return BINS

    def ticks(self, most: int = BINS) -> tuple[Tick, ...]:
        """The hours of every bin, below its middle; where not all have room, without the unit."""
        words = [bin_words(n) for n in range(BINS)]
        if max(measure(text, SMALL) for text in words) + 6 > self.pitch:
            words = [_short(n) for n in range(BINS)]
        return tuple(Tick(self.centre(n), text) for n, text in enumerate(words))


def _short(n: int) -> str:
    hours = [0, *(round(end.total_seconds() / 3600) for end in ENDS)]
    if n == len(ENDS):
        return _("over %(hours)s", hours=number(hours[n]))
    return _("%(low)s–%(high)s", low=number(hours[n]), high=number(hours[n + 1]))


@dataclass(frozen=True, slots=True)
class HoursBox:
    """The place of one effect: its name, the plot from `top` (very severe) to `bottom` (none), and the counts below."""

    over: tuple[Line, ...]
    top: int
    bottom: int
    counts: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HoursLayout(Layout):
    """The panels; `words` are the ends of the scale and what the axis counts; the hours stand under `axis`."""

    panels: tuple[HoursBox, ...]
    step: int
    words: tuple[Line, ...]
    axis: int


def lay_out(chart: HoursChart, shown: Width, with_caption: bool) -> HoursLayout:
    """The places of the chart."""
    width, (left, right) = WIDTHS[shown], days_plot(shown)
    bins, step = Bins(left, right), STEP if shown in PHONES else STEP_WIDE
    lines, top = head(chart.caption, width, with_caption)
    boxes: list[HoursBox] = []
    y = top
    for panel in chart.panels:
        box = _box(panel, y, bins, step, 0 if shown in WITH_MARGINS or boxes else END_HIGH)
        boxes.append(box)
        y = round(box.counts[0].y) + 4 + BETWEEN
    axis = y - BETWEEN + 2
    said = Line(_("hours since the last dose"), (left + right) / 2, axis + AXIS_HIGH + 8, SMALL, "soft", align="centre")
    return HoursLayout(
        width=width,
        height=axis + AXIS_HIGH + 18,
        head=lines,
        left=left,
        right=right,
        top=top,
        panels=tuple(boxes),
        step=step,
        words=(said, *_ends(boxes[:1], left, shown)),
        axis=axis,
    )


def _ends(boxes: Sequence[HoursBox], left: int, shown: Width) -> Iterator[Line]:
    """The ends of the scale beside the first panel; without a margin over its highest line and under its lowest."""
    for box in boxes:
        if shown in WITH_MARGINS:
            yield Line(severity_word(WORST), left - BESIDE, box.top + 4, SMALL, "soft", align="right")
            yield Line(severity_word(0), left - BESIDE, box.bottom + 4, SMALL, "soft", align="right")
        else:
            yield Line(severity_word(WORST), left, box.top - 7, SMALL, "soft")
            yield Line(severity_word(0), left, box.bottom + END_HIGH, SMALL, "soft")


def _box(panel: HoursPanel, y: int, bins: Bins, step: int, air: int) -> HoursBox:
    """The name with the number of answers right of it, or in a line below where that has no room; over the plot and
    under it so much more `air`."""
    said = ngettext("%(num)s answer", "%(num)s answers", panel.answers)
    beside = measure(said, SMALL)
    room = bins.right - bins.left
    in_line = measure(drawable(panel.name), NAME, bold=True) + 12 + beside <= room
    names = wrap(panel.name, NAME, room, bold=True)
    over = [Line(line, bins.left, y + NAME + n * lead(NAME), NAME, bold=True) for n, line in enumerate(names)]
    base = y + NAME + (max(len(names), 1) - 1) * lead(NAME)
    if in_line:
        over.append(Line(said, bins.right, base, SMALL, "soft", align="right"))
    else:
        base += lead(SMALL)
        over.append(Line(said, bins.left, base, SMALL, "soft"))
    top = base + 12 + air
    bottom = top + WORST * step
    counts = tuple(
        Line(number(each.answers), bins.centre(n), bottom + air + COUNT_HIGH - 4, SMALL, "soft", align="centre")
        for n, each in enumerate(panel.bins)
    )
    return HoursBox(tuple(over), top, bottom, counts)


def split(chart: HoursChart) -> Sequence[HoursChart]:
    """The chart as several that each fit a page, with the hours on each."""
    panels = chart.panels
    starts = [0, *range(PANELS_UNDER_CAPTION, len(panels), PANELS_A_PAGE)]
    return [replace(chart, panels=panels[a:b]) for a, b in zip(starts, [*starts[1:], len(panels)], strict=True)]
