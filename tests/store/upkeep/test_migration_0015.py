"""Step 0015: who else may act on a record, and who recorded an entry. The way back refuses to forget either."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

BEFORE, THIS = "0014", "0015"
PATIENT = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours,"
    " own_symptoms, past_zones, revision) VALUES ('{0}', '{0}', '{0}', '-', 0, 'UTC', '04:00', '24', '{{}}', '[]', 7)"
)
MEDICINE = (
    "INSERT INTO medicine (patient_id, id, monograph, unit, amounts, position, created_at)"
    " VALUES ('ann', 'clonazepam', 'clonazepam', 'mg', '[]', 0, 0)"
)
DOSE = (
    "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at, medicine_id, version,"
    " fingerprint, words, note, status, amount, form) VALUES ('ann', '{0}', 'dose', 0, 'UTC', 0, '1970-01-01', 0,"
    " 'clonazepam', 1, '{0}', '', '', 'taken', 500000, 'tablet')"
)
GRANT = (
    "INSERT INTO access_grant (patient_id, id, other_id, name, kind, created_at, code_hash, code_expires_at)"
    " VALUES ('ann', '{0}', {1}, 'Ben', '{2}', 0, '{0}', 1)"
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """Two patients, one of them with two doses, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    for statement in (PATIENT.format("ann"), PATIENT.format("ben"), MEDICINE, DOSE.format("d"), DOSE.format("e")):
        run(made, statement)
    yield made
    made.close()


def run(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement))


def rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


def test_entries_stay_as_they_are_and_are_the_patients_own(database: Database) -> None:
    before = rows(database, "entry")
    migrations.upgrade(database, THIS)
    with database.reading() as session:
        assert session.execute(text("SELECT recorded_by FROM entry")).scalars().all() == [None, None]
    assert rows(database, "access_grant") == []
    migrations.upgrade(database, BEFORE)
    assert rows(database, "entry") == before
    migrations.upgrade(database)


@pytest.mark.parametrize(("others", "words"), [(0, "1 entry was recorded"), (1, "2 entries were recorded")])
def test_who_recorded_an_entry_is_not_forgotten_on_the_way_back(database: Database, others: int, words: str) -> None:
    migrations.upgrade(database, THIS)
    run(database, f"UPDATE entry SET recorded_by = 'ben' WHERE id = 'd'{' OR TRUE' if others else ''}")
    before = rows(database, "entry")
    with pytest.raises(JournalError, match=rf"^{words} by somebody else .* so nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert rows(database, "entry") == before


@pytest.mark.parametrize(("others", "words"), [((), "1 person was"), (("h",), "2 people were")])
def test_a_grant_is_not_forgotten_on_the_way_back(database: Database, others: tuple[str, ...], words: str) -> None:
    migrations.upgrade(database, THIS)
    for grant_id in ("g", *others):
        run(database, GRANT.format(grant_id, "'ben'", "care"))
    before = rows(database, "access_grant")
    with pytest.raises(JournalError, match=rf"^{words} invited .* so nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert rows(database, "access_grant") == before


@pytest.mark.parametrize(("count", "words"), [(1, "1 event of the audit log names"), (2, "2 events .* name")])
def test_who_did_something_is_not_forgotten_on_the_way_back(database: Database, count: int, words: str) -> None:
    migrations.upgrade(database, THIS)
    for number in range(1, count + 1):
        run(
            database,
            "INSERT INTO audit_event (number, actor_id, content_hash, digest)"
            f" VALUES ({number}, 'ben', '{number}', '{number}')",
        )
    with pytest.raises(JournalError, match=rf"^{words} somebody else .* so nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert len(rows(database, "audit_event")) == count


def test_a_grant_goes_with_either_account(database: Database) -> None:
    migrations.upgrade(database, THIS)
    for grant_id, other in (("g", "'ben'"), ("h", "NULL")):
        run(database, GRANT.format(grant_id, other, "observe"))
    run(database, "DELETE FROM patient WHERE id = 'ben'")
    assert [row[1] for row in rows(database, "access_grant")] == ["h"]
    run(database, "DELETE FROM patient WHERE id = 'ann'")
    assert rows(database, "access_grant") == []


@pytest.mark.parametrize(
    "wrong", [GRANT.format("g", "'ann'", "care"), GRANT.format("g", "'ben'", "own"), GRANT.format("g", "'x'", "care")]
)
def test_nobody_cares_for_himself_and_kinds_are_known(database: Database, wrong: str) -> None:
    migrations.upgrade(database, THIS)
    with pytest.raises(IntegrityError):
        run(database, wrong)
