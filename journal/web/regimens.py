"""The regimen: times of day and amount from a day on. A change begins a new step; the days gone by keep theirs.

Ending it has a page of its own, which says that this does not mean to stop the medicine, and can be taken back.
"""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import regimens as actions
from journal.core.charts.amount import UNSURE
from journal.core.plan import tapers
from journal.core.plan.day_patterns import OFTEN, PATTERNS, ROWS, offers_patterns, with_usual_times
from journal.core.plan.pause_forms import REASONS, read_pause
from journal.core.plan.regimens import Step, from_day, of_medicine, planned_on, version_tag
from journal.core.plan.schedules import EVERY_WEEKDAY
from journal.core.plan.step_forms import (
    MORE_DOSES,
    TAKEN_BEFORE,
    choices_of,
    fields_of,
    of_this_release,
    read_step,
)
from journal.core.record.forms import read_id
from journal.core.values.amounts import unit_word, write_number
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.core.values.weeks import weekday_name
from journal.store.plan.regimens import list_recorded, list_steps
from journal.web import taper_forms
from journal.web.medicine import step_visits
from journal.web.record import alert_words, dose_amounts, entries
from journal.web.record.doses import form_options
from journal.web.site import access, context
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("regimens", __name__, url_prefix="/regimens")

ROW_NUMBERS = tuple(range(1, ROWS + 1))
FIRST = "first"  # says that a form stands between sign-up and Today
TYPED = (
    *(
        "starts_on",
        "ends_on",
        "ordered_by",
        TAKEN_BEFORE,
        MORE_DOSES,
        "days",
        "every",
        "most_a_day",
        "least_hours",
        "confirmed",
        "form",
    ),
    *(FIRST, step_visits.FIELD, OFTEN, "as_needed_amount", "as_needed_other_amount"),
    *(f"{name}_{n}" for name in ("time", "amount", "other_amount") for n in ROW_NUMBERS),
    *(f"weekday_{weekday}" for weekday in EVERY_WEEKDAY),
)


@blueprint.get("/new")
@access.patient(others="some")
def new() -> str:
    """The form, filled with the present plan; with "first" the page after sign-up."""
    steps = _steps()
    step = planned_on(steps, context.today())
    values = {"starts_on": context.today().isoformat(), "seen": version_tag(steps), **fields_of(step, _choices())}
    if step is not None:
        values["form"] = step.form
    if FIRST in request.args:
        values[FIRST] = "1"
    return _form(values | step_visits.fields_of_visit(request.args), {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _form(of_this_release(fields), {})), others="some")
def create() -> Response | tuple[str, int]:
    """Begin a new step."""
    fields = of_this_release(request.form.to_dict())
    try:
        step_id = read_id(fields)
        step = read_step(fields, context.form_context_of_medicine(), context.today())
        try:
            medicine_id, visit_id = context.medicine().id, step_visits.fields_of_visit(fields).get(step_visits.FIELD)
            actions.log_step(
                context.acting(), step_id, step, fields.get("seen"), medicine_id=medicine_id, visit_id=visit_id
            )
        except actions.PlanConflict as conflict:
            return _conflict(conflict, fields, step)
    except InvalidEntry as error:
        return _form(fields, error.errors), 422
    if fields.get(FIRST):
        return see_other(url_for("today.show"))
    return see_other(url_for("medicine.show", saved=step_id, **context.of_medicine()))


@blueprint.get("/end")
@access.patient(others="some")
def ending() -> str:
    """What ending the plan does and what it does not mean, with the buttons to end it and to keep it."""
    steps = _steps()
    return render_template(
        "regimens/end.html",
        here="more",
        steps=from_day(steps, context.today()),
        seen=version_tag(steps),
        forms=context.known().form_names,
        stopping=context.known().told_of_stopping,
    )


@blueprint.post("/end")
@access.patient(Acts(N_("The plan was not ended"), N_("Look at the plan"), "regimens.ending"), others="some")
def end() -> Response | tuple[str, int]:
    """Plan nothing from now on; the next page offers to take that back."""
    fields = request.form.to_dict()
    try:
        ended = actions.end_regimen(context.acting(), fields.get("seen"), medicine_id=context.medicine().id)
    except actions.PlanConflict as conflict:
        return _conflict(conflict, fields)
    return see_other(url_for("medicine.show", ended=ended or fields.get("seen"), **context.of_medicine()))


@blueprint.post("/restoration")
@access.patient(Acts(N_("Nothing was taken back"), N_("Look at the plan"), "medicine.show"), others="some")
def restore() -> Response | tuple[str, int]:
    """Take the ending back, as long as nothing else has changed."""
    fields = request.form.to_dict()
    seen, before = fields.get("seen", ""), fields.get("before", "")
    try:
        actions.restore_regimen(context.acting(), seen, before, medicine_id=context.medicine().id)
    except actions.PlanConflict as conflict:
        return _ended(conflict), 409
    return see_other(url_for("medicine.show", restored=1, **context.of_medicine()))


@blueprint.get("/pauses/new")
@access.patient(others="all")
def new_pause() -> str:
    """The form of a pause."""
    return _pause_form({"first_on": context.today().isoformat()}, {})


@blueprint.post("/pauses")
@access.patient(ShowsAgain(lambda fields: _pause_form(fields, {})), others="all")
def create_pause() -> Response | tuple[str, int]:
    """Enter a pause."""
    fields = request.form.to_dict()
    try:
        pause_id, (first_on, last_on, reason) = read_id(fields), read_pause(fields, context.today())
        actions.log_pause(context.acting(), pause_id, first_on, last_on, reason)
    except InvalidEntry as error:
        return _pause_form(fields, error.errors), 422
    except actions.PauseExists as error:
        return _pause_form(fields | {"id": entries.new_id()}, {"id": str(error)}), 409
    return see_other(url_for("medicine.show", **context.of_medicine()))


@blueprint.post("/pauses/<uuid:pause_id>/removal")
@access.patient(Acts(N_("The pause was not taken back"), N_("Look at the plan"), "medicine.show"), others="all")
def remove_pause(pause_id: uuid.UUID) -> Response:
    """Take a pause back."""
    actions.remove_pause(context.acting(), str(pause_id))
    return see_other(url_for("medicine.show", **context.of_medicine()))


def _pause_form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "regimens/pause.html",
        here="more",
        values=values,
        errors=errors,
        reasons=[(str(n), _(reason)) for n, reason in enumerate(REASONS)],
        submission_id=values.get("id") or entries.new_id(),
    )


@blueprint.get("/tapers/new")
@access.patient(others="some")
def new_taper() -> str | tuple[str, int]:
    """The form of several steps: by a rule, which fills the table, or row by row. Where nothing is planned the times of
    day are asked first."""
    asked, steps = request.args.to_dict(), _steps()
    start, values = taper_forms.begun(steps), asked | {"seen": version_tag(steps)}
    found: tuple[Step, ...] = ()
    try:
        times = tapers.read_times(asked) if not start.doses and "at_1" in asked else start.times
        values |= {f"time_{n}": f"{at:%H:%M}" for n, at in enumerate(times, start=1)}
        if start.doses and "less" in asked:
            rule = tapers.read_rule(asked, start, context.form_context_of_medicine(), context.today())
            found = tapers.steps_of(rule, start)
    except InvalidEntry as error:
        return taper_forms.show(start, values, error.errors, steps), 422
    usual = {"first_on": context.today().isoformat(), "every": "14", "ordered_by": start.ordered_by}
    return taper_forms.show(start, usual | values | tapers.table_of(found, start), {}, steps, found)


@blueprint.post("/tapers")
@access.patient(ShowsAgain(lambda fields: taper_forms.show(taper_forms.begun(_steps()), fields, {}, ())), others="some")
def create_taper() -> Response | tuple[str, int]:
    """Begin the steps of the table, all or none."""
    fields, steps = request.form.to_dict(), _steps()
    start = taper_forms.begun(steps)
    found: tuple[Step, ...] = ()
    try:
        step_id = read_id(fields)
        found = taper_forms.read(fields, start)
        actions.log_steps(context.acting(), step_id, found, fields.get("seen"), medicine_id=context.medicine().id)
    except actions.PlanConflict as conflict:
        return taper_forms.show_conflict(conflict, start, fields, found), 409
    except InvalidEntry as error:
        return taper_forms.show(start, fields, error.errors, steps, found), 422
    return see_other(url_for("medicine.show", saved=step_id, **context.of_medicine()))


def _steps() -> tuple[Step, ...]:
    """The steps of the medicine that count."""
    with context.database().reading() as session:
        return list_steps(session, context.patient().id, context.medicine().id)


def _choices() -> tuple[int, ...]:
    """The amounts that can be pressed."""
    return choices_of(context.known(), context.medicine())


def _asks_before() -> bool:
    """Whether the form asks if it was taken like that before: where a curve begins with it, and while the first plan is
    so new that the curve is unsure without."""
    if context.known().pk is None:
        return False
    with context.database().reading() as session:
        recorded = of_medicine(list_recorded(session, context.patient().id), context.medicine().id)
    since = context.now() - timedelta(days=UNSURE)
    return all(each.saved_at >= since for each in recorded)


def _weekdays() -> list[int]:
    """The weekdays in the order the patient's weeks have them."""
    first = context.patient().settings.first_weekday
    return [(first + n) % len(EVERY_WEEKDAY) for n in EVERY_WEEKDAY]


def _form(given: Mapping[str, str], errors: Mapping[str, str]) -> str:
    values = with_usual_times(given)
    return render_template(
        "regimens/form.html",
        here="more",
        values=values,
        errors=errors,
        amounts=[(write_number(amount), dose_amounts.words(amount, values.get("form", ""))) for amount in _choices()],
        forms=form_options(),
        rows=ROW_NUMBERS,
        patterns=[(key, _(words)) for key, (_rows, words) in PATTERNS.items()] if offers_patterns(values) else [],
        patterns_of={n: "|".join(key for key, (rows, _words) in PATTERNS.items() if n in rows) for n in ROW_NUMBERS},
        is_first=bool(values.get(FIRST)),
        asks_before=_asks_before(),
        told=alert_words.of_medicine(context.medicine()) if values.get(FIRST) else [],
        called=context.medicine_name(context.medicine()),
        unit=unit_word(context.medicine().unit),
        weekdays=[(weekday, weekday_name(weekday)) for weekday in _weekdays()],
        submission_id=values.get("id") or entries.new_id(),
    )


def _conflict(conflict: actions.PlanConflict, fields: Mapping[str, str], sent: Step | None = None) -> tuple[str, int]:
    """The plan as it stands beside what was sent, and a form that does it all the same, now that both were seen.

    A form that saved another plan before gets a new id; any other keeps its own, so that twice stays once.
    """
    page = render_template(
        "regimens/conflict.html",
        here="more",
        sentence=str(conflict),
        steps=from_day(conflict.steps, context.today()),
        earlier=conflict.earlier,
        sent=sent,
        forms=context.known().form_names,
        action=url_for("regimens.create" if sent else "regimens.end"),
        submission_id=entries.new_id() if conflict.is_sent_again else fields.get("id", ""),
        fields={name: fields[name] for name in TYPED if name in fields} | {"seen": version_tag(conflict.steps)},
    )
    return page, 409


def _ended(conflict: actions.PlanConflict) -> str:
    """The plan as it stands, for whoever asked too late to take its ending back."""
    return render_template(
        "regimens/ended.html",
        here="more",
        sentence=str(conflict),
        steps=from_day(conflict.steps, context.today()),
        forms=context.known().form_names,
    )
