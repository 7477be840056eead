"""Put a file in the place of the record. Stopped anywhere, it leaves the old one whole, in its place or set aside."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from journal.store.files.interrupted_restores import (
    ASIDE,
    PARTS,
    Interrupted,
    Note,
    delete_note,
    read_note,
    refuse_unfinished,
    write_note,
)
from journal.store.files.temporary_folders import sync


def put_in_place(fresh: Path, target: Path, now: datetime, new_key: Path | None, key: Path | None) -> Path:
    """Set the record aside, put `fresh` and the new key in its place, and return the folder the old one lies in.

    What was interrupted before is completed. Raises OSError while nothing has been moved, Interrupted afterwards.
    """
    old = _complete(target)
    note = _begin(target, old, now)
    try:
        _move_parts(target, note)
        aside = target.parent / note.folders[0]
        if key is not None:
            _replace_key(new_key, key, aside / "secret_key")
        fresh.chmod(0o600)
        sync(fresh)
        os.replace(fresh, target)
        sync(target.parent)
        delete_note(target)
    except OSError as error:
        try:
            refuse_unfinished(target)
        except Interrupted as interrupted:
            raise Interrupted(f"{error.strerror} ({error.filename}). {interrupted}") from None
        raise
    return aside


def _complete(target: Path) -> Note | None:
    """Finish setting aside what an interrupted restore began to. Raises OSError."""
    note = read_note(target)
    if note is not None:
        if target.exists() and not (target.parent / note.folders[-1] / target.name).exists():
            note = Note(note.folders, tuple(f"{target.name}{part}" for part in PARTS))  # a look may have made a -wal
            write_note(target, note)
        _move_parts(target, note)
    return note


def _begin(target: Path, old: Note | None, now: datetime) -> Note:
    """Note what lies in the place of the record, and make the folder it goes to. Raises OSError."""
    files = tuple(f"{target.name}{part}" for part in PARTS if Path(f"{target}{part}").exists())
    folders = old.folders if old else ()
    if files or not folders:
        folders += (_new_folder(target.parent, now).name,)
    note = Note(folders, files)
    write_note(target, note)
    return note


def _new_folder(parent: Path, now: datetime) -> Path:
    """A folder nobody has put anything into."""
    name, number = f"{ASIDE}{now:%Y%m%dT%H%M%S}Z", 1
    while True:
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
        else:
            return folder


def _move_parts(target: Path, note: Note) -> None:
    """Move what belongs together into its folder. What lies there already stays; nothing is ever replaced there."""
    folder = target.parent / note.folders[-1]
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in note.files:
        if (target.parent / name).exists() and not (folder / name).exists():
            os.replace(target.parent / name, folder / name)
    sync(folder)
    sync(target.parent)


def _replace_key(new: Path | None, key: Path, aside: Path) -> None:
    """Have the new key in place, or the one from before: an interrupted restore may have brought another."""
    if new is None:
        if aside.exists():
            _copy_key(aside, key)
        return
    if key.exists() and not aside.exists():
        _copy_key(key, aside)
    new.chmod(0o600)
    sync(new)
    os.replace(new, key)
    sync(key.parent)


def _copy_key(source: Path, target: Path) -> None:
    """Copy a key, whole or not at all: the two may lie on different disks."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(0o600)
    shutil.copyfile(source, part)
    sync(part)
    os.replace(part, target)
    sync(target.parent)
