"""Student's t: how often chance alone goes so far, and how far it goes so often. Without a library of numerics."""

from math import exp, lgamma, log

EXACT = 1e-13  # steps end when one changes no more than this share
TINY = 1e-300


def two_sided(t: float, df: float) -> float:
    """The probability of a t at least so far from 0 on either side, with `df` degrees of freedom (any above 0)."""
    return incomplete_beta(df / 2, 0.5, df / (df + t * t))


def quantile(p: float, df: float) -> float:
    """How far from 0 a t must be, on either side, to be as rare as `p`."""
    low, high = 0.0, 1.0
    while two_sided(high, df) > p:
        low, high = high, 2 * high
    while high - low > EXACT * high:
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, df) > p else (low, middle)
    return high


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function, by the continued fraction that converges on its side."""
    if not 0 < x < 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    found, change, n = d, 0.0, 0
    while abs(change - 1) > EXACT:
        n += 1
        for numerator in (
            n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n)),
            -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1)),
        ):
            d = 1 / _apart(1 + numerator * d)
            c = _apart(1 + numerator / c)
            change = c * d
            found *= change
    return found


def _apart(value: float) -> float:
    """The value, kept apart from 0."""
    return value if abs(value) > TINY else TINY
