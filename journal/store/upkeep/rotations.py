"""Which copies leave when newer ones take their place: the oldest of this record, and nothing else in the folder."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from journal.store.files.interrupted_restores import ASIDE
from journal.store.upkeep.manifests import Manifest, read_manifest

SEALED = ".age"
BESIDE = (".json", ".key.age")  # what may lie beside a copy: its manifest, and the secret key, encrypted
ASIDE_STAYS = timedelta(days=30)  # what an upgrade or a restore set aside


@dataclass(frozen=True, slots=True)
class Rotation:
    """What was deleted, and what was left alone: copies from the future, and copies that are not of this record."""

    deleted: list[Path]
    future: list[Path]
    others: list[Path]


def list_backups(folder: Path) -> list[Path]:
    """The copies in a folder, newest first."""
    return sorted([*folder.glob("journal-*Z.db"), *folder.glob(f"journal-*Z.db{SEALED}")], reverse=True)


def key_beside(copy: Path) -> Path:
    """Where the encrypted secret key lies that belongs to a copy, if it does."""
    return Path(f"{copy}.key.age")


def delete_old_backups(made: Path, keep: int) -> Rotation:
    """Delete all but the `keep` newest copies of the same record, of which the one just made is the newest."""
    own, there = read_manifest(Path(f"{made}.json")), list_backups(made.parent)
    future = [file for file in there if _stamp(file) > _stamp(made)]
    ours = [made, *(file for file, _ in _older(there, own, made.name))]
    old = ours[keep:]
    for file in old:
        file.unlink(missing_ok=True)
        for ending in BESIDE:
            Path(f"{file}{ending}").unlink(missing_ok=True)
    return Rotation(old, future, [file for file in there if file not in future and file not in ours])


def newest_of(folder: Path, own: Manifest, name: str) -> tuple[Path, Manifest] | None:
    """The newest copy of the same record that is older than the one of this name; None when there is none."""
    return next(_older(list_backups(folder), own, name), None)


def heads_of(folder: Path, mark: str) -> Iterator[tuple[Path, str]]:
    """The heads of the audit log that the copies of this installation keep, newest copy first."""
    for file in list_backups(folder):
        with suppress(OSError, ValueError, TypeError):
            found = read_manifest(Path(f"{file}.json"))
            if found.head and found.mark == mark:
                yield file, found.head


def delete_aside(file: Path, now: datetime) -> list[Path]:
    """Delete what upgrades and restores set aside more than a month ago; return what was deleted."""
    oldest = (now - ASIDE_STAYS).timestamp()
    old = [left for left in sorted(file.parent.glob("before-*Z.db")) if left.stat().st_mtime < oldest]
    folders = [left for left in sorted(file.parent.glob(f"{ASIDE}*Z*")) if left.stat().st_mtime < oldest]
    for left in old:
        left.unlink()
    for folder in folders:
        shutil.rmtree(folder)
    return [*old, *folders]


def newest_by(folder: Path, now: datetime) -> Path | None:
    """The newest copy that is not from the future."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return next((file for file in list_backups(folder) if _stamp(file) <= stamp), None)


def _stamp(copy: Path) -> str:
    """When it was made, as its name says."""
    return copy.name.removeprefix("journal-").partition(".")[0]


def _older(there: list[Path], own: Manifest, name: str) -> Iterator[tuple[Path, Manifest]]:
    """The copies of the same record, newest first. One without a manifest could be anything."""
    for file in there:
        if file.name != name and _stamp(file) <= _stamp(Path(name)):
            with suppress(OSError, ValueError, TypeError):
                found = read_manifest(Path(f"{file}.json"))
                if found.mark == own.mark:  # one installation made both
                    yield file, found
