"""Erase an account: everything of the patient goes in one transaction, and then out of the files."""

from journal.actions.accounts.grants import check_others_care
from journal.actions.acting import ActingForPatient
from journal.core.accounts.audit import Action, Origin, blanked_words
from journal.store.accounts import accounts, audit, grants
from journal.store.accounts import erasures as store
from journal.store.database.database import Database


def erase_account(acting: ActingForPatient) -> None:
    """Erase the patient. In the audit log one line stays: when an account was erased and how many events it had.

    Raises LastCarer where somebody without a log-in would be left alone.
    """
    with acting.database.writing() as session:
        grants.lock_grants(session, {acting.patient.id})
        accounts.lock_patient(session, acting.patient.id)
        check_others_care(session, acting.patient.id, acting.now)
        store.delete_patient(session, acting.patient.id)
        count = audit.blank_events(session, acting.keys.audit, acting.patient.id)
        unnamed = Origin(acting.now)  # neither address nor device: the line must not say whose account it was
        audit.add_event(session, acting.keys.audit, Action.ACCOUNT_ERASED, unnamed, None, blanked_words(count))
    store.sweep(acting.database)


def sweep_again(database: Database) -> None:
    """Try once more to take what was erased out of the files, where somebody was in the way before."""
    if database.unswept:
        store.sweep_again(database)
