"""Today: did I take it, one tap for the usual dose, and what is logged so far."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template

from journal.core import safety_notices
from journal.core import today as core
from journal.core.adherence import TakenDose, slots, taken_dose
from journal.core.clock import moment
from journal.core.doses import Dose
from journal.core.entries import Entry
from journal.core.history import Filter
from journal.core.periods import Period
from journal.core.regimens import Step, goes_on
from journal.core.trends import inside, opening
from journal.store import entries as store
from journal.store.regimens import list_steps
from journal.web import entries, rows, state, words
from journal.web.access import patient
from journal.web.doses import amount_fields

blueprint = Blueprint("today", __name__)

MOST = 200  # entries of two days: more than anybody makes
TWO_DAYS = timedelta(hours=57)  # yesterday and today, up to the latest day boundary and over a night of 25 hours
OTHER_CALENDARS = timedelta(days=2)  # the furthest the calendars of two zones are apart
UNDO_FOR = timedelta(minutes=10)  # a slip is noticed by then; older rows lead to the page where they can be deleted


@blueprint.get("/")
@patient
def show() -> str:
    """The page of today."""
    viewer, sitting = state.viewer(), state.sitting()
    here = moment(sitting.now, viewer.settings.zone)
    day = here.day(viewer.settings.day_starts)
    period = Period(here.on - timedelta(days=1) - OTHER_CALENDARS, here.on + OTHER_CALENDARS)
    with state.database().reading() as session:
        recent = store.list_entries(session, viewer.id, Filter(period=period), limit=MOST, since=sitting.now - TWO_DAYS)
        steps = list_steps(session, viewer.id)
        last_dose = _latest(recent, "dose") or store.find_last(session, viewer.id, "dose")
        last_check_in = _latest(recent, "check_in") or store.find_last(session, viewer.id, "check_in")
    names = words.effect_names()
    usual = core.usual_dose(sitting, steps, _amount_and_form(last_dose))
    answer = core.answer(sitting, steps, _doses(recent))
    todays = sorted((e for e in recent if _day_here(e) >= day), key=lambda entry: (entry.moment.at, entry.id))
    return render_template(
        "today/show.html",
        here="today",
        day=words.plain_day(here.on),
        words=_sentences(answer, usual, last_dose, last_check_in),
        is_answered=answer.is_answered,
        episodes=bool(state.monograph().episodes),
        usual=usual,
        usual_fields=amount_fields(usual.amount_ug) | {"form": usual.form} if usual else {},
        rows=[rows.row(entry, names) for entry in todays],
        undoable={entry.id for entry in todays if sitting.now - entry.recorded_at <= UNDO_FOR},
        planned=bool(steps),
        gap=_gap(last_dose, _closed_empty(steps, _doses(recent)), steps),
        told=entries.told(names),
        submission_id=entries.new_id(),
    )


def _day_here(entry: Entry) -> date:
    """The day an entry belongs to where the patient is now; one lived in another zone keeps its instant."""
    settings = state.viewer().settings
    if entry.moment.zone == settings.zone:
        return entry.day_on
    lived = moment(entry.moment.at, settings.zone)
    return lived.day(settings.day_starts) if entry.kind == "check_in" else lived.on


def _latest(recent: Sequence[Entry], kind: str) -> Entry | None:
    """The newest entry of a kind among those already read; a skipped dose is not one that was taken."""
    found = (e for e in recent if e.kind == kind and getattr(e.detail, "status", "taken") == "taken")
    return max(found, key=lambda entry: (entry.moment.at, entry.id), default=None)


def _doses(recent: Sequence[Entry]) -> list[TakenDose]:
    return [
        taken_dose(entry.moment, entry.detail.amount_ug, entry.detail.status)
        for entry in recent
        if isinstance(entry.detail, Dose)
    ]


def _gap(
    last_dose: Entry | None, closed_empty: Sequence[datetime], steps: Sequence[Step]
) -> safety_notices.Notice | None:
    """What the gap guard says; `closed_empty` are the planned instants whose windows ended with nothing in them."""
    last_taken_at = last_dose.moment.at if last_dose else None
    plan_goes_on = goes_on(steps, state.today())
    return safety_notices.gap(last_taken_at, closed_empty, plan_goes_on=plan_goes_on, now=state.now())


def _closed_empty(steps: Sequence[Step], doses: Sequence[TakenDose]) -> list[datetime]:
    settings, today = state.viewer().settings, state.today()
    period = Period(today - timedelta(days=2), today)
    found = slots(steps, doses, (), period, settings.zone, settings.day_starts, state.now()).slots
    return [slot.planned_at for slot in found if slot.status in {"missed", "not_recorded"}]


def _amount_and_form(entry: Entry | None) -> tuple[int, str] | None:
    return (entry.detail.amount_ug, entry.detail.form) if entry and isinstance(entry.detail, Dose) else None


def _sentences(
    answer: core.Answer, usual: core.UsualDose | None, last_dose: Entry | None, last_check_in: Entry | None
) -> dict[str, str]:
    """The words of the page: the answer, what follows from it, the one tap, and when the last check-in was."""
    names = [inside(kind.name) for kind in state.monograph().episodes]
    dose, dose_sub = _one_tap(answer, usual) if usual else ("", "")
    return {
        "dose": dose,
        "dose_sub": dose_sub,
        "headline": _headline(answer),
        "more": " ".join(filter(None, (_ago(answer, last_dose), _next(answer), _last_hours(answer)))),
        "last_check_in": f"last one {_when(last_check_in)}" if last_check_in else "the first one",
        "episode": f"Log a {' or '.join(names)}",
    }


def _headline(answer: core.Answer) -> str:
    if answer.dose is not None:
        amount, at = words.mg(answer.dose.amount_ug), words.clock_words(answer.dose.at)
        return f"Yes: {amount} at {at}" if answer.headline == "taken" else f"Skipped: {amount} at {at}"
    if answer.due_at is not None and answer.due_ug is not None:
        return f"Not recorded: {words.mg(answer.due_ug)} planned for {words.clock_words(answer.due_at)}"
    return "No dose recorded yet today"


def _ago(answer: core.Answer, last_dose: Entry | None) -> str:
    if answer.headline == "taken" and answer.dose is not None:
        return f"{opening(words.duration_words(state.now() - answer.dose.at))} ago."
    if last_dose is None:
        return ""
    return f"The last one was {rows.says(last_dose.detail)[0]} {_when(last_dose)}."


def _one_tap(answer: core.Answer, usual: core.UsualDose) -> tuple[str, str]:
    """What the button of the usual dose says. Once Today says yes, a dose taken now is another one, and it says so."""
    if answer.is_answered and answer.dose is not None:
        since = words.duration_words(state.now() - answer.dose.at)
        return f"I took {words.mg(usual.amount_ug)} more", f"{since} after the last one"
    return f"I took {words.mg(usual.amount_ug)} now", "planned dose" if usual.why == "planned" else "usual dose"


def _next(answer: core.Answer) -> str:
    if answer.next_at is None or answer.next_ug is None:
        return ""
    lived = moment(answer.next_at, state.viewer().settings.zone)
    day = "" if lived.on == state.today() else _day(lived.on)
    return f"Next planned {words.mg(answer.next_ug)}{day} at {words.clock_words(lived)}."


def _last_hours(answer: core.Answer) -> str:
    return f"Last 24 hours: {words.mg(answer.last_24_h_ug)}." if answer.last_24_h_ug else ""


def _day(on: date) -> str:
    return " tomorrow" if on == state.today() + timedelta(days=1) else f" on {words.plain_day(on)}"


def _when(entry: Entry) -> str:
    """When an entry was lived, by the calendar and the clocks of where the patient is now."""
    lived = moment(entry.moment.at, state.viewer().settings.zone)
    return f"{words.lower_first(words.day_words(lived.on))} at {words.clock_words(lived)}"
