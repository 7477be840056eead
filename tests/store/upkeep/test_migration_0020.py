"""Step 0020: what somebody else saw, in a table of its own. The way back refuses to forget it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated
from tests.store.upkeep.test_migration_0015 import PATIENT, rows, run

BEFORE, THIS = "0019", "0020"
SEEN = (
    "INSERT INTO observation (patient_id, id, at, zone, offset_minutes, day_on, recorded_at, recorded_by, fingerprint,"
    " what, note) VALUES ('ann', '{0}', 0, 'UTC', 0, '1970-01-01', 0, 'ben', 'f', 'other', 'x')"
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A patient, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    run(made, PATIENT.format("ann"))
    yield made
    made.close()


def test_nothing_is_there_at_first_and_the_way_back_is_open(database: Database) -> None:
    migrations.upgrade(database, THIS)
    assert rows(database, "observation") == []
    migrations.upgrade(database, BEFORE)
    migrations.upgrade(database)


@pytest.mark.parametrize(("count", "words"), [(1, "is 1 observation"), (2, "are 2 observations")])
def test_an_observation_is_not_forgotten_on_the_way_back(database: Database, count: int, words: str) -> None:
    migrations.upgrade(database, THIS)
    for number in range(count):
        run(database, SEEN.format(number))
    with pytest.raises(JournalError, match=rf"^There {words} .* so nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert len(rows(database, "observation")) == count


def test_it_goes_with_the_patient(database: Database) -> None:
    migrations.upgrade(database, THIS)
    run(database, SEEN.format("o"))
    with database.writing() as session:
        session.execute(text("DELETE FROM patient"))
    assert rows(database, "observation") == []
