"""How much of a medicine is in the body of a typical person: one compartment, in and out at a rate, doses added up.

An estimate in the unit of the doses and no level in the blood. Time is in hours from any beginning; only how long ago a
dose was counts. Sums are carried on from dose to dose, so that ten years cost as many steps as they have doses.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import NamedTuple

from journal.core.medicine.kinetics import Kinetics

_ALIKE = 1e-7  # rates closer than this share of each other: their difference would lose its digits


class Given(NamedTuple):
    """A dose: at which hour, and how much."""

    at: float
    amount: float


class GivenColumns(NamedTuple):
    """Doses in the order of their hours, column by column."""

    at: Sequence[float] = ()
    amounts: Sequence[float] = ()

    def since(self, hour: float = -inf) -> list[Given]:
        """Those from an hour on, one by one."""
        n = bisect_left(self.at, hour)
        return list(map(Given, self.at[n:], self.amounts[n:]))


class Range(NamedTuple):
    """The lowest and the highest amount of a stretch of time."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates in and out, a hour, and the share of a dose that gets in."""

    share: float
    into: float
    out: float

    @classmethod
    def of(cls, pk: Kinetics, half_life_hours: float | None = None) -> "Rates":
        """Those of a monograph, for its half-life or another one."""
        half_life = pk.half_life_hours if half_life_hours is None else half_life_hours
        return cls(pk.bioavailability, log(2) / pk.absorption_half_life_hours, log(2) / half_life)

    @property
    def are_alike(self) -> bool:
        """Whether both are so close that the formula of one rate has to be taken."""
        return abs(self.into - self.out) < _ALIKE * self.out


@dataclass(slots=True)
class Body:
    """What is in the body at the hour `at`, as two running sums.

    They are the doses, each as much as is left of it at the rate out (`slow`) and at the rate in (`fast`). Where both
    rates are alike, `fast` sums up dose times hours instead.
    """

    rates: Rates
    at: float
    slow: float = 0.0
    fast: float = 0.0

    @property
    def amount(self) -> float:
        """The amount at this hour; never less than none, whatever rounding does."""
        rates = self.rates
        if rates.are_alike:
            return rates.share * rates.out * self.fast
        return max(0.0, rates.share * rates.into / (rates.into - rates.out) * (self.slow - self.fast))

    def go(self, at: float) -> None:
        """Let time pass until a later hour."""
        passed = at - self.at
        left = exp(-self.rates.out * passed)
        if self.rates.are_alike:
            self.fast = (self.fast + self.slow * passed) * left
        else:
            self.fast *= exp(-self.rates.into * passed)
        self.slow *= left
        self.at = at

    def take(self, amount: float) -> None:
        """Take a dose at this hour."""
        self.slow += amount
        if not self.rates.are_alike:
            self.fast += amount

    def peak_after(self) -> float:
        """After how many hours without a further dose it is highest; 0 where it only falls."""
        rates = self.rates
        if self.slow <= 0:
            return 0.0
        if rates.are_alike:
            return max(0.0, 1 / rates.out - self.fast / self.slow)
        if self.fast <= 0:
            return 0.0
        return max(0.0, log(rates.into * self.fast / (rates.out * self.slow)) / (rates.into - rates.out))


def amounts(rates: Rates, doses: Iterable[Given], hours: Sequence[float]) -> tuple[float, ...]:
    """The amount at each of the hours, which ascend; the doses come in any order. One taken at that very hour is not in
    yet."""
    waiting = sorted(doses)
    body = Body(rates, min([*hours[:1], *(dose.at for dose in waiting[:1])], default=0.0))
    found, n = [], 0
    for hour in hours:
        while n < len(waiting) and waiting[n].at <= hour:
            body.go(waiting[n].at)
            body.take(waiting[n].amount)
            n += 1
        body.go(hour)
        found.append(body.amount)
    return tuple(found)


def ranges(rates: Rates, doses: Iterable[Given], edges: Sequence[float]) -> tuple[Range, ...]:
    """The lowest and the highest amount between each hour of `edges` and the next, exactly: it is lowest at a dose or
    at an end, and highest at an end or at the peak after a dose."""
    return tuple(_ranges(rates, sorted(doses), edges))


def _ranges(rates: Rates, doses: Sequence[Given], edges: Sequence[float]) -> Iterator[Range]:
    first = edges[0] if edges else 0.0
    body = Body(rates, min([first, *(dose.at for dose in doses[:1])]))
    n = 0
    while n < len(doses) and doses[n].at <= first:
        body.go(doses[n].at)
        body.take(doses[n].amount)
        n += 1
    body.go(first)
    for edge in edges[1:]:
        low = high = body.amount
        while True:
            is_dose = n < len(doses) and doses[n].at <= edge
            until = doses[n].at if is_dose else edge
            peak = body.peak_after()
            if 0 < peak < until - body.at:
                body.go(body.at + peak)
                high = max(high, body.amount)
            body.go(until)
            now = body.amount
            low, high = min(low, now), max(high, now)
            if not is_dose:
                break
            body.take(doses[n].amount)
            n += 1
        yield Range(low, high)


class Band(NamedTuple):
    """The lowest and the highest amount of a stretch of time in a typical person, the lowest in a quicker one and the
    highest in a slower one."""

    low: float
    high: float
    least: float
    most: float
