"""How much of a medicine is in the body of a typical person: one compartment, in and out at a rate, doses added up.

An estimate in the unit of the doses and no level in the blood. Time is in hours from any beginning; only how long ago a
dose was counts. Sums are carried on from dose to dose, so that ten years cost as many steps as they have doses.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from journal.core.medicine.kinetics import Kinetics

_ALIKE = 1e-7  # rates closer than this share of each other: their difference would lose its digits


class Given(NamedTuple):
    """A dose: at which hour, and how much."""

    at: float
    amount: float


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


def bands(usual: Rates, quick: Rates, slow: Rates, doses: Iterable[Given], edges: Sequence[float]) -> tuple[Band, ...]:
    """The bands between each hour of `edges` and the next."""
    given = sorted(doses)
    all_rates = usual, quick, slow
    if len({(rates.share, rates.into) for rates in all_rates}) == 1 and all(
        rates.into > rates.out and not rates.are_alike for rates in all_rates
    ):
        return tuple(_bands(usual, quick, slow, given, edges))
    of_all = (_ranges(rates, given, edges) for rates in all_rates)
    return tuple(Band(one.low, one.high, least.low, most.high) for one, least, most in zip(*of_all, strict=True))


def _bands(usual: Rates, quick: Rates, slow: Rates, doses: Sequence[Given], edges: Sequence[float]) -> Iterator[Band]:
    """What `_ranges` says three times, in one pass: the way in is the same for all, and so is its sum.

    Ten years have tens of thousands of doses: so nothing is called here but exp and log, those only where they matter.
    """
    share, into = usual.share, usual.into
    out, out_quick, out_slow = usual.out, quick.out, slow.out
    c, c_quick, c_slow = (share * into / (into - each) for each in (out, out_quick, out_slow))
    left = left_quick = left_slow = fast = 0.0
    low = high = least = most = 0.0
    at = min([*edges[:1], *(dose.at for dose in doses[:1])], default=0.0)
    is_begun = False
    # A dose at an edge comes before it: it is not in yet.
    events = sorted([(dose.at, False, dose.amount) for dose in doses] + [(edge, True, 0.0) for edge in edges])
    for until, is_edge, amount in events:
        passed = until - at
        if passed:
            # It rises while more goes in than out. A peak is lower than all of what is left.
            if share * left > high and into * fast > out * left:
                high = max(high, _peak(usual, left, fast, passed))
            if share * left_slow > most and into * fast > out_slow * left_slow:
                most = max(most, _peak(slow, left_slow, fast, passed))
            fast *= exp(-into * passed)
            left *= exp(-out * passed)
            left_quick *= exp(-out_quick * passed)
            left_slow *= exp(-out_slow * passed)
            at = until
            value = c * (left - fast)
            if value < low:
                low = value
            elif value > high:
                high = value
            least = min(least, c_quick * (left_quick - fast))
            if (value := c_slow * (left_slow - fast)) > most:
                most = value
        if is_edge:
            if is_begun:
                yield Band(max(0.0, low), max(0.0, high), max(0.0, least), max(0.0, most))
            is_begun = True
            low = high = c * (left - fast)
            least, most = c_quick * (left_quick - fast), c_slow * (left_slow - fast)
        else:
            fast += amount
            left += amount
            left_quick += amount
            left_slow += amount


def _peak(rates: Rates, left: float, fast: float, passed: float) -> float:
    """The peak of an amount that rises, if it comes within the hours that pass, else nothing."""
    after = log(rates.into * fast / (rates.out * left)) / (rates.into - rates.out)
    return rates.share * left * exp(-rates.out * after) if after < passed else 0.0
