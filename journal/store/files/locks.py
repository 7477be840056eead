"""Who holds an SQLite record: servers together, or one alone who replaces or rebuilds it.

The lock is a file beside the database. It ends with the process that holds it, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.files.interrupted_restores import refuse_unfinished


class Held(JournalError):
    """A server holds the record; who wants it alone has to wait until that one is stopped."""


def file_of(url: URL) -> Path | None:
    """The database file; None for a database that is no file."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


@contextmanager
def serving(database: Database) -> Iterator[None]:
    """Hold the record together with other servers, so that nobody puts another file in its place.

    Connections opened before are closed: the file may have been replaced while nobody held it. Raises Interrupted.
    """
    file = file_of(database.url)
    if file is None:
        yield
        return
    with shared(file):
        refuse_unfinished(file)
        database.close()
        yield


@contextmanager
def shared(file: Path) -> Iterator[None]:
    """Hold a database file together with others. Waits while somebody holds it alone."""
    with _lock(file) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


@contextmanager
def exclusively(file: Path) -> Iterator[None]:
    """Hold a database file alone. Raises Held while somebody else holds it."""
    with _lock(file) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Held("The journal is running. Stop it first, then try again.") from None
        yield


@contextmanager
def _lock(file: Path) -> Iterator[int]:
    lock = os.open(file.parent / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield lock
    finally:
        os.close(lock)
