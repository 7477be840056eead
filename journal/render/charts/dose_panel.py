"""Draw the dose under the severity panels: what was taken as light bars, what was planned as a step line, and dates."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from journal.core.charts.severity_points import DoseLine, DoseStep
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _
from journal.render.charts.axis import Days, bars
from journal.render.charts.dose_labels import ROW
from journal.render.charts.layout import Line
from journal.render.charts.panels import draw_ticks, gaps
from journal.render.charts.severity_layout import SeverityLayout
from journal.render.charts.sheet import Point, Segment, Sheet
from journal.render.style import NAME, SMALL

SINGLE_DAYS_FROM = 0.8  # pixels a day; below it the median of each week is drawn


def draw_dose(sheet: Sheet, dose: DoseLine, place: SeverityLayout, days: Days) -> None:
    """Draw the dose panel, its labels and the dates below it."""
    taken = dose.taken_amount if days.pitch >= SINGLE_DAYS_FROM else _by_week(dose.taken_amount)
    most = max(
        [step.daily_amount for step in dose.steps] + [amount for amount in taken if amount is not None], default=0
    )
    scale = (place.dose_bottom - place.dose_top - place.dose_labels.high) / (most or 1)
    _gaps(sheet, taken, place, days)
    _taken(sheet, taken, place, days, scale)
    _dose_changes(sheet, dose, place, days)
    _planned(sheet, dose.steps, place, days, scale)
    sheet.lines("dose-base", [(place.left, place.dose_bottom, place.right, place.dose_bottom)], sheet.theme.hair, 1)
    sheet.text(*_words(dose, place, most))
    _step_labels(sheet, place, days, scale)
    draw_ticks(sheet, days, place.axis)


def _by_week(taken: Sequence[int | None]) -> tuple[int | None, ...]:
    """Every day of a week as the median of the week's days that have a dose: days are too narrow to see."""
    smooth: list[int | None] = []
    for start in range(0, len(taken), 7):
        week = taken[start : start + 7]
        known = [amount for amount in week if amount is not None]
        smooth += [round(median(known)) if known else None] * len(week)
    return tuple(smooth)


def _gaps(sheet: Sheet, taken: Sequence[int | None], place: SeverityLayout, days: Days) -> None:
    top = place.dose_top + place.dose_labels.band
    known = [amount is not None for amount in taken]
    sheet.lines(
        "dose-unknown", list(gaps(known, days, (top + place.dose_bottom) / 2)), sheet.theme.gap, place.dose_bottom - top
    )


def _taken(sheet: Sheet, taken: Sequence[int | None], place: SeverityLayout, days: Days, scale: float) -> None:
    """Bars of equal height share a path: people take few different daily amounts."""
    heights: dict[int, list[Segment]] = {}
    for value, start, stop in bars([None if amount is None else round(amount * scale) for amount in taken], days):
        if value:
            left, right = days.bar(start, stop)
            y = place.dose_bottom - value / 2
            heights.setdefault(value, []).append((left, y, right, y))
    for value, segments in sorted(heights.items()):
        sheet.lines(f"taken-{value}", segments, sheet.theme.wash, value)


def _dose_changes(sheet: Sheet, dose: DoseLine, place: SeverityLayout, days: Days) -> None:
    inside = [on for on in dose.changes if on in days.period and on != days.period.first_on]
    xs = [days.edge(days.index(on)) for on in inside]
    top = place.dose_top + place.dose_labels.band
    sheet.lines("dose-changes", [(x, top, x, place.dose_bottom) for x in xs], sheet.theme.act, 1.5, dash=(4, 3))


def _planned(sheet: Sheet, steps: Sequence[DoseStep], place: SeverityLayout, days: Days, scale: float) -> None:
    """A line for each stretch of days with a plan: where nothing is planned there is none, and none at 0."""
    planned = groupby(steps, key=lambda step: bool(step.daily_amount))
    for n, stretch in enumerate(list(same) for has, same in planned if has):
        points: list[Point] = []
        for step in stretch:
            y = place.dose_bottom - round(step.daily_amount * scale)
            points += [(days.edge(days.index(step.first_on)), y), (days.edge(days.index(step.last_on) + 1), y)]
        sheet.path(f"planned-{n}" if n else "planned", points, sheet.theme.act, 2.5)


def _words(dose: DoseLine, place: SeverityLayout, most: int) -> Iterator[Line]:
    """The title, and where no step says an amount the highest bar."""
    yield Line(place.dose_labels.title, place.left, place.dose_top - 8, NAME, bold=True)
    if most and not dose.steps:
        said = _("at most %(amount)s a day", amount=write_amount(most, dose.of.unit))
        yield Line(said, place.right, place.dose_top - 8, SMALL, "act", bold=True, align="right")


def _step_labels(sheet: Sheet, place: SeverityLayout, days: Days, scale: float) -> None:
    """The amount of each step over it, or in the rows above the plot with a line down to it."""
    lines, joins = list[Line](), list[Segment]()
    foot = place.dose_top + place.dose_labels.band - 4
    for label in place.dose_labels.labels:
        y = place.dose_bottom - round(label.step.daily_amount * scale)
        if not label.row:
            lines.append(Line(label.text, label.x, y - 7, SMALL, "act", bold=True))
            continue
        base = foot - (label.row - 1) * ROW
        lines.append(Line(label.text, label.x, base, SMALL, "act", bold=True, align="centre"))
        centre = (days.centre(days.index(label.step.first_on)) + days.centre(days.index(label.step.last_on))) / 2
        joins += [(label.x, base + 3, label.x, foot + 3)] if base < foot else []
        joins.append((label.x, foot + 3, centre, y))
    sheet.lines("step-joins", joins, sheet.theme.act, 1)
    sheet.text(*lines)
