"""Fill the demo: a told story goes into the record through the same doors as everything else."""

from datetime import datetime

from journal.actions.accounts.accounts import sign_up
from journal.actions.keys import Keys
from journal.actions.record.entries import log_entry
from journal.actions.regimens import log_step
from journal.core.accounts.accounts import NewAccount, Patient
from journal.core.accounts.audit import Origin
from journal.core.demo.story import Story
from journal.core.medicine.monograph import Monograph
from journal.core.record.forms import fingerprint
from journal.core.values.errors import InvalidEntry, JournalError
from journal.store.database.database import Database


class NameTaken(JournalError):
    """There is an account of that name; the demo never writes into a journal that exists."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is an account named “{name}” already, and it was left as it is. "
            'Choose another name, for example --name "Demo 2".'
        )


def fill_demo(
    database: Database, keys: Keys, story: Story, account: NewAccount, monograph: Monograph, now: datetime
) -> str:
    """Create the account, record the story in it as if day by day, and return the patient's id. Raises NameTaken."""
    try:
        patient_id = sign_up(database, keys, account, Origin(now))
    except InvalidEntry:
        raise NameTaken(account.name) from None
    patient = Patient(patient_id, account.name, account.settings, account.medicine, revision=0)
    for step_id, recorded_at, step in story.steps:
        log_step(database, patient, step_id, step, recorded_at)
    for entry_id, recorded_at, detail in story.entries:
        log_entry(database, patient, entry_id, detail, fingerprint({"demo": entry_id}), monograph, recorded_at)
    return patient_id
