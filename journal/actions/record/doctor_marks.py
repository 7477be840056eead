"""Tick something "for my doctor", or take the tick off: one way for entries of every kind and what others saw."""

from journal.actions.acting import ActingForPatient
from journal.core.record.doctor_marks import Ticked
from journal.core.values.errors import NotFound
from journal.store.accounts.accounts import touch_record
from journal.store.record import doctor_marks as store
from journal.store.record.entries import find_entry
from journal.store.record.observations import find_observation


def tick(acting: ActingForPatient, kind: Ticked, entry_id: str, *, ticked: bool) -> None:
    """Tick an entry or an observation, or take the tick off; twice is once. Raises NotFound where there is none, or it
    is deleted."""
    with acting.database.writing() as session:
        patient_id = acting.patient.id
        touch_record(session, patient_id)
        find = find_entry if kind == "entry" else find_observation
        found = find(session, patient_id, entry_id)
        if found is None or found.deleted_at is not None:
            raise NotFound
        if ticked:
            store.set_mark(session, patient_id, kind, entry_id, acting.now, acting.actor.id)
        else:
            store.remove_mark(session, patient_id, kind, entry_id)
