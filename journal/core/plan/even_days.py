"""Even days: stretches of a plan on which each day is planned as the one before, so that what became of its times is
counted by arithmetic.

Most days of ten years are such. Near whatever decides anything (a change of the plan, a pause, a night on which the
clock is changed, now) the days are matched one by one as everywhere else, see `adherence.match`: the windows of the
first day of a stretch are those of all its days.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from journal.core.plan.adherence import (
    Lived,
    Matched,
    Status,
    TakenDose,
    around,
    at_home,
    pair,
    with_as_needed,
    within,
)
from journal.core.plan.calm import day_of, marks, near
from journal.core.plan.dose_columns import columns_of
from journal.core.plan.planned_times import planned_times
from journal.core.plan.regimens import Plan
from journal.core.plan.schedules import EVERY_DAY
from journal.core.plan.windows import Window, windows
from journal.core.values.clock import Zones, even_midnight
from journal.core.values.periods import Period

FEWEST_DAYS = 5  # of a stretch: two at each end are walked all the same
# Such a night changes the gap to the time before and to the one after, and so the windows of the days beside it; what
# is planned every day is planned alike on the next ones.
NEAR_CLOCK_CHANGE = timedelta(days=2)

_DAY = timedelta(days=1)
LETTERS: Mapping[Status, bytes] = {
    "taken": b"t",
    "late": b"l",
    "skipped": b"s",
    "missed": b"m",
    "not_recorded": b"n",
}
Placed = tuple[datetime, TakenDose]


class Stretch(NamedTuple):
    """Days that were planned alike, and what became of each planned time: a letter for each, `a_day` of them a day.

    `others` are the times at which another amount than the planned one was taken, `beside` the doses of their windows
    that are more than was planned. A time that nobody is asked for has no status.
    """

    days: Period
    a_day: int
    became: bytes
    others: int
    beside: tuple[TakenDose, ...]

    @property
    def counts(self) -> Counter[Status]:
        """What became of how many of its planned times."""
        return Counter({status: self.became.count(letter) for status, letter in LETTERS.items()})

    def counts_on(self, days: Period) -> Mapping[Status, int]:
        """The same of those of the days that lie in the stretch."""
        first, after = ((on - self.days.first_on).days * self.a_day for on in (days.first_on, days.last_on + _DAY))
        became = self.became[max(first, 0) : max(after, 0)]
        return {status: became.count(letter) for status, letter in LETTERS.items()}


class Even(NamedTuple):
    """The days of a stretch with the windows of the first one, and when those of the day after the last one open."""

    days: Period
    pattern: tuple[Window, ...]
    until: datetime


def match_in_stretches(
    plan: Plan, lived: Lived, zones: Zones, period: Period, now: datetime, inside: Period
) -> tuple[Matched, tuple[Stretch, ...]]:
    """What `match` finds in a period, with the even days `inside` of it counted in stretches: these have no slots."""
    return _match(plan, lived, zones, period, now, even_stretches(plan, zones, inside, now))


def _match(
    plan: Plan, lived: Lived, zones: Zones, period: Period, now: datetime, days: Sequence[Period]
) -> tuple[Matched, tuple[Stretch, ...]]:
    from journal.core.plan.even_times import apart, inside, stretch_of, together  # noqa: PLC0415 - it loads numpy

    doses, far = columns_of(lived.doses), around(plan)
    wide = Period(period.first_on - far, period.last_on + far)
    kept = [inside(doses, each, zones) for each in days]
    numbers = apart(doses, kept)
    placed = [(at_home(dose, zones), dose) for dose in doses.chosen(numbers)]
    between = [Period(each.first_on + 2 * _DAY, each.last_on - 2 * _DAY) for each in days]
    axis = windows(planned_times(plan, zones, wide, [at for at, _ in placed], between))
    of_day = defaultdict[date, list[Window]](list)
    for window in axis:
        of_day[window.planned.on].append(window)
    even = [
        Even(each, tuple(of_day[each.first_on]), of_day[each.last_on + _DAY][0].opens_at)
        for each in days
        if _is_even(of_day, each)
    ]
    if len(even) < len(days):  # what covers those days was never the plan
        return _match(plan, lived, zones, period, now, [each.days for each in even])
    edges = {on for each in days for on in (each.first_on, each.first_on + _DAY, each.last_on - _DAY, each.last_on)}
    near, moved, rest = _told_apart(even, numbers, placed)
    found = pair([window for window in axis if window.planned.on not in edges], rest, lived.entry_days, now)
    stretches = (
        stretch_of(each, doses, together(inner, outer), further, lived.entry_days, now)
        for each, inner, outer, further in zip(even, kept, near, moved, strict=True)
    )
    return within(period, with_as_needed(found, plan, zones)), tuple(stretches)


def even_stretches(plan: Plan, zones: Zones, inside: Period, now: datetime) -> tuple[Period, ...]:
    """The days on which, as far as the plan goes, nothing decides anything nearby: each is planned as the one before.

    Days between planned ones, and doses as needed, are looked at one by one.
    """
    if plan.orders_as_needed:
        return ()
    found = []
    for days in _between([*marks(plan, zones), day_of(now, zones)], inside, near(plan)):
        zone = zones.of_day(days.first_on)[-1].zone
        uneven = [on for on in days.days() if even_midnight(on, zone) is None]
        found += [each for each in _between(uneven, days, NEAR_CLOCK_CHANGE) if len(each) >= FEWEST_DAYS]
    return tuple(days for days in found if days.last_on < day_of(now, zones) and _is_daily(plan, days.first_on))


def _between(marked: Iterable[date], inside: Period, far: timedelta) -> Iterator[Period]:
    """The days of a period that are so far from all of the marks that none changes what is planned on them."""
    for before, after in pairwise([None, *sorted(set(marked)), None]):
        first_on = inside.first_on if before is None else max(before + far, inside.first_on)
        last_on = inside.last_on if after is None else min(after - far, inside.last_on)
        if first_on <= last_on:
            yield Period(first_on, last_on)


def _is_daily(plan: Plan, on: date) -> bool:
    """Whether what is planned on that day comes every day."""
    there = [recorded.step for recorded in plan.steps if recorded.step.covers(on)]
    return plan.pause_on(on) is None and bool(there) and all(step.days == EVERY_DAY for step in there)


def _is_even(of_day: Mapping[date, Sequence[Window]], days: Period) -> bool:
    """Whether something is planned on the days, and on the first as on the last."""
    first, last = ([_hours(window) for window in of_day[on]] for on in (days.first_on, days.last_on))
    return bool(first) and first == last and bool(of_day[days.last_on + _DAY])


def _hours(window: Window) -> tuple[object, ...]:
    """What a window has in common with that of another day."""
    planned = window.planned
    ends = window.ends_at and window.ends_at - planned.at
    is_asked = planned.saved_later_at is None
    return planned.minute, planned.amount, planned.at - window.opens_at, ends, window.late_after, is_asked


def _told_apart(
    even: Sequence[Even], numbers: Iterable[int], placed: Iterable[Placed]
) -> tuple[list[list[int]], list[list[Placed]], list[Placed]]:
    """Of the doses that stand apart those that belong to a time of each stretch, by their numbers where they stand at
    the instant they were taken at; and the others."""
    near, moved, rest = [list[int]() for _ in even], [list[Placed]() for _ in even], list[Placed]()
    begins = [each.pattern[0].opens_at for each in even]
    for number, one in zip(numbers, placed, strict=True):
        n = bisect_right(begins, one[0]) - 1
        if n < 0 or one[0] >= even[n].until:
            rest.append(one)
        elif one[0] == one[1].at:
            near[n].append(number)
        else:
            moved[n].append(one)
    return near, moved, rest
