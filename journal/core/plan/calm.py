"""Calm: days on which a plan goes on as before, since nothing near them begins, ends or is changed.

Around such a day the planned times are the hours of one step, day after day, so that the few a page speaks of are found
without following the plan from change to change. They are those that `planned_times` and `windows` find.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from journal.core.plan.planned_times import reach
from journal.core.plan.regimens import Plan, RecordedStep
from journal.core.plan.schedules import EVERY_DAY, PlannedDose
from journal.core.plan.windows import PlannedTime, Window, windows
from journal.core.values.clock import DAY, MINUTE, Zones, even_midnight, moment

_DAY = timedelta(days=1)
_BEFORE, _AHEAD = 2 * _DAY, 3 * _DAY  # from before the day of the last time that came to after the second one to come


def near(plan: Plan) -> timedelta:
    """How far from a day something may lie that decides what is planned on it."""
    return reach(plan) + 2 * _DAY


def marks(plan: Plan, zones: Zones) -> Iterator[date]:
    """The days on which something of a plan begins, ends or is changed."""
    for recorded in plan.steps:
        yield recorded.step.starts_on
        if recorded.step.ends_on is not None:
            yield recorded.step.ends_on
        yield from (day_of(at, zones) for at in (recorded.saved_at, recorded.replaced_at, recorded.ended_at) if at)
    for pause in plan.pauses:
        yield from (pause.first_on, pause.last_on, day_of(pause.saved_at, zones))
    yield from (day_of(at, zones) for at, _zone in zones.past)


def day_of(at: datetime, zones: Zones) -> date:
    """The local day of an instant."""
    return at.astimezone(zones.at(at)).date()


def windows_around(plan: Plan, zone: str, now: datetime) -> tuple[Window, ...] | None:
    """The windows of the planned times that Today speaks of, by the clocks of that zone: those of its day and of the
    day of the last one that has come, up to the second one to come.

    None where they have to be found the whole way: near a change of the plan or of the clock, in a pause, where doses
    are ordered as needed, and where not every day has planned times.
    """
    here = _day_here(now, zone)
    present, midnight = _present(plan, zone, here, now), even_midnight(here, zone)
    if present is None or midnight is None:
        return None
    doses, passed = present.step.doses, (now - midnight) // timedelta(minutes=1)
    minutes = tuple(map(_minute, doses))
    come = sum(minute <= passed for minute in minutes)
    first = 0 if come else -len(minutes)  # counted from the first one of today
    found = []
    for n, alike in enumerate(_alike(minutes, here, midnight, first, max(come + 1, len(minutes) - 1)), start=first):
        dose = doses[n % len(doses)]
        planned = alike.planned._replace(amount=dose.amount, form=present.step.form, step_id=present.id)
        found.append(Window(planned, *alike[1:]))
    return tuple(found)


@lru_cache(64)
def _day_here(now: datetime, zone: str) -> date:
    return moment(now, zone).on


def _minute(dose: PlannedDose) -> int:
    return dose.at.hour * 60 + dose.at.minute


def _present(plan: Plan, zone: str, here: date, now: datetime) -> RecordedStep | None:
    """The step that is the plan of a day and of those around it, planned every day, with nothing near them that decides
    anything."""
    if plan.orders_as_needed:
        return None
    far = near(plan)
    first_on, last_on = here - _BEFORE - far, here + _AHEAD + far
    if any(first_on < on < last_on for on in marks(plan, Zones(zone))) or plan.pause_on(here) is not None:
        return None
    if any(even_midnight(here + n * _DAY, zone) is None for n in range(-_BEFORE.days, _AHEAD.days + 1)):
        return None
    found = [each for each in plan.steps if each.replaced_at is None and each.step.covers(here)]
    if len(found) != 1 or not found[0].step.doses or found[0].step.days != EVERY_DAY or found[0].saved_at >= now:
        return None
    return found[0]


@lru_cache(256)  # several medicines are planned at the same few times, and the day lasts
def _alike(minutes: tuple[int, ...], here: date, midnight: datetime, first: int, last: int) -> tuple[Window, ...]:
    """The windows of the planned times of those numbers, whatever is taken: counted from the first one of the day that
    begins at `midnight`, each with the gap to the next one. Their step was saved long before."""
    gaps = [timedelta(minutes=b - a) for a, b in pairwise([*minutes, minutes[0] + DAY // MINUTE])]
    found = []
    # One more on each side: a window opens by the time before it, and ends when the next one opens.
    for days, k in (divmod(n, len(minutes)) for n in range(first - 1, last + 2)):
        later = timedelta(days=days)
        at = midnight + later + timedelta(minutes=minutes[k])
        found.append(PlannedTime(at, here + later, minutes[k], 0, "", gaps[k]))
    return windows(found)[1:-1]
