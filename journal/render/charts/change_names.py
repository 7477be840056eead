"""Name the changes of dose over the panels: the day and the amounts, as much of it as has room beside the others."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from journal.core.charts.comparison_words import change_words
from journal.core.charts.severity_points import DoseLine, DoseStep
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, day
from journal.render.charts.axis import Days
from journal.render.charts.dose_labels import AIR, spread
from journal.render.charts.layout import Line
from journal.render.style import SMALL
from journal.render.text.text_widths import measure

Said = Callable[[DoseStep, DoseStep, bool, str], str]


def change_names(dose: DoseLine, days: Days, y: int) -> tuple[Line, ...]:
    """A line over the dashes of each change; none where even the days alone would not stand over their own."""
    changes = [(before, after) for before, after in pairwise(dose.steps) if after.first_on in dose.changes]
    if not changes:
        return ()
    at = [days.edge(days.index(after.first_on)) for _before, after in changes]
    for said in (_in_full, _amount_alone, _day_alone):
        texts = [said(before, after, days.period.spans_years, dose.of.unit) for before, after in changes]
        xs = _places(texts, at, days)
        if xs:
            return tuple(
                Line(text, x, y, SMALL, "act", bold=True, align="centre") for text, x in zip(texts, xs, strict=True)
            )
    return ()


def _places(texts: Sequence[str], at: Sequence[float], days: Days) -> list[float]:
    """The centres of the texts, side by side and each over its own place; nothing where that cannot be."""
    lengths = [measure(text, SMALL, bold=True) for text in texts]
    apart = [(one + two) / 2 + 2 * AIR for one, two in pairwise(lengths)]
    left, right = lengths[0] / 2 + 2, days.right + days.left - lengths[-1] / 2 - 2  # the margins are free too
    if sum(apart) > right - left:
        return []
    xs = [round(x * 2) / 2 for x in spread(at, apart, left, right)]
    stray = (abs(x - place) > length / 2 for x, place, length in zip(xs, at, lengths, strict=True))
    return [] if any(stray) else xs


def _in_full(before: DoseStep, after: DoseStep, with_year: bool, unit: str) -> str:
    amounts = before.daily_amount, after.daily_amount
    return change_words(after.first_on, *amounts, with_year=with_year, unit=unit)


def _amount_alone(before: DoseStep, after: DoseStep, with_year: bool, unit: str) -> str:
    amount = write_amount(after.daily_amount, unit) if after.daily_amount else _("nothing planned")
    return _("%(day)s: %(amount)s", day=_day_alone(before, after, with_year, unit), amount=amount)


def _day_alone(_before: DoseStep, after: DoseStep, with_year: bool, _unit: str) -> str:
    return day(after.first_on, _("d MMM y") if with_year else _("d MMM"))
