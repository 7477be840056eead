"""A copy put back: whole, up to date, everybody logged out; refused when anything about it is not right."""

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
import pytest

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.files import locks
from journal.store.upkeep import backups, encryption, manifests, migrations, restores
from tests.store.upkeep.record import count, log, make_record, run

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BAD_ROWS = '{"made_at": "", "schema": "0002", "sha256": "x", "patients": {}, "rows": ["entry"]}'
BAD_PATIENTS = '{"made_at": "", "schema": "0002", "sha256": "x", "patients": ["ann"], "rows": {}}'


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
    run(
        database,
        "INSERT INTO share VALUES "
        "('ann','s',x'01',NULL,'','2026-11-01','2026-11-02','[]','[]',0,0,0,0,9000000000000000,9,0,NULL)",
    )
    return backups.write_backup(database, tmp_path / "copies", NOW)


def test_a_copy_is_put_back_and_the_record_set_aside(database, copy):
    log(database, 5, 10)
    aside = restores.restore_backup(database, copy, NOW)
    assert [count(database, table) for table in ("entry", "login_session", "throttle", "share")] == [3, 0, 0, 0]
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
    with pytest.raises(encryption.CannotSeal, match="does not open"):
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


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"sha256": "x"}', BAD_ROWS, BAD_PATIENTS])
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


def test_what_was_set_aside_before_is_never_replaced(database, copy, instance):
    aside = instance / "before-restore-20260301T120000Z"
    aside.mkdir()
    (aside / "journal.db").write_text("of another time")
    assert restores.restore_backup(database, copy, NOW).name == f"{aside.name}-2"
    assert (aside / "journal.db").read_text() == "of another time"


def test_what_stands_in_the_way_is_a_sentence(database, copy, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "journal.db")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(restores.CannotRestore, match="could not be put back: No space left"):
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


def test_accounts_that_come_back_are_counted(database, copy, instance, tmp_path):
    file = instance / "journal.db"
    assert restores.coming_back(file, copy) == 0
    run(database, "DELETE FROM patient")
    assert restores.coming_back(file, copy) == 1
    assert restores.coming_back(tmp_path / "none.db", copy) == 0


# Interrupted: the old record, the new one, or a sentence; never an empty one


def entries_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        found: int = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
    return found


def killed_before(step: int, act: Callable[[], object], name: str = "") -> bool:
    """Whether another process that does this was killed before its nth change of a name, or of one to this name."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    try:
        left = [step]

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                left[0] -= not name or Path(arguments[-1]).name == name
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **options)

            return call

        os.replace, Path.unlink = counted(os.replace), counted(Path.unlink)  # type: ignore[method-assign]
        act()
    finally:
        os._exit(0)


def test_killed_before_any_step_the_record_is_the_old_one_the_new_one_or_refused(
    database, tmp_path, instance, identity
):
    (instance / "secret_key").write_text("o" * 64)
    copy = backups.write_backup(database, tmp_path / "copies", NOW, [identity.to_public()], instance / "secret_key")
    with closing(sqlite3.connect(instance / "journal.db")) as connection:  # an open one, so that the -wal stays
        connection.execute("SELECT * FROM entry").fetchall()
        log(database, 5, 10)
        kept = {file.name: file.read_bytes() for file in instance.iterdir() if not file.name.endswith("-shm")}
    assert kept["journal.db-wal"]
    killed, refused = 0, 0
    while True:
        here = tmp_path / f"killed-{killed}"
        here.mkdir()
        for name, content in (kept | {"secret_key": b"n" * 64}).items():
            (here / name).write_bytes(content)
        address, key = f"sqlite:///{here / 'journal.db'}", here / "secret_key"

        def put_back(address: str = address, key: Path = key) -> Path:
            return restores.restore_backup(Database(address), copy, NOW, [identity], key)

        if not killed_before(killed + 1, put_back):
            break
        killed += 1
        assert len(key.read_text()) == 64
        started = Database(address)
        try:
            migrations.upgrade(started)
            assert count(started) in {3, 8}
            assert count(started) == 8 or key.read_text() == "o" * 64
        except JournalError as error:
            assert "restore was interrupted" in str(error)  # noqa: PT017 - either will do
            refused += 1
            put_back()
            aside = here / "before-restore-20260301T120000Z"
            assert str(aside) in str(error)  # noqa: PT017
            assert (entries_in(aside / "journal.db"), (aside / "secret_key").read_text()) == (8, "n" * 64)
            assert (entries_in(here / "journal.db"), key.read_text()) == (3, "o" * 64)
            migrations.upgrade(started)
            assert list(here.glob("*.restoring")) == []
        started.close()
    assert (killed, refused) >= (6, 5)


def test_an_interrupted_restore_is_ended_by_another_copy_with_the_key_of_then(database, tmp_path, instance, identity):
    key = instance / "secret_key"
    key.write_text("o" * 64)
    with_key = backups.write_backup(database, tmp_path / "a", NOW, [identity.to_public()], key)
    without = backups.write_backup(database, tmp_path / "b", NOW)
    key.write_text("n" * 64)
    database.close()
    here = str(database.url)
    last = 2  # the first journal.db is the one that is set aside
    assert killed_before(
        last, lambda: restores.restore_backup(Database(here), with_key, NOW, [identity], key), "journal.db"
    )
    assert key.read_text() == "o" * 64
    restores.restore_backup(database, without, NOW, key=key)
    assert (key.read_text(), count(database)) == ("n" * 64, 3)


def test_the_key_may_lie_on_another_disk(database, tmp_path, identity, monkeypatch):
    (tmp_path / "other").mkdir()
    key = tmp_path / "other" / "secret_key"
    key.write_text("o" * 64)
    copy = backups.write_backup(database, tmp_path / "copies", NOW, [identity.to_public()], key)
    key.write_text("n" * 64)
    replace = os.replace

    def move(source: Any, target: Any) -> None:
        if ("other" in Path(source).parts) != ("other" in Path(target).parts):
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
        replace(source, target)

    monkeypatch.setattr(os, "replace", move)
    aside = restores.restore_backup(database, copy, NOW, [identity], key)
    assert (count(database), key.read_text(), (aside / "secret_key").read_text()) == (3, "o" * 64, "n" * 64)


def test_a_disk_that_fails_in_the_middle_says_where_the_record_lies_and_what_to_do(
    database, copy, instance, monkeypatch
):
    replace = os.replace

    def fail(source: Any, target: Any) -> None:
        if Path(target) == instance / "journal.db":
            raise OSError(errno.EIO, "Input/output error", str(source))
        replace(source, target)

    with monkeypatch.context() as failing:
        failing.setattr(os, "replace", fail)
        with pytest.raises(JournalError, match=r"Input/output error.*interrupted.*Run it again.*before-restore-2026"):
            restores.restore_backup(database, copy, NOW)
    with pytest.raises(JournalError, match="Run it again"), locks.serving(database):
        pass
    restores.restore_backup(database, copy, NOW)
    assert count(database) == 3


def test_a_wal_that_came_up_after_the_interruption_goes_where_its_database_goes(database, copy, instance):
    """Somebody looks into the record with another tool before running the restore again."""
    database.close()
    killed_before(1, lambda: restores.restore_backup(Database(str(database.url)), copy, NOW), "journal.db")
    with closing(sqlite3.connect(instance / "journal.db")) as connection:
        connection.execute("UPDATE patient SET zone = 'Europe/Berlin'")
        connection.commit()
        assert restores.coming_back(instance / "journal.db", copy) == 0
        aside = restores.restore_backup(database, copy, NOW)
    assert {file.name for file in aside.iterdir()} >= {"journal.db", "journal.db-wal"}
    assert len(list(instance.glob("before-restore-*"))) == 1
    assert count(database) == 3


@pytest.mark.parametrize("note", ["", "[]", '{"folders": [], "files": []}'])
def test_a_note_that_cannot_be_read_stops_the_start_all_the_same(database, copy, instance, note):
    (instance / "journal.db.restoring").write_text(note)
    with pytest.raises(JournalError, match="restore was interrupted"):
        migrations.upgrade(database)
    restores.restore_backup(database, copy, NOW)
    migrations.upgrade(database)


def test_a_server_that_starts_in_the_middle_waits_for_the_end(database, copy, instance, monkeypatch):
    log(database, 5, 10)
    replace, waiting, other = os.replace, [], Database(str(database.url))

    def move(source: Any, target: Any) -> None:
        replace(source, target)
        if Path(source) == instance / "journal.db":
            waiting.append(threading.Thread(target=migrations.upgrade, args=(other,)))
            waiting[0].start()
            waiting[0].join(0.2)
            assert waiting[0].is_alive()
            assert not (instance / "journal.db").exists()

    monkeypatch.setattr(os, "replace", move)
    aside = restores.restore_backup(database, copy, NOW)
    waiting[0].join(5)
    assert (count(other), entries_in(aside / "journal.db")) == (3, 8)
    other.close()


@pytest.mark.parametrize("left", ["journal.db-wal", "before-restore-20260301T120000Z"])
def test_no_empty_record_is_begun_beside_what_is_left_of_one(database, copy, instance, left):
    """Somebody took the database alone away."""
    database.close()
    (instance / "journal.db").unlink()
    (instance / left).mkdir()
    with pytest.raises(JournalError, match=rf"journal\.db is gone, but {left} lies beside it"):
        migrations.upgrade(database)
    assert not (instance / "journal.db").exists()
    restores.restore_backup(database, copy, NOW)
    assert count(database) == 3
