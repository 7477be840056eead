"""Step 0025: visits, ticks for the doctor and steps that say where they were decided. The way back forgets none."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated
from tests.store.upkeep.test_migration_0015 import PATIENT, rows, run

BEFORE, THIS = "0024", "0025"
VISIT = (
    "INSERT INTO visit (patient_id, id, person, place, changed, bothers, to_ask, decided, words, version, recorded_at,"
    " fingerprint) VALUES ('ann', '{0}', '', '', '', '', '', '', '', 1, 0, 'f')"
)
VERSION = (
    "INSERT INTO visit_version (patient_id, visit_id, version, change, changed_at, changed_by, content)"
    " VALUES ('ann', '0', 1, 'edited', 0, 'ann', '{}')"
)
MARK = (
    "INSERT INTO doctor_mark (patient_id, kind, entry_id, marked_at, marked_by)"
    " VALUES ('ann', 'entry', '{0}', 0, 'ann')"
)
TABLES = ("visit", "visit_version", "doctor_mark")


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A patient, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    run(made, PATIENT.format("ann"))
    yield made
    made.close()


def test_nothing_is_there_at_first_and_the_way_back_is_open(database: Database) -> None:
    migrations.upgrade(database, THIS)
    assert [rows(database, table) for table in TABLES] == [[], [], []]
    migrations.upgrade(database, BEFORE)
    migrations.upgrade(database)


@pytest.mark.parametrize(
    ("written", "count", "words"),
    [
        (VISIT, 1, "is 1 visit"),
        (VISIT, 2, "are 2 visits"),
        (MARK, 1, "is 1 tick for a doctor"),
        (MARK, 2, "are 2 ticks for a doctor"),
    ],
)
def test_neither_is_forgotten_on_the_way_back(database: Database, written: str, count: int, words: str) -> None:
    migrations.upgrade(database, THIS)
    for number in range(count):
        run(database, written.format(number))
    with pytest.raises(JournalError, match=rf"^There {words}\. .* so nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert len(rows(database, "visit")) + len(rows(database, "doctor_mark")) == count


def test_all_of_it_goes_with_the_patient(database: Database) -> None:
    migrations.upgrade(database, THIS)
    run(database, VISIT.format(0))
    run(database, VERSION)
    run(database, MARK.format(0))
    with database.writing() as session:
        session.execute(text("DELETE FROM patient"))
    assert [rows(database, table) for table in TABLES] == [[], [], []]
