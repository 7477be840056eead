"""Erasing: a patient's rows go, and on SQLite what is left of them in its files goes too."""

import logging
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from journal.store.database.database import FAULTS, Database
from journal.store.database.models import Patient

# secure_delete overwrites a deleted row, but not the copy that stayed in a page when the row was moved to another one:
# one row in a thousand could still be read in the file. VACUUM writes the file anew from the rows that are left.
SWEEPING = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
TOO_LARGE = 512 * 1024 * 1024  # VACUUM lets every writer wait: some seconds for a file of this size
IN_THE_WAY = ("SQLITE_BUSY", "SQLITE_LOCKED")
FULL = "SQLITE_FULL"  # VACUUM writes beside the file, and into the folder for temporary files, which may be small
FULL_WAITS = 60.0  # seconds until it is tried again: each try lets writers wait

_logger = logging.getLogger("journal.erasures")


def delete_patient(session: Session, patient_id: str) -> None:
    """Delete the patient. Everything that is keyed by a patient goes with the row: devices, entries, versions, plan."""
    session.execute(delete(Patient).where(Patient.id == patient_id))


def sweep(database: Database) -> None:
    """Take what was deleted out of the files, waiting a few seconds for others. PostgreSQL does so itself, by and by.

    What cannot be done now, since somebody else still reads or there is no room, stays in `database.unswept`. Raises
    nothing.
    """
    if database.engine.dialect.name == "sqlite":
        database.unswept = SWEEPING[1:] if _is_large(Path(str(database.url.database))) else SWEEPING
        _sweep(database)


def sweep_again(database: Database) -> None:
    """Try without waiting what was not possible before; once a minute where there was no room. Raises nothing."""
    if time.monotonic() >= database.sweep_after:
        _sweep(database, patience_ms=0)


def _is_large(file: Path) -> bool:
    try:
        return file.stat().st_size > TOO_LARGE
    except OSError:  # the account is erased all the same, and its page must say so
        return False


def _sweep(database: Database, patience_ms: int | None = None) -> None:
    try:
        connection = database.engine.raw_connection()
    except (*FAULTS, sqlite3.Error):
        return
    try:
        usual_ms = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        _run(connection, f"PRAGMA busy_timeout={usual_ms if patience_ms is None else patience_ms}")
        while database.unswept:
            hindrance = _run(connection, database.unswept[0])
            if hindrance:
                database.sweep_after = time.monotonic() + (FULL_WAITS if hindrance == FULL else 0)
                break
            database.unswept = database.unswept[1:]
        _run(connection, f"PRAGMA busy_timeout={usual_ms}")
    finally:
        connection.close()


def _run(connection: Any, statement: str) -> str:
    """What kept it from being done, for now; "" when it is done, or cannot be done here, which the log says then."""
    try:
        row = connection.execute(statement).fetchone()
    except sqlite3.Error as error:
        name = str(getattr(error, "sqlite_errorname", ""))
        if name.startswith(IN_THE_WAY):
            return name
        _logger.error("not swept", extra={"fields": {"event": "not swept", "statement": statement, "kind": name}})
        return name if name == FULL else ""
    return "SQLITE_BUSY" if "checkpoint" in statement and row[0] else ""  # it answers 1 when somebody was in its way
