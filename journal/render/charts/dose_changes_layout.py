"""Lay out the days before and after a change of dose: a panel for each effect, the day of the change in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from journal.core.charts.comparison import WINDOW
from journal.core.charts.comparison_words import change_words
from journal.core.charts.dose_changes_points import Around, Change, DoseChangesChart
from journal.core.charts.dose_changes_words import verdict_word
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.languages import _, ngettext
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
from journal.render.style import BODY, NAME, SMALL
from journal.render.text.text_widths import drawable, measure, wrap

STEP, STEP_WIDE = 16, 20  # pixels one step of severity is high
OVER = 8  # dots reach over the ends of the scale
BETWEEN = 22  # under a panel
END_HIGH = 16  # an end of the scale that stands over its line
BESIDE = 8
WORST = len(SEVERITIES) - 1
SPAN = WINDOW.days
ROWS_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class DaysAround(Axis):
    """The axis of the days around a change: those before it, the day itself and those after it."""

    @property
    def steps(self) -> int:
        """All its days."""
        return 2 * SPAN + 1

    def place(self, number: int) -> float:
        """The centre of a day by its number; the day of the change is 0."""
        return self.centre(number + SPAN)

    def ticks(self, most: int = 3) -> tuple[Tick, ...]:
        """The ends and the day of the change; in short where there is little room."""
        texts = (
            ngettext("%(num)s day before", "%(num)s days before", SPAN),
            _("the change"),
            ngettext("%(num)s day after", "%(num)s days after", SPAN),
        )
        return tuple(Tick(self.place(n), text) for n, text in zip((-SPAN, 0, SPAN), texts, strict=True))


@dataclass(frozen=True, slots=True)
class AroundBox:
    """The place of one effect around one change: what is said over it, and the plot from `top` to `bottom`."""

    row: Around
    change: Change
    over: tuple[Line, ...]
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class DoseChangesLayout(Layout):
    """The panels, the dates under the last panel of each change, and `words`: the changes and the ends of the scale."""

    panels: tuple[AroundBox, ...]
    axes: tuple[int, ...]
    step: int
    words: tuple[Line, ...]


def lay_out(chart: DoseChangesChart, shown: Width, with_caption: bool) -> DoseChangesLayout:
    """The places of the chart."""
    width, (left, right) = WIDTHS[shown], days_plot(shown)
    step = STEP if shown in PHONES else STEP_WIDE
    lines, top = head(chart.caption, width, with_caption)
    boxes: list[AroundBox] = []
    words: list[Line] = []
    axes: list[int] = []
    y = top
    for change in chart.drawn:
        said = change_words(change.on, change.before, change.after, with_year=chart.period.spans_years, unit=chart.unit)
        for line in wrap(said, BODY, right - left, bold=True):
            words.append(Line(line, left, y + BODY, BODY, bold=True))
            y += lead(BODY)
        y += 4
        for row in change.rows:
            air = 0 if shown in WITH_MARGINS or boxes else END_HIGH
            box = _box(row, change, y, left, right, step, air)
            if not boxes:
                words += _ends(box, left, shown)
            boxes.append(box)
            y = box.bottom + BETWEEN + air // 2
        axes.append(y - BETWEEN + OVER)
        y += AXIS_HIGH + 4
    return DoseChangesLayout(
        width=width,
        height=max(y - 8, top + 1),
        head=lines,
        left=left,
        right=right,
        top=top,
        panels=tuple(boxes),
        axes=tuple(axes),
        step=step,
        words=tuple(words),
    )


def _ends(box: AroundBox, left: int, shown: Width) -> Sequence[Line]:
    """The ends of the scale beside the first panel; without a margin over its highest line and under its lowest."""
    if shown in WITH_MARGINS:
        ends = ((WORST, box.top), (0, box.bottom))
        return [Line(severity_word(at), left - BESIDE, y + 4, SMALL, "soft", align="right") for at, y in ends]
    ends = ((WORST, box.top - OVER - 4), (0, box.bottom + END_HIGH))
    return [Line(severity_word(at), left, y, SMALL, "soft") for at, y in ends]


def _box(row: Around, change: Change, y: int, left: int, right: int, step: int, air: int) -> AroundBox:
    """The name of the effect, and its verdict right of it, or in a line below where that has no room."""
    said = verdict_word(row)
    is_changed = row.verdict == "changed"
    room = right - left
    beside = measure(said, SMALL, bold=is_changed)
    names = wrap(row.name, NAME, room, bold=True)
    over = [Line(line, left, y + NAME + n * lead(NAME), NAME, bold=True) for n, line in enumerate(names)]
    base = y + NAME + (max(len(names), 1) - 1) * lead(NAME)
    if measure(drawable(row.name), NAME, bold=True) + 12 + beside <= room:
        verdict = Line(said, right, base, SMALL, "soft", align="right")
    else:
        base += lead(SMALL)
        verdict = Line(said, left, base, SMALL, "soft")
    over.append(replace(verdict, tone="ink", bold=True) if is_changed else verdict)
    top = base + 8 + OVER + air
    return AroundBox(row, change, tuple(over), top, top + WORST * step)


def split(chart: DoseChangesChart) -> Sequence[DoseChangesChart]:
    """The chart as several that each fit a page: one where all fits, else one for so many effects of a change."""
    if sum(len(change.rows) for change in chart.drawn) <= ROWS_A_PAGE:
        return [chart]
    parts = (
        replace(change, rows=change.rows[n : n + ROWS_A_PAGE])
        for change in chart.drawn
        for n in range(0, len(change.rows), ROWS_A_PAGE)
    )
    return [replace(chart, changes=(part,)) for part in parts]
