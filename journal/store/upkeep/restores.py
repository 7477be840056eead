"""Put a copy back, whole or not at all: a copy beside an old `-wal` would mix two records that look sound together."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.files.interrupted_restores import note_of
from journal.store.files.locks import exclusively
from journal.store.files.temporary_folders import delete_forgotten, scratch
from journal.store.upkeep import encryption, migrations
from journal.store.upkeep.backups import file_to_copy
from journal.store.upkeep.manifests import Manifest, differences, hash_of, inspect, read_manifest
from journal.store.upkeep.replacing import put_in_place
from journal.store.upkeep.rotations import SEALED, key_beside

EMPTIED = ("login_session", "throttle", "share")  # a device, a wait or a link of the past has no place in the present


class CannotRestore(JournalError):
    """The copy was not put back. The record is as it was, unless the sentence says where it lies."""


def restore_backup(
    database: Database, copy: Path, now: datetime, identities: Sequence[Any] = (), key: Path | None = None
) -> Path:
    """Put a copy in the place of the record and return the folder the old one was set aside in.

    Before the record is touched the copy is held against its manifest as it is, brought up to date in a scratch file,
    every device logged out and every link for a doctor ended. The record in place may be
    damaged or missing: it is not opened. A secret key that lies beside the copy takes the place of `key`. One that was
    interrupted is completed by the next, whatever its copy.
    Raises CannotRestore, Damaged, CannotSeal, Interrupted, or Held by a server.
    """
    target = file_to_copy(database.url)
    beside = key.parent if key else target.parent  # the key may lie on another disk than the database
    try:
        with exclusively(target), scratch(target.parent) as work, scratch(beside) as key_work:
            delete_forgotten(target.parent, beside)
            fresh = work / "journal.db"
            _take_out(copy, fresh, identities)
            new_key = _take_out_key(copy, key_work / "secret_key", identities) if key else None
            _bring_up_to_date(fresh)
            database.close()
            return put_in_place(fresh, target, now, new_key, key)
    except OSError as error:
        raise CannotRestore(f"The copy could not be put back: {error.strerror} ({error.filename}).") from None


def coming_back(file: Path, copy: Path) -> int:
    """How many patients of a copy are not in the present record; 0 when none can be read. Raises CannotRestore."""
    there = _manifest_of(copy).patients
    if note_of(file).exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            present = {patient for (patient,) in connection.execute("SELECT id FROM patient")}
    except sqlite3.Error:
        return 0
    return len(there.keys() - present)


def _take_out(copy: Path, fresh: Path, identities: Sequence[Any]) -> None:
    """The database of a copy, held against its manifest. Raises CannotRestore."""
    manifest = _manifest_of(copy)
    if copy.name.endswith(SEALED):
        if not identities:
            raise CannotRestore(f"{copy} is encrypted: name the file with its private key, --identity FILE.")
        encryption.open_file(copy, fresh, identities)
    else:
        shutil.copyfile(copy, fresh)
    if hash_of(fresh) != manifest.sha256:
        raise CannotRestore(f"{copy} is not the file its manifest describes. Take another copy.")
    wrong = differences(manifest, inspect(fresh))
    if wrong:
        raise CannotRestore(f"{copy} does not hold what its manifest says ({', '.join(wrong)}). Take another copy.")


def _manifest_of(copy: Path) -> Manifest:
    try:
        return read_manifest(Path(f"{copy}.json"))
    except (OSError, ValueError, TypeError) as error:
        raise CannotRestore(f"{copy} has no readable manifest ({copy.name}.json) beside it: {error}") from None


def _take_out_key(copy: Path, fresh: Path, identities: Sequence[Any]) -> Path | None:
    if not key_beside(copy).exists():
        return None
    encryption.open_file(key_beside(copy), fresh, identities)
    return fresh


def _bring_up_to_date(fresh: Path) -> None:
    """Bring a copy up to date, log everybody out, end every link and read it once more."""
    database = Database(f"sqlite:///{fresh}")
    try:
        migrations.upgrade(database, copy_first=False)
    finally:
        database.close()
    with closing(sqlite3.connect(fresh)) as connection:
        for table in EMPTIED:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    inspect(fresh)
