"""What became of the planned times of even days: most doses are the only ones of their times, and these are counted all
at once; the others are matched as everywhere else."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from journal.core.plan.adherence import Slot, by_minute, slot_of
from journal.core.plan.dose_columns import FIRST_DAY, DoseColumns
from journal.core.plan.even_days import LETTERS, Even, Placed, Stretch
from journal.core.plan.regimens import planned_at
from journal.core.plan.windows import PlannedTime, Window
from journal.core.values.clock import DAY, MINUTE, Zones, microseconds
from journal.core.values.columns import Whole, whole
from journal.core.values.periods import Period

_OPEN, _NOT_ASKED = ord("."), ord("-")
_TAKEN, _LATE, _SKIPPED, _MISSED, _NOT_RECORDED = (letter[0] for letter in LETTERS.values())


def inside(doses: DoseColumns, days: Period, zones: Zones) -> Whole:
    """Which doses were taken well inside of the days, by the clock of the plan: all of these belong to their times."""
    begins, ends = (_midnight(on, zones) for on in (days.first_on + timedelta(days=1), days.last_on))
    offset = ((days.first_on.toordinal() + 1 - FIRST_DAY) * DAY - begins) / MINUTE
    first, after = bisect_left(doses.at, begins), bisect_left(doses.at, ends)
    return first + np.flatnonzero(whole(doses.offsets[first:after]) == offset)


def _midnight(on: date, zones: Zones) -> int:
    """When an even day begins, in microseconds."""
    return microseconds(planned_at(on, time(), zones.of_day(on)[-1].zone))


def apart(doses: DoseColumns, kept: Iterable[Whole]) -> list[int]:
    """The numbers of the other doses."""
    is_apart = np.ones(len(doses), dtype=np.bool_)
    for numbers in kept:
        is_apart[numbers] = False
    return np.flatnonzero(is_apart).tolist()


def together(kept: Whole, near: Sequence[int]) -> Whole:
    """The numbers of the doses inside of a stretch and of those at its ends, ascending."""
    return np.union1d(kept, whole(near))


def stretch_of(
    even: Even,
    doses: DoseColumns,
    kept: Whole,
    moved: Iterable[Placed],
    entry_days: Collection[date],
    now: datetime,
) -> Stretch:
    """What became of the times of a stretch, given which doses were taken inside of it, and those moved there."""
    times = _Times(even, doses, kept)
    times.add_each()
    for one in moved:
        times.several[times.place(microseconds(one[0]))].append(one)
    beside = tuple(dose for place in sorted(times.several) for dose in times.match(place, entry_days, now).beside)
    times.add_empty(entry_days)
    return Stretch(even.days, len(even.pattern), bytes(times.became), len(times.others), beside)


class _Times:
    """The planned times of a stretch, each at its place, and what became of them."""

    def __init__(self, even: Even, doses: DoseColumns, kept: Whole) -> None:
        self.even, self.doses, self.kept = even, doses, kept
        self.a_day, self.begins = len(even.pattern), microseconds(even.pattern[0].opens_at)
        self.opens = [microseconds(window.opens_at) - self.begins for window in even.pattern]
        self.became = bytearray([_OPEN]) * (len(even.days) * self.a_day)
        self.others = set[int]()  # where another amount was taken than the planned one
        # Where it takes more than arithmetic, with what moved there.
        self.several = defaultdict[int, list[Placed]](list)

    def place(self, at: int) -> int:
        """At which place the time is that a dose of that instant belongs to."""
        day, passed = divmod(at - self.begins, DAY)
        return day * self.a_day + bisect_right(self.opens, passed) - 1

    def add_each(self) -> None:
        """Count the doses that are the only ones of their times."""
        at, amounts, taken = (whole(each)[self.kept] for each in (self.doses.at, self.doses.amounts, self.doses.taken))
        late_from = whole([microseconds(each.planned.at + each.late_after) for each in self.even.pattern])
        planned = whole([each.planned.amount for each in self.even.pattern])
        day, passed = np.divmod(at - self.begins, DAY)
        k = np.searchsorted(self.opens, passed, side="right") - 1
        places = day * self.a_day + k  # they ascend, as the doses do
        is_taken, is_first = taken == 1, np.diff(places, prepend=-1) > 0
        is_late = at - at % MINUTE - day * DAY > late_from[k]
        letters = np.where(is_taken, np.where(is_late, _LATE, _TAKEN), _SKIPPED)
        np.frombuffer(self.became, dtype=np.uint8)[places[is_first]] = letters[is_first]
        self.others.update(places[is_first & is_taken & (amounts != planned[k])].tolist())
        self.several.update({place: [] for place in places[~is_first].tolist()})

    def match(self, place: int, entry_days: Collection[date], now: datetime) -> Slot:
        """What became of a time that several doses belong to."""
        day, k = divmod(place, self.a_day)
        opens_at = self.begins + day * DAY + self.opens[k]
        next_opens_at = self.begins + (day * DAY + self.opens[k + 1] if k + 1 < self.a_day else (day + 1) * DAY)
        there = [bisect_left(self.doses.at, at) for at in (opens_at, next_opens_at)]
        own = [self.doses[n] for n in self.kept[slice(*np.searchsorted(self.kept, there))].tolist()]
        held = sorted([*((dose.at, dose) for dose in own), *self.several[place]], key=by_minute)
        window, after = self.even.pattern[k], timedelta(days=day)
        planned = PlannedTime(window.planned.at + after, window.planned.on + after, *window.planned[2:])
        slot = slot_of(Window(planned, *window[1:]), held, entry_days, now)
        self.became[place] = LETTERS[slot.status][0]
        (self.others.add if slot.is_other_amount else self.others.discard)(place)
        return slot

    def add_empty(self, entry_days: Collection[date]) -> None:
        """Count the times that no dose belongs to; they are long over."""
        first_on, is_asked = self.even.days.first_on, self.even.pattern[0].planned.saved_later_at is None
        place = self.became.find(_OPEN)
        while place >= 0:
            on = first_on + timedelta(days=place // self.a_day)
            nothing = _MISSED if on in entry_days else _NOT_RECORDED
            self.became[place] = nothing if is_asked else _NOT_ASKED
            place = self.became.find(_OPEN, place)
