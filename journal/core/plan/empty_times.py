"""Empty times: the planned times of today and yesterday that nothing was recorded for, to be answered in the form."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from journal.core.plan.adherence import TakenDose
from journal.core.plan.planned_times import planned_times
from journal.core.plan.regimens import Plan
from journal.core.plan.today import matched_at
from journal.core.plan.windows import PlannedTime
from journal.core.values.clock import Moment, Zones, moment
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


def empty_times(plan: Plan, doses: Sequence[TakenDose], zone: str, now: datetime) -> tuple[PlannedTime, ...]:
    """The empty times that have come, the latest first. As on Today doses stand at their instants, and the plan at the
    clocks of the present zone."""
    here = moment(now, zone).on
    slots = matched_at(plan, doses, zone, now).slots
    found = [s.planned for s in slots if not s.is_answered and s.planned.at <= now and s.planned.on >= here - _DAY]
    return tuple(reversed(found))


def open_early(plan: Plan, doses: Sequence[TakenDose], zone: str, now: datetime) -> PlannedTime | None:
    """The planned time to come whose window is open already, while nothing is recorded for it."""
    slots = matched_at(plan, doses, zone, now).slots
    return next((s.planned for s in slots if not s.is_answered and s.planned.at > now and s.window.holds(now)), None)


def planned_for(plan: Plan, doses: Sequence[TakenDose], zones: Zones, lived: Moment) -> PlannedTime | None:
    """What is planned for that minute, by the clocks of the day it lies in or by those of the present zone."""
    days = Period(lived.on - _DAY, lived.on + _DAY)  # of another zone than the plan's the calendar may differ
    dosed_at = [dose.at for dose in doses]
    times = (p for known in (zones, Zones(zones.present)) for p in planned_times(plan, known, days, dosed_at))
    return next((planned for planned in times if planned.at == lived.at), None)
