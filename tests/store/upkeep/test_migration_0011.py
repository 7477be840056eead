"""Step 0011: counts of what is left come; the way back refuses to forget them."""

from collections.abc import Iterator

import pytest

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

BEFORE = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours, own_symptoms,"
    " past_zones, revision) VALUES ('ann', 'ann', 'Ann', '-', 0, 'UTC', '04:00', '24', '{}', '[]', 0)",
    "INSERT INTO medicine (patient_id, id, monograph, unit, amounts, position, created_at)"
    " VALUES ('ann', 'clonazepam', 'clonazepam', 'mg', '[]', 0, 0)",
)
COUNT = "INSERT INTO supply_count (patient_id, id, medicine_id, amount, at) VALUES ('ann', 'c', 'clonazepam', 0, 1)"
MEDICINES, COUNTS = "SELECT id FROM medicine", "SELECT amount, at FROM supply_count"


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    made = Database(databases.keep(migrated(databases), "supplies"))
    yield made
    made.close()


def write(database: Database, *statements: str) -> None:
    with database.writing() as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(query)]


def test_medicines_go_back_and_come_again_uncounted(database: Database) -> None:
    write(database, *BEFORE)
    migrations.upgrade(database, "0010")
    assert rows(database, MEDICINES) == [("clonazepam",)]
    migrations.upgrade(database)
    assert rows(database, "SELECT id, count_id FROM medicine") == [("clonazepam", None)]
    assert rows(database, COUNTS) == []


def test_a_count_is_not_forgotten_on_the_way_back(database: Database) -> None:
    write(database, *BEFORE, COUNT)
    with pytest.raises(JournalError, match=r"^There is 1 count of what is left .* so nothing was changed\.$"):
        migrations.upgrade(database, "0010")
    assert rows(database, COUNTS) == [(0, 1)]
