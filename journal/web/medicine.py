"""My medicine: the regimen, and the monograph to be read."""

from flask import Blueprint, render_template

from journal.core.regimens import mark, planned_on
from journal.store.regimens import list_kept, list_steps
from journal.web import state
from journal.web.access import patient

blueprint = Blueprint("medicine", __name__, url_prefix="/medicine")


@blueprint.get("")
@patient
def show() -> str:
    """What is planned, and everything the monograph says."""
    with state.database().reading() as session:
        steps = list_steps(session, state.viewer().id)
        kept = list_kept(session, state.viewer().id)
    return render_template(
        "medicine/show.html",
        here="medicine",
        monograph=state.monograph(),
        current=planned_on(steps, state.today()),
        steps=steps,
        seen=mark(steps),
        kept=kept,
    )
