"""What is taken out of a record of 100,000 entries: tables beside the csv module over the same query, and documents.

`python -m benchmarks.exports` prints its rows alone. Seconds are those of the quiet machine that
`tests/reference_work.py` names; memory is the most a fork of an idle process had over it. Linux only.
"""

import csv
import gc
import io
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.decade import make_decade
from benchmarks.rounds import Row, each, table
from benchmarks.seed import NOW, PATIENT, World
from journal.actions.exchange.exports import export_file
from journal.core.accounts.accounts import Patient
from journal.core.accounts.audit import Origin
from journal.core.medicine.medicines import asked_about
from journal.store.database.database import Database
from journal.store.database.models import EntryRow, RatingRow
from journal.store.exports import get_account
from journal.web.site.context import Journal
from tests.acting import acting
from tests.bounds import memory_mb
from tests.reference_work import Yardstick

ROUNDS = 3
CSV_GOAL, FIRST_GOAL, CSV_MB, FHIR_S, FHIR_MB = 1.5, 0.1, 12, 10, 150
KINDS = {"doses.csv": "dose", "check_ins.csv": "check_in", "episodes.csv": "episode"}


@dataclass(frozen=True, slots=True)
class Took:
    """What something took: seconds until the first byte and until the last, megabytes, bytes."""

    first_s: float
    whole_s: float
    mb: float
    size: int


def _with_csv(session: Session) -> Iterator[bytes]:
    """The same entries as whoever wrote a script in an afternoon would: one query a table, each row as it comes."""
    entry, rating = EntryRow.__table__.c, RatingRow.__table__.c
    for kind in KINDS.values():
        ratings: dict[str, list[object]] = {}
        if kind == "check_in":
            asked = select(rating.entry_id, rating.severity, rating.now_severity).where(rating.patient_id == PATIENT)
            for entry_id, *values in session.execute(asked.order_by(rating.entry_id, rating.position)):
                ratings.setdefault(entry_id, []).extend(values)
        columns = (entry.id, entry.at, entry.zone, entry.offset_minutes, entry.day_on, entry.recorded_at, entry.note)
        own = (entry.medicine_id, entry.status, entry.amount, entry.form, entry.mood, entry.what, entry.minutes)
        query = select(*columns, *own).where(entry.patient_id == PATIENT, entry.kind == kind).order_by(entry.at)
        line = io.StringIO(newline="")
        writer = csv.writer(line)
        for row in session.execute(query.execution_options(yield_per=500)):
            writer.writerow((*row, *ratings.get(row.id, ())))
            yield line.getvalue().encode()
            line.seek(0)
            line.truncate()


def _ours(database: Database, parts: Journal, name: str) -> Iterator[bytes]:
    with database.reading() as session:
        account = get_account(session, PATIENT)
    patient = Patient(PATIENT, account.name, account.settings, account.medicines, 0)
    who = acting(database, patient, Origin(NOW, "", "a benchmark"))
    known = asked_about(patient.medicines, parts.monographs)
    return export_file(who, known, name, parts.monographs).chunks


def _forked(database: Database, work: Callable[[], Iterator[bytes]]) -> Took:
    """What it takes, in a fork of this process, so that what one leaves behind helps no other."""
    database.close()
    gc.collect()
    gc.freeze()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            yardstick = Yardstick()  # its work takes memory of its own: the most there was is counted anew after it
            Path("/proc/self/clear_refs").write_text("5")
            idle, began = memory_mb("VmRSS"), time.process_time()
            chunks = work()
            size = len(next(chunks))
            first = time.process_time() - began
            size += sum(map(len, chunks))
            whole = time.process_time() - began
            mb = memory_mb("VmHWM") - idle
            quiet = yardstick.quiet_s(whole)
            os.write(writing, json.dumps([quiet * first / whole, quiet, mb, size]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        found = Took(*json.loads(said.read()))
    os.waitpid(child, 0)
    return found


def measure(folder: Path) -> Iterator[Row]:
    """The rows of what is taken out."""
    world = make_decade(folder / "exports")
    yield from each(("what is taken out", lambda: rows_of(world)))
    world.close()


def rows_of(world: World) -> Iterator[Row]:
    """The rows of one record."""
    parts: Journal = world.app.extensions["journal"]
    database = parts.database

    def theirs() -> Iterator[bytes]:
        with database.reading() as session:
            yield from _with_csv(session)

    def ours() -> Iterator[bytes]:
        for name in KINDS:
            yield from _ours(database, parts, name)

    for name in ("regimen.csv", "episodes.csv"):  # what a process loads once is no part of it
        b"".join(_ours(database, parts, name))
    b"".join(theirs())
    pairs = [(_forked(database, ours), _forked(database, theirs)) for _ in range(ROUNDS)]
    mine, other = min(pairs, key=lambda pair: pair[0].whole_s / pair[1].whole_s)
    ratios = sorted(a.whole_s / b.whole_s for a, b in pairs)
    note = f"{mine.whole_s:.3g} to {other.whole_s:.3g} s; {mine.size / 1e6:.3g} MB"
    yield Row("100,000 entries as CSV beside the csv module", CSV_GOAL, ratios[ROUNDS // 2], note)
    yield Row("first byte of it, of the whole", FIRST_GOAL, mine.first_s / mine.whole_s, f"{mine.first_s:.3g} s")
    yield Row("memory of it over idle", CSV_MB, mine.mb, "", "MB")
    for name in ("fhir.json", "tables.xlsx", "journal.json"):
        took = _forked(database, lambda name=name: _ours(database, parts, name))  # type: ignore[misc]
        size = f"{took.size / 1e6:.3g} MB, first byte after {took.first_s:.2g} s"
        yield Row(f"100,000 entries as {name}", FHIR_S, took.whole_s, size, "s")
        yield Row(f"memory of {name} over idle", FHIR_MB, took.mb, "", "MB")


def main() -> None:
    """Print the rows."""
    with TemporaryDirectory(prefix="benchmarks-") as name:
        print(table(list(measure(Path(name)))))


if __name__ == "__main__":
    main()
