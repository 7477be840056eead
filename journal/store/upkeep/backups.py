"""Copies of the record: made while it is being written, verified before they count, the oldest deleted.

Copying `journal.db` alone misses what stands in the `-wal` file beside it; the copy looks sound afterwards. So it is
not left to `cp`.
"""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.files.locks import file_of
from journal.store.files.temporary_folders import delete_forgotten, scratch, sync
from journal.store.upkeep import encryption
from journal.store.upkeep.manifests import Manifest, hash_of, inspect
from journal.store.upkeep.rotations import BESIDE, SEALED, key_beside, newest_of


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
    database: Database,
    folder: Path,
    now: datetime,
    recipients: Sequence[Any] = (),
    key: Path | None = None,
    mark: str = "",
) -> Path:
    """Write a verified copy of the running record into the folder, with its manifest, and return its path.

    The copy is read from end to end before it gets its name. With recipients it is encrypted, and then the secret key
    may go along; what is not encrypted never leaves the record's own folder. `mark` names the installation in the
    manifest. Raises CannotBackUp, CannotSeal or Damaged.
    """
    source = file_to_copy(database.url)
    if key and not recipients:
        raise CannotBackUp("The secret key goes along only in an encrypted copy: name a recipient.")
    name = f"journal-{now:%Y%m%dT%H%M%S}Z.db" + (SEALED if recipients else "")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        delete_forgotten(source.parent, folder)
        with scratch(source.parent) as work, scratch(folder) as target:
            manifest = replace(_write_verified(source, work / "copy.db", now), mark=mark)
            _refuse_emptied(manifest, folder, name)
            _place(work / "copy.db", target / name, recipients)
            if recipients:
                manifest = replace(manifest, sealed_sha256=hash_of(target / name))
            elif hash_of(target / name) != manifest.sha256:
                raise CannotBackUp(f"The disk of {folder} gave back something else than was written to it.")
            manifest.write(target / f"{name}.json")
            if key:
                encryption.seal_file(key, key_beside(target / name), recipients)
            _publish(target, folder, name)
    except OSError as error:
        raise CannotBackUp(f"The copy could not be written to {folder}: {error.strerror}.") from None
    return folder / name


def write_upgrade_copy(file: Path, schema: str, now: datetime) -> Path:
    """Copy a record beside itself before its schema is changed, and return the copy's path.

    It has its name only when it is whole. Raises sqlite3.Error or OSError.
    """
    copy = file.parent / f"before-{schema}-{now:%Y%m%dT%H%M%SZ}.db"
    with scratch(file.parent) as work:
        _vacuum(file, work / copy.name)
        os.replace(work / copy.name, copy)
    sync(file.parent)
    return copy


def _write_verified(source: Path, copy: Path, now: datetime) -> Manifest:
    try:
        _vacuum(source, copy)
    except sqlite3.Error as error:
        raise CannotBackUp(f"{source} cannot be copied: {error}") from None
    return inspect(copy, f"{now:%Y-%m-%dT%H:%M:%SZ}")


def _refuse_emptied(manifest: Manifest, folder: Path, name: str) -> None:
    """Refuse to let an empty record push the copies of a filled one out. One whose accounts were erased says so in its
    audit log, which only grows."""
    newest = newest_of(folder, manifest, name)
    if newest is None or manifest.patients or not newest[1].patients:
        return
    if manifest.rows.get("audit_event", 0) <= newest[1].rows.get("audit_event", 0):
        raise CannotBackUp(
            f"There is nobody in this record, but {newest[0]} holds {len(newest[1].patients)}. Nothing was copied and "
            "nothing deleted. Look whether the record was lost; if it is right, copy it to another folder with --to."
        )


def _vacuum(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)
    sync(copy)


def _place(copy: Path, target: Path, recipients: Sequence[Any]) -> None:
    if recipients:
        encryption.seal_file(copy, target, recipients)
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
