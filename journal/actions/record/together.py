"""Several entries by one press: recorded in one transaction, whole or not at all, and taken back together."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from journal.actions.acting import ActingForPatient
from journal.actions.record.entries import Logged, delete, log
from journal.actions.record.recordings import recording
from journal.core.medicine.monograph import Monograph
from journal.core.record.entries import Detail
from journal.core.safety.check import Unanswered
from journal.core.safety.rules import Question


@dataclass(frozen=True, slots=True)
class New:
    """An entry that one press records with others: its id, what it says, and what the safety rules go by."""

    entry_id: str
    detail: Detail
    fingerprint: bytes
    monograph: Monograph


def entry_id(form_id: str, what: str) -> str:
    """The id of one of the entries that a form records: the same form sent again means the same entries."""
    return str(uuid.uuid5(uuid.UUID(form_id), what))


def log_together(acting: ActingForPatient, new: Iterable[New], answered: Collection[str] = ()) -> list[Logged]:
    """Record entries that were said by one press. Raises Unanswered with every question that is open about any of
    them, and EntryExists; then nothing is recorded."""
    logged, questions = [], list[Question]()
    with recording(acting) as inside:
        for each in new:
            try:
                logged.append(log(inside, each.entry_id, each.detail, each.fingerprint, each.monograph, answered))
            except Unanswered as error:
                questions.extend(error.questions)
        if questions:
            raise Unanswered(questions)
    return logged


def delete_together(acting: ActingForPatient, entry_ids: Sequence[str]) -> None:
    """Take entries back, all of them or none. Raises NotFound where one of them is not there."""
    with recording(acting) as inside:
        for each in entry_ids:
            delete(inside, each)
