"""Where everything stands, in pixels from the top left. Nothing here loads matplotlib: pages need sizes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from journal.core.trends import OUTSIDE, CalendarChart, Chart, DosesChart, Month, Panel, SeverityChart, Words
from journal.render.letters import clean, measure, wrap
from journal.render.scale import MONTHS, Days
from journal.render.style import BODY, NAME, SMALL, TITLE

WIDE, NARROW = 680, 358  # a column of a page; a phone of 390 without its margins
SIDE = 14
GUTTER = 54  # holds “severe”, the end of the scale
STEP, STEP_WIDE = 22, 26  # pixels one step of severity is high
DOSE_HIGH = 78
AXIS_HIGH = 30
WEEK, WEEK_HIGH = 7, 20
MONTHS_LETTERED = 13  # of more, only the first week says where it begins: a picture of ten years stays small
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_HIGH, WEEKS_HIGH, STRIP_HIGH = 252, 170, 16

Tone = Literal["ink", "soft", "act"]
Align = Literal["left", "middle", "right"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where its baseline starts (or ends, or has its middle) and how it looks."""

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
        share = {"left": 0.0, "middle": 0.5, "right": 1.0}[self.align]
        return round((self.x - share * measure(self.text, self.size, bold=self.bold)) * 10) / 10


@dataclass(frozen=True, slots=True)
class PanelBox:
    """The place of one effect: its name in lines, and the plot from `top` (very severe) to `bottom` (none)."""

    name: tuple[Line, ...]
    rated: Line
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of a chart, its words on top, and where its plot begins and ends sideways."""

    width: int
    height: int
    head: tuple[Line, ...]
    left: int
    right: int
    top: int


@dataclass(frozen=True, slots=True)
class SeverityLayout(Layout):
    """Chart 1: the panels, then the dose from `dose_top` to `dose_bottom`."""

    panels: tuple[PanelBox, ...]
    dose_top: int
    dose_bottom: int
    step: int


@dataclass(frozen=True, slots=True)
class CalendarLayout(Layout):
    """Chart 2: cells of `cell` by `row` pixels, `columns` of them in a line; `rows` is the top of each month,
    `years` are the year headings, `names` stand left of the lines and `heads` over the columns. A phone is too
    narrow for 31 days in a line: there a line is a week, Monday first, and weeks outside the period are left out."""

    cell: float
    row: int
    columns: int
    rows: tuple[int, ...]
    years: tuple[Line, ...]
    names: tuple[Line, ...]
    heads: tuple[Line, ...]
    key: tuple[Line, ...]

    def middle(self, month: Month, top: int, day: int) -> tuple[float, float]:
        """The middle of the cell of a day (the first of the month is 0)."""
        line, column = divmod(_before(month, self.columns) + day, self.columns)
        return self.left + (column + 0.5) * self.cell, top + (line + 0.5) * self.row


@dataclass(frozen=True, slots=True)
class DosesLayout(Layout):
    """Chart 7: the key of marks (the mark stands left of each line), the plot, and the strip below it."""

    key: tuple[Line, ...]
    bottom: int


def lead(size: int) -> int:
    """The height of a line of text."""
    return round(size * 1.4)


def stack(text: str, y: int, size: int, room: float, *, bold: bool = False, tone: Tone = "ink") -> tuple[Line, ...]:
    """The wrapped lines of a text whose first line has its top at `y`."""
    lines = wrap(text, size, room, bold=bold)
    return tuple(Line(line, SIDE, y + size + n * lead(size), size, tone, bold) for n, line in enumerate(lines))


def head(words: Words, width: int, shown: bool) -> tuple[tuple[Line, ...], int]:
    """The question, the answer and the reading over a chart, and the height they take; nothing when not `shown`."""
    y, lines = 10, list[Line]()
    if not shown:
        return (), y
    parts: tuple[tuple[str, int, bool, Tone], ...] = (
        (words.question, TITLE, True, "ink"),
        (words.answer, BODY, False, "ink"),
        (words.reading, SMALL, False, "soft"),
    )
    for text, size, bold, tone in parts:
        new = stack(text, y, size, width - 2 * SIDE, bold=bold, tone=tone)
        lines += new
        y += len(new) * lead(size) + (6 if new else 0)
    return tuple(lines), y + 8


def severity(chart: SeverityChart, wide: bool, words: bool) -> SeverityLayout:
    """The places of chart 1."""
    width = WIDE if wide else NARROW
    left, right, step = SIDE + GUTTER, width - SIDE, STEP_WIDE if wide else STEP
    lines, top = head(chart.words, width, words)
    boxes, y = [], top
    for panel in chart.panels:
        boxes.append(_panel(panel, y, left, right, step))
        y = boxes[-1].bottom + 26
    dose_top = y + lead(NAME) + 2
    dose_bottom = dose_top + DOSE_HIGH
    height = dose_bottom + AXIS_HIGH
    return SeverityLayout(width, height, lines, left, right, top, tuple(boxes), dose_top, dose_bottom, step)


def _panel(panel: Panel, y: int, left: int, right: int, step: int) -> PanelBox:
    total = len(panel.days) or sum((week.last_on - week.first_on).days + 1 for week in panel.weeks)
    count = f"rated on {panel.rated} of {total} day{'s' if total != 1 else ''}"
    room = right - left - measure(count, SMALL) - 12
    beside = measure(clean(panel.name), NAME, bold=True) <= room
    names = wrap(panel.name, NAME, room if beside else right - left, bold=True)
    name = tuple(Line(line, left, y + NAME + n * lead(NAME), NAME, bold=True) for n, line in enumerate(names))
    base = y + NAME + (max(len(names), 1) - 1) * lead(NAME)
    if beside:
        rated = Line(count, right, base, SMALL, "soft", align="right")
    else:
        rated = Line(count, left, base := base + lead(SMALL), SMALL, "soft")
    top = base + 12
    return PanelBox(name, rated, top, top + 4 * step)


def calendar(chart: CalendarChart, wide: bool, words: bool) -> CalendarLayout:
    """The places of chart 2."""
    width = WIDE if wide else NARROW
    left, right = SIDE + 34, width - SIDE
    lines, top = head(chart.words, width, words)
    columns = 31 if wide else WEEK
    cell = round((right - left) / columns * 2) / 2
    row = round(cell) if wide else WEEK_HIGH
    y, rows, years, names = top + 4, list[int](), list[Line](), list[Line]()
    for n, month in enumerate(chart.months):
        if n == 0 or month.first_on.month == 1:
            y += 8 if n else 0
            years.append(Line(str(month.first_on.year), SIDE, y + SMALL, SMALL, "ink", bold=True))
            y += lead(SMALL)
        shown = _shown(month, columns)
        rows.append(y - shown[0] * row)
        lettered = shown if len(chart.months) <= MONTHS_LETTERED else shown[:1]
        names += _names(month, lettered, columns, y, row)
        y += len(shown) * row + (0 if wide else 6)
    key = flow(("none", "mild", "moderate", "severe", "very severe", "not rated"), y + 18, width)
    return CalendarLayout(
        width=width,
        height=_below(key, y),
        head=lines,
        left=left,
        right=right,
        top=top,
        cell=cell,
        row=row,
        columns=columns,
        rows=tuple(rows),
        years=tuple(years),
        names=tuple(names),
        heads=_heads(columns, left, cell, years[0].y),
        key=key,
    )


def _before(month: Month, columns: int) -> int:
    """The empty cells before the first of the month."""
    return month.first_on.weekday() if columns == WEEK else 0


def _shown(month: Month, columns: int) -> range:
    """The lines of a month that have a day of the period."""
    inside = [n for n, value in enumerate(month.days) if value != OUTSIDE]
    before = _before(month, columns)
    return range((before + inside[0]) // columns, (before + inside[-1]) // columns + 1)


def _names(month: Month, shown: range, columns: int, y: int, row: int) -> list[Line]:
    """The month at its first line, the first day of the line at every other."""
    before = _before(month, columns)
    words = [str(line * columns - before + 1) for line in shown]
    words[0] = MONTHS[month.first_on.month - 1]
    return [Line(text, SIDE, y + n * row + (row + 8) / 2 - 1, SMALL, "soft") for n, text in enumerate(words)]


def _heads(columns: int, left: int, cell: float, y: float) -> tuple[Line, ...]:
    """The days of the month over some columns, or the days of the week over each."""
    shown = dict(enumerate(WEEKDAYS)) if columns == WEEK else {n - 1: str(n) for n in (1, 5, 10, 15, 20, 25, 30)}
    return tuple(Line(text, left + (n + 0.5) * cell, y, SMALL, "soft", align="middle") for n, text in shown.items())


def doses(chart: DosesChart, wide: bool, words: bool) -> DosesLayout:
    """The places of chart 7."""
    width = WIDE if wide else NARROW
    lines, top = head(chart.words, width, words)
    names = ("taken", "late", "skipped", "missed", "nothing recorded")
    key = flow(names, top, width)
    top = _below(key, top) + 12
    bottom = top + (WEEKS_HIGH if chart.weeks else DAY_HIGH)
    height = bottom + (STRIP_HIGH + 8 if chart.weeks else 0) + AXIS_HIGH
    return DosesLayout(width, height, lines, SIDE + 44, width - SIDE, top, key, bottom)


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


def _below(key: Sequence[Line], y: int) -> int:
    return round(key[-1].y) + 14 if key else y


def days(chart: Chart, layout: Layout) -> Days:
    """The scale of days of a chart laid out so."""
    return Days(chart.period, layout.left, layout.right)


def place(chart: Chart, wide: bool, words: bool) -> SeverityLayout | CalendarLayout | DosesLayout:
    """The places of any chart."""
    if isinstance(chart, SeverityChart):
        return severity(chart, wide, words)
    if isinstance(chart, CalendarChart):
        return calendar(chart, wide, words)
    return doses(chart, wide, words)
