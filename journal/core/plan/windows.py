"""Windows: what belongs to a planned time, from a quarter of the gap before it (6 hours at most) until the next opens.

The numbers are ours; no clinician has reviewed them (docs/sources.md).
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

OPENS_BEFORE_AT_MOST = timedelta(hours=6)
LATE_AT_LEAST, LATE_AT_MOST = timedelta(minutes=30), timedelta(hours=3)

_DAY = timedelta(days=1)


class PlannedTime(NamedTuple):
    """One planned instant in UTC, the local day and minute it stands at, the amount planned and in what form.

    `gap_after` is how long after it the next one would come had its step gone on; None: as the axis says. `closes_at`
    is set where the plan was ended after it: when the next one would have opened. `not_before` is when its step was
    saved: no window opens earlier.
    `saved_later_at` is set on a time that had come when the first plan of all was saved: then it is when that was. Such
    a time takes the doses lived before, and nobody is asked for it. `step_id` is the step that planned it.
    """

    at: datetime
    on: date
    minute: int
    amount: int
    form: str = ""
    gap_after: timedelta | None = None
    closes_at: datetime | None = None
    not_before: datetime | None = None
    saved_later_at: datetime | None = None
    step_id: str = field(default="", compare=False)


class Window(NamedTuple):
    """What belongs to a planned time: from `opens_at` on, before `ends_at` (None: open without an end).

    `gap` is the time since the planned time before; a dose more than `late_after` behind its time is late.
    """

    planned: PlannedTime
    opens_at: datetime
    ends_at: datetime | None
    gap: timedelta
    late_after: timedelta

    def holds(self, at: datetime) -> bool:
        """Whether a dose of that instant belongs here."""
        return self.opens_at <= at and (self.ends_at is None or at < self.ends_at)


def windows(times: Sequence[PlannedTime]) -> tuple[Window, ...]:
    """The windows of planned times that ascend, one behind the other."""
    if not times:
        return ()
    gaps = _gaps(times)
    opened = [_opens_at(planned, gap) for planned, gap in zip(times, gaps, strict=True)]
    found = []
    for planned, opens_at, next_opens_at, gap, gap_after in zip(
        times, opened, [*opened[1:], None], gaps, [*gaps[1:], *gaps[-1:]], strict=True
    ):
        ends_at = next_opens_at
        for at in (planned.closes_at, planned.saved_later_at):
            if at is not None and (ends_at is None or at < ends_at):
                ends_at = at
        found.append(Window(planned, opens_at, ends_at, gap, late_after(planned.gap_after or gap_after)))
    return tuple(found)


@lru_cache(1024)  # ten years have a dozen gaps
def late_after(gap: timedelta) -> timedelta:
    """How long after a planned time a dose is still on time, where the next one comes after `gap`."""
    return min(max(gap / 4, LATE_AT_LEAST), LATE_AT_MOST)


def _gaps(times: Sequence[PlannedTime]) -> list[timedelta]:
    """The gap before each time; the first takes the one after it, and a single time a day."""
    first = times[0].gap_after or (times[1].at - times[0].at if len(times) > 1 else _DAY)
    return [first, *(later.at - earlier.at for earlier, later in pairwise(times))]


def _opens_at(planned: PlannedTime, gap: timedelta) -> datetime:
    opens_at = planned.at - _opens_before(gap)
    return opens_at if planned.not_before is None else max(opens_at, planned.not_before)


@lru_cache(1024)
def _opens_before(gap: timedelta) -> timedelta:
    return min(gap / 4, OPENS_BEFORE_AT_MOST)
