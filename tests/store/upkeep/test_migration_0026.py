"""Step 0026: links to the report of some days. They go with their patient, and with the way back: none lives on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated
from tests.store.upkeep.test_migration_0015 import PATIENT, rows, run

BEFORE, THIS = "0025", "0026"
SHARE = (
    "INSERT INTO share (patient_id, id, token_hash, name, first_on, last_on, medicines, charts, with_name, with_notes,"
    " with_typed, created_at, expires_at, most_views, views)"
    " VALUES ('{0}', '{1}', '{1}', '', '2026-11-0{2}', '2026-11-02', '[]', '[]', true, true, true, 0, 1, 3, {3})"
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """Two patients, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    run(made, PATIENT.format("ann"))
    run(made, PATIENT.format("ben"))
    yield made
    made.close()


def test_a_link_goes_with_its_patient_and_with_the_way_back(database: Database) -> None:
    migrations.upgrade(database, THIS)
    run(database, SHARE.format("ann", "a", 1, 0))
    run(database, SHARE.format("ben", "b", 2, 3))
    run(database, "DELETE FROM patient WHERE id = 'ann'")
    assert [row[:2] for row in rows(database, "share")] == [("ben", "b")]
    migrations.upgrade(database, BEFORE)
    migrations.upgrade(database)
    assert rows(database, "share") == []


@pytest.mark.parametrize(("name", "first", "views"), [("c", 1, 4), ("c", 3, 0), ("a", 1, 0)])
def test_no_more_views_than_allowed_no_days_turned_round_no_token_twice(
    database: Database, name: str, first: int, views: int
) -> None:
    migrations.upgrade(database, THIS)
    run(database, SHARE.format("ann", "a", 1, 0))
    with pytest.raises(IntegrityError):
        run(database, SHARE.format("ben", name, first, views))
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM share")).scalar_one() == 1
