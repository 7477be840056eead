"""The journal as operators run it: gunicorn with several workers, real sockets, real processes."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from journal.core.accounts.accounts import NewAccount, Settings
from journal.store.accounts import accounts as store
from journal.store.database.database import Database
from tests.acting import acting
from tests.devices import create_login_session
from tests.web.client import YES

ROOT = Path(__file__).parents[2]
GUNICORN = ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--no-control-socket")
ALONE = ("app.py",)  # waitress, as on one's own machine
FAILURE = re.compile(r'"status": 5\d\d|"level": "(?:warning|error|critical)"|Traceback')
LOST = (OSError, http.client.HTTPException)  # what a client sees when its server dies


@dataclass
class Server:
    """One running journal."""

    instance: Path
    port: int
    process: subprocess.Popen[bytes]
    database: Database
    log: Path

    def workers(self) -> list[int]:
        """The process ids of the workers that live now."""
        try:
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(child) for child in children.split()]

    def kill_everything(self) -> None:
        """End master and workers at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        """What the server wrote to its log."""
        return self.log.read_text(errors="replace")

    def failures(self) -> list[str]:
        """The lines of the log that tell of an answer of 500 or more, or of a warning: the cause of a failure."""
        return [line for line in self.said().splitlines() if FAILURE.search(line)]


@contextmanager
def serving(
    folder: Path,
    workers: int = 4,
    environment: Mapping[str, str] | None = None,
    command: Sequence[str] = GUNICORN,
) -> Iterator[Server]:
    """The journal in a folder of its own, on a free port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    instance, log = folder / "instance", folder / "log"
    more = {"JOURNAL_INSTANCE": str(instance), "JOURNAL_PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    with log.open("ab") as output:
        process = _start([sys.executable, *command], os.environ | more | dict(environment or {}), output)
    try:
        _wait_until_it_answers(port, process)
        database = Database(f"sqlite:///{instance / 'journal.db'}")
        yield Server(instance, port, process, database, log)
        database.close()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _start(command: list[str], environment: Mapping[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=ROOT, env=dict(environment), stdout=output, stderr=output, start_new_session=True
    )


def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended before it answered"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
        except LOST:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise AssertionError("the server did not answer within 30 s")


@dataclass
class Patient:
    """A patient with a browser that tries again, with the same form, until an answer comes."""

    port: int
    patient_id: str
    cookie: str
    marks: Mapping[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    tries: int = 0

    def ask(self, method: str, address: str, fields: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Status and body of one request on a connection of its own. Raises LOST."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=35)
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, address, urllib.parse.urlencode(fields or {}), headers)
            answer = connection.getresponse()
            self._keep(answer.headers.get_all("Set-Cookie") or [])
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            if cookie.startswith("journal=") and not self.marks:
                self.cookie = cookie.split(";", maxsplit=1)[0]

    def log_dose(self, note: str, patience: float = 30) -> str:
        """Log one dose, with the same id until it is acknowledged. Returns the id."""
        entry_id = str(uuid.uuid4())
        fields = YES | {"id": entry_id, "amount": "0.5", "when": "now", "note": note, **self.token()}
        until = time.monotonic() + patience
        while True:
            self.tries += 1
            try:
                status, _ = self.ask("POST", "/doses", fields)
            except LOST:
                status = 0
            if status == 303:
                self.acknowledged.add(entry_id)
                return entry_id
            assert status in {0, 502, 503}, status
            assert time.monotonic() < until, f"not acknowledged within {patience} s; the last status was {status}"
            time.sleep(0.02)

    def token(self, patience: float = 30) -> Mapping[str, str]:
        """What this patient's forms carry, their token and whose they are, from the first one that can be had."""
        until = time.monotonic() + patience
        while not self.marks:
            try:
                _, page = self.ask("GET", "/settings")
            except LOST:
                assert time.monotonic() < until, f"no form could be had within {patience} s"
                time.sleep(0.05)
                continue
            found = dict(re.findall(r'name="(csrf_token|whose)" value="([^"]+)"', page))
            assert len(found) == 2, page[:500]
            self.marks = found
        return self.marks


def make_patient(server: Server, cookie_of: "CookieMaker", name: str) -> Patient:
    """A patient of this server who is logged in, without the cost of a password."""
    patient_id, now = str(uuid.uuid4()), datetime.now(UTC)
    account = NewAccount(name, "-", Settings("Europe/Berlin"), "clonazepam")
    with server.database.writing() as session:
        store.add_patient(session, patient_id, account, "-", now)
    token = create_login_session(acting(server.database, at=now, device="a trial"), patient_id)
    return Patient(server.port, patient_id, cookie_of(server.instance, token))


class CookieMaker:
    """Signs the cookie of a device as the journal in that folder would."""

    def __call__(self, instance: Path, token: str) -> str:
        from flask import Flask

        app = Flask("cookies")
        app.secret_key = (instance / "secret_key").read_text().strip()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return f"journal={signer.dumps({'_user_id': token, '_fresh': True, '_permanent': True})}"


def entries_of(file: Path, patient_id: str) -> list[str]:
    """The ids of a patient's entries in a database file, one for each row."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(file)) as connection:
        faults = connection.execute("PRAGMA integrity_check").fetchall()
        assert faults == [("ok",)], faults
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute("SELECT id FROM entry WHERE patient_id = ?", (patient_id,)).fetchall()
    return [entry_id for (entry_id,) in rows]
