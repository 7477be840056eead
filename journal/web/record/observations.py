"""Observations: what somebody else saw, written down below /for/…, and read apart from what the patient records."""

import uuid
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.record import observations as actions
from journal.core.record.forms import fingerprint, read_id, severity_word
from journal.core.record.observations import OTHER, Observation, read_observed
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import N_, _, in_a_row
from journal.store.record import observations as store
from journal.store.record.doctor_marks import list_ticked
from journal.web.record import entries
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.names import is_mine, observed_by
from journal.web.site.redirects import see_other

MOST = 200  # of a list; all of them are in what can be downloaded

blueprint = Blueprint("observations", __name__, url_prefix="/observations")


class Seen(NamedTuple):
    """An observation as the row of a list."""

    id: str
    time: str
    strong: str
    title: str
    tags: list[tuple[str, int]]
    note: str
    remarks: list[str]
    may_take_back: bool
    is_ticked: bool = False


@blueprint.get("")
@access.patient(others="observe")
def index() -> str:
    """What others saw, newest first; somebody who observes reads what is his or her own."""
    caring, patient = context.caring(), context.patient()
    mine = context.actor().id if caring is not None and caring.observes else None
    with context.database().reading() as session:
        found = store.list_observations(session, patient.id, MOST, mine)
        told = store.find_observation(session, patient.id, request.args.get("deleted", ""))
        ticked = list_ticked(session, patient.id, "observation", [each.id for each in found])
    return render_template(
        "observations/index.html",
        here="history",
        days=[
            (wording.day_words(on), [row(each, is_ticked=each.id in ticked) for each in of_day])
            for on, of_day in _by_day(found)
        ],
        saved=any(each.id == request.args.get("saved") for each in found),
        deleted=told.id if told is not None and told.deleted_at is not None and _may_take_back(told) else "",
        are_all=len(found) < MOST,
    )


@blueprint.get("/new")
@access.patient(others="observe")
def new() -> str | Response:
    """The form: what was seen, and when. What the patient notices is a check-in."""
    if context.caring() is None:
        return see_other(url_for("checkins.new"))
    return _form({"id": str(uuid.uuid4())}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _form(fields, {})), others="observe")
def create() -> Response | tuple[str, int]:
    """Record what was seen; the same form sent twice is one observation. On one's own record there is none."""
    if context.caring() is None:
        raise NotFound
    fields = request.form.to_dict()
    try:
        observation_id = read_id(fields)
        observed = read_observed(fields, context.form_context(), names())
        actions.log_observation(context.acting(), observation_id, observed, fingerprint(fields))
    except InvalidEntry as error:
        return _form(fields, error.errors), 422
    except actions.ObservationExists as error:
        return _form(fields, {"id": str(error)}), 409
    return see_other(url_for("observations.index", saved=observation_id))


@blueprint.post("/<uuid:observation_id>/deletion")
@access.patient(
    Acts(N_("Nothing was taken back"), N_("Look at what others saw"), "observations.index"), others="observe"
)
def delete(observation_id: uuid.UUID) -> Response:
    """Take an observation back; the next page offers to put it back."""
    actions.take_back(context.acting(), str(observation_id))
    return see_other(url_for("observations.index", deleted=str(observation_id)))


@blueprint.post("/<uuid:observation_id>/restoration")
@access.patient(Acts(N_("Nothing was put back"), N_("Look at what others saw"), "observations.index"), others="observe")
def restore(observation_id: uuid.UUID) -> Response:
    """Put it back."""
    actions.take_back(context.acting(), str(observation_id), back=False)
    return see_other(url_for("observations.index", saved=str(observation_id)))


def row(found: Observation, *, is_ticked: bool = False) -> Seen:
    """An observation in words, and whether it was ticked for the doctor."""
    observed = found.observed
    name = names().get(observed.what, "") if observed.what != OTHER else ""
    said = [wording.minutes_words(observed.minutes)] if observed.minutes else []
    strength = [] if observed.severity is None else [(severity_word(observed.severity), observed.severity)]
    return Seen(
        id=found.id,
        time=wording.clock_words(observed.moment),
        strong=name or _("Something else"),
        title=in_a_row(said),
        tags=strength,
        note=observed.note,
        remarks=[observed_by(found.recorded_by)],
        may_take_back=_may_take_back(found),
        is_ticked=is_ticked,
    )


def names() -> Mapping[str, str]:
    """What can be seen, by key: the episodes and the side effects of the medicines, as they are called."""
    known = context.monograph()
    return {**known.episode_names, **known.rating_names}


def _may_take_back(found: Observation) -> bool:
    return context.caring() is None or is_mine(found.recorded_by)


def _by_day(found: list[Observation]) -> list[tuple[date, list[Observation]]]:
    return [(on, list(of_day)) for on, of_day in groupby(found, key=lambda each: each.observed.day_on)]


def _form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    known = context.monograph()
    return render_template(
        "observations/form.html",
        here="history",
        values={**values, "zone": values.get("zone") or context.patient().settings.zone},
        errors=errors,
        submission_id=values.get("id") or entries.new_id(),
        entry=None,
        today=context.today(),
        kinds=[*known.episode_names.items(), *known.rating_names.items(), (OTHER, _("Something else"))],
    )
