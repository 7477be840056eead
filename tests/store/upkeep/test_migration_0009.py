"""Step 0009 on a record as the version before left it: nothing is answered there, and back where nothing is."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

PATIENT = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours,"
    " own_symptoms, past_zones, revision) VALUES ('ann', 'ann', 'ann', '-', 0, 'UTC', '04:00', '24',"
    " '{}', '[]', 7)"
)
ENTRY = (
    "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at, version,"
    " fingerprint, words, note, answer) VALUES ('ann', 'e', 'check_in', 0, 'UTC', 0, '2026-03-01', 0,"
    " 2, :fingerprint, '', '', 'rated')"
)
RATING = (
    "INSERT INTO rating (patient_id, entry_id, effect, position, severity, direction, day_on)"
    " VALUES ('ann', 'e', :effect, 0, :severity, '', '2026-03-01')"
)
VERSION = (
    "INSERT INTO entry_version (patient_id, entry_id, version, change, changed_at, changed_by, content)"
    " VALUES ('ann', 'e', 1, 'edited', 0, 'ann', :content)"
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A check-in with two ratings, changed once, at step 0008."""
    made = Database(databases.keep(migrated(databases, "0008"), "before-0009"))
    with made.writing() as session:
        session.execute(text(PATIENT))
        session.execute(text(ENTRY), {"fingerprint": bytes(32)})
        for effect, severity in (("drowsiness", 3), ("memory", 0)):
            session.execute(text(RATING), {"effect": effect, "severity": severity})
        session.execute(text(VERSION), {"content": '{"ratings": []}'})
    yield made
    made.close()


def run(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement))


def ratings(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text("SELECT * FROM rating ORDER BY effect"))]


def test_what_is_recorded_stays_and_nothing_is_answered(database: Database) -> None:
    before = ratings(database)
    migrations.upgrade(database)
    with database.reading() as session:
        now = session.execute(text("SELECT now_severity FROM rating")).scalars().all()
        assert session.execute(text("SELECT asking FROM patient")).scalar_one() is None
    assert now == [None, None]
    migrations.upgrade(database, "0008")
    assert ratings(database) == before
    migrations.upgrade(database)


@pytest.mark.parametrize("now", [-1, 4])
def test_right_now_is_never_worse_than_the_worst(database: Database, now: int) -> None:
    migrations.upgrade(database)
    with pytest.raises(IntegrityError):
        run(database, f"UPDATE rating SET now_severity = {now} WHERE effect = 'drowsiness'")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE rating SET now_severity = 0 WHERE effect = 'memory'", "1 answers to “And right now?”"),
        ("""UPDATE entry_version SET content = '{"now_severity": 1}'""", "1 earlier versions with such an answer"),
        ("""UPDATE patient SET asking = '{"order": []}'""", "1 persons' choices of what is asked first"),
    ],
)
def test_going_back_is_refused_where_something_would_be_lost(database: Database, statement: str, what: str) -> None:
    migrations.upgrade(database)
    run(database, statement)
    before = ratings(database)
    with pytest.raises(JournalError, match=what.replace("?", r"\?")):
        migrations.upgrade(database, "0008")
    assert ratings(database) == before
