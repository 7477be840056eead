"""Lay out and draw the rows under the days of a chart: a dot where something was so, a stroke where it was not.

Nothing here loads matplotlib: `draw_day_rows` draws on the sheet it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.core.charts.day_marks import DayRow
from journal.core.record.days import BY_KEY
from journal.core.values.languages import _, pgettext
from journal.render.charts.axis import OWN_BAR_FROM, Days
from journal.render.charts.layout import AXIS_HIGH, MARGIN, SIDE, WITH_MARGINS, Line, Width, flow
from journal.render.style import SMALL
from journal.render.text.text_widths import wrap

if TYPE_CHECKING:
    from journal.render.charts.sheet import Sheet

ROW, ROW_OF_TWO, ROW_UNDER_NAME = 22, 32, 38  # the pitch of a row: beside its name, one in two lines, or under it
AIR = 8
DOT, DOT_LEAST = 9.0, 3.0
STROKE = 6  # how high the mark of a no is
ROUND = 0.01  # a stroke this long with round ends is a dot


@dataclass(frozen=True, slots=True)
class DayRows:
    """The middle of each row, its words, what the marks mean, and how high all of it is."""

    middles: tuple[float, ...] = ()
    words: tuple[Line, ...] = ()
    legend: tuple[Line, ...] = ()
    height: int = 0


NO_ROWS = DayRows()


def lay_out_rows(rows: Sequence[DayRow], axis: int, shown: Width, width: int) -> DayRows:
    """The places of the rows under an axis whose days end at `axis`; its dates stand between."""
    if not rows:
        return NO_ROWS
    has_margin = shown in WITH_MARGINS
    top = y = float(axis + AXIS_HIGH + 4)
    middles, words = [], []
    for row in rows:
        name = _(BY_KEY[row.question].name)
        if has_margin:
            lines = wrap(name, SMALL, MARGIN - AIR, bold=True)
            high = ROW if len(lines) == 1 else ROW_OF_TWO
            middle = y + high / 2
            first = middle + 4.5 - (len(lines) - 1) * 7.5
            left = SIDE + MARGIN - AIR
            words += [Line(line, left, first + n * 15, SMALL, bold=True, align="right") for n, line in enumerate(lines)]
        else:
            high = ROW_UNDER_NAME
            middle = y + high - 10
            words.append(Line(name, SIDE, y + SMALL, SMALL, bold=True))
        middles.append(middle)
        y += high
    legend = flow((pgettext("answer", "yes"), pgettext("answer", "no"), _("blank: not answered")), round(y) + 6, width)
    return DayRows(tuple(middles), tuple(words), legend, round(legend[-1].y - top + 4 + 10))


def draw_day_rows(sheet: Sheet, rows: Sequence[DayRow], place: DayRows, days: Days) -> None:
    """Draw the marks, each row's name and what the marks mean."""
    if not rows:
        return
    yes, no = [], []
    for row, y in zip(rows, place.middles, strict=True):
        for n, answer in enumerate(row.days):
            if answer:
                yes.append((days.centre(n), y))
            elif answer is False and days.pitch >= OWN_BAR_FROM:  # narrower, the strokes would be a band
                no.append((days.centre(n), y))
    foot = place.middles[-1]
    sheet.lines("day-lines", [(place_x, y, days.right, y) for place_x, y in _lines(place, days)], sheet.theme.hair, 1)
    yes_key, no_key, _blank = place.legend
    yes.append((yes_key.x - 12, yes_key.y - 4.5))
    no.append((no_key.x - 12, no_key.y - 4.5))
    half = STROKE / 2
    sheet.lines("day-no", [(x, y - half, x, y + half) for x, y in no], sheet.theme.tick, 1.5)
    size = max(DOT_LEAST, min(DOT, days.pitch * 0.9))
    sheet.lines("day-yes", [(x, y, x + ROUND, y) for x, y in yes if y <= foot], sheet.theme.ink, size, round_ends=True)
    keys = [(x, y, x + ROUND, y) for x, y in yes if y > foot]
    sheet.lines("key-day-yes", keys, sheet.theme.ink, DOT, round_ends=True)
    sheet.text(*place.words, *place.legend)


def _lines(place: DayRows, days: Days) -> Sequence[tuple[float, float]]:
    """A thin line under each row, so that a mark is read at its own."""
    return [(days.left, y + 10) for y in place.middles]
