"""One archive of many files (ZIP), with the checksum of each. The same files at the same moment give the same bytes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO, Self, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

SUMS = "SHA256SUMS"


GATHERED = 32 * 1024


def gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces: each costs a checksum, a compression or a packet of its own."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= GATHERED:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def archive_chunks(files: Iterable[tuple[str, Iterable[bytes]]], at: datetime, folder: str) -> Iterator[bytes]:
    """The bytes of an archive that is sent while it is written: no file is in memory as a whole, nor on a disk."""
    sent = Sent()
    with Archive(cast("BinaryIO", sent), at, folder) as archive:
        for name, chunks in files:
            for _piece in archive.adding(name, chunks):
                yield sent.taken()
    yield sent.taken()


class Sent:
    """What a ZipFile writes to where nothing can be read back: whatever was written is taken away."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, piece: bytes) -> int:
        """Keep it until it is taken."""
        self._waiting += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        """What was written since."""
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece


class Archive:
    """An archive that is being written; its checksums go in when the block ends. No file is in memory as a whole."""

    def __init__(self, file: BinaryIO, at: datetime, folder: str) -> None:
        self._zip = ZipFile(file, "w")
        self._at, self._folder = at, folder
        self._sums: list[str] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a file."""
        for _piece in self.adding(name, chunks):
            pass

    def adding(self, name: str, chunks: Iterable[bytes]) -> Iterator[None]:
        """Add a file, one piece after the other."""
        digest = sha256()
        with self._zip.open(self._entry(name), "w") as member:
            for chunk in gathered(chunks):
                digest.update(chunk)
                member.write(chunk)
                yield
        self._sums.append(f"{digest.hexdigest()}  {name}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            with self._zip.open(self._entry(SUMS), "w") as member:
                member.write("".join(self._sums).encode())
        self._zip.close()

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(f"{self._folder}/{name}", self._at.timetuple()[:6])
        entry.compress_type = ZIP_STORED if name.endswith((".png", ".pdf")) else ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        entry.create_system = 3  # Unix, whatever this runs on
        return entry
