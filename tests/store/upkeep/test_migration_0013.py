"""Step 0013: danger signs of a check-in, pregnancy and breastfeeding. The way back refuses to forget one of them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

BEFORE, THIS = "0012", "0013"
RECORD = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours,"
    " own_symptoms, past_zones, revision) VALUES ('ann', 'ann', 'ann', '-', 0, 'UTC', '04:00', '24', '{}', '[]', 7)",
    "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at, version, fingerprint,"
    " words, note, answer) VALUES ('ann', 'c', 'check_in', 0, 'UTC', 0, '1970-01-01', 0, 1, '', '', '', 'rated')",
    "INSERT INTO entry_version (patient_id, entry_id, version, change, changed_at, changed_by, content)"
    " VALUES ('ann', 'c', 1, 'edited', 0, 'ann', '{\"note\": \"no signs\"}')",
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A check-in that was changed once, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    for statement in RECORD:
        run(made, statement)
    yield made
    made.close()


def run(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement))


def everything(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [
            tuple(row)
            for table in ("patient", "entry", "entry_version")
            for row in session.execute(text(f"SELECT * FROM {table}"))
        ]


def test_what_is_there_stays_as_it_is_and_nothing_is_noted(database: Database) -> None:
    before = everything(database)
    migrations.upgrade(database, THIS)
    with database.reading() as session:
        noted = "SELECT signs, pregnant_since, breastfeeding_since FROM entry JOIN patient ON patient_id = patient.id"
        assert session.execute(text(noted)).all() == [(None, None, None)]
    migrations.upgrade(database, BEFORE)
    assert everything(database) == before
    migrations.upgrade(database)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE entry SET signs = 'confused'", "check-ins with danger signs"),
        (
            'UPDATE entry_version SET content = \'{"signs": ["confused"]}\'',
            "earlier versions with danger signs",
        ),
        ("UPDATE patient SET pregnant_since = '2026-03-01'", "persons who noted pregnancy or breastfeeding"),
        ("UPDATE patient SET breastfeeding_since = '2026-03-01'", "persons who noted pregnancy or breastfeeding"),
    ],
)
def test_nothing_is_forgotten_on_the_way_back(database: Database, statement: str, words: str) -> None:
    migrations.upgrade(database, THIS)
    run(database, statement)
    before = everything(database)
    with pytest.raises(JournalError, match=rf"^There are 1 {words}\. .* so nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert everything(database) == before
