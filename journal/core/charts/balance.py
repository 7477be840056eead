"""Compute benefit and burden by dose: episodes a week beside bothersome days, for each time at a planned amount.

Counts and what they are counted over, nothing more: no test, and no word on why. A day with nothing written down is in
no count, and the day on which the dose changed belongs to neither.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from journal.core.charts.balance_points import BalanceChart, Level, Middle, Share
from journal.core.charts.balance_words import Counted, caption, table
from journal.core.charts.dose_lines import Doses, dose_line
from journal.core.charts.severity_points import DoseLine, DoseStep
from journal.core.charts.worst_days import WorstDays
from journal.core.plan.regimens import Pause, planned_on
from journal.core.record.day_counts import Answer, by_day, mattering_days
from journal.core.values.amounts import Amount
from journal.core.values.periods import Period

BOTHERSOME = 3  # "severe": it got in the way

_DAY = timedelta(days=1)


def balance_chart(
    period: Period,
    effects: Sequence[tuple[str, str]],
    daily: WorstDays,
    episodes: Mapping[tuple[date, str], int],
    kind_names: Mapping[str, str],
    answers: Iterable[Answer],
    doses: Doses,
    entry_days: Collection[date],
    today: date,
    begins_on: date | None = None,
    pauses: Sequence[Pause] = (),
    benefits: Sequence[tuple[str, str]] = (),
) -> BalanceChart:
    """The points of the period at each planned amount.

    Of `effects`, given as (key, name), the worst of all is that of a day. `episodes` are how many of each (day, kind).
    `entry_days` are the days with any entry, `answers` those about days. `benefits` are the questions among them about
    what medicines are for, as (key, name).
    """
    line = dose_line(period, doses, pauses)
    recorded = period.since(begins_on) if begins_on else period
    left_out = line.paused_days | set(line.changes)
    counted = [on for on in recorded.days() if on in entry_days and on not in left_out and on <= today]
    told = Counter(episodes)  # none on any other day
    came = {kind for _on, kind in told}
    kinds = [kind for kind in kind_names if kind in came]
    worst, of_days = daily.of_any((key for key, _name in effects), period), by_day(answers)
    levels = []
    for days, amount in _times(line, doses):
        own = counted[bisect_left(counted, days.first_on) : bisect_right(counted, days.last_on)]
        said = mattering_days(days, {on: of_days[on] for on in own if on in of_days})
        levels.append(
            Level(
                amount=amount,
                days=days,
                recorded=len(own),
                episodes=tuple(sum(told[on, kind] for on in own) for kind in kinds),
                bothersome=_share(worst[(on - period.first_on).days] for on in own),
                mattered=Share(said.days, said.answered),
                benefits=tuple(Middle.of(of_days.get(on, {}).get(key) for on in own) for key, _name in benefits),
            )
        )
    levels.sort(key=lambda level: (level.amount, level.days.first_on))
    names = [kind_names[kind] for kind in kinds]
    counted_are = Counted(names, [name for _key, name in benefits], bool(kind_names))
    return BalanceChart(
        period=period,
        caption=caption(levels, counted_are, effects, doses.of, today, is_planned=bool(line.steps)),
        table=table(levels, counted_are, today, doses.of.unit),
        levels=tuple(levels),
        kinds=tuple(names),
        most_a_week=max((each.a_week(n) for each in levels if each.is_enough for n in range(len(kinds))), default=0.0),
        has_mattered=any(level.mattered.known for level in levels),
        of=doses.of,
        benefits=tuple(name for _key, name in benefits),
        counts_episodes=bool(kind_names),
    )


def _times(line: DoseLine, doses: Doses) -> Iterator[tuple[Period, Amount]]:
    """Each time at an amount, without the day it began on where the dose changed then."""
    for step in line.steps:
        first_on = step.first_on + _DAY if step.first_on in line.changes else step.first_on
        if first_on <= step.last_on and _is_level(step, doses):
            yield Period(first_on, step.last_on), step.daily_amount


def _is_level(step: DoseStep, doses: Doses) -> bool:
    """Whether a planned amount is one to count by: days before the first plan, or with doses as needed alone, are at
    no amount that is known."""
    if step.daily_amount:
        return True
    begins_on = min(each.starts_on for each in doses.steps)
    return step.first_on > begins_on and planned_on(doses.steps, step.first_on) is None


def _share(severities: Iterable[int | None]) -> Share:
    rated = [severity for severity in severities if severity is not None]
    return Share(sum(severity >= BOTHERSOME for severity in rated), len(rated))
