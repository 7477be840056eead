"""Regimens: what the prescriber ordered, as steps. Editing closes a step and opens a new one: the past stays."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from journal.core.record.doses import read_amount_of, read_form
from journal.core.record.forms import Errors, FormContext, read_time
from journal.core.values.amounts import write_number
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.periods import read_date

MOST_TIMES = 24
FURTHEST_AHEAD = timedelta(days=366)
_DAY = timedelta(days=1)

_BETWEEN_TIMES = re.compile(r"[,;\u060c\uff0c\s]+(?!\s*[apＡＰａｐ]\.?[mｍＭ])", re.IGNORECASE)  # "8:05 pm" is one time


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the regimen, valid on the local days `starts_on` to `ends_on` (None: until further notice).

    `times` are the planned wall times, ascending; `amount` is the amount of each.
    """

    starts_on: date
    ends_on: date | None
    times: tuple[time, ...]
    amount: int
    form: str

    @property
    def daily_amount(self) -> int:
        """What is planned for a day."""
        return self.amount * len(self.times)

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


def counting(plan: Sequence[RecordedStep]) -> tuple[Step, ...]:
    """The steps that count, of all there ever were, oldest first."""
    return tuple(sorted((k.step for k in plan if k.replaced_at is None), key=lambda step: step.starts_on))


@dataclass(frozen=True, slots=True)
class Change:
    """What a new step does to the steps there are; `starts_on` tells which step is meant.

    `closed` are steps as they are afterwards, with their new last day; `superseded` never come to be the plan.
    """

    closed: tuple[Step, ...]
    superseded: tuple[Step, ...]


def close_for(steps: Sequence[Step], starts_on: date) -> Change:
    """What happens to `steps` when a new one starts on `starts_on`: the days before that day stay as they were."""
    day_before = starts_on - timedelta(days=1)
    return Change(
        closed=tuple(replace(s, ends_on=day_before) for s in steps if s.starts_on < starts_on and s.covers(starts_on)),
        superseded=tuple(s for s in steps if s.starts_on >= starts_on),
    )


def version_tag(steps: Sequence[Step]) -> str:
    """The plan as it is, for an optimistic lock: a form carries it, and a plan changed meanwhile is noticed."""
    return hashlib.sha256(repr(tuple(steps)).encode()).hexdigest()[:16]


def from_day(steps: Sequence[Step], on: date) -> tuple[Step, ...]:
    """The steps that are the plan on that day or later."""
    return tuple(step for step in steps if step.ends_on is None or step.ends_on >= on)


def goes_on(steps: Sequence[Step], today: date) -> bool:
    """Whether there is a plan today that was not ended: something is planned after today as well."""
    return planned_on(steps, today) is not None and bool(from_day(steps, today + _DAY))


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
    """How to get from `steps` back to the plan of the version tag `before`; None when there is no such way.

    `recorded` are the steps of the record, those replaced among them. An ending closes the step of its day, and
    replaces every later one at one instant; nothing else is tried, so that a plan changed since is not found.
    """
    groups: dict[datetime | None, list[Step]] = {None: []}
    for each in recorded:
        if each.replaced_at is not None:
            groups.setdefault(each.replaced_at, []).append(each.step)
    ended_on = steps[-1].ends_on if steps else None
    for replaced_at, group in groups.items():
        later = sorted(group, key=lambda step: step.starts_on)
        next_on = later[0].starts_on if later else None
        if ended_on is not None:
            reopened = replace(steps[-1], ends_on=next_on and next_on - _DAY)
            if version_tag((*steps[:-1], reopened, *later)) == before:
                return Resumption(reopened, replaced_at, ended_on + _DAY)
        if next_on is not None and version_tag((*steps, *later)) == before:
            return Resumption(None, replaced_at, next_on)
    return None


def planned_on(steps: Sequence[Step], on: date) -> Step | None:
    """The step that is the plan on that day, if there is one."""
    return max((step for step in steps if step.covers(on)), key=lambda step: step.starts_on, default=None)


def planned_at(on: date, at: time, zone: str) -> datetime:
    """The instant in UTC a planned wall time stands for. A plan asks nobody back on the nights the clock changes:

    a time shown twice is its first, a time the clock skipped keeps its distance from the night before (02:30 is 03:30).
    """
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)


def read_step(fields: Mapping[str, str], form_context: FormContext, today: date) -> Step:
    """Read the form of a regimen step: "starts_on", "times" ("08:00, 20:00"), "amount" or "other_amount", "form".

    An amount above the monograph's `ask_above_mg` needs "confirmed" to be "yes".
    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    starts_on = _read_start(fields, today, errors)
    times = _read_times(fields, errors)
    amount = read_amount_of(fields, errors)
    if form_context.monograph.daily_range.asks_about(amount) and fields.get("confirmed") != "yes":
        errors["confirmed"] = _(
            "%(amount)s mg is more than one dose of %(medicine)s usually is. "
            "If that is what was prescribed, confirm it and save again.",
            amount=write_number(amount),
            medicine=form_context.monograph.name,
        )
    form = read_form(fields, form_context, errors)
    if errors or starts_on is None:
        raise InvalidEntry(errors)
    return Step(starts_on, None, times, amount, form)


def _read_start(fields: Mapping[str, str], today: date, errors: Errors) -> date | None:
    try:
        starts_on = read_date(fields.get("starts_on", ""))
    except ValueError as error:
        errors["starts_on"] = str(error)
        return None
    if starts_on > today + FURTHEST_AHEAD:
        errors["starts_on"] = _("This is more than a year ahead. Choose a day within the next year.")
    return starts_on


def _read_times(fields: Mapping[str, str], errors: Errors) -> tuple[time, ...]:
    times: list[time] = []
    try:
        times = [read_time(text) for text in _BETWEEN_TIMES.split(fields.get("times", "")) if text]
    except ValueError as error:
        errors["times"] = str(error)
        return ()
    if not times:
        errors["times"] = _("Write at least one time of day, for example 08:00, 20:00.")
    elif len(times) > MOST_TIMES:
        errors["times"] = _("There is room for %(most)s times a day.", most=MOST_TIMES)
    elif len(set(times)) < len(times):
        errors["times"] = _("The same time stands there twice. Write each time once.")
    return tuple(sorted(times))
