"""A fixed piece of work to hold measured seconds of CPU against: what it takes here and now says how fast this machine
is at this moment, whatever it is and whatever else runs on it.

It does a little of each kind of work that the journal's requests do: Python objects, JSON, instants, tables in SQLite,
compression and checksums, a picture by matplotlib.

On a quiet machine (2 cores of an AMD EPYC 9004, "family 25 model 17" at 2.6 GHz, Linux 6.18, Python 3.11.7;
29 November 2026) it takes `QUIET_S`. What is measured elsewhere is given in seconds of that machine.
`python -m tests.reference_work` prints what it takes here; after a change of the work, that is the new `QUIET_S`.
"""

import csv
import json
import sqlite3
import sys
import time
import zlib
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

QUIET_S = 0.06
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


class Yardstick:
    """Made just before something is measured, and asked just after it what that took on the quiet machine."""

    def __init__(self) -> None:
        do()  # the first time in a process takes longer: its memory is new, and nothing is loaded
        self._taken = [_seconds_taken()]

    def quiet_s(self, measured_s: float) -> float:
        """The seconds on the quiet machine. The longer something took, the longer the work is done after it."""
        self._taken.append(_seconds_taken())
        while sum(self._taken) < measured_s / 2:
            self._taken.append(_seconds_taken())
        return measured_s * QUIET_S * len(self._taken) / sum(self._taken)


def _seconds_taken() -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def do() -> None:
    """Do the work once."""
    entries = _objects()
    text = json.dumps(entries)
    entries = json.loads(text)
    _table(entries)
    _database(entries)
    zlib.compress(text.encode())
    sha256(text.encode())
    _picture(entries)


def _objects() -> list[dict[str, Any]]:
    found = []
    for number in range(2000):
        at = FIRST + timedelta(minutes=number * 37)
        ratings = [{"effect": f"effect_{n}", "severity": (number * n) % 5} for n in range(4)]
        found.append(
            {
                "id": sha256(b"%d" % number).hexdigest(),
                "at": at.isoformat(),
                "day": at.date().isoformat(),
                "ratings": ratings,
            }
        )
    return found


def _table(entries: list[dict[str, Any]]) -> None:
    writer = csv.writer(StringIO(newline=""))
    for entry in entries:
        worst = max(rating["severity"] for rating in entry["ratings"])
        writer.writerow([entry["id"], datetime.fromisoformat(entry["at"]).time().isoformat(), worst])


def _database(entries: list[dict[str, Any]]) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE entry (id TEXT PRIMARY KEY, at TEXT, day TEXT)")
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", [(e["id"], e["at"], e["day"]) for e in entries])
        connection.execute("SELECT day, count(*), max(at) FROM entry GROUP BY day ORDER BY day").fetchall()
        for entry in entries[::4]:
            connection.execute("SELECT id, at, day FROM entry WHERE id = ?", (entry["id"],)).fetchall()
    connection.close()


def _picture(entries: list[dict[str, Any]]) -> None:
    figure = Figure((4, 2))
    canvas = FigureCanvasAgg(figure)
    for n, entry in enumerate(entries[:30]):
        figure.add_artist(Rectangle((n / 30, 0), 0.03, entry["ratings"][1]["severity"] / 4))
    worst = [entry["ratings"][2]["severity"] / 4 for entry in entries]
    figure.add_artist(Line2D([n / len(worst) for n in range(len(worst))], worst))
    canvas.print_png(BytesIO())


def main() -> None:
    """Print the median of what the work takes here."""
    do()
    found = sorted(_seconds_taken() for _ in range(41))
    sys.stdout.write(f"median {found[20]:.4f} s, least {found[0]:.4f} s, most {found[-1]:.4f} s\n")


if __name__ == "__main__":
    main()
