"""Medicines: the list of what somebody takes, and the form of each: its name, its amounts, from when to when."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import medicines as actions
from journal.actions import regimens
from journal.core.medicine.choices import choices
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.together import pairs
from journal.core.plan.regimens import Plan, Step, ends_with, planned_on
from journal.core.record.forms import read_id
from journal.core.record.medicine_forms import read_medicine, read_new_medicine
from journal.core.values.amounts import unit_word
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.store.medicines import is_used
from journal.store.plan.regimens import read_plan
from journal.web import medicine_forms
from journal.web.record import alert_words, entries
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("medicines", __name__, url_prefix="/medicines")

Answer = Response | str | tuple[str, int]

FIRST = "first"  # says that a form stands between sign-up and Today


class Row(NamedTuple):
    """A medicine in the list: its name, its plan in one line, and from when to when."""

    id: str
    name: str
    plan: str
    days: str


class PlanEnds(NamedTuple):
    """A plan that ends before its medicine: its last day, "" where that is over, and where to order it anew."""

    day: str
    link: str


@blueprint.get("")
@access.patient(others="some")
def index() -> str:
    """Every medicine, those that have ended below."""
    patient, today = context.patient(), context.today()
    with context.database().reading() as session:
        plan = read_plan(session, patient.id)
    rows = []
    for medicine in patient.medicines:
        with context.about(medicine):
            step = planned_on(plan.of(medicine.id).counting, today)
            rows.append(Row(medicine.id, context.medicine_name(medicine), _plan_words(step), _days_words(medicine)))
    present = {each.id for each in patient.medicines if not each.has_ended(today)}
    return render_template(
        "medicines/index.html",
        here="more",
        present=[row for row in rows if row.id in present],
        ended=[row for row in rows if row.id not in present],
        done=_done(),
        plan_ends=_plan_ends(plan),
        told=alert_words.of_medicine(_told()),
        is_unlisted=request.args.get("done") == "added" and _is_unlisted(),
    )


@blueprint.get("/new")
@access.patient(others="all")
def new() -> str:
    """The form of another medicine; with "first" the one that stands between sign-up and the first plan."""
    return _new({FIRST: "1"} if FIRST in request.args else {}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _new(fields, {})), others="all")
def create() -> Answer:
    """Add a medicine."""
    fields, monographs = request.form.to_dict(), context.journal().monographs
    try:
        medicine = read_new_medicine(fields, read_id(fields), context.patient().medicines, monographs)
        actions.add_medicine(context.acting(), medicine, monographs)
    except InvalidEntry as error:
        return _new(fields, error.errors), 422
    except actions.MedicineExists as error:
        return _new(fields | {"id": entries.new_id()}, {"id": str(error)}), 409
    if fields.get(FIRST):
        _remove_not_taken(fields)
        return see_other(url_for("regimens.new", first=1, medicine=medicine.id))
    return see_other(url_for("medicines.index", done="added", about=medicine.id))


@blueprint.get("/<medicine_id>")
@access.patient(others="all")
def show(medicine_id: str) -> str:
    """One medicine, to be read and changed."""
    medicine = context.find_medicine(medicine_id)
    return _show(medicine, medicine_forms.values(medicine))


@blueprint.post("/<medicine_id>")
@access.patient(ShowsAgain(lambda fields, medicine_id: _show(context.find_medicine(medicine_id), fields)), others="all")
def update(medicine_id: str) -> Answer:
    """Save another name, other amounts or other days; with a last day its plan ends on it too."""
    fields, present = request.form.to_dict(), context.find_medicine(medicine_id)
    monographs, there = context.journal().monographs, context.patient().medicines
    try:
        medicine = read_medicine(fields, present, there, monographs)
        regimens.change_medicine(context.acting(), medicine, fields.get("seen", ""), monographs)
    except InvalidEntry as error:
        return _show(present, fields, error.errors), 422
    except actions.MedicineChanged as error:
        typed, recorded = (
            fields | {"seen": error.medicine.version_tag},
            medicine_forms.differences(error.medicine, fields),
        )
        return _show(error.medicine, typed, stale=str(error), recorded=recorded), 409
    return see_other(url_for("medicines.index", done=_what_was_done(present, medicine), about=medicine_id))


@blueprint.post("/<medicine_id>/end")
@access.patient(Acts(N_("The medicine was not ended"), N_("Look at your medicines"), "medicines.index"), others="all")
def end(medicine_id: str) -> Answer:
    """End a medicine today, or take its end back: "ended" is "yes" or "no"."""
    present, seen = context.find_medicine(medicine_id), request.form.get("seen", "")
    ends = request.form.get("ended") == "yes"
    try:
        medicine = present.ending(context.today()) if ends else replace(present, ends_on=None)
        regimens.change_medicine(context.acting(), medicine, seen, context.journal().monographs)
    except actions.MedicineChanged as error:
        return _show(error.medicine, medicine_forms.values(error.medicine), stale=str(error)), 409
    return see_other(url_for("medicines.index", done="ended" if ends else "resumed", about=medicine_id))


@blueprint.post("/<medicine_id>/removal")
@access.patient(Acts(N_("Nothing was removed"), N_("Look at your medicines"), "medicines.index"), others="all")
def remove(medicine_id: str) -> Answer:
    """Remove a medicine that was added by mistake."""
    medicine = context.find_medicine(medicine_id)
    try:
        actions.remove_medicine(context.acting(), medicine_id)
    except actions.MedicineUsed as error:
        return _show(medicine, medicine_forms.values(medicine), stale=str(error)), 409
    return see_other(url_for("medicines.index", done="removed"))


def _remove_not_taken(fields: Mapping[str, str]) -> None:
    """Remove the medicine an account begins with, where its owner says that it is not taken."""
    if fields.get("not_taken"):
        with suppress(actions.MedicineUsed):  # something was recorded of it in the meantime: it stays
            actions.remove_medicine(context.acting(), fields["not_taken"])


def _new(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    taken = {each.monograph for each in context.patient().medicines}
    known = [each for key, each in context.journal().monographs.items() if key not in taken]
    return render_template(
        "medicines/new.html",
        here="more",
        values=values,
        errors=errors,
        choices=choices(known),
        tablets={each.key: medicine_forms.tablets(each) for each in known},
        units=medicine_forms.units(),
        is_first=bool(values.get(FIRST)),
        begun_with=None if context.has_several() else context.first_medicine(),
        begun_with_name=context.medicine_name(context.first_medicine()),
        submission_id=values.get("id") or entries.new_id(),
    )


def _show(
    medicine: Medicine,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    stale: str = "",
    recorded: Sequence[medicine_forms.Difference] = (),
) -> str:
    """`values` hold the version tag that was seen first, also on a form that is refused; `recorded` is what another
    window has saved since."""
    with context.database().reading() as session:
        has_unit = medicine.monograph is not None or is_used(session, context.patient().id, medicine.id)
        can_remove = actions.can_remove(session, context.acting(), medicine.id)
    with context.about(medicine):
        return render_template(
            "medicines/show.html",
            here="more",
            medicine=medicine,
            name=context.medicine_name(medicine),
            days=_days_words(medicine),
            values=values,
            errors=errors or {},
            stale=stale,
            recorded=recorded,
            last_day=_day_to_come(medicine.ends_on),
            begins_later=bool(_day_to_come(medicine.starts_on)),
            units=[] if has_unit and "unit" not in (errors or {}) else medicine_forms.units(),
            unit=unit_word(medicine.unit),
            tablets=medicine_forms.tablets(context.journal().monographs.get(medicine.monograph or "")),
            can_remove=can_remove,
        )


def _what_was_done(before: Medicine, after: Medicine) -> str:
    """What saving the form did, above all to the last day: what the next page says of it."""
    if after.ends_on == before.ends_on:
        return "saved"
    if after.ends_on is None or (before.ends_on is not None and after.ends_on > before.ends_on):
        return "longer"
    return "ending" if after.ends_on > context.today() else "ended"


def _plan_words(step: Step | None) -> str:
    return wording.ordered_words(step) if step else _("No times are planned.")


def _days_words(medicine: Medicine) -> str:
    """From when to when, as far as it is known."""
    first = wording.day_inside(medicine.starts_on) if medicine.starts_on else ""
    last = wording.day_inside(medicine.ends_on) if medicine.ends_on else ""
    if first and last:
        return _("from %(first)s to %(last)s", first=first, last=last)
    if last:
        return _("until %(last)s", last=last)
    return _("since %(first)s", first=first) if first else ""


def _told() -> Medicine | None:
    """The medicine to which something happened just before this page."""
    about = request.args.get("about", "")
    return next((each for each in context.patient().medicines if each.id == about), None)


def _done() -> tuple[str, str, str]:
    """What happened just before this page, to which medicine, and its last day."""
    done, medicine = request.args.get("done", ""), _told()
    if medicine is None:
        return done if done == "removed" else "", "", ""
    return done, context.medicine_name(medicine), wording.day_inside(medicine.ends_on) if medicine.ends_on else ""


def _is_unlisted() -> bool:
    """Whether there is a list to look in, and the medicine that was added just now is not in it."""
    medicine, monographs = _told(), context.journal().monographs
    others = [each for each in context.present_medicines() if medicine and each.id != medicine.id]
    return (
        medicine is not None
        and any(context.known_of(each).tells_of_others for each in [*others, medicine] if others)
        and not pairs(context.patient().medicines, monographs, context.today(), medicine.id)
    )


def _day_to_come(day: date | None) -> str:
    return wording.day_inside(day) if day is not None and day > context.today() else ""


def _plan_ends(plan: Plan) -> PlanEnds | None:
    """The plan that ends before its medicine does, whose last day has just gone or come later."""
    medicine = _told()
    own = plan.of(medicine.id) if medicine else Plan()
    if medicine is None or not own.steps or ends_with(own.counting, medicine.ends_on):
        return None
    with context.about(medicine):
        link = url_for("regimens.new", **context.of_medicine())
    return PlanEnds(_day_to_come(own.counting[-1].ends_on) if own.counting else "", link)
