"""Copies of the record: sound while it is written, refused when they are not, put back whole."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from journal.store import backups, migrations
from journal.store.database import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROW = (
    "INSERT INTO patient VALUES ('{0}','{0}','{0}','-',0,'UTC','04:00','24','clonazepam','{{}}',0)",
    "INSERT INTO entry (patient_id,id,kind,at,zone,offset_minutes,day_on,recorded_at,medicine,version,fingerprint,"
    "words,note,status,amount_ug,form) VALUES ('{0}','{1}','dose',{2},'UTC',0,'2026-03-01',0,'clonazepam',1,x'00',"
    "'','','taken',500,'tablet')",
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/journal.db")
    migrations.upgrade(made)
    with made.writing() as session:
        session.connection().exec_driver_sql(ROW[0].format("ann"))
    log(made, 3)
    yield made
    made.close()


def log(database: Database, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        with database.writing() as session:
            session.connection().exec_driver_sql(ROW[1].format("ann", f"id-{number}", number))


def entries(database: Database) -> int:
    with database.reading() as session:
        found: int = session.connection().exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
    return found


def test_a_copy_holds_everything_and_says_so(database, tmp_path):
    made = backups.write_backup(database, tmp_path / "copies", NOW)
    manifest = json.loads(Path(f"{made}.json").read_text())
    assert made.name == "journal-20260301T120000Z.db"
    assert manifest["rows"] == {"patient": 1, "entry": 3, "rating": 0, "entry_version": 0, "regimen_step": 0}
    assert (manifest["schema"], list(manifest["patients"])) == (migrations.HEAD, ["ann"])
    assert (tmp_path / "copies").stat().st_mode & 0o777 == 0o700


def test_twenty_copies_under_load_hold_every_row_that_was_saved_before_them(database, tmp_path):
    stop = threading.Event()
    saved = [3]

    def write() -> None:
        while not stop.is_set():
            log(database, 1, saved[0])
            saved[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(20):
            before = saved[0]
            made = backups.write_backup(database, tmp_path / "copies", NOW + timedelta(seconds=number))
            assert json.loads(Path(f"{made}.json").read_text())["rows"]["entry"] >= before
    finally:
        stop.set()
        writer.join()


def test_old_copies_leave_and_the_newest_stay(database, tmp_path):
    made = [backups.write_backup(database, tmp_path / "c", NOW + timedelta(days=n)) for n in range(4)]
    assert backups.delete_old_backups(tmp_path / "c", 2) == [made[1], made[0]]
    assert backups.list_backups(tmp_path / "c") == [made[3], made[2]]
    assert len(list((tmp_path / "c").iterdir())) == 4


def test_a_copy_is_put_back_and_the_record_set_aside(database, tmp_path):
    with database.writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO login_session VALUES (x'01','ann','d',0,0,9,9,1,0,NULL,'phone')"
        )
    made = backups.write_backup(database, tmp_path / "copies", NOW)
    log(database, 5, 10)
    aside = backups.restore_backup(database, made, NOW)
    assert entries(database) == 3
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM login_session").scalar_one() == 0
    with closing(sqlite3.connect(aside / "journal.db")) as old:
        assert old.execute("SELECT count(*) FROM entry").fetchone() == (8,)


def test_a_damaged_copy_is_refused_and_the_record_stays(database, tmp_path):
    made = backups.write_backup(database, tmp_path / "copies", NOW)
    made.write_bytes(made.read_bytes()[:-100])
    with pytest.raises(backups.CannotRestore, match="not the file its manifest describes"):
        backups.restore_backup(database, made, NOW)
    assert entries(database) == 3


def test_a_copy_without_its_manifest_is_refused(database, tmp_path):
    made = backups.write_backup(database, tmp_path / "copies", NOW)
    Path(f"{made}.json").unlink()
    with pytest.raises(backups.CannotRestore, match="no readable manifest"):
        backups.restore_backup(database, made, NOW)


def test_nothing_is_put_back_under_a_running_server(database, tmp_path):
    made = backups.write_backup(database, tmp_path / "copies", NOW)
    hold = "import fcntl,sys\nf=open(sys.argv[1],'a')\nfcntl.flock(f,fcntl.LOCK_SH)\nprint('held',flush=True)\ninput()"
    command = [sys.executable, "-c", hold, str(tmp_path / "serving.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        with pytest.raises(backups.CannotRestore, match="Stop it first"):
            backups.restore_backup(database, made, NOW)
        server.communicate(b"\n")
    backups.restore_backup(database, made, NOW)


def test_two_servers_may_hold_the_record_together(tmp_path):
    with backups.shared(tmp_path), backups.shared(tmp_path):
        pass
    with backups.exclusively(tmp_path):
        pass


@pytest.mark.parametrize("content", [b"not a database at all", b""])
def test_what_is_no_journal_is_not_sound(tmp_path, content):
    file = tmp_path / "x.db"
    file.write_bytes(content)
    with pytest.raises(backups.CannotBackUp, match="cannot be read as a journal"):
        backups.inspect(file, "")


def test_a_row_that_belongs_to_nobody_is_damage(database, tmp_path):
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE entry SET patient_id='ghost' WHERE id='id-0'")
        connection.commit()
    with pytest.raises(backups.CannotBackUp, match="belong to nothing"):
        backups.inspect(tmp_path / "journal.db", "")


def test_what_is_in_no_file_has_tools_of_its_own():
    with pytest.raises(backups.CannotBackUp, match="pg_dump"):
        backups.file_of(make_url("postgresql+psycopg://somebody@somewhere/journal"))
