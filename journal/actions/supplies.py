"""Count what is left of a medicine at home, correct it by counting again, or count it no more."""

from journal.actions.acting import ActingForPatient
from journal.core.plan.supplies import Count
from journal.core.values.amounts import Amount
from journal.core.values.errors import JournalError, NotFound
from journal.core.values.languages import _
from journal.store import medicines
from journal.store.accounts import accounts as accounts_store
from journal.store.plan import supplies as store


class CountExists(JournalError):
    """The form's id belongs to a count that says something else. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("This form saved another count before. Press Save once more to save this one too."))


def log_count(acting: ActingForPatient, count_id: str, medicine_id: str, amount: Amount) -> None:
    """Write down how much somebody has of a medicine now; doses recorded from now on are taken off.

    The same form sent twice is one. Raises NotFound where there is no such medicine, and CountExists for the same id
    with another content.
    """
    with acting.database.writing() as session:
        accounts_store.touch_record(session, acting.patient.id)
        if all(each.id != medicine_id for each in medicines.list_medicines(session, acting.patient.id)):
            raise NotFound
        known = store.find_count(session, acting.patient.id, count_id)
        if known is None:
            store.add_count(session, acting.patient.id, Count(medicine_id, amount, acting.now, count_id))
        elif (known.medicine_id, known.amount) != (medicine_id, amount):
            raise CountExists


def stop_counting(acting: ActingForPatient, medicine_id: str) -> None:
    """Say nothing of what is left of a medicine any more; what was counted stays on record. Twice is once."""
    with acting.database.writing() as session:
        accounts_store.touch_record(session, acting.patient.id)
        store.let_hold(session, acting.patient.id, medicine_id, None)
