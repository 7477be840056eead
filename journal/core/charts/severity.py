"""Compute the severity chart: the worst of each day for each effect, over the dose on the same days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce

from journal.core.charts.comparison import WINDOW, Amounts, Ratings, compare_changes
from journal.core.charts.points import (
    DAILY_UP_TO,
    FEWEST_USUAL,
    ONLY_ONE,
    Of,
    Table,
    in_weeks,
    median_of,
    severity_words,
)
from journal.core.charts.severity_caption import caption
from journal.core.charts.severity_points import DoseLine, DoseStep, Panel, PeriodMedian, SeverityChart, Week
from journal.core.plan.regimens import Step, planned_on
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, ngettext, pgettext
from journal.core.values.periods import Period, day_words, period_words
from journal.core.values.sentences import opening

_DAY = timedelta(days=1)


def severity_chart(
    period: Period,
    effects: Sequence[tuple[str, str]],
    daily: Iterable[tuple[date, str, int]],
    steps: Sequence[Step],
    taken: Iterable[tuple[date, int]],
    entry_days: Collection[date],
    today: date,
    begins_on: date | None = None,
    of: Of = ONLY_ONE,
) -> SeverityChart:
    """The points of the severity chart for `effects`, given as (key, name).

    `daily` holds the worst severity 0 to 4 as (day, effect key, severity); `taken` amounts as (day, amount), any
    number of them a day, 0 for one that was skipped; `entry_days` the days with any entry. What lies outside the period
    is left out, but for ratings `WINDOW` before and after it, with which the days around a change of dose are compared.
    `today` is the day a check-in made now would rate, `begins_on` the first day of the record, if it is in the period
    or shortly before.
    """
    wide = compared_days(period)
    ratings = _daily_worst(wide, [key for key, _ in effects], daily)
    worst = {key: days[_cut(wide, period.first_on, period.last_on)] for key, days in ratings.items()}
    dose = dose_line(period, steps, taken, of)
    weeks = in_weeks(period) if len(period) > DAILY_UP_TO else ()
    panels = tuple(_panel(period, key, name, worst[key], dose, weeks) for key, name in effects)
    table = _table(period, panels, dose, entry_days)
    recorded = Period(begins_on or wide.first_on, min(today, wide.last_on))
    compared = compare_changes(dose.changes, _amounts(wide, steps), effects, Ratings(wide, ratings, recorded))
    return SeverityChart(period, caption(period, panels, dose, today), table, panels, dose, compared)


def compared_days(period: Period) -> Period:
    """The period with the days before and after it that may be compared with its own."""
    return Period(_moved(period.first_on, -WINDOW), _moved(period.last_on, WINDOW))


def _moved(on: date, by: timedelta) -> date:
    """The day so much later, or the first or last there is."""
    return date.fromordinal(min(max(on.toordinal() + by.days, 1), date.max.toordinal()))


def _amounts(period: Period, steps: Sequence[Step]) -> Amounts:
    """Every change of the planned amount in the period, and what held on its first day."""
    planned = _planned(period, steps)
    return Amounts([step.first_on for step in planned], [step.daily_amount for step in planned])


def dose_line(period: Period, steps: Sequence[Step], taken: Iterable[tuple[date, int]], of: Of = ONLY_ONE) -> DoseLine:
    """What was planned and what was taken of one medicine on the days of the period, in its unit."""
    planned = _planned(period, steps)
    totals: dict[date, int] = defaultdict(int)
    for on, amount in taken:
        totals[on] += amount
    begins_on = min((step.starts_on for step in steps), default=None)
    return DoseLine(
        steps=planned,
        taken_amount=tuple(totals.get(on) for on in period.days()),
        # Where the first plan ever begins nothing is known of the amount before it: that is no change.
        changes=tuple(step.first_on for step in planned[1:] if step.first_on != begins_on),
        of=of,
    )


def _planned(period: Period, steps: Sequence[Step]) -> tuple[DoseStep, ...]:
    """The planned amount a day, cut where it changes and covering the whole period; empty when nothing is planned."""
    starts = {step.starts_on for step in steps} | {step.ends_on + _DAY for step in steps if step.ends_on is not None}
    firsts = sorted({period.first_on} | {on for on in starts if on in period})
    amounts: list[tuple[date, int]] = []
    for on in firsts:
        step = planned_on(steps, on)
        daily_amount = step.daily_amount if step else 0
        if not amounts or amounts[-1][1] != daily_amount:
            amounts.append((on, daily_amount))
    lasts = [*(on - _DAY for on, _ in amounts[1:]), period.last_on]
    line = tuple(DoseStep(on, last, amount) for (on, amount), last in zip(amounts, lasts, strict=True))
    return line if any(step.daily_amount for step in line) else ()


def _daily_worst(
    period: Period, keys: Sequence[str], daily: Iterable[tuple[date, str, int]]
) -> Mapping[str, Sequence[int | None]]:
    worst: dict[str, list[int | None]] = {key: [None] * len(period) for key in keys}
    first, length = period.first_on.toordinal(), len(period)
    for on, key, severity in daily:
        index = on.toordinal() - first
        if key in worst and 0 <= index < length:
            days = worst[key]
            before = days[index]
            if before is None or severity > before:
                days[index] = severity
    return worst


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
    return Panel(
        effect=key,
        name=name,
        days=tuple(worst),
        rated=sum(value is not None for value in worst),
        medians=tuple(PeriodMedian(a, b, _usual(worst[_cut(period, a, b)])) for a, b in spans),
        weeks=tuple(_week(week, worst[_cut(period, week.first_on, week.last_on)]) for week in weeks),
    )


def _usual(worst: Sequence[int | None]) -> float | None:
    """The median of a dose period; None where too few of its days are rated to call anything usual."""
    return median_of(worst) if len(worst) - worst.count(None) >= FEWEST_USUAL else None


def _cut(period: Period, first: date, last: date) -> slice:
    """Where the days `first` to `last` lie among the days of the period."""
    return slice((first - period.first_on).days, (last - period.first_on).days + 1)


def _week(week: Period, worst: Sequence[int | None]) -> Week:
    rated = sorted(value for value in worst if value is not None)
    low, high = (rated[0], rated[-1]) if rated else (None, None)
    return Week(week.first_on, week.last_on, len(rated), low, median_of(rated), high)


def _table(period: Period, panels: Sequence[Panel], dose: DoseLine, entry_days: Collection[date]) -> Table:
    effects = (opening(panel.name) for panel in panels)
    doses = pgettext("column of amounts", "Taken"), pgettext("column of amounts", "Planned")
    if len(period) > DAILY_UP_TO:
        return Table(
            caption=_("Worst rating and dose of each week, %(days)s", days=_full(period)),
            head=(pgettext("column", "Week"), *effects, *doses),
            rows=_week_rows(period, panels, dose, entry_days),
        )
    return Table(
        caption=_("Worst rating and dose of each day, %(days)s", days=_full(period)),
        head=(pgettext("column", "Day"), *effects, *doses),
        rows=_day_rows(period, panels, dose, entry_days),
    )


def _full(period: Period) -> str:
    return period_words(period, date.min)


def _day_rows(
    period: Period, panels: Sequence[Panel], dose: DoseLine, entry_days: Collection[date]
) -> tuple[tuple[str, ...], ...]:
    planned, nothing_planned = _planned_each_day(period, dose), _("nothing planned")
    words: dict[int | None, str] = {severity: severity_word(severity) for severity in range(len(SEVERITIES))}
    words[None] = _("not rated")
    return tuple(
        (
            day_words(on, period.spans_years),
            *(words[panel.days[n]] for panel in panels),
            _taken_on(dose.taken_amount[n], on in entry_days, dose.of.unit),
            write_amount(planned[n], dose.of.unit) if planned[n] else nothing_planned,
        )
        for n, on in enumerate(period.days())
    )


def _taken_on(amount: int | None, has_entries: bool, unit: str) -> str:
    return write_amount(amount, unit) if amount else _nothing_taken((amount,), has_entries)


def _nothing_taken(taken_amount: Sequence[int | None], has_entries: bool) -> str:
    """Days without a dose recorded as taken: skipped is known, everything else is not."""
    if any(amount is not None for amount in taken_amount):
        return pgettext("dose", "skipped")
    return _("no dose recorded") if has_entries else _("not recorded")


def _planned_each_day(period: Period, dose: DoseLine) -> Sequence[int]:
    days = [s.daily_amount for s in dose.steps for _ in range((s.last_on - s.first_on).days + 1)]
    return days or [0] * len(period)


def _week_rows(
    period: Period, panels: Sequence[Panel], dose: DoseLine, entry_days: Collection[date]
) -> tuple[tuple[str, ...], ...]:
    planned = _planned_each_day(period, dose)
    return tuple(
        (
            _full(week),
            *(_week_cell(panel.weeks[n]) for panel in panels),
            _taken_cell(dose.taken_amount[_cut(period, week.first_on, week.last_on)], week, entry_days, dose.of.unit),
            _planned_cell(planned[_cut(period, week.first_on, week.last_on)], dose.of.unit),
        )
        for n, week in enumerate(in_weeks(period))
    )


def _week_cell(week: Week) -> str:
    if week.median is None or week.high is None:
        return _("not rated")
    median = severity_words(week.median)
    if week.low == week.high:
        return ngettext("%(median)s (%(num)s day rated)", "%(median)s (%(num)s days rated)", week.rated, median=median)
    return ngettext(
        "%(median)s, highest %(highest)s (%(num)s day rated)",
        "%(median)s, highest %(highest)s (%(num)s days rated)",
        week.rated,
        median=median,
        highest=severity_words(week.high),
    )


def _taken_cell(taken_amount: Sequence[int | None], week: Period, entry_days: Collection[date], unit: str) -> str:
    taken = [amount for amount in taken_amount if amount]
    if not taken:
        return _nothing_taken(taken_amount, any(on in entry_days for on in week.days()))
    amount = write_amount(sum(taken), unit)
    return ngettext(
        "%(amount)s (%(num)s day with a dose)",
        "%(amount)s (%(num)s days with a dose)",
        len(taken),
        amount=amount,
    )


def _planned_cell(daily_amount: Sequence[int], unit: str) -> str:
    """ "1 mg a day, then 1.5 mg a day"."""
    amounts = [amount for n, amount in enumerate(daily_amount) if n == 0 or daily_amount[n - 1] != amount]
    said = [_a_day(amount, unit) if amount else _("nothing planned") for amount in amounts]
    return reduce(lambda before, then: _("%(before)s, then %(then)s", before=before, then=then), said)


def _a_day(amount: int, unit: str) -> str:
    return _("%(amount)s a day", amount=write_amount(amount, unit))
