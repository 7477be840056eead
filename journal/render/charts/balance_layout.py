"""Lay out benefit and burden: for each time at a dose its name, and below it a bar for each thing that is counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from journal.core.charts.balance_points import BalanceChart, Level, Share
from journal.core.charts.balance_words import (
    count_words,
    dose_words,
    drawn,
    middle_words,
    rate_words,
    share_words,
)
from journal.core.charts.benefits import lower_is_better
from journal.core.medicine.benefits import HIGHEST
from journal.core.values.languages import _, ngettext
from journal.core.values.periods import period_words
from journal.core.values.sentences import opening
from journal.render.charts.layout import SIDE, WIDTHS, Layout, Line, Width, head, lead
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import drawable, measure, wrap

BAR_HIGH = 12
BETWEEN = 18
LEVELS_A_PAGE, LEVELS_UNDER_CAPTION, USUAL_ROWS = 5, 3, 4  # of so many rows each; with more of them fewer levels fit


class Bar(NamedTuple):
    """A bar: what it is of ("episode", "benefit", "hard" or "mattered"), and from where to where of its track."""

    kind: str
    left: float
    right: float
    track: float
    y: float


@dataclass(frozen=True, slots=True)
class BalanceLayout(Layout):
    """The words and bars of each level, and the lines between the levels."""

    words: tuple[Line, ...]
    bars: tuple[Bar, ...]
    rules: tuple[float, ...]


def lay_out(chart: BalanceChart, shown: Width, with_caption: bool) -> BalanceLayout:
    """The places of the chart."""
    width = WIDTHS[shown]
    left, right = SIDE, width - SIDE
    lines, top = head(chart.caption, width, with_caption)
    words, bars, rules = list[Line](), list[Bar](), list[float]()
    y = top
    for level in drawn(chart.levels):
        if words:
            rules.append(y - BETWEEN / 2)
        named, y = _named(level, chart, y, left, right)
        words += named
        for kind, name, said, share in _rows(level, chart):
            more, y = _said(name, said, y, left, right)
            words += more
            bars.append(Bar(kind, left, round(left + share * (right - left), 1), right, y + BAR_HIGH / 2))
            y += BAR_HIGH + 6
        y += BETWEEN
    return BalanceLayout(width, y - BETWEEN + 14, lines, left, right, top, tuple(words), tuple(bars), tuple(rules))


def _named(level: Level, chart: BalanceChart, y: int, left: int, right: int) -> tuple[list[Line], int]:
    """The dose, and its days right of it, or below where they have no room; and where what follows begins."""
    name = opening(dose_words(level, chart.of.unit))
    said = period_words(level.days, chart.period.last_on)
    base = y + NAME
    lines = [Line(name, left, base, NAME, bold=True)]
    if measure(name, NAME, bold=True) + 16 + measure(said, SMALL) <= right - left:
        lines.append(Line(said, right, base, SMALL, "soft", align="right"))
    else:
        for line in wrap(said, SMALL, right - left):
            lines.append(Line(line, left, base := base + lead(SMALL), SMALL, "soft"))
    return lines, base + 10


def _rows(level: Level, chart: BalanceChart) -> list[tuple[str, str, str, float]]:
    """What is counted of a level: what it is, its name, its words, and how long its bar is, 1 at the most."""
    most = chart.most_a_week or 1
    rows = [
        (
            "episode",
            opening(kind),
            _("%(count)s, %(rate)s", count=count_words(level, n), rate=rate_words(level, n)),
            level.a_week(n) / most,
        )
        for n, kind in enumerate(chart.kinds)
    ]
    if not rows and (chart.counts_episodes or not chart.benefits):
        said = ngettext("none in %(num)s day", "none in %(num)s days", level.recorded)
        rows.append(("episode", _("Episodes"), said, 0.0))
    for name, middle in zip(chart.benefits, level.benefits, strict=True):
        share = (middle.median or 0) / HIGHEST
        rows.append(("benefit", lower_is_better(opening(name)), middle_words(middle), share))
    rows.append(("hard", _("Hard days"), *_share(level.bothersome, rated=True)))
    if chart.has_mattered:
        rows.append(("mattered", _("Falls, missed work"), *_share(level.mattered, rated=False)))
    return rows


def _share(share: Share, *, rated: bool) -> tuple[str, float]:
    if not share.known:
        return (_("no day rated") if rated else _("no day answered")), 0.0
    return share_words(share), share.days / share.known


def _said(name: str, said: str, y: int, left: int, right: int) -> tuple[list[Line], int]:
    """The name of a row and its count at the right, or below; and where its bar begins."""
    room = right - left
    base = y + SMALL
    if measure(drawable(name), SMALL) + 12 + measure(said, SMALL) <= room:
        return [Line(name, left, base, SMALL), Line(said, right, base, SMALL, align="right")], base + 6
    lines = []
    for text in (*wrap(name, SMALL, room), *wrap(said, SMALL, room)):
        lines.append(Line(text, left, base, SMALL))
        base += lead(SMALL)
    return lines, base - lead(SMALL) + 6


def split(chart: BalanceChart) -> Sequence[BalanceChart]:
    """The chart as several that each fit a page, with bars of one scale: fewer levels where more is counted."""
    levels = drawn(chart.levels)
    rows = len(_rows(levels[0], chart)) if levels else 0
    first, more = (max(1, most * USUAL_ROWS // max(rows, USUAL_ROWS)) for most in (LEVELS_UNDER_CAPTION, LEVELS_A_PAGE))
    starts = [0, *range(first, len(levels), more)]
    parts = [levels[a:b] for a, b in zip(starts, [*starts[1:], len(levels)], strict=True)]
    return [replace(chart, levels=part) for part in parts]
