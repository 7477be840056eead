"""planned.csv: what was planned, medicine by medicine, and what became of it as it is computed when it is taken out.

Nothing reads it back: it follows from the entries and the plan, which stand in files of their own.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from journal.core.exchange.exports import Row, exact, instant, wall
from journal.core.medicine.medicines import Called
from journal.core.plan.adherence import Lived, Matched, Slot, TakenDose, around, at_home, match
from journal.core.plan.regimens import Plan
from journal.core.values.clock import Zones, minute_of
from journal.core.values.periods import MOST_DAYS, Period

HEAD = (
    *("date", "time", "minutes from UTC", "instant (UTC)", "medicine", "planned amount", "taken amount", "unit"),
    *("state", "mark", "minutes after planned", "doses (UTC)"),
)

# Ten years of sixteen times a day. Whoever has more times a day, of all medicines together, gets fewer days.
MOST_TIMES_TOLD = 60_000

# Computed at a time: a plan is followed through all its changes for each part, and 20,000 times take ten megabytes.
A_PART, TIMES_AT_ONCE = 366, 20_000  # at least so many days, and more while they are no more times than these
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Told:
    """The days that are told, and what they are told from: what was lived on them and around them, the clocks, and
    the moment at which it is computed. `ends` says that days after them were not asked for."""

    period: Period
    lived: Lived
    zones: Zones
    now: datetime
    ends: bool = False

    def has(self, dose: TakenDose) -> bool:
        """Whether a dose is of these days. One that was lived further east may be of the day after today."""
        return self.period.first_on <= dose.on and not (self.ends and dose.on > self.period.last_on)


def told_days(plan: Plan, first_entry_on: date | None, today: date, asked: Period | None = None) -> Period | None:
    """The days to tell: from the first entry until today, or of those the days that are `asked` for; of these the last
    ten years at most, and fewer where several medicines have many times a day. None in an empty journal, and where the
    days asked for lie before it.

    A time before the first entry is asked of nobody.
    """
    if first_entry_on is None:
        return None
    if asked is not None:
        if asked.last_on < first_entry_on:
            return None
        first_entry_on, today = max(first_entry_on, asked.first_on), min(today, asked.last_on)
    times = sum(_most_a_day(plan.of(name)) for name in {recorded.medicine_id for recorded in plan.steps})
    days = min(MOST_DAYS, MOST_TIMES_TOLD // max(times, 1))
    first_on = max(first_entry_on, today - timedelta(days=days - 1))
    return Period(min(first_on, today), today)


def planned_sheet(told: Told | None, plan: Plan, medicines: Iterable[tuple[str, Called]]) -> Iterator[Row]:
    """The table: a row for each planned time of a medicine, and one for each dose that belongs to none. The first row
    says what the columns are."""
    yield HEAD
    if told is not None:
        for medicine_id, called in medicines:
            yield from _medicine_rows(told, plan.of(medicine_id), told.lived.of(medicine_id), called)


def _most_a_day(plan: Plan) -> int:
    """The most planned times a day of one medicine, whatever its step."""
    return max((len(recorded.step.doses) for recorded in plan.steps), default=0)


class _Placed(NamedTuple):
    """A row with the instant it stands at."""

    at: datetime
    row: Row


def _medicine_rows(told: Told, plan: Plan, lived: Lived, called: Called) -> Iterator[Row]:
    for matched in _matched(told, plan, lived):
        placed = sorted(_placed(matched, told, called), key=lambda each: each.at)
        yield from (each.row for each in placed)


def _matched(told: Told, plan: Plan, lived: Lived) -> Iterator[Matched]:
    """The days told, part by part."""
    doses = sorted(lived.doses, key=lambda dose: dose.at)
    far = around(plan) - 2 * _DAY
    for part in _parts(told.period, max(A_PART, TIMES_AT_ONCE // max(_most_a_day(plan), 1))):
        # A dose of the first day may be for a time of the days before it, one of today for a time to come.
        first_on = part.first_on - far if part.first_on == told.period.first_on else part.first_on
        last_on = part.last_on + far if part.last_on == told.period.last_on else part.last_on
        wide = Period(first_on, last_on)
        near = Lived(_between(doses, wide, around(plan)), lived.entry_days)
        yield match(plan, near, told.zones, wide, told.now)


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of the planned times of one medicine on the days told: how many have each state, and of the doses
    that were late the planned time, as it is written, by their instants."""

    period: Period
    states: Counter[str] = field(default_factory=Counter)
    late: dict[datetime, str] = field(default_factory=dict)


def follow(told: Told, plan: Plan, lived: Lived) -> Followed:
    """What became of the planned times of a medicine, counted."""
    found = Followed(told.period)
    for matched in _matched(told, plan, lived):
        for slot in matched.slots:
            if slot.planned.on in told.period:
                found.states[slot.status] += 1
            if slot.status == "late":
                planned = slot.planned
                found.late[slot.doses[0].at] = wall(planned.at, _moment(planned.at, planned.on, planned.minute)[2])
    return found


def _parts(period: Period, days: int) -> Iterator[Period]:
    for start in range(0, len(period), days):
        first_on = period.first_on + timedelta(days=start)
        yield Period(first_on, min(first_on + timedelta(days=days - 1), period.last_on))


def _between(doses: Sequence[TakenDose], period: Period, far: timedelta) -> tuple[TakenDose, ...]:
    """The doses of those days and of those `far` around them; `doses` ascend."""
    first_at, last_at = (
        datetime.combine(on, time(), UTC) for on in (period.first_on - far - _DAY, period.last_on + far + 2 * _DAY)
    )
    begin, end = (bisect_left(doses, at, key=lambda dose: dose.at) for at in (first_at, last_at))
    return tuple(doses[begin:end])


def _placed(matched: Matched, told: Told, called: Called) -> Iterator[_Placed]:
    for slot in matched.slots:
        if _is_told(slot, told):
            yield _Placed(slot.planned.at, _slot_row(slot, told, called))
    marked = (("one_more", matched.beside), ("without_plan", matched.without_plan), ("as_needed", matched.as_needed))
    for mark, doses in marked:
        for dose in doses:
            if told.has(dose):
                yield _Placed(dose.at, _dose_row(dose, mark, called))


def _is_told(slot: Slot, told: Told) -> bool:
    """Whether a planned time is one of the days told, or of a day beside them with a dose of theirs."""
    return slot.planned.on in told.period or any(map(told.has, _answers(slot)))


def _answers(slot: Slot) -> tuple[TakenDose, ...]:
    """What was recorded for a planned time: the doses taken, or the entry that says it was skipped."""
    return slot.doses or (() if slot.skipped is None else (slot.skipped,))


def _slot_row(slot: Slot, told: Told, called: Called) -> Row:
    planned, doses, answers = slot.planned, slot.doses, _answers(slot)
    state: str = slot.status
    if state == "pending":
        state = "open" if planned.at <= told.now else "to_come"
    after = minute_of(at_home(doses[0], told.zones)) - planned.at if doses else None
    return (
        *_moment(planned.at, planned.on, planned.minute),
        called.name,
        exact(planned.amount),
        exact(slot.taken_amount) if answers else None,
        called.unit,
        state,
        "other_amount" if slot.is_other_amount else "",
        None if after is None else after // _MINUTE,
        " ".join([instant(dose.at) or "" for dose in answers]),
    )


def _dose_row(dose: TakenDose, mark: str, called: Called) -> Row:
    taken = dose.amount if dose.status == "taken" else 0
    return (
        *_moment(dose.at, dose.on, dose.minute),
        called.name,
        None,
        exact(taken),
        called.unit,
        dose.status,
        mark,
        None,
        instant(dose.at),
    )


def _moment(at: datetime, on: date, minute: int) -> tuple[str, str, int, str | None]:
    """Day and time on the clock, how far that clock is ahead of UTC, and the instant. A planned time that the clock
    skips is written as it was ordered, with the distance that leads to its instant."""
    wall = datetime.combine(on, time(*divmod(minute, 60)), UTC)
    ahead = (wall - at.replace(second=0, microsecond=0)) // _MINUTE
    return on.isoformat(), f"{minute // 60:02}:{minute % 60:02}", ahead, instant(at)
