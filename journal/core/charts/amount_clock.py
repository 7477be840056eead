"""The days of the chart of the amount in the body as hours, and the doses that were taken before its record begins."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise

from journal.core.charts.amount_model import Given
from journal.core.plan.regimens import RecordedStep, Step, planned_at
from journal.core.plan.windows import OPENS_BEFORE_AT_MOST
from journal.core.values.amounts import ONE
from journal.core.values.clock import Zones
from journal.core.values.periods import Period

LOOK_BACK = timedelta(days=45)  # before the period: of older doses next to nothing is left

_DAY = timedelta(days=1)
DECIMALS = 4  # of a mg, and of a day: what is rounded is too small to be seen


class Clock:
    """The days of the period as hours since `LOOK_BACK` before it."""

    def __init__(self, period: Period, zones: Zones, now: datetime) -> None:
        self.period, self.zones = period, zones
        self.origin = self._midnight(period.first_on) - LOOK_BACK
        self.now = self.hour(now)
        self._edges: dict[int, float] = {}

    def edge(self, day: int) -> float:
        """Where that day begins; ten years are not asked for each."""
        if day not in self._edges:
            self._edges[day] = self.hour(self._midnight(self.period.first_on + day * _DAY))
        return self._edges[day]

    def until(self, day: int) -> float:
        """Where that day begins, or now where that is sooner."""
        return min(self.edge(day), self.now)

    def ascending(self, days: Iterable[int]) -> list[float]:
        """Where those days begin, none before the one before: a flight over the date line can leave a day no hours."""
        return list(accumulate(map(self.until, days), max))

    def hour(self, at: datetime) -> float:
        """An instant in hours."""
        return (at - self.origin).total_seconds() / 3600

    def _midnight(self, on: date) -> datetime:
        return self.at(on, time())

    def at(self, on: date, wall: time) -> datetime:
        """The instant of a wall time of that day."""
        return planned_at(on, wall, self.zones.of_day(on)[-1].zone)

    def place(self, day: int, hour: float) -> float:
        """Where an hour of that day stands along the days."""
        first, long = self.edge(day), self.edge(day + 1) - self.edge(day)
        return round(day + min(max((hour - first) / long, 0.0), 1.0) if long > 0 else day, DECIMALS)


def doses_before(recorded: RecordedStep, begins_on: date, first_at: datetime, clock: Clock) -> Iterator[Given]:
    """The doses of a step on the days before its record, as if it had always been so; of the first day those of which
    nobody was asked, for the plan was saved after them, and that are not the first one recorded."""
    step = recorded.step
    days = [on for on in Period(begins_on - LOOK_BACK, begins_on + step.days.longest_gap).days() if _has(step, on)]
    times = [(on, clock.at(on, dose.at), dose.amount) for on in days for dose in step.doses]
    for (on, at, amount), (_on, next_at, _amount) in pairwise(times):
        opens_at = next_at - min((next_at - at) / 4, OPENS_BEFORE_AT_MOST)
        if on < begins_on or (on == begins_on and at < recorded.saved_at and opens_at <= first_at):
            yield Given(clock.hour(at), amount / ONE)


def _has(step: Step, on: date) -> bool:
    """Whether it would plan something on that day, also before it began."""
    return bool(step.doses) and step.days.has(on, step.starts_on)
