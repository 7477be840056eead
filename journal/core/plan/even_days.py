"""Even days: stretches of a plan on which each day is planned as the one before, so that what became of its times is
counted by arithmetic.

Most days of ten years are such. Near whatever decides anything (a change of the plan, a pause, a night on which the
clock is changed, now) the days are matched one by one as everywhere else, see `adherence.match`: the windows of the
first day of a stretch are those of all its days.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from journal.core.plan.adherence import (
    Lived,
    Matched,
    Slot,
    Status,
    TakenDose,
    around,
    at_home,
    by_minute,
    pair,
    slot_of,
    with_as_needed,
    within,
)
from journal.core.plan.dose_columns import FIRST_DAY, DoseColumns, columns_of
from journal.core.plan.planned_times import planned_times, reach
from journal.core.plan.regimens import Plan, planned_at
from journal.core.plan.schedules import EVERY_DAY
from journal.core.plan.windows import Window, windows
from journal.core.values.clock import DAY, MINUTE, Zones, even_midnight, microseconds
from journal.core.values.periods import Period

FEWEST_DAYS = 5  # of a stretch: two at each end are walked all the same

_DAY = timedelta(days=1)
_LETTERS: Mapping[Status, bytes] = {
    "taken": b"t",
    "late": b"l",
    "skipped": b"s",
    "missed": b"m",
    "not_recorded": b"n",
}
_OPEN, _NOT_ASKED = ord("."), ord("-")
_TAKEN, _LATE, _SKIPPED, _MISSED, _NOT_RECORDED = (letter[0] for letter in _LETTERS.values())

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
        return Counter({status: self.became.count(letter) for status, letter in _LETTERS.items()})

    def count_on(self, days: Period, status: Status) -> int:
        """How many planned times of those of the days that lie in the stretch have that status."""
        first, after = ((on - self.days.first_on).days * self.a_day for on in (days.first_on, days.last_on + _DAY))
        return self.became.count(_LETTERS[status], max(first, 0), max(after, 0))


class _Even(NamedTuple):
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
    doses, far = columns_of(lived.doses), around(plan)
    wide = Period(period.first_on - far, period.last_on + far)
    kept = [_inside(doses, each, zones) for each in days]
    apart = sorted(set(range(len(doses))).difference(*kept))
    placed = [(at_home(dose, zones), dose) for dose in map(doses.__getitem__, apart)]
    between = [Period(each.first_on + 2 * _DAY, each.last_on - 2 * _DAY) for each in days]
    axis = windows(planned_times(plan, zones, wide, [at for at, _ in placed], between))
    of_day = defaultdict[date, list[Window]](list)
    for window in axis:
        of_day[window.planned.on].append(window)
    even = [
        _Even(each, tuple(of_day[each.first_on]), of_day[each.last_on + _DAY][0].opens_at)
        for each in days
        if _is_even(of_day, each)
    ]
    if len(even) < len(days):  # what covers those days was never the plan
        return _match(plan, lived, zones, period, now, [each.days for each in even])
    edges = {on for each in days for on in (each.first_on, each.first_on + _DAY, each.last_on - _DAY, each.last_on)}
    moved, rest = _moved(even, placed)
    found = pair([window for window in axis if window.planned.on not in edges], rest, lived.entry_days, now)
    stretches = (
        _stretch(each, doses, of_it, further, lived.entry_days, now)
        for each, of_it, further in zip(even, kept, moved, strict=True)
    )
    return within(period, with_as_needed(found, plan, zones)), tuple(stretches)


def even_stretches(plan: Plan, zones: Zones, inside: Period, now: datetime) -> tuple[Period, ...]:
    """The days on which, as far as the plan goes, nothing decides anything nearby: each is planned as the one before.

    Days between planned ones, and doses as needed, are looked at one by one.
    """
    if any(recorded.step.as_needed for recorded in plan.steps):
        return ()
    found = []
    for days in _between(_marks(plan, zones, now), inside, plan):
        zone = zones.of_day(days.first_on)[-1].zone
        uneven = [on for on in days.days() if even_midnight(on, zone) is None]
        found += [each for each in _between(uneven, days, plan) if len(each) >= FEWEST_DAYS]
    return tuple(days for days in found if days.last_on < _day_of(now, zones) and _is_daily(plan, days.first_on))


def _between(marks: Iterable[date], inside: Period, plan: Plan) -> Iterator[Period]:
    """The days of a period that are so far from all of the marks that none changes what is planned on them."""
    near = reach(plan) + 2 * _DAY
    for before, after in pairwise([None, *sorted(set(marks)), None]):
        first_on = inside.first_on if before is None else max(before + near, inside.first_on)
        last_on = inside.last_on if after is None else min(after - near, inside.last_on)
        if first_on <= last_on:
            yield Period(first_on, last_on)


def _marks(plan: Plan, zones: Zones, now: datetime) -> Iterator[date]:
    """The days on which something begins, ends or is changed."""
    for recorded in plan.steps:
        yield recorded.step.starts_on
        if recorded.step.ends_on is not None:
            yield recorded.step.ends_on
        yield from (_day_of(at, zones) for at in (recorded.saved_at, recorded.replaced_at, recorded.ended_at) if at)
    for pause in plan.pauses:
        yield from (pause.first_on, pause.last_on, _day_of(pause.saved_at, zones))
    yield from (_day_of(at, zones) for at, _zone in zones.past)
    yield _day_of(now, zones)


def _day_of(at: datetime, zones: Zones) -> date:
    return at.astimezone(zones.at(at)).date()


def _is_daily(plan: Plan, on: date) -> bool:
    """Whether what is planned on that day comes every day."""
    there = [recorded.step for recorded in plan.steps if recorded.step.covers(on)]
    return plan.pause_on(on) is None and bool(there) and all(step.days == EVERY_DAY for step in there)


def _midnight(on: date, zones: Zones) -> int:
    """When an even day begins, in microseconds."""
    return microseconds(planned_at(on, time(), zones.of_day(on)[-1].zone))


def _inside(doses: DoseColumns, days: Period, zones: Zones) -> Collection[int]:
    """Which doses were taken well inside of the days, by the clock of the plan: all of these belong to their times."""
    begins, ends = (_midnight(on, zones) for on in (days.first_on + _DAY, days.last_on))
    offset = ((days.first_on.toordinal() + 1 - FIRST_DAY) * DAY - begins) / MINUTE
    found = range(bisect_left(doses.at, begins), bisect_left(doses.at, ends))
    if set(doses.offsets[found.start : found.stop]) <= {offset}:
        return found
    return {n for n in found if doses.offsets[n] == offset}


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


def _moved(even: Sequence[_Even], placed: Iterable[Placed]) -> tuple[list[list[Placed]], list[Placed]]:
    """Of the doses that stand apart those that belong to a time of each stretch, and the others."""
    moved, rest = [list[Placed]() for _ in even], list[Placed]()
    begins = [each.pattern[0].opens_at for each in even]
    for one in placed:
        n = bisect_right(begins, one[0]) - 1
        (moved[n] if n >= 0 and one[0] < even[n].until else rest).append(one)
    return moved, rest


def _stretch(
    even: _Even,
    doses: DoseColumns,
    kept: Collection[int],
    moved: Sequence[Placed],
    entry_days: Collection[date],
    now: datetime,
) -> Stretch:
    """What became of the times of a stretch, given which doses were taken inside of it, and those moved there."""
    times = _Times(even, doses, kept)
    times.add_each()
    for one in moved:
        times.several[times.place(microseconds(one[0]))].append(one)
    beside = tuple(dose for place in sorted(times.several) for dose in times.match(place, entry_days, now).beside)
    times.add_empty(entry_days)
    return Stretch(even.days, len(even.pattern), bytes(times.became), len(times.others), beside)


class _Times:
    """The planned times of a stretch, each at its place, and what became of them."""

    def __init__(self, even: _Even, doses: DoseColumns, kept: Collection[int]) -> None:
        self.even, self.doses, self.kept = even, doses, kept
        self.a_day, self.begins = len(even.pattern), microseconds(even.pattern[0].opens_at)
        self.opens = [microseconds(window.opens_at) - self.begins for window in even.pattern]
        self.became = bytearray([_OPEN]) * (len(even.days) * self.a_day)
        self.others = set[int]()  # where another amount was taken than the planned one
        # Where it takes more than arithmetic, with what moved there.
        self.several = defaultdict[int, list[Placed]](list)

    def place(self, at: int) -> int:
        """At which place the time is that a dose of that instant belongs to."""
        day, passed = divmod(at - self.begins, DAY)
        return day * self.a_day + bisect_right(self.opens, passed) - 1

    def add_each(self) -> None:
        """Count the doses that are the only ones of their times. It is done for each dose of ten years, so that nothing
        is looked up twice."""
        begins, opens, a_day, became, doses = self.begins, self.opens, self.a_day, self.became, self.doses
        late_from = [microseconds(each.planned.at + each.late_after) for each in self.even.pattern]
        planned = [each.planned.amount for each in self.even.pattern]
        ats, amounts, taken = doses.at, doses.amounts, doses.taken
        for n in self.kept:
            at = ats[n]
            day, passed = divmod(at - begins, DAY)
            k = bisect_right(opens, passed) - 1
            place = day * a_day + k
            if became[place] != _OPEN:
                self.several[place] = []
            elif not taken[n]:
                became[place] = _SKIPPED
            else:
                became[place] = _LATE if at - at % MINUTE - day * DAY > late_from[k] else _TAKEN
                if amounts[n] != planned[k]:
                    self.others.add(place)

    def match(self, place: int, entry_days: Collection[date], now: datetime) -> Slot:
        """What became of a time that several doses belong to."""
        day, k = divmod(place, self.a_day)
        opens_at = self.begins + day * DAY + self.opens[k]
        next_opens_at = self.begins + (day * DAY + self.opens[k + 1] if k + 1 < self.a_day else (day + 1) * DAY)
        there = range(bisect_left(self.doses.at, opens_at), bisect_left(self.doses.at, next_opens_at))
        own = [self.doses[n] for n in there if n in self.kept]
        held = sorted([*((dose.at, dose) for dose in own), *self.several[place]], key=by_minute)
        window, after = self.even.pattern[k], timedelta(days=day)
        planned = window.planned._replace(at=window.planned.at + after, on=window.planned.on + after)
        slot = slot_of(window._replace(planned=planned), held, entry_days, now)
        self.became[place] = _LETTERS[slot.status][0]
        (self.others.add if slot.is_other_amount else self.others.discard)(place)
        return slot

    def add_empty(self, entry_days: Collection[date]) -> None:
        """Count the times that no dose belongs to; they are long over."""
        first_on, is_asked = self.even.days.first_on, self.even.pattern[0].planned.saved_later_at is None
        place = self.became.find(_OPEN)
        while place >= 0:
            nothing = _MISSED if first_on + place // self.a_day * _DAY in entry_days else _NOT_RECORDED
            self.became[place] = nothing if is_asked else _NOT_ASKED
            place = self.became.find(_OPEN, place)
