"""The database: one engine, reading and writing transactions, SQLite made durable."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from journal.core.errors import JournalError

FAULTS = (SQLAlchemyError, OSError)  # what the database raises when it cannot be read or written


class DatabaseUnusable(JournalError):
    """The database cannot be opened or read; the sentence says which and why."""

    def __init__(self, url: str, reason: object) -> None:
        super().__init__(f"The database {url} cannot be used: {str(reason).splitlines()[0]}.")


PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # with NORMAL a power cut loses acknowledged entries
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_size_limit=67108864",
)


class Database:
    """One database, SQLite or PostgreSQL, with sessions to read and sessions to write."""

    def __init__(self, url: str, pool_size: int = 9) -> None:
        try:
            self.url = make_url(url)
            self.engine = _engine(url, pool_size)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise DatabaseUnusable("named in JOURNAL_DATABASE_URL", error) from None
        self._read = sessionmaker(self.engine, expire_on_commit=False)
        self._write = sessionmaker(self.engine.execution_options(journal_writes=True), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one state of the record and changes nothing. End it before drawing."""
        with self._read() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed when the block ends and rolled back when it raises.

        On SQLite it takes the write lock at once: a transaction that reads first and writes later
        fails with "database is locked" without waiting.
        """
        with self._write() as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url, pool_size=pool_size, max_overflow=0, pool_timeout=5, pool_pre_ping=True, hide_parameters=True
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
        event.listen(engine, "begin", _begin)
    return engine


def _make_durable(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver's own transactions start too late and end too early
        for pragma in PRAGMAS:
            connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("journal_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
