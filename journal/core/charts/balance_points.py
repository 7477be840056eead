"""The points of benefit and burden: for each time at a dose, the episodes beside the bothersome days."""

from dataclasses import dataclass
from typing import ClassVar

from journal.core.charts.points import ONLY_ONE, Chart, Of
from journal.core.values.amounts import Amount
from journal.core.values.periods import Period

FEWEST_DAYS = 14  # of a time at a dose, with any entry: fewer say too little
MOST_LEVELS = 8  # drawn, the newest


@dataclass(frozen=True, slots=True)
class Share:
    """On how many `days` of those that are `known` it was so; of none known nothing is said."""

    days: int
    known: int


@dataclass(frozen=True, slots=True)
class Level:
    """A time at one planned amount a day (0: nothing planned), without the day on which the dose changed.

    `recorded` are its days with any entry: episodes are counted on those, and only over those. `episodes` has a number
    for each kind of the chart.
    """

    amount: Amount
    days: Period
    recorded: int
    episodes: tuple[int, ...]
    bothersome: Share
    mattered: Share

    @property
    def is_enough(self) -> bool:
        """Whether there are enough days to say anything."""
        return self.recorded >= FEWEST_DAYS

    def a_week(self, kind: int) -> float:
        """How many episodes of a kind there were a week, over the days with an entry."""
        return 7 * self.episodes[kind] / self.recorded if self.recorded else 0.0


@dataclass(frozen=True, slots=True)
class BalanceChart(Chart):
    """Benefit and burden by dose: the levels ascend; where an amount comes twice, the earlier time comes first.

    `kinds` names the episodes that came in the period; those of which nothing came are not among them. `most_a_week` is
    the highest number of any of them, of all levels with enough days, to which the bars are drawn.
    """

    name: ClassVar[str] = "balance"
    of_days: ClassVar[bool] = False
    levels: tuple[Level, ...]
    kinds: tuple[str, ...]
    most_a_week: float
    has_mattered: bool
    of: Of = ONLY_ONE
