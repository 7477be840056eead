"""Fill the demo: a told story goes into the record through the same doors as everything else."""

from datetime import datetime

from journal.actions.accounts.accounts import sign_up
from journal.actions.acting import Acting, ActingForPatient
from journal.actions.medicines import add_medicine
from journal.actions.record.asking import watch_effect
from journal.actions.record.entries import log_entry
from journal.actions.regimens import log_pause, log_step
from journal.core.accounts.accounts import Actor, NewAccount, Patient
from journal.core.accounts.audit import Origin
from journal.core.demo.told import WATCHED, Story
from journal.core.medicine.medicines import known_of, of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.record.doses import Dose
from journal.core.record.forms import fingerprint
from journal.core.safety import check
from journal.core.values.errors import InvalidEntry, JournalError


class NameTaken(JournalError):
    """There is an account of that name; the demo never writes into a journal that exists."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is an account named “{name}” already, and it was left as it is. "
            'Choose another name, for example --name "Demo 2".'
        )


def fill_demo(acting: Acting, story: Story, account: NewAccount, monograph: Monograph) -> str:
    """Create the account, record the story in it as if day by day, and return the patient's id. Raises NameTaken."""
    try:
        patient_id = sign_up(acting, account).patient_id
    except InvalidEntry:
        raise NameTaken(account.name) from None
    medicines = (of_monograph(account.medicine), *story.others)
    monographs = {monograph.key: monograph}
    known = {each.id: known_of(each, monographs) for each in medicines}
    patient = Patient(patient_id, account.name, account.settings, medicines, revision=0)
    actor = Actor(patient_id, account.name)

    def then(recorded_at: datetime) -> ActingForPatient:
        return ActingForPatient(acting.database, acting.keys, Origin(recorded_at), actor, patient, monographs)

    for medicine in story.others:
        add_medicine(then(story.steps[0].recorded_at), medicine, monographs)
    for rating in monograph.ratings[:WATCHED]:
        watch_effect(then(story.steps[0].recorded_at), monograph, rating.key, watched=True)
    for step_id, recorded_at, step, medicine_id in story.steps:
        log_step(then(recorded_at), step_id, step, medicine_id=medicine_id)
    for pause in story.pauses:
        log_pause(then(pause.saved_at), pause.id, pause.first_on, pause.last_on, pause.reason)
    for entry_id, recorded_at, detail in story.entries:
        of_it = known[detail.medicine_id] if isinstance(detail, Dose) else monograph
        log_entry(then(recorded_at), entry_id, detail, fingerprint({"demo": entry_id}), of_it, check.askable())
    return patient_id
