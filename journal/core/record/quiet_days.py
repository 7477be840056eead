"""Quiet days: some days of which is said that nothing was wrong, for those who log only when something is.

A quiet day is not rated: no effect has the answer "none" on it. It is its own state beside rated and unknown, and a
check-in on such a day wins: then the day is what the check-in says.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator

from journal.core.record.forms import LONG_AGO, LONGEST_NOTE, Errors, FormContext, read_sent_at, read_text
from journal.core.values.clock import AmbiguousTime, Moment, NonexistentTime, local_moment, moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import NP_, _, ngettext
from journal.core.values.periods import Period, read_date

MOST_QUIET = 7  # days by one press: what lies further back is told from memory
LOOKS_BACK = timedelta(days=2 * MOST_QUIET)  # this week and the one before: earlier days are not offered
_DAY = timedelta(days=1)
LATE, NOON = time(23, 59), time(12)


class QuietDays(BaseModel):
    """Days of which is said that nothing was wrong, from `first_on` to `last_on`, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    kind: ClassVar[Literal["quiet"]] = "quiet"
    field_names: ClassVar[Mapping[str, str]] = {
        "first_on": NP_("field", "first day"),
        "last_on": NP_("field", "last day"),
    }

    moment: Moment
    first_on: date
    last_on: date
    note: str = ""

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if not 1 <= len(self.period) <= MOST_QUIET:
            raise ValueError(f"from one to {MOST_QUIET} days, in their order")
        return self

    @property
    def period(self) -> Period:
        """The days."""
        return Period(self.first_on, self.last_on)

    @property
    def typed_names(self) -> Iterable[str]:
        """What was typed besides the note: nothing."""
        return ()

    @property
    def day_on(self) -> date:
        """The day it stands at in lists: the last of them."""
        return self.last_on


def read_quiet_days(fields: Mapping[str, str], form_context: FormContext) -> QuietDays:
    """Read the form of quiet days: "first_on", "last_on", "note".

    Today may be among them. Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    first_on, last_on = (_read_day(fields, name, errors) for name in ("first_on", "last_on"))
    note = read_text(fields, "note", LONGEST_NOTE, errors)
    now = read_sent_at(fields, form_context.now)
    here = moment(form_context.now, form_context.zone)
    today = here.day(form_context.day_starts)
    if last_on is not None and last_on > today:
        errors["last_on"] = _("This day is still to come. Choose today or a day before it.")
    elif first_on is not None and last_on is not None:
        if first_on > last_on:
            errors["first_on"] = _("The first day is after the last one. Change one of the two.")
        elif len(Period(first_on, last_on)) > MOST_QUIET:
            errors["first_on"] = ngettext(
                "That is more than %(num)s day. Choose a later first day.",
                "That is more than %(num)s days. Choose a later first day.",
                MOST_QUIET,
            )
        elif last_on < today - LONG_AGO:
            errors["last_on"] = _("This day is more than a year ago. Choose a later one.")
    if errors or first_on is None or last_on is None:
        raise InvalidEntry(errors)
    return QuietDays(moment=_said_at(last_on, now, form_context), first_on=first_on, last_on=last_on, note=note)


def _read_day(fields: Mapping[str, str], name: str, errors: Errors) -> date | None:
    try:
        return read_date(fields.get(name, ""))
    except ValueError as error:
        errors[name] = str(error)
        return None


def _said_at(last_on: date, now: datetime, form_context: FormContext) -> Moment:
    """The moment it stands at: now where the last day is today, else the end of that day, so that it reads as entered
    later. A day without its last minute, or without any, is as old as its noon or as now."""
    said = moment(now, form_context.zone)
    if said.day(form_context.day_starts) <= last_on:
        return said
    for at in (LATE, NOON):
        try:
            return local_moment(datetime.combine(last_on, at), form_context.zone, None)
        except (NonexistentTime, AmbiguousTime):
            continue
    return said


class Offer(NamedTuple):
    """The days that can be said to be quiet by one press, and those of the week before that are open, too."""

    days: Period
    before: Period | None = None


def offer(today: date, last_on: date | None, begins_on: date | None) -> Offer | None:
    """What is offered today, a week after the last day that was answered at the earliest; None: nothing yet.

    `last_on` is the last day with a check-in or within quiet days, None where the last two weeks have none;
    `begins_on` is the first day of the record.
    """
    if begins_on is None:
        return None
    last_on = max(last_on or begins_on - _DAY, today - LOOKS_BACK)
    if (today - last_on).days < MOST_QUIET:
        return None
    days = Period(today - timedelta(days=MOST_QUIET - 1), today)
    first_open = max(last_on + _DAY, begins_on)
    before = Period(first_open, days.first_on - _DAY) if first_open < days.first_on else None
    return Offer(days, before)


def quiet_days_of(marks: Iterable[tuple[date, date]], answered: Iterable[date], within: Period) -> frozenset[date]:
    """The days of a period that are quiet: covered by a mark, whichever, and without a check-in of their own."""
    covered = {
        on
        for first_on, last_on in marks
        for on in Period(max(first_on, within.first_on), min(last_on, within.last_on)).days()
    }
    return frozenset(covered.difference(answered))
