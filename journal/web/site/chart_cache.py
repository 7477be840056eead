"""Keep charts that were drawn, their points, and what was found out on the way; the oldest leave when room is short.

One request draws a picture, the others wait for it.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar, cast

from journal.core.charts.points import Chart
from journal.core.doctor.report import Report
from journal.core.values.errors import Busy

PATIENCE = 5.0
ROOM = 32 * 1024 * 1024
MOST_FACTS = 4096
MOST_REPORTS = 4  # each holds three charts
MOST_CHARTS = 12  # whose points are kept, of four pages: those of ten years take up to two megabytes

Fact = TypeVar("Fact")
Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The `most` values that were put or found last. Keys begin with the patient's id."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value of that key, or None."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value; the one that was not asked for the longest leaves."""
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def forget(self, patient_id: str) -> None:
        """Drop every value of a patient."""
        with self._lock:
            for key in [key for key in self._values if _is_of(key, patient_id)]:
                del self._values[key]


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a chart, and the same compressed where that makes them smaller."""

    plain: bytes
    compressed: bytes | None


class ChartCache:
    """Pictures by what they show, the points they are drawn from, and what was found out on the way to them.

    A request names the patient and the record's revision, so it cannot lead to another's picture or an old one.
    A picture is kept under the digest of its points: the same points are drawn once, whenever they are asked for.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self.points: Recent[Chart] = Recent(MOST_CHARTS)
        self.reports: Recent[Report] = Recent(MOST_REPORTS)
        self._facts: Recent[tuple[object]] = Recent(MOST_FACTS)
        self._pictures: OrderedDict[Hashable, Picture] = OrderedDict()
        self._drawing: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def digest(self, asked: Hashable, points: Callable[[], object]) -> str:
        """The digest of the points that were asked for; `points` computes them when they are not known yet."""
        return self.recall(asked, lambda: sha256(repr(points()).encode()).hexdigest())

    def recall(self, asked: Hashable, find: Callable[[], Fact]) -> Fact:
        """What `find` found when the same was asked before. The key names the patient and the record's revision."""
        known = self._facts.get(asked)
        if known is None:
            known = (find(),)
            self._facts.put(asked, known)
        return cast("Fact", known[0])

    def get(self, key: Hashable, draw: Callable[[], bytes], *, compress: bool) -> Picture:
        """The picture of that key, drawn by `draw` when it is not here yet. What `draw` raises, this raises; and Busy
        when another thread is still drawing it after `PATIENCE` seconds."""
        found = self._find(key)
        if found is not None:
            return found
        with self._lock:
            waiting = self._drawing.setdefault(key, Lock())
        if not waiting.acquire(timeout=PATIENCE):
            raise Busy
        try:
            return self._find(key) or self._keep(key, draw(), compress=compress)
        finally:
            waiting.release()
            with self._lock:
                self._drawing.pop(key, None)

    def forget(self, patient_id: str) -> None:
        """Drop everything of a patient: keys begin with whose they are."""
        self.points.forget(patient_id)
        self.reports.forget(patient_id)
        self._facts.forget(patient_id)
        with self._lock:
            for key in [key for key in self._pictures if _is_of(key, patient_id)]:
                self._used -= _size(self._pictures.pop(key))

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


def _is_of(key: Hashable, patient_id: str) -> bool:
    return isinstance(key, tuple) and key[:1] == (patient_id,)
