"""Compute the days before and after each change of dose, and judge the effects that were watched before it.

One look: a verdict is given once, when the days after a change are over. What was not watched is described and not
judged, and all verdicts of a page are judged together. `verdicts` has the method, `dose_changes_words` what is said.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from journal.core.charts.comparison import MOST_CHANGES, WINDOW, Amounts, Ratings, Side
from journal.core.charts.dose_changes_points import Around, Change, DoseChangesChart
from journal.core.charts.dose_changes_words import caption, table
from journal.core.charts.dose_lines import Doses, changes_in, paused_days
from journal.core.charts.points import FEWEST_USUAL, SHOWN_FIRST, median_of
from journal.core.charts.severity import compared_days, planned_amounts
from journal.core.charts.verdicts import CHANGED_BELOW, FEWEST_JUDGED, has_enough, holm, judge
from journal.core.charts.worst_days import WorstDays
from journal.core.plan.regimens import Pause
from journal.core.values.periods import Period

Effects = Sequence[tuple[str, str]]

_DAY = timedelta(days=1)


def dose_changes_chart(
    period: Period,
    effects: Effects,
    watched_before: Callable[[date], Effects],
    daily: WorstDays,
    doses: Doses,
    today: date,
    begins_on: date | None = None,
    pauses: Sequence[Pause] = (),
) -> DoseChangesChart:
    """The points around each change of dose in the period, the newest first.

    `watched_before` names the effects, as (key, name), that were watched before a day: they are judged. Where there are
    none, the first of the `effects` are described. The rest is as for the severity chart.
    """
    wide = compared_days(period)
    newest = sorted(changes_in(period, doses), reverse=True)[:MOST_CHANGES]
    chosen = {on: watched_before(on) for on in newest}
    keys = {key for found in (*chosen.values(), effects) for key, _name in found}
    recorded = Period(min(begins_on or wide.first_on, today), min(today, wide.last_on))
    paused = paused_days(wide, doses, pauses)
    ratings = Ratings(wide, {key: daily.of_effect(key, wide) for key in keys}, recorded, paused)
    planned = planned_amounts(wide, doses.steps)
    found = (
        _change(on, planned, chosen[on] or effects[:SHOWN_FIRST], ratings, today, is_watched=bool(chosen[on]))
        for on in newest
    )
    changes = _judged_together(tuple(found))
    return DoseChangesChart(
        period, caption(changes, doses.of, today), table(changes, doses.of, today), changes, doses.of.unit
    )


def _change(on: date, planned: Amounts, effects: Effects, ratings: Ratings, today: date, *, is_watched: bool) -> Change:
    n = bisect_left(planned.starts, on)  # never the first: what was planned before the period is known
    first, last = max(on - WINDOW, planned.starts[n - 1] + _DAY), on + WINDOW
    if n + 1 < len(planned.starts):
        last = min(last, planned.starts[n + 1] - _DAY)
    days = Period(first, last)
    before = ratings.side(max(first, ratings.recorded.first_on), on - _DAY)
    after = ratings.side(on + _DAY, min(last, ratings.recorded.last_on))
    is_over = today > last
    rows = tuple(
        _judged(_around(on, key, name, (before, after), ratings), days, on, is_watched=is_watched, is_over=is_over)
        for key, name in effects
    )
    return Change(on, planned.amounts[n - 1], planned.amounts[n], days, rows)


def _around(on: date, key: str, name: str, sides: tuple[Sequence[date], Sequence[date]], ratings: Ratings) -> Around:
    worst, first_on = ratings.worst[key], ratings.over.first_on
    before, after = (
        {(day - on).days: value for day in days if (value := worst[(day - first_on).days]) is not None}
        for days in sides
    )
    return Around(key, name, before, after, _side(sides[0], before), _side(sides[1], after))


def _side(days: Sequence[date], rated: Mapping[int, int]) -> Side:
    return Side(len(days), len(rated), median_of(rated.values()) if len(rated) >= FEWEST_USUAL else None)


def _judged(row: Around, days: Period, on: date, *, is_watched: bool, is_over: bool) -> Around:
    """The row with what can be said of it; "not clear" until all verdicts of the page are judged together."""
    if not is_watched:
        return row
    if min((on - days.first_on).days, (days.last_on - on).days) < FEWEST_JUDGED:
        return replace(row, verdict="too short")
    if not is_over:
        return replace(row, verdict="waiting")
    if not all(has_enough(side.rated, side.days) for side in (row.before, row.after)):
        return replace(row, verdict="too few")
    return replace(row, verdict="not clear", judged=judge(row.rated_before, row.rated_after))


def _judged_together(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes with the verdicts of all of them, adjusted for how many there are."""
    adjusted = iter(holm([row.judged.p for change in changes for row in change.rows if row.judged]))

    def settled(row: Around) -> Around:
        if row.judged is None:
            return row
        p = next(adjusted)
        return replace(row, p=p, verdict="changed" if p < CHANGED_BELOW else "not clear")

    return tuple(replace(change, rows=tuple(map(settled, change.rows))) for change in changes)
