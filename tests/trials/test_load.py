"""Many people at once: no lock is ever the answer, reloading loses nothing, and copies hold what was acknowledged."""

import os
import random
import signal
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from journal.store.database.database import Database
from journal.store.upkeep import backups, restores
from tests.trials.conftest import Tell
from tests.trials.server import ALONE, CookieMaker, Patient, Server, entries_of, make_patient, serving
from tests.web.client import YES

pytestmark = pytest.mark.trial

READS = ("/", "/history", "/trends", "/charts/calendar.svg", "/check-ins/new", "/doses/new", "/history?kind=dose")


def mixed_request(patient: Patient, chance: random.Random) -> tuple[str, int, float]:
    """One request as people make them, three reads to one entry: its kind, status and seconds."""
    fields = {**patient.token(), "id": str(uuid.uuid4()), "when": "now"}
    kind = chance.choice(["read", "read", "read", "dose", "check-in"])
    begin = time.monotonic()
    match kind:
        case "read":
            status, _ = patient.ask("GET", chance.choice(READS))
        case "dose":
            # of some day of the last year: what one person takes within this minute would be hundreds of one day
            on = datetime.now(UTC).date() - timedelta(days=chance.randrange(1, 300))
            lived = {
                "when": "earlier",
                "on": on.isoformat(),
                "at": f"{chance.randrange(24):02}:{chance.randrange(60):02}",
            }
            status, _ = patient.ask("POST", "/doses", fields | YES | lived | {"amount": "0.5"})
        case _:
            status, _ = patient.ask("POST", "/check-ins", fields | {"rating-drowsiness": "2", "rating-dizziness": "1"})
    if status == 303 and kind != "read":
        patient.acknowledged.add(fields["id"])
    return kind, status, time.monotonic() - begin


def test_two_thousand_mixed_requests_from_sixteen_threads_on_four_processes(tmp_path: Path, tell: Tell) -> None:
    with serving(tmp_path, workers=4) as server:
        patients = [make_patient(server, CookieMaker(), f"Patient {number}") for number in range(16)]
        for patient in patients * 2:  # every worker has drawn something before the clock runs
            patient.ask("GET", "/charts/calendar.svg")
        time.sleep(2)  # and has finished getting warm
        for _ in range(3):  # a machine that was busy with something else is asked again
            p99 = all_at_once(server, patients, tell)
            if p99 < 1:
                break
        said = server.said()
    assert p99 < 1
    assert "locked" not in said
    assert "Traceback" not in said
    for patient in patients:
        there = entries_of(tmp_path / "instance" / "journal.db", patient.patient_id)
        assert sorted(there) == sorted(patient.acknowledged)


def all_at_once(server: Server, patients: Sequence[Patient], tell: Tell) -> float:
    """Send 2,000 requests, none of which may fail; returns the seconds that one in a hundred took longer than."""

    def use(number: int) -> list[tuple[str, int, float]]:
        chance = random.Random(number)
        return [mixed_request(patients[number], chance) for _ in range(125)]

    with ThreadPoolExecutor(16) as threads:
        done = [request for requests in threads.map(use, range(16)) for request in requests]
    seconds = sorted(second for _, _, second in done)
    p99 = seconds[int(len(seconds) * 0.99)]
    statuses = Counter(status for _, status, _ in done)
    tell(f"2,000 mixed requests: {dict(statuses)}, median {seconds[1000]:.3f} s, p99 {p99:.3f} s")
    assert set(statuses) <= {200, 303}, "\n".join(server.failures())
    return p99


def test_reloading_under_load_fails_no_acknowledged_request(tmp_path: Path, tell: Tell) -> None:
    with serving(tmp_path, workers=2) as server:
        patients = [make_patient(server, CookieMaker(), f"Patient {number}") for number in range(4)]
        stop, failed = threading.Event(), Counter[str]()

        def use(patient: Patient) -> None:
            while not stop.is_set():
                before = patient.tries
                patient.log_dose("x")
                failed["tried again"] += patient.tries - before - 1

        writers = [threading.Thread(target=use, args=(patient,)) for patient in patients]
        for writer in writers:
            writer.start()
        first = set(server.workers())
        for _ in range(3):
            time.sleep(2)
            os.kill(server.process.pid, signal.SIGHUP)
        deadline = time.monotonic() + 30  # new workers take a second each to start, more beside other work
        while first & set(server.workers()) and time.monotonic() < deadline:
            time.sleep(0.1)
        stop.set()
        for writer in writers:
            writer.join()
        assert not first & set(server.workers()), "the workers were not exchanged"
    for patient in patients:
        there = entries_of(tmp_path / "instance" / "journal.db", patient.patient_id)
        assert sorted(there) == sorted(patient.acknowledged)
    doses = sum(len(patient.acknowledged) for patient in patients)
    tell(f"3 reloads: {doses} doses acknowledged, {failed['tried again']} tried again")
    assert failed["tried again"] == 0, "a reload broke a request"


def test_twenty_copies_under_load_hold_every_row_acknowledged_before_each(tmp_path: Path, tell: Tell) -> None:
    copies: list[tuple[Path, set[str]]] = []
    with serving(tmp_path, workers=2) as server:
        patient, stop = make_patient(server, CookieMaker(), "Ann"), threading.Event()

        def write() -> None:
            while not stop.is_set():
                patient.log_dose("x")

        writers = [threading.Thread(target=write) for _ in range(3)]
        patient.token()
        for writer in writers:
            writer.start()
        now = datetime.now(UTC)
        for number in range(20):
            time.sleep(0.1)
            before = set(patient.acknowledged)
            made = backups.write_backup(server.database, tmp_path / "copies", now + timedelta(seconds=number))
            copies.append((made, before))
        stop.set()
        for writer in writers:
            writer.join()
    for number, (copy, before) in enumerate(copies):
        elsewhere = Database(f"sqlite:///{_folder(tmp_path, number)}/journal.db")
        restores.restore_backup(elsewhere, copy, datetime.now(UTC))
        elsewhere.close()
        assert before <= set(entries_of(_folder(tmp_path, number) / "journal.db", patient.patient_id))
    assert len(copies[-1][1]) > 20
    tell(f"20 copies: the last was made after {len(copies[-1][1])} acknowledged doses; none missing")


def _folder(parent: Path, number: int) -> Path:
    folder = parent / f"elsewhere-{number}"
    folder.mkdir(exist_ok=True)
    return folder


def test_a_form_sent_ten_times_at_once_is_one_entry(tmp_path: Path) -> None:
    with serving(tmp_path, workers=4) as server:
        patient = make_patient(server, CookieMaker(), "Ann")
        fields = {**patient.token(), "id": str(uuid.uuid4()), "amount": "0.5", "when": "now"}
        with ThreadPoolExecutor(10) as threads:
            statuses = list(threads.map(lambda _: patient.ask("POST", "/doses", fields)[0], range(10)))
    assert statuses == [303] * 10
    assert entries_of(tmp_path / "instance" / "journal.db", patient.patient_id) == [fields["id"]]


def test_forty_stalled_senders_stop_nobody_where_no_proxy_stands_in_front(tmp_path: Path, tell: Tell) -> None:
    with serving(tmp_path, command=ALONE) as server:
        patient = make_patient(server, CookieMaker(), "Ann")
        patient.token()
        stalled = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(40)]
        for connection in stalled:
            connection.sendall(b"POST /doses HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nam")
        begin = time.monotonic()
        status, _ = patient.ask("GET", "/history")
        seconds = time.monotonic() - begin
        for connection in stalled:
            connection.close()
    tell(f"40 stalled senders: python app.py answered beside them in {seconds:.3f} s")
    assert status == 200
    assert seconds < 2
