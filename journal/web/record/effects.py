"""What a check-in asks, and a day: choose an effect, watch it, move it, ask a question or not; all without a script."""

from collections.abc import Callable, Iterator, Mapping

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.acting import ActingForPatient
from journal.actions.record import asking as actions
from journal.core.medicine.monograph import Monograph
from journal.core.record.asking import FEWEST_FIRST, LATELY, MOST_FIRST, asked_effects, choices
from journal.core.record.days import LOOK, QUESTIONS, SLEEP
from journal.core.values.errors import NotFound
from journal.core.values.languages import N_, _
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
        choices=choices(context.monograph(), patient.asking),
        only_when_wrong=patient.asking.only_when_wrong,
        days=LATELY.days,
        fewest=FEWEST_FIRST,
        most=MOST_FIRST,
        benefits=[(each, each.key in patient.asking.benefits) for each in context.monograph().benefits],
        day_questions=[(key, words, key in patient.asking.asked_days) for key, words in _day_questions()],
    )


def _day_questions() -> Iterator[tuple[str, str]]:
    """Everything that may be asked about a day, in its order."""
    yield from ((question.key, _(question.name)) for question in QUESTIONS)
    yield SLEEP, _("Hours of sleep")
    yield LOOK, _("A look back, once a week")


# What can be asked or not: the anchor of its row, and what chooses it.
_CHOICES: Mapping[str, tuple[str, Callable[[ActingForPatient, Monograph, str, bool], None]]] = {
    "choose": ("choice", lambda who, known, key, wanted: actions.choose_effect(who, known, key, chosen=wanted)),
    "ask": ("day", lambda who, _known, key, wanted: actions.ask_about_days(who, key, asked=wanted)),
    "ease": ("benefit", lambda who, known, key, wanted: actions.ask_about_benefit(who, known, key, asked=wanted)),
}


@blueprint.post("")
@access.patient(Acts(N_("Nothing was changed"), N_("Look at what a check-in asks"), "effects.index"))
def update() -> Response:
    """Do what the button pressed says: "watch", "unwatch", "choose" or "unchoose" with a key, "before" or "after" with
    two; "ask" or "unask" with the key of a question about days; "ease" or "unease" with that of a benefit."""
    acting, monograph = context.acting(), context.monograph()
    if wanted := request.form.get("only_when_wrong", ""):
        actions.log_only_when_wrong(acting, monograph, wanted=wanted == "yes")
        return see_other(url_for("effects.index", _anchor="when"))
    for name in ("watch", "unwatch", "before", "after"):
        key, _slash, other = request.form.get(name, "").partition("/")
        if not key:
            continue
        if name in {"before", "after"}:
            actions.move_effect(acting, monograph, key, **{name: other})
        else:
            actions.watch_effect(acting, monograph, key, watched=name == "watch")
        return see_other(url_for("effects.index", _anchor=f"effect-{key}"))
    for name, (anchor, choose) in _CHOICES.items():
        for pressed in (name, f"un{name}"):
            if key := request.form.get(pressed, ""):
                choose(acting, monograph, key, pressed == name)
                return see_other(url_for("effects.index", _anchor=f"{anchor}-{key}"))
    raise NotFound
