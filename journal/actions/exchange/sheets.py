"""The tables of the archive, written row by row while every entry is read once."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from journal.core.exchange.alerts import Spoken
from journal.core.record.entries import Entry, Kind
from journal.formats.archives import GATHERED

IN_MEMORY = 4 * 1024 * 1024  # what is larger goes to a file that has no name and is gone with the answer
Table = Callable[[Iterable[Any]], Iterator[bytes]]


class Sheet:
    """A table that gets its rows one by one; what is larger than `IN_MEMORY` lies in a file without a name."""

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self._waiting: deque[Any] = deque()
        self._rows = table(iter(self._waiting.popleft, None))
        self._file = cast("BinaryIO", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - closed by `close`
        self._file.writelines(islice(self._rows, 2))  # the mark of its encoding, and the head

    def add(self, value: Any) -> None:
        """Write the row of an entry, or of whatever the table is of."""
        self._waiting.append(value)
        self._file.write(next(self._rows))

    def chunks(self) -> Iterator[bytes]:
        """What was written."""
        self._file.seek(0)
        return iter(partial(self._file.read, GATHERED), b"")

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def noted(entries: Iterable[Entry], sheets: Mapping[Kind, Sheet], deleted: set[str]) -> Iterator[Entry]:
    """The entries, each written into the table of its kind on its way; the ids of those `deleted` are kept instead."""
    for entry in entries:
        if entry.deleted:
            deleted.add(entry.id)
        else:
            sheets[entry.kind].add(entry)
        yield entry


def noted_alerts(alerts: Iterable[Spoken], sheet: Sheet, deleted: Collection[str]) -> Iterator[Spoken]:
    """The alerts, each written into its table on its way, unless the entry it is about was deleted."""
    for said in alerts:
        about = said.alert.about
        if about.subject != "entry" or about.id not in deleted:
            sheet.add(said)
        yield said
