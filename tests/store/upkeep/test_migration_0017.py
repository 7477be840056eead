"""Step 0017: entries about quiet days. What was there stays, and the way back refuses to forget them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

BEFORE, THIS = "0016", "0017"
ENTRY = (
    "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at, version, fingerprint,"
    " words, note, answer{columns})"
    " VALUES ('ann', '{id}', '{kind}', 0, 'UTC', 0, '2026-03-01', 0, 1, {print}, '', '', {answer}{days})"
)
RECORD = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours,"
    " own_symptoms, past_zones, revision) VALUES ('ann', 'ann', 'ann', '-', 0, 'UTC', '04:00', '24', '{}', '[]', 7)",
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A check-in with a rating, at the version before."""
    made = Database(databases.keep(migrated(databases, BEFORE), f"before-{THIS}"))
    run(made, *RECORD)
    add(made, "c", "check_in")
    run(
        made,
        "INSERT INTO rating (patient_id, entry_id, effect, position, severity, direction, day_on)"
        " VALUES ('ann', 'c', 'dizziness', 0, 2, '', '2026-03-01')",
    )
    yield made
    made.close()


def run(database: Database, *statements: str) -> None:
    with database.writing() as session:
        for statement in statements:
            session.execute(text(statement))


def add(database: Database, entry_id: str, kind: str, *days: str) -> None:
    blob = "'\\x00'" if database.engine.dialect.name == "postgresql" else "x'00'"
    answer = "'rated'" if kind == "check_in" else "NULL"
    columns, said = (", first_on, last_on", "".join(f", {day}" for day in days)) if days else ("", "")
    run(database, ENTRY.format(id=entry_id, kind=kind, print=blob, answer=answer, columns=columns, days=said))


MONDAY, SUNDAY = "'2026-02-23'", "'2026-03-01'"


def rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


def test_what_was_recorded_stays_as_it_is_there_and_back(database: Database) -> None:
    before = {table: rows(database, table) for table in ("patient", "entry", "rating")}
    migrations.upgrade(database, THIS)
    after = {table: rows(database, table) for table in before}
    assert after == before | {"entry": [(*row, None, None) for row in before["entry"]]}
    migrations.upgrade(database, BEFORE)
    assert {table: rows(database, table) for table in before} == before
    migrations.upgrade(database)


def test_quiet_days_can_be_recorded_only_after_it_and_with_both_ends_in_order(database: Database) -> None:
    with pytest.raises(IntegrityError):
        add(database, "q", "quiet")
    migrations.upgrade(database, THIS)
    add(database, "q", "quiet", MONDAY, SUNDAY)
    for days in ((), (MONDAY, "NULL"), ("NULL", SUNDAY), (SUNDAY, MONDAY)):
        with pytest.raises(IntegrityError):
            add(database, "r", "quiet", *days)
    with pytest.raises(IntegrityError):
        add(database, "r", "week")


@pytest.mark.parametrize(("others", "words"), [(0, "is 1 entry"), (1, "are 2 entries")])
def test_quiet_days_are_not_forgotten_on_the_way_back(database: Database, others: int, words: str) -> None:
    migrations.upgrade(database, THIS)
    for n in range(others + 1):
        add(database, f"q{n}", "quiet", MONDAY, SUNDAY)
    before = rows(database, "entry")
    with pytest.raises(JournalError, match=rf"^There {words} about days that were quiet\. .* nothing was changed\.$"):
        migrations.upgrade(database, BEFORE)
    assert rows(database, "entry") == before
