"""Doses column by column: ten years have tens of thousands, and to make a value of each takes longer than to count."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import overload

from journal.core.plan.adherence import TakenDose
from journal.core.values.clock import (
    DAY,
    EPOCH,
    MICROSECOND,
    MINUTE,
    instant,
    microseconds,
    minute_number,
    numbered_day,
)

FIRST_DAY = EPOCH.toordinal()


@dataclass(frozen=True, slots=True)
class DoseColumns(Sequence[TakenDose]):
    """Doses of one medicine in the order of their instants; each is made as it is asked for.

    `at` and `recorded_at` are whole microseconds since 1970. `offsets` are minutes east of UTC; `taken` is 1, or 0 for
    one that was skipped.
    """

    at: Sequence[int] = ()
    offsets: Sequence[int] = ()
    amounts: Sequence[int] = ()
    taken: Sequence[int] = ()
    recorded_at: Sequence[int] = ()
    medicine_id: str = ""

    def __len__(self) -> int:
        return len(self.at)

    @overload
    def __getitem__(self, n: int) -> TakenDose: ...
    @overload
    def __getitem__(self, n: slice) -> Sequence[TakenDose]: ...
    def __getitem__(self, n: int | slice) -> TakenDose | Sequence[TakenDose]:
        if isinstance(n, slice):
            return [self[each] for each in range(len(self))[n]]
        on, rest = divmod(self.at[n] + self.offsets[n] * MINUTE, DAY)
        return TakenDose(
            instant(self.at[n]),
            date.fromordinal(FIRST_DAY + on),
            rest // MINUTE,
            self.amounts[n],
            "taken" if self.taken[n] else "skipped",
            instant(self.recorded_at[n]),
            self.medicine_id,
        )

    def __iter__(self) -> Iterator[TakenDose]:
        return map(self.__getitem__, range(len(self)))

    def chosen(self, numbers: Sequence[int]) -> list[TakenDose]:
        """Those of these numbers: what is made of many at once takes a third of the time."""
        from journal.core.values import columns  # noqa: PLC0415 - it loads numpy

        of = columns.whole(numbers)
        at, offsets, amounts, taken, recorded_at = (
            columns.whole(each)[of] for each in (self.at, self.offsets, self.amounts, self.taken, self.recorded_at)
        )
        walls = at + offsets * MINUTE
        days, minutes = walls // DAY + FIRST_DAY, walls % DAY // MINUTE
        on = {day: numbered_day(day) for day in columns.each_once(days)}
        rows = zip(*(each.tolist() for each in (at, days, minutes, amounts, taken, recorded_at)), strict=True)
        medicine_id = self.medicine_id
        return [
            TakenDose(
                EPOCH + lived * MICROSECOND,
                on[day],
                minute,
                amount,
                "taken" if is_taken else "skipped",
                EPOCH + recorded * MICROSECOND,
                medicine_id,
            )
            for lived, day, minute, amount, is_taken, recorded in rows
        ]

    def first_day(self) -> int:
        """The first of those days; there is a dose. Clocks differ by two days at most."""
        until = bisect_right(self.at, self.at[0] + 2 * DAY)
        return min(
            FIRST_DAY + (at + offset * MINUTE) // DAY for at, offset in zip(self.at[:until], self.offsets, strict=False)
        )

    def days(self) -> Sequence[int]:
        """The local calendar day of each, as `date.toordinal` numbers them."""
        from journal.core.values import columns  # noqa: PLC0415 - it loads numpy

        return columns.column((columns.whole(self.at) + columns.whole(self.offsets) * MINUTE) // DAY + FIRST_DAY)

    def taken_by_day(self) -> list[tuple[date, int]]:
        """What was taken on each day with a dose, 0 where all of them were skipped."""
        from journal.core.values import columns  # noqa: PLC0415 - it loads numpy

        return by_day(self.days(), columns.column(columns.whole(self.amounts) * columns.whole(self.taken)))


def by_day(days: Sequence[int], amounts: Sequence[int]) -> list[tuple[date, int]]:
    """Each of the days once, ascending, with the sum of its amounts."""
    from journal.core.values import columns  # noqa: PLC0415 - it loads numpy

    each_once, totals = columns.sums(columns.whole(days), columns.whole(amounts))
    return list(zip(map(numbered_day, each_once), totals, strict=True))


def columns_of(doses: Iterable[TakenDose]) -> DoseColumns:
    """The doses of one medicine as columns."""
    if isinstance(doses, DoseColumns):
        return doses
    ordered = sorted(doses, key=attrgetter("at"))
    walls = [dose.on.toordinal() * 24 * 60 + dose.minute for dose in ordered]
    return DoseColumns(
        at=[microseconds(dose.at) for dose in ordered],
        offsets=[
            wall - FIRST_DAY * 24 * 60 - minute_number(dose.at) for wall, dose in zip(walls, ordered, strict=True)
        ],
        amounts=[dose.amount for dose in ordered],
        taken=[int(dose.status == "taken") for dose in ordered],
        recorded_at=[microseconds(dose.recorded_at) for dose in ordered],
        medicine_id=ordered[0].medicine_id if ordered else "",
    )
