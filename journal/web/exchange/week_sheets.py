"""Week sheets: choose the days, print the sheet to be filled in by pen, and type it in afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.exchange import week_sheets as actions
from journal.actions.record.entries import EntryExists
from journal.core.exchange.sheet_forms import SheetContext, read_sheet
from journal.core.exchange.week_papers import week_paper
from journal.core.exchange.week_sheets import DAYS, first_day_of_week, read_first_day, week_of
from journal.core.medicine.medicines import called
from journal.core.record.asking import AskedEffect, asked_effects, offered_effects, split_first
from journal.core.record.forms import read_id
from journal.core.safety.check import Unanswered
from journal.core.safety.rules import Question
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _, listed, ngettext
from journal.core.values.papers import PAPERS
from journal.core.values.periods import Period, file_name
from journal.render import slots
from journal.store.record import asking as asking_store
from journal.web.exchange import sheet_cards
from journal.web.record import entries, questions
from journal.web.site import access, context
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("week_sheets", __name__, url_prefix="/week-sheets")

A_WEEK = timedelta(days=DAYS)
YES = "yes"


@blueprint.get("")
@access.patient(others="some")
def index() -> entries.Answer:
    """Which week, and whether to print its sheet or to type it in."""
    wanted = request.args.get("to", "")
    if wanted not in {"print", "type"}:
        return _index({})
    try:
        on = read_first_day(request.args.get("first_on", ""), context.today())
    except InvalidEntry as error:
        return _index(error.errors), 422
    if wanted == "type":
        return see_other(url_for("week_sheets.show", on=on.isoformat()))
    named = {"name": YES} if request.args.get("name") == YES else {}
    return see_other(url_for("week_sheets.paper", on=on.isoformat(), **named))  # type: ignore[arg-type]


def _index(errors: Mapping[str, str]) -> str:
    this = first_day_of_week(context.today(), context.patient().settings.first_weekday)
    return render_template(
        "week_sheets/index.html",
        here="more",
        errors=errors,
        values={
            "first_on": request.args.get("first_on") or (this + A_WEEK).isoformat(),
            "name": request.args.get("name"),
        },
        this=this,
        following=this + A_WEEK,
        last=this - A_WEEK,
        paper=_(PAPERS[context.patient().settings.paper_size]),
    )


@blueprint.get("/<on>/paper.pdf")
@access.patient(others="some")
def paper(on: str) -> entries.Answer:
    """The sheet to print, with a name on it only where that was ticked."""
    try:
        first_on = read_first_day(on, context.today())
    except InvalidEntry as error:
        return no_sheet(error)
    week, patient = week_of(first_on), context.patient()
    sheet = week_paper(
        week,
        actions.read_week(context.acting(), week).days,
        called(patient.medicines, context.journal().monographs),
        [effect.name for effect in first_effects()[0]],
        name=patient.name if request.args.get("name") == YES else "",
        emergency_number=str(context.journal().emergency_number),
        hours=patient.settings.hours,
    )
    from journal.render.week_sheets import week_sheet_pdf  # noqa: PLC0415 - Typst is loaded when somebody prints

    with slots.LARGE.taken():
        made = week_sheet_pdf(sheet, patient.settings.paper_size)
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name("week-sheet", week, "pdf")}"'
    return response


@blueprint.get("/<on>")
@access.patient(others="some")
def show(on: str) -> entries.Answer:
    """The sheet to type in, a day a row: what is recorded of it already is shown and not asked."""
    try:
        first_on = read_first_day(on, context.today())
    except InvalidEntry as error:
        return no_sheet(error)
    if first_on.isoformat() != on:
        return see_other(url_for("week_sheets.show", on=first_on.isoformat()))
    return _page(first_on, {})


def _shown_again(fields: Mapping[str, str], on: str) -> str:
    try:
        return _page(read_first_day(on, context.today()), fields)
    except InvalidEntry as error:
        return _index(error.errors)


@blueprint.post("/<on>")
@access.patient(ShowsAgain(_shown_again), others="some")
def create(on: str) -> entries.Answer:
    """Record all that was typed in, or nothing of it."""
    try:
        first_on = read_first_day(on, context.today())
    except InvalidEntry as error:
        return no_sheet(error)
    fields, week = request.form.to_dict(), week_of(first_on)
    try:
        form_id = read_id(fields)
        known = actions.read_week(context.acting(), week)
        saved = actions.find_saved(context.acting(), form_id, known.days)
        said = read_sheet(fields, known.days, replace(_context(), rated=known.rated, saved=saved.keys()))
        rules = {each.id: context.known_of(each) for each in context.patient().medicines} | {"": context.monograph()}
        actions.log_sheet(context.acting(), form_id, week, said, rules, questions.answered(fields))
    except InvalidEntry as error:
        return _page(first_on, fields, error.errors), 422
    except Unanswered as error:
        return _page(first_on, fields, asked=error.questions), 422
    except (actions.SheetChanged, EntryExists) as error:
        return _page(first_on, fields | {"id": entries.new_id()}, {"id": str(error)}), 409
    return see_other(url_for("week_sheets.show", on=first_on.isoformat(), saved=form_id))


@blueprint.post("/<on>/removal")
@access.patient(Acts(N_("Nothing was taken back"), N_("Look at the sheets"), "week_sheets.index"), others="some")
def remove(on: str) -> entries.Answer:
    """Take back what one press saved."""
    try:
        first_on, form_id = read_first_day(on, context.today()), read_id(request.form)
    except InvalidEntry as error:
        return no_sheet(InvalidEntry({"first_on": " ".join(error.errors.values())}))
    actions.delete_sheet(context.acting(), form_id, week_of(first_on))
    return see_other(url_for("week_sheets.show", on=first_on.isoformat(), removed="yes"))


def _page(
    first_on: date,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    asked: Sequence[Question] = (),
) -> str:
    week = week_of(first_on)
    known = actions.read_week(context.acting(), week)
    first, rest = first_effects()
    cards = sheet_cards.cards(known, first, rest, _context(), values)
    return render_template(
        "week_sheets/show.html",
        here="more",
        week=week,
        first_on=first_on,
        days=cards,
        other_numbers=sheet_cards.NUMBERS,
        is_open=any(card.is_open for card in cards),
        values=values,
        submission_id=values.get("id") or entries.new_id(),
        errors={**(errors or {}), **questions.errors(asked, values)},
        questions=asked,
        question_names=questions.FIELDS,
        told=_told(week, known),
        is_removed="removed" in request.args,
    )


def _context() -> SheetContext:
    patient, known = context.patient(), context.monograph()
    asked = asked_effects(known, patient.own_symptoms, patient.asking)
    effects = (*asked, *offered_effects(known, asked))
    return SheetContext(
        now=context.now(),
        zones=patient.zones,
        medicines={
            each.id: replace(patient.form_context(context.now(), context.known_of(each)), of=each)
            for each in patient.medicines
        },
        day_starts=patient.settings.day_starts,
        effects={effect.key: effect.name if effect.own else "" for effect in effects},
        hours=patient.settings.hours,
    )


def _told(week: Period, known: actions.Week) -> dict[str, str] | None:
    """What the press before this page saved, in words, and the id to take it back by."""
    try:
        form_id = read_id({"id": request.args.get("saved", "")})
    except InvalidEntry:
        return None
    kinds = list(actions.find_saved(context.acting(), form_id, known.days).values())
    doses, check_ins = kinds.count("dose"), kinds.count("check_in")
    said = [ngettext("%(num)s dose", "%(num)s doses", doses)] if doses else []
    said += [ngettext("%(num)s check-in", "%(num)s check-ins", check_ins)] if check_ins else []
    if not said:
        return {"id": "", "words": _("Nothing is recorded from this form: it was taken back before.")}
    return {"id": form_id, "words": _("Saved: %(entries)s.", entries=listed(said))}


def first_effects() -> tuple[Sequence[AskedEffect], Sequence[AskedEffect]]:
    """The effects that a check-in asks first now, and the rest, with what it offers."""
    patient, known = context.patient(), context.monograph()
    with context.database().reading() as session:
        lately = asking_store.list_lately(session, patient.id, context.now())
    asked = asked_effects(known, patient.own_symptoms, patient.asking, lately=lately)
    first, rest = split_first(asked, lately)
    return first, (*rest, *offered_effects(known, asked))


def no_sheet(error: InvalidEntry) -> tuple[str, int]:
    """What is said in the place of a week that has no sheet."""
    return _index(error.errors), 404
