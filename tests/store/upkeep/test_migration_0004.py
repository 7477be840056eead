"""Step 0004 on a record as the version before left it: words are found however they are spelled, nothing is lost."""

import json
import unicodedata
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from journal.core.values.text import comparable
from journal.store.database.database import Database
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

NFD = unicodedata.normalize("NFD", "Übelkeit, CAFÉ")
# (id, note as it was typed, words as the version before wrote them, words after the step)
ENTRIES = [
    ("empty", "", "", ""),
    ("names", "", "drowsiness\nlow mood", "drowsiness\nlow mood"),
    ("note", "Fell ASLEEP", "fell asleep", "fell asleep"),
    ("spelled", NFD, NFD.casefold(), "übelkeit, café"),
    ("lines", f"two\nlines, {NFD}", f"two\nlines, {NFD.casefold()}\ndizziness", "two lines, übelkeit, café\ndizziness"),
    ("own", "so tired", "so tired\ncan\u2019t\u200b sleep", "so tired\ncan't sleep"),
    ("prefix", "tired", "tired and worn\nfatigue", "tired and worn\nfatigue"),  # words that do not begin with the note
]
PATIENT = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours, medicine,"
    " own_symptoms, past_zones, revision) VALUES (:id, :id, :id, '-', 0, 'UTC', '04:00', '24', 'clonazepam',"
    " :symptoms, '[]', 7)"
)
ENTRY = (
    "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at, medicine, version,"
    " fingerprint, words, note, answer) VALUES (:patient_id, :id, 'check_in', 0, 'UTC', 0, '2026-03-01', 0,"
    " 'clonazepam', 1, :fingerprint, :words, :note, 'rated')"
)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """Two patients with the same entries, at step 0003."""
    made = Database(databases.keep(migrated(databases, "0003"), "before-0004"))
    with made.writing() as session:
        for patient in ("ann", "bea"):
            session.execute(text(PATIENT), {"id": patient, "symptoms": json.dumps({"own_1": "Can\u2019t sleep"})})
            for entry_id, note, words, _ in ENTRIES:
                row = {"patient_id": patient, "id": entry_id, "note": note, "words": words, "fingerprint": b"f"}
                session.execute(text(ENTRY), row)
    yield made
    made.close()


def rows(database: Database) -> dict[tuple[str, str], tuple[str, str]]:
    with database.reading() as session:
        found = session.execute(text("SELECT patient_id, id, note, words FROM entry")).all()
    return {(row.patient_id, row.id): (row.note, row.words) for row in found}


def test_the_words_of_every_entry_are_spelled_one_way_and_notes_stay_as_typed(database: Database) -> None:
    migrations.upgrade(database)
    expected = {(who, entry[0]): (entry[1], entry[3]) for who in ("ann", "bea") for entry in ENTRIES}
    assert rows(database) == expected
    for _, words in rows(database).values():
        assert "\n".join(map(comparable, words.split("\n"))) == words  # as the program writes them now
    with database.reading() as session:
        states = session.execute(text("SELECT symptom_states FROM patient")).scalars().all()
    assert states == [None, None]


def test_batches_leave_nobody_out(database: Database) -> None:
    with database.writing() as session:
        row = {"patient_id": "ann", "note": NFD, "words": NFD.casefold(), "fingerprint": b"f"}
        session.execute(text(ENTRY), [row | {"id": f"n{number}"} for number in range(2100)])
    migrations.upgrade(database)
    assert sum(words == "übelkeit, café" for _, words in rows(database).values()) == 2102


def test_down_again_the_words_are_what_the_version_before_wrote(database: Database) -> None:
    before = rows(database)
    migrations.upgrade(database)
    migrations.upgrade(database, "0003")
    spelled_the_same = {key: row for key, row in before.items() if key[1] != "own"}
    after = rows(database)
    assert {key: after[key] for key in spelled_the_same} == spelled_the_same
    assert after["ann", "own"] == ("so tired", "so tired\ncan't sleep")  # a name is not kept twice: it stays as found
    with database.reading() as session:
        kept = session.scalars(text("SELECT own_symptoms FROM patient")).all()
    names = [json.loads(found) if isinstance(found, str) else found for found in kept]
    assert names == [{"own_1": "Can\u2019t sleep"}] * 2
