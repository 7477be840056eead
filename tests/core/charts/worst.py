"""Ratings as charts take them: what tests write down one by one, as the worst of each day."""

from collections.abc import Iterable
from datetime import date

from journal.core.charts.worst_days import NOTHING_RATED, WorstDays
from journal.core.values.periods import Period


def worst(daily: Iterable[tuple[date, str, int]]) -> WorstDays:
    """Ratings as (day, effect, severity), in any order and several of a day."""
    rows = list(daily)
    if not rows:
        return NOTHING_RATED
    over = Period(min(on for on, _effect, _severity in rows), max(on for on, _effect, _severity in rows))
    found: dict[str, list[int | None]] = {effect: [None] * len(over) for _on, effect, _severity in rows}
    for on, effect, severity in rows:
        n = (on - over.first_on).days
        found[effect][n] = max(severity, found[effect][n] or 0)
    return WorstDays(over, found)
