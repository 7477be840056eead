"""Adherence: which recorded dose belongs to which planned time. One function for Today, charts and exports.

Taken, late, skipped, missed and not recorded are five different things and never merge; `pending` is still open.
For a medicine that stays for days, hours late change little and a dose lost or doubled much: what counts is lost
against doubled. An entry lived later never changes what an earlier one meant.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from journal.core.plan.planned_times import planned_times, reach
from journal.core.plan.regimens import Plan
from journal.core.plan.schedules import AsNeeded
from journal.core.plan.windows import PlannedTime, Window, windows
from journal.core.values.clock import Moment, Zones, even_midnight, minute_of
from journal.core.values.periods import Period

Status = Literal["taken", "late", "skipped", "missed", "pending", "not_recorded"]

PENDING_AT_MOST = timedelta(hours=24)
AS_NEEDED_WITHIN = timedelta(hours=24)  # the ordered most of doses as needed is for so long before each

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


class TakenDose(NamedTuple):
    """A dose: the instant in UTC, its local day and minute, the amount; where one is read alone, its entry and form."""

    at: datetime
    on: date
    minute: int
    amount: int
    status: Literal["taken", "skipped"]
    recorded_at: datetime
    medicine_id: str = ""
    id: str = ""
    form: str = ""


def taken_dose(moment: Moment, amount: int, status: str, recorded_at: datetime, medicine_id: str = "") -> TakenDose:
    """The dose recorded for that moment, at the minute its wall clock showed."""
    wall = moment.local
    said: Literal["taken", "skipped"] = "skipped" if status == "skipped" else "taken"
    return TakenDose(moment.at, wall.date(), wall.hour * 60 + wall.minute, amount, said, recorded_at, medicine_id)


class Slot(NamedTuple):
    """One planned time and what became of it: `doses` are the taken ones that belong to it, ascending.

    Several make up its amount. `skipped` says it was skipped, where nothing was taken; `beside` is what is more.
    """

    window: Window
    status: Status
    doses: tuple[TakenDose, ...] = ()
    skipped: TakenDose | None = None
    beside: tuple[TakenDose, ...] = ()

    @property
    def planned(self) -> PlannedTime:
        """The planned time."""
        return self.window.planned

    @property
    def taken_amount(self) -> int:
        """What was taken for this time, all its doses together."""
        return self.doses[0].amount if len(self.doses) == 1 else sum(dose.amount for dose in self.doses)

    @property
    def is_other_amount(self) -> bool:
        """Whether another amount than the planned one was taken."""
        return bool(self.doses) and self.taken_amount != self.planned.amount

    @property
    def is_answered(self) -> bool:
        """Whether a dose, taken or skipped, was recorded for this time."""
        return bool(self.doses) or self.skipped is not None


class Matched(NamedTuple):
    """The planned times of a period, ascending, with their doses, and the doses that lie in no window.

    `as_needed` were ordered so; `above_order` lie in no window and are more, or sooner, than was ordered as needed.
    """

    slots: tuple[Slot, ...]
    without_plan: tuple[TakenDose, ...]
    as_needed: tuple[TakenDose, ...] = ()
    above_order: tuple[TakenDose, ...] = ()

    @property
    def beside(self) -> tuple[TakenDose, ...]:
        """The doses beside the plan."""
        return (*(dose for slot in self.slots for dose in slot.beside), *self.above_order)

    @property
    def loose(self) -> tuple[TakenDose, ...]:
        """The taken doses that belong to no planned time, as needed or not."""
        return tuple(dose for dose in (*self.beside, *self.without_plan, *self.as_needed) if dose.status == "taken")


@dataclass(frozen=True, slots=True)
class Lived:
    """What a record says of a stretch of time: doses, and the calendar days on which anything was lived."""

    doses: Sequence[TakenDose]
    entry_days: Collection[date]

    def of(self, medicine_id: str) -> "Lived":
        """The same with the doses of one medicine; a day lived is a day lived, whatever was recorded."""
        return replace(self, doses=tuple(dose for dose in self.doses if dose.medicine_id == medicine_id))


def around(plan: Plan) -> timedelta:
    """How long before and after the day of its planned time a window may begin and end: three days where doses are
    planned every day."""
    return reach(plan) + _DAY


def match(plan: Plan, lived: Lived, zones: Zones, period: Period, now: datetime) -> Matched:
    """Every planned time whose local day is in `period` with what was recorded for it, and the doses without a plan.

    Give what was lived `around` the period too. A dose that was lived in another zone than the plan's stands at the
    wall time it was lived at: 08:00 stays 08:00 on a journey.
    """
    wide = Period(period.first_on - around(plan), period.last_on + around(plan))
    placed = [(at_home(dose, zones), dose) for dose in lived.doses]
    axis = windows(planned_times(plan, zones, wide, [at for at, _ in placed]))
    return within(period, with_as_needed(pair(axis, placed, lived.entry_days, now), plan, zones))


def within(period: Period, found: Matched) -> Matched:
    """The planned times of the days of the period, and the other doses that were taken on them."""
    return Matched(
        tuple([slot for slot in found.slots if period.first_on <= slot.window.planned.on <= period.last_on]),
        *(tuple(dose for dose in doses if dose.on in period) for doses in found[1:]),
    )


def with_as_needed(found: Matched, plan: Plan, zones: Zones) -> Matched:
    """Tell apart, of the doses that belong to no planned time, those as needed.

    They keep to what was ordered: the most in the 24 hours until each, and the least hours since the one before. What
    counts are these doses alone, whatever was planned beside them. One that is more or sooner is beside the plan.
    """
    if not plan.orders_as_needed:
        return found
    as_needed: list[TakenDose] = []
    above: list[TakenDose] = []
    before = LastDay()
    for dose in sorted(found.loose, key=in_order):
        before.move_to(dose)
        step = plan.step_at(dose.at, zones)
        if step is not None and step.as_needed is not None:
            keeps = not (before.is_above_most(step.as_needed, dose) or before.is_too_soon(step.as_needed, dose))
            (as_needed if keeps else above).append(dose)
        before.add(dose)
    kept, told_apart = set(as_needed), {*as_needed, *above}
    in_windows = {dose for slot in found.slots for dose in slot.beside}
    return Matched(
        tuple(
            slot._replace(beside=tuple(dose for dose in slot.beside if dose not in kept)) if slot.beside else slot
            for slot in found.slots
        ),
        tuple(dose for dose in found.without_plan if dose not in told_apart),
        tuple(as_needed),
        tuple(dose for dose in above if dose not in in_windows),
    )


@dataclass(slots=True)
class LastDay:
    """The doses of the 24 hours before one, oldest first, with their sum, and the minute of the last of all.

    They are added in their order; minutes count, since forms show no seconds.
    """

    doses: deque[tuple[datetime, int]] = field(default_factory=deque)
    total: int = 0
    last_at: datetime | None = None

    def move_to(self, dose: TakenDose) -> None:
        """Forget what was taken a day or more before a dose."""
        until = minute_of(dose.at) - AS_NEEDED_WITHIN
        while self.doses and self.doses[0][0] <= until:
            self.total -= self.doses.popleft()[1]

    def is_above_most(self, order: AsNeeded, dose: TakenDose) -> bool:
        """Whether a dose is with them more than was ordered for 24 hours."""
        return order.most_a_day is not None and self.total + dose.amount > order.most_a_day

    def is_too_soon(self, order: AsNeeded, dose: TakenDose) -> bool:
        """Whether fewer hours passed since the last one than were ordered between two."""
        if not order.least_hours or self.last_at is None:
            return False
        return minute_of(dose.at) - self.last_at < timedelta(hours=order.least_hours)

    def add(self, dose: TakenDose) -> None:
        """Count one that was taken."""
        self.last_at = minute_of(dose.at)
        self.doses.append((self.last_at, dose.amount))
        self.total += dose.amount


def in_order(dose: TakenDose) -> tuple[datetime, datetime, datetime, int]:
    """By time; within a minute by when they were recorded."""
    return minute_of(dose.at), dose.recorded_at, dose.at, dose.amount


def pair(
    axis: Sequence[Window],
    placed: Iterable[tuple[datetime, TakenDose]],
    entry_days: Collection[date],
    now: datetime,
) -> Matched:
    """Give each dose, with the instant it stands at, to the window that holds it.

    A time that had come before the first plan was saved, and for which nothing was recorded, is left out.
    """
    held: list[list[tuple[datetime, TakenDose]]] = [[] for _ in axis]
    opened = [window.opens_at for window in axis]
    without_plan = []
    for at, dose in _in_order(placed):
        n = bisect_right(opened, at) - 1  # within a minute their order is not that of their instants
        if n >= 0 and axis[n].holds(at):
            held[n].append((at, dose))
        else:
            without_plan.append(dose)
    slots = [slot_of(window, of_it, entry_days, now) for window, of_it in zip(axis, held, strict=True)]
    return Matched(
        tuple([slot for slot in slots if slot.window.planned.saved_later_at is None or slot.is_answered]),
        tuple(without_plan),
    )


def slot_of(
    window: Window, held: Sequence[tuple[datetime, TakenDose]], entry_days: Collection[date], now: datetime
) -> Slot:
    """The first taken dose is the planned one; a further one joins it while the planned amount is not exceeded."""
    if not held:
        return Slot(window, _empty_status(window, entry_days, now))
    taken = [one for one in held if one[1].status == "taken"]
    if not taken:
        return Slot(window, "skipped", skipped=held[-1][1])
    first_at, first = taken[0]
    late_from = window.planned.at + window.late_after
    is_late = first_at > late_from and minute_of(first_at) > late_from  # its seconds do not count
    status: Status = "late" if is_late else "taken"
    if len(taken) == 1:
        return Slot(window, status, (first,))
    joined, beside, total = [first], [], first.amount
    for _, dose in taken[1:]:
        if total + dose.amount <= window.planned.amount:
            joined.append(dose)
            total += dose.amount
        else:
            beside.append(dose)
    return Slot(window, status, tuple(joined), beside=tuple(beside))


def _empty_status(window: Window, entry_days: Collection[date], now: datetime) -> Status:
    """Missed needs another entry lived on the calendar day of the planned time; the day boundary plays no part."""
    open_until = window.planned.at + PENDING_AT_MOST
    if now < (open_until if window.ends_at is None else min(open_until, window.ends_at)):
        return "pending"
    return "missed" if window.planned.on in entry_days else "not_recorded"


def at_home(dose: TakenDose, zones: Zones) -> datetime:
    """The instant to hold against the plan: the dose's own, or, for a dose lived in another zone, the instant at
    which clocks where the plan is show its wall time."""
    if not zones.past:
        midnight = even_midnight(dose.on, zones.present)
        if midnight is not None and (dose.at - midnight) // _MINUTE == dose.minute:
            return dose.at
    days = zones.of_day(dose.on)
    info = ZoneInfo(next((day.zone for day in days if day.has(dose.at)), days[-1].zone))
    wall = dose.at.astimezone(info)
    if wall.hour * 60 + wall.minute == dose.minute and wall.date() == dose.on:
        return dose.at
    return datetime.combine(dose.on, time(*divmod(dose.minute, 60)), info).astimezone(UTC)


def _in_order(placed: Iterable[tuple[datetime, TakenDose]]) -> Sequence[tuple[datetime, TakenDose]]:
    """The doses by the minute they stand at. Those of a record of ten years, read in their order, need no sorting."""
    found = list(placed)
    is_sorted = all(later[0] - earlier[0] >= _MINUTE for earlier, later in pairwise(found))
    return found if is_sorted else sorted(found, key=by_minute)


def by_minute(placed: tuple[datetime, TakenDose]) -> tuple[datetime, datetime, datetime, int, str]:
    """By time; within a minute by when they were recorded."""
    at, dose = placed
    return minute_of(at), dose.recorded_at, dose.at, dose.amount, dose.status
