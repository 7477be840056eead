"""Folders for what is being made: each is held by the process that fills it, and goes with it or soon after.

A process that is killed leaves its folder behind, with a whole record in it. Who comes next takes it away.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".scratch-"
HOLD = "held"  # the file whose lock says that somebody is at work; it is taken before anything else is written
JUST_NOW = 60  # seconds in which an empty one may be about to be held


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder in this folder, readable by its owner alone and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=folder) as made:
        hold = os.open(Path(made) / HOLD, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with suppress(OSError):  # a disk without locks; there nobody takes away what others left
                fcntl.flock(hold, fcntl.LOCK_EX)
            yield Path(made)
        finally:
            os.close(hold)


def delete_forgotten(*folders: Path) -> None:
    """Delete what stopped processes left in these folders. What somebody holds, or has only just made, stays."""
    for folder in folders:
        for left in folder.glob(f"{PREFIX}*"):
            if _is_forgotten(left):
                shutil.rmtree(left, ignore_errors=True)


def _is_forgotten(left: Path) -> bool:
    with suppress(OSError):
        made_now = time.time() - left.stat().st_mtime < JUST_NOW
        if made_now and {file.name for file in left.iterdir()} <= {HOLD}:
            return False
        hold = os.open(left / HOLD, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        finally:
            os.close(hold)
    return False


def sync(path: Path) -> None:
    """Make the disk keep what was written to a file or folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
