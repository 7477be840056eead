"""The schema: what the migrations make is what the models say; up, down, up; nothing of a record is lost."""

import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import String, inspect, text
from sqlalchemy.types import TypeDecorator

from journal.actions import regimens
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.values.errors import JournalError
from journal.store.database.database import Database, DatabaseUnusable
from journal.store.database.models import Base
from journal.store.record import entries as store
from journal.store.upkeep import migrations
from tests.acting import acting
from tests.actions.record.test_entries import CHECK_IN, DOSE, EPISODE, NOW
from tests.databases import Databases, migrated


@pytest.fixture
def address(databases: Databases) -> str:
    """The address of an empty database."""
    return databases.blank("fresh")


@pytest.fixture
def fresh(address: str) -> Iterator[Database]:
    """An empty database."""
    database = Database(address)
    yield database
    database.close()


@pytest.fixture
def newest(databases: Databases) -> Iterator[Database]:
    """A database without a row, with the newest schema."""
    with databases.copy(migrated(databases)) as address:
        database = Database(address)
        yield database
        database.close()


def version(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return migrations.version(connection)


def schema(database: Database) -> dict[str, Any]:
    """Columns, keys, checks and indexes by table."""
    found = inspect(database.engine)
    return {
        table: {"columns": sorted(str(column) for column in found.get_columns(table)), **_constraints(database, table)}
        for table in found.get_table_names()
    }


def is_other_type(_context: Any, _column: Any, _metadata: Any, found: Any, wanted: Any) -> bool:
    """A type of our own is the type it is stored as."""
    stored = wanted.impl if isinstance(wanted, TypeDecorator) else wanted
    same_length = not isinstance(found, String) or found.length == stored.length
    return found._type_affinity is not stored._type_affinity or not same_length


def test_the_migrated_schema_is_what_the_models_say(newest: Database) -> None:
    with newest.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": is_other_type})
        assert compare_metadata(context, Base.metadata) == []


def test_checks_and_keys_are_what_the_models_say(newest: Database, databases: Databases) -> None:
    from_models = Database(databases.blank("models"))
    Base.metadata.create_all(from_models.engine)
    for table in Base.metadata.tables:
        assert _constraints(newest, table) == _constraints(from_models, table), table
    from_models.close()


def _constraints(database: Database, table: str) -> dict[str, Any]:
    found = inspect(database.engine)
    return {
        "checks": sorted((check["name"] or "", check["sqltext"]) for check in found.get_check_constraints(table)),
        "keys": sorted(str(sorted(key.items(), key=str)) for key in found.get_foreign_keys(table)),
        "primary": found.get_pk_constraint(table)["constrained_columns"],
        "unique": sorted(str(unique) for unique in found.get_unique_constraints(table)),
        "indexes": sorted(f"{index['name']} {index['column_names']}" for index in found.get_indexes(table)),
    }


def test_there_is_one_newest_version_and_the_program_knows_it(fresh: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]
    assert version(fresh) is None
    migrations.upgrade(fresh)
    assert version(fresh) == migrations.HEAD


def test_every_table_of_the_record_is_counted_before_and_after_an_upgrade() -> None:
    of_the_account = {"access_grant", "audit_event", "audit_head", "login_session", "recovery_code", "second_factor"}
    assert {*migrations.RECORD} == {*Base.metadata.tables} - of_the_account - {"share", "throttle"}


def test_up_down_and_up_again(newest: Database) -> None:
    before = schema(newest)
    migrations.upgrade(newest, "base")
    assert list(schema(newest)) == ["alembic_version"]
    migrations.upgrade(newest)
    assert schema(newest) == before


def test_a_database_that_is_up_to_date_is_left_alone(newest: Database) -> None:
    before = schema(newest)
    migrations.upgrade(newest)
    migrations.upgrade(newest, migrations.HEAD)
    assert schema(newest) == before


@pytest.mark.sqlite
def test_foreign_keys_are_on_again_afterwards(newest: Database) -> None:
    migrations.upgrade(newest, "0009")
    for _ in range(3):
        with newest.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_record_survives(database: Database, patient: Patient, clonazepam: Monograph) -> None:
    for detail in (DOSE, CHECK_IN, EPISODE):
        entries.log_entry(acting(database, patient, NOW), str(uuid.uuid4()), detail, b"f", clonazepam)
    regimens.log_step(acting(database, patient, NOW), "s", Step.every_day(NOW.date(), None, (), 500_000, "tablet"))
    before = _rows(database)
    assert (
        sum(map(len, before.values())) == 11
    )  # patient, medicine, 3 entries, 2 ratings, 1 alert, 1 step, version, head of the audit log
    migrations.upgrade(database)
    assert _rows(database) == before
    from journal.core.record.history import Filter

    with database.reading() as session:
        found = store.list_entries(session, patient.id, Filter())
    assert {entry.detail for entry in found} == {DOSE, CHECK_IN, EPISODE}


def _rows(database: Database) -> dict[str, list[Any]]:
    with database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {table: sorted(map(str, connection.exec_driver_sql(f"SELECT * FROM {table}"))) for table in tables}


def test_a_database_of_a_newer_program_is_left_alone_with_a_sentence(database: Database, patient: Patient) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.SchemaTooNew, match=r"^This database was made by a newer version of the journal\."):
        migrations.upgrade(database)
    assert version(database) == "9999"
    with database.reading() as session:
        assert session.execute(text("SELECT name FROM patient")).scalar_one() == patient.name


def test_a_change_that_would_orphan_rows_is_undone(
    newest: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _with_revision(
        tmp_path,
        "op.execute(sa.text('INSERT INTO recovery_code (patient_id, code_hash) VALUES (:patient, :code)')"
        ".bindparams(patient='nobody', code=b'x'))",
    )
    migrations_head = migrations.HEAD
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(migrations, "HEAD", "9999")
    with pytest.raises(JournalError, match=r"belong to nothing|violates foreign key"):
        migrations.upgrade(newest)
    assert version(newest) == migrations_head
    with newest.reading() as session:
        assert session.execute(text("SELECT count(*) FROM recovery_code")).scalar_one() == 0


def test_a_change_that_fails_half_way_is_undone_whole(
    newest: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _with_revision(tmp_path, 'op.execute("CREATE TABLE half (x INTEGER)")\n    op.execute("nonsense")')
    before, migrations_head = schema(newest), migrations.HEAD
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(migrations, "HEAD", "9999")
    with pytest.raises(DatabaseUnusable, match="nonsense"):
        migrations.upgrade(newest)
    assert schema(newest) == before
    assert version(newest) == migrations_head


def _with_revision(tmp_path: Path, body: str) -> Path:
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_next.py").write_text(
        f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "9999"\ndown_revision = "{migrations.HEAD}"\n\n\n'
        f"def upgrade():\n    {body}\n\n\ndef downgrade():\n    pass\n"
    )
    return folder


def test_threads_that_start_together_upgrade_once(address: str) -> None:
    together = [Database(address) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrations.upgrade, together))
    assert [version(database) for database in together] == [migrations.HEAD] * 4
    for database in together:
        database.close()


UPGRADE = """
import sys
from journal.store.upkeep import migrations
from journal.store.database.database import Database
migrations.upgrade(Database(sys.argv[1]))
"""


def test_processes_that_start_together_upgrade_once(address: str, fresh: Database) -> None:
    command = [sys.executable, "-c", UPGRADE, address]
    together = [subprocess.Popen(command, cwd=migrations.FOLDER.parent) for _ in range(2)]
    assert [process.wait(60) for process in together] == [0, 0]
    assert version(fresh) == migrations.HEAD
    with fresh.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1


STEPS = (
    # id, first and last day, saved and replaced (hours after midnight of 1 March 2026 in Berlin), when it stopped
    ("replaced at noon of the tenth", "2026-03-01", "2026-03-09", 0, None, 9 * 24 + 12),
    ("saved that noon, replaced at three", "2026-03-10", None, 9 * 24 + 12, 9 * 24 + 15, None),
    ("saved at three, closed by one ahead", "2026-03-10", "2026-03-19", 9 * 24 + 15, None, None),
    ("saved ahead", "2026-03-20", None, 9 * 24 + 16, None, None),
)


def test_the_minute_a_step_stopped_is_found_for_the_steps_that_are_there(fresh: Database) -> None:
    """Filled with the schema before, looked at after it. Midnight of 1 March in Berlin is 23:00 in UTC."""
    midnight = int(datetime(2026, 2, 28, 23, tzinfo=UTC).timestamp()) * 10**6
    migrations.upgrade(fresh, "0002")
    with fresh.writing() as session:
        run = session.connection().exec_driver_sql
        run(
            "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours, medicine,"
            " own_symptoms, revision) VALUES ('ann', 'ann', 'Ann', '-', 0, 'Europe/Berlin', '04:00', '24',"
            " 'clonazepam', '{}', 0)"
        )
        for step_id, first, last, saved, replaced, _ in STEPS:
            ends_on = f"'{last}'" if last else "NULL"
            superseded_at = midnight + replaced * 3600 * 10**6 if replaced else "NULL"
            run(
                "INSERT INTO regimen_step (patient_id, id, starts_on, ends_on, times, amount_ug, form, created_at,"
                f" superseded_at) VALUES ('ann', '{step_id}', '{first}', {ends_on}, '08:00 20:00', 500, 'tablet',"
                f" {midnight + saved * 3600 * 10**6}, {superseded_at})"
            )
    migrations.upgrade(fresh, "0003")
    with fresh.engine.connect() as connection:
        found = dict(connection.exec_driver_sql("SELECT id, ended_at FROM regimen_step").all())
        assert connection.exec_driver_sql("SELECT past_zones FROM patient").scalar() in ("[]", [])
    assert found == {each[0]: each[5] and midnight + each[5] * 3600 * 10**6 for each in STEPS}
