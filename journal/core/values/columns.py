"""Arithmetic on whole columns: of tens of thousands of numbers each step is done for all of them at once, by numpy.

Columns are whole numbers of 64 bits. Instants in microseconds are far below that, and so are sums of amounts: it would
take 90 million of the largest dose there can be (`amounts.LARGEST`). Loading numpy takes a tenth of a second, so that
whoever needs this module imports it where it is needed, never at the top of a file that is loaded at the start
(`tests/test_architecture.py`).
"""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from journal.core.values.clock import EPOCH
from journal.core.values.periods import Period

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


def whole(column: Sequence[int]) -> Whole:
    """A column to reckon with. What an `array("q")` holds is not copied."""
    return np.asarray(column, dtype=np.int64)


def column(values: Whole) -> "array[int]":
    """What was reckoned as a column of Python's own whole numbers, that know no bounds."""
    return array("q", values.tobytes())


def is_ascending(values: Whole) -> bool:
    """Whether no number is lower than the one before it."""
    return bool((values[1:] >= values[:-1]).all())


def sums(keys: Whole, values: Whole) -> tuple["array[int]", "array[int]"]:
    """Each key once, ascending, and the sum of its values."""
    return _together(np.add, keys, values)


def highest(keys: Whole, values: Whole) -> tuple["array[int]", "array[int]"]:
    """Each key once, ascending, and the highest of its values."""
    return _together(np.maximum, keys, values)


def each_day(period: Period, days: Sequence[int], values: Sequence[int]) -> list[int | None]:
    """The value of each day of a period, oldest first, of days numbered as by `date.toordinal`; None where there is
    none."""
    found, numbers = np.full(len(period), None, dtype=np.object_), whole(days)
    among = inside(period, numbers)
    found[numbers[among] - period.first_on.toordinal()] = whole(values)[among]
    of_days: list[int | None] = found.tolist()
    return of_days


def _together(how: np.ufunc, keys: Whole, values: Whole) -> tuple["array[int]", "array[int]"]:
    if not len(keys):
        return array("q"), array("q")
    if not is_ascending(keys):
        order = np.argsort(keys, kind="stable")
        keys, values = keys[order], values[order]
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return column(keys[begins]), column(how.reduceat(values, begins))


def counts(values: Whole) -> tuple["array[int]", "array[int]"]:
    """Each number once, ascending, and how often it is there."""
    return sums(values, np.ones_like(values))


def each_once(values: Whole) -> "array[int]":
    """Each number once, ascending."""
    return counts(values)[0]


def inside(period: Period, days: Whole) -> Flags:
    """Which of the days, numbered as by `date.toordinal`, lie in a period."""
    return (days >= period.first_on.toordinal()) & (days <= period.last_on.toordinal())


def flags(chosen: Iterable[int], first: int, length: int) -> Flags:
    """Of so many numbers from the first on, which are among the chosen."""
    found = np.zeros(length, dtype=np.bool_)
    numbers = np.fromiter(chosen, dtype=np.int64) - first
    found[numbers[(numbers >= 0) & (numbers < length)]] = True
    return found


def in_order_of(key: Sequence[int], *others: Sequence[int]) -> list[Sequence[int]]:
    """The columns in the order of a key; where that is alike, in the order they have."""
    values = whole(key)
    if is_ascending(values):
        return list(others)
    order = np.argsort(values, kind="stable")
    return [column(whole(other)[order]) for other in others]


def read_numbers(text: str, separator: str) -> "array[int]":
    """The whole numbers of a text."""
    return column(np.fromstring(text, dtype=np.int64, sep=separator))


def read_days(text: str, separator: str) -> "array[int]":
    """The days of a text ("2026-11-30"), as `date.toordinal` numbers them."""
    if not text:
        return array("q")
    length = len("2026-11-30")
    cut = np.frombuffer((text + separator).encode(), dtype=f"S{length + len(separator)}").astype(f"S{length}")
    return column(cut.astype("datetime64[D]").astype(np.int64) + EPOCH.toordinal())
