"""Empty times: the planned times of today and yesterday that nothing was recorded for, to be answered in the form."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from journal.core.plan import today
from journal.core.plan.adherence import Slot, TakenDose, pair
from journal.core.plan.planned_times import planned_times, reach
from journal.core.plan.regimens import Plan
from journal.core.plan.windows import PlannedTime, windows
from journal.core.values.clock import Zones, moment
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


def empty_times(plan: Plan, doses: Sequence[TakenDose], zone: str, now: datetime) -> tuple[PlannedTime, ...]:
    """The empty times that have come, the latest first. As on Today doses stand at their instants, and the plan at the
    clocks of the present zone."""
    here = moment(now, zone).on
    slots = _slots(plan, doses, zone, now)
    found = [s.planned for s in slots if not s.is_answered and s.planned.at <= now and s.planned.on >= here - _DAY]
    return tuple(reversed(found))


def open_early(plan: Plan, doses: Sequence[TakenDose], zone: str, now: datetime) -> PlannedTime | None:
    """The planned time to come whose window is open already, while nothing is recorded for it."""
    slots = _slots(plan, doses, zone, now)
    return next((s.planned for s in slots if not s.is_answered and s.planned.at > now and s.window.holds(now)), None)


def _slots(plan: Plan, doses: Sequence[TakenDose], zone: str, now: datetime) -> tuple[Slot, ...]:
    here = moment(now, zone).on
    days = Period(here - today.back(plan), here + reach(plan))
    times = planned_times(plan, Zones(zone), days, [dose.at for dose in doses])
    return pair(windows(times), [(dose.at, dose) for dose in doses], (), now).slots
