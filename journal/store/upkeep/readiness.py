"""Whether the journal can do its work now: the database answers, has the program's schema, and its disk has room."""

import shutil
from pathlib import Path
from threading import Event, Lock, Thread

from journal.store.database import sqlite
from journal.store.database.database import FAULTS, Database
from journal.store.files.locks import file_of
from journal.store.upkeep import migrations

LEAST_SHARE, LEAST_BYTES = 0.05, 50 * 1024**2
PATIENCE = 2.0  # seconds; whoever asks for readiness gives up soon after


class Readiness:
    """Asks the database in a thread of its own, so that one that hangs is known to hang. One question at a time."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = Lock()
        self._asking: _Question | None = None

    def missing(self, database: Database, folder: Path) -> str:
        """What is missing, in one word: "database", "schema" or "disk"; "" when nothing is."""
        question = self._question(database)
        if not question.done.wait(self._patience):
            return "database"
        return question.missing or ("disk" if is_nearly_full(folder) else "")

    def _question(self, database: Database) -> "_Question":
        with self._lock:
            if self._asking is None or self._asking.done.is_set():
                self._asking = _Question(database)
                self._asking.start()
            return self._asking


class _Question(Thread):
    def __init__(self, database: Database) -> None:
        super().__init__(name="readiness", daemon=True)
        self.done, self.missing = Event(), ""
        self._database = database

    def run(self) -> None:
        try:
            self.missing = _fault_of(self._database)
        finally:
            self.done.set()


def is_nearly_full(folder: Path) -> bool:
    """Whether the disk of a folder has less than a twentieth or less than 50 MiB free."""
    disk = shutil.disk_usage(folder)
    return disk.free < max(LEAST_SHARE * disk.total, LEAST_BYTES)


def _fault_of(database: Database) -> str:
    file = file_of(database.url)
    try:
        if file is not None and not sqlite.has_header(file):
            return "database"
        with database.engine.connect() as connection:
            return "" if migrations.version(connection) == migrations.HEAD else "schema"
    except FAULTS:
        return "database"
