"""Add, change and remove what a patient takes. One with a dose or a plan can be ended, never removed."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.core.accounts.audit import Action
from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.medicines import Medicine, known_of, name_of
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.together import pairs
from journal.core.record.medicine_forms import check_free, check_new
from journal.core.safety import check, circumstances, interaction
from journal.core.safety.alerts import About
from journal.core.safety.check import Found
from journal.core.safety.rules import Context
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry, JournalError, NotFound
from journal.core.values.languages import _
from journal.store import medicines as store
from journal.store.accounts import accounts as accounts_store
from journal.store.accounts.audit import add_event
from journal.store.safety import alerts

Monographs = Mapping[str, Monograph]


class MedicineChanged(JournalError):
    """The medicine is not what a form was made for; `medicine` is what it is now."""

    def __init__(self, medicine: Medicine) -> None:
        super().__init__(
            _("This medicine was changed in another window since you opened the page. Nothing was changed now.")
        )
        self.medicine = medicine


class MedicineExists(JournalError):
    """The id of a form to add one belongs to a medicine that says something else by now. Nothing was added."""

    def __init__(self, medicine: Medicine, monographs: Monographs) -> None:
        name = name_of(medicine, monographs)
        super().__init__(_("This form was sent before, and “%(name)s” was added. Press Add for one more.", name=name))


class MedicineUsed(JournalError):
    """A medicine with doses or a plan, or of another day, cannot be removed."""

    def __init__(self) -> None:
        super().__init__(_("It stays in your journal. Write down its last day to end it."))


def add_medicine(acting: ActingForPatient, medicine: Medicine, monographs: Monographs) -> bool:
    """Add a medicine under the id its form carried; True when it is new. The same form sent twice is one medicine.

    Raises InvalidEntry when another one has that name or there is no room, MedicineExists for the same id with another
    content.
    """
    with acting.database.writing() as session:
        accounts_store.touch_record(session, acting.patient.id)
        there = store.list_medicines(session, acting.patient.id)
        known = next((each for each in there if each.id == medicine.id), None)
        if known is not None and known != medicine:
            raise MedicineExists(known, monographs)
        if known is not None:
            return False
        check_new(medicine, there, monographs)
        position = store.next_position(session, acting.patient.id)
        store.add_medicine(session, acting.patient.id, medicine, position, acting.now)
        keep_told(session, acting, medicine, monographs)
        _note(session, acting, Action.MEDICINE_ADDED)
    return True


def change(
    session: Session, acting: ActingForPatient, medicine: Medicine, seen: str, monographs: Monographs
) -> Medicine:
    """Give a medicine another name, amounts or days inside a transaction; returns what it was before.

    Saving what it says already changes nothing. Raises NotFound, InvalidEntry when another one has that name or doses
    or a plan are counted in its unit, and MedicineChanged when it is not what `seen`, its version tag, says.
    """
    there = store.list_medicines(session, acting.patient.id)
    known = next((each for each in there if each.id == medicine.id), None)
    if known is None:
        raise NotFound
    if known == medicine:
        return known
    if known.version_tag != seen:
        raise MedicineChanged(known)
    check_free(medicine, there, monographs)
    if medicine.unit != known.unit and (known.monograph or store.is_used(session, acting.patient.id, medicine.id)):
        raise InvalidEntry(
            {"unit": _("It is counted in this already. Add another medicine to count in something else.")}
        )
    store.update_medicine(session, acting.patient.id, medicine)
    if (medicine.name, medicine.ends_on) != (known.name, known.ends_on):
        keep_told(session, acting, medicine, monographs)
    has_ended = known.ends_on is None and medicine.ends_on is not None
    _note(session, acting, Action.MEDICINE_ENDED if has_ended else Action.MEDICINE_CHANGED)
    return known


def remove_medicine(acting: ActingForPatient, medicine_id: str) -> None:
    """Remove a medicine added by mistake: on the same day, while nothing names it. Twice is once.

    What was told of another one because of it is no longer true, and struck. Raises MedicineUsed.
    """
    with acting.database.writing() as session:
        accounts_store.touch_record(session, acting.patient.id)
        if store.added_at(session, acting.patient.id, medicine_id) is None:
            return
        if not can_remove(session, acting, medicine_id):
            raise MedicineUsed
        store.delete_medicine(session, acting.patient.id, medicine_id)
        for each in store.list_medicines(session, acting.patient.id):
            keep_told(session, acting, each, acting.monographs)
        _note(session, acting, Action.MEDICINE_REMOVED)


def can_remove(session: Session, acting: ActingForPatient, medicine_id: str) -> bool:
    """Whether it was added today and nothing names it; the only one stays."""
    added_at = store.added_at(session, acting.patient.id, medicine_id)
    if added_at is None or moment(added_at, acting.patient.settings.zone).on != acting.today:
        return False
    is_only = len(store.list_medicines(session, acting.patient.id)) == 1
    return not (is_only or store.is_used(session, acting.patient.id, medicine_id))


def keep_told(session: Session, acting: ActingForPatient, medicine: Medicine, monographs: Monographs) -> None:
    """Keep what is told of a medicine as it is now: together with another one, and of pregnancy or breastfeeding where
    one is noted. What is kept of the other one already is not said again."""
    there = store.list_medicines(session, acting.patient.id)
    others = [each.id for each in there if each.id != medicine.id]
    kept = [each for each in alerts.list_about(session, acting.patient.id, "medicine", others) if not each.struck_at]
    found = [
        Found(interaction.RULE, interaction.of_pair(pair))
        for pair in pairs(there, monographs, acting.today, medicine.id)
    ]
    found = [each for each in found if not any(alert.states(each) for alert in kept)]
    noted = accounts_store.get_circumstances(session, acting.patient.id)
    alerts.keep(
        session,
        acting.patient.id,
        About("medicine", medicine.id, acting.today),
        [*found, *_of_circumstances(acting, medicine, monographs, noted)],
        answered=(),
        now=acting.now,
        by=acting.actor.id,
    )


def _of_circumstances(
    acting: ActingForPatient, medicine: Medicine, monographs: Monographs, noted: Circumstances
) -> tuple[Found, ...]:
    if medicine.has_ended(acting.today):
        return ()
    around = Context(known_of(medicine, monographs), acting.now, acting.patient.settings.zone, circumstances=noted)
    return check.find(None, around, [circumstances.RULE])


def _note(session: Session, acting: ActingForPatient, action: Action) -> None:
    add_event(session, acting.keys.audit, action, acting.whence, acting.patient.id, actor_id=acting.by_another)
