"""Note pregnancy, breastfeeding or a kidney disease, and take it back: the patient alone does.

What monographs say of pregnancy and breastfeeding is told once with each medicine.
"""

from journal.actions.acting import ActingForPatient
from journal.actions.medicines import keep_told
from journal.core.accounts.audit import Action
from journal.core.medicine.circumstances import Circumstances
from journal.store.accounts import accounts as store
from journal.store.accounts.audit import add_event
from journal.store.medicines import list_medicines


def note_circumstances(acting: ActingForPatient, noted: Circumstances) -> None:
    """Keep what is noted from now on, with what the monographs say of it; the same once more changes nothing.

    What was told of something that is not noted any more is struck. The trail says that something was noted or taken
    back, never what.
    """
    with acting.database.writing() as session:
        store.touch_record(session, acting.patient.id)
        before = store.get_circumstances(session, acting.patient.id)
        if noted == before:
            return
        store.set_circumstances(session, acting.patient.id, noted)
        for medicine in list_medicines(session, acting.patient.id):
            keep_told(session, acting, medicine, acting.monographs)
        if noted.everything.items() - before.everything.items():
            add_event(session, acting.keys.audit, Action.NOTE_MADE, acting.origin, acting.patient.id)
        if before.everything.keys() - noted.everything.keys():
            add_event(session, acting.keys.audit, Action.NOTE_TAKEN_BACK, acting.origin, acting.patient.id)
