"""Copies of the record: made while it is being written, verified before they count, the oldest deleted.

Copying `journal.db` alone misses what stands in the `-wal` file beside it; the copy looks sound afterwards. So it is
not left to `cp`.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from journal.core.errors import JournalError
from journal.store import ages
from journal.store.database import Database
from journal.store.locks import file_of
from journal.store.manifests import Manifest, hash_of, inspect

SEALED = ".age"
BESIDE = (".json", ".key.age")  # what may lie beside a copy: its manifest, and the secret key, encrypted
UPGRADE_COPIES_STAY = timedelta(days=30)


class CannotBackUp(JournalError):
    """The copy could not be made; nothing that was there before has changed."""


def file_to_copy(url: URL) -> Path:
    """The database file. Raises CannotBackUp for a database that is no file."""
    file = file_of(url)
    if file is None:
        raise CannotBackUp(
            "This journal is not in an SQLite file. On PostgreSQL make a copy with: pg_dump --format=custom "
            "--file=journal.dump ADDRESS - and put it back with: pg_restore --clean --if-exists --single-transaction "
            "--dbname=ADDRESS journal.dump"
        )
    return file


def write_backup(
    database: Database, folder: Path, now: datetime, recipients: Sequence[Any] = (), key: Path | None = None
) -> Path:
    """Write a verified copy of the running record into the folder, with its manifest, and return its path.

    The copy is read from end to end before it gets its name. With recipients it is encrypted, and then the secret key
    may go along; what is not encrypted never leaves the record's own folder. Raises CannotBackUp or Damaged.
    """
    source = file_to_copy(database.url)
    if key and not recipients:
        raise CannotBackUp("The secret key goes along only in an encrypted copy: name a recipient.")
    name = f"journal-{now:%Y%m%dT%H%M%S}Z.db" + (SEALED if recipients else "")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with scratch(source.parent) as work, scratch(folder) as target:
            manifest = _write_verified(source, work / "copy.db", now)
            _place(work / "copy.db", target / name, recipients)
            if recipients:
                manifest = replace(manifest, sealed_sha256=hash_of(target / name))
            elif hash_of(target / name) != manifest.sha256:
                raise CannotBackUp(f"The disk of {folder} gave back something else than was written to it.")
            manifest.write(target / f"{name}.json")
            if key:
                ages.seal_file(key, key_beside(target / name), recipients)
            _publish(target, folder, name)
    except OSError as error:
        raise CannotBackUp(f"The copy could not be written to {folder}: {error.strerror}.") from None
    return folder / name


def list_backups(folder: Path) -> list[Path]:
    """The copies in a folder, newest first."""
    return sorted([*folder.glob("journal-*Z.db"), *folder.glob(f"journal-*Z.db{SEALED}")], reverse=True)


def key_beside(copy: Path) -> Path:
    """Where the encrypted secret key lies that belongs to a copy, if it does."""
    return Path(f"{copy}.key.age")


def delete_old_backups(folder: Path, keep: int) -> list[Path]:
    """Delete all but the `keep` newest copies and return what was deleted."""
    old = list_backups(folder)[keep:]
    for file in old:
        file.unlink()
        for ending in BESIDE:
            Path(f"{file}{ending}").unlink(missing_ok=True)
    return old


def write_upgrade_copy(file: Path, schema: str, now: datetime) -> Path:
    """Copy a record beside itself before its schema is changed, and return the copy's path. Raises sqlite3.Error."""
    copy = file.parent / f"before-{schema}-{now:%Y%m%dT%H%M%SZ}.db"
    _vacuum(file, copy)
    return copy


def delete_old_upgrade_copies(file: Path, now: datetime) -> list[Path]:
    """Delete the copies made before upgrades that are older than a month; return what was deleted."""
    oldest = (now - UPGRADE_COPIES_STAY).timestamp()
    old = [copy for copy in sorted(file.parent.glob("before-*Z.db")) if copy.stat().st_mtime < oldest]
    for copy in old:
        copy.unlink()
    return old


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder in this folder, readable by its owner alone and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".scratch-", dir=folder) as made:
        yield Path(made)


def sync(path: Path) -> None:
    """Make the disk keep what was written to a file or folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_verified(source: Path, copy: Path, now: datetime) -> Manifest:
    try:
        _vacuum(source, copy)
    except sqlite3.Error as error:
        raise CannotBackUp(f"{source} cannot be copied: {error}") from None
    return inspect(copy, f"{now:%Y-%m-%dT%H:%M:%SZ}")


def _vacuum(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)
    sync(copy)


def _place(copy: Path, target: Path, recipients: Sequence[Any]) -> None:
    if recipients:
        ages.seal_file(copy, target, recipients)
    else:
        shutil.copyfile(copy, target)
    sync(target)


def _publish(written: Path, folder: Path, name: str) -> None:
    """Give a copy its name last: what has the name is whole."""
    for ending in (*BESIDE, ""):
        file = written / f"{name}{ending}"
        if file.exists():
            file.chmod(0o600)
            sync(file)
            os.replace(file, folder / file.name)
    sync(folder)
