"""Lay out the lanes of planned times: their names, the words of what was not as planned, and what the marks mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from journal.core.charts.doses_points import DosesChart
from journal.core.charts.lanes import Lane, LaneState
from journal.core.values.languages import NP_, _, pgettext
from journal.render.charts.axis import Days, runs
from journal.render.charts.day_rows import NO_ROWS, DayRows, lay_out_rows
from journal.render.charts.layout import (
    AXIS_HIGH,
    MARGIN,
    WIDTHS,
    WITH_MARGINS,
    Layout,
    Line,
    Width,
    below,
    days_plot,
    flow,
    head,
    long,
)
from journal.render.style import SMALL
from journal.render.text.text_widths import measure, wrap

ROW, ROW_OF_WORDS = 28, 44  # the pitch of a lane, and of one with words over it
CELL = 11  # the height of a cell
OVER = 13  # from the middle of a lane to the foot of the words over it
AIR = 8
PAUSE_HIGH = 18  # the row over the lanes that says where pauses are
UNPLANNED_FROM = 7  # days in a row without the time, that "not planned" is written on

# What a lane can show, in the order in which it is explained; "as planned" is explained wherever there is a lane.
NAMES: Mapping[LaneState, str] = {
    "as planned": NP_("dose", "as planned"),
    "late": NP_("dose", "late"),
    "skipped": NP_("dose", "skipped"),
    "missed": NP_("dose", "missed or not logged"),
    "more": NP_("dose", "more than planned"),
    "less": NP_("dose", "less than planned"),
    "no time": NP_("dose", "at no planned time"),
    "pending": NP_("dose", "still to come"),
    "not recorded": NP_("dose", "nothing recorded"),
}
WEIGHT: tuple[LaneState, ...] = ("missed", "more", "less", "skipped", "late", "no time")  # whose words come first


@dataclass(frozen=True, slots=True)
class LanesLayout(Layout):
    """The legend (a mark stands left of each line), the middle of each lane, the words in and over them, and the foot
    of the last one."""

    legend: tuple[tuple[LaneState, Line], ...]
    middles: tuple[float, ...]
    words: tuple[Line, ...]
    bottom: int
    matters: DayRows = NO_ROWS


def lay_out(chart: DosesChart, shown: Width, with_caption: bool) -> LanesLayout:
    """The places of the lanes."""
    lines, top = head(chart.caption, WIDTHS[shown], with_caption)
    days = Days(*days_plot(shown), chart.period)
    legend = _legend(chart, top, WIDTHS[shown])
    y = below([line for _state, line in legend], top) + 6
    words = list(_pauses(chart, days, y + SMALL))
    top = y = y + (PAUSE_HIGH if words else 0)
    middles = list[float]()
    for lane in chart.lanes:
        named = _names(lane, days, has_margin=shown in WITH_MARGINS)
        over = _over(lane, days, [line for line in named if line.y < 0], WIDTHS[shown])
        high = ROW_OF_WORDS if over or any(line.y < 0 for line in named) else ROW
        middles.append(y + high - ROW / 2)
        words += [_moved(line, middles[-1]) for line in (*named, *over, *_unplanned(lane, chart, days))]
        y += high
    matters = lay_out_rows(chart.matters, y, shown, WIDTHS[shown])
    return LanesLayout(
        width=WIDTHS[shown],
        height=y + AXIS_HIGH + matters.height,
        head=lines,
        left=days.left,
        right=days.right,
        top=top,
        legend=legend,
        middles=tuple(middles),
        words=tuple(words),
        bottom=y,
        matters=matters,
    )


def _legend(chart: DosesChart, y: int, width: int) -> tuple[tuple[LaneState, Line], ...]:
    """What occurs: a mark that is nowhere needs no explanation."""
    found = {cell.state for lane in chart.lanes for cell in lane.cells} - {"not recorded"} | {"as planned"}
    if chart.not_recorded:
        found.add("not recorded")
    states = [state for state in NAMES if state in found]
    lines = flow([pgettext("dose", NAMES[state]) for state in states], y, width)
    return tuple(zip(states, lines, strict=True))


def _moved(line: Line, middle: float) -> Line:
    return Line(line.text, line.x, middle + line.y, line.size, line.tone, line.bold, line.align)


def _names(lane: Lane, days: Days, *, has_margin: bool) -> tuple[Line, ...]:
    """The name of a lane left of it, or over it; here and below the rows are counted from the middle of the lane."""
    if not has_margin:
        return (Line(lane.name, days.left, -OVER, SMALL, bold=True),)
    lines = wrap(lane.name, SMALL, MARGIN - AIR, bold=True)
    first = 4.5 - (len(lines) - 1) * 7.5
    return tuple(
        Line(line, days.left - AIR, first + n * 15, SMALL, bold=True, align="right") for n, line in enumerate(lines)
    )


def _over(lane: Lane, days: Days, taken: Sequence[Line], width: int) -> tuple[Line, ...]:
    """The words of what was not as planned, over their marks. Where two would meet the weightier one stays, of equal
    ones the newer: the table has all of them."""
    spans = [(line.left, line.left + long(line)) for line in taken]
    worded = [cell for cell in lane.cells if cell.words]
    worded.sort(key=lambda cell: (WEIGHT.index(cell.state), -cell.on.toordinal()))
    lengths: dict[str, float] = {}  # a lane may have a word for each of 400 days, most of them alike
    placed = []
    for cell in worded:
        length = lengths.get(cell.words) or lengths.setdefault(cell.words, measure(cell.words, SMALL))
        x = min(max(days.centre(days.index(cell.on)), length / 2 + 2), width - length / 2 - 2)
        first, last = x - length / 2 - AIR, x + length / 2 + AIR
        if all(last <= left or right <= first for left, right in spans):
            spans.append((x - length / 2, x + length / 2))
            placed.append(Line(cell.words, round(x * 2) / 2, -OVER, SMALL, "ink", align="centre"))
    return tuple(placed)


def _pauses(chart: DosesChart, days: Days, y: float) -> Iterator[Line]:
    """The word of each pause over its days, above all lanes; of two that would meet the first."""
    said, free_from = _("pause"), 0.0
    half = measure(said, SMALL) / 2
    for pause in chart.pauses:
        middle = (days.edge(days.index(pause.first_on)) + days.edge(days.index(pause.last_on) + 1)) / 2
        x = min(max(middle, days.left + half), days.right - half)
        if x - half >= free_from:
            yield Line(said, x, y, SMALL, align="centre")
            free_from = x + half + AIR


def _unplanned(lane: Lane, chart: DosesChart, days: Days) -> Iterator[Line]:
    """ "Not planned" where the time was not in the plan for long."""
    has = {cell.on for cell in lane.cells} | {on for pause in chart.pauses for on in pause.days()}
    if any(cell.state == "no time" for cell in lane.cells):
        return
    said = _("not planned")
    for planned, start, stop in runs([on in has for on in days.period.days()]):
        left, right = days.edge(start), days.edge(stop)
        if not planned and stop - start >= UNPLANNED_FROM and right - left >= measure(said, SMALL) + 2 * AIR:
            yield Line(said, (left + right) / 2, 4.5, SMALL, "soft", align="centre")
