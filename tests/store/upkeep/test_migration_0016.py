"""Step 0016: alerts. What was there stays and gets none, and the way back refuses to forget one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

BEFORE, THIS = "0015", "0016"
ALERT = {
    "patient_id": "'ann'",
    "id": "'a'",
    "rule": "'gap'",
    "rule_version": "1",
    "level": "'caution'",
    "found": "'{}'",
    "about": "'entry'",
    "about_id": "'e'",
    "day_on": "'2026-03-01'",
    "came": "'told'",
    "raised_at": "0",
    "raised_by": "'ann'",
}


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A patient, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    run(
        made,
        "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours, own_symptoms,"
        " past_zones, revision) VALUES ('ann', 'ann', 'ann', '-', 0, 'UTC', '04:00', '24', '{}', '[]', 7)",
    )
    yield made
    made.close()


def run(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement.replace(":", r"\:")))


def add(database: Database, **other: str) -> None:
    values = ALERT | other
    run(database, f"INSERT INTO alert ({', '.join(values)}) VALUES ({', '.join(values.values())})")


def count(database: Database, table: str) -> int:
    with database.reading() as session:
        found: int = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        return found


def test_nothing_is_written_of_what_was_recorded_before_and_the_way_back_is_open(database: Database) -> None:
    migrations.upgrade(database, THIS)
    assert (count(database, "patient"), count(database, "alert")) == (1, 0)
    migrations.upgrade(database, BEFORE)
    assert count(database, "patient") == 1
    migrations.upgrade(database)


@pytest.mark.parametrize(
    "other",
    [
        {"level": "'red'"},
        {"about": "'week'"},
        {"came": "'guessed'"},
        {"acknowledged_at": "1"},
        {"acknowledged_by": "'ann'"},
        {"patient_id": "'bob'"},
    ],
    ids="-".join,
)
def test_an_alert_is_one_that_the_journal_knows(database: Database, other: dict[str, str]) -> None:
    migrations.upgrade(database, THIS)
    add(database, id="'b'", acknowledged_at="1", acknowledged_by="'ann'")
    with pytest.raises(IntegrityError):
        add(database, **other)


def test_the_alerts_go_with_their_patient(database: Database) -> None:
    migrations.upgrade(database, THIS)
    add(database)
    run(database, "DELETE FROM patient")
    assert count(database, "alert") == 0


@pytest.mark.parametrize(("others", "words"), [(0, "once"), (1, "2 times")])
def test_an_alert_is_not_forgotten_on_the_way_back(database: Database, others: int, words: str) -> None:
    migrations.upgrade(database, THIS)
    add(database)
    for n in range(others):
        add(database, id=f"'{n}'")
    with pytest.raises(JournalError, match=rf"^The journal spoke up {words}\. .* nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert count(database, "alert") == 1 + others
