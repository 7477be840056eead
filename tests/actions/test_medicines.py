"""Medicines in the record: added once, never two of one name, ended with their plan, removed only while empty."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from journal.actions import medicines as actions
from journal.actions import regimens
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.values.errors import InvalidEntry, NotFound
from journal.store import medicines as store
from journal.store.database.database import Database
from journal.store.plan.regimens import list_steps
from tests.acting import acting
from tests.actions.record.test_entries import DOSE

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
VALPROATE = Medicine("v", name="Valproate", amounts=(300_000_000,))


def listed(database: Database, patient: Patient) -> list[str]:
    with database.reading() as session:
        return [each.id for each in store.list_medicines(session, patient.id)]


def test_the_same_form_twice_is_one_medicine_and_another_content_is_refused(
    database: Database, patient: Patient, clonazepam: Monograph
) -> None:
    known = {"clonazepam": clonazepam}
    assert actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
    assert not actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
    with pytest.raises(actions.MedicineExists, match="“Valproate” was added"):
        actions.add_medicine(acting(database, patient, NOW), replace(VALPROATE, name="Other"), known)
    assert listed(database, patient) == ["clonazepam", "v"]


def test_two_of_one_name_are_refused_also_where_two_windows_add_them(
    database: Database, patient: Patient, clonazepam: Monograph
) -> None:
    known = {"clonazepam": clonazepam}
    actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
    for name in ("VALPROATE", "clonazepam"):
        with pytest.raises(InvalidEntry, match="already"):
            actions.add_medicine(acting(database, patient, NOW), Medicine("w", name=name), known)
    changed = replace(VALPROATE, name="Clonazepam")
    with pytest.raises(InvalidEntry, match="already"):
        regimens.change_medicine(acting(database, patient, NOW), changed, VALPROATE.version_tag, known)
    assert listed(database, patient) == ["clonazepam", "v"]


def test_a_change_needs_the_medicine_as_it_is(database: Database, patient: Patient, clonazepam: Monograph) -> None:
    known, renamed = {"clonazepam": clonazepam}, replace(VALPROATE, name="Depakote")
    actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
    regimens.change_medicine(acting(database, patient, NOW), renamed, VALPROATE.version_tag, known)
    regimens.change_medicine(acting(database, patient, NOW), renamed, "pressed twice", known)
    with pytest.raises(actions.MedicineChanged) as caught:
        regimens.change_medicine(acting(database, patient, NOW), VALPROATE, VALPROATE.version_tag, known)
    assert caught.value.medicine == renamed
    with pytest.raises(NotFound):
        regimens.change_medicine(acting(database, patient, NOW), Medicine("x", name="X"), "", known)


def test_ending_one_ends_its_plan_and_no_others(database: Database, patient: Patient, clonazepam: Monograph) -> None:
    known, today = {"clonazepam": clonazepam}, NOW.date()
    actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
    step = Step.every_day(today - timedelta(days=3), None, (time(8),), 500_000, "tablet")
    for medicine_id in ("clonazepam", "v"):
        regimens.log_step(acting(database, patient, NOW), f"step {medicine_id}", step, medicine_id=medicine_id)
    ended = replace(VALPROATE, ends_on=today)
    regimens.change_medicine(acting(database, patient, NOW), ended, VALPROATE.version_tag, known)
    with database.reading() as session:
        (stopped,), (goes_on,) = (list_steps(session, patient.id, each) for each in ("v", "clonazepam"))
    assert (stopped.ends_on, goes_on.ends_on) == (today - timedelta(days=1), None)


def test_the_unit_is_changed_until_a_dose_or_a_step_is_counted_in_it(
    database: Database, patient: Patient, clonazepam: Monograph
) -> None:
    known, counted = {"clonazepam": clonazepam}, replace(VALPROATE, unit="pieces")
    step = Step.every_day(NOW.date(), None, (time(8),), 500_000, "")
    dose = DOSE.model_copy(update={"medicine_id": "v"})
    uses = (
        lambda: regimens.log_step(acting(database, patient, NOW), "s", step, medicine_id="v"),
        lambda: entries.log_entry(acting(database, patient, NOW), "e", dose, b"f", clonazepam),
    )
    actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
    regimens.change_medicine(acting(database, patient, NOW), counted, VALPROATE.version_tag, known)
    regimens.change_medicine(acting(database, patient, NOW), VALPROATE, counted.version_tag, known)
    for use in uses:
        use()
        with pytest.raises(InvalidEntry) as error:
            regimens.change_medicine(acting(database, patient, NOW), counted, VALPROATE.version_tag, known)
        assert error.value.errors.keys() == {"unit"}
    first = patient.medicines[0]
    changed = replace(first, unit="ml")
    with pytest.raises(InvalidEntry):
        regimens.change_medicine(acting(database, patient, NOW), changed, first.version_tag, known)


def test_it_is_removed_on_its_day_while_nothing_names_it(
    database: Database, patient: Patient, clonazepam: Monograph
) -> None:
    known = {"clonazepam": clonazepam}
    for _ in range(2):
        actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
        actions.remove_medicine(acting(database, patient, NOW), "v")
        actions.remove_medicine(acting(database, patient, NOW), "v")
        assert listed(database, patient) == ["clonazepam"]
    actions.add_medicine(acting(database, patient, NOW), VALPROATE, known)
    with pytest.raises(actions.MedicineUsed):
        actions.remove_medicine(acting(database, patient, NOW + timedelta(days=1)), "v")
    entries.log_entry(
        acting(database, patient, NOW), "e", DOSE.model_copy(update={"medicine_id": "v"}), b"f", clonazepam
    )
    entries.delete_entry(acting(database, patient, NOW), "e")
    with pytest.raises(actions.MedicineUsed):
        actions.remove_medicine(acting(database, patient, NOW), "v")
    assert listed(database, patient) == ["clonazepam", "v"]


def test_another_patients_medicine_is_not_there(
    database: Database, patient: Patient, make_patient, clonazepam: Monograph
) -> None:
    other = replace(patient, id=make_patient("Other"))
    actions.add_medicine(acting(database, other, NOW), VALPROATE, {"clonazepam": clonazepam})
    actions.remove_medicine(acting(database, patient, NOW), "v")
    with pytest.raises(NotFound):
        regimens.change_medicine(acting(database, patient, NOW), replace(VALPROATE, name="Mine"), "", {})
    assert listed(database, other) == ["clonazepam", "v"]


def test_the_keys_of_all_that_is_taken_are_those_of_everybody_and_of_what_has_ended(
    database: Database, patient: Patient, make_patient: Callable[..., str]
) -> None:
    make_patient("Somebody else", medicine="examplamine")
    actions.add_medicine(acting(database, patient, NOW), VALPROATE, {})
    with database.writing() as session:
        (first, _valproate) = store.list_medicines(session, patient.id)
        store.update_medicine(session, patient.id, first.ending(NOW.date()))
    with database.reading() as session:
        assert store.list_monographs(session) == {"clonazepam", "examplamine"}
