"""The lowest and highest amounts of days or weeks from all doses at once: ten years have tens of thousands.

It says what `amount_model.ranges` says of three bodies, dose by dose, in one pass (a test holds both together): the way
in is the same for all, and so is its sum.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journal.core.charts.amount_model import Band, Given, GivenColumns, Rates, ranges
from journal.core.plan.dose_columns import DoseColumns
from journal.core.values.amounts import ONE
from journal.core.values.columns import Flags, whole

SECOND = 1_000_000  # microseconds

Floats = NDArray[np.float64]


def given_in_order(doses: DoseColumns, origin: int, before: Iterable[Given] = ()) -> GivenColumns:
    """The taken ones of the doses, in hours since that instant, together with those from `before`."""
    taken = whole(doses.taken) == 1
    earlier = np.array([tuple(each) for each in before], dtype=np.float64).reshape(-1, 2)
    hours = np.concatenate(((whole(doses.at)[taken] - origin) / SECOND / 3600, earlier[:, 0]))
    amounts = np.concatenate((whole(doses.amounts)[taken] / ONE, earlier[:, 1]))
    order = np.lexsort((amounts, hours))
    return GivenColumns(*(array("d", each[order].tobytes()) for each in (hours, amounts)))


def bands(usual: Rates, quick: Rates, slow: Rates, doses: GivenColumns, edges: Sequence[float]) -> tuple[Band, ...]:
    """The bands between each hour of `edges`, which ascend, and the next."""
    all_rates = usual, quick, slow
    if len({(rates.share, rates.into) for rates in all_rates}) > 1 or any(
        rates.into <= rates.out or rates.are_alike for rates in all_rates
    ):
        of_all = (ranges(rates, doses.since(), edges) for rates in all_rates)
        return tuple(Band(one.low, one.high, least.low, most.high) for one, least, most in zip(*of_all, strict=True))
    if len(edges) < 2:
        return ()
    axis = _Axis.of(doses, edges)
    fast = axis.left(usual.into)
    of_usual, of_quick, of_slow = (_Course.of(axis, rates, fast) for rates in all_rates)
    found = of_usual.lows(), of_usual.highs(), of_quick.lows(), of_slow.highs()
    return tuple(map(Band, *(np.maximum(each, 0.0).tolist() for each in found)))


class _Axis(NamedTuple):
    """The doses and edges up to the last edge in their order: how many hours passed since the one before, how much was
    taken (nothing at an edge), and which are edges. A dose at the hour of an edge comes before it."""

    passed: Floats
    amounts: Floats
    edges: NDArray[np.intp]

    @classmethod
    def of(cls, doses: GivenColumns, edges: Sequence[float]) -> "_Axis":
        hours = np.concatenate((np.asarray(doses.at, dtype=np.float64), np.asarray(edges, dtype=np.float64)))
        amounts = np.concatenate((np.asarray(doses.amounts, dtype=np.float64), np.zeros(len(edges))))
        is_edge = np.arange(len(hours)) >= len(doses.at)
        order = np.lexsort((is_edge, hours))
        at = np.flatnonzero(is_edge[order])
        order = order[: at[-1] + 1]
        return cls(np.diff(hours[order], prepend=hours[order[0]]), amounts[order], at)

    def left(self, rate: float) -> Floats:
        """How much of all doses so far is left at each of them, that one included, where it is lost at a rate.

        Each is what is left of the one before, and what is taken. Of the steps two are put together, then four, and so
        on, until nothing of what came before is left, or none came before.
        """
        left, kept = self.amounts.copy(), np.exp(-rate * self.passed)
        kept[0] = 0.0
        reach = 1
        while reach < len(left) and kept.any():
            left[reach:] += kept[reach:] * left[:-reach]
            kept[reach:] *= kept[:-reach]
            reach *= 2
        return left


class _Course(NamedTuple):
    """An amount along an axis: what it is at each dose and edge, and the peak on the way there (0: there is none)."""

    axis: _Axis
    values: Floats
    peaks: Floats

    @classmethod
    def of(cls, axis: _Axis, rates: Rates, fast: Floats) -> "_Course":
        """That of a body, given how much of the doses is left of the way in."""
        slow = axis.left(rates.out)
        scale = rates.share * rates.into / (rates.into - rates.out)
        return cls(axis, scale * (slow - fast), _peaks(axis, rates, slow, fast))

    def lows(self) -> Floats:
        """The lowest between each edge and the next: at an edge or at a dose."""
        edges = self.axis.edges
        return np.minimum(np.minimum.reduceat(self.values, edges[:-1]), self.values[edges[1:]])

    def highs(self) -> Floats:
        """The highest: there or at a peak."""
        edges = self.axis.edges
        at_them = np.maximum(np.maximum.reduceat(self.values, edges[:-1]), self.values[edges[1:]])
        return np.maximum(at_them, np.maximum.reduceat(self.peaks, edges[:-1] + 1))


def _peaks(axis: _Axis, rates: Rates, slow: Floats, fast: Floats) -> Floats:
    """The amount rises while more goes in than out, and a peak counts where it comes before what is next."""
    peaks = np.zeros_like(slow)
    rises: Flags = rates.into * fast[:-1] > rates.out * slow[:-1]
    at = np.flatnonzero(rises)
    after = np.log(rates.into * fast[at] / (rates.out * slow[at])) / (rates.into - rates.out)
    comes = after < axis.passed[at + 1]
    at, after = at[comes], after[comes]
    peaks[at + 1] = rates.share * slow[at] * np.exp(-rates.out * after)
    return peaks
