"""The tick "for my doctor": a button beside entries of every kind and what others saw."""

from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from journal.actions.record import doctor_marks as actions
from journal.core.record.doctor_marks import Ticked, read_ticked
from journal.core.values.errors import NotFound
from journal.core.values.languages import N_
from journal.store.record.entries import get_entry
from journal.web.record import entry_rows, searches
from journal.web.site import access, context
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other

blueprint = Blueprint("doctor_marks", __name__, url_prefix="/doctor-marks")


@blueprint.post("")
@access.patient(Acts(N_("Nothing was ticked"), N_("Look at History"), "history.index"), others="some")
def update() -> Response:
    """Tick something, or take the tick off where "ticked" is "no", and go back to where the button was."""
    kind, entry_id = read_ticked(request.form.get("kind", "")), request.form.get("entry_id", "")
    if kind is None:
        raise NotFound
    actions.tick(context.acting(), kind, entry_id, ticked=request.form.get("ticked") != "no")
    return see_other(_back(kind, entry_id, request.form.get("from", "")))


def _back(kind: Ticked, entry_id: str, origin: str) -> str:
    if kind == "observation" and origin != "visit":
        return url_for("observations.index", _anchor=entry_id)
    if origin == "visit":
        return url_for("visit.show", _anchor="ticked")
    if origin == "today":
        return url_for("today.show", saved=entry_id)
    with context.database().reading() as session:
        entry = get_entry(session, context.patient().id, entry_id)
    found = searches.carried()
    return entry_rows.address(entry) + (f"?{urlencode({'found': found})}" if found else "")
