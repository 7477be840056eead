"""The sheet of a week: read what is planned and recorded on its days, and record what was typed in, all at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.actions.record.entries import delete, log
from journal.actions.record.recordings import recording
from journal.core.exchange.sheet_rows import Said, clashes, entry_id, keys_of
from journal.core.exchange.week_sheets import SheetDay, sheet_days
from journal.core.medicine.monograph import Monograph
from journal.core.record.doses import Dose
from journal.core.record.entries import Kind
from journal.core.safety.check import Unanswered
from journal.core.safety.rules import Question
from journal.core.values.errors import JournalError
from journal.core.values.languages import _
from journal.core.values.periods import Period
from journal.store.plan.regimens import read_plan
from journal.store.record.entry_changes import list_kinds
from journal.store.trends import read_lived, read_ratings


@dataclass(frozen=True, slots=True)
class Week:
    """The days of a sheet, and what is rated on each: the worst of each effect."""

    days: tuple[SheetDay, ...]
    rated: Mapping[date, Mapping[str, int]]


class SheetChanged(JournalError):
    """Something that was typed in is recorded already; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            _("Some of this was recorded in another window meanwhile. Nothing was saved twice. Look, then save again.")
        )


def read_week(acting: ActingForPatient, week: Period) -> Week:
    """The sheet as it stands now."""
    with acting.database.reading() as session:
        return _read(session, acting, week)


def _read(session: Session, acting: ActingForPatient, week: Period) -> Week:
    patient = acting.patient
    plan = read_plan(session, patient.id)
    lived, _days = read_lived(session, patient.id, week, plan)
    rated: dict[date, dict[str, int]] = {}
    for on, effect, severity in read_ratings(session, patient.id, week):
        rated.setdefault(on, {})[effect] = severity
    return Week(sheet_days(week, plan, patient.medicines, lived, patient.zones, acting.now), rated)


def find_saved(acting: ActingForPatient, form_id: str, days: Sequence[SheetDay]) -> Mapping[str, Kind]:
    """What a form saved before and is there: the kind of each entry by its key."""
    keys = {entry_id(form_id, key): key for key in keys_of(days)}
    with acting.database.reading() as session:
        return {keys[each]: kind for each, kind in list_kinds(session, acting.patient.id, keys).items()}


def log_sheet(
    acting: ActingForPatient,
    form_id: str,
    week: Period,
    said: Sequence[Said],
    known: Mapping[str, Monograph],
    answered: Collection[str] = (),
) -> None:
    """Record all of a sheet in one transaction, or nothing of it. What this form saved before is not saved again.

    `known` is what the safety rules go by, for each medicine and "" for what is no dose. Raises SheetChanged,
    Unanswered while the rules ask about any of it, and EntryExists where a row of this form said something else.
    """
    questions: list[Question] = []
    with recording(acting) as inside:
        ids = {each.key: entry_id(form_id, each.key) for each in said}
        saved = list_kinds(inside.session, inside.patient_id, ids.values())
        present = _read(inside.session, acting, week)
        if any(clashes(each, present.days, present.rated) for each in said if ids[each.key] not in saved):
            raise SheetChanged
        for each in said:
            of = each.detail.medicine_id if isinstance(each.detail, Dose) else ""
            try:
                log(inside, ids[each.key], each.detail, each.sent, known[of], answered)
            except Unanswered as error:
                questions += error.questions
        if questions:
            raise Unanswered(_of_each_rule(questions))


def _of_each_rule(questions: Sequence[Question]) -> list[Question]:
    """One question of each rule, which says what is asked of every entry."""
    found = []
    for rule in dict.fromkeys(question.rule for question in questions):
        of_it = [question for question in questions if question.rule == rule]
        sentence = " ".join(dict.fromkeys(question.sentence for question in of_it))
        found.append(replace(of_it[0], sentence=sentence))
    return found


def delete_sheet(acting: ActingForPatient, form_id: str, week: Period) -> int:
    """Delete what a form saved, all at once, to be put back one by one; how many entries that were."""
    with recording(acting) as inside:
        days = _read(inside.session, acting, week).days
        ids = list_kinds(inside.session, inside.patient_id, [entry_id(form_id, key) for key in keys_of(days)])
        for each in ids:
            delete(inside, each)
    return len(ids)
