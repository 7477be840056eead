"""/healthz and /readyz: an answer for machines, with nothing in it, and the reason in one word."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from sqlalchemy import text

from journal.store.database.database import Database
from journal.store.upkeep import readiness
from journal.store.upkeep.readiness import Readiness, is_nearly_full
from tests.conftest import counted

Disk = namedtuple("Disk", "total used free")
GIB = 1024**3


def test_the_process_answers_without_asking_anything(app, database, owner):
    with counted(database) as statements:
        page = owner.get("/healthz")
    assert (page.body, statements) == (b"ok\n", [])
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


@pytest.mark.sqlite
def test_it_answers_also_without_a_database(app, database, nobody):
    database.close()
    Path(str(database.url.database)).unlink()
    nobody.get("/healthz")
    assert nobody.get("/readyz", 503).body == b"database\n"


def test_ready_when_the_database_answers(app, nobody):
    page = nobody.get("/readyz")
    assert page.body == b"ok\n"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


@pytest.mark.sqlite
@pytest.mark.parametrize(("at", "size"), [(0, 16), (0, 100), (0, 4096), (16, 2), (100, 1)])
def test_not_ready_when_the_start_of_the_file_was_overwritten(app, database, nobody, owner, at, size):
    """Open connections still answer from what they read before."""
    owner.get("/history")
    with Path(str(database.url.database)).open("r+b") as file:
        file.seek(at)
        file.write(bytes(size))
    assert nobody.get("/readyz", 503).body == b"database\n"
    assert nobody.get("/healthz").body == b"ok\n"


@pytest.mark.sqlite
def test_not_ready_when_the_file_was_emptied(app, database, nobody):
    nobody.get("/readyz")
    Path(str(database.url.database)).write_bytes(b"")
    assert nobody.get("/readyz", 503).body == b"database\n"


def test_not_ready_when_another_program_changed_the_schema(app, database, nobody):
    with database.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert nobody.get("/readyz", 503).body == b"schema\n"


def test_not_ready_when_nothing_can_be_saved_soon(app, nobody, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(100 * GIB, 96 * GIB, 4 * GIB))
    assert nobody.get("/readyz", 503).body == b"disk\n"


@pytest.mark.parametrize(
    ("total", "free", "full"),
    [
        (100 * GIB, 5 * GIB, False),
        (100 * GIB, 5 * GIB - 1, True),
        (GIB // 2, 50 * 1024**2, False),
        (GIB // 2, 49 * 1024**2, True),
    ],
)
def test_when_a_disk_is_nearly_full(tmp_path, monkeypatch, total, free, full):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(total, total - free, free))
    assert is_nearly_full(tmp_path) is full


def test_a_database_that_hangs_is_known_to_hang_and_asked_once(database: Database, tmp_path, monkeypatch):
    from threading import Event

    asked, go_on = [], Event()

    def hang(_database: Database) -> str:
        asked.append(1)
        go_on.wait(10)
        return ""

    monkeypatch.setattr(readiness, "_fault_of", hang)
    ready = Readiness(patience=0.01)
    assert [ready.missing(database, tmp_path) for _ in range(3)] == ["database"] * 3
    assert len(asked) == 1
    go_on.set()
    monkeypatch.setattr(readiness, "is_nearly_full", lambda folder: False)
    assert Readiness().missing(database, tmp_path) == ""
