"""Sort answers by the hours since the last dose: tens of thousands of them, all at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from journal.core.charts.hours import BINS, ENDS, LOOK_BACK, NOT_NOW, Answers, CheckIns
from journal.core.plan.dose_columns import DoseColumns
from journal.core.record.checkins import LONGEST_SPAN
from journal.core.record.forms import SEVERITIES
from journal.core.values.clock import MINUTE, minutes
from journal.core.values.columns import Flags, Whole, flags, inside, whole
from journal.core.values.periods import Period

_ENDS, _LOOK_BACK, _LONGEST_SPAN = [minutes(end) for end in ENDS], minutes(LOOK_BACK), minutes(LONGEST_SPAN)


@dataclass(frozen=True, slots=True)
class Bins:
    """Of each check-in whether it rates a day of the period, `asked`; whether the last dose before it is `known`, and
    then the bin of its hours; and whether all of the time since the check-in before lies in that bin, `whole`.

    The time since the one before counts for `LONGEST_SPAN` at most, and a dose within it leaves it out.
    """

    asked: Flags
    known: Flags
    numbers: Whole
    whole: Flags

    @classmethod
    def of(cls, check_ins: CheckIns, period: Period, doses: DoseColumns, entry_days: Collection[date]) -> "Bins":
        """Those of all check-ins after the taken ones of the doses."""
        minute, on = whole(check_ins.minutes), whole(check_ins.days)
        asked = inside(period, on)
        dosed, dosed_on = _taken(doses)
        if not len(dosed):
            none = np.zeros(len(minute), dtype=np.bool_)
            return cls(asked, none, np.zeros_like(minute), none)
        last = np.searchsorted(dosed, minute, side="right") - 1
        passed = minute - dosed[last]
        known = asked & (last >= 0) & (passed <= _LOOK_BACK)
        known[known] = _is_last(dosed_on[last[known]], on[known], entry_days)
        number = np.searchsorted(_ENDS, passed)
        first = passed - _spans(minute)
        return cls(asked, known, number, known & (first >= 0) & (np.searchsorted(_ENDS, first) == number))

    def has_now(self, answers: Answers) -> bool:
        """Whether any of the answers for a day of the period says how it was right now."""
        return bool((self.asked[whole(answers.check_ins)] & (whole(answers.now) != NOT_NOW)).any())

    def sort_in(self, answers: Answers) -> list[list[int]]:
        """The answers of each bin: those of right now, and where that was not answered the worst of the time since the
        check-in before, where all of it lies in the bin."""
        of, now = whole(answers.check_ins), whole(answers.now)
        is_now = now != NOT_NOW
        severities = np.where(is_now, now, whole(answers.worst))
        counted = np.where(is_now, self.known[of], self.whole[of])
        places = (self.numbers[of] * len(SEVERITIES) + severities)[counted]
        counts = np.bincount(places, minlength=BINS * len(SEVERITIES)).reshape(BINS, len(SEVERITIES)).tolist()
        return [[severity for severity, times in enumerate(each) for _ in range(times)] for each in counts]


def _taken(doses: DoseColumns) -> tuple[Whole, Whole]:
    """The minutes of the taken doses, ascending, and their days."""
    taken = whole(doses.taken) == 1
    minute, on = whole(doses.at)[taken] // MINUTE, whole(doses.days())[taken]
    order = np.lexsort((on, minute))
    return minute[order], on[order]


def _spans(minute: Whole) -> Whole:
    """How long before each check-in the one before was, in minutes: one of the same minute is none."""
    each, which = np.unique(minute, return_inverse=True)
    since = np.diff(each, prepend=each[:1] - _LONGEST_SPAN)
    return np.minimum(since, _LONGEST_SPAN)[which]


def _is_last(dosed_on: Whole, on: Whole, entry_days: Collection[date]) -> Flags:
    """Whether no day without any entry lies between: one on such a day may have been taken and not recorded."""
    if not len(on):
        return np.zeros(0, dtype=np.bool_)
    first, after = int(min(dosed_on.min(), on.min())), int(max(dosed_on.max(), on.max())) + 1
    empty = ~flags(map(date.toordinal, entry_days), first, after - first)
    until = np.concatenate(([0], np.cumsum(empty)))  # how many empty days there are before each
    begins, ends = dosed_on + 1 - first, np.maximum(on, dosed_on + 1) - first
    is_last: Flags = until[ends] == until[begins]
    return is_last
