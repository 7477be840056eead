"""My medicine: the regimen, and the monograph to be read."""

from flask import Blueprint, render_template, request

from journal.core.plan.regimens import find_resumption, from_day, planned_on, version_tag
from journal.store.plan.regimens import list_steps, read_plan
from journal.web.site import access, context

MOST_LISTED = 100

blueprint = Blueprint("medicine", __name__, url_prefix="/medicine")


@blueprint.get("")
@access.patient()
def show() -> str:
    """What is planned, and everything the monograph says."""
    with context.database().reading() as session:
        steps = list_steps(session, context.patient().id, context.medicine().id)
        plan = read_plan(session, context.patient().id).of(context.medicine().id)
    recorded = plan.steps
    today, ended = context.today(), request.args.get("ended", "")
    resumption = find_resumption(steps, recorded, ended)
    can_end = bool(from_day(steps, today))
    return render_template(
        "medicine/show.html",
        here="medicine",
        monograph=context.known(),
        medicine=context.medicine(),
        is_known=context.medicine().monograph is not None,
        current=planned_on(steps, today),
        steps=steps,
        seen=version_tag(steps),
        recorded=recorded[:MOST_LISTED],
        all_recorded=len(recorded),
        can_end=can_end,
        pauses=tuple(reversed(plan.pauses))[:MOST_LISTED],
        present=plan.pause_on(today),
        ended=ended if resumption and not resumption.comes_too_late(context.now(), context.form_context().zone) else "",
        restored=can_end and "restored" in request.args,
    )
