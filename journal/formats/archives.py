"""One archive of many files (ZIP), with the checksum of each. The same files at the same moment give the same bytes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO, Self
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


class Archive:
    """An archive that is being written; its checksums go in when the block ends. No file is in memory as a whole."""

    def __init__(self, file: BinaryIO, at: datetime, folder: str) -> None:
        self._zip = ZipFile(file, "w")
        self._at, self._folder = at, folder
        self._sums: list[str] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a file."""
        digest = sha256()
        with self._zip.open(self._entry(name), "w") as member:
            for chunk in gathered(chunks):
                digest.update(chunk)
                member.write(chunk)
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
