"""SQLite as it is really opened: durable, one writer at a time, and only while its files are the ones it opened."""

import os
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from journal.core.accounts.accounts import Patient
from journal.store.database.database import Database
from journal.store.upkeep import migrations

pytestmark = pytest.mark.sqlite


def pragma(database: Database, name: str) -> object:
    with database.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000), ("trusted_schema", 0),
     ("secure_delete", 1)],
)  # fmt: skip
def test_every_connection_is_durable_and_checks_its_keys(database: Database, name: str, value: object) -> None:
    assert pragma(database, name) == value


def test_a_writer_takes_the_lock_at_once_and_a_reader_does_not(database: Database) -> None:
    other = sqlite3.connect(str(database.url.database), timeout=0, isolation_level=None)
    try:
        with database.writing() as session:
            session.execute(text("SELECT 1"))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        with database.reading() as session:
            session.execute(text("SELECT count(*) FROM patient"))
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
    finally:
        other.close()


def test_writers_wait_in_line(database: Database, patient: Patient) -> None:
    def add_one() -> None:
        for _ in range(10):
            with database.writing() as session:
                seen = session.execute(text("SELECT revision FROM patient")).scalar_one()
                session.execute(text("UPDATE patient SET revision = :next"), {"next": seen + 1})

    threads = [threading.Thread(target=add_one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.execute(text("SELECT revision FROM patient")).scalar_one() == 50


# The files


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(text("SELECT name FROM patient ORDER BY name")).scalars())


def rename(database: Database, name: str) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE patient SET name = :name"), {"name": name})


@pytest.fixture
def file(database: Database, patient: Patient) -> Path:
    """The file of a database that is in use."""
    assert names(database) == [patient.name]
    return Path(str(database.url.database))


def test_nothing_is_written_into_a_file_that_was_moved_away(database: Database, file: Path) -> None:
    away = file.with_name("away.db")
    file.rename(away)
    with pytest.raises(OperationalError, match="unable to open"):
        rename(database, "lost")
    assert not file.exists()
    away.rename(file)
    rename(database, "kept")
    assert names(database) == ["kept"]


def test_no_new_record_is_begun_where_the_old_one_was_deleted(database: Database, file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        os.unlink(f"{file}{ending}")
    for _ in range(2):
        with pytest.raises(OperationalError, match="unable to open"):
            names(database)
    assert not file.exists()


def test_another_record_is_never_mixed_with_the_wal_of_the_old_one(database: Database, file: Path) -> None:
    other, own = shutil.copyfile(file, file.with_name("other.db")), file.with_name("own.db")
    rename(database, "later")
    file.rename(own)
    other.replace(file)
    with pytest.raises(OperationalError, match="beside the -wal"):
        names(database)
    own.replace(file)  # put back, it has everything
    assert names(database) == ["later"]


def test_another_record_in_its_place_is_opened_anew(database: Database, file: Path) -> None:
    other = shutil.copyfile(file, file.with_name("other.db"))
    database.close()
    assert len(names(database)) == 1
    other.replace(file)
    os.unlink(f"{file}-wal")
    assert names(database) == []


def test_a_lost_wal_takes_nothing_with_it(database: Database, file: Path) -> None:
    rename(database, "in the wal")
    os.unlink(f"{file}-wal")
    assert names(database) == ["in the wal"]
    rename(database, "later")
    database.close()
    assert names(database) == ["later"]


def test_what_is_still_in_use_is_not_mixed_with_what_came_in_its_place(database: Database, file: Path) -> None:
    other = shutil.copyfile(file, file.with_name("other.db"))
    with database.reading() as session:
        session.execute(text("SELECT 1"))
        other.replace(file)
        os.unlink(f"{file}-wal")
        with pytest.raises(OperationalError, match="while it is in use"):
            names(database)
    assert names(database) == []


def test_many_may_open_and_close_it_at_once(database: Database, patient: Patient) -> None:
    together = threading.Barrier(9)

    def read(number: int) -> list[list[str]]:
        together.wait()
        found = []
        for _ in range(5):
            found.append(names(database))
            if number % 4 == 0:
                database.close()
        return found

    with ThreadPoolExecutor(9) as pool:
        assert list(pool.map(read, range(9))) == [[[patient.name]] * 5] * 9


def test_a_damaged_file_is_read_anew_once_it_is_sound_again(database: Database, file: Path) -> None:
    database.close()
    sound = file.read_bytes()
    with file.open("r+b") as damaged:
        damaged.write(b"x" * 100)
    with pytest.raises(DatabaseError, match="not a database"):
        names(database)
    file.write_bytes(sound)
    assert len(names(database)) == 1


def test_the_file_is_born_readable_by_its_owner_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(OperationalError, match="unable to open"):
        names(database)
    before = os.umask(0o022)
    try:
        migrations.upgrade(database)
    finally:
        os.umask(before)
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
    database.close()


def test_it_waits_as_long_as_it_was_told_and_no_longer(database: Database, file: Path) -> None:
    hasty = Database(f"sqlite:///{file}", patience=0.05)
    with database.writing() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked"):
            rename(hasty, "x")
        assert len(names(hasty)) == 1
    rename(hasty, "x")
    hasty.close()


def test_a_writer_in_line_looks_again_and_again_and_reads_as_patiently_as_before(file: Path) -> None:
    """SQLite's own wait would end with the first turn, or look ten times a second at last."""
    busy, looked = Database(f"sqlite:///{file}"), 0

    @event.listens_for(busy.engine, "handle_error")
    def count(_context: object) -> None:
        nonlocal looked
        looked += 1
        if looked == 2:
            other.execute("COMMIT")

    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        rename(busy, "x")
        assert looked == 2
        assert pragma(busy, "busy_timeout") == 5000
    finally:
        other.close()
        busy.close()
