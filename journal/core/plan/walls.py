"""Walls: which instants the wall times of a step stand for, day by day, and which days of a plan are walked at all."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, pairwise

from journal.core.plan.regimens import Pause, Step, planned_at
from journal.core.plan.schedules import PlannedDose
from journal.core.plan.windows import OPENS_BEFORE_AT_MOST
from journal.core.values.clock import Zones, even_midnight
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


def still_days(pauses: Iterable[Pause], marked: Collection[date], far: timedelta) -> tuple[Period, ...]:
    """The days inside of long pauses on which nothing decides anything, ascending.

    Of a pause what decides are its edges: when the last window before it ends, and what follows. The same holds for the
    days around the `marked` ones, on which a plan was changed. `far` is how far a planned time may lie from the next.
    """
    near = 2 * far + 2 * _DAY  # the next time and the one after it; calendars of two zones differ by a day
    found = []
    for pause in pauses:
        edges = [pause.first_on, *sorted({on for on in marked if pause.covers(on)}), pause.last_on]
        found += [
            Period(one + near, next_one - near) for one, next_one in pairwise(edges) if next_one - one >= 2 * near
        ]
    return tuple(sorted(found, key=lambda period: period.first_on))


def walked(first_on: date, last_on: date, still: Sequence[Period]) -> Iterator[date]:
    """The days from the one to the other, but those."""
    parts, on = [], first_on
    for period in still:
        if on <= period.last_on and period.first_on <= last_on:
            parts.append(Period(on, period.first_on - _DAY))
            on = period.last_on + _DAY
    return chain.from_iterable(part.days() for part in (*parts, Period(on, last_on)))


def walls(step: Step, zones: Zones, days: Iterable[date]) -> list[tuple[datetime, date, int, int]]:
    """Instant, day, minute and amount of each planned time of the days, all ascending.

    Two wall times that fall on one instant, on the night the clock goes forward, are one time with both amounts.
    """
    found: list[tuple[datetime, date, int, int]] = []
    minutes = [dose.at.hour * 60 + dose.at.minute for dose in step.doses]
    usual = [(timedelta(minutes=minute), minute, dose.amount) for minute, dose in zip(minutes, step.doses, strict=True)]
    for on in filter(step.plans, days):
        midnight = None if zones.past else even_midnight(on, zones.present)
        if midnight is not None:  # nearly all of ten years
            found += [(midnight + after, on, minute, amount) for after, minute, amount in usual]
            continue
        for lived in zones.of_day(on):
            ats = [(planned_at(on, dose.at, lived.zone), dose) for dose in step.doses]
            if lived.since is not None:  # the calendar jumped ahead to this day
                ats = _not_come_yet(ats, [at for at, *_ in found], on, lived.zone)
            found += [(at, on, dose.at.hour * 60 + dose.at.minute, dose.amount) for at, dose in ats if lived.has(at)]
    found.sort()
    for n in reversed(range(1, len(found))):
        if found[n][0] == found[n - 1][0]:
            amount = found.pop(n)[3] + found[n - 1][3]
            found[n - 1] = (*found[n - 1][:3], amount)
    return found


def _not_come_yet(
    ats: Sequence[tuple[datetime, PlannedDose]], elsewhere: Sequence[datetime], on: date, zone: str
) -> list[tuple[datetime, PlannedDose]]:
    """The times of a day without those that are planned for much the same hour elsewhere, on the day before.

    Across the date line 20:00 comes there and an hour later here: that is one dose.
    """
    found = []
    last_at = planned_at(on - _DAY, ats[-1][1].at, zone)
    for at, dose in ats:
        near = min((at - last_at) / 4, OPENS_BEFORE_AT_MOST)
        if not any(abs(at - other) <= near for other in elsewhere):
            found.append((at, dose))
        last_at = at
    return found
