"""PostgreSQL fails under the running program: it says so, keeps what was typed, and goes on without a restart."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from journal.store.database.database import PATIENCE
from tests.faults.program import NOTE, Program, running
from tests.postgres import Server

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that may be killed, and that can wait for a standby."""
    made = Server(wal_level="replica", max_wal_senders="2", synchronous_commit="on").start()
    yield made
    made.stop()


@pytest.fixture
def address(server: Server) -> str:
    """An empty database."""
    name = f"fault_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.address(name)


@pytest.fixture
def program(address: str, tmp_path: Path) -> Iterator[Program]:
    """The program, a little impatient."""
    with running(tmp_path / "instance", patience=0.3, DATABASE_URL=address) as started:
        yield started


@contextmanager
def setting(server: Server, name: str, value: str) -> Iterator[None]:
    """A setting of the whole server, for as long as the block takes."""
    with server.connect() as connection:
        connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute("SELECT pg_reload_conf()")
        _wait_for(server, f"SELECT current_setting('{name}') = '{value}'")
    try:
        yield
    finally:
        with server.connect() as connection:
            connection.execute(f"ALTER SYSTEM RESET {name}")
            connection.execute("SELECT pg_reload_conf()")
            _wait_for(server, f"SELECT current_setting('{name}') <> '{value}'")


def _wait_for(server: Server, question: str) -> None:
    for _ in range(500):
        with server.connect() as connection:
            found = connection.execute(question).fetchone()
        if found and found[0]:
            return
        time.sleep(0.01)
    raise TimeoutError(question)


def test_a_killed_server_keeps_the_form_and_is_found_again(program: Program, server: Server) -> None:
    program.save(program.form(), note="before")
    form = program.form()
    server.kill()
    program.cannot_read()
    kept = program.refuse(form)
    server.start()
    program.save(kept)
    assert program.notes() == [NOTE, "before"]


def test_a_server_that_dies_and_comes_back_between_two_requests_is_not_noticed(
    program: Program, server: Server
) -> None:
    form = program.form()
    server.kill()
    server.start()
    program.save(form)
    assert program.notes() == [NOTE]


def test_a_connection_that_breaks_in_the_middle_keeps_the_form(address: str, server: Server, tmp_path: Path) -> None:
    with running(tmp_path / "instance", patience=PATIENCE, DATABASE_URL=address) as program:
        form, name = program.form(), program.database.url.database
        waiting = f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'"
        with server.connect(str(name)) as other, ThreadPoolExecutor(1) as pool:
            other.execute("BEGIN")
            other.execute("UPDATE patient SET name = name")  # the save has begun and waits for this row
            begin = time.monotonic()
            saving = pool.submit(program.refuse, form)
            _wait_for(server, waiting)
            with server.connect() as killer:
                broken = killer.execute(f"SELECT pg_terminate_backend(pid) FROM ({waiting}) AS found").fetchall()
            kept = saving.result()  # the row is locked to the end: only the break can end the wait this early
            seconds = time.monotonic() - begin
            other.execute("ROLLBACK")
        assert broken == [(True,)]
        assert seconds < PATIENCE
        program.save(kept)
        assert program.notes() == [NOTE]


def test_a_row_that_stays_locked_keeps_the_form_and_reading_goes_on(program: Program, server: Server) -> None:
    form = program.form()
    with server.connect(str(program.database.url.database)) as other:
        other.execute("BEGIN")
        other.execute("UPDATE patient SET name = name")
        kept = program.refuse(form)
        program.patient.get("/history")
        other.execute("ROLLBACK")
    program.save(kept)
    assert program.notes() == [NOTE]


def test_when_every_connection_is_taken_one_is_asked_to_come_back(address: str, tmp_path: Path) -> None:
    with running(tmp_path / "instance", patience=0.1, pool_size=2, DATABASE_URL=address) as program:
        form = program.form()
        with program.database.engine.connect(), program.database.engine.connect():
            program.cannot_read()
            kept = program.refuse(form)
        program.save(kept)
        assert program.notes() == [NOTE]


def test_a_commit_cancelled_while_it_waits_for_the_standby_is_not_called_saved(
    program: Program, server: Server
) -> None:
    form = program.form()
    with setting(server, "synchronous_standby_names", "nobody"), ThreadPoolExecutor(1) as pool:
        saving = pool.submit(program.refuse, form)
        _wait_for(server, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        with server.connect() as other:
            other.execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        kept = saving.result()
    assert kept.h1 == "Saved, or perhaps not"
    program.save(kept)
    assert program.notes() == [NOTE]  # it was saved already, and is not saved twice
