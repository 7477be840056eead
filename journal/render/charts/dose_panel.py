"""Draw the dose of a medicine: what was taken as light bars, what was planned as a step line, and pauses."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

from journal.core.charts.severity_points import DoseLine
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _
from journal.render.charts.axis import Days, bars
from journal.render.charts.dose_labels import AIR, ROW
from journal.render.charts.layout import Line
from journal.render.charts.panels import gaps
from journal.render.charts.severity_layout import DoseBox
from journal.render.charts.sheet import Point, Segment, Sheet
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import measure, wrap

APART = 12  # between the title and what stands at its right
SINGLE_DAYS_FROM = 0.8  # pixels a day; below it the median of each week is drawn


def draw_dose(sheet: Sheet, dose: DoseLine, box: DoseBox, days: Days, prefix: str = "") -> None:
    """Draw the dose of one medicine and its labels; `prefix` tells its shapes from those of another."""
    taken = dose.taken_amount if days.pitch >= SINGLE_DAYS_FROM else _by_week(dose.taken_amount)
    most = max(
        [step.daily_amount for step in dose.steps] + [amount for amount in taken if amount is not None], default=0
    )
    panel = _Panel(sheet, dose, box, days, box.high / (most or 1), prefix)
    _gaps(panel, taken)
    _taken(panel, taken)
    _dose_changes(panel)
    _planned(panel)
    _pauses(panel)
    panel.lines("dose-base", [(days.left, box.bottom, days.right, box.bottom)], sheet.theme.hair, 1)
    sheet.text(*_words(panel, most))
    _step_labels(panel)


class _Panel(NamedTuple):
    """What is drawn where: the dose of one medicine in its box, `scale` pixels for a millionth of its unit."""

    sheet: Sheet
    dose: DoseLine
    box: DoseBox
    days: Days
    scale: float
    prefix: str

    def lines(self, gid: str, segments: Sequence[Segment], colour: str, width: float, **look: Any) -> None:
        """Strokes of one look, under a name of their own."""
        self.sheet.lines(f"{self.prefix}{gid}", segments, colour, width, **look)

    def height(self, amount: int) -> int:
        """The row of an amount."""
        return self.box.bottom - round(amount * self.scale)


def _by_week(taken: Sequence[int | None]) -> tuple[int | None, ...]:
    """Every day of a week as the median of the week's days that have a dose: days are too narrow to see."""
    smooth: list[int | None] = []
    for start in range(0, len(taken), 7):
        week = taken[start : start + 7]
        known = [amount for amount in week if amount is not None]
        smooth += [round(median(known)) if known else None] * len(week)
    return tuple(smooth)


def _gaps(panel: _Panel, taken: Sequence[int | None]) -> None:
    """Shade the days without a dose, but those of a pause: on those none was owed."""
    box, paused = panel.box, panel.dose.paused_days
    known = [amount is not None for amount in taken]
    if paused:
        known = [is_known or on in paused for is_known, on in zip(known, panel.days.period.days(), strict=True)]
    top = box.top + box.labels.band
    shades = list(gaps(known, panel.days, (top + box.bottom) / 2))
    panel.lines("dose-unknown", shades, panel.sheet.theme.gap, box.bottom - top)


def _taken(panel: _Panel, taken: Sequence[int | None]) -> None:
    """Bars of equal height share a path: people take few different daily amounts."""
    heights: dict[int, list[Segment]] = {}
    high = [None if amount is None else round(amount * panel.scale) for amount in taken]
    for value, start, stop in bars(high, panel.days):
        if value:
            left, right = panel.days.bar(start, stop)
            y = panel.box.bottom - value / 2
            heights.setdefault(value, []).append((left, y, right, y))
    theme = panel.sheet.theme
    colour = theme.calm if panel.dose.as_needed else theme.wash  # with no line over them the bars are all there is
    for value, segments in sorted(heights.items()):
        panel.lines(f"taken-{value}", segments, colour, value)


def _dose_changes(panel: _Panel) -> None:
    days, box = panel.days, panel.box
    inside = [on for on in panel.dose.changes if on in days.period and on != days.period.first_on]
    xs = [days.edge(days.index(on)) for on in inside]
    top = box.top + box.labels.band
    panel.lines("dose-changes", [(x, top, x, box.bottom) for x in xs], panel.sheet.theme.act, 1.5, dash=(4, 3))


def _planned(panel: _Panel) -> None:
    """A line for each stretch of days with a plan: where nothing is planned, and in a pause, there is none."""
    days = panel.days
    planned = groupby(panel.dose.owed, key=lambda step: bool(step.daily_amount))
    for n, stretch in enumerate(list(same) for has, same in planned if has):
        points: list[Point] = []
        for step in stretch:
            y = panel.height(step.daily_amount)
            points += [(days.edge(days.index(step.first_on)), y), (days.edge(days.index(step.last_on) + 1), y)]
        name = f"planned-{n}" if n else "planned"
        panel.sheet.path(f"{panel.prefix}{name}", points, panel.sheet.theme.act, 2.5)


def _pauses(panel: _Panel) -> None:
    """The word of each pause where its line would have gone on; where something else is written, under it."""
    days, said = panel.days, _("pause")
    half = measure(said, SMALL) / 2
    taken = [(label.x, label.x + measure(label.text, SMALL, bold=True)) for label in panel.box.labels.labels]
    words: list[Line] = []
    for pause in panel.dose.pauses:
        middle = (days.edge(days.index(pause.first_on)) + days.edge(days.index(pause.last_on) + 1)) / 2
        x = min(max(middle, days.left + half), days.right - half)
        if words and x - half < words[-1].x + half + AIR:
            continue  # of two that would meet the first has the word; both have their gap
        is_free = all(x + half + AIR < left or right + AIR < x - half for left, right in taken)
        y = panel.height(_amount_on(panel.dose, pause.first_on)) - 7 if is_free else panel.box.bottom - 5
        words.append(Line(said, x, y, SMALL, align="centre"))
    panel.sheet.text(*words)


def _amount_on(dose: DoseLine, on: date) -> int:
    return next(step.daily_amount for step in dose.steps if step.first_on <= on <= step.last_on)


def _words(panel: _Panel, most: int) -> Iterator[Line]:
    """The title, and where no step says an amount the highest bar, in as many words as have room beside it."""
    box, days, title = panel.box, panel.days, panel.box.labels.title
    said = ""
    if most and not panel.dose.steps:
        free = days.right - days.left - APART
        said = _most_words(panel.dose, most, free - measure(title, NAME, bold=True))
        title = wrap(title, NAME, free - measure(said, SMALL, bold=True), bold=True)[0]
    yield Line(title, days.left, box.top - 8, NAME, bold=True)
    if said:
        yield Line(said, days.right, box.top - 8, SMALL, "act", bold=True, align="right")


def _most_words(dose: DoseLine, most: int, room: float) -> str:
    """The longest way to say the highest bar that has room, or the shortest."""
    amount = write_amount(most, dose.of.unit)
    ways = [_("at most %(amount)s a day", amount=amount), _("at most %(amount)s", amount=amount)]
    if dose.as_needed:
        ways.insert(0, _("as needed, at most %(amount)s a day", amount=amount))
    return next((way for way in ways if measure(way, SMALL, bold=True) <= room), ways[-1])


def _step_labels(panel: _Panel) -> None:
    """The amount of each step over it, or in the rows above the plot with a line down to it."""
    box, days = panel.box, panel.days
    lines, joins = list[Line](), list[Segment]()
    foot = box.top + box.labels.band - 4
    for label in box.labels.labels:
        y = panel.height(label.step.daily_amount)
        if not label.row:
            lines.append(Line(label.text, label.x, y - 7, SMALL, "act", bold=True))
            continue
        base = foot - (label.row - 1) * ROW
        lines.append(Line(label.text, label.x, base, SMALL, "act", bold=True, align="centre"))
        centre = (days.centre(days.index(label.step.first_on)) + days.centre(days.index(label.step.last_on))) / 2
        joins += [(label.x, base + 3, label.x, foot + 3)] if base < foot else []
        joins.append((label.x, foot + 3, centre, y))
    panel.lines("step-joins", joins, panel.sheet.theme.act, 1)
    panel.sheet.text(*lines)
