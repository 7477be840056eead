"""Step 0023: a kidney disease, where a patient ticks it. Nobody had, and the way back refuses to forget it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated
from tests.store.upkeep.test_migration_0015 import PATIENT, rows, run

BEFORE, THIS = "0022", "0023"


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """Two patients, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    for name in ("ann", "ben"):
        run(made, PATIENT.format(name))
    yield made
    made.close()


def test_nobody_has_noted_it_there_and_back(database: Database) -> None:
    before = rows(database, "patient")
    migrations.upgrade(database, THIS)
    with database.reading() as session:
        assert session.execute(text("SELECT kidney_disease FROM patient")).scalars().all() == [None, None]
    migrations.upgrade(database, BEFORE)
    assert rows(database, "patient") == before
    migrations.upgrade(database)


@pytest.mark.parametrize(
    ("where", "words"), [("WHERE id = 'ann'", "1 patient noted"), ("", "2 patients noted")], ids=["one", "two"]
)
def test_what_was_noted_is_not_forgotten_on_the_way_back(database: Database, where: str, words: str) -> None:
    migrations.upgrade(database, THIS)
    run(database, f"UPDATE patient SET kidney_disease = TRUE {where}")
    before = rows(database, "patient")
    with pytest.raises(JournalError, match=rf"^{words} a kidney disease\. .* so nothing was changed\."):
        migrations.upgrade(database, BEFORE)
    assert rows(database, "patient") == before
