"""Cut the power: throw away every write that was not yet synced."""

import os
import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("power.c")
HEAD = struct.Struct("=qqq")


def build(folder: Path) -> Path:
    """Compile the library that remembers what is not yet synced; returns its path."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler, "the power cut needs a C compiler: sudo apt install gcc libc6-dev"
    library = folder / "power.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    return library


def watching(library: Path, pieces: Path, name: str) -> dict[str, str]:
    """The environment of a process whose writes to files of this name are remembered in the folder `pieces`."""
    pieces.mkdir(exist_ok=True)
    return {"LD_PRELOAD": str(library), "POWER_FILES": name, "POWER_FOLDER": str(pieces)}


def cut(folder: Path, pieces: Path) -> int:
    """Put the files of `folder` back to what was synced. Returns how many writes were thrown away.

    Call it when every process that wrote is dead.
    """
    undone = 0
    for file in [path for path in folder.iterdir() if path.is_file()]:
        remembered = pieces / str(file.stat().st_ino)
        if remembered.exists():
            undone += _undo(file, remembered)
    for shared in folder.glob("*-shm"):  # lives in memory: gone with the power
        shared.unlink()
    return undone


def _undo(file: Path, remembered: Path) -> int:
    found = list(_pieces(remembered.read_bytes()))
    with file.open("r+b") as content:
        for offset, size, replaced in reversed(found):
            os.pwrite(content.fileno(), replaced, offset)
            os.ftruncate(content.fileno(), size)
    remembered.unlink()
    return len(found)


def _pieces(content: bytes) -> list[tuple[int, int, bytes]]:
    found, at = [], 0
    while at + HEAD.size <= len(content):
        offset, length, size = HEAD.unpack_from(content, at)
        at += HEAD.size
        found.append((offset, size, content[at : at + length]))
        at += length
    return found
