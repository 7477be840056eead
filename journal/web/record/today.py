"""Today: show whether the dose was taken, one tap for the usual one, and what is logged so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from flask import Blueprint, render_template, request

from journal.core.medicine.labels import find_labelled
from journal.core.medicine.medicines import Medicine
from journal.core.plan import today as core
from journal.core.plan.adherence import TakenDose
from journal.core.plan.regimens import Plan
from journal.core.plan.today_rows import count_folded
from journal.core.record.entries import Entry
from journal.core.safety import check, withdrawal
from journal.core.safety.rules import Context, DayTaken, Notice, Speaking
from journal.core.values.clock import moment
from journal.core.values.languages import _, either
from journal.core.values.periods import Period
from journal.core.values.sentences import inside
from journal.store.plan.doses import RecentOfMedicine, list_last_doses, read_recent
from journal.store.plan.supplies import read_supplies
from journal.store.record import entries as store
from journal.store.record.latest import find_last
from journal.store.safety.alerts import count_open
from journal.store.safety.days_before import read_days_before
from journal.web.record import (
    alert_words,
    answers,
    benefits,
    entries,
    entry_rows,
    quiet_offers,
    today_addresses,
    today_lines,
    today_sentence,
)
from journal.web.record.running_out import running_out
from journal.web.record.today_lines import TWO_DAYS, Line
from journal.web.site import access, context, wording

blueprint = Blueprint("today", __name__)

MOST = 200  # entries of two days: more than anybody makes
OTHER_CALENDARS = timedelta(days=2)  # the furthest the calendars of two zones are apart
FACTS_ABOVE = 3  # medicines: of more the facts of the first one would push the rows off a phone's first screen
UNDO_FOR = timedelta(minutes=10)  # a slip is noticed by then; older rows lead to the page where they can be deleted


@blueprint.get("/")
@access.patient(others="some")
def show() -> str:
    """The page of today."""
    patient, form_context = context.patient(), context.form_context()
    here = moment(form_context.now, patient.settings.zone)
    day = here.day(patient.settings.day_starts)
    period = Period(here.on - timedelta(days=1) - OTHER_CALENDARS, here.on + OTHER_CALENDARS)
    wanted = store.Lately(form_context.now - TWO_DAYS, period, day, patient.settings.zone)
    with context.database().reading() as session:
        recent = store.list_lately(session, patient.id, wanted, MOST)
        taken = context.present_medicines()
        known = read_recent(session, patient.id, [each.id for each in taken], form_context.now, here.on)
        back = _days_back(taken)
        before = read_days_before(session, patient.id, back, here.on, max(back.values(), default=0), form_context.now)
        supplies = read_supplies(session, patient.id, taken, here.on)
        last_doses = core.last_taken(dose for own in known.of.values() for dose in own.doses)
        if missing := known.of.keys() - last_doses.keys():
            last_doses |= list_last_doses(session, patient.id, missing)
        last_check_in = _last_check_in(recent) or find_last(session, patient.id, "check_in")
        unread = count_open(session, patient.id, form_context.now - alert_words.YOUNG, alert_words.MOST_YOUNG)
    is_one = len(taken) == 1
    days = {medicine_id: before.of(medicine_id) for medicine_id in back}
    cards = [
        _card(each, known.of[each.id], last_doses.get(each.id), days.get(each.id, {}), is_one=is_one) for each in taken
    ]
    labelled = find_labelled(request.args.get("label", ""), patient.id, taken)
    lines = _in_order([_mark(line, card.medicine, labelled) for card in cards for line in card.lines])
    folds = count_folded([line.row for line in lines if line.row is not None and not line.is_labelled]) > 0
    spoken = {notice.sentences: notice for card in cards for notice in card.notices}.values()  # each sentence once
    names = wording.effect_names()
    todays = sorted((e for e in recent if _day_here(e) >= day), key=lambda entry: entry.order, reverse=True)
    return render_template(
        "today/show.html",
        here="today",
        day=wording.plain_day(here.on),
        headline=_headline(cards, lines),
        first=cards[0],
        facts_above=is_one or (cards[0].planned and len(cards) <= FACTS_ABOVE),
        cards=cards,
        lines=lines,
        shown=[line for line in lines if not (folds and line.may_fold)],
        folded=[line for line in lines if folds and line.may_fold],
        has_open=any(line.row is not None and line.row.is_open for line in lines),
        has_filled=_has_filled(cards, lines),
        only_when_wrong=patient.asking.only_when_wrong,
        quiet=quiet_offers.offered(),
        is_new=is_one and not last_doses and not cards[0].planned,
        last_check_in=_check_in_words(last_check_in),
        episode=_episode(),
        asks_days=bool(patient.asking.asked_days),
        benefits=benefits.asked_on(day, recent),
        this_day=day,
        rows=[entry_rows.row(entry, names) for entry in todays],
        undoable={entry.id for entry in todays if form_context.now - entry.recorded_at <= UNDO_FOR},
        notices=[notice for notice in spoken if notice.rule != withdrawal.KEY],
        withdrawal=_withdrawal(spoken, known.plan),
        told=_told(names, lines),
        unread=unread,
        running_out=running_out(taken, supplies, known.plan),
        submission_id=entries.new_id(),
    )


@dataclass(frozen=True, slots=True)
class Card:
    """The answer for one medicine in words, and its rows. `headline` is "" where there are several: one sentence
    speaks of them all.

    `remarks` are what must be read before anything is pressed, `facts` what follows from the answer. `tap` is what is
    pressed where nothing is planned: its words, what stands below them, and its fields.
    """

    medicine: Medicine
    name: str
    answer: core.Answer
    headline: str
    remarks: Sequence[str]
    facts: Sequence[str]
    lines: list[Line]
    tap: tuple[str, str, Mapping[str, str]] | None
    is_secondary: bool
    planned: bool
    log_sub: str
    notices: Sequence[Notice]


def _days_back(taken: Sequence[Medicine]) -> dict[str, int]:
    """At how many days before today a rule looks, by the ids of the medicines of which one does."""
    now, zone = context.now(), context.patient().settings.zone
    found = {each.id: check.days_back(None, Context(context.known_of(each), now, zone)) for each in taken}
    return {medicine_id: days for medicine_id, days in found.items() if days}


def _card(
    medicine: Medicine,
    own: RecentOfMedicine,
    last_dose: TakenDose | None,
    days: Mapping[date, DayTaken],
    *,
    is_one: bool,
) -> Card:
    with context.about(medicine):
        form_context = context.form_context_of_medicine()
        answer, rows = answers.answer_and_rows(own, form_context)
        stands = Context(
            form_context.monograph,
            form_context.now,
            form_context.zone,
            own.plan,
            own.doses,
            last_dose.at if last_dose else None,
            days=days,
        )
        name = context.medicine_name(medicine)
        called = "" if is_one else name
        facts = answers.facts(answer, _last_words(last_dose) if last_dose else "")
        log_sub = _("now or earlier") if last_dose else _("the first one; later it takes one tap")
        found = today_lines.lines(called, answer, rows)
        if called and not found:
            found = [today_lines.without_plan(called, answer, facts, log_sub)]
        about = today_addresses.medicine_address(medicine.id) if called else ""
        for line in found:
            line.medicine = about
        remarks = list(filter(None, (answers.day_amount(answer),)))
        if called:
            today_lines.warn(found, [*remarks, *(facts[:1] if answer.only_ago else ())])
        tap = answer.tap
        return Card(
            medicine=medicine,
            name=name,
            answer=answer,
            headline=answers.headline(answer) if is_one else "",
            remarks=remarks,
            facts=[*facts, *filter(None, (answers.pause(answer),))],
            lines=found,
            tap=(*answers.one_tap(tap, answer), today_lines.fields(tap)) if tap and tap.kind == "same" else None,
            is_secondary=tap.is_secondary if tap else answer.headline in {"taken", "nothing_before"},
            planned=bool(own.plan.counting),
            log_sub=log_sub,
            notices=check.notices(check.find(None, stands), Speaking(form_context.monograph, medicine.unit)),
        )


def _withdrawal(spoken: Iterable[Notice], plan: Plan) -> str:
    """The quiet line about withdrawal, where it is the time for it."""
    is_told = any(notice.rule == withdrawal.KEY for notice in spoken)
    return withdrawal.sentence() if is_told or _has_ended_lately(plan) else ""


def _has_ended_lately(plan: Plan) -> bool:
    """Whether a medicine that is not on Today any more ended so lately that symptoms can be withdrawal."""
    today, zone = context.today(), context.patient().settings.zone
    ended = [each for each in context.patient().medicines if each.has_ended(today)]
    return any(
        withdrawal.find(None, Context(context.known_of(each), context.now(), zone, plan.of(each.id))) for each in ended
    )


def _in_order(found: list[Line]) -> list[Line]:
    """Planned times as they follow one another, then what has no time; before all of them those of a medicine whose
    label was scanned. The first open one has the filled button."""
    timed = sorted((line for line in found if line.at is not None), key=lambda line: (line.at, line.name))
    every = [*timed, *(line for line in found if line.at is None)]
    ordered = sorted(every, key=lambda line: not line.is_labelled)
    first = next((line for line in ordered if line.asks), None)
    if first is not None and first.press is not None:
        first.press.kind = "primary"
    return ordered


def _mark(line: Line, medicine: Medicine, labelled: Medicine | None) -> Line:
    line.is_labelled = medicine == labelled
    return line


def _headline(cards: Sequence[Card], lines: Sequence[Line]) -> str:
    if len(cards) == 1:
        return cards[0].headline
    coming = [card.answer.coming.at for card in cards if card.answer.coming is not None]
    return today_sentence.sentence(lines, coming)


def _has_filled(cards: Sequence[Card], lines: Sequence[Line]) -> bool:
    """Whether something is to be pressed before the check-in: then that is filled, and the check-in is not."""
    if len(cards) == 1 and not lines:
        return not cards[0].is_secondary
    return any(line.press is not None and line.press.kind == "primary" for line in lines)


def _told(names: Mapping[str, str], lines: Sequence[Line]) -> dict[str, Any] | None:
    """What happened just before; of a dose taken long before its planned time, which one that is."""
    told = entries.told(names)
    if told is None:
        return None
    for line, slot in ((line, line.row.slot) for line in lines if line.row is not None):
        if any(dose.id == told["row"].id and slot.planned.at - dose.at > core.MORE_UNTIL for dose in slot.doses):
            told["planned"] = line.time
    return told


def _episode() -> str:
    """The words of the button for episodes; "" where the monographs know none."""
    names = [inside(kind.name) for kind in context.monograph().episodes]
    return _("Log a %(episode)s", episode=either(names)) if names else ""


def _day_here(entry: Entry) -> date:
    """The day an entry belongs to where the patient is now; one lived in another zone keeps its instant."""
    settings = context.patient().settings
    if entry.moment.zone == settings.zone:
        return entry.day_on
    lived = moment(entry.moment.at, settings.zone)
    return lived.day(settings.day_starts) if entry.kind == "check_in" else lived.on


def _last_check_in(recent: Sequence[Entry]) -> Entry | None:
    """The newest check-in among those already read."""
    return max((e for e in recent if e.kind == "check_in"), key=lambda entry: entry.order, default=None)


def _check_in_words(last: Entry | None) -> str:
    return _("last one %(when)s", when=_when(last.moment.at)) if last else _("the first one")


def _when(lived_at: datetime) -> str:
    """When something was lived: "yesterday at 20:01". Said once for all that was taken in one minute."""
    said, minute = context.remembered("when"), lived_at.replace(second=0, microsecond=0)
    if minute not in said:
        said[minute] = _("%(day)s at %(time)s", **wording.here(minute))
    return cast("str", said[minute])


def _last_words(dose: TakenDose) -> str:
    return _("%(amount)s %(when)s", amount=wording.dose_words(dose.amount, dose.form), when=_when(dose.at))
