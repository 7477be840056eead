"""The points around changes of dose: every rated day before and after, and verdicts. `dose_changes` computes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from journal.core.charts.comparison import Side
from journal.core.charts.points import Chart
from journal.core.charts.verdicts import Judged
from journal.core.values.amounts import Amount
from journal.core.values.periods import Period

Verdict = Literal["changed", "not clear", "too few", "waiting", "too short", "not watched"]

DRAWN = 2  # changes, the newest: of those before them the table alone speaks


@dataclass(frozen=True, slots=True)
class Around:
    """One effect around one change: the worst of each rated day of a side, by its number; the day of the change is 0
    and on neither.

    `judged` is there where the two sides were compared, with `p` adjusted for all verdicts of the page.
    """

    effect: str
    name: str
    rated_before: Mapping[int, int]
    rated_after: Mapping[int, int]
    before: Side
    after: Side
    verdict: Verdict = "not watched"
    judged: Judged | None = None
    p: float | None = None

    @property
    def rated_days(self) -> int:
        """The dots of both sides."""
        return len(self.rated_before) + len(self.rated_after)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the planned amount a day (0: nothing planned) on `on`, the `days` that are compared, which end at the
    changes beside it, and every effect around it."""

    on: date
    before: Amount
    after: Amount
    days: Period
    rows: tuple[Around, ...]

    @property
    def possible_on(self) -> date:
        """The first day on which all that is compared has been lived."""
        return self.days.last_on + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DoseChangesChart(Chart):
    """Every rated day before and after each change of dose, the newest change first, with amounts in `unit`."""

    name: ClassVar[str] = "dose_changes"
    of_days: ClassVar[bool] = False
    changes: tuple[Change, ...]
    unit: str = "mg"

    @property
    def drawn(self) -> tuple[Change, ...]:
        """The changes of the picture."""
        return self.changes[:DRAWN]
