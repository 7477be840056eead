"""Let one large picture be drawn at a time in a process, the others wait for its slot.

Each takes up to a second and 150 MB; eight at once, the machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, RLock

from journal.core.values.errors import Busy

PATIENCE = 5.0  # seconds somebody waits for the slot before being asked to come again
MOST_WAITING = 4  # of the eight threads that serve: the others go on answering


class Slot:
    """Lets one thread draw, a few wait a little, and sends the rest away. Whoever has the slot may take it again."""

    def __init__(self, patience: float = PATIENCE, most_waiting: int = MOST_WAITING) -> None:
        self._patience, self._most_waiting = patience, most_waiting
        self._drawing, self._counting = RLock(), Lock()
        self._waiting = 0

    @contextmanager
    def taken(self, patience: float | None = None) -> Iterator[None]:
        """The slot, for the block, after `patience` seconds at most. Raises Busy."""
        if not (self._drawing.acquire(blocking=False) or self._waits(self._patience if patience is None else patience)):
            raise Busy
        try:
            yield
        finally:
            self._drawing.release()

    def _waits(self, patience: float) -> bool:
        with self._counting:
            if self._waiting >= self._most_waiting:
                return False
            self._waiting += 1
        try:
            return self._drawing.acquire(timeout=patience)
        finally:
            with self._counting:
                self._waiting -= 1


LARGE = Slot()
