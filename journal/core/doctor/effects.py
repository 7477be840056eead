"""The table of the report: the effects of a period, how usual and how strong each was, and against the days before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.charts.comparison import Compared, Ratings, compare_periods
from journal.core.charts.severity_points import Panel, PeriodMedian, SeverityChart
from journal.core.charts.worst_days import WorstDays
from journal.core.values.amounts import Amount
from journal.core.values.periods import Period

MOST_ROWS = 8
MOST_AMOUNTS = 2  # columns of usual ratings: the last two amounts of the period


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst rating of an effect in the period, and the last day it was given on."""

    severity: int
    on: date


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One effect: on how many of its `rated` days it was there, its median at each amount (None: too few days), its
    worst, and how the days of the period compare with as many before it (None: before the record, or where the days
    stand `alone`, not to be told)."""

    name: str
    days_with: int
    rated: int
    usual: tuple[float | None, ...]
    worst: Worst | None
    before: Compared | None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class EffectTable:
    """The effects, those that were there on the most days first. `amounts` has a planned amount a day for each column
    of usual ratings, 0 where nothing was planned; empty where there is one column for the whole period."""

    amounts: tuple[Amount, ...]
    rows: tuple[EffectRow, ...]
    days_before: int

    @property
    def columns(self) -> int:
        """How many columns of usual ratings there are."""
        return max(len(self.amounts), 1)


def most_bothersome(effects: Sequence[tuple[str, str]], ratings: WorstDays, period: Period) -> tuple[str, ...]:
    """The keys of the effects for the table: those above "none" on the most days of the period, `MOST_ROWS` of them.

    What was rated and never there comes after them, what was not rated at all does not come.
    """
    there = {}
    for effect, _name in effects:
        rated = [severity for severity in ratings.of_effect(effect, period) if severity is not None]
        if rated:
            there[effect] = len(rated) - rated.count(0)
    return tuple(sorted(there, key=lambda effect: -there[effect])[:MOST_ROWS])


def effect_table(chart: SeverityChart, before: WorstDays, ratings: WorstDays, recorded: Period | None) -> EffectTable:
    """The table of the effects of a severity chart, in their order. `before` are ratings of the days just before the
    period, as many as it has, and `recorded` are the days that can have been rated; None where the days of the period
    stand alone and nothing is said of others."""
    period = chart.period
    earlier = days_before(period)
    wide = Period(earlier.first_on, period.last_on)
    both = {
        panel.effect: [
            *before.of_effect(panel.effect, earlier)[: len(wide) - len(period)],
            *ratings.of_effect(panel.effect, period),
        ]
        for panel in chart.panels
    }
    rated = Ratings(wide, both, recorded or period)
    spans = chart.panels[0].medians[-MOST_AMOUNTS:] if chart.panels else ()
    amounts = tuple(_amount(chart, span) for span in spans) if len(spans) > 1 else ()

    def compared(panel: Panel) -> Compared | None:
        if recorded is None or recorded.first_on > earlier.last_on:
            return None
        return compare_periods(panel.effect, panel.name, rated, earlier, period)

    rows = tuple(_row(panel, period, compared(panel), alone=recorded is None) for panel in chart.panels)
    return EffectTable(amounts, rows, len(earlier))


def days_before(period: Period) -> Period:
    """As many days as a period has, just before it."""
    last = max(period.first_on.toordinal() - 1, 1)
    return Period(date.fromordinal(max(last - len(period) + 1, 1)), date.fromordinal(last))


def _amount(chart: SeverityChart, span: PeriodMedian) -> Amount:
    return next(step.daily_amount for step in chart.dose.steps if step.first_on <= span.last_on <= step.last_on)


def _row(panel: Panel, period: Period, before: Compared | None, *, alone: bool) -> EffectRow:
    severities = [value for value in panel.days if value is not None]
    return EffectRow(
        name=panel.name,
        days_with=sum(value > 0 for value in severities),
        rated=panel.rated,
        usual=tuple(each.median for each in panel.medians[-MOST_AMOUNTS:]),
        worst=_worst(panel.days, period, max(severities, default=0)),
        before=before,
        alone=alone,
    )


def _worst(days: Sequence[int | None], period: Period, severity: int) -> Worst | None:
    if not severity:
        return None
    n = len(days) - 1 - days[::-1].index(severity)
    return Worst(severity, date.fromordinal(period.first_on.toordinal() + n))
