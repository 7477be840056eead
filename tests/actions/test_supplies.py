"""Counts: doses recorded since are taken off, whatever happens to them; another patient's count is not there."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from journal.actions import medicines, supplies
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.supplies import Count, Supply
from journal.core.safety.check import askable
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry, NotFound
from journal.store import medicines as medicines_store
from journal.store.database.database import Database
from journal.store.plan import supplies as store
from tests.acting import acting
from tests.actions.record.test_entries import DOSE
from tests.conftest import counted

NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def count(database: Database, patient: Patient, amount: int, at: datetime = NOW, count_id: str = "c") -> None:
    supplies.log_count(acting(database, patient, at), count_id, "clonazepam", amount)


def read(database: Database, patient: Patient, at: datetime = NOW) -> Supply | None:
    on = moment(at, patient.settings.zone).on
    with database.reading() as session:
        there = medicines_store.list_medicines(session, patient.id)
        return store.read_supplies(session, patient.id, there, on).get("clonazepam")


YES = askable()


def take(
    database: Database,
    patient: Patient,
    known: Monograph,
    at: datetime,
    recorded_at: datetime | None = None,
    **changed: object,
) -> str:
    """Record a dose of half a mg taken at that instant; returns its id."""
    dose = DOSE.model_copy(update={"moment": moment(at, patient.settings.zone), "amount": 500_000, **changed})
    entry_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{at} {recorded_at} {changed}"))
    entries.log_entry(acting(database, patient, recorded_at or at), entry_id, dose, b"f", known, YES)
    return entry_id


def test_doses_taken_since_are_taken_off_and_those_before_are_not(
    database: Database, patient: Patient, clonazepam: Monograph
) -> None:
    take(database, patient, clonazepam, NOW - DAY)
    count(database, patient, 10_000_000)
    found = read(database, patient)
    assert found is not None
    assert (found.left, found.taken_today) == (10_000_000, 0)
    dose = take(database, patient, clonazepam, NOW + 9 * MINUTE)
    take(database, patient, clonazepam, NOW + 10 * MINUTE, status="skipped")
    take(database, patient, clonazepam, NOW - 9 * MINUTE, NOW + 11 * MINUTE)  # taken before, recorded after
    found = read(database, patient)
    assert found is not None
    assert (found.left, found.taken_since, found.taken_today) == (9_500_000, 500_000, 1_000_000)
    entries.delete_entry(acting(database, patient, NOW + 12 * MINUTE), dose)
    found = read(database, patient)
    assert found is not None
    assert found.left == 10_000_000
    entries.restore_entry(acting(database, patient, NOW + 13 * MINUTE), dose)
    found = read(database, patient, NOW + DAY)
    assert found is not None
    assert (found.left, found.taken_today) == (9_500_000, 0)


def test_of_the_minute_of_the_count_the_doses_recorded_after_it_are_taken_off(
    database: Database, patient: Patient, clonazepam: Monograph
) -> None:
    minute = NOW.replace(second=0)
    take(database, patient, clonazepam, minute, NOW - timedelta(seconds=10))  # was out of the box when it was counted
    count(database, patient, 10_000_000)
    take(database, patient, clonazepam, minute, NOW + timedelta(seconds=10), note="another")
    found = read(database, patient)
    assert found is not None
    assert found.taken_since == 500_000


def test_a_dose_moved_past_the_count_is_taken_off(database: Database, patient: Patient, clonazepam: Monograph) -> None:
    entry_id = take(database, patient, clonazepam, NOW - DAY)
    count(database, patient, 10_000_000)
    moved = DOSE.model_copy(
        update={"moment": moment(NOW + MINUTE, patient.settings.zone), "amount": 500_000, "status": "taken"}
    )
    entries.edit_entry(acting(database, patient, NOW + 2 * MINUTE), entry_id, 1, moved, clonazepam)
    found = read(database, patient)
    assert found is not None
    assert found.taken_since == 500_000


def test_counted_again_the_new_count_holds_and_the_old_one_stays_on_record(
    database: Database, patient: Patient
) -> None:
    count(database, patient, 10_000_000)
    for _ in range(2):
        count(database, patient, 4_000_000, count_id="d")  # of the same instant
    found = read(database, patient)
    assert found is not None
    assert found.count == Count("clonazepam", 4_000_000, NOW)
    with database.reading() as session:
        assert [(each.id, each.amount) for each in store.list_counts(session, patient.id)] == [
            ("c", 10_000_000),
            ("d", 4_000_000),
        ]
    with pytest.raises(supplies.CountExists, match="saved another count before"):
        count(database, patient, 5_000_000, count_id="d")


def test_counted_no_more_nothing_is_said_until_it_is_counted_again(database: Database, patient: Patient) -> None:
    count(database, patient, 10_000_000)
    for _ in range(2):
        supplies.stop_counting(acting(database, patient, NOW), "clonazepam")
    assert read(database, patient) is None
    count(database, patient, 0, NOW + MINUTE, "d")
    found = read(database, patient)
    assert found is not None
    assert found.left == 0


def test_where_nothing_is_counted_nothing_is_asked(database: Database, patient: Patient) -> None:
    with database.reading() as session, counted(database) as statements:
        assert store.read_supplies(session, patient.id, patient.medicines, NOW.date()) == {}
    assert not statements


def test_what_is_counted_keeps_its_unit_and_stays(database: Database, patient: Patient) -> None:
    drops = Medicine("v", name="Drops", unit="drops")
    medicines.add_medicine(acting(database, patient, NOW), drops, {})
    supplies.log_count(acting(database, patient, NOW), "c", "v", 20_000_000)
    with pytest.raises(medicines.MedicineUsed):
        medicines.remove_medicine(acting(database, patient, NOW), "v")
    with database.writing() as session, pytest.raises(InvalidEntry):
        medicines.change(session, acting(database, patient, NOW), replace(drops, unit="ml"), drops.version_tag, {})


def test_another_patients_medicine_and_count_are_not_there(
    database: Database, patient: Patient, make_patient, clonazepam: Monograph
) -> None:
    other = replace(patient, id=make_patient("Other"))
    count(database, patient, 10_000_000)
    count(database, other, 3_000_000)  # under the same id
    take(database, other, clonazepam, NOW + MINUTE)
    supplies.stop_counting(acting(database, other, NOW), "clonazepam")
    found = read(database, patient)
    assert found is not None
    assert found.left == 10_000_000
    with pytest.raises(NotFound):
        supplies.log_count(acting(database, patient, NOW), "e", "no medicine of hers", 1)
