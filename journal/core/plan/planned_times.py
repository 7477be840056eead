"""Planned times: the instants of a plan on one axis, over its steps, its days and its pauses."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from journal.core.plan.regimens import Pause, Plan, RecordedStep, Step, planned_at
from journal.core.plan.walls import still_days, walked, walls
from journal.core.plan.windows import OPENS_BEFORE_AT_MOST, PlannedTime, windows
from journal.core.values.clock import Zones
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


def reach(plan: Plan) -> timedelta:
    """The days from one planned time of a step to the next at most, and a day more where the zone changes."""
    return max((recorded.step.days.longest_gap for recorded in plan.steps), default=_DAY) + _DAY


def planned_times(
    plan: Plan,
    zones: Zones,
    period: Period,
    dosed_at: Sequence[datetime] = (),
    left_out: Sequence[Period] = (),
) -> tuple[PlannedTime, ...]:
    """The planned times of the days of `period`, ascending, and the last one before them where a pause lies between.

    The plan is followed from one change to the next. A step that was saved on its first day begins at that minute, a
    later one at midnight; the first of all reaches back to its first day. Of what was planned when a step was saved, or
    the plan ended, stay the times until then, and the next one if its window held a dose by then: `dosed_at` are the
    instants of the doses, taken or skipped. Days of a pause have no planned times. Nobody asks for those of days
    that are `left_out`, far from any on which the plan is changed.
    """
    far = reach(plan)
    changes = _changes(plan.steps, zones)
    marked = [change.on for change in changes] + [_day_of(pause.saved_at, zones) for pause in plan.pauses]
    still = still_days(plan.pauses, marked, far) if plan.pauses else ()
    wide = Period(_first_needed(plan, period.first_on, far), period.last_on)
    unasked = sorted((*still, *left_out), key=lambda days: days.first_on)
    course = _Course(zones, wide, sorted(dosed_at), far, unasked)
    for change in changes:
        # The first plan of all reaches back to its first day, however long after these days it was saved.
        if change.on > period.last_on + far and course.first is not None:
            break
        course.follow(change)
    until = period.last_on + (far if plan.pauses else _DAY)  # a pause closes the last window before it
    times = [*course.settled, *course.coming(course.period.first_on, until)]
    times = [p for p in _without_pauses(times, plan.pauses, zones, dosed_at) if p.on <= period.last_on + _DAY]
    before = sum(p.on < period.first_on for p in times)
    return tuple(times[max(before - 1, 0) :])


def _first_needed(plan: Plan, first_on: date, far: timedelta) -> date:
    """The day to look from: the first window after a pause, or after days on which doses were ordered as needed alone,
    opens by the last time before it."""
    alone = [k.step for k in plan.steps if k.replaced_at is None and not k.step.doses]
    blanks = [(step.starts_on, step.ends_on) for step in alone] + [(p.first_on, p.last_on) for p in plan.pauses]
    needed_on = first_on
    for starts_on, ends_on in sorted(blanks, key=lambda blank: blank[0], reverse=True):
        if starts_on <= first_on and needed_on <= (ends_on or first_on) + far:
            needed_on = min(needed_on, starts_on - far)
    return needed_on


def _without_pauses(
    times: Sequence[PlannedTime], pauses: Sequence[Pause], zones: Zones, dosed_at: Sequence[datetime]
) -> list[PlannedTime]:
    """The times that lie in no pause. The last window before one ends where the next would have opened without it."""
    if not pauses:
        return list(times)
    kept = {_kept(times, pause, dosed_at) for pause in pauses if pause.first_on > _day_of(pause.saved_at, zones)}
    found: list[PlannedTime] = []
    for planned in times:
        if planned.at in kept or not any(pause.covers(planned.on) for pause in pauses):
            found.append(planned)
        elif found:
            last = found[-1]
            opens_at = windows([last, planned])[-1].opens_at
            found[-1] = last._replace(closes_at=min(opens_at, last.closes_at or opens_at))
    return found


def _kept(times: Sequence[PlannedTime], pause: Pause, dosed_at: Sequence[datetime]) -> datetime | None:
    """The time of a pause that was saved ahead whose window held a dose by then: that dose stays where it was."""
    n = next((n for n, planned in enumerate(times) if planned.at > pause.saved_at), None)
    if n is None or not pause.covers(times[n].on):
        return None
    opens_at = windows(times[max(n - 1, 0) : n + 1])[-1].opens_at
    return times[n].at if any(opens_at <= at <= pause.saved_at for at in dosed_at) else None


@dataclass(frozen=True, slots=True)
class _Change:
    """A step that was saved, or, without one, the end of a plan. `on` is the local day of that instant.

    Nothing that was planned before counts from `starts_on` on, or, where it is `at_once`, after the instant. Where it
    `is_last_day`, a step came to the end it was saved with: what was planned for later days still comes.
    """

    at: datetime
    on: date
    starts_on: date
    at_once: bool
    saved: RecordedStep | None = None
    is_last_day: bool = False

    def leaves(self, step: Step) -> bool:
        """Whether a step that was saved before this instant is part of the plan after it."""
        if self.is_last_day:
            return step.starts_on > self.starts_on
        return not self.at_once and step.starts_on < self.starts_on

    def takes_away(self, planned: PlannedTime) -> bool:
        """Whether a time that was planned after this instant is planned no more."""
        return self.at_once or planned.on >= self.starts_on


@dataclass(slots=True)
class _Course:
    """A plan as it goes from change to change: the times that are settled, and the steps that are the plan since.

    Each of `steps` is the plan until the first day of the next. `settled` holds what came until `settled_until`.
    `dosed_at` ascends. The days of `still` are left out.
    """

    zones: Zones
    period: Period
    dosed_at: Sequence[datetime]
    far: timedelta
    still: Sequence[Period]
    settled: list[PlannedTime] = field(default_factory=list)
    settled_until: datetime | None = None
    steps: list[RecordedStep] = field(default_factory=list)
    first: RecordedStep | None = None
    has_begun: bool = False

    def follow(self, change: _Change) -> None:
        """Settle what came until a change, and go on with the plan it leaves."""
        self.has_begun = self.has_begun or any(recorded.step.starts_on <= change.on for recorded in self.steps)
        # The first window after days without a plan opens by the last time before them, however long ago that was.
        is_end = change.saved is None or not change.saved.step.doses
        first_on = min(self.period.first_on, change.on - self.far) if is_end else self.period.first_on
        times = self.coming(first_on, self._until(change))
        self.settled += (p for p in times if p.at <= change.at)
        self.settled_until = max(change.at, self.settled_until or change.at)
        ahead = [p for p in times if p.at > change.at]
        if ahead and change.takes_away(ahead[0]) and self._is_begun(ahead[0], change.at):
            self.settled.append(ahead.pop(0))
            self.settled_until, self.has_begun = self.settled[-1].at, True
        if self.settled and ahead and change.takes_away(ahead[0]):
            # What had ended by the change stays so, also where the next time is not planned any more.
            opens_at = self._opens_at(ahead[0])
            if is_end or opens_at <= change.at:
                self._close(opens_at)
        self.steps = [recorded for recorded in self.steps if change.leaves(recorded.step)]
        if change.saved is not None:
            self.steps.append(change.saved)
            if not self.has_begun:
                self.first, self.settled_until = change.saved, None

    def _until(self, change: _Change) -> date:
        """Up to which day it is told what was to come when the plan was changed: of a step that came to its last day,
        before what follows it."""
        until = change.on + self.far
        if not change.is_last_day:
            return until
        return min([until, *(k.step.starts_on - _DAY for k in self.steps if change.leaves(k.step))])

    def coming(self, first_on: date, last_on: date) -> list[PlannedTime]:
        """The times of those days that are not settled, ascending, as if nothing were changed any more."""
        if self.settled_until is not None:  # not even on a day that begins once more after a flight to the west
            first_on = max(first_on, _day_of(self.settled_until, self.zones) - _DAY)
        found: list[PlannedTime] = []
        until, is_followed = last_on, True
        for recorded in reversed(self.steps):
            if until < first_on:
                break
            if recorded.step.starts_on <= until:
                times = _times(recorded, self.zones, first_on, until, self.still, is_first=recorded is self.first)
                found += times if is_followed else _closed(times)
            # Of a step that is followed by doses as needed the last window ends as if it had gone on.
            is_followed = bool(recorded.step.doses) or recorded.step.starts_on > last_on
            until = min(last_on, recorded.step.starts_on - _DAY)
        after = self.settled_until
        return sorted((p for p in found if after is None or p.at > after), key=lambda p: p.at)

    def _is_begun(self, ahead: PlannedTime, until: datetime) -> bool:
        """Whether the window of a time ahead held a dose by that instant."""
        first = bisect_left(self.dosed_at, self._opens_at(ahead))
        return first < len(self.dosed_at) and self.dosed_at[first] <= until

    def _opens_at(self, ahead: PlannedTime) -> datetime:
        """When the window of the time that follows what is settled opens."""
        return windows([*self.settled[-1:], ahead])[-1].opens_at

    def _close(self, opens_at: datetime) -> None:
        """End the last window where the next one would have opened had the plan not been changed."""
        last = self.settled[-1]
        self.settled[-1] = last._replace(closes_at=min(opens_at, last.closes_at or opens_at))


def _changes(plan: Sequence[RecordedStep], zones: Zones) -> list[_Change]:
    """The changes a plan went through, in their order: each step that was saved, and each end of the plan."""
    ended = {recorded.ended_at for recorded in plan}
    firsts: dict[datetime, date] = {}  # of the steps that were saved together only the first can begin at once
    for recorded in plan:
        starts_on = recorded.step.starts_on
        firsts[recorded.saved_at] = min(starts_on, firsts.get(recorded.saved_at, starts_on))
    found = []
    for recorded in plan:
        on, starts_on = _day_of(recorded.saved_at, zones), recorded.step.starts_on
        is_next = recorded.saved_at in ended and starts_on == firsts[recorded.saved_at]
        found.append(_Change(recorded.saved_at, on, starts_on, starts_on <= on or is_next, recorded))
    for at, (starts_on, is_last_day) in _ends(plan, zones).items():
        on = _day_of(at + timedelta.resolution, zones)  # the end of a day is followed by the day without a plan
        found.append(_Change(at, on, starts_on, starts_on <= on or at in ended, is_last_day=is_last_day))
    return sorted(found, key=lambda change: (change.at, change.starts_on))


def _ends(plan: Sequence[RecordedStep], zones: Zones) -> dict[datetime, tuple[date, bool]]:
    """When the plan was ended, from which day on nothing was planned then, and whether that was the day after the last
    one a step was saved with."""
    ends: dict[datetime, tuple[date, bool]] = {}
    begin_on = defaultdict[date, list[RecordedStep]](list)
    for recorded in plan:
        begin_on[recorded.step.starts_on].append(recorded)
    for recorded in plan:
        step, at = recorded.step, recorded.replaced_at
        if at is not None:
            ends[at] = min(step.starts_on, ends[at][0] if at in ends else date.max), False
        elif step.ends_on is not None:
            next_on = step.ends_on + _DAY
            if recorded.ended_at is not None:
                ends[recorded.ended_at] = next_on, False
            elif not any(_counted_on(other, next_on, zones) for other in begin_on[next_on]):
                # From the next day on; nothing says when that was saved.
                ends[planned_at(next_on, time(), zones.of_day(next_on)[-1].zone) - timedelta.resolution] = next_on, True
    saved = {recorded.saved_at for recorded in plan}
    return {at: end for at, end in ends.items() if at not in saved}


def _counted_on(recorded: RecordedStep, on: date, zones: Zones) -> bool:
    """Whether a step was not replaced before that day."""
    return recorded.replaced_at is None or _day_of(recorded.replaced_at, zones) >= on


def _day_of(instant: datetime, zones: Zones) -> date:
    return instant.astimezone(zones.at(instant)).date()


def _times(
    recorded: RecordedStep, zones: Zones, first_on: date, last_on: date, still: Sequence[Period], *, is_first: bool
) -> list[PlannedTime]:
    """The times of a step on those days, ascending, each with the gap to the next one as if the step went on."""
    if not recorded.step.doses:
        return []
    first_on = max(first_on, recorded.step.starts_on)
    days = walked(first_on, last_on + recorded.step.days.longest_gap + _DAY, still)
    form, saved_at, step_id = recorded.step.form, recorded.saved_at, recorded.id
    not_before = None if is_first else saved_at
    return [
        PlannedTime(
            at,
            on,
            minute,
            amount,
            form,
            after[0] - at,
            None,
            not_before,
            saved_at if is_first and at <= saved_at else None,
            step_id,
        )
        for (at, on, minute, amount), after in pairwise(walls(recorded.step, zones, days))
        if on <= last_on
    ]


def _closed(times: Sequence[PlannedTime]) -> list[PlannedTime]:
    """The times of a step with the last window ending where the next one would have opened had the step gone on."""
    if not times:
        return []
    last = times[-1]
    gap = last.gap_after or _DAY
    return [*times[:-1], last._replace(closes_at=last.at + gap - min(gap / 4, OPENS_BEFORE_AT_MOST))]
