"""Lay out the calendar: months as on a wall, or a line for each month when there are many; split it for paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from journal.core.charts.calendar import OUTSIDE, QUIET, CalendarChart, Month
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values import languages
from journal.core.values.languages import _, pgettext
from journal.core.values.weeks import weekday_letter, weekday_name
from journal.render.charts.layout import PHONES, SIDE, WIDTHS, Layout, Line, Width, below, flow, head, lead
from journal.render.style import BODY, SMALL

WEEK = 7
MONTHS_A_PAGE = 36
ON_A_WALL = 13  # of more months each is a line: a picture of ten years stays small
ACROSS: dict[Width, int] = {"small": 2, "narrow": 2, "medium": 3, "wide": 3, "laptop": 4, "desk": 4}
CELL_LEAST, CELL_MOST, ROW_LEAST, ROW_MOST = 20, 56, 26, 40
WORDED_FROM = 30  # pixels a day; narrower columns have only the first letter of their weekday
STRIP_NAMES, STRIP_ROW = 34, 16  # a month in one line: room for its name, and its height


@dataclass(frozen=True, slots=True)
class MonthBox:
    """The place of one month: its cells are counted from `left` and `top`, the first of the month after `before`."""

    left: float
    top: float
    before: int
    columns: int


@dataclass(frozen=True, slots=True)
class CalendarLayout(Layout):
    """A box for each month, with cells of `cell` by `row` pixels; `numbered` cells say their day.

    `names` are the months (and years), `heads` the weekdays or days over the columns, `legend` what the colours mean.
    """

    cell: float
    row: float
    numbered: bool
    boxes: tuple[MonthBox, ...]
    names: tuple[Line, ...]
    heads: tuple[Line, ...]
    legend: tuple[Line, ...]

    def centre(self, box: MonthBox, day: int) -> tuple[float, float]:
        """The centre of the cell of a day (the first of the month is 0)."""
        line, column = divmod(box.before + day, box.columns)
        return box.left + (column + 0.5) * self.cell, box.top + (line + 0.5) * self.row


def lay_out(chart: CalendarChart, shown: Width, with_caption: bool) -> CalendarLayout:
    """The places of the calendar."""
    lines, top = head(chart.caption, WIDTHS[shown], with_caption)
    if len(chart.months) > ON_A_WALL:
        return _strips(chart.months, shown, lines, top)
    return _wall(chart.months, chart.first_weekday, shown, lines, top)


def split(chart: CalendarChart) -> Sequence[CalendarChart]:
    """The calendar as several that each fit a page."""
    starts = range(0, len(chart.months), MONTHS_A_PAGE)
    return [replace(chart, months=chart.months[n : n + MONTHS_A_PAGE]) for n in starts]


def _wall(
    months: Sequence[Month], first_weekday: int, shown: Width, lines: tuple[Line, ...], top: int
) -> CalendarLayout:
    """Months side by side, weeks below each other, as the calendar of the history has them."""
    gap = 16 if shown in PHONES else 28
    across = _across(len(months), shown, gap)
    cell = min(_cell(across, shown, gap), CELL_MOST)
    row = min(max(cell, ROW_LEAST), ROW_MOST)
    y, boxes, names, heads = float(top), list[MonthBox](), list[Line](), list[Line]()
    for start in range(0, len(months), across):
        beside = months[start : start + across]
        weeks = [_weeks(month, first_weekday) for month in beside]
        for n, (month, inside) in enumerate(zip(beside, weeks, strict=True)):
            left = SIDE + n * (WEEK * cell + gap)
            names.append(Line(_named(month, not boxes), left + 2, y + BODY, BODY, bold=True))
            first_line = y + lead(BODY) + lead(SMALL) + 4
            heads += _weekdays(first_weekday, left, cell, first_line - 7)
            boxes.append(MonthBox(left, first_line - inside.start * row, _before(month, first_weekday), WEEK))
        y += lead(BODY) + lead(SMALL) + 4 + max(len(inside) for inside in weeks) * row + 14
    return _layout(shown, lines, top, round(y), cell, row, boxes, names, heads, months)


def _across(months: int, shown: Width, gap: int) -> int:
    """How many months stand side by side; where the last one would stand alone, one more, or of four two."""
    usual = min(ACROSS[shown], months)
    if shown in PHONES and months <= 2:
        return 1
    if months == usual or months % usual != 1:
        return usual
    if _cell(usual + 1, shown, gap) >= CELL_LEAST:
        return usual + 1
    return 2 if months == 4 else usual


def _cell(across: int, shown: Width, gap: int) -> float:
    """The width of a day, on half pixels."""
    room = (WIDTHS[shown] - 2 * SIDE - (across - 1) * gap) / across
    return int(room / WEEK * 2) / 2


def _before(month: Month, first_weekday: int) -> int:
    """How many days of the week its first day is in lie before it."""
    return (month.first_on.weekday() - first_weekday) % WEEK


def _weeks(month: Month, first_weekday: int) -> range:
    """The lines of a month that have a day of the period: weeks outside it take no room."""
    inside = [n for n, value in enumerate(month.days) if value != OUTSIDE]
    before = _before(month, first_weekday)
    return range((before + inside[0]) // WEEK, (before + inside[-1]) // WEEK + 1)


def _named(month: Month, first: bool) -> str:
    if first or month.first_on.month == 1:
        return languages.day(month.first_on, pgettext("month alone", "LLL y"))
    return _name_alone(month)


def _name_alone(month: Month) -> str:
    return languages.day(month.first_on, pgettext("month alone", "LLL"))


def _weekdays(first_weekday: int, left: float, cell: float, y: float) -> Iterator[Line]:
    for n in range(WEEK):
        weekday = (first_weekday + n) % WEEK
        text = weekday_name(weekday, short=True) if cell >= WORDED_FROM else weekday_letter(weekday)
        yield Line(text, left + (n + 0.5) * cell, y, SMALL, "soft", align="centre")


def _strips(months: Sequence[Month], shown: Width, lines: tuple[Line, ...], top: int) -> CalendarLayout:
    """A line for each month, a year below the other."""
    left = SIDE + STRIP_NAMES
    cell, row = int((WIDTHS[shown] - SIDE - left) / 31 * 2) / 2, STRIP_ROW
    y, boxes, names, heads = float(top), list[MonthBox](), list[Line](), list[Line]()
    for n, month in enumerate(months):
        if n == 0 or month.first_on.month == 1:
            y += 10 if n else 0
            names.append(Line(str(month.first_on.year), SIDE, y + SMALL, SMALL, bold=True))
            heads += [
                Line(str(day), left + (day - 0.5) * cell, y + SMALL, SMALL, "soft", align="centre")
                for day in (1, 10, 20, 30)
            ]
            y += lead(SMALL) + 2
        names.append(Line(_name_alone(month), SIDE, y + row / 2 + 4.5, SMALL, "soft"))
        boxes.append(MonthBox(left, y, 0, 31))
        y += row
    return _layout(shown, lines, top, round(y) + 10, cell, row, boxes, names, heads, months)


def _layout(
    shown: Width,
    lines: tuple[Line, ...],
    top: int,
    bottom: int,
    cell: float,
    row: float,
    boxes: Sequence[MonthBox],
    names: Sequence[Line],
    heads: Sequence[Line],
    months: Sequence[Month],
) -> CalendarLayout:
    severities = [severity_word(severity) for severity in range(len(SEVERITIES))]
    quiet = [_("quiet")] if any(QUIET in month.days for month in months) else []
    legend = flow([*severities, _("not rated"), *quiet], bottom + 4, WIDTHS[shown])
    return CalendarLayout(
        width=WIDTHS[shown],
        height=below(legend, bottom),
        head=lines,
        left=SIDE,
        right=WIDTHS[shown] - SIDE,
        top=top,
        cell=cell,
        row=row,
        numbered=boxes[0].columns == WEEK,
        boxes=tuple(boxes),
        names=tuple(names),
        heads=tuple(heads),
        legend=legend,
    )
