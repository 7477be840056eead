"""SQLite as the journal opens it: durable, one writer at a time, and only while its files are the ones it opened."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError, OperationalError

PRAGMAS = (
    "PRAGMA synchronous=FULL",  # with NORMAL a power cut loses acknowledged entries
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_size_limit=67108864",
)
# After one of these a connection may hold pages that are no longer true: the next request opens the file anew.
BROKEN = {"SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_PROTOCOL", "SQLITE_READONLY"}

PAUSES = (0.005, 0.01, 0.02, 0.04)  # seconds
# Waiting, SQLite looks again less and less often, at last ten times a second: whoever has waited longest is passed by
# everybody who comes anew. A writer waits this long at a time, so that all in line look equally often.
A_TURN = 0.05  # seconds

Files = tuple[tuple[int, int] | None, ...]


def make_durable(engine: Engine, patience: float) -> None:
    """Have every connection of this engine durable, its writers in line and its files watched."""
    event.listen(engine, "connect", _setting_up(patience))
    event.listen(engine, "begin", _beginning(patience))
    event.listen(engine, "handle_error", _drop_what_is_broken)
    HeldFiles(engine).watch()


def create_file(file: Path) -> None:
    """Make the empty file of a new journal, readable by its owner alone. Raises OSError."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def has_header(file: Path) -> bool:
    """Whether a database file begins as SQLite's do. A connection that read its first page before does not notice.

    Signature and page size: https://www.sqlite.org/fileformat2.html, and on the first page a table's tree. OSError.
    """
    with file.open("rb") as content:
        start = content.read(101)
    page_size = int.from_bytes(start[16:18])
    is_size = page_size == 1 or (page_size >= 512 and page_size & (page_size - 1) == 0)
    return len(start) == 101 and start.startswith(b"SQLite format 3\0") and is_size and start[100] in {5, 13}


class _Connection(sqlite3.Connection):
    """A connection that knows its files and can be watched until it is really gone."""

    files: Files = (None, None)


class HeldFiles:
    """The database and its -wal as the open connections know them.

    SQLite goes on writing into a file that was deleted or moved away, and mixes two records when another one takes its
    place beside the old -wal. So a connection is used only while its files are still the ones at that address.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.file = str(engine.url.database)
        self.open: WeakSet[_Connection] = WeakSet()
        self.last: Files = (None, None)
        self.turn = RLock()  # a forgotten connection may be closed at any moment, also in the middle of this

    def watch(self) -> None:
        """Look whenever a connection is opened, taken from the pool or given back."""
        event.listen(self.engine, "do_connect", self._may_open)
        event.listen(self.engine, "connect", self._opened)
        event.listen(self.engine, "checkout", self._taken)
        event.listen(self.engine, "checkin", self._given_back)
        event.listen(self.engine, "close", self._closing)

    def _may_open(self, _dialect: object, _record: object, _args: object, options: dict[str, Any]) -> None:
        options["factory"] = _Connection
        for wait in (*PAUSES, None):
            hindrance = self._hindrance()
            if not hindrance:
                return
            if wait is None:
                raise sqlite3.OperationalError(hindrance)
            time.sleep(wait)  # the last connection may be closing just now, and its -wal going

    def _hindrance(self) -> str:
        """Why no connection may be opened now; "" when it may. What is held is asked before what is there."""
        with self.turn:
            held, last = [connection.files for connection in self.open], self.last
        there = self._there()
        if there[0] is None:  # opening it would make a new, empty one
            return "unable to open database file"
        if any(files != there for files in held):
            return "the database file was replaced while it is in use"
        if there[0] != last[0] and there[1] is not None and there[1] == last[1]:
            return "another database file lies beside the -wal of this one"
        return ""

    def _opened(self, connection: _Connection, record: Any) -> None:
        connection.execute("SELECT count(*) FROM sqlite_master").close()  # opens the -wal
        record.info["pool"] = self.engine.pool
        with self.turn:
            connection.files = self.last = self._there()
            self.open.add(connection)

    def _taken(self, connection: _Connection, _record: object, _fairy: object) -> None:
        if connection.files != self._there():
            self.engine.dispose()  # closed all together, they bring what their -wal holds into their file
            raise DisconnectionError

    def _given_back(self, connection: _Connection | None, record: Any) -> None:
        if connection is None:
            return
        if connection.files != self._there() or record.info["pool"] is not self.engine.pool:
            record.invalidate()  # else it would stay open in a pool nobody asks any more

    def _closing(self, connection: _Connection, _record: object) -> None:
        with self.turn:
            self.open.discard(connection)

    def _there(self) -> Files:
        return _which(self.file), _which(f"{self.file}-wal")


def _which(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _setting_up(patience: float) -> Callable[[Any, object], None]:
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own transactions start too late and end too early
        _wait_up_to(connection, patience)
        _write_ahead(connection, patience)
        for pragma in PRAGMAS:
            connection.execute(pragma).close()

    return set_up


def _write_ahead(connection: Any, patience: float) -> None:
    """Have the file written ahead (WAL). Of several that do so at once with a new file all but one are told that it is
    locked, and SQLite does not wait as long as it was told to."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(PAUSES[0])
        else:
            return


def _wait_up_to(connection: Any, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}").close()


def _beginning(patience: float) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("journal_writes", False):
            connection.exec_driver_sql("BEGIN")
            return
        driver, until = connection.connection.driver_connection, time.monotonic() + patience
        _wait_up_to(driver, min(A_TURN, patience))
        try:
            while not _is_begun(connection, until):
                pass
        finally:
            with suppress(sqlite3.ProgrammingError):  # what turned out to be broken is closed already
                _wait_up_to(driver, patience)

    return begin


def _is_begun(connection: Connection, until: float) -> bool:
    """Begin to write; False when it is somebody else's turn and there is time left to try again."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorname", "") != "SQLITE_BUSY" or time.monotonic() >= until:
            raise
        return False
    return True


def _drop_what_is_broken(context: ExceptionContext) -> None:
    name = str(getattr(context.original_exception, "sqlite_errorname", ""))
    if name.startswith(tuple(BROKEN)):
        context.is_disconnect = True
