"""A copy put back: whole, up to date, everybody logged out; refused when anything about it is not right."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest

from journal.store import ages, backups, locks, manifests, migrations, restores
from journal.store.database import Database
from tests.store.record import count, log, make_record, run

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    (tmp_path / "instance").mkdir()
    return tmp_path / "instance"


@pytest.fixture
def database(instance: Path) -> Iterator[Database]:
    made = make_record(instance / "journal.db")
    yield made
    made.close()


@pytest.fixture
def copy(database: Database, tmp_path: Path) -> Path:
    run(database, "INSERT INTO login_session VALUES (x'01','ann','d',0,0,9,9,1,0,NULL,'phone')")
    run(database, "INSERT INTO throttle VALUES (x'01',3,0,0,NULL,9)")
    return backups.write_backup(database, tmp_path / "copies", NOW)


def test_a_copy_is_put_back_and_the_record_set_aside(database, copy):
    log(database, 5, 10)
    aside = restores.restore_backup(database, copy, NOW)
    assert [count(database, table) for table in ("entry", "login_session", "throttle")] == [3, 0, 0]
    with closing(sqlite3.connect(aside / "journal.db")) as old:
        assert old.execute("SELECT count(*) FROM entry").fetchone() == (8,)
    assert not list(aside.parent.glob(".scratch*"))
    log(database, 1, 20)


def test_all_three_files_are_set_aside_together(database, copy, instance):
    """A -wal left behind would be mixed into the record that was put back."""
    with closing(sqlite3.connect(instance / "journal.db")) as connection:  # an open one, so that the -wal stays
        connection.execute("SELECT * FROM entry").fetchall()
        log(database, 5, 10)
        aside = restores.restore_backup(database, copy, NOW)
    assert {file.name for file in aside.iterdir()} == {"journal.db", "journal.db-wal", "journal.db-shm"}
    assert count(database) == 3
    with closing(sqlite3.connect(aside / "journal.db")) as old:
        assert old.execute("SELECT count(*) FROM entry").fetchone() == (8,)


@pytest.mark.parametrize("damage", ["gone", "garbage", "empty"])
def test_a_record_that_cannot_be_opened_is_replaced(database, copy, instance, damage):
    database.close()
    file = instance / "journal.db"
    file.unlink() if damage == "gone" else file.write_bytes(b"garbage" * 99 if damage == "garbage" else b"")
    restores.restore_backup(database, copy, NOW)
    assert count(database) == 3


def test_a_copy_of_an_older_schema_is_checked_as_it_is_and_brought_up_to_date(database, tmp_path):
    migrations.upgrade(database, "0001")
    old = backups.write_backup(database, tmp_path / "copies", NOW)
    assert manifests.read_manifest(Path(f"{old}.json")).schema == "0001"
    database.close()
    restores.restore_backup(database, old, NOW)
    assert manifests.inspect(locks.file_of(database.url)).schema == migrations.HEAD
    assert count(database) == 3


def test_a_manifest_of_the_first_version_will_do(database, copy):
    """It counted five tables, and its digests were made in another way."""
    manifest = Path(f"{copy}.json")
    content = json.loads(manifest.read_text())
    first = {name: content[name] for name in ("made_at", "schema", "rows", "sha256")}
    first["rows"] = {name: content["rows"][name] for name in ("patient", "entry", "rating")}
    manifest.write_text(json.dumps(first | {"patients": {"ann": "another digest"}}))
    restores.restore_backup(database, copy, NOW)
    assert count(database) == 3


# Encrypted


@pytest.fixture
def identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def test_an_encrypted_copy_is_put_back_with_its_key(database, tmp_path, instance, identity):
    key = instance / "secret_key"
    key.write_text("o" * 64)
    copy = backups.write_backup(database, tmp_path / "copies", NOW, [identity.to_public()], key)
    key.write_text("n" * 64)
    log(database, 2, 10)
    with pytest.raises(restores.CannotRestore, match="--identity"):
        restores.restore_backup(database, copy, NOW)
    with pytest.raises(ages.CannotSeal, match="does not open"):
        restores.restore_backup(database, copy, NOW, [pyrage.x25519.Identity.generate()], key)
    assert (count(database), key.read_text()) == (5, "n" * 64)
    aside = restores.restore_backup(database, copy, NOW, [identity], key)
    assert (count(database), key.read_text(), key.stat().st_mode & 0o777) == (3, "o" * 64, 0o600)
    assert (aside / "secret_key").read_text() == "n" * 64


def test_without_a_key_beside_the_copy_the_present_one_stays(database, tmp_path, instance, identity):
    key = instance / "secret_key"
    key.write_text("n" * 64)
    copy = backups.write_backup(database, tmp_path / "copies", NOW, [identity.to_public()])
    restores.restore_backup(database, copy, NOW, [identity], key)
    assert key.read_text() == "n" * 64


# Refused: the record stays as it was


def test_a_damaged_copy_is_refused(database, copy):
    copy.write_bytes(copy.read_bytes()[:-100])
    with pytest.raises(restores.CannotRestore, match="not the file its manifest describes"):
        restores.restore_backup(database, copy, NOW)
    assert count(database) == 3


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"sha256": "x"}'])
def test_a_copy_without_a_readable_manifest_is_refused(database, copy, content):
    manifest = Path(f"{copy}.json")
    manifest.unlink() if content is None else manifest.write_text(content)
    with pytest.raises(restores.CannotRestore, match="no readable manifest"):
        restores.restore_backup(database, copy, NOW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rows": {"entry": 4}}, "rows of entry"),
        ({"patients": {"ann": "0" * 64}}, "record of 1 of 1 patients"),
        ({"patients": {}}, "record of 1 of 0 patients"),
        ({"schema": "0001"}, "another schema"),
    ],
)
def test_a_copy_that_holds_something_else_than_its_manifest_says_is_refused(database, copy, change, words):
    manifest = Path(f"{copy}.json")
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | change))
    with pytest.raises(restores.CannotRestore, match=words):
        restores.restore_backup(database, copy, NOW)


def test_a_copy_of_a_newer_program_is_refused(database, copy):
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    manifests.inspect(copy, "").write(Path(f"{copy}.json"))
    with pytest.raises(migrations.SchemaTooNew):
        restores.restore_backup(database, copy, NOW)
    assert count(database) == 3


def test_what_stands_in_the_way_is_a_sentence(database, copy, instance):
    aside = instance / "before-restore-20260301T120000Z"
    aside.mkdir()
    with pytest.raises(restores.CannotRestore, match="could not be put back: File exists"):
        restores.restore_backup(database, copy, NOW)
    assert count(database) == 3


def test_nothing_is_put_back_under_a_running_server(database, copy, instance):
    hold = "import fcntl,sys\nf=open(sys.argv[1],'a')\nfcntl.flock(f,fcntl.LOCK_SH)\nprint('held',flush=True)\ninput()"
    command = [sys.executable, "-c", hold, str(instance / "serving.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        with pytest.raises(locks.Held, match="Stop it first"):
            restores.restore_backup(database, copy, NOW)
        server.communicate(b"\n")
    restores.restore_backup(database, copy, NOW)


def test_two_servers_may_hold_the_record_together(database, instance):
    with locks.serving(database), locks.serving(database):
        assert count(database) == 3
        with pytest.raises(locks.Held), locks.exclusively(instance / "journal.db"):
            pass
    with locks.exclusively(instance / "journal.db"):
        pass


def test_a_server_opens_the_file_that_is_there_when_it_begins(database, copy):
    """Put back between its start and its first request, another file lies there."""
    log(database, 5, 10)
    restores.restore_backup(Database(str(database.url)), copy, NOW)
    with locks.serving(database):
        assert count(database) == 3


def test_a_database_that_is_no_file_needs_no_lock():
    with locks.serving(Database("postgresql+psycopg://nobody@127.0.0.1:1/none")):
        pass
