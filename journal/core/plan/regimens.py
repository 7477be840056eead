"""Regimens: what the prescriber ordered, as steps. Editing closes a step and opens a new one: the past stays."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from journal.core.plan.schedules import EVERY_DAY, AsNeeded, Days, PlannedDose
from journal.core.values.amounts import Amount
from journal.core.values.clock import Zones
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.periods import day_words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the regimen, valid on the local days `starts_on` to `ends_on` (None: until further notice).

    `doses` are what is planned for each of its `days`, ascending by time. `as_needed` is what may be taken besides, or
    alone where `doses` is empty. `ordered_by` is who ordered it, as the patient wrote it; "" where nobody is named.
    `taken_before` says that the medicine was taken like that before its record began.
    """

    starts_on: date
    ends_on: date | None
    doses: tuple[PlannedDose, ...]
    form: str
    days: Days = EVERY_DAY
    as_needed: AsNeeded | None = None
    ordered_by: str = ""
    taken_before: bool = False

    @classmethod
    def every_day(cls, starts_on: date, ends_on: date | None, times: Iterable[time], amount: Amount, form: str) -> Self:
        """A step with the same amount at each of its times, every day."""
        return cls(starts_on, ends_on, tuple(PlannedDose(at, amount) for at in times), form)

    @property
    def times(self) -> tuple[time, ...]:
        """The planned wall times, ascending."""
        return tuple(dose.at for dose in self.doses)

    @property
    def amount_of_day(self) -> Amount:
        """What is planned for one of its days, all times together."""
        return sum(dose.amount for dose in self.doses)

    @property
    def daily_amount(self) -> Amount:
        """What is planned a day, on average where its days are not every day."""
        return self.days.average(self.amount_of_day)

    def plans(self, on: date) -> bool:
        """Whether it has planned times on that day, were it the plan then."""
        return bool(self.doses) and self.days.has(on, self.starts_on)

    def covers(self, on: date) -> bool:
        """Whether this step is the plan on that day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def orders_the_same(self, other: "Step") -> bool:
        """Whether both were ordered alike: the last day is given to a step by the one after it."""
        return replace(self, ends_on=None) == replace(other, ends_on=None)


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """A step as the record keeps it, and when it was saved.

    `replaced_at` is when it stopped counting, None while it counts. `ended_at` is when it stopped being the plan where
    that was within a day, the one after its last: it was replaced by a step that was to begin at once, or ended.
    """

    step: Step
    replaced_at: datetime | None
    saved_at: datetime
    ended_at: datetime | None = None
    id: str = field(default="", compare=False)
    medicine_id: str = field(default="", compare=False)
    visit_id: str | None = field(default=None, compare=False)  # where it was decided


def of_medicine(steps: Iterable[RecordedStep], medicine_id: str) -> tuple[RecordedStep, ...]:
    """The steps of one medicine, of all that are recorded."""
    return tuple(step for step in steps if step.medicine_id == medicine_id)


def says_the_same(saved: RecordedStep, sent: Step, recorded: Iterable[RecordedStep]) -> bool:
    """Whether a form that saved `saved` says the same with `sent`; `recorded` are the steps of its medicine.

    Its last day counts too. Where the plan was changed or ended since, the step ended earlier than its form said, and
    what that was is known no more.
    """
    if not saved.step.orders_the_same(sent):
        return False
    last_on = saved.step.ends_on
    if last_on is None or last_on == sent.ends_on:
        return last_on == sent.ends_on
    is_cut_short = saved.ended_at is not None or any(
        other.id != saved.id and other.saved_at >= saved.saved_at and other.step.starts_on == last_on + _DAY
        for other in recorded
    )
    return is_cut_short and (sent.ends_on is None or sent.ends_on > last_on)


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which nothing is owed, both included, and why: "in hospital". It may be entered afterwards."""

    first_on: date
    last_on: date
    reason: str
    saved_at: datetime
    id: str = field(default="", compare=False)

    def covers(self, on: date) -> bool:
        """Whether that day lies in it."""
        return self.first_on <= on <= self.last_on


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as the record keeps it: all steps there ever were, in any order, and the pauses that count."""

    steps: tuple[RecordedStep, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def counting(self) -> tuple[Step, ...]:
        """The steps that count, oldest first."""
        return tuple(sorted((each.step for each in self.steps if each.replaced_at is None), key=lambda s: s.starts_on))

    @property
    def orders_as_needed(self) -> bool:
        """Whether doses as needed were ever ordered."""
        return any(recorded.step.as_needed is not None for recorded in self.steps)

    def of(self, medicine_id: str) -> "Plan":
        """The same with the steps of one medicine."""
        return Plan(of_medicine(self.steps, medicine_id), self.pauses)

    def pause_on(self, on: date) -> Pause | None:
        """The pause that day lies in."""
        return next((pause for pause in self.pauses if pause.covers(on)), None)

    def step_at(self, at: datetime, zones: Zones) -> Step | None:
        """The step in force at an instant, to the minute it was saved, replaced or ended; None in a pause.

        The first of all was in force from its first day on, whenever it was saved.
        """
        on = at.astimezone(zones.at(at)).date()
        if self.pause_on(on) is not None:
            return None
        first_saved_at = min((recorded.saved_at for recorded in self.steps), default=None)
        in_force = [
            recorded
            for recorded in self.steps
            if recorded.step.starts_on <= on
            and (recorded.saved_at <= at or recorded.saved_at == first_saved_at)
            and (recorded.replaced_at is None or at < recorded.replaced_at)
            and (recorded.step.covers(on) if recorded.ended_at is None else at < recorded.ended_at)
        ]
        found = max(in_force, key=lambda recorded: (recorded.step.starts_on, recorded.saved_at), default=None)
        return None if found is None else found.step


@dataclass(frozen=True, slots=True)
class Change:
    """What a new step does to the steps there are; `starts_on` tells which step is meant.

    `closed` are steps as they are afterwards, with their new last day; `superseded` never come to be the plan.
    """

    closed: tuple[Step, ...]
    superseded: tuple[Step, ...]


def close_for(steps: Sequence[Step], starts_on: date) -> Change:
    """What happens to `steps` when a new one starts on `starts_on`: the days before that day stay as they were."""
    day_before = starts_on - _DAY
    return Change(
        closed=tuple(replace(s, ends_on=day_before) for s in steps if s.starts_on < starts_on and s.covers(starts_on)),
        superseded=tuple(s for s in steps if s.starts_on >= starts_on),
    )


def version_tag(steps: Sequence[Step]) -> str:
    """The plan as it is, for an optimistic lock: a form carries it, and a plan changed meanwhile is noticed."""
    return hashlib.sha256(repr(tuple(steps)).encode()).hexdigest()[:16]


def ending_tag(steps: Sequence[Step]) -> str:
    """The same for taking the ending of a plan back, with the last day it had: the ended step has another one."""
    last_on = steps[-1].ends_on if steps else None
    return version_tag(steps) if last_on is None else f"{version_tag(steps)}.{last_on.isoformat()}"


def from_day(steps: Sequence[Step], on: date) -> tuple[Step, ...]:
    """The steps that are the plan on that day or later."""
    return tuple(step for step in steps if step.ends_on is None or step.ends_on >= on)


def goes_on(steps: Sequence[Step], today: date) -> bool:
    """Whether there is a plan today that was not ended: something is planned after today as well."""
    return planned_on(steps, today) is not None and bool(from_day(steps, today + _DAY))


def ends_with(steps: Sequence[Step], last_on: date | None) -> bool:
    """Whether something is planned up to the last day of a medicine, or until further notice where there is none."""
    until = steps[-1].ends_on if steps else date.min
    return until is None or (last_on is not None and until >= last_on)


def free_after(last_on: date, today: date) -> date:
    """From which day on nothing is planned of a medicine with that last day: from the next; from today, and at once,
    where its last day has come."""
    return last_on + _DAY if last_on > today else today


def within(step: Step, last_on: date | None, field: str = "starts_on") -> Step:
    """The step up to the last day of its medicine, if that has one. Raises InvalidEntry where it begins after it."""
    if last_on is None:
        return step
    if step.starts_on > last_on:
        day = day_words(last_on, with_year=True)
        sentence = _("%(day)s is the last day of this medicine. Change that day first, under Your medicines.", day=day)
        raise InvalidEntry({field: sentence})
    return replace(step, ends_on=last_on if step.ends_on is None else min(step.ends_on, last_on))


def keep_past(steps: Sequence[Step], starts_on: date, today: date) -> None:
    """Raise InvalidEntry when a step beginning on `starts_on` would change the plan of days gone by."""
    if steps and starts_on < today:
        raise InvalidEntry({"starts_on": _("The plan of days gone by stays as it was. Choose today or a later day.")})


@dataclass(frozen=True, slots=True)
class Resumption:
    """What takes the ending of a plan back: the step it closed, as it was, and the instant it replaced the later ones.

    `first_on` is the first day that has a plan again.
    """

    reopened: Step | None
    replaced_at: datetime | None
    first_on: date

    def comes_too_late(self, now: datetime, zone: str) -> bool:
        """Whether it would plan a time that is over: days without a plan have begun, or the hours of this one."""
        today = now.astimezone(ZoneInfo(zone)).date()
        if self.first_on != today or self.reopened is not None or self.replaced_at is None:
            return self.first_on < today
        return self.replaced_at.astimezone(ZoneInfo(zone)).date() < today


def find_resumption(steps: Sequence[Step], recorded: Sequence[RecordedStep], before: str) -> Resumption | None:
    """How to get from `steps` back to the plan of the ending tag `before`; None when there is no such way.

    `recorded` are the steps of the record, those replaced among them. An ending closes the step of its day, and
    replaces every later one at one instant; nothing else is tried, so that a plan changed since is not found.
    """
    groups: dict[datetime | None, list[Step]] = {None: []}
    for each in recorded:
        if each.replaced_at is not None:
            groups.setdefault(each.replaced_at, []).append(each.step)
    ended_on = steps[-1].ends_on if steps else None
    tag, _dot, last = before.partition(".")
    for replaced_at, group in groups.items():
        later = sorted(group, key=lambda step: step.starts_on)
        next_on = later[0].starts_on if later else None
        if ended_on is not None:
            reopened = replace(steps[-1], ends_on=next_on - _DAY if next_on else _day_of(last))
            if version_tag((*steps[:-1], reopened, *later)) == tag:
                return Resumption(reopened, replaced_at, ended_on + _DAY)
        if next_on is not None and version_tag((*steps, *later)) == tag:
            return Resumption(None, replaced_at, next_on)
    return None


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def planned_on(steps: Sequence[Step], on: date) -> Step | None:
    """The step that is the plan on that day, if there is one."""
    return max((step for step in steps if step.covers(on)), key=lambda step: step.starts_on, default=None)


def planned_at(on: date, at: time, zone: str) -> datetime:
    """The instant in UTC a planned wall time stands for. A plan asks nobody back on nights the clock changes: a time
    shown twice is its first, one the clock skipped keeps its distance from the night before (02:30 is 03:30)."""
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)
