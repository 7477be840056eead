"""The doses of the days around now: the newest of each medicine, read in one statement, by an index."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from journal.core.medicine.medicines import Medicine
from journal.core.values.clock import moment
from journal.store import medicines
from journal.store.database.models import EntryRow
from journal.store.plan import doses as store
from tests.conftest import counted

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MINUTE, MONTH = timedelta(minutes=1), timedelta(days=31)


@pytest.fixture
def add(database, patient):
    """Record doses of a medicine at those instants."""

    def record(medicine_id, *instants, patient_id=patient.id):
        with database.writing() as session:
            session.execute(insert(EntryRow.__table__), [_row(patient_id, medicine_id, at) for at in instants])

    return record


def _row(patient_id, medicine_id, at):
    lived = moment(at, "Europe/Berlin")
    return {
        "patient_id": patient_id,
        "id": str(uuid.uuid4()),
        "kind": "dose",
        "at": at,
        "zone": lived.zone,
        "offset_minutes": lived.offset_minutes,
        "day_on": lived.on,
        "recorded_at": at,
        "version": 1,
        "fingerprint": bytes(32),
        "search_text": "",
        "note": "",
        "medicine_id": medicine_id,
        "status": "taken",
        "amount": 500_000,
        "form": "tablet",
    }


def test_many_doses_of_one_medicine_hide_none_of_a_monthly_one(database, patient, add):
    with database.writing() as session:
        medicines.add_medicine(session, patient.id, Medicine("monthly", "Monthly"), 1, NOW)
    often = [NOW - MINUTE * n for n in range(store.MOST + 20)]
    monthly = NOW - MONTH + timedelta(hours=1)
    add("clonazepam", *often)
    add("monthly", monthly)
    with database.reading() as session, counted(database) as statements:
        found = store.list_doses_since(session, patient.id, NOW - MONTH)
    assert [dose.at for dose in found if dose.medicine_id == "monthly"] == [monthly]
    assert [dose.at for dose in found if dose.medicine_id == "clonazepam"] == often[: store.MOST], "the newest of them"
    assert found[-1].at == monthly, "newest first, whatever the medicine"
    assert len(statements) == 2, "numbered only where there are more than anybody takes"


def test_doses_are_one_patients_own_and_none_is_older_than_asked(database, patient, add, make_patient):
    add("clonazepam", NOW, NOW - MONTH - MINUTE)
    add("clonazepam", NOW - MINUTE, patient_id=make_patient("Bob"))
    with database.reading() as session, counted(database) as statements:
        assert [dose.at for dose in store.list_doses_since(session, patient.id, NOW - MONTH)] == [NOW]
    assert len(statements) == 1


@pytest.mark.sqlite
def test_they_are_found_by_an_index(database, patient):
    with database.reading() as session, counted(database) as statements:
        store.list_doses_since(session, patient.id, NOW - MONTH)
        plan = session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statements[0]}", (None,) * statements[0].count("?")
        )
        said = [row[-1] for row in plan]
    assert any("USING INDEX ix_entry_kind (patient_id=? AND kind=? AND at>?)" in words for words in said), said
    assert not any(words.startswith("SCAN entry") for words in said), said
