"""Long columns of a statement, each handed over as one text: tens of thousands of rows, fetched one by one, take twice
as long as the database needs to read them.

All columns that one statement packs have its rows in the same order, whichever that is. None of them may be NULL, which
a packed column would leave out: `coalesce` it.
"""

from array import array
from typing import Any

from sqlalchemy import ColumnElement, Date, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

SEPARATOR = ","  # in no number, day or id, nor in a key of a monograph


class packed(GenericFunction[str]):  # noqa: N801 - it reads as the functions of `sqlalchemy.func` do
    """The values of a column, one after the other; NULL where there is no row."""

    type = Text()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)


@compiles(packed)
def _group_concat(found: packed, compiler: Any, **how: Any) -> str:
    """SQLite makes texts of numbers by itself; to ask for them takes a tenth longer."""
    return f"group_concat({compiler.process(found.clauses, **how)}, '{SEPARATOR}')"


@compiles(packed, "postgresql")
def _string_agg(found: packed, compiler: Any, **how: Any) -> str:
    column = compiler.process(found.clauses, **how)
    is_day = isinstance(next(iter(found.clauses)).type, Date)
    text = f"to_char({column}, 'YYYY-MM-DD')" if is_day else f"CAST({column} AS TEXT)"  # whatever style days have
    return f"string_agg({text}, '{SEPARATOR}')"


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
