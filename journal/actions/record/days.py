"""Save what mattered on a day: one entry for each day, whatever window it is answered in."""

from datetime import date
from typing import Any

from journal.actions.acting import ActingForPatient
from journal.actions.record.entries import EntryExists, Logged, edit, log
from journal.actions.record.recordings import Recording, recording
from journal.core.medicine.monograph import Monograph
from journal.core.record.days import BENEFIT, Day, day_id, from_answers, moment_of
from journal.core.record.entries import Entry
from journal.core.record.forms import fingerprint as fingerprint_of
from journal.store.record import entries as store
from journal.store.record import entry_changes, versions


def save_day(acting: ActingForPatient, day: Day, version: int, fingerprint: bytes, monograph: Monograph) -> Logged:
    """Record what is answered about a day, or change it. `version` is the one the form was opened with; 0 where nothing
    was there.

    The same submission again changes nothing. What was deleted is put back with these answers. Raises EntryExists where
    another window answered the day first, and EntryChanged where one changed it since.
    """
    entry_id = day_id(day.day_on)
    with recording(acting) as inside:
        known = store.find_entry(inside.session, inside.patient_id, entry_id)
        if known is None:
            return log(inside, entry_id, day, fingerprint, monograph)
        if not version:
            if entry_changes.find_fingerprint(inside.session, inside.patient_id, entry_id) == fingerprint:
                return Logged(entry_id, again=True)
            if not known.deleted:
                raise EntryExists(known)
        return _change(inside, known, day, known.version if known.deleted else version, monograph)


def answer_one(acting: ActingForPatient, on: date, question: str, answer: int, monograph: Monograph) -> Logged:
    """Record one answer about a day by one press, beside what else is answered about it.

    The question is a key of `Day.answers`, and the answer the number it has there.
    """
    patient, entry_id = acting.patient, day_id(on)
    with recording(acting) as inside:
        known = store.find_entry(inside.session, inside.patient_id, entry_id)
        if known is not None and isinstance(known.detail, Day) and not known.deleted:
            day = known.detail.model_copy(update=_said(question, answer, known.detail))
            return _change(inside, known, day, known.version, monograph)
        lived = moment_of(on, patient.form_context(acting.now, monograph), acting.now)
        day = Day(moment=lived, day_on=on, **_said(question, answer))
        if known is not None:
            return _change(inside, known, day, known.version, monograph)
        return log(inside, entry_id, day, fingerprint_of({"on": f"{on}", question: str(answer)}), monograph)


def _said(question: str, answer: int, beside: Day | None = None) -> dict[str, Any]:
    """The field of a day that one answer changes; of what medicines are for, the other answers stay in it."""
    if question.startswith(BENEFIT):
        return {"benefits": (beside.benefits if beside else {}) | from_answers({question: answer})["benefits"]}
    return {question: bool(answer)}


def _change(inside: Recording, known: Entry, day: Day, version: int, monograph: Monograph) -> Logged:
    """Change what is answered; what was deleted is put back first, so that nothing of its versions is lost. The entry
    keeps its moment: a day is answered later in parts. It keeps what no monograph asks for any more, too: no form has
    a field for that."""
    session, patient_id, acting = inside.session, inside.patient_id, inside.acting
    if known.deleted:
        said = versions.list_versions(session, patient_id, known.id, 1)[0].detail
        entry_changes.restore_entry(session, patient_id, known.id, said, said, acting.now, acting.actor.id)
        session.flush()
        version += 1
    before = known.detail.benefits if isinstance(known.detail, Day) else {}
    waiting = {key: value for key, value in before.items() if key not in monograph.benefit_names}
    kept = {"moment": known.moment, "benefits": waiting | day.benefits}
    edit(inside, known.id, version, day.model_copy(update=kept), monograph)
    return Logged(known.id, again=False)
