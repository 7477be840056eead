"""The regimen: times of day and amount from a day on. A change begins a new step; the days gone by keep theirs.

Ending it has a page of its own, which says that this does not mean to stop the medicine, and can be taken back.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import regimens as actions
from journal.core.plan.regimens import Step, from_day, planned_on, read_step, version_tag
from journal.core.record.forms import read_id
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_
from journal.store.plan.regimens import list_steps
from journal.web.record import entries
from journal.web.record.doses import amount_fields, amount_options, form_options
from journal.web.site import access, context
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("regimens", __name__, url_prefix="/regimens")

TIME_FIELDS = ("time_1", "time_2", "time_3", "time_4")
MORE_TIMES = "more_times"  # the rest of a plan with more times a day than there are fields, typed one behind the other
TYPED = ("starts_on", *TIME_FIELDS, MORE_TIMES, "amount", "other_amount", "confirmed", "form")


@blueprint.get("/new")
@access.patient()
def new() -> str:
    """The form, filled with the present plan."""
    with context.database().reading() as session:
        steps = list_steps(session, context.patient().id)
    step = planned_on(steps, context.today())
    values = {"starts_on": context.today().isoformat(), "seen": version_tag(steps)}
    if step is not None:
        walls = [f"{at:%H:%M}" for at in step.times]
        times = dict(zip(TIME_FIELDS, walls, strict=False)) | {MORE_TIMES: ", ".join(walls[len(TIME_FIELDS) :])}
        values |= times | amount_fields(step.amount) | {"form": step.form}
    return _form(values, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _form(fields, {})))
def create() -> Response | tuple[str, int]:
    """Begin a new step."""
    fields = request.form.to_dict()
    try:
        step_id, step = read_id(fields), _read(fields)
        try:
            actions.log_step(context.acting(), step_id, step, fields.get("seen"))
        except actions.PlanConflict as conflict:
            return _conflict(conflict, fields, step)
    except InvalidEntry as error:
        return _form(fields, error.errors), 422
    return see_other(url_for("medicine.show"))


@blueprint.get("/end")
@access.patient()
def ending() -> str:
    """What ending the plan does and what it does not mean, with the buttons to end it and to keep it."""
    with context.database().reading() as session:
        steps = list_steps(session, context.patient().id)
    return render_template(
        "regimens/end.html",
        here="medicine",
        steps=from_day(steps, context.today()),
        seen=version_tag(steps),
        forms=context.monograph().form_names,
    )


@blueprint.post("/end")
@access.patient(Acts(N_("The plan was not ended"), N_("Look at the plan"), "regimens.ending"))
def end() -> Response | tuple[str, int]:
    """Plan nothing from now on; the next page offers to take that back."""
    fields = request.form.to_dict()
    try:
        ended = actions.end_regimen(context.acting(), fields.get("seen"))
    except actions.PlanConflict as conflict:
        return _conflict(conflict, fields)
    return see_other(url_for("medicine.show", ended=ended or fields.get("seen")))


@blueprint.post("/restoration")
@access.patient(Acts(N_("Nothing was taken back"), N_("Look at the plan"), "medicine.show"))
def restore() -> Response | tuple[str, int]:
    """Take the ending back, as long as nothing else has changed."""
    fields = request.form.to_dict()
    seen, before = fields.get("seen", ""), fields.get("before", "")
    try:
        actions.restore_regimen(context.acting(), seen, before)
    except actions.PlanConflict as conflict:
        return _ended(conflict), 409
    return see_other(url_for("medicine.show", restored=1))


def _read(fields: Mapping[str, str]) -> Step:
    times = " ".join(filter(None, (fields.get(field, "").strip() for field in (*TIME_FIELDS, MORE_TIMES))))
    return read_step({**fields, "times": times}, context.form_context(), context.today())


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


def _conflict(conflict: actions.PlanConflict, fields: Mapping[str, str], sent: Step | None = None) -> tuple[str, int]:
    """The plan as it stands beside what was sent, and a form that does it all the same, now that both were seen.

    A form that saved another plan before gets a new id; any other keeps its own, so that twice stays once.
    """
    page = render_template(
        "regimens/conflict.html",
        here="medicine",
        sentence=str(conflict),
        steps=from_day(conflict.steps, context.today()),
        earlier=conflict.earlier,
        sent=sent,
        forms=context.monograph().form_names,
        action=url_for("regimens.create" if sent else "regimens.end"),
        submission_id=entries.new_id() if conflict.earlier else fields.get("id", ""),
        fields={name: fields[name] for name in TYPED if name in fields} | {"seen": version_tag(conflict.steps)},
    )
    return page, 409


def _ended(conflict: actions.PlanConflict) -> str:
    """The plan as it stands, for whoever asked too late to take its ending back."""
    return render_template(
        "regimens/ended.html",
        here="medicine",
        sentence=str(conflict),
        steps=from_day(conflict.steps, context.today()),
        forms=context.monograph().form_names,
    )
