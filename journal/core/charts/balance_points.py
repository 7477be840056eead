"""The points of benefit and burden: for each time at a dose, the episodes beside the bothersome days."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from journal.core.charts.points import FEWEST_USUAL, ONLY_ONE, Chart, Of, median_of
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
class Middle:
    """The middle of the answers, 0 to 4, on the days that are `known`; None where they are too few to say one."""

    median: float | None
    known: int

    @classmethod
    def of(cls, answers: Iterable[int | None]) -> "Middle":
        """The middle of the answers that are there."""
        known = [answer for answer in answers if answer is not None]
        return cls(median_of(known) if len(known) >= FEWEST_USUAL else None, len(known))


@dataclass(frozen=True, slots=True)
class Level:
    """A time at one planned amount a day (0: nothing planned), without the day on which the dose changed.

    `recorded` are its days with any entry: episodes are counted on those, and only over those. `episodes` has a number
    for each kind of the chart, `benefits` the middle of each of its benefits: lower is better.
    """

    amount: Amount
    days: Period
    recorded: int
    episodes: tuple[int, ...]
    bothersome: Share
    mattered: Share
    benefits: tuple[Middle, ...] = ()

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
    the highest number of any of them, of all levels with enough days, to which the bars are drawn. `benefits` names
    what medicines are for that was answered in the period. `counts_episodes` says whether one is against episodes.
    """

    name: ClassVar[str] = "balance"
    of_days: ClassVar[bool] = False
    levels: tuple[Level, ...]
    kinds: tuple[str, ...]
    most_a_week: float
    has_mattered: bool
    of: Of = ONLY_ONE
    benefits: tuple[str, ...] = ()
    counts_episodes: bool = True
