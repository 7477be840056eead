"""Erase an account: everything of the patient goes in one transaction, and then out of the files."""

from journal.actions.keys import Keys
from journal.core.accounts.accounts import Patient
from journal.core.accounts.audit import Action, Origin, blanked_words
from journal.store.accounts import audit
from journal.store.accounts import erasures as store
from journal.store.database.database import Database


def erase_account(database: Database, keys: Keys, patient: Patient, origin: Origin) -> None:
    """Erase the patient. In the audit log one line stays: when an account was erased and how many events it had."""
    with database.writing() as session:
        store.delete_patient(session, patient.id)
        count = audit.blank_events(session, keys.audit, patient.id)
        unnamed = Origin(origin.at)  # neither address nor device: the line must not say whose account it was
        audit.add_event(session, keys.audit, Action.ACCOUNT_ERASED, unnamed, None, blanked_words(count))
    store.sweep(database)


def sweep_again(database: Database) -> None:
    """Try once more to take what was erased out of the files, where somebody was in the way before."""
    if database.unswept:
        store.sweep_again(database)
