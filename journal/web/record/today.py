"""Today: show whether the dose was taken, one tap for the usual one, and what is logged so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template

from journal.core.medicine.medicines import Medicine
from journal.core.plan import today as core
from journal.core.record.doses import Dose
from journal.core.record.entries import Entry
from journal.core.safety.check import check
from journal.core.safety.rules import Context, Notice
from journal.core.values.clock import moment
from journal.core.values.languages import _, either
from journal.core.values.periods import Period
from journal.core.values.sentences import inside
from journal.store.plan.doses import Recent, read_recent
from journal.store.record import entries as store
from journal.web.record import answers, entries, entry_rows
from journal.web.record.doses import amount_fields, medicine_fields
from journal.web.site import access, context, wording

blueprint = Blueprint("today", __name__)

MOST = 200  # entries of two days: more than anybody makes
TWO_DAYS = timedelta(hours=57)  # yesterday and today, up to the latest day boundary and over a night of 25 hours
OTHER_CALENDARS = timedelta(days=2)  # the furthest the calendars of two zones are apart
UNDO_FOR = timedelta(minutes=10)  # a slip is noticed by then; older rows lead to the page where they can be deleted


@blueprint.get("/")
@access.patient()
def show() -> str:
    """The page of today."""
    patient, form_context = context.patient(), context.form_context()
    here = moment(form_context.now, patient.settings.zone)
    day = here.day(patient.settings.day_starts)
    period = Period(here.on - timedelta(days=1) - OTHER_CALENDARS, here.on + OTHER_CALENDARS)
    with context.database().reading() as session:
        recent = store.list_entries_since(session, patient.id, form_context.now - TWO_DAYS, period, MOST)
        taken = context.present_medicines()
        known = read_recent(session, patient.id, [each.id for each in taken], form_context.now, here.on)
        last_doses = {each.id: _latest(recent, "dose", each.id) for each in taken}
        if missing := [medicine_id for medicine_id, last in last_doses.items() if last is None]:
            last_doses |= store.list_last_doses(session, patient.id, missing)
        last_check_in = _latest(recent, "check_in") or store.find_last(session, patient.id, "check_in")
    cards = [_card(medicine, known, last_doses.get(medicine.id), last_check_in) for medicine in taken]
    names = wording.effect_names()
    todays = sorted((e for e in recent if _day_here(e) >= day), key=lambda entry: entry.order)
    return render_template(
        "today/show.html",
        here="today",
        day=wording.plain_day(here.on),
        **cards[0].shown(),
        others=cards[1:],
        episodes=bool(context.monograph().episodes),
        rows=[entry_rows.row(entry, names) for entry in todays],
        undoable={entry.id for entry in todays if form_context.now - entry.recorded_at <= UNDO_FOR},
        notices=list({notice.rule: notice for card in cards for notice in card.notices}.values()),
        told=entries.told(names),
    )


@dataclass(frozen=True, slots=True)
class Card:
    """The answer for one medicine, in words, with its one tap."""

    medicine: Medicine
    name: str
    words: Mapping[str, str]
    is_secondary: bool
    tap: core.Tap | None
    tap_fields: Mapping[str, str]
    counts_for: tuple[str, str]
    planned: bool
    notices: Sequence[Notice]
    submission_id: str

    def shown(self) -> dict[str, Any]:
        """What the page shows of the first medicine."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "notices"}


def _card(medicine: Medicine, known: Recent, last_dose: Entry | None, last_check_in: Entry | None) -> Card:
    with context.about(medicine):
        form_context, own = context.form_context_of_medicine(), known.of(medicine.id, context.today())
        answer = answers.answer(own)
        last_taken_at = last_dose.moment.at if last_dose else None
        stands = Context(
            form_context.monograph, form_context.now, form_context.zone, own.plan, own.doses, last_taken_at
        )
        tap = answer.tap
        return Card(
            medicine=medicine,
            name=context.medicine_name(medicine),
            words=_sentences(answer, last_dose, last_check_in),
            is_secondary=tap.is_secondary if tap else answer.headline in {"taken", "nothing_before"},
            tap=tap,
            tap_fields=medicine_fields() | amount_fields(tap.amount) | {"form": tap.form} if tap else {},
            counts_for=answers.counts_for(answer),
            planned=bool(own.plan.counting),
            notices=check(None, stands).notices,
            submission_id=entries.new_id(),
        )


def _day_here(entry: Entry) -> date:
    """The day an entry belongs to where the patient is now; one lived in another zone keeps its instant."""
    settings = context.patient().settings
    if entry.moment.zone == settings.zone:
        return entry.day_on
    lived = moment(entry.moment.at, settings.zone)
    return lived.day(settings.day_starts) if entry.kind == "check_in" else lived.on


def _latest(recent: Sequence[Entry], kind: str, medicine_id: str | None = None) -> Entry | None:
    """The newest entry of a kind among those already read; a skipped dose is not one that was taken."""
    found = (
        e
        for e in recent
        if e.kind == kind
        and getattr(e.detail, "status", "taken") == "taken"
        and getattr(e.detail, "medicine_id", None) == medicine_id
    )
    return max(found, key=lambda entry: entry.order, default=None)


def _sentences(answer: core.Answer, last_dose: Entry | None, last_check_in: Entry | None) -> dict[str, str]:
    """The words of the page: the answer, what follows from it, the one tap, and when the last check-in was."""
    names = [inside(kind.name) for kind in context.monograph().episodes]
    dose, dose_sub = answers.one_tap(answer.tap, answer) if answer.tap else ("", "")
    last = _last_words(last_dose) if last_dose else ""
    return {
        "dose": dose,
        "dose_sub": dose_sub,
        "headline": answers.headline(answer),
        "day_amount": answers.day_amount(answer),
        "as_needed": answers.as_needed(answer),
        "pause": answers.pause(answer),
        "more": answers.more(answer, last),
        "last_check_in": _("last one %(when)s", when=_when(last_check_in)) if last_check_in else _("the first one"),
        "episode": _("Log a %(episode)s", episode=either(names)),
        "log_sub": _("now or earlier") if last_dose else _("the first one; later it takes one tap"),
    }


def _when(entry: Entry) -> str:
    """When an entry was lived, by the calendar and the clocks of where the patient is now."""
    lived = moment(entry.moment.at, context.patient().settings.zone)
    return _("%(day)s at %(time)s", day=wording.day_inside(lived.on), time=wording.clock_words(lived))


def _last_words(dose: Entry) -> str:
    assert isinstance(dose.detail, Dose)  # noqa: S101 - asked for by kind
    return _("%(amount)s %(when)s", amount=wording.mg(dose.detail.amount), when=_when(dose))
