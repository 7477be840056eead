"""Medicines: the list of what somebody takes, and the form of each: its name, its amounts, from when to when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import medicines as actions
from journal.actions import regimens
from journal.core.medicine.medicines import Medicine
from journal.core.plan.regimens import Step, planned_on
from journal.core.record.forms import read_id
from journal.core.record.medicine_forms import OTHER, read_medicine, read_new_medicine
from journal.core.values.amounts import UNITS, unit_word, write_number
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.store.medicines import has_doses
from journal.store.plan.regimens import read_plan
from journal.web.record import entries
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("medicines", __name__, url_prefix="/medicines")

Answer = Response | str | tuple[str, int]


class Row(NamedTuple):
    """A medicine in the list: its name, its plan in one line, and from when to when."""

    id: str
    name: str
    plan: str
    days: str


@blueprint.get("")
@access.patient()
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
        here="medicine",
        present=[row for row in rows if row.id in present],
        ended=[row for row in rows if row.id not in present],
        done=_done(),
    )


@blueprint.get("/new")
@access.patient()
def new() -> str:
    """The form of another medicine."""
    return _new({}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _new(fields, {})))
def create() -> Answer:
    """Add a medicine."""
    fields, monographs = request.form.to_dict(), context.journal().monographs
    try:
        medicine = read_new_medicine(fields, read_id(fields), context.patient().medicines, monographs)
        actions.add_medicine(context.acting(), medicine, monographs)
    except InvalidEntry as error:
        return _new(fields, error.errors), 422
    except actions.MedicineChanged as error:
        return _show(error.medicine, _values(error.medicine), stale=str(error)), 409
    return see_other(url_for("medicines.index", done="added", about=medicine.id))


@blueprint.get("/<medicine_id>")
@access.patient()
def show(medicine_id: str) -> str:
    """One medicine, to be read and changed."""
    medicine = context.find_medicine(medicine_id)
    return _show(medicine, _values(medicine))


@blueprint.post("/<medicine_id>")
@access.patient(ShowsAgain(lambda fields, medicine_id: _show(context.find_medicine(medicine_id), fields)))
def update(medicine_id: str) -> Answer:
    """Save another name, other amounts or other days; with a last day its plan ends too."""
    fields, present = request.form.to_dict(), context.find_medicine(medicine_id)
    monographs, there = context.journal().monographs, context.patient().medicines
    try:
        with context.database().reading() as session:
            can_change_unit = not has_doses(session, context.patient().id, medicine_id)
        medicine = read_medicine(fields, present, there, monographs, can_change_unit=can_change_unit)
        regimens.change_medicine(context.acting(), medicine, fields.get("seen", ""), monographs)
    except InvalidEntry as error:
        return _show(present, fields, error.errors), 422
    except actions.MedicineChanged as error:
        return _show(error.medicine, fields, stale=str(error)), 409
    return see_other(url_for("medicines.index", done="saved", about=medicine_id))


@blueprint.post("/<medicine_id>/end")
@access.patient(Acts(N_("The medicine was not ended"), N_("Look at your medicines"), "medicines.index"))
def end(medicine_id: str) -> Answer:
    """End a medicine today, or take its end back: "ended" is "yes" or "no"."""
    present, seen = context.find_medicine(medicine_id), request.form.get("seen", "")
    ends_on = context.today() if request.form.get("ended") == "yes" else None
    if ends_on and present.starts_on and present.starts_on > ends_on:
        ends_on = present.starts_on
    try:
        medicine = replace(present, ends_on=ends_on)
        regimens.change_medicine(context.acting(), medicine, seen, context.journal().monographs)
    except actions.MedicineChanged as error:
        return _show(error.medicine, _values(error.medicine), stale=str(error)), 409
    return see_other(url_for("medicines.index", done="ended" if ends_on else "resumed", about=medicine_id))


@blueprint.post("/<medicine_id>/removal")
@access.patient(Acts(N_("Nothing was removed"), N_("Look at your medicines"), "medicines.index"))
def remove(medicine_id: str) -> Answer:
    """Remove a medicine that was added by mistake."""
    medicine = context.find_medicine(medicine_id)
    try:
        actions.remove_medicine(context.acting(), medicine_id)
    except actions.MedicineUsed as error:
        return _show(medicine, _values(medicine), stale=str(error)), 409
    return see_other(url_for("medicines.index", done="removed"))


def _new(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    taken = {each.monograph for each in context.patient().medicines}
    known = [(key, each.name) for key, each in context.journal().monographs.items() if key not in taken]
    return render_template(
        "medicines/new.html",
        here="medicine",
        values=values,
        errors=errors,
        monographs=[*known, (OTHER, _("Another medicine"))] if known else [],
        units=_units(),
        submission_id=values.get("id") or entries.new_id(),
    )


def _show(
    medicine: Medicine, values: Mapping[str, str], errors: Mapping[str, str] | None = None, stale: str = ""
) -> str:
    with context.database().reading() as session:
        is_used = has_doses(session, context.patient().id, medicine.id)
        can_remove = actions.can_remove(session, context.acting(), medicine.id)
    with context.about(medicine):
        return render_template(
            "medicines/show.html",
            here="medicine",
            medicine=medicine,
            name=context.medicine_name(medicine),
            days=_days_words(medicine),
            values=values,
            errors=errors or {},
            stale=stale,
            units=[] if (is_used or medicine.monograph) and "unit" not in (errors or {}) else _units(),
            unit=unit_word(medicine.unit),
            can_remove=can_remove,
        )


def _values(medicine: Medicine) -> dict[str, str]:
    return {
        "name": context.medicine_name(medicine),
        "unit": medicine.unit,
        "amounts": "; ".join(map(write_number, medicine.amounts)),
        "starts_on": medicine.starts_on.isoformat() if medicine.starts_on else "",
        "ends_on": medicine.ends_on.isoformat() if medicine.ends_on else "",
    }


def _units() -> list[tuple[str, str]]:
    return [(unit, unit_word(unit)) for unit in UNITS]


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


def _done() -> tuple[str, str]:
    """What happened just before this page, and to which medicine."""
    done, about = request.args.get("done", ""), request.args.get("about", "")
    found: Sequence[Medicine] = [each for each in context.patient().medicines if each.id == about]
    return (done, context.medicine_name(found[0])) if found else (done if done == "removed" else "", "")
