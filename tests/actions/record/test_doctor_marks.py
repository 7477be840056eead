"""A tick is set and taken off, on entries of every kind and on what others saw; what is deleted is not told of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from journal.actions.acting import ActingForPatient
from journal.actions.record import doctor_marks, entries, observations
from journal.core.accounts.accounts import Patient
from journal.core.medicine.monograph import Monograph
from journal.core.record.doctor_marks import DoctorMark, read_ticked
from journal.core.record.observations import Observed
from journal.core.values.clock import moment
from journal.core.values.errors import NotFound
from journal.store.database.database import Database
from journal.store.record import doctor_marks as store
from tests.acting import NOW, acting
from tests.actions.record.test_entries import DOSE

HOUR = timedelta(hours=1)


@pytest.fixture
def owner(database: Database, patient: Patient, clonazepam: Monograph) -> ActingForPatient:
    """With a dose "d" and an observation "o"."""
    owner = acting(database, patient)
    entries.log_entry(owner, "d", DOSE, b"f", clonazepam, None)
    observations.log_observation(owner, "o", Observed(moment(NOW, "UTC"), "other", note="seen"), b"f")
    return owner


def told(owner: ActingForPatient, since: timedelta | None = None) -> tuple[list[str], list[str], int]:
    begins = None if since is None else NOW - since
    with owner.database.reading() as session:
        patient_id = owner.patient.id
        ticked = store.list_ticked_entries(session, patient_id, begins, 9)
        seen = store.list_ticked_observations(session, patient_id, begins, 9)
        return [e.id for e in ticked], [o.id for o in seen], store.count_ticked(session, patient_id, begins)


def test_a_tick_is_set_once_and_taken_off_once(owner: ActingForPatient) -> None:
    later = replace(owner, origin=replace(owner.origin, at=NOW + HOUR))
    for acts in (owner, later):
        doctor_marks.tick(acts, "entry", "d", ticked=True)
    doctor_marks.tick(owner, "observation", "o", ticked=True)
    assert told(owner) == (["d"], ["o"], 2)
    with owner.database.reading() as session:
        assert store.list_every_mark(session, owner.patient.id) == [
            DoctorMark("entry", "d", NOW, owner.actor.id),
            DoctorMark("observation", "o", NOW, owner.actor.id),
        ]
        assert store.list_ticked(session, owner.patient.id, "entry", ["d", "o"]) == {"d"}
        assert store.list_ticked(session, owner.patient.id, "entry", []) == set()
    for _again in range(2):
        doctor_marks.tick(owner, "entry", "d", ticked=False)
    assert told(owner) == ([], ["o"], 1)


def test_only_what_was_ticked_since_counts_and_nothing_deleted(owner: ActingForPatient) -> None:
    doctor_marks.tick(owner, "entry", "d", ticked=True)
    doctor_marks.tick(owner, "observation", "o", ticked=True)
    assert told(owner, HOUR) == (["d"], ["o"], 2)
    assert told(owner, -HOUR) == ([], [], 0)
    entries.delete_entry(owner, "d")
    observations.take_back(owner, "o")
    assert told(owner) == ([], [], 0)
    for kind, entry_id in (("entry", "d"), ("observation", "o"), ("entry", "none")):
        with pytest.raises(NotFound):
            doctor_marks.tick(owner, read_ticked(kind) or "entry", entry_id, ticked=True)
    entries.restore_entry(owner, "d")
    assert told(owner) == (["d"], [], 1)
    assert read_ticked("medicine") is None


def test_another_patients_entry_is_not_there(owner: ActingForPatient, make_patient: Callable[[str], str]) -> None:
    other = replace(owner, patient=replace(owner.patient, id=make_patient("Other")))
    with pytest.raises(NotFound):
        doctor_marks.tick(other, "entry", "d", ticked=True)
    assert told(owner) == ([], [], 0)


def test_who_sees_some_medicines_is_told_of_theirs_alone(owner: ActingForPatient, database: Database) -> None:
    doctor_marks.tick(owner, "entry", "d", ticked=True)
    seen = replace(owner, database=database.narrowed(frozenset({"another"}), lambda _session: None))
    assert told(seen) == ([], [], 0)
    with pytest.raises(NotFound):
        doctor_marks.tick(seen, "entry", "d", ticked=False)
    assert told(owner) == (["d"], [], 1)
