"""The timeline of a plan: its steps past, present and to come, a page at a time, with what was recorded of each."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import compress
from typing import Literal

from journal.core.plan.adherence import Lived, Matched, Slot, TakenDose, match
from journal.core.plan.regimens import Pause, Plan, RecordedStep
from journal.core.plan.schedules import EVERY_DAY
from journal.core.values.amounts import Amount
from journal.core.values.clock import Zones
from journal.core.values.periods import Period

When = Literal["past", "present", "to_come"]

MOST_STEPS = 20  # of a page
MOST_AHEAD = MOST_STEPS // 2  # of them to come, on the page of the present step
MOST_DAYS = 366  # whose doses one page counts, whatever the plan holds

_DAY = timedelta(days=1)
_DIGITS = 4  # of an average: 0.958 mg, 966.7 mg


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the doses a step planned, and of those taken besides. Open ones are not among them.

    `late` are among the `taken`, and so are those in `other_amount` than planned. `more` were taken and not planned.
    """

    taken: int = 0
    late: int = 0
    other_amount: int = 0
    skipped: int = 0
    missed: int = 0
    not_recorded: int = 0
    more: int = 0
    as_needed: int = 0

    @property
    def planned(self) -> int:
        """The planned doses that can be told of."""
        return self.taken + self.skipped + self.missed + self.not_recorded


@dataclass(frozen=True, slots=True)
class Average:
    """What was ordered and what is recorded as taken on whole days of a step, both together and to the millionth.

    A day is whole when the step alone planned its doses, none of them is open, and something was recorded that day.
    """

    days: int
    ordered_in_all: Amount
    recorded_in_all: Amount

    @property
    def ordered(self) -> Amount:
        """What was ordered a day, to four digits."""
        return self._a_day(self.ordered_in_all)

    @property
    def recorded(self) -> Amount:
        """What is recorded a day, as exact as what was ordered."""
        return self._a_day(self.recorded_in_all)

    def _a_day(self, total: Amount) -> Amount:
        """The share of a day, to the nearest of the last digit that is told."""
        digits = len(str(self.ordered_in_all // self.days))
        last: int = 10 ** max(digits - _DIGITS, 0)
        return (2 * total + self.days * last) // (2 * self.days * last) * last


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """A step that was, is or will be the plan, with the pauses inside it.

    `nothing_from` is the first day after it where nothing is planned then. `counts` is None where nothing of it was
    lived; they are of its days from `counted_from` on where that is not its first. `average` is of steps that plan
    doses every day.
    """

    recorded: RecordedStep
    when: When
    pauses: tuple[Pause, ...] = ()
    nothing_from: date | None = None
    counts: Counts | None = None
    counted_from: date | None = None
    average: Average | None = None

    @property
    def first_on(self) -> date:
        """Its first day."""
        return self.recorded.step.starts_on

    @property
    def last_on(self) -> date | None:
        """Its last day, None until further notice; of one that was ended within a day, the day before."""
        return self.recorded.step.ends_on


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of the timeline, oldest first. `earlier` and `later` are the days to ask for the steps on either side,
    None where there are none; `counted` are the days whose doses are counted."""

    steps: tuple[TimelineStep, ...]
    earlier: date | None = None
    later: date | None = None
    counted: Period | None = None


def all_steps(plan: Plan, today: date) -> tuple[TimelineStep, ...]:
    """Every step of one medicine that counts, oldest first; those replaced before they began are no part of it."""
    counting = sorted(
        (recorded for recorded in plan.steps if recorded.replaced_at is None), key=lambda each: each.step.starts_on
    )
    firsts = [each.step.starts_on for each in counting]
    return tuple(_step(each, plan, today, firsts[n : n + 1]) for n, each in enumerate(counting, start=1))


def timeline(
    steps: Sequence[TimelineStep],
    today: date,
    first_entry_on: date | None,
    before: date | None = None,
    after: date | None = None,
) -> Timeline:
    """The page of those steps around today; or of the ones that begin `before` a day, or `after` it.

    It ends backwards where its days would be more than can be counted: a year. The record begins on `first_entry_on`.
    """
    firsts = [each.first_on for each in steps]
    begun = bisect_right(firsts, today)
    if after is not None:
        first = bisect_right(firsts, after)
        last = min(first + MOST_STEPS, len(steps))
    else:
        last = min(begun + MOST_AHEAD, len(steps)) if before is None else bisect_right(firsts, before - _DAY)
        first = max(last - MOST_STEPS, 0)
    lived = steps[first : min(last, begun)]
    counted_to = min(_last_day(lived[-1], today), today) if lived else today
    oldest = counted_to - (MOST_DAYS - 1) * _DAY
    if after is None:
        first += sum(_last_day(each, today) < oldest for each in lived)
    shown = tuple(steps[first:last])
    counted = None
    if lived and first_entry_on is not None:
        # A dose after midnight may belong to a time of the evening before the first entry.
        begins_on = max(oldest, shown[0].first_on, first_entry_on - _DAY)
        counted = Period(begins_on, counted_to) if begins_on <= counted_to else None
    return Timeline(
        shown,
        earlier=firsts[first] if 0 < first < len(steps) else None,
        later=firsts[last - 1] if 0 < last < len(steps) else None,
        counted=counted,
    )


def count(
    page: Timeline, plan: Plan, lived: Lived, zones: Zones, first_entry_on: date | None, now: datetime
) -> Timeline:
    """The page with what became of the planned doses. `plan` and `lived` are those of the medicine; give what was lived
    around the days that are `counted` too, see `adherence.match`.

    Doses that were open or to come are not counted, nor what was planned before the first entry of the record.
    """
    if page.counted is None or first_entry_on is None:
        return page
    counted = page.counted
    found = match(plan, lived, zones, counted, now)
    are_counted = [_has_day_in(each, counted) for each in page.steps]
    slots = _slots_of(list(compress(page.steps, are_counted)), found, first_entry_on)
    loose: dict[str, list[TakenDose]] = defaultdict(list)
    for dose in found.loose:
        if plan.pause_on(dose.on) is None:
            loose[_id_on(page.steps, dose.on)].append(dose)
    whole, as_needed = _whole_days(slots), set(found.as_needed)
    steps = []
    for each, is_counted in zip(page.steps, are_counted, strict=True):
        key, begins_on = each.recorded.id, max(each.first_on, first_entry_on)
        if is_counted:
            counts = _counts(slots[key], loose[key], as_needed)
            average = _average(each.recorded, slots[key], loose[key], whole)
            counted_from = counted.first_on if counted.first_on > begins_on else None
            steps.append(replace(each, counts=counts, counted_from=counted_from, average=average))
        else:
            steps.append(each)
    return replace(page, steps=tuple(steps))


def _step(recorded: RecordedStep, plan: Plan, today: date, next_on: Sequence[date]) -> TimelineStep:
    first_on, last_on = recorded.step.starts_on, recorded.step.ends_on
    when: When = "to_come" if first_on > today else "past" if last_on is not None and last_on < today else "present"
    return TimelineStep(
        recorded,
        when,
        pauses=tuple(
            pause
            for pause in plan.pauses
            if pause.last_on >= first_on and (last_on is None or pause.first_on <= last_on)
        ),
        nothing_from=None if last_on is None or last_on + _DAY in next_on else last_on + _DAY,
    )


def _last_day(each: TimelineStep, today: date) -> date:
    """The last day it was the plan, as far as it was lived; of one that was ended within a day, that day."""
    if each.recorded.ended_at is not None and each.last_on is not None:
        return each.last_on + _DAY
    return today if each.last_on is None else each.last_on


def _has_day_in(each: TimelineStep, counted: Period) -> bool:
    return each.first_on <= counted.last_on and _last_day(each, counted.last_on) >= counted.first_on


def _slots_of(steps: Sequence[TimelineStep], found: Matched, first_entry_on: date) -> Mapping[str, list[Slot]]:
    """The planned times of each of these steps that somebody was asked for. Those of another one, replaced within its
    first day or none of whose days is counted, are of the one that is the plan that day."""
    ids = {each.recorded.id for each in steps}
    of_steps: dict[str, list[Slot]] = defaultdict(list)
    for slot in found.slots:
        if slot.is_answered or slot.planned.on >= first_entry_on:
            planned = slot.planned
            of_steps[planned.step_id if planned.step_id in ids else _id_on(steps, planned.on)].append(slot)
    return of_steps


def _id_on(steps: Sequence[TimelineStep], on: date) -> str:
    """The step that is the plan on that day; "" for none of these."""
    of_day = (each for each in reversed(steps) if each.first_on <= on and (each.last_on is None or on <= each.last_on))
    return next((each.recorded.id for each in of_day), "")


def _whole_days(of_steps: Mapping[str, Iterable[Slot]]) -> Mapping[date, str]:
    """The days on which one step alone planned doses, nothing is open and something was recorded, with that step."""
    found: dict[date, str] = {}
    for key, slots in of_steps.items():
        for slot in slots:
            on = slot.planned.on
            is_told = slot.status not in {"pending", "not_recorded"} and found.get(on, key) == key
            found[on] = key if is_told else ""
    return found


def _counts(slots: Sequence[Slot], loose: Sequence[TakenDose], as_needed: Collection[TakenDose]) -> Counts:
    statuses = Counter(slot.status for slot in slots)
    needed = sum(dose in as_needed for dose in loose)
    return Counts(
        taken=statuses["taken"] + statuses["late"],
        late=statuses["late"],
        other_amount=sum(slot.is_other_amount for slot in slots),
        skipped=statuses["skipped"],
        missed=statuses["missed"],
        not_recorded=statuses["not_recorded"],
        more=len(loose) - needed,
        as_needed=needed,
    )


def _average(
    recorded: RecordedStep, slots: Iterable[Slot], loose: Iterable[TakenDose], whole: Mapping[date, str]
) -> Average | None:
    told = [slot for slot in slots if whole[slot.planned.on] == recorded.id]
    if not told or recorded.step.days != EVERY_DAY:
        return None
    days = {slot.planned.on for slot in told}
    taken = sum(slot.taken_amount for slot in told) + sum(dose.amount for dose in loose if dose.on in days)
    return Average(len(days), sum(slot.planned.amount for slot in told), taken)
