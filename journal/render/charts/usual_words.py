"""The words of the severity panels: the ends of the scale, once, and the usual rating of the first and last dose."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from journal.core.charts.points import severity_words
from journal.core.charts.severity_points import Panel
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.languages import _, in_a_row
from journal.render.charts.axis import Days
from journal.render.charts.dose_labels import spread
from journal.render.charts.layout import MARGIN, Align, Line, Tone
from journal.render.style import SMALL
from journal.render.text.text_widths import wrap

END_HIGH = 15  # an end of the scale that stands over or under its line
BESIDE = 8  # between the plot and the words beside it
LINE = 15

WORST = len(SEVERITIES) - 1


class _Words(NamedTuple):
    """Lines of text around the row that lies so many pixels below the foot of the panel."""

    y: float
    lines: Sequence[str]
    tone: Tone
    bold: bool


def margin_words(panel: Panel, days: Days, bottom: int, step: int, *, with_ends: bool) -> Iterator[Line]:
    """The usual rating at its line, left of the plot for the first dose and right of it for the last; left of one
    panel the ends of the scale."""
    found = [_usual(median.median, step) for median in panel.medians]
    before = found[0] if len(found) > 1 else None
    at_left = [before] if before else []
    if with_ends:
        at_left += [_end(level, step) for level in (0, WORST) if before is None or before.y != -level * step]
    yield from _stacked(sorted(at_left), days.left - BESIDE, bottom, "right")
    if found and found[-1]:
        yield from _stacked([found[-1]], days.right + BESIDE, bottom, "left")


def _usual(median: float | None, step: int) -> _Words | None:
    if median is None:
        return None
    said = _("usual: %(severity)s", severity=severity_words(median))
    return _Words(-median * step, wrap(said, SMALL, MARGIN - BESIDE, bold=True), "ink", True)


def _end(level: int, step: int) -> _Words:
    return _Words(-level * step, wrap(severity_word(level), SMALL, MARGIN - BESIDE), "soft", False)


def _stacked(words: Sequence[_Words], x: float, bottom: int, align: Align) -> Iterator[Line]:
    """Each at its row, or as near to it as the others leave room for."""
    if not words:
        return
    highs = [len(each.lines) * LINE for each in words]
    apart = [(one + two) / 2 for one, two in pairwise(highs)]
    wanted = [each.y for each in words]
    centres = spread(wanted, apart, wanted[0] - 2 * LINE, wanted[-1] + 2 * LINE)
    for each, high, y in zip(words, highs, centres, strict=True):
        for n, line in enumerate(each.lines):
            base = bottom + round(y - high / 2 + n * LINE + 12)
            yield Line(line, x, base, SMALL, each.tone, each.bold, align)


def ends_inside(days: Days, top: int, bottom: int) -> Iterator[Line]:
    """The ends of the scale where there is no margin: over the highest line of a panel and under its lowest."""
    yield Line(severity_word(WORST), days.left, top - 7, SMALL, "soft")
    yield Line(severity_word(0), days.left, bottom + LINE, SMALL, "soft")


def said_usual(panel: Panel) -> tuple[str, ...]:
    """The usual ratings of the doses in one line, and in a shorter one; nothing where no dose has one."""
    known = [severity for severity, _same in groupby(each.median for each in panel.medians if each.median is not None)]
    words = [severity_words(severity) for severity in known]
    if not words:
        return ()
    if len(words) == 1:
        return (_("usual %(severity)s", severity=words[0]),)
    if len(words) == 2:
        return (_("usual %(before)s, then %(after)s", before=words[0], after=words[1]),)
    return (
        _("usual %(severity)s", severity=in_a_row(words)),
        _("usual %(first)s at first, %(last)s at last", first=words[0], last=words[-1]),
    )
