"""What tells a record that is missing from one that was never begun: then no new, empty one may take its place.

While a restore moves files a note lies beside the database. It outlives the process, so that whoever comes next knows.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from journal.core.values.errors import JournalError
from journal.store.files.temporary_folders import scratch, sync

ASIDE = "before-restore-"
PARTS = ("", "-wal", "-shm")  # of an SQLite record; they belong together


class Interrupted(JournalError):
    """A restore was stopped in the middle, or the record is gone while something of it is left."""


class NoRecord(JournalError):
    """There is no record here, and the command would not begin one."""


@dataclass(frozen=True, slots=True)
class Note:
    """The folders in which the record was set aside, the first one first, and what belongs into the last of them."""

    folders: tuple[str, ...]
    files: tuple[str, ...]


def note_of(file: Path) -> Path:
    """Where the note of a restore lies while it is under way."""
    return Path(f"{file}.restoring")


def read_note(file: Path) -> Note | None:
    """The note of a restore of this database that did not end; None when there is none that can be read."""
    try:
        content = json.loads(note_of(file).read_text())
        note = Note(tuple(map(str, content["folders"])), tuple(map(str, content["files"])))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return note if note.folders else None


def write_note(file: Path, note: Note) -> None:
    """Write the note, whole or not at all, so that it outlives a power cut. Raises OSError."""
    with scratch(file.parent) as work:
        (work / "note").write_text(json.dumps(asdict(note)))
        sync(work / "note")
        (work / "note").replace(note_of(file))
    sync(file.parent)


def delete_note(file: Path) -> None:
    """Say that the restore has ended. Raises OSError."""
    note_of(file).unlink()
    sync(file.parent)


def refuse_unfinished(file: Path) -> None:
    """Raises Interrupted when a restore did not end, or when no record is here but something of one."""
    if note_of(file).exists():
        note = read_note(file)
        where = file.parent / (note.folders[0] if note else f"{ASIDE}...")
        raise Interrupted(
            f"A restore was interrupted, and the journal does not start before it has ended. "
            f"Run it again: flask --app app restore FILE. The old record lies in {where}."
        )
    left = [Path(f"{file}-wal")] if Path(f"{file}-wal").exists() else sorted(file.parent.glob(f"{ASIDE}*"))
    if left and not file.exists():
        raise Interrupted(
            f"The record {file} is gone, but {left[-1].name} lies beside it. Put a copy back with: "
            f"flask --app app restore FILE. Or move {left[-1]} away to begin a new record."
        )


def refuse_nothing(file: Path) -> None:
    """Raises NoRecord when no record was ever begun here."""
    if not file.exists() or not file.stat().st_size:
        raise NoRecord(
            f"There is no record in {file.parent}. Name the folder of the journal in JOURNAL_INSTANCE, "
            "and every other setting as the running journal has it; or start the journal once to begin a record."
        )
