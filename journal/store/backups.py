"""Copies of the record: made while it is being written, verified before they count, put back whole or not at all.

Copying `journal.db` alone misses what stands in the `-wal` file beside it, and putting a copy beside an old `-wal`
mixes two records; both look sound afterwards. So neither is left to `cp`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from journal.core.errors import JournalError
from journal.store import migrations
from journal.store.database import Database

TABLES = ("patient", "entry", "rating", "entry_version", "regimen_step")
SIDE_FILES = ("", "-wal", "-shm")


class CannotBackUp(JournalError):
    """The copy could not be made or is not sound; nothing that was there before has changed."""


class CannotRestore(JournalError):
    """The copy was not put back; the record is as it was."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds: its schema, rows by table, a digest for each patient's record, and the hash of the file."""

    made_at: str
    schema: str
    rows: Mapping[str, int]
    patients: Mapping[str, str]
    sha256: str


def file_of(url: URL) -> Path:
    """The database file. Raises CannotBackUp for a database that is no file."""
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CannotBackUp("This journal is not in an SQLite file. On PostgreSQL use pg_dump and pg_restore.")
    return Path(url.database)


def write_backup(database: Database, folder: Path, now: datetime) -> Path:
    """Write a verified copy of the running record into the folder, with its manifest, and return its path.

    The copy is put back into a scratch file and read there before it gets its name. Raises CannotBackUp.
    """
    source = file_of(database.url)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"journal-{now:%Y%m%dT%H%M%S}Z.db"
    with _scratch(folder) as scratch:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(scratch / name),))
        _sync(scratch / name)
        shutil.copyfile(scratch / name, scratch / "restored.db")
        manifest = inspect(scratch / "restored.db", f"{now:%Y-%m-%dT%H:%M:%SZ}")
        (scratch / "manifest").write_text(json.dumps(asdict(manifest), indent=1) + "\n")
        _sync(scratch / "manifest")
        os.replace(scratch / "manifest", folder / f"{name}.json")
        os.replace(scratch / name, folder / name)
    _sync(folder)
    return folder / name


def list_backups(folder: Path) -> list[Path]:
    """The copies in a folder, newest first."""
    return sorted(folder.glob("journal-*Z.db"), reverse=True)


def delete_old_backups(folder: Path, keep: int) -> list[Path]:
    """Delete all but the `keep` newest copies and return what was deleted."""
    old = list_backups(folder)[keep:]
    for file in old:
        file.unlink()
        Path(f"{file}.json").unlink(missing_ok=True)
    return old


def inspect(file: Path, made_at: str) -> Manifest:
    """Read a database file from end to end. Raises CannotBackUp when it is not sound."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            faults = connection.execute("PRAGMA integrity_check").fetchall()
            if faults != [("ok",)]:
                raise CannotBackUp(f"{file} is damaged: {faults[0][0]}")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise CannotBackUp(f"{file} is damaged: some rows belong to nothing.")
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            rows = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}  # noqa: S608
            patients = {patient: _digest(connection, patient) for patient in _patients(connection)}
    except sqlite3.DatabaseError as error:
        raise CannotBackUp(f"{file} cannot be read as a journal: {error}") from None
    return Manifest(made_at, schema, rows, patients, _hash(file))


def restore_backup(database: Database, copy: Path, now: datetime) -> Path:
    """Put a copy in the place of the record and return the folder the old one was set aside in.

    Checks the copy against its manifest, brings it up to date in a scratch file and logs every device out, all
    before the record is touched. Refuses while a server runs. Raises CannotRestore.
    """
    target = file_of(database.url)
    with exclusively(target.parent), _scratch(target.parent) as scratch:
        fresh = scratch / "journal.db"
        _check_manifest(copy)
        shutil.copyfile(copy, fresh)
        _prepare(fresh)
        database.close()
        aside = target.parent / f"before-restore-{now:%Y%m%dT%H%M%S}Z"
        aside.mkdir(mode=0o700)
        for ending in SIDE_FILES:
            if Path(f"{target}{ending}").exists():
                os.replace(f"{target}{ending}", aside / f"{target.name}{ending}")
        os.replace(fresh, target)
        _sync(target.parent)
    return aside


@contextmanager
def exclusively(instance: Path) -> Iterator[None]:
    """Hold the record alone. Raises CannotRestore while a server holds it."""
    with _lock(instance) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotRestore("The journal is running. Stop it first, then put the copy back.") from None
        yield


@contextmanager
def shared(instance: Path) -> Iterator[None]:
    """Hold the record together with other servers, so that nobody puts a copy back under them."""
    with _lock(instance) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


@contextmanager
def _lock(instance: Path) -> Iterator[int]:
    lock = os.open(instance / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield lock
    finally:
        os.close(lock)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".scratch-", dir=folder) as scratch:
        yield Path(scratch)


def _check_manifest(copy: Path) -> None:
    try:
        manifest = json.loads(Path(f"{copy}.json").read_text())
        same = manifest["sha256"] == _hash(copy)
    except (OSError, ValueError, KeyError) as error:
        raise CannotRestore(f"{copy} has no readable manifest ({copy.name}.json) beside it: {error}") from None
    if not same:
        raise CannotRestore(f"{copy} is not the file its manifest describes. Take another copy.")


def _prepare(fresh: Path) -> None:
    """Bring a copy up to date, log everybody out and read it once more."""
    database = Database(f"sqlite:///{fresh}")
    try:
        migrations.upgrade(database)
    finally:
        database.close()
    with closing(sqlite3.connect(fresh)) as connection:
        connection.execute("DELETE FROM login_session")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    inspect(fresh, "")
    _sync(fresh)


def _patients(connection: sqlite3.Connection) -> list[str]:
    return [patient for (patient,) in connection.execute("SELECT id FROM patient ORDER BY id")]


def _digest(connection: sqlite3.Connection, patient: str) -> str:
    """One hash over every row of a patient's record, in the order of its keys."""
    digest = hashlib.sha256()
    for table, order in (("entry", "id"), ("rating", "entry_id, effect"), ("entry_version", "entry_id, version")):
        query = f"SELECT * FROM {table} WHERE patient_id = ? ORDER BY {order}"  # noqa: S608 - names of ours
        for row in connection.execute(query, (patient,)):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
