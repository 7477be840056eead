"""Step 0007 on a record as the version before left it: every amount says what it said, a thousand times finer, and what
somebody took is the first of their medicines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.plan.regimens import list_recorded
from journal.store.upkeep import manifests, migrations
from tests.databases import Databases, migrated

PATIENT = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours, medicine,"
    " own_symptoms, past_zones, revision) VALUES (:id, :id, :id, '-', 0, 'UTC', '04:00', '24', 'clonazepam', '{}',"
    " '[]', 7)"
)
ENTRY = (
    "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at, medicine, version,"
    " fingerprint, words, note, status, amount_ug, form, answer) VALUES (:patient, :id, :kind, 0, 'UTC', 0,"
    " '2026-03-01', 0, 'clonazepam', 2, :fingerprint, '', 'as it was', :status, :amount, :form, :answer)"
)
VERSION = (
    "INSERT INTO entry_version (patient_id, entry_id, version, change, changed_at, changed_by, content)"
    " VALUES (:patient, :id, 1, 'edited', 5, :patient, :content)"
)
STEP = (
    "INSERT INTO regimen_step (patient_id, id, starts_on, times, amount_ug, form, created_at)"
    " VALUES (:patient, 's', '2026-03-01', '08:00 20:00', :amount, 'tablet', 0)"
)
AMOUNTS = [1, 62, 125, 500, 1_000_000]
CHECK_IN = {"kind": "check_in", "answer": "rated", "amount": "a word of a note"}


def said(amount: int, key: str = "amount_ug") -> dict[str, Any]:
    """What a dose said before it was changed."""
    return {"kind": "dose", "status": "taken", key: amount, "form": "tablet", "note": "½"}


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """Two patients with doses, each changed once, a check-in and a plan, at step 0006."""
    made = Database(databases.keep(migrated(databases, "0006"), "before-0007"))
    with made.writing() as session:
        for patient in ("ann", "bea"):
            session.execute(text(PATIENT), {"id": patient})
            session.execute(text(STEP), {"patient": patient, "amount": 250})
            for number, amount in enumerate([*AMOUNTS, None]):
                own = {"kind": "dose", "status": "taken", "form": "tablet", "answer": None}
                if amount is None:
                    own = {"kind": "check_in", "status": None, "form": None, "answer": "rated"}
                row = {"patient": patient, "id": f"id-{number}", "amount": amount, "fingerprint": b"f" * 32}
                session.execute(text(ENTRY), row | own)
                content = json.dumps(CHECK_IN if amount is None else said(amount))
                session.execute(text(VERSION), {"patient": patient, "id": f"id-{number}", "content": content})
    yield made
    made.close()


def rows(database: Database) -> dict[str, list[str]]:
    """Every row of the record, by table."""
    with database.reading() as session:
        return {
            table: sorted(
                str(sorted(row.items())) for row in session.execute(text(f"SELECT * FROM {table}")).mappings()
            )
            for table in ("patient", "entry", "entry_version", "regimen_step")
        }


def column(database: Database, query: str) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(text(query)))


def contents(database: Database) -> list[dict[str, Any]]:
    found = column(database, "SELECT content FROM entry_version ORDER BY patient_id, entry_id")
    return [json.loads(each) if isinstance(each, str) else each for each in found]


def test_every_amount_is_a_thousand_times_the_number_it_was(database: Database) -> None:
    migrations.upgrade(database, "0007")
    finer = [amount * 1000 for amount in AMOUNTS]
    doses = "SELECT amount FROM entry WHERE kind = 'dose' ORDER BY patient_id, id"
    assert column(database, doses) == finer * 2
    assert column(database, "SELECT amount FROM entry WHERE kind = 'check_in'") == [None] * 2
    assert column(database, "SELECT amount FROM regimen_step") == [250_000] * 2
    of_it = {"medicine_id": "clonazepam"}
    assert contents(database) == [*(said(amount, "amount") | of_it for amount in finer), CHECK_IN] * 2
    assert set(map(bytes, column(database, "SELECT fingerprint FROM entry"))) == {b"f" * 32}


def test_what_was_taken_is_the_first_medicine_and_doses_and_steps_are_its(database: Database) -> None:
    migrations.upgrade(database, "0007")
    assert column(database, "SELECT id FROM medicine") == ["clonazepam"] * 2
    assert column(database, "SELECT monograph FROM medicine") == ["clonazepam"] * 2
    assert column(database, "SELECT position FROM medicine") == [0, 0]
    assert column(database, "SELECT DISTINCT medicine_id FROM entry WHERE kind = 'dose'") == ["clonazepam"]
    assert column(database, "SELECT DISTINCT medicine_id FROM entry WHERE kind <> 'dose'") == [None]
    assert column(database, "SELECT medicine_id FROM regimen_step") == ["clonazepam"] * 2


def test_the_steps_after_it_go_in_the_same_transaction(database: Database) -> None:
    migrations.upgrade(database)
    with database.reading() as session:
        assert [step.medicine_id for step in list_recorded(session, "ann")] == ["clonazepam"]


def test_down_again_every_row_is_what_it_was(database: Database) -> None:
    before = rows(database)
    migrations.upgrade(database, "0007")
    migrations.upgrade(database, "0006")
    assert rows(database) == before


@pytest.mark.sqlite
def test_down_again_and_up_again_the_digests_are_what_they_were(database: Database) -> None:
    file = Path(str(database.url.database))
    before = manifests.inspect(file).patients
    migrations.upgrade(database, "0007")
    finer = manifests.inspect(file).patients
    migrations.upgrade(database, "0006")
    assert manifests.inspect(file).patients == before
    migrations.upgrade(database, "0007")
    assert manifests.inspect(file).patients == finer


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO medicine SELECT patient_id, 'x', 'Valproate', NULL, 'mg', '[]', NULL, NULL, 1, 0 FROM medicine"
        " WHERE patient_id = 'bea'",
        "UPDATE medicine SET name = 'Mine' WHERE patient_id = 'bea'",
        "UPDATE medicine SET starts_on = '2026-03-01' WHERE patient_id = 'bea'",
        "UPDATE medicine SET ends_on = '2026-03-01' WHERE patient_id = 'bea'",
        "UPDATE medicine SET amounts = '[500000]' WHERE patient_id = 'bea'",
        "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours, own_symptoms,"
        " past_zones, revision) VALUES ('eve', 'eve', 'eve', '-', 0, 'UTC', '04:00', '24', '{}', '[]', 0)",
    ],
)
def test_the_way_down_is_refused_where_a_medicine_would_be_lost(database: Database, change: str) -> None:
    migrations.upgrade(database, "0007")
    with database.writing() as session:
        session.connection().exec_driver_sql(change)
    before = rows(database)
    with pytest.raises(JournalError, match=r"1 medicine would lose something, so nothing was changed"):
        migrations.upgrade(database, "0006")
    assert rows(database) == before


def test_versions_in_batches_leave_nobody_out(database: Database) -> None:
    with database.writing() as session:
        for number in range(2, 2102):
            query = VERSION.replace("1, 'edited'", f"{number}, 'edited'")
            session.execute(text(query), {"patient": "ann", "id": "id-0", "content": json.dumps(said(number))})
    migrations.upgrade(database, "0007")
    of_ann = "SELECT content FROM entry_version WHERE entry_id = 'id-0' AND patient_id = 'ann' ORDER BY version"
    found = [json.loads(each) if isinstance(each, str) else each for each in column(database, of_ann)]
    assert [each["amount"] for each in found] == [1000, *(number * 1000 for number in range(2, 2102))]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET amount = 62500 WHERE id = 'id-1' AND patient_id = 'bea'",
        "UPDATE regimen_step SET amount = 62500 WHERE patient_id = 'bea'",
        """UPDATE entry_version SET content = '{"kind": "dose", "amount": 62500}' WHERE entry_id = 'id-1'"""
        " AND patient_id = 'bea'",
    ],
)
def test_the_way_down_is_refused_where_an_amount_would_be_cut(database: Database, change: str) -> None:
    migrations.upgrade(database, "0007")
    with database.writing() as session:
        session.connection().exec_driver_sql(change)
    before = rows(database)
    with pytest.raises(JournalError, match=r"^1 amount has more than three decimals"):
        migrations.upgrade(database, "0006")
    assert rows(database) == before
