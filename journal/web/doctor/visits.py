"""Visits: those to come and those gone by; three lines before one, what was decided after it, and the plan's step."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.doctor import visits as actions
from journal.core.doctor.visits import (
    LINES,
    Appointment,
    Visit,
    VisitVersion,
    begins_at,
    coming_first,
    read_visit,
)
from journal.core.record.forms import fingerprint, read_id
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import N_, _, in_a_row, pgettext
from journal.store.doctor import visits as store
from journal.store.plan.regimens import list_recorded
from journal.web.doctor import ticked
from journal.web.medicine import step_visits
from journal.web.record import entries
from journal.web.record.visit_lines import when_words
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.names import written_by
from journal.web.site.redirects import see_other

MOST = 200  # of a list; all of them are in what can be downloaded
MOST_VERSIONS = 50
PAST = "past"  # in an address: the form is for a visit that was

blueprint = Blueprint("visits", __name__, url_prefix="/visits")


class Around(NamedTuple):
    """The visit that comes next and the last one before today, in words, None where there is none; and what was ticked
    for the doctor since that one."""

    following: "Said | None"
    last: "Said | None"
    ticked: ticked.Listed


class Said(NamedTuple):
    """A visit in words: its day and time, with whom and where, the lines that are written, and what was decided."""

    id: str
    when: str
    who: str
    lines: list[tuple[str, str]]
    decided: str
    is_over: bool
    can_decide: bool
    remark: str
    href: str


@blueprint.get("")
@access.patient(others="all")
def index() -> str:
    """The visits to come, the next one first, and those gone by, newest first."""
    patient = context.patient()
    with context.database().reading() as session:
        found = store.list_visits(session, patient.id, MOST)
        told = store.find_visit(session, patient.id, request.args.get("deleted", ""))
    coming, past = coming_first(found, context.today())
    saved = next((each for each in found if each.id == request.args.get("saved")), None)
    return render_template(
        "visits/index.html",
        here="visit",
        coming=[said(each) for each in coming],
        past=[said(each) for each in past],
        saved=said(saved) if saved else None,
        deleted=said(told) if told is not None and told.deleted_at is not None else None,
        are_all=len(found) < MOST,
    )


@blueprint.get("/new")
@access.patient(others="all")
def new() -> str | Response:
    """The form of a visit. While one is there whose day is not known, its form is meant: there its lines are."""
    if PAST in request.args:
        return _form({PAST: "1"}, {})
    with context.database().reading() as session:
        following = store.find_next(session, context.patient().id, context.today())
    if following is not None and following.said.day_on is None:
        return see_other(url_for("visits.show", visit_id=following.id))
    return _form({}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _form(fields, {})), others="all")
def create() -> Response | tuple[str, int]:
    """Save a visit; the same form sent twice is one."""
    fields = request.form.to_dict()
    try:
        visit_id = read_id(fields)
        actions.log_visit(context.acting(), visit_id, read_visit(fields, context.today()), fingerprint(fields))
    except InvalidEntry as error:
        return _form(fields, error.errors), 422
    except actions.VisitExists as error:
        return _form(fields | {"id": entries.new_id()}, {"id": str(error)}), 409
    return see_other(url_for("visits.index", saved=visit_id))


@blueprint.get("/<uuid:visit_id>")
@access.patient(others="all")
def show(visit_id: uuid.UUID) -> str:
    """One visit: the form to change it, what it said before, and the steps of plans that were decided at it."""
    visit = _get(visit_id)
    return _form({}, {}, visit)


@blueprint.post("/<uuid:visit_id>")
@access.patient(ShowsAgain(lambda fields, visit_id: _form(fields, {}, _get(visit_id))), others="all")
def update(visit_id: uuid.UUID) -> Response | tuple[str, int]:
    """Save what was changed; a form that is too old is shown again beside what stands there now."""
    fields = request.form.to_dict()
    try:
        said = read_visit(fields, context.today())
        actions.edit_visit(context.acting(), str(visit_id), entries.version_of(fields), said)
    except InvalidEntry as error:
        return _form(fields, error.errors, _get(visit_id)), 422
    except actions.VisitChanged as error:
        now = error.visit
        return _form(fields | {"version": str(now.version)}, {"id": str(error)}, now, is_stale=True), 409
    return see_other(url_for("visits.index", saved=str(visit_id)))


@blueprint.post("/<uuid:visit_id>/deletion")
@access.patient(Acts(N_("Nothing was deleted"), N_("Look at your visits"), "visits.index"), others="all")
def delete(visit_id: uuid.UUID) -> Response:
    """Delete a visit; the next page offers to put it back."""
    actions.delete_visit(context.acting(), str(visit_id))
    return see_other(url_for("visits.index", deleted=str(visit_id)))


@blueprint.post("/<uuid:visit_id>/restoration")
@access.patient(Acts(N_("Nothing was put back"), N_("Look at your visits"), "visits.index"), others="all")
def restore(visit_id: uuid.UUID) -> Response:
    """Put it back."""
    actions.delete_visit(context.acting(), str(visit_id), back=True)
    return see_other(url_for("visits.index", saved=str(visit_id)))


def around() -> Around | None:
    """The visits around today; None for somebody who does not see them, since they are about all medicines."""
    if not step_visits.are_seen():
        return None
    patient, today = context.patient(), context.today()
    with context.database().reading() as session:
        following, last = store.find_next(session, patient.id, today), store.find_last(session, patient.id, today)
    since = begins_at(last.said.day_on, patient.settings.zone) if last and last.said.day_on else None
    return Around(said(following) if following else None, said(last) if last else None, ticked.listed(since))


def last_day() -> date | None:
    """The day of the last visit before today, for whoever sees visits: asked for once as long as nothing is saved."""
    if not step_visits.are_seen():
        return None
    patient, today = context.patient(), context.today()

    def find() -> date | None:
        with context.database().reading() as session:
            last = store.find_last(session, patient.id, today)
        return last.said.day_on if last else None

    return context.journal().charts.recall((patient.id, patient.revision, "last_visit", today), find)


def said(visit: Visit) -> Said:
    """A visit in words."""
    today = context.today()
    return Said(
        id=visit.id,
        when=when_words(visit.said),
        who=in_a_row([*filter(None, (visit.said.person, visit.said.place))]),
        lines=[(pgettext("line for the doctor", LINES[name]), line) for name, line in visit.said.lines.items() if line],
        decided=visit.said.decided,
        is_over=visit.is_over(today),
        can_decide=visit.can_decide(today),
        remark=written_by(visit.recorded_by) if visit.recorded_by else "",
        href=url_for("visits.show", visit_id=visit.id),
    )


def _get(visit_id: uuid.UUID) -> Visit:
    with context.database().reading() as session:
        found = store.find_visit(session, context.patient().id, str(visit_id))
    if found is None:
        raise NotFound
    return found


def _form(
    values: Mapping[str, str], errors: Mapping[str, str], visit: Visit | None = None, *, is_stale: bool = False
) -> str:
    today = context.today()
    typed = {**(_fields(visit.said) if visit and "version" not in values else {}), **values}
    return render_template(
        "visits/form.html",
        here="visit",
        visit=visit,
        said=said(visit) if visit else None,
        is_stale=is_stale,
        values=typed,
        errors=errors,
        lines=[(name, pgettext("line for the doctor", words)) for name, words in LINES.items()],
        asks_decided=bool(typed.get(PAST) or typed.get("decided") or (visit and visit.can_decide(today))),
        submission_id=values.get("id") or entries.new_id(),
        version=values.get("version") or (visit.version if visit else ""),
        earlier=_earlier(visit) if visit else [],
        medicines=[(each.id, context.medicine_name(each)) for each in context.present_medicines()],
        steps=_steps(visit) if visit else [],
    )


def _fields(visit: Appointment) -> dict[str, str]:
    """What the form shows of a visit."""
    shown: dict[str, Any] = visit.values
    return {"on": shown.pop("day_on") or "", **{name: value or "" for name, value in shown.items()}}


def _steps(visit: Visit) -> list[tuple[str, str]]:
    """The steps of plans that were decided at a visit and count, in words, each with where it stands."""
    with context.database().reading() as session:
        recorded = [each for each in list_recorded(session, context.patient().id) if each.visit_id == visit.id]
    found = []
    for each in (each for each in recorded if each.replaced_at is None):
        with context.about(context.find_medicine(each.medicine_id)) as medicine:
            daily, on = wording.daily_words(each.step), wording.day_inside(each.step.starts_on)
            said = _(
                "%(medicine)s %(daily)s from %(day)s", medicine=context.medicine_name(medicine), daily=daily, day=on
            )
            found.append((said, url_for("medicine.show", **context.of_medicine())))
    return found


def _earlier(visit: Visit) -> list[tuple[VisitVersion, str]]:
    """What a visit said before, newest first, each with its day in words."""
    with context.database().reading() as session:
        found = store.list_versions(session, context.patient().id, visit.id, MOST_VERSIONS)
    return [(each, when_words(each.said)) for each in found]
