"""The regimen: times of day and amount from a day on. A change begins a new step; the days gone by keep theirs."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import regimens as actions
from journal.core.errors import InvalidEntry
from journal.core.forms import read_id
from journal.core.regimens import planned_on, read_step
from journal.store.regimens import list_steps
from journal.web import entries, state
from journal.web.access import patient
from journal.web.doses import amount_fields, amount_options, form_options
from journal.web.redirects import see_other

blueprint = Blueprint("regimens", __name__, url_prefix="/regimens")

TIME_FIELDS = ("time_1", "time_2", "time_3", "time_4")


@blueprint.get("/new")
@patient
def new() -> str:
    """The form, filled with the present plan."""
    with state.database().reading() as session:
        step = planned_on(list_steps(session, state.viewer().id), state.today())
    values = {"starts_on": state.today().isoformat()}
    if step is not None:
        times = dict(zip(TIME_FIELDS, (f"{at:%H:%M}" for at in step.times), strict=False))
        values |= times | amount_fields(step.amount_ug) | {"form": step.form}
    return _form(values, {})


@blueprint.post("")
@patient
def create() -> Response | tuple[str, int]:
    """Begin a new step."""
    fields = request.form.to_dict()
    with state.database().reading() as session:
        steps = list_steps(session, state.viewer().id)
    try:
        step_id = read_id(fields)
        times = " ".join(filter(None, (fields.get(field, "").strip() for field in TIME_FIELDS)))
        step = read_step(fields | {"times": times}, state.sitting(), steps, state.today())
        actions.log_step(state.database(), state.viewer(), step_id, step, state.now())
    except InvalidEntry as error:
        return _form(fields, error.errors), 422
    return see_other(url_for("medicine.show"))


@blueprint.post("/end")
@patient
def end() -> Response:
    """Plan nothing from tomorrow on."""
    actions.end_regimen(state.database(), state.viewer(), state.today(), state.now())
    return see_other(url_for("medicine.show"))


def _form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "regimens/form.html",
        here="medicine",
        values=values,
        errors=errors,
        amounts=amount_options(),
        forms=form_options(),
        time_fields=TIME_FIELDS,
        submission_id=values.get("id") or entries.new_id(),
    )
