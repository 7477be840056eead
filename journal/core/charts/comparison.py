"""Compare the days before and after a change of dose: was an effect rated more, less or the same?

Each rated day after the change is set against each rated day before it. The share of these pairs in which the later day
was worse, less the share in which it was better, is Cliff's delta. It says nothing of why, nor whether ordinary ups and
downs would do the same: docs/sources.md says how often they do.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from journal.core.charts.points import FEWEST_USUAL, median_of
from journal.core.values.amounts import Amount
from journal.core.values.periods import Period

Word = Literal["more", "less", "same", "too few"]

WINDOW = timedelta(days=28)  # compared at most, on each side
FEWEST_COMPARED = 14  # rated days on each side
CLEAR = 3  # Cliff's delta from which a difference is named: a third, "the later day was worse in two of three pairs"
MOST_CHANGES = 24  # of a long taper the newest
ORDER: tuple[Word, ...] = ("more", "less", "same", "too few")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Side:
    """The days of one side: how many there are, how many are rated, and their usual rating.

    `usual` is their median, None where fewer than `FEWEST_USUAL` are rated.
    """

    days: int
    rated: int
    usual: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One effect before and after the change. Of `pairs` of a day after and a day before, the later one was `worse` in
    so many and `better` in so many; in the others both were alike."""

    effect: str
    name: str
    before: Side
    after: Side
    worse: int
    better: int
    pairs: int

    @property
    def word(self) -> Word:
        """What the pairs say, where there are enough rated days on both sides."""
        if min(self.before.rated, self.after.rated) < FEWEST_COMPARED:
            return "too few"
        lead = self.worse - self.better
        if abs(lead) * CLEAR < self.pairs:
            return "same"
        return "more" if lead > 0 else "less"

    @property
    def tenths(self) -> int:
        """In how many of ten pairs the later day was the worse one (the better one, where the word is "less"), rounded;
        days alike count half."""
        fewer, more = sorted((self.worse, self.better))
        twice = 2 * more + (self.pairs - fewer - more)
        return (10 * twice + self.pairs) // (2 * max(self.pairs, 1))


class OtherChange(NamedTuple):
    """A change of dose of another medicine, which is called `medicine`."""

    on: date
    medicine: str


@dataclass(frozen=True, slots=True)
class DoseChange:
    """A change of the planned amount a day (0: nothing planned) on `on`, and every effect before and after it, those
    that got worse first. `others` are changes of other medicines on the days that are compared, or on the day itself:
    what differs may come of them as well."""

    on: date
    before: Amount
    after: Amount
    rows: tuple[Compared, ...]
    others: tuple[OtherChange, ...] = ()


class Amounts(NamedTuple):
    """The planned amounts a day: each holds from its day on."""

    starts: Sequence[date]
    amounts: Sequence[Amount]


class Ratings(NamedTuple):
    """The worst rating of each effect on each day of `over` (None: not rated), and the days that can have been rated:
    those of the record, up to the one that a check-in made now would be for. The days of a pause are on no side."""

    over: Period
    worst: Mapping[str, Sequence[int | None]]
    recorded: Period
    paused: Collection[date] = ()

    def of(self, effect: str, days: Sequence[date]) -> list[int]:
        """The ratings of the effect on these days, ascending."""
        worst = self.worst[effect]
        found = (worst[(on - self.over.first_on).days] for on in days)
        return sorted(value for value in found if value is not None)

    def side(self, first: date, last: date) -> tuple[date, ...]:
        """The days from `first` to `last`; none where it is before the first."""
        if first > last:
            return ()
        return tuple(on for on in Period(first, last).days() if on not in self.paused)


def compare_changes(
    changes: Sequence[date],
    planned: Amounts,
    effects: Sequence[tuple[str, str]],
    ratings: Ratings,
    others: Sequence[OtherChange] = (),
) -> tuple[DoseChange, ...]:
    """The newest changes, newest first, each with the days around it.

    `planned` holds every change of amount there is around them, the first plan of all among them: no side reaches over
    one. `ratings` reach `WINDOW` before the first of the changes and after the last. The day of a change is on neither
    side: its ratings reach back before the change.
    """
    newest = sorted(changes, reverse=True)[:MOST_CHANGES]
    return tuple(_change(on, planned, effects, ratings, others) for on in newest)


def _change(
    on: date,
    planned: Amounts,
    effects: Sequence[tuple[str, str]],
    ratings: Ratings,
    others: Sequence[OtherChange],
) -> DoseChange:
    n = bisect_left(planned.starts, on)
    first, last = max(ratings.recorded.first_on, on - WINDOW), min(ratings.recorded.last_on, on + WINDOW)
    if n:
        first = max(first, planned.starts[n - 1] + _DAY)
    if n + 1 < len(planned.starts):
        last = min(last, planned.starts[n + 1] - _DAY)
    before, after = ratings.side(first, on - _DAY), ratings.side(on + _DAY, last)
    rows = [_compare(key, name, *((days, ratings.of(key, days)) for days in (before, after))) for key, name in effects]
    rows.sort(key=_worsening_first)
    amounts = planned.amounts[n - 1] if n else 0, planned.amounts[n]
    return DoseChange(on, *amounts, tuple(rows), tuple(sorted(each for each in others if first <= each.on <= last)))


def compare_periods(effect: str, name: str, ratings: Ratings, before: Period, after: Period) -> Compared:
    """One effect on the days of two periods, as far as they can have been rated."""
    recorded = ratings.recorded
    sides = (
        ratings.side(max(each.first_on, recorded.first_on), min(each.last_on, recorded.last_on))
        for each in (before, after)
    )
    return _compare(effect, name, *((days, ratings.of(effect, days)) for days in sides))


_Rated = tuple[Sequence[date], list[int]]  # the days of a side, and what was rated on them, ascending


def _compare(effect: str, name: str, before: _Rated, after: _Rated) -> Compared:
    earlier, later = before[1], after[1]
    worse = sum(bisect_left(earlier, value) for value in later)
    better = sum(len(earlier) - bisect_right(earlier, value) for value in later)
    return Compared(effect, name, _side(*before), _side(*after), worse, better, len(earlier) * len(later))


def _side(days: Sequence[date], rated: Sequence[int]) -> Side:
    usual = median_of(rated) if len(rated) >= FEWEST_USUAL else None
    return Side(len(days), len(rated), usual)


def _worsening_first(row: Compared) -> tuple[int, float]:
    """By the word; in a word what differs most comes first."""
    return ORDER.index(row.word), -abs(row.worse - row.better) / max(row.pairs, 1)
