"""The tables of the archive, written row by row while every entry is read once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from journal.core.record.entries import Entry, Kind
from journal.formats.archives import GATHERED

IN_MEMORY = 4 * 1024 * 1024  # what is larger goes to a file that has no name and is gone with the answer
Table = Callable[[Iterable[Entry]], Iterator[bytes]]


class Sheet:
    """A table that gets its rows one by one; what is larger than `IN_MEMORY` lies in a file without a name."""

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self._waiting: deque[Entry] = deque()
        self._rows = table(iter(self._waiting.popleft, None))
        self._file = cast("BinaryIO", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - closed by `close`
        self._file.writelines(islice(self._rows, 2))  # the mark of its encoding, and the head

    def add(self, entry: Entry) -> None:
        """Write the row of an entry."""
        self._waiting.append(entry)
        self._file.write(next(self._rows))

    def chunks(self) -> Iterator[bytes]:
        """What was written."""
        self._file.seek(0)
        return iter(partial(self._file.read, GATHERED), b"")

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def noted(entries: Iterable[Entry], sheets: Mapping[Kind, Sheet]) -> Iterator[Entry]:
    """The entries, each written into the table of its kind on its way, unless it was deleted."""
    for entry in entries:
        if not entry.deleted:
            sheets[entry.kind].add(entry)
        yield entry
