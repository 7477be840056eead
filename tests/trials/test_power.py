"""The power goes, again and again: what was acknowledged is there afterwards, and nothing is damaged."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.trials import power
from tests.trials.conftest import Tell
from tests.trials.server import CookieMaker, Patient, entries_of, make_patient, serving

pytestmark = pytest.mark.trial

WRITER = """
import sqlite3, sys
connection = sqlite3.connect("journal.db", isolation_level=None)
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA synchronous=" + sys.argv[1])
connection.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, filler TEXT)")
connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
connection.execute("PRAGMA wal_autocheckpoint=0")  # which would sync what the trial wants unsynced
while True:
    number = connection.execute("INSERT INTO row (filler) VALUES (?) RETURNING id", ("x" * 200,)).fetchone()[0]
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that remembers what is not yet synced."""
    return power.build(tmp_path_factory.mktemp("power"))


def acknowledged_and_there(folder: Path, library: Path, synchronous: str) -> tuple[int, int]:
    """Rows a bare SQLite writer had acknowledged when the power went, and rows that are there afterwards.

    How many writes the cut threw away is not asked: a writer that syncs may die just after it did, with none left.
    """
    pieces = folder / "pieces"
    environment = os.environ | power.watching(library, pieces, "journal.db")
    command = [sys.executable, "-c", WRITER, synchronous]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(300)]
        writer.kill()
        lines += writer.stdout.readlines()
    power.cut(folder, pieces)
    with closing(sqlite3.connect(folder / "journal.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (there,) = connection.execute("SELECT count(*) FROM row").fetchone()
    return int([line for line in lines if line.endswith(b"\n")][-1]), there


def test_the_trial_itself_finds_a_database_that_does_not_sync(tmp_path: Path, library: Path) -> None:
    for synchronous, loses in (("NORMAL", True), ("FULL", False)):
        folder = tmp_path / synchronous
        folder.mkdir()
        acknowledged, there = acknowledged_and_there(folder, library, synchronous)
        assert (there < acknowledged) is loses, (synchronous, acknowledged, there)


def test_ten_power_cuts_lose_nothing_that_was_acknowledged(tmp_path: Path, library: Path, tell: Tell) -> None:
    pieces, chance = tmp_path / "pieces", random.Random(3)
    patient: Patient | None = None
    thrown_away = 0
    for _ in range(10):
        environment = power.watching(library, pieces, "/journal.db")
        with serving(tmp_path, workers=2, environment=environment) as server:
            patient = patient or make_patient(server, CookieMaker(), "Ann")
            patient.port = server.port
            patient.token()
            writers = [threading.Thread(target=log_until_dark, args=(patient,)) for _ in range(3)]
            for writer in writers:
                writer.start()
            wait_for_doses([patient], chance.randrange(5, 60))
            server.kill_everything()
            for writer in writers:
                writer.join()
            server.database.close()
            thrown_away += power.cut(server.instance, pieces)
        there = entries_of(tmp_path / "instance" / "journal.db", patient.patient_id)
        assert len(there) == len(set(there))
        assert patient.acknowledged <= set(there)
    assert patient is not None
    assert len(patient.acknowledged) >= 50
    tell(f"10 power cuts: {len(patient.acknowledged)} acknowledged, 0 lost, {thrown_away} writes undone")


def wait_for_doses(patients: Sequence[Patient], more: int, patience: float = 60) -> None:
    """Wait until so many more doses are acknowledged; a slow machine only takes longer."""
    wanted = sum(len(patient.acknowledged) for patient in patients) + more
    until = time.monotonic() + patience
    while sum(len(patient.acknowledged) for patient in patients) < wanted:
        assert time.monotonic() < until, f"{more} more doses were not acknowledged within {patience} s"
        time.sleep(0.01)


def log_until_dark(patient: Patient) -> None:
    """Log doses one after the other until the server is gone."""
    try:
        while True:
            patient.log_dose("x", patience=0)
    except AssertionError:
        pass


def test_fifty_workers_are_killed_under_load_and_every_dose_is_there_once(tmp_path: Path, tell: Tell) -> None:
    chance, doses, kills = random.Random(5), 0, 0
    with serving(tmp_path, workers=3) as server:
        patients = [make_patient(server, CookieMaker(), f"Patient {number}") for number in range(4)]
        stop = threading.Event()
        writers = [threading.Thread(target=log_until_told, args=(patient, stop)) for patient in patients]
        for writer in writers:
            writer.start()
        try:
            while kills < 50:
                kills += kill_one(server.workers(), chance)
                wait_for_doses(patients, chance.randrange(2, 8))
        finally:
            stop.set()
            for writer in writers:
                writer.join()
    tries = sum(patient.tries for patient in patients)
    for patient in patients:
        there = entries_of(tmp_path / "instance" / "journal.db", patient.patient_id)
        assert sorted(there) == sorted(patient.acknowledged)
        doses += len(there)
    assert doses >= 100
    tell(f"{kills} kills: {doses} doses acknowledged in {tries} tries, each there once")


def kill_one(workers: list[int], chance: random.Random) -> bool:
    """Kill a worker that lives. Returns whether one did at this instant."""
    if not workers:
        return False
    try:
        os.kill(chance.choice(workers), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def log_until_told(patient: Patient, stop: threading.Event) -> None:
    """Log doses until told to stop; the last one is logged to its end."""
    while not stop.is_set():
        patient.log_dose("x")
