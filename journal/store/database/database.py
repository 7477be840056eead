"""The database: one engine, reading and writing transactions, the same on SQLite and PostgreSQL."""

import copy
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from journal.core.values.errors import JournalError
from journal.store.database import narrowing, postgresql, sqlite

PATIENCE = 5.0  # seconds somebody waits for a lock or a free connection before being asked to try again


class DatabaseUnusable(JournalError):
    """The database cannot be opened or read; the sentence says which and why."""

    def __init__(self, url: str, reason: object) -> None:
        super().__init__(f"The database {url} cannot be used: {str(reason).splitlines()[0]}.")


class SavedOrNot(JournalError):
    """The connection or the other machine went away during the commit: it may have been saved or not."""

    def __init__(self) -> None:
        super().__init__("It is not known whether this was saved. Send it again: nothing is saved twice.")


FAULTS = (SQLAlchemyError, OSError, SavedOrNot)  # what the database raises when it cannot be read or written


class Database:
    """One database, SQLite or PostgreSQL, with sessions to read and sessions to write."""

    def __init__(self, url: str, pool_size: int = 9, patience: float = PATIENCE) -> None:
        try:
            self.url = make_url(url)
            self.engine = _engine(url, pool_size, patience)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise DatabaseUnusable("named in JOURNAL_DATABASE_URL", error) from None
        self._may_doubt = self.engine.dialect.name == "postgresql"
        self.unswept: tuple[str, ...] = ()  # what is still to be done until an erased account has left the files
        self.sweep_after = 0.0  # on the monotonic clock
        read: dict[str, Any] = postgresql.READING if self._may_doubt else {}
        self._for_reading = self.engine.execution_options(**read)
        bound_to = self._for_reading, self.engine.execution_options(journal_writes=True)
        self._read, self._write = (sessionmaker(each, expire_on_commit=False) for each in bound_to)
        self._narrow = tuple(sessionmaker(each, expire_on_commit=False) for each in bound_to)
        for made in self._narrow:
            event.listen(made, "do_orm_execute", narrowing.narrow)
        self._info: dict[str, Any] = {}  # what `narrowed` says of who asks
        self._before_writing: Callable[[Session], None] | None = None

    def narrowed(self, medicines: Collection[str] | None, before_writing: Callable[[Session], None]) -> "Database":
        """The same database as somebody sees it who may see those medicines only (None: all). Whoever writes there asks
        `before_writing` first, in the same transaction: it raises where nothing may be written any more."""
        other = copy.copy(self)
        other._before_writing = before_writing
        other._info = {narrowing.ANOTHERS: True}
        if medicines is not None:
            other._info[narrowing.SEEN] = frozenset(medicines)
        return other

    def of_medicines(self, medicines: Collection[str]) -> "Database":
        """The same database with those medicines alone: for a file about one of several."""
        other = copy.copy(self)
        other._info = self._info | {narrowing.SEEN: frozenset(medicines)}
        return other

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one state of the record and changes nothing. End it before drawing."""
        with self._session(self._read, self._narrow[0]) as session:
            yield session

    @contextmanager
    def reading_columns(self) -> Iterator[Connection]:
        """Like `reading`, for what every request asks: columns alone, without a session, which costs a tenth of it."""
        if self._is_narrow:
            raise RuntimeError("nothing narrows what a connection reads: ask `reading` for a session")
        with self._for_reading.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed when the block ends and rolled back when it raises.

        On SQLite it takes the write lock at once: a transaction that reads first and writes later fails with "database
        is locked" without waiting. On PostgreSQL whoever reads in order to write takes the row first: `touch_record`.
        Raises SavedOrNot when the commit was sent and its answer cannot be trusted.
        """
        with self._session(self._write, self._narrow[1]) as session:
            if self._before_writing is not None:
                self._before_writing(session)
            yield session
            session.flush()
            if self._may_doubt:
                postgresql.forget_doubts()
            _commit(session)
            if self._may_doubt and postgresql.is_doubted():
                raise SavedOrNot

    @property
    def _is_narrow(self) -> bool:
        return narrowing.SEEN in self._info

    def _session(self, whole: sessionmaker[Session], narrow: sessionmaker[Session]) -> Session:
        return (narrow if self._is_narrow else whole)(info=self._info)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _commit(session: Session) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        session.rollback()  # SQLite leaves the transaction open, and the pool would hand it on
        if error.connection_invalidated:
            raise SavedOrNot from error
        raise


def _engine(url: str, pool_size: int, patience: float) -> Engine:
    shared: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0, "pool_timeout": patience}
    if make_url(url).get_backend_name() != "postgresql":
        if make_url(url).database in {None, "", ":memory:"}:
            raise ArgumentError("a journal in memory would be lost")
        engine = create_engine(url, **shared, hide_parameters=True)
        sqlite.make_durable(engine, patience)
        return engine
    named = make_url(url).query
    options = {name: value for name, value in postgresql.connect_options(patience).items() if name not in named}
    engine = create_engine(url, **shared, pool_pre_ping=True, hide_parameters=True, connect_args=options)
    postgresql.make_mindful(engine, patience)
    return engine
