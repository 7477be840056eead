"""Place the amounts at the steps of the dose: every step has its label, on a phone too."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from journal.core.charts.points import ONLY_ONE, Of
from journal.core.charts.severity_points import DoseStep
from journal.core.values.amounts import unit_word, write_average, write_number
from journal.core.values.languages import _, pgettext
from journal.core.values.periods import day_words
from journal.render.charts.axis import Days
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import measure, wrap

AIR = 6  # between two labels
ROW = 17
OVER_STEP = 24  # words right over the highest step
TO_STEP = 14  # the lines from the lowest row to it


@dataclass(frozen=True, slots=True)
class StepLabel:
    """The words of one step: begun at `x` right over it (`row` 0), or with their centre at `x` in a row above the
    plot, counted from below, and joined to their step by a line."""

    step: DoseStep
    text: str
    x: float
    row: int = 0


@dataclass(frozen=True, slots=True)
class StepLabels:
    """All of them, the title that goes with them, and the rows they take above the plot."""

    title: str
    labels: tuple[StepLabel, ...]
    rows: int

    @property
    def band(self) -> int:
        """The height of the rows above the plot."""
        return self.rows * ROW

    @property
    def high(self) -> int:
        """The height from the top of the panel to the highest step."""
        return self.band + (TO_STEP if self.rows else OVER_STEP)


def step_labels(steps: Sequence[DoseStep], days: Days, *, names_change: bool = False, of: Of = ONLY_ONE) -> StepLabels:
    """The amounts over their steps where each has room, in full or as bare figures whose unit the title says; else
    bare figures in rows above the plot. Where nothing else `names_change` the last one says since when it holds."""
    edges = [(days.edge(days.index(it.first_on)), days.edge(days.index(it.last_on) + 1)) for it in steps]
    full, title = _full(steps, of.unit), _title(of, days)
    ways = [(title, full), (_title_of_bare(of, days), [_bare(step) for step in steps])]
    if names_change and len(steps) > 1:
        ways.insert(0, (title, [*full[:-1], _since(steps[-1], of.unit)]))
    for title, texts in ways:
        if all(_long(text) + 8 <= right - left for text, (left, right) in zip(texts, edges, strict=True)):
            over = zip(steps, texts, edges, strict=True)
            return StepLabels(title, tuple(StepLabel(step, text, left + 5) for step, text, (left, _) in over), 0)
    return _above(steps, [(left + right) / 2 for left, right in edges], days, of)


def _full(steps: Sequence[DoseStep], unit: str) -> list[str]:
    """The amounts in full; the first one says what it is an amount of."""
    first = next((n for n, step in enumerate(steps) if step.daily_amount), None)
    amounts = [write_average(step.daily_amount, unit) if step.daily_amount else _("nothing planned") for step in steps]
    if first is not None:
        amounts[first] = _("%(amount)s a day", amount=amounts[first])
    return amounts


def _since(step: DoseStep, unit: str) -> str:
    first, amount = day_words(step.first_on, False), write_average(step.daily_amount, unit)
    if not step.daily_amount:
        return _("nothing planned since %(day)s", day=first)
    return _("%(amount)s since %(day)s", amount=amount, day=first)


def _title(of: Of, days: Days) -> str:
    return wrap(of.name, NAME, _room(days), bold=True)[0] if of.name else pgettext("heading", "Dose")


def _title_of_bare(of: Of, days: Days) -> str:
    unit = unit_word(of.unit)
    if not of.name:
        return _("Dose, %(unit)s a day", unit=unit)
    said = _("%(medicine)s, %(unit)s a day", medicine=of.name, unit=unit)
    return said if measure(said, NAME, bold=True) <= _room(days) else _title(of, days)


def _room(days: Days) -> float:
    return days.right - days.left


def _bare(step: DoseStep) -> str:
    return write_number(step.daily_amount) if step.daily_amount else pgettext("amount", "none")


def _long(text: str) -> float:
    return measure(text, SMALL, bold=True)


def _above(steps: Sequence[DoseStep], centres: Sequence[float], days: Days, of: Of) -> StepLabels:
    """Bare figures in a row above the plot, or by turns in two when one is too short for them."""
    lengths = [_long(_bare(step)) for step in steps]
    room = days.right - days.left
    rows = 1 if sum(lengths) + AIR * (len(steps) - 1) <= room else 2
    if rows == 2 and sum(_distances(lengths, 2)) + (lengths[0] + lengths[-1]) / 2 > room:
        return _above(steps[::2], centres[::2], days, of)  # more than a reader could tell apart; the table has them all
    xs = spread(centres, _distances(lengths, rows), days.left + lengths[0] / 2, days.right - lengths[-1] / 2)
    labels = (
        StepLabel(step, _bare(step), round(x * 2) / 2, 1 + n % rows)
        for n, (step, x) in enumerate(zip(steps, xs, strict=True))
    )
    return StepLabels(_title_of_bare(of, days), tuple(labels), rows)


def _distances(lengths: Sequence[float], rows: int) -> list[float]:
    """How far apart neighbours must stand. In two rows the line of an upper one passes between two lower ones."""
    if rows == 1:
        return [(one + two) / 2 + AIR for one, two in pairwise(lengths)]
    return [max(one, two) / 2 + AIR for one, two in pairwise(lengths)]


def spread(wanted: Sequence[float], distances: Sequence[float], left: float, right: float) -> list[float]:
    """Places as near to the wanted ones as the distances allow, in the same order, between `left` and `right`.

    They must have room there: the distances together are no more than `right - left`.
    """
    offsets = list(accumulate(distances, initial=0.0))
    free = [place - offset for place, offset in zip(wanted, offsets, strict=True)]  # distances become "not before"
    forward = list(accumulate(free, max))
    backward = list(accumulate(reversed(free), min))[::-1]
    most = right - offsets[-1]
    return [
        min(max((one + two) / 2, left), most) + offset
        for one, two, offset in zip(forward, backward, offsets, strict=True)
    ]
