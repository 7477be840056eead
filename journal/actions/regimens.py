"""Change the regimen under an optimistic lock: a new step closes the one before it; the days gone by keep theirs."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from journal.actions import medicines
from journal.actions.acting import ActingForPatient
from journal.core.accounts.audit import Action
from journal.core.medicine.medicines import Medicine, known_of
from journal.core.medicine.monograph import Monograph
from journal.core.plan import regimens, tapers
from journal.core.plan.pause_forms import refuse_overlap
from journal.core.plan.regimens import Pause, RecordedStep, Step
from journal.core.safety import check
from journal.core.safety.rules import Context
from journal.core.values.errors import JournalError, NotFound
from journal.core.values.languages import _
from journal.store.accounts import accounts as accounts_store
from journal.store.accounts.audit import add_event
from journal.store.doctor.visits import find_visit
from journal.store.medicines import list_medicines
from journal.store.plan import pauses
from journal.store.plan import regimens as store
from journal.store.safety import alerts


class PlanConflict(JournalError):
    """The plan is not the one a form was made for. `steps` are those that count now, and nothing was changed.

    `is_sent_again` where the same form saved another plan before, and `earlier` is that, if it was for this medicine.
    """

    is_sent_again = False

    def __init__(self, sentence: str, steps: Sequence[Step], earlier: RecordedStep | None = None) -> None:
        super().__init__(sentence)
        self.steps = tuple(steps)
        self.earlier = earlier


class StepExists(PlanConflict):
    """The form's id belongs to a step that says something else, perhaps of another medicine."""

    is_sent_again = True

    def __init__(self, steps: Sequence[Step], earlier: RecordedStep, medicine_id: str) -> None:
        if earlier.medicine_id == medicine_id:
            sentence = _(
                "This form was sent before with another plan, and that one was saved. Nothing was changed now."
            )
            super().__init__(sentence, steps, earlier)
        else:
            super().__init__(_("This form saved a plan for another medicine before. Nothing was changed now."), steps)


class PlanChanged(PlanConflict):
    """The plan changed since the form was opened."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__(_("The plan was changed after you opened this page. Nothing was changed now."), steps)


class EndingOver(PlanConflict):
    """The ending of a plan is taken back when days without a plan have begun."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__(
            _("The plan has ended, and the days gone by stay as they were. Enter it again to go on."), steps
        )


class PauseExists(JournalError):
    """The form's id belongs to a pause with other days, or to one that was taken back. Nothing was changed."""


def log_step(
    acting: ActingForPatient,
    step_id: str,
    step: Step,
    seen: str | None = None,
    *,
    medicine_id: str = "",
    visit_id: str | None = None,
) -> None:
    """Begin a new step of a medicine, without one the first; it goes to the last day of the medicine, if there is one.
    The same form sent twice, or what is planned already, changes nothing.

    `seen` is the version tag of the plan the form was made for, None to not ask, and `visit_id` the visit at which it
    was decided. Raises NotFound where there is no such visit, StepExists for the same id with another step,
    PlanChanged when the plan is another one than `seen`, InvalidEntry when it would change the past or begin after the
    last day of the medicine.
    """
    with acting.database.writing() as session:
        medicine_id, steps = _begin(session, acting, medicine_id)
        step = regimens.within(step, _last_on(acting, medicine_id))
        if _is_saved(session, acting, medicine_id, [step_id], [step], steps) or steps[-1:] == (step,):
            return
        _refuse_unseen(steps, seen)
        regimens.keep_past(steps, step.starts_on, acting.today)
        _make_room(session, acting, medicine_id, steps, step.starts_on)
        if visit_id is not None and find_visit(session, acting.patient.id, visit_id) is None:
            raise NotFound
        store.add_step(session, acting.patient.id, medicine_id, step_id, step, acting.now, visit_id=visit_id)
        _keep_alerts(session, acting, medicine_id, step.starts_on, {step.starts_on: step_id})


def log_steps(
    acting: ActingForPatient, step_id: str, steps: Sequence[Step], seen: str | None = None, *, medicine_id: str = ""
) -> None:
    """Begin several steps, one after the other, all or none. The same form sent twice changes nothing.

    `step_id` is the form's id, and that of the first step. Raises as `log_step`; they begin today or later.
    """
    ids = [step_id, *(str(uuid.uuid5(uuid.UUID(step_id), str(n))) for n in range(1, len(steps) + 1))]
    with acting.database.writing() as session:
        medicine_id, present = _begin(session, acting, medicine_id)
        last_on = _last_on(acting, medicine_id)
        steps = [regimens.within(step, last_on, f"from_{n}") for n, step in enumerate(steps, start=1)]
        if _is_saved(session, acting, medicine_id, ids, steps, present):
            return
        _refuse_unseen(present, seen)
        tapers.keep_past(steps, acting.today)
        _make_room(session, acting, medicine_id, present, steps[0].starts_on)
        for each, step in zip(ids, steps, strict=False):
            store.add_step(session, acting.patient.id, medicine_id, each, step, acting.now)
        saved = {step.starts_on: each for each, step in zip(ids, steps, strict=False)}
        _keep_alerts(session, acting, medicine_id, steps[0].starts_on, saved)


def end_regimen(acting: ActingForPatient, seen: str | None = None, *, medicine_id: str = "") -> str | None:
    """Plan nothing of that medicine from now on; what was planned until now stays, and so does a dose taken ahead.
    Twice is once.

    Returns the ending tag of the plan that was ended, by which `restore_regimen` knows it; None when there was none.
    Raises PlanChanged when the plan is another one than `seen`, the version tag of that beside the button.
    """
    with acting.database.writing() as session:
        medicine_id, steps = _begin(session, acting, medicine_id)
        if not regimens.from_day(steps, acting.today):
            return None
        _refuse_unseen(steps, seen)
        _make_room(session, acting, medicine_id, steps, acting.today)
        _keep_alerts(session, acting, medicine_id, acting.today)
    return regimens.ending_tag(steps)


def change_medicine(
    acting: ActingForPatient, medicine: Medicine, seen: str, monographs: Mapping[str, Monograph]
) -> None:
    """Change a medicine as `medicines.change` does; with another last day, nothing of it is planned after that one."""
    with acting.database.writing() as session:
        accounts_store.touch_record(session, acting.patient.id)
        before = medicines.change(session, acting, medicine, seen, monographs)
        if medicine.ends_on is None or medicine.ends_on == before.ends_on:
            return
        steps = store.list_steps(session, acting.patient.id, medicine.id)
        free_from = regimens.free_after(medicine.ends_on, acting.today)
        if regimens.from_day(steps, free_from):
            _make_room(session, acting, medicine.id, steps, free_from)
            _keep_alerts(session, acting, medicine.id, free_from)


def restore_regimen(acting: ActingForPatient, seen: str, before: str, *, medicine_id: str = "") -> None:
    """Take the ending of a plan back: the plan whose ending tag was `before` is the plan again. Twice is once.

    `seen` is the version tag of the plan beside the button. Raises PlanChanged when it is another one by now, and
    EndingOver when days without a plan have begun: those stay as they were.
    """
    with acting.database.writing() as session:
        medicine_id, steps = _begin(session, acting, medicine_id)
        if regimens.ending_tag(steps) == before:
            return
        _refuse_unseen(steps, seen)
        recorded = regimens.of_medicine(store.list_recorded(session, acting.patient.id), medicine_id)
        resumption = regimens.find_resumption(steps, recorded, before)
        if resumption is None:
            raise PlanChanged(steps)
        if resumption.comes_too_late(acting.now, acting.patient.settings.zone):
            raise EndingOver(steps)
        if resumption.reopened is not None:
            reopened = resumption.reopened
            store.close_steps(session, acting.patient.id, medicine_id, [reopened], reopened.ends_on)
        if resumption.replaced_at is not None:
            store.restore_steps(session, acting.patient.id, medicine_id, resumption.replaced_at)
        _keep_alerts(session, acting, medicine_id, resumption.first_on)


def log_pause(acting: ActingForPatient, pause_id: str, first_on: date, last_on: date, reason: str) -> None:
    """Enter a pause of everything that is planned: nothing is owed on its days, and nothing of them counts as missed.

    The same form sent twice is one. Raises InvalidEntry where a pause has some of the days already, and PauseExists
    where the form's id belongs to another pause, or to one taken back. The audit log says its days, not why.
    """
    pause = Pause(first_on, last_on, reason, acting.now, pause_id)
    with acting.database.writing() as session:
        accounts_store.touch_record(session, acting.patient.id)
        known = pauses.find_pause(session, acting.patient.id, pause_id)
        counting = pauses.list_pauses(session, acting.patient.id)
        if known is not None and all(each.id != pause_id for each in counting):
            raise PauseExists(_("The pause of this form was taken back. Press Save once more to enter it again."))
        if known is not None and (known.first_on, known.last_on, known.reason) != (first_on, last_on, reason):
            raise PauseExists(_("This form saved another pause before. Press Save once more to enter this one too."))
        if known is not None:
            return
        refuse_overlap(first_on, last_on, counting)
        pauses.add_pause(session, acting.patient.id, pause)
        _write_down(session, acting, Action.PLAN_PAUSED, pause)


def remove_pause(acting: ActingForPatient, pause_id: str) -> None:
    """Take a pause back: its planned times are there again. Twice is once."""
    with acting.database.writing() as session:
        accounts_store.touch_record(session, acting.patient.id)
        pause = pauses.find_pause(session, acting.patient.id, pause_id)
        if pause is not None and pauses.remove_pause(session, acting.patient.id, pause_id, acting.now):
            _write_down(session, acting, Action.PAUSE_REMOVED, pause)


def _begin(session: Session, acting: ActingForPatient, medicine_id: str) -> tuple[str, tuple[Step, ...]]:
    """Take the patient's row, and say which medicine is meant, without an id the first, and its steps that count."""
    accounts_store.touch_record(session, acting.patient.id)
    medicine_id = medicine_id or acting.patient.first_medicine(acting.today).id
    return medicine_id, store.list_steps(session, acting.patient.id, medicine_id)


def _write_down(session: Session, acting: ActingForPatient, action: Action, pause: Pause) -> None:
    days = f"{pause.first_on.isoformat()} to {pause.last_on.isoformat()}"
    add_event(session, acting.keys.audit, action, acting.whence, acting.patient.id, days, acting.by_another)


def _is_saved(
    session: Session,
    acting: ActingForPatient,
    medicine_id: str,
    ids: Sequence[str],
    sent: Sequence[Step],
    present: Sequence[Step],
) -> bool:
    """Whether a form saved these steps before; `ids` are those it gives, perhaps with that of one step more.

    Raises StepExists where it saved others, or more or fewer of them.
    """
    known = store.find_step(session, acting.patient.id, ids[0])
    if known is None:
        return False
    recorded = store.list_recorded(session, acting.patient.id)
    by_id = {each.id: each for each in recorded}
    saved = [by_id[each] for each in ids if each in by_id]
    own = regimens.of_medicine(recorded, medicine_id)
    if len(saved) != len(sent) or not all(
        each.medicine_id == medicine_id and regimens.says_the_same(each, step, own)
        for each, step in zip(saved, sent, strict=True)
    ):
        raise StepExists(present, known, medicine_id)
    return True


def _last_on(acting: ActingForPatient, medicine_id: str) -> date | None:
    return next((each.ends_on for each in acting.patient.medicines if each.id == medicine_id), None)


def _refuse_unseen(steps: Sequence[Step], seen: str | None) -> None:
    if seen is not None and seen != regimens.version_tag(steps):
        raise PlanChanged(steps)


def _make_room(
    session: Session, acting: ActingForPatient, medicine_id: str, steps: Sequence[Step], starts_on: date
) -> None:
    """Close and replace the steps that another plan, or none, takes over from on that day: at once if it is today."""
    change = regimens.close_for(steps, starts_on)
    is_today = starts_on == acting.today
    until, ended_at = starts_on - timedelta(days=1), acting.now if is_today else None
    store.close_steps(session, acting.patient.id, medicine_id, change.closed, until, ended_at)
    store.supersede_steps(session, acting.patient.id, medicine_id, change.superseded, acting.now)


def _keep_alerts(
    session: Session, acting: ActingForPatient, medicine_id: str, since: date, saved: Mapping[date, str] | None = None
) -> None:
    """Keep what the rules find in the steps of a plan that was just changed from a day on; `saved` are the ids of the
    new ones by their first day."""
    medicine = next(each for each in list_medicines(session, acting.patient.id) if each.id == medicine_id)
    monograph = known_of(medicine, acting.monographs)
    if not check.about_steps(monograph):
        return
    steps = store.list_steps(session, acting.patient.id, medicine_id)
    alerts.keep_of_steps(
        session,
        acting.patient.id,
        medicine_id,
        since,
        check.find_in_steps(steps, Context(monograph, acting.now, acting.patient.settings.zone)),
        saved=saved or {},
        now=acting.now,
        by=acting.actor.id,
    )
