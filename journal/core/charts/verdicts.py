"""Judge whether ratings differ before and after a change of dose by more than ordinary ups and downs.

Two sides of daily worst ratings, compared by their ranks. Days near each other are alike, which makes chance look like
a difference: how alike they are is estimated from pairs of neighbouring days, and the variance is that of the days that
were really rated. All that is judged on a page is judged together (Holm). docs/sources.md has the formulas, and how
often a page speaks where nothing changed.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from journal.core.charts.student import quantile, two_sided

Side = Mapping[int, int]  # the worst rating of each rated day, by its number; the day of the change is 0 and in neither

FEWEST_JUDGED = 14  # rated days on each side
SHARE_RATED = 0.7  # of the days of each side
CHANGED_BELOW = 0.04  # of the adjusted p
MOST_ALIKE = 0.9
LEAST_DF = 1.5


@dataclass(frozen=True, slots=True)
class Judged:
    """What two sides say: of `k` days before and `m` after, in how many of the pairs the later day was worse or better.

    `r` is how alike neighbouring days are, `variance_factor` how much larger that makes the variance; `p` is how often
    ordinary ups and downs alone would differ so much.
    """

    k: int
    m: int
    wins: int
    losses: int
    u: float
    variance: float
    z: float
    neighbours: int
    r: float
    r_corrected: float
    variance_factor: float
    df: float
    p: float
    delta_variance: float

    @property
    def delta(self) -> float:
        """Cliff's delta: the share of pairs in which the later day was worse, less that in which it was better."""
        return (self.wins - self.losses) / (self.k * self.m)

    @property
    def chance(self) -> float:
        """The chance that a day after the change was worse than one before it; days alike count half."""
        return (self.delta + 1) / 2

    @property
    def z_adjusted(self) -> float:
        """The rank statistic with the variance of days that are alike."""
        return self.z / sqrt(self.variance_factor)

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """Where delta lies with that confidence; None where every pair says the same."""
        delta = self.delta
        if abs(delta) == 1:
            return None
        t = quantile(1 - level, self.df)
        spread = t * t * self.delta_variance * self.variance_factor
        reach = sqrt(spread) * sqrt((1 - delta**2) ** 2 + spread)
        ends = ((delta - delta**3 + side * reach) / (1 - delta**2 + spread) for side in (-1, 1))
        low, high = (min(1.0, max(-1.0, end)) for end in ends)
        return low, high


def has_enough(rated: int, days: int) -> bool:
    """Whether a side of so many days is rated often enough to be judged."""
    return rated >= FEWEST_JUDGED and rated >= SHARE_RATED * days


def judge(before: Side, after: Side) -> Judged:
    """Compare two sides, each of at least two rated days."""
    earlier, later = sorted(before.values()), sorted(after.values())
    k, m = len(earlier), len(later)
    n = k + m
    wins = sum(bisect_left(earlier, value) for value in later)
    losses = sum(k - bisect_right(earlier, value) for value in later)
    u = wins + (k * m - wins - losses) / 2
    ranks = _ranks(earlier + later)
    squares = sum(count * ranks[value] ** 2 for value, count in Counter(earlier + later).items())
    variance = k * m / (n * (n - 1)) * (squares - n * ((n + 1) / 2) ** 2)
    z = (u - k * m / 2) / sqrt(variance) if variance > 0 else 0.0
    neighbours, r = _alike(before, after)
    r_corrected = min(max(r + (1 + 6 * max(r, 0)) / min(k, m), 0.0), MOST_ALIKE)
    factor = _variance_factor(before, after, r_corrected)
    df = max(n * (1 - r_corrected) / (1 + r_corrected) - 2, LEAST_DF)
    return Judged(
        k=k,
        m=m,
        wins=wins,
        losses=losses,
        u=u,
        variance=variance,
        z=z,
        neighbours=neighbours,
        r=r,
        r_corrected=r_corrected,
        variance_factor=factor,
        df=df,
        p=two_sided(z / sqrt(factor), df),
        delta_variance=_delta_variance(earlier, later, wins, losses),
    )


def holm(found: Sequence[float]) -> tuple[float, ...]:
    """The p of each, adjusted for all that are judged together."""
    order = sorted(range(len(found)), key=lambda n: found[n])
    adjusted, before = [0.0] * len(found), 0.0
    for place, n in enumerate(order):
        before = max(before, min(1.0, (len(found) - place) * found[n]))
        adjusted[n] = before
    return tuple(adjusted)


def _ranks(values: Sequence[int]) -> Mapping[int, float]:
    """The rank of each value, the middle one of those that are alike."""
    ranks, below = {}, 0
    for value, count in sorted(Counter(values).items()):
        ranks[value] = below + (count + 1) / 2
        below += count
    return ranks


def _alike(before: Side, after: Side) -> tuple[int, float]:
    """The pairs of rated days exactly one day apart, and how alike they are about the mean of their side, -1 to 1."""
    neighbours, together, squares = 0, 0.0, 0.0
    for side in (before, after):
        mean = sum(side.values()) / len(side)
        apart = {day: value - mean for day, value in side.items()}
        squares += sum(each * each for each in apart.values())
        for day, each in apart.items():
            if day + 1 in apart:
                neighbours += 1
                together += each * apart[day + 1]
    if not neighbours or not squares:
        return neighbours, 0.0
    return neighbours, (together / neighbours) / (squares / (len(before) + len(after)))


def _variance_factor(before: Side, after: Side, r: float) -> float:
    """How much larger the variance of the difference is than that of days that know nothing of each other.

    Each pair of days counts with its weights and as alike as its distance says. Going along the days, what the earlier
    ones hand on is kept as one number.
    """
    k, m = len(before), len(after)
    weights = [*((day, -1 / k) for day in sorted(before)), *((day, 1 / m) for day in sorted(after))]
    handed_on, total = 0.0, weights[0][1] ** 2
    for (day, weight), (next_day, next_weight) in pairwise(weights):
        handed_on = (handed_on + weight) * r ** (next_day - day)
        total += next_weight**2 + 2 * next_weight * handed_on
    return max(1.0, total / (1 / k + 1 / m))


def _delta_variance(earlier: Sequence[int], later: Sequence[int], wins: int, losses: int) -> float:
    """The variance of Cliff's delta; never below that of pairs that all say nearly the same."""
    k, m = len(earlier), len(later)
    delta = (wins - losses) / (k * m)
    rows = sum(count * (_lead(later, value) / m - delta) ** 2 for value, count in Counter(earlier).items())
    columns = sum(count * (-_lead(earlier, value) / k - delta) ** 2 for value, count in Counter(later).items())
    cells = wins + losses - k * m * delta**2
    found = (m**2 * rows + k**2 * columns - cells) / (k * m * (k - 1) * (m - 1))
    return max(found, (1 - delta**2) / (k * m - 1))


def _lead(ascending: Sequence[int], value: int) -> int:
    """How many of them are above the value, less those below it."""
    return len(ascending) - bisect_right(ascending, value) - bisect_left(ascending, value)
