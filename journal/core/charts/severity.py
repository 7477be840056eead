"""Compute the severity chart: the worst of each day for each effect, over the dose on the same days."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from journal.core.charts.benefits import BenefitDays
from journal.core.charts.comparison import WINDOW, Amounts, Ratings, compare_changes
from journal.core.charts.dose_lines import Doses, beside, dose_line, other_changes, paused_days, planned_steps
from journal.core.charts.points import DAILY_UP_TO, FEWEST_USUAL, in_weeks, median_of
from journal.core.charts.severity_caption import caption
from journal.core.charts.severity_points import DoseLine, Panel, PeriodMedian, SeverityChart, Week
from journal.core.charts.severity_table import table
from journal.core.charts.worst_days import WorstDays
from journal.core.plan.regimens import Pause, Step
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


def severity_chart(
    period: Period,
    effects: Sequence[tuple[str, str]],
    daily: WorstDays,
    doses: Doses,
    entry_days: Collection[date],
    today: date,
    begins_on: date | None = None,
    others: Sequence[Doses] = (),
    pauses: Sequence[Pause] = (),
    quiet_days: Collection[date] = (),
    benefits: Sequence[BenefitDays] = (),
) -> SeverityChart:
    """The points of the severity chart for `effects`, given as (key, name).

    `doses` are those of the medicine whose changes the effects are held against, `others` those of the medicines beside
    it; `entry_days` are the days with any entry. What lies outside the period is left out, but for ratings `WINDOW`
    before and after it, with which the days around a change of dose are compared; in `pauses` nothing was owed, and no
    rating counts as one at an amount. `today` is the day a check-in made now would rate, `begins_on` the first day of
    the record, if it is in the period or shortly before. `quiet_days` have no rating; they enter no median and no
    comparison. `benefits` are panels more, below the effects: what medicines are for. They are not compared.
    """
    quiet = tuple(sorted(on for on in quiet_days if on in period))
    wide = compared_days(period)
    dose = dose_line(period, doses, pauses, entry_days)
    around = beside([dose_line(period, other, pauses, entry_days) for other in others])
    weeks = in_weeks(period) if len(period) > DAILY_UP_TO else ()
    rated = [*((key, name, daily.of_effect(key, period)) for key, name in effects), *benefits]
    panels = tuple(_panel(period, key, name, days, dose, weeks) for key, name, days in rated)
    recorded = Period(begins_on or wide.first_on, min(today, wide.last_on))
    ratings = {key: daily.of_effect(key, wide) for key, _name in effects}
    comparable = Ratings(wide, ratings, recorded, paused_days(wide, doses, pauses))
    planned = planned_amounts(wide, doses.steps)
    return SeverityChart(
        period,
        caption(period, panels, dose, today, around, quiet, len(benefits)),
        table(period, panels, (dose, *around.lines), entry_days, quiet),
        panels,
        dose,
        compare_changes(dose.changes, planned, effects, comparable, other_changes(wide, others)),
        around,
        quiet,
    )


def compared_days(period: Period) -> Period:
    """The period with the days before and after it that may be compared with its own."""
    return Period(_moved(period.first_on, -WINDOW), _moved(period.last_on, WINDOW))


def _moved(on: date, by: timedelta) -> date:
    """The day so much later, or the first or last there is."""
    return date.fromordinal(min(max(on.toordinal() + by.days, 1), date.max.toordinal()))


def planned_amounts(period: Period, steps: Sequence[Step]) -> Amounts:
    """Every change of the planned amount in the period, and what held on its first day."""
    planned = planned_steps(period, steps)
    return Amounts([step.first_on for step in planned], [step.daily_amount for step in planned])


def _panel(
    period: Period,
    key: str,
    name: str,
    worst: Sequence[int | None],
    dose: DoseLine,
    weeks: Sequence[Period],
) -> Panel:
    # The ratings of the day of a change reach back before it: it is in neither of the dose periods.
    begins = [step.first_on + _DAY if step.first_on in dose.changes else step.first_on for step in dose.steps]
    spans = [(first, step.last_on) for first, step in zip(begins, dose.steps, strict=True)]
    spans = spans or [(period.first_on, period.last_on)]
    owed, paused = worst, dose.paused_days
    if paused:  # what is felt in a pause is not felt at an amount
        owed = [None if on in paused else value for on, value in zip(period.days(), worst, strict=True)]
    return Panel(
        effect=key,
        name=name,
        days=tuple(worst),
        rated=sum(value is not None for value in worst),
        medians=tuple(PeriodMedian(a, b, _usual(owed[_cut(period, a, b)])) for a, b in spans),
        weeks=tuple(_week(week, worst[_cut(period, week.first_on, week.last_on)]) for week in weeks),
    )


def _usual(worst: Sequence[int | None]) -> float | None:
    """The median of a dose period; None where too few of its days are rated to call anything usual."""
    return median_of(worst) if len(worst) - worst.count(None) >= FEWEST_USUAL else None


def _cut(period: Period, first: date, last: date) -> slice:
    """Where the days `first` to `last` lie among the days of the period."""
    return slice((first - period.first_on).days, (last - period.first_on).days + 1)


def _week(week: Period, worst: Sequence[int | None]) -> Week:
    rated = sorted([value for value in worst if value is not None])
    low, high = (rated[0], rated[-1]) if rated else (None, None)
    return Week(week.first_on, week.last_on, len(rated), low, median_of(rated), high)
