"""What was lived beside doses, as columns: check-ins, episodes and what was said of days."""

from collections.abc import Sequence
from datetime import date
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Select, case, func, null, select

from journal.core.charts.hours import CheckIns
from journal.core.values.clock import DAY, EPOCH, MINUTE, numbered_day
from journal.core.values.periods import Period
from journal.store.database.models import EntryRow
from journal.store.database.packed import days, numbers, packed, texts
from journal.store.record.lived import lived_in, number_of

if TYPE_CHECKING:
    from journal.core.values.columns import Flags

_entry = EntryRow.__table__.c
_CHECK_IN, _EPISODE = 1, 2
_LIVED = packed(number_of(_entry.at)), packed(_entry.offset_minutes), packed(_entry.day_on)
_KINDS = (
    packed(case((_entry.kind == "check_in", _CHECK_IN), (_entry.kind == "episode", _EPISODE), else_=0)),
    packed(func.coalesce(_entry.what, _entry.id)),
)


class BesideDoses(NamedTuple):
    """Entries beside doses, column by column: their instants in microseconds, the minutes their clocks were east of
    UTC, and the days they are of by the rules of each kind, as `date.toordinal` numbers them.

    Where it was asked for, `kinds` says which are check-ins and which are episodes; `names` has the id of each
    check-in, and the key of each episode.
    """

    at: Sequence[int] = ()
    offsets: Sequence[int] = ()
    days: Sequence[int] = ()
    kinds: Sequence[int] = ()
    names: Sequence[str] = ()

    def entry_days(self) -> set[date]:
        """The days with any of them, by the rules of each kind."""
        return set(map(numbered_day, set(self.days)))

    def lived_on(self) -> set[date]:
        """The days on whose calendar any of them was lived."""
        from journal.core.values import columns  # noqa: PLC0415 - it loads numpy

        walls = columns.whole(self.at) + columns.whole(self.offsets) * MINUTE
        return set(map(numbered_day, columns.each_once(walls // DAY + EPOCH.toordinal())))

    def check_ins(self, period: Period) -> tuple[CheckIns, list[str]]:
        """The check-ins of a period, and the id of each."""
        from journal.core.values import columns  # noqa: PLC0415

        chosen = self._are(_CHECK_IN, period)
        at, on = (columns.whole(each)[chosen] for each in (self.at, self.days))
        return CheckIns(columns.column(at // MINUTE), columns.column(on)), self._names(chosen)

    def episodes(self, period: Period) -> dict[tuple[date, str], int]:
        """How many episodes of each (day, kind) of a period there were."""
        from journal.core.values import columns  # noqa: PLC0415

        chosen = self._are(_EPISODE, period)
        on, kinds = columns.whole(self.days)[chosen], self._names(chosen)
        found: dict[tuple[date, str], int] = {}
        for kind in set(kinds):
            days_, counts = columns.counts(on[[each == kind for each in kinds]])
            found |= zip(zip(map(numbered_day, days_), repeat(kind)), counts, strict=True)
        return found

    def _are(self, kind: int, period: Period) -> "Flags":
        """Which of them are of a kind, and of the days of a period."""
        from journal.core.values import columns  # noqa: PLC0415

        are: Flags = columns.inside(period, columns.whole(self.days)) & (columns.whole(self.kinds) == kind)
        return are

    def _names(self, chosen: "Flags") -> list[str]:
        return list(compress(self.names, chosen.tolist()))


def beside_doses(patient_id: str, period: Period, *, with_kinds: bool) -> Select[*tuple[Any, ...]]:
    """The question for what was lived beside doses on the days of a period. Quiet days say nothing of doses, not even
    that somebody wrote on that day: they are left out."""
    kinds = _KINDS if with_kinds else (null(), null())
    return select(*_LIVED, *kinds).where(
        *lived_in(patient_id, period), _entry.medicine_id.is_(None), _entry.kind != "quiet"
    )


def read_beside_doses(row: Sequence[str | None]) -> BesideDoses:
    """The answer to it."""
    at, offsets, on, kinds, names = row
    return BesideDoses(numbers(at), numbers(offsets), days(on), numbers(kinds), texts(names))
