"""Long columns of a statement, each handed over as one text: tens of thousands of rows, fetched one by one, take twice
as long as the database needs to read them.

All columns that one statement packs have its rows in the same order, whichever that is. None of them may be NULL, which
a packed column would leave out: `coalesce` it.
"""

from array import array
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func

SEPARATOR = ","  # in no number, day or id, nor in a key of a monograph


def packed(column: ColumnElement[Any]) -> ColumnElement[str]:
    """The values of a column, one after the other; NULL where there is no row."""
    return func.aggregate_strings(cast(column, String), SEPARATOR)


def texts(found: str | None) -> list[str]:
    """The texts of a packed column."""
    return found.split(SEPARATOR) if found else []


def numbers(found: str | None) -> "array[int]":
    """The whole numbers of a packed column."""
    from journal.core.values import columns  # noqa: PLC0415 - it loads numpy, and most pages read no long columns

    return columns.read_numbers(found or "", SEPARATOR)


def days(found: str | None) -> "array[int]":
    """The days of a packed column, as `date.toordinal` numbers them."""
    from journal.core.values import columns  # noqa: PLC0415

    return columns.read_days(found or "", SEPARATOR)
