"""Adherence: what was planned beside what was recorded.

Taken, late, skipped, missed and not recorded are five different things and never merge; `pending` is not yet due.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import sub
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from journal.core.clock import Moment
from journal.core.periods import Period
from journal.core.regimens import Step, planned_at, planned_on

Status = Literal["taken", "late", "skipped", "missed", "pending", "not_recorded"]

LATE_AFTER = timedelta(minutes=60)  # our choice; no clinician has reviewed it
UNMATCHED_S = 6 * 3600  # what it costs to leave a planned time or a dose alone: a pair up to 12 hours apart is a pair

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TakenDose:
    """A recorded dose: the instant in UTC, the local calendar day and the minute of that day, and the amount."""

    at: datetime
    on: date
    minute: int
    amount_ug: int
    status: Literal["taken", "skipped"]


def taken_dose(moment: Moment, amount_ug: int, status: str) -> TakenDose:
    """The dose recorded for that moment, at the minute its wall clock showed."""
    wall = moment.local
    minute = wall.hour * 60 + wall.minute
    return TakenDose(moment.at, wall.date(), minute, amount_ug, "skipped" if status == "skipped" else "taken")


@dataclass(frozen=True, slots=True)
class Slot:
    """One planned time (local day, minute of the day) and what became of it; `dose` is what was recorded for it."""

    planned_at: datetime
    on: date
    minute: int
    amount_ug: int
    status: Status
    dose: TakenDose | None


class Matched(NamedTuple):
    """The planned times of a period, ascending, and the recorded doses that belong to none of them."""

    slots: tuple[Slot, ...]
    extra: tuple[TakenDose, ...]


class _Planned(NamedTuple):
    at: datetime
    on: date
    minute: int
    amount_ug: int


class _Recorded(NamedTuple):
    at: datetime  # see `_at_home`
    dose: TakenDose


def plan_day(on: date, minute: int, day_starts: time) -> date:
    """The day a wall time belongs to when a day lasts until `day_starts` of the next morning."""
    return on - _DAY if minute < _minute(day_starts) else on


def slots(
    steps: Sequence[Step],
    doses: Iterable[TakenDose],
    entry_days: Collection[date],
    period: Period,
    zone: str,
    day_starts: time,
    now: datetime,
) -> Matched:
    """Every planned time whose local day is in `period`, with its status at `now`, and the doses beside the plan.

    A dose is looked for in the day that lasts until `day_starts`, so that the 20:00 dose taken at 00:30 is found;
    give the doses of one day more on either side of the period. `entry_days` are the days with any entry.
    """
    wide = Period(period.first_on - _DAY, period.last_on + _DAY)
    planned = _planned_by_day(steps, wide, zone, day_starts)
    recorded = _recorded_by_day(doses, zone, day_starts)
    found: list[Slot] = []
    extra: list[TakenDose] = []
    for day in sorted(planned.keys() | recorded.keys()):
        of_day = _day_slots(planned.get(day, []), recorded.get(day, []), entry_days, now)
        found += of_day.slots
        extra += of_day.extra
    return Matched(
        tuple(slot for slot in found if slot.on in period),
        tuple(dose for dose in extra if dose.on in period),
    )


def assign(planned: Sequence[int], recorded: Sequence[int]) -> tuple[int | None, ...]:
    """For each planned second the index of the recorded second that belongs to it, or None; both ascend.

    The assignment keeps the order and makes the sum of the distances the smallest, each one left alone counting
    `UNMATCHED_S`. The nearest planned time would be wrong: with 08:00 and 20:00 planned, doses at 14:30 and 20:00
    are a morning dose taken late and an evening dose on time. But 14:30 is nearer to 20:00, so the morning would be
    missed and the evening doubled.
    """
    apart = sum(map(abs, map(sub, planned, recorded)))
    if len(planned) == len(recorded) and apart <= 2 * UNMATCHED_S:  # any other assignment leaves two alone or more
        return tuple(range(len(planned)))
    cost = _costs(planned, recorded)
    found: list[int | None] = [None] * len(planned)
    i = j = 0
    while i < len(planned) and j < len(recorded):
        if cost[i][j] == abs(planned[i] - recorded[j]) + cost[i + 1][j + 1]:
            found[i] = j
            i, j = i + 1, j + 1
        elif cost[i][j] == UNMATCHED_S + cost[i + 1][j]:
            i += 1
        else:
            j += 1
    return tuple(found)


def _costs(planned: Sequence[int], recorded: Sequence[int]) -> list[list[int]]:
    """`[i][j]` is the smallest cost of assigning everything from planned i and recorded j on."""
    n, m = len(planned), len(recorded)
    cost = [[UNMATCHED_S * (n - i + m - j) for j in range(m + 1)] for i in range(n + 1)]
    for i in reversed(range(n)):
        for j in reversed(range(m)):
            together = abs(planned[i] - recorded[j]) + cost[i + 1][j + 1]
            cost[i][j] = min(together, UNMATCHED_S + cost[i + 1][j], UNMATCHED_S + cost[i][j + 1])
    return cost


def _day_slots(
    planned: Sequence[_Planned], recorded: Sequence[_Recorded], entry_days: Collection[date], now: datetime
) -> Matched:
    indexes = assign([_second(p.at) for p in planned], [_second(r.at) for r in recorded])
    last_at = planned[-1].at if planned else now
    found = []
    for plan, index in zip(planned, indexes, strict=True):
        match = None if index is None else recorded[index]
        known = bool(recorded) or plan.on in entry_days
        status = _matched_status(plan, match) if match else _unmatched_status(plan, last_at, known, now)
        found.append(Slot(*plan, status, match.dose if match else None))
    left = set(range(len(recorded))) - set(indexes)
    return Matched(tuple(found), tuple(recorded[index].dose for index in sorted(left)))


def _matched_status(plan: _Planned, match: _Recorded) -> Status:
    if match.dose.status == "skipped":
        return "skipped"
    return "late" if match.at - plan.at > LATE_AFTER else "taken"


def _unmatched_status(plan: _Planned, last_at: datetime, known: bool, now: datetime) -> Status:
    """Missed needs another entry that day; a day without any is only called so when its last planned time is past."""
    if now <= (plan.at if known else last_at) + LATE_AFTER:
        return "pending"
    return "missed" if known else "not_recorded"


def _planned_by_day(
    steps: Sequence[Step], period: Period, zone: str, day_starts: time
) -> Mapping[date, Sequence[_Planned]]:
    days: dict[date, list[_Planned]] = defaultdict(list)
    for on in period.days() if steps else ():
        step = planned_on(steps, on)
        if step is not None:
            for at in step.times:
                plan = _Planned(planned_at(on, at, zone), on, _minute(at), step.amount_ug)
                days[plan_day(on, plan.minute, day_starts)].append(plan)
    for of_day in days.values():
        of_day.sort()
    return days


def _recorded_by_day(doses: Iterable[TakenDose], zone: str, day_starts: time) -> Mapping[date, Sequence[_Recorded]]:
    info = ZoneInfo(zone)
    days: dict[date, list[_Recorded]] = defaultdict(list)
    for dose in doses:
        days[plan_day(dose.on, dose.minute, day_starts)].append(_Recorded(_at_home(dose, info), dose))
    for of_day in days.values():
        of_day.sort(key=lambda r: (r.at, r.dose.at, r.dose.status, r.dose.amount_ug))
    return days


def _at_home(dose: TakenDose, info: ZoneInfo) -> datetime:
    """The instant to hold against the plan: the dose's own, or, for a dose lived in another zone, the instant at
    which clocks here show its wall time. 08:00 stays 08:00 on a journey, and the past stays when a person moves."""
    wall = dose.at.astimezone(info)
    if wall.hour * 60 + wall.minute == dose.minute and wall.date() == dose.on:
        return dose.at
    lived = time(dose.minute // 60, dose.minute % 60)
    return datetime.combine(dose.on, lived, info).astimezone(UTC)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _second(at: datetime) -> int:
    return int(at.timestamp())
