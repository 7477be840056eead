"""What a check-in asks: watch an effect, move it up or down. One form of buttons, so that it works without a script."""

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.record import asking as actions
from journal.core.record.asking import FEWEST_FIRST, LATELY, MOST_FIRST, asked_effects
from journal.core.values.errors import NotFound
from journal.core.values.languages import N_
from journal.web.site import access, context
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other

blueprint = Blueprint("effects", __name__, url_prefix="/effects")


@blueprint.get("")
@access.patient()
def index() -> str:
    """Every effect a check-in asks for, in its order."""
    patient = context.patient()
    return render_template(
        "effects/index.html",
        here="more",
        rows=asked_effects(context.monograph(), patient.own_symptoms, patient.asking),
        days=LATELY.days,
        fewest=FEWEST_FIRST,
        most=MOST_FIRST,
    )


@blueprint.post("")
@access.patient(Acts(N_("Nothing was changed"), N_("Look at what a check-in asks"), "effects.index"))
def update() -> Response:
    """Do what the button pressed says: "watch" or "unwatch" with a key, "before" or "after" with two."""
    acting, monograph = context.acting(), context.monograph()
    for name in ("watch", "unwatch", "before", "after"):
        key, _slash, other = request.form.get(name, "").partition("/")
        if not key:
            continue
        if name in {"before", "after"}:
            actions.move_effect(acting, monograph, key, **{name: other})
        else:
            actions.watch_effect(acting, monograph, key, watched=name == "watch")
        return see_other(url_for("effects.index", _anchor=f"effect-{key}"))
    raise NotFound
