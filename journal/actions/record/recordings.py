"""An open transaction on a patient's record: what is done to entries inside is done whole or not at all."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.together import Together, pairs
from journal.core.plan.regimens import Plan
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail, Entry
from journal.core.record.symptoms import Symptoms, unrated
from journal.core.safety import check
from journal.core.safety.alerts import About
from journal.core.safety.check import Found
from journal.core.safety.rules import Speaking
from journal.store.plan.regimens import read_plan
from journal.store.record import symptoms as symptoms_store
from journal.store.safety import alerts
from journal.store.safety.around import read_context


@dataclass(slots=True)
class Recording:
    """An open transaction on a patient's record, and the own symptoms as they stand in it.

    What is done to entries inside is done whole or not at all: one entry of a form, or the thousands of a file.
    """

    session: Session
    acting: ActingForPatient
    symptoms: Symptoms
    _plan: Plan | None = field(default=None, init=False)  # read once for all the entries of a form

    @property
    def patient_id(self) -> str:
        """Whose record it is."""
        return self.acting.patient.id

    def check(
        self,
        entry_id: str,
        detail: Detail,
        monograph: Monograph,
        answered: Collection[str] | None,
        there: Entry | None = None,
    ) -> tuple[Found, ...]:
        """What the safety rules find in an entry; `there` is the entry as it is, where it is edited.

        Raises Unanswered where a rule asks about it and its key is not among those answered with yes; with None nobody
        can be asked. While an edit leaves the dose alone, what the record around says of it is not asked once more.
        """
        if self._plan is None and check.reading(detail.kind, monograph):
            self._plan = read_plan(self.session, self.patient_id)
        known = read_context(
            self.session,
            self.patient_id,
            entry_id,
            detail,
            there.recorded_at if there else self.acting.now,
            monograph=monograph,
            zone=self.acting.patient.zones.at(detail.moment.at).key,
            plan=self._plan,
            pairs=self._pairs_of(detail),
            is_new=there is None,
        )
        found = check.find(detail, known)
        if found and answered is not None:
            as_before = check.of_the_record(detail.kind) if there and _is_same_dose(there.detail, detail) else ()
            hours = self.acting.patient.settings.hours
            speaking = Speaking(monograph, self._unit_of(detail), zone=known.zone, hours=hours)
            check.ask(found, speaking, {*answered, *as_before})
        return found

    def keep_alerts(
        self,
        entry_id: str,
        version: int,
        detail: Detail,
        found: Collection[Found],
        answered: Collection[str] | None,
    ) -> None:
        """Keep what the rules found in an entry as it was just saved in that version."""
        is_new = version == 1
        if is_new and not found:
            return
        medicine_id = detail.medicine_id if isinstance(detail, Dose) else None
        about = About("entry", entry_id, detail.day_on, version, medicine_id)
        alerts.keep(
            self.session,
            self.patient_id,
            about,
            [each for each in found if not (each.rule.once_a_day and self._is_kept(about, each))],
            answered=answered or (),
            now=self.acting.now,
            by=self.acting.actor.id,
            is_new=is_new,
        )

    def _is_kept(self, about: About, found: Found) -> bool:
        return alerts.is_kept_of_day(self.session, self.patient_id, about, found)

    def _pairs_of(self, detail: Detail) -> tuple[Together, ...]:
        """The medicines that were taken on the day of a dose and can act together with its medicine."""
        if not isinstance(detail, Dose) or len(self.acting.patient.medicines) < 2:
            return ()
        taken = [each for each in self.acting.patient.medicines if (each.starts_on or detail.day_on) <= detail.day_on]
        found = pairs(taken, self.acting.monographs, detail.day_on, detail.medicine_id)
        return tuple(pair for pair in found if pair.is_told_with(detail.medicine_id))

    def _unit_of(self, detail: Detail) -> str:
        units = {each.id: each.unit for each in self.acting.patient.medicines}
        return units.get(detail.medicine_id, "mg") if isinstance(detail, Dose) else ""

    def keep_symptoms(self, symptoms: Symptoms, before: Detail | None = None) -> None:
        """Write the symptoms down where they changed. Those that only `before` rated go: no check-in rates them now."""
        rated = [r.effect for r in before.ratings if r.effect in symptoms] if isinstance(before, CheckIn) else []
        there = symptoms_store.list_usage(self.session, self.patient_id, rated) if rated else {}
        for key in rated:
            symptoms = symptoms if key in there else unrated(symptoms, key)
        if symptoms != self.symptoms:
            symptoms_store.set_symptoms(self.session, self.patient_id, symptoms)
            self.symptoms = symptoms


def _is_same_dose(before: Detail, after: Detail) -> bool:
    """Whether an edit leaves alone what the rules about doses go by: the moment, the amount, the medicine, taken or
    not."""
    if not isinstance(before, Dose) or not isinstance(after, Dose):
        return False
    return before.model_copy(update={"note": after.note, "form": after.form}) == after


@contextmanager
def recording(acting: ActingForPatient) -> Iterator[Recording]:
    """Open the transaction; it is committed when the block ends, and nothing of it stays when the block raises."""
    with acting.database.writing() as session:
        yield Recording(session, acting, symptoms_store.lock_symptoms(session, acting.patient.id))
