"""Charts already drawn. One request draws, the others wait for it; the oldest leave when there is no room."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

ROOM = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a chart, and the same compressed where that makes them smaller."""

    plain: bytes
    compressed: bytes | None


class ChartCache:
    """Pictures by what they show. The key holds the patient and the record's revision: no picture can be another's."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self._pictures: OrderedDict[Hashable, Picture] = OrderedDict()
        self._drawing: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], bytes], *, compress: bool) -> Picture:
        """The picture of that key, drawn by `draw` when it is not here yet. What `draw` raises, this raises."""
        found = self._find(key)
        if found is not None:
            return found
        with self._lock:
            waiting = self._drawing.setdefault(key, Lock())
        with waiting:
            try:
                return self._find(key) or self._keep(key, draw(), compress=compress)
            finally:
                with self._lock:
                    self._drawing.pop(key, None)

    def _find(self, key: Hashable) -> Picture | None:
        with self._lock:
            found = self._pictures.get(key)
            if found is not None:
                self._pictures.move_to_end(key)
            return found

    def _keep(self, key: Hashable, drawn: bytes, *, compress: bool) -> Picture:
        picture = Picture(drawn, gzip.compress(drawn, 6, mtime=0) if compress else None)
        with self._lock:
            self._pictures[key] = picture
            self._used += _size(picture)
            while self._used > self._room and len(self._pictures) > 1:
                self._used -= _size(self._pictures.popitem(last=False)[1])
        return picture


def _size(picture: Picture) -> int:
    return len(picture.plain) + len(picture.compressed or b"")
