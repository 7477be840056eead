"""A record that people have filled, brought to the newest schema and back: copied first, and nothing of it lost."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.files import locks
from journal.store.upkeep import manifests, migrations

NOTES = (
    "",
    "plain",
    "Ünïcödé – “½ mg” 🌙 \u202eright to left",
    "two\nlines\tand a tab",
    "it's 100 % ;-- DROP",
    "\U0001f600" * 50,
)
WRITTEN_ANEW = ("amount_ug", "content", "medicine", "times")  # test_migration_0007.py and 0008 look at these
TABLES = ("patient", "entry", "rating", "entry_version", "regimen_step")


@pytest.fixture(params=[40])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Entries of two patients as the first version of the program left them."""
    made = Database(f"sqlite:///{tmp_path / 'journal.db'}")
    migrations.upgrade(made, "0001")
    with made.writing() as session:
        _fill(session.connection().connection.driver_connection, request.param)
    yield made
    made.close()


ENTRY = (
    "INSERT INTO entry (patient_id, id, at, day_on, note, deleted_at, kind, status, amount_ug, form, answer, version,"
    " zone, offset_minutes, recorded_at, medicine, fingerprint, words)"
    " VALUES (?, ?, ?, '2026-01-01', ?, ?, ?, ?, ?, ?, ?, 1, 'UTC', 0, 0, 'clonazepam', x'00', '')"
)
DOSE, CHECK_IN = ("dose", "taken", 500, "tablet", None), ("check_in", None, None, None, "rated")


def _fill(driver: Any, entries: int) -> None:
    for patient in ("ann", "bea"):
        words = json.dumps({"own-1": "kribbeln 🐜"})
        account = (patient, patient, patient.title(), "-", 0, "UTC", "04:00", "24", "clonazepam", words, 7)
        driver.execute(f"INSERT INTO patient VALUES ({', '.join('?' * 11)})", account)
        driver.execute("INSERT INTO login_session VALUES (?, ?, 0, 0, 9, 'phone')", (patient.encode(), patient))
        step = (patient, "s", "2026-01-01", None, "08:00 20:00", 500, "tablet", 0, None)
        driver.execute(f"INSERT INTO regimen_step VALUES ({', '.join('?' * 9)})", step)
    for number in range(entries):
        patient, entry_id, note = ("ann", "bea")[number % 2], f"id-{number}", NOTES[number % len(NOTES)]
        deleted_at, kind = None if number % 5 else number, DOSE if number % 3 else CHECK_IN
        driver.execute(ENTRY, (patient, entry_id, number * 10**6, note, deleted_at, *kind))
        if kind is CHECK_IN:
            driver.execute(
                "INSERT INTO rating VALUES (?, ?, 'drowsiness', 0, 2, '', '2026-01-01')", (patient, entry_id)
            )
        said = {"note": note} if kind is CHECK_IN else {"kind": "dose", "amount_ug": 62, "note": note}
        version = (patient, entry_id, json.dumps(said))
        driver.execute("INSERT INTO entry_version VALUES (?, ?, 1, 'edit', 5, ?)", version)


def rows(database: Database, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the record, by table, columns by name."""
    found = {}
    with closing(sqlite3.connect(str(database.url.database))) as connection:
        for table in TABLES:
            names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            kept = ", ".join(sorted(set(names) - set(without)))
            found[table] = sorted(connection.execute(f"SELECT {kept} FROM {table}"), key=repr)
    return found


def columns(file: Path) -> set[str]:
    """The names of all columns of the record."""
    query = "SELECT name FROM pragma_table_info(?)"
    with closing(sqlite3.connect(file)) as connection:
        return {name for table in TABLES for (name,) in connection.execute(query, (table,))}


@pytest.mark.parametrize("database", [2000], indirect=True)
def test_up_and_down_again_every_row_is_what_it_was(database, tmp_path):
    before, kept, names = rows(database), rows(database, WRITTEN_ANEW), columns(tmp_path / "journal.db")
    assert len(before["entry"]) == 2000
    migrations.upgrade(database)
    added = columns(tmp_path / "journal.db") - names
    assert rows(database, (*added, *WRITTEN_ANEW)) == kept
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM entry_version WHERE changed_by <> patient_id")).scalar() == 0
        assert session.execute(text("SELECT count(*) FROM login_session")).scalar() == 0
        assert session.scalars(text("SELECT week_starts FROM patient")).all() == [None, None]  # as in the region
        assert session.scalars(text("SELECT decimal_sign FROM patient")).all() == [None, None]  # as before
        assert session.scalars(text("SELECT paper FROM patient")).all() == [None, None]  # as in the region
    migrations.upgrade(database, "0001")
    assert rows(database) == before


def test_the_record_is_copied_first(database, tmp_path):
    before = manifests.inspect(tmp_path / "journal.db").patients
    migrations.upgrade(database)
    (copy,) = tmp_path.glob(f"before-{migrations.HEAD}-*Z.db")
    found = manifests.inspect(copy)
    assert (found.schema, found.patients) == ("0001", before)
    assert copy.stat().st_mode & 0o777 == 0o600
    migrations.upgrade(database)
    assert len(list(tmp_path.glob("before-*"))) == 1


def test_nothing_is_copied_when_nothing_is_there_or_nothing_is_to_do(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'journal.db'}")
    migrations.upgrade(made, "0001")
    migrations.upgrade(made)  # nobody has signed up yet
    migrations.upgrade(made)
    made.close()
    assert list(tmp_path.glob("before-*")) == []


def test_an_older_program_that_serves_is_not_upgraded_under(database, tmp_path, monkeypatch):
    monkeypatch.setattr(migrations, "PATIENCE", 0.1)
    with (
        locks.shared(tmp_path / "journal.db"),
        pytest.raises(locks.Held, match="older version of the journal is running"),
    ):
        migrations.upgrade(database)
    assert list(tmp_path.glob("before-*")) == []
    migrations.upgrade(database)


def test_who_finds_the_upgrade_done_by_another_goes_on(database, tmp_path):
    """Two workers start: the second waits, finds the schema new and the first one serving."""
    other = Database(str(database.url))
    with locks.shared(tmp_path / "journal.db"):
        waiting = Thread(target=migrations.upgrade, args=(other,))
        waiting.start()
        migrations.upgrade(database, migrations.HEAD, copy_first=False)
        waiting.join(5)
    assert not waiting.is_alive()
    assert not migrations.is_behind(other)
    assert list(tmp_path.glob("before-*")) == []
    other.close()


def test_an_upgrade_that_would_lose_a_row_is_undone(database, monkeypatch):
    run = migrations._run

    def lose(connection: Any, target: str) -> None:
        run(connection, target)
        connection.execute(text("DELETE FROM entry WHERE id = 'id-4'"))

    before = rows(database)
    monkeypatch.setattr(migrations, "_run", lose)
    with pytest.raises(JournalError, match="rows of a record would be missing"):
        migrations.upgrade(database)
    assert rows(database) == before


def test_a_copy_that_cannot_be_made_stops_the_upgrade(database, tmp_path, monkeypatch):
    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migrations, "write_upgrade_copy", full)
    with pytest.raises(JournalError, match="disk is full"):
        migrations.upgrade(database)
    assert migrations.is_behind(database)
