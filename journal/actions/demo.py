"""Fill the demo: a told story goes into the record through the same doors as everything else."""

from collections.abc import Callable
from datetime import datetime

from journal.actions.accounts.accounts import sign_up
from journal.actions.acting import Acting, ActingForPatient
from journal.actions.alerts import acknowledge_alert
from journal.actions.circumstances import note_circumstances
from journal.actions.doctor.visits import log_visit
from journal.actions.medicines import add_medicine
from journal.actions.record.asking import ask_about_benefit, watch_effect
from journal.actions.record.doctor_marks import tick
from journal.actions.record.entries import edit_entry, log_entry
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
from journal.store.safety.alerts import list_open

MOST_READ = 500


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
    for benefit in monograph.benefit_names:
        ask_about_benefit(then(story.steps[0].recorded_at), monograph, benefit, asked=True)
    for step_id, recorded_at, step, medicine_id in story.steps:
        log_step(then(recorded_at), step_id, step, medicine_id=medicine_id)
    for pause in story.pauses:
        log_pause(then(pause.saved_at), pause.id, pause.first_on, pause.last_on, pause.reason)
    for entry_id, recorded_at, detail in story.entries:
        of_it = known[detail.medicine_id] if isinstance(detail, Dose) else monograph
        log_entry(then(recorded_at), entry_id, detail, fingerprint({"demo": entry_id}), of_it, check.askable())
    _add_to_it(then, story, monograph)
    return patient_id


def _add_to_it(then: Callable[[datetime], ActingForPatient], story: Story, monograph: Monograph) -> None:
    """What was put right, noted and read since."""
    for entry_id, edited_at, detail in story.edits:
        edit_entry(then(edited_at), entry_id, 1, detail, monograph, check.askable())
    for noted_at, noted in story.noted:
        note_circumstances(then(noted_at), noted)
    for visit_id, saved_at, said in story.visits:
        log_visit(then(saved_at), visit_id, said, fingerprint({"demo": visit_id}))
    for entry_id, ticked_at in story.ticks:
        tick(then(ticked_at), "entry", entry_id, ticked=True)
    for read_at in story.read_at:
        _mark_as_read(then(read_at), story.steps[0].recorded_at)


def _mark_as_read(acting: ActingForPatient, since: datetime) -> None:
    """Mark what was told from that moment until now as read."""
    with acting.database.reading() as session:
        found = list_open(session, acting.patient.id, since, MOST_READ)
    for alert in found:
        if alert.raised_at < acting.now:
            acknowledge_alert(acting, alert.id)
