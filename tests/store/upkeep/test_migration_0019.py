"""Step 0019: a medicine taken like that before. No step says so before it, and the way back refuses to forget it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

BEFORE, THIS = "0018", "0019"
RECORD = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours,"
    " own_symptoms, past_zones, revision) VALUES ('ann', 'ann', 'ann', '-', 0, 'UTC', '04:00', '24', '{}', '[]', 7)",
    "INSERT INTO medicine (patient_id, id, monograph, unit, amounts, position, created_at)"
    " VALUES ('ann', 'clonazepam', 'clonazepam', 'mg', '[]', 0, 0)",
    "INSERT INTO regimen_step (patient_id, id, medicine_id, starts_on, doses, days, form, created_at)"
    " VALUES ('ann', 's', 'clonazepam', '2026-03-01', '08:00=500000', 'every 1', 'tablet', 0)",
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A plan of one step, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    for statement in RECORD:
        run(made, statement)
    yield made
    made.close()


def run(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement))


def steps(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text("SELECT * FROM regimen_step"))]


def test_a_step_stays_as_it_is_and_says_nothing_of_before(database: Database) -> None:
    before = steps(database)
    migrations.upgrade(database, THIS)
    with database.reading() as session:
        assert session.execute(text("SELECT taken_before FROM regimen_step")).scalars().all() == [None]
    migrations.upgrade(database, BEFORE)
    assert steps(database) == before
    migrations.upgrade(database)


@pytest.mark.parametrize(("others", "words"), [(0, "1 step of a plan says"), (1, "2 steps of plans say")])
def test_what_was_before_is_not_forgotten_on_the_way_back(database: Database, others: int, words: str) -> None:
    migrations.upgrade(database, THIS)
    run(database, "UPDATE regimen_step SET taken_before = TRUE")
    for _ in range(others):
        run(
            database,
            "INSERT INTO regimen_step"
            " (patient_id, id, medicine_id, starts_on, doses, days, form, created_at, taken_before) VALUES"
            " ('ann', 't', 'clonazepam', '2026-04-01', '08:00=500000', 'every 1', 'tablet', 0, TRUE)",
        )
    before = steps(database)
    with pytest.raises(JournalError, match=rf"^{words} that it was like that before\. .* so nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert steps(database) == before
