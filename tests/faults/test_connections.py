"""`python app.py` as a process: half-sent requests keep nobody out, and TERM cuts nothing that is running."""

import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.trials.server import ALONE, ROOT, CookieMaker, Patient, Server, entries_of, make_patient, serving
from tests.web.client import YES

pytestmark = [pytest.mark.fault, pytest.mark.sqlite]

HALF = b"POST /doses HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nam"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@contextmanager
def alone(folder: Path) -> Iterator[Server]:
    with serving(folder, command=ALONE) as server:
        yield server


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def seconds_to_answer(port: int) -> float:
    begin = time.monotonic()
    with connected(port) as asking, asking.makefile("rb") as answer:
        asking.sendall(HEALTH)
        assert answer.readline() == b"HTTP/1.1 200 OK\r\n"
    return time.monotonic() - begin


def dose_of(patient: Patient, note: str = "") -> tuple[str, bytes]:
    """The id of a new dose and the request that logs it."""
    entry_id = str(uuid.uuid4())
    fields = YES | {"id": entry_id, "amount": "0.5", "when": "now", "note": note, **patient.token()}
    body = urlencode(fields).encode()
    head = (
        f"POST /doses HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {patient.cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return entry_id, head.encode() + body


def status_of(sending: socket.socket) -> bytes:
    with sending.makefile("rb") as answer:
        return answer.readline()


def is_refused(port: int) -> bool:
    try:
        connected(port).close()
    except OSError:
        return True
    return False


@pytest.mark.parametrize("number", [110, 500, 900])
def test_half_sent_requests_keep_nobody_out(tmp_path: Path, number: int) -> None:
    with alone(tmp_path) as server, ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(connected(server.port)).sendall(HALF)
        assert min(seconds_to_answer(server.port) for _ in range(3)) < 1
        opened = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
    assert opened < 700


def test_term_lets_a_running_request_end_and_refuses_new_ones(tmp_path: Path) -> None:
    with alone(tmp_path) as server:
        patient = make_patient(server, CookieMaker(), "Ann")
        entry_id, request = dose_of(patient)
        server.database.close()
        record = server.instance / "journal.db"
        with closing(sqlite3.connect(record)) as other, connected(server.port) as sending:
            other.execute("BEGIN IMMEDIATE")  # the request waits for this lock
            sending.sendall(request)
            time.sleep(0.3)
            server.process.terminate()
            time.sleep(0.3)
            assert is_refused(server.port)
            assert server.process.poll() is None
            other.rollback()
            other.close()
            assert status_of(sending) == b"HTTP/1.1 303 SEE OTHER\r\n"
        assert server.process.wait(5) == 0
        assert [file.name for file in server.instance.glob("journal.db-*")] == []
        assert server.failures() == []
    assert entries_of(record, patient.patient_id) == [entry_id]


def test_term_lets_a_form_arrive_that_was_on_its_way(tmp_path: Path) -> None:
    with alone(tmp_path) as server:
        patient = make_patient(server, CookieMaker(), "Ann")
        entry_id, request = dose_of(patient)
        with connected(server.port) as sending:
            sending.sendall(request[:-20])
            time.sleep(0.3)
            server.process.terminate()
            time.sleep(0.3)
            sending.sendall(request[-20:])
            assert status_of(sending) == b"HTTP/1.1 303 SEE OTHER\r\n"
        assert server.process.wait(5) == 0
    assert entries_of(server.instance / "journal.db", patient.patient_id) == [entry_id]


def test_term_waits_for_nobody_who_only_keeps_a_connection_or_sends_half(tmp_path: Path) -> None:
    with alone(tmp_path) as server, connected(server.port) as kept, connected(server.port) as half:
        kept.sendall(HEALTH.replace(b"Connection: close\r\n", b""))
        assert status_of(kept) == b"HTTP/1.1 200 OK\r\n"
        half.sendall(HALF)
        begin = time.monotonic()
        server.process.terminate()
        assert server.process.wait(5) == 0
        assert time.monotonic() - begin < 4


def test_term_under_load_cuts_no_request_that_was_taken(tmp_path: Path) -> None:
    """Every connection that was made before TERM gets an answer, every dose answered is there once."""
    with alone(tmp_path) as server:
        patient = make_patient(server, CookieMaker(), "Ann")
        patient.token()
        made: list[tuple[str, bytes]] = []

        def write() -> None:
            while True:
                entry_id, request = dose_of(patient)
                try:
                    sending = connected(server.port)
                except OSError:
                    return
                with sending:
                    sending.sendall(request)
                    made.append((entry_id, status_of(sending)))

        writers = [threading.Thread(target=write) for _ in range(6)]
        for writer in writers:
            writer.start()
        time.sleep(1)
        server.process.terminate()
        for writer in writers:
            writer.join(10)
        assert server.process.wait(10) == 0
    assert {status for _, status in made} == {b"HTTP/1.1 303 SEE OTHER\r\n"}
    assert sorted(entries_of(server.instance / "journal.db", patient.patient_id)) == sorted(name for name, _ in made)


STALLS = """
import socket, sys, time
from journal.web.site import server

server.MOST_SILENCE, server.MOST_ASKING = 1, 3

def app(environ, start_response):
    size = int(environ["PATH_INFO"].strip("/"))
    start_response("200 OK", [("Content-Length", str(size))])
    return [b"x" * 1_000_000] * (size // 1_000_000)

listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
served = server.Server(app, listening, threads=2)
with server.stopped_by_signals(served):
    served.run()
"""


@pytest.fixture
def impatient() -> Iterator[int]:
    """The port of a server that waits a second, with two threads."""
    with subprocess.Popen([sys.executable, "-c", STALLS], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()
            assert process.wait(25) == 0


def ask(port: int, size: int = 0) -> socket.socket:
    sending = connected(port)
    sending.sendall(f"GET /{size} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return sending


def is_closed_within(sending: socket.socket, seconds: float) -> bool:
    sending.settimeout(seconds)
    try:
        return sending.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_who_says_nothing_is_let_go(impatient: int) -> None:
    with connected(impatient) as silent, connected(impatient) as half, ask(impatient) as kept:
        half.sendall(HALF)
        assert status_of(kept) == b"HTTP/1.1 200 OK\r\n"
        assert is_closed_within(silent, 5)
        assert is_closed_within(half, 5)


def test_who_sends_a_byte_now_and_then_is_let_go(impatient: int) -> None:
    with connected(impatient) as slow:
        begin = time.monotonic()
        slow.sendall(HALF)
        try:
            while time.monotonic() - begin < 8:
                time.sleep(0.3)
                slow.sendall(b"x")
        except OSError:
            pass
        assert 2 < time.monotonic() - begin < 7


def test_who_takes_nothing_of_a_long_answer_frees_its_thread(impatient: int) -> None:
    with ask(impatient, 90_000_000), ask(impatient, 90_000_000):
        time.sleep(0.5)
        with ask(impatient) as other:
            assert status_of(other) == b"HTTP/1.1 200 OK\r\n"


def test_who_takes_a_long_answer_slowly_gets_all_of_it(impatient: int) -> None:
    with socket.socket() as slow, slow.makefile("rb") as answer:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 100_000)  # else much is taken before it is read
        slow.connect(("127.0.0.1", impatient))
        slow.sendall(b"GET /30000000 HTTP/1.0\r\n\r\n")
        got, begin = 0, time.monotonic()
        while time.monotonic() - begin < 3:
            got += len(answer.read(200_000))
            time.sleep(0.2)
        got += len(answer.read())
    assert got > 30_000_000
