"""Planned times: the instants of a plan on one axis, over its steps and days, each with the window a dose belongs to.

A window opens a quarter of the gap before its planned time (six hours at most) and ends when the next one opens. The
numbers are ours; no clinician has reviewed them (docs/sources.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from journal.core.plan.regimens import Kept, Step, planned_at
from journal.core.values.clock import Zones
from journal.core.values.periods import Period

OPENS_BEFORE_AT_MOST = timedelta(hours=6)
LATE_AT_LEAST, LATE_AT_MOST = timedelta(minutes=30), timedelta(hours=3)
GAPS_AT_MOST = timedelta(days=2)  # a day, and a day more where the zone changes

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """One planned instant in UTC, the local day and minute it stands at, the micrograms planned and in what form.

    `gap_after` is how long after it the next one would come had its step gone on; None: as the axis says. `stops` says
    that a pause or the end of the plan follows. `not_before` is when its step was saved: no window opens earlier.
    `saved_later_at` is set on a time that had come when the first plan of all was saved: then it is when that was. Such
    a time takes the doses lived before, and nobody is asked for it.
    """

    at: datetime
    on: date
    minute: int
    amount_ug: int
    form: str = ""
    gap_after: timedelta | None = None
    stops: bool = False
    not_before: datetime | None = None
    saved_later_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What belongs to a planned time: from `opens_at` on, before `ends_at` (None: open without an end).

    `gap` is the time since the planned time before; a dose more than `late_after` behind its time is late.
    """

    planned: PlannedTime
    opens_at: datetime
    ends_at: datetime | None
    gap: timedelta
    late_after: timedelta

    def holds(self, at: datetime) -> bool:
        """Whether a dose of that instant belongs here."""
        return self.opens_at <= at and (self.ends_at is None or at < self.ends_at)


def windows(times: Sequence[PlannedTime]) -> tuple[Window, ...]:
    """The windows of planned times that ascend, one behind the other."""
    gaps = _gaps(times)
    opened = [_opens_at(planned, gap) for planned, gap in zip(times, gaps, strict=True)]
    found = []
    for n, planned in enumerate(times):
        after = planned.gap_after or (times[n + 1].at - planned.at if n + 1 < len(times) else gaps[n])
        next_at = opened[n + 1] if n + 1 < len(times) else None
        ends = [] if next_at is None else [next_at]
        if planned.stops:
            ends.append(planned.at + after - min(after / 4, OPENS_BEFORE_AT_MOST))
        if planned.saved_later_at is not None:
            ends.append(planned.saved_later_at)
        found.append(Window(planned, opened[n], min(ends, default=None), gaps[n], late_after(after)))
    return tuple(found)


def late_after(gap: timedelta) -> timedelta:
    """How long after a planned time a dose is still on time, where the next one comes after `gap`."""
    return min(max(gap / 4, LATE_AT_LEAST), LATE_AT_MOST)


def _gaps(times: Sequence[PlannedTime]) -> list[timedelta]:
    """The gap before each time; the first takes the one after it, and a single time a day."""
    if not times:
        return []
    first = times[0].gap_after or (times[1].at - times[0].at if len(times) > 1 else _DAY)
    return [first, *(later.at - earlier.at for earlier, later in pairwise(times))]


def _opens_at(planned: PlannedTime, gap: timedelta) -> datetime:
    opens_at = planned.at - min(gap / 4, OPENS_BEFORE_AT_MOST)
    return opens_at if planned.not_before is None else max(opens_at, planned.not_before)


def planned_times(
    plan: Iterable[Kept], zones: Zones, period: Period, dosed_at: Sequence[datetime] = ()
) -> tuple[PlannedTime, ...]:
    """The planned times of the days of `period`, ascending. `plan` are all steps there ever were, in any order.

    A step that was saved on its first day begins at that minute, a later one at midnight; the first of all reaches back
    to its first day. Of a step that another one took over from, or that was ended, stay its times until then, and the
    one after them if its window held a dose when that was saved: `dosed_at` are the instants of the doses, taken or
    skipped.
    """
    plan = list(plan)
    axis: list[PlannedTime] = []
    stretches = _stretches(plan, zones)
    free_from: datetime | None = None  # the times before are somebody else's
    for n, stretch in enumerate(stretches):
        following = stretches[n + 1] if n + 1 < len(stretches) else None
        times = [p for p in _times(stretch, zones, period) if free_from is None or p.at > free_from]
        mine = [p for p in times if stretch.has(p)]
        ahead = next((p for p in times if stretch.is_over(p)), None)
        if ahead is not None and _is_begun([*axis, *mine], ahead, _cut_at(stretch, ahead, plan), dosed_at):
            mine.append(ahead)
        if mine and not _goes_over(stretch, following):
            mine[-1] = replace(mine[-1], stops=True)
        axis += mine
        if stretch.ends_at is not None or mine[-1:] == [ahead]:
            free_from = max(at for at in (stretch.ends_at, free_from, *(p.at for p in mine[-1:])) if at is not None)
    return tuple(sorted(axis, key=lambda p: p.at))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A step for as long as it was the plan: by days, or from and until an instant where it was saved on its first
    day, and replaced or ended within a day."""

    kept: Kept
    begins_at: datetime | None
    ends_at: datetime | None
    is_first: bool

    def has(self, planned: PlannedTime) -> bool:
        """Whether the step was the plan when this time of its came."""
        step = self.kept.step
        if planned.on < step.starts_on or (self.begins_at is not None and planned.at <= self.begins_at):
            return False
        return not self.is_over(planned)

    def is_over(self, planned: PlannedTime) -> bool:
        """Whether the step was the plan no more when this time of its came."""
        if self.ends_at is not None:
            return planned.at > self.ends_at
        return self.kept.step.ends_on is not None and planned.on > self.kept.step.ends_on


def _stretches(plan: Iterable[Kept], zones: Zones) -> list[_Stretch]:
    """The steps in their order. One that was replaced before it began stands where it was replaced: a dose taken ahead
    for its first time stays with that time. Where no plan was before, it never was one."""
    found: list[tuple[tuple[date, datetime], _Stretch]] = []
    for kept in sorted(plan, key=lambda k: k.saved_at):
        starts_on, ends_at = kept.step.starts_on, kept.replaced_at or kept.ended_at
        never_began = ends_at is not None and _day_of(ends_at, zones) < starts_on
        if never_began and not found:
            continue
        begins_at = kept.saved_at if found and starts_on <= _day_of(kept.saved_at, zones) else None
        place = _day_of(ends_at, zones) if never_began and ends_at else starts_on
        found.append(((place, kept.saved_at), _Stretch(kept, begins_at, ends_at, is_first=not found)))
    return [stretch for _, stretch in sorted(found, key=lambda each: each[0])]


def _cut_at(stretch: _Stretch, ahead: PlannedTime, plan: Iterable[Kept]) -> datetime | None:
    """When the time ahead was taken from the step: it ended, or one that begins by that day was saved."""
    kept = stretch.kept
    saved = [k.saved_at for k in plan if k.saved_at > kept.saved_at and k.step.starts_on <= ahead.on]
    return min(saved if stretch.ends_at is None else [stretch.ends_at, *saved], default=None)


def _day_of(instant: datetime, zones: Zones) -> date:
    return instant.astimezone(zones.at(instant)).date()


def _times(stretch: _Stretch, zones: Zones, period: Period) -> list[PlannedTime]:
    """The times of a step as if it had gone on, a day beyond its end and the period, ascending.

    Of a step that ended before the period its last days: a window after a pause opens by the last time before it.
    """
    kept = stretch.kept
    ends_on = kept.step.ends_on
    if stretch.ends_at is not None:
        ends_on = max(_day_of(stretch.ends_at, zones), kept.step.starts_on)
    last_on = min(ends_on or period.last_on, period.last_on) + _DAY
    first_on = max(kept.step.starts_on, min(period.first_on, last_on - GAPS_AT_MOST))
    if last_on < first_on:
        return []
    walls = _walls(kept.step, zones, first_on, last_on + GAPS_AT_MOST)
    not_before = None if stretch.is_first else kept.saved_at
    return [
        PlannedTime(
            at,
            on,
            minute,
            amount_ug,
            kept.step.form,
            gap_after=after[0] - at,
            not_before=not_before,
            saved_later_at=kept.saved_at if stretch.is_first and at <= kept.saved_at else None,
        )
        for (at, on, minute, amount_ug), after in pairwise(walls)
        if on <= last_on
    ]


def _walls(step: Step, zones: Zones, first_on: date, last_on: date) -> list[tuple[datetime, date, int, int]]:
    """Instant, day, minute and amount of each planned time of the days, ascending.

    Two wall times that fall on one instant, on the night the clock goes forward, are one time with both amounts.
    """
    found: list[tuple[datetime, date, int, int]] = []
    for on in Period(first_on, last_on).days():
        for lived in zones.of_day(on):
            ats = ((planned_at(on, wall, lived.zone), wall) for wall in step.times)
            found += [(at, on, wall.hour * 60 + wall.minute, step.amount_ug) for at, wall in ats if lived.has(at)]
    found.sort()
    for n in reversed(range(1, len(found))):
        if found[n][0] == found[n - 1][0]:
            amount_ug = found.pop(n)[3] + found[n - 1][3]
            found[n - 1] = (*found[n - 1][:3], amount_ug)
    return found


def _is_begun(
    axis: Sequence[PlannedTime], ahead: PlannedTime, cut_at: datetime | None, dosed_at: Sequence[datetime]
) -> bool:
    """Whether the window of the time ahead held a dose when it was taken from its step."""
    opens_at = windows([*axis[-1:], ahead])[-1].opens_at
    return cut_at is not None and any(opens_at <= at <= cut_at for at in dosed_at)


def _goes_over(stretch: _Stretch, following: _Stretch | None) -> bool:
    """Whether the next step begins where this one ends; else a pause follows, or the end of the plan."""
    step = stretch.kept.step
    if stretch.ends_at is None and step.ends_on is None:
        return True
    if following is None:
        return False
    if stretch.ends_at is not None:
        return following.kept.saved_at == stretch.ends_at and following.begins_at is not None
    return step.ends_on is not None and following.kept.step.starts_on <= step.ends_on + _DAY
