"""INSERT that minds what is there already (ON CONFLICT), in the words of the database in use."""

from typing import Any

from sqlalchemy import Table


def insert_into(table: Table, dialect: str) -> Any:
    """An INSERT into the table that can say what happens on a conflict; `dialect` is "sqlite" or "postgresql".

    Only the dialect in use is loaded: the one of PostgreSQL would take 30 ms of the start and 2 MB of each process.
    """
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)
