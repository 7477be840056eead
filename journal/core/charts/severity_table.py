"""The table of the severity chart: a row a day, or a week, with what was rated, taken and planned."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from functools import cache, reduce
from typing import NamedTuple

from journal.core.charts.points import DAILY_UP_TO, Table, in_weeks, severity_words
from journal.core.charts.severity_points import DoseLine, Panel, Week
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.amounts import write_amount, write_average
from journal.core.values.languages import _, isolated, ngettext, pgettext
from journal.core.values.periods import Period, day_words, period_words
from journal.core.values.sentences import opening

_DAY = timedelta(days=1)


def table(
    period: Period,
    panels: Sequence[Panel],
    lines: Sequence[DoseLine],
    entry_days: Collection[date],
    quiet_days: Collection[date] = (),
) -> Table:
    """The same numbers as the chart, the first of the `lines` before those of the other medicines."""
    weeks = in_weeks(period) if len(period) > DAILY_UP_TO else ()
    names, rated = _weeks(panels, weeks, quiet_days) if weeks else _days(period, panels, quiet_days)
    doses = _one(period, lines[0], entry_days, weeks) if len(lines) == 1 else _several(period, lines, entry_days, weeks)
    caption = _("Worst rating and dose of each day, %(days)s", days=_full(period))
    if weeks:
        caption = _("Worst rating and dose of each week, %(days)s", days=_full(period))
    columns = [names, *rated, *doses]
    return Table(
        caption=caption,
        head=tuple(column.head for column in columns),
        rows=tuple(zip(*(column.cells for column in columns), strict=True)),
    )


class _Column(NamedTuple):
    """What stands over a column, and its cells, oldest first."""

    head: str
    cells: Sequence[str]


def _days(period: Period, panels: Sequence[Panel], quiet_days: Collection[date]) -> tuple[_Column, list[_Column]]:
    words: dict[int | None, str] = {severity: severity_word(severity) for severity in range(len(SEVERITIES))}
    words[None] = _("not rated")
    names = [day_words(on, period.spans_years) for on in period.days()]
    quiet = {(on - period.first_on).days for on in quiet_days}
    rated = [
        _Column(
            isolated(opening(panel.name)),
            [
                _("quiet, not rated") if value is None and n in quiet else words[value]
                for n, value in enumerate(panel.days)
            ],
        )
        for panel in panels
    ]
    return _Column(pgettext("column", "Day"), names), rated


def _weeks(
    panels: Sequence[Panel], weeks: Sequence[Period], quiet_days: Collection[date]
) -> tuple[_Column, list[_Column]]:
    names, rated_cell = [_full(week) for week in weeks], cache(_rated_cell)  # of ten years many weeks say the same
    rated = [
        _Column(isolated(opening(panel.name)), [_week_cell(week, quiet_days, rated_cell) for week in panel.weeks])
        for panel in panels
    ]
    return _Column(pgettext("column", "Week"), names), rated


def _full(period: Period) -> str:
    return period_words(period, date.min)


def _one(period: Period, line: DoseLine, entry_days: Collection[date], weeks: Sequence[Period]) -> list[_Column]:
    """What was taken of the only medicine, and what was planned."""
    return _amounts(period, line, _planned_each_day(period, line), entry_days, weeks)


def _amounts(
    period: Period,
    line: DoseLine,
    planned: Sequence[int | None],
    entry_days: Collection[date],
    weeks: Sequence[Period],
) -> list[_Column]:
    heads = pgettext("column of amounts", "Taken"), pgettext("column of amounts", "Planned")
    if weeks:
        cut = [(week, _cut(period, week)) for week in weeks]
        planned_cell, words = cache(_planned_cell), cache(_taken_words)  # of ten years many weeks say the same
        taken = [_taken_cell(line.taken_amount[days], week, entry_days, line, words) for week, days in cut]
        return [
            _Column(heads[0], taken),
            _Column(heads[1], [planned_cell(tuple(planned[days]), line.of.unit) for _week, days in cut]),
        ]
    taken = [_taken_on(line, n, on in entry_days) for n, on in enumerate(period.days())]
    return [_Column(heads[0], taken), _Column(heads[1], [_planned_on(amount, line.of.unit) for amount in planned])]


def _several(
    period: Period, lines: Sequence[DoseLine], entry_days: Collection[date], weeks: Sequence[Period]
) -> list[_Column]:
    """A column for each medicine: what was taken, and what was planned where that is something else."""
    found = []
    for line in lines:
        ordered_each_day = _planned_each_day(period, line)
        taken, planned = _amounts(period, line, ordered_each_day, entry_days, weeks)
        if weeks:
            cuts = [_cut(period, week) for week in weeks]
            as_planned = [not any(line.taken_amount[days]) and _nothing(ordered_each_day[days]) for days in cuts]
        else:
            as_planned = [
                (took or 0) == of_day for took, of_day in zip(line.taken_amount, ordered_each_day, strict=True)
            ]
        cells = [
            took if same or not line.steps else _("%(taken)s (planned: %(planned)s)", taken=took, planned=ordered)
            for took, ordered, same in zip(taken.cells, planned.cells, as_planned, strict=True)
        ]
        found.append(_Column(isolated(line.of.name), cells))
    return found


def _nothing(planned: Sequence[int | None]) -> bool:
    """Whether nothing was planned on any of the days, not even a pause."""
    return all(amount == 0 for amount in planned)


def _cut(period: Period, week: Period) -> slice:
    """Where the days of the week lie among those of the period."""
    return slice((week.first_on - period.first_on).days, (week.last_on - period.first_on).days + 1)


def _taken_on(line: DoseLine, n: int, has_entries: bool) -> str:
    amount = line.taken_amount[n]
    return write_amount(amount, line.of.unit) if amount else _nothing_taken((amount,), has_entries, line)


def _planned_on(amount: int | None, unit: str) -> str:
    if amount is None:
        return _("pause")
    return write_amount(amount, unit) if amount else _("nothing planned")


def _nothing_taken(taken_amount: Sequence[int | None], has_entries: bool, line: DoseLine) -> str:
    """Days without a dose recorded as taken: skipped is known, everything else is not."""
    if any(amount is not None for amount in taken_amount):
        return pgettext("doses", "none") if line.as_needed else pgettext("dose", "skipped")
    return _("no dose recorded") if has_entries else _("not recorded")


def _planned_each_day(period: Period, line: DoseLine) -> list[int | None]:
    """The planned amount of each day; None in a pause."""
    days: list[int | None] = [0] * len(period)
    for step in line.steps:
        first, after = ((on - period.first_on).days for on in (step.first_on, step.last_on + _DAY))
        days[first:after] = [step.daily_amount] * (after - first)
    for pause in line.pauses:
        first = (pause.first_on - period.first_on).days
        days[first : first + len(pause)] = [None] * len(pause)
    return days


def _week_cell(week: Week, quiet_days: Collection[date], rated_cell: Callable[[float, int, bool, int], str]) -> str:
    if week.median is None or week.high is None:
        quiet = sum(week.first_on <= on <= week.last_on for on in quiet_days)
        words = "not rated (%(num)s day quiet)", "not rated (%(num)s days quiet)"
        return ngettext(*words, quiet) if quiet else _("not rated")
    return rated_cell(week.median, week.high, week.low == week.high, week.rated)


def _rated_cell(median: float, highest: int, is_alike: bool, rated: int) -> str:
    """ "mild, highest severe (6 days rated)"."""
    words = severity_words(median)
    if is_alike:
        return ngettext("%(median)s (%(num)s day rated)", "%(median)s (%(num)s days rated)", rated, median=words)
    return ngettext(
        "%(median)s, highest %(highest)s (%(num)s day rated)",
        "%(median)s, highest %(highest)s (%(num)s days rated)",
        rated,
        median=words,
        highest=severity_words(highest),
    )


def _taken_cell(
    taken_amount: Sequence[int | None],
    week: Period,
    entry_days: Collection[date],
    line: DoseLine,
    words: Callable[[int, int, str], str],
) -> str:
    taken = [amount for amount in taken_amount if amount]
    if not taken:
        return _nothing_taken(taken_amount, any(on in entry_days for on in week.days()), line)
    return words(sum(taken), len(taken), line.of.unit)


def _taken_words(amount: int, days: int, unit: str) -> str:
    """ "14 mg (7 days with a dose)"."""
    return ngettext(
        "%(amount)s (%(num)s day with a dose)",
        "%(amount)s (%(num)s days with a dose)",
        days,
        amount=write_amount(amount, unit),
    )


def _planned_cell(daily_amount: Sequence[int | None], unit: str) -> str:
    """ "1 mg a day, then 1.5 mg a day"."""
    amounts = [amount for n, amount in enumerate(daily_amount) if n == 0 or daily_amount[n - 1] != amount]
    said = [_a_day(amount, unit) if amount else _planned_on(amount, unit) for amount in amounts]
    return reduce(lambda before, then: _("%(before)s, then %(then)s", before=before, then=then), said)


def _a_day(amount: int, unit: str) -> str:
    return _("%(amount)s a day", amount=write_average(amount, unit))
