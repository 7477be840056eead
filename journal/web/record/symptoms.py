"""Own symptoms: show the list of them, and rename, hide, merge or remove one; a stale form is shown again."""

from datetime import datetime

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.record import symptoms as actions
from journal.core.record.symptoms import Symptom, SymptomChanged, SymptomGone, SymptomRated, read_name
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _, ngettext, pgettext
from journal.store.record import symptoms as store
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("symptoms", __name__, url_prefix="/symptoms")

Answer = Response | str | tuple[str, int]


@blueprint.get("")
@access.patient()
def index() -> str:
    """Every symptom, those that are hidden below."""
    return _list()


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _list(fields.get("name", ""))))
def create() -> Answer:
    """Add a symptom, to be asked for from the next check-in on."""
    typed = request.form.get("name", "")
    try:
        added = actions.add_symptom(context.acting(), read_name(typed, context.monograph()))
    except InvalidEntry as error:
        return _list(typed, error.errors), 422
    return see_other(url_for("symptoms.index", done="added", key=added.key))


@blueprint.get("/<key>")
@access.patient()
def show(key: str) -> Answer:
    """One symptom: rename it, hide it, merge it, remove it."""
    try:
        return _show(context.patient().own_symptoms.get_living(key))
    except SymptomGone as gone:
        return _gone(gone)


@blueprint.post("/<key>")
@access.patient(ShowsAgain(lambda fields, key: _renaming(fields.get("name", ""), key)))
def update(key: str) -> Answer:
    """Give a symptom another name."""
    typed, seen = request.form.get("name", ""), request.form.get("seen", "")
    try:
        symptom = context.patient().own_symptoms.get_living(key)
        name = read_name(typed, context.monograph())
        anew = actions.rename_symptom(context.acting(), key, name, seen)
    except InvalidEntry as error:
        return _show(symptom, typed, error.errors), 422
    except SymptomChanged as error:
        return _show(error.symptom, typed, stale=str(error)), 409
    except SymptomGone as gone:
        return _gone(gone, typed), 409
    return see_other(url_for("symptoms.index", done="renamed", key=anew.key))


@blueprint.post("/<key>/visibility")
@access.patient(Acts(N_("Nothing was changed"), N_("Look at your symptoms"), "symptoms.index"))
def update_visibility(key: str) -> Answer:
    """Hide a symptom, or ask for it again: "asked" is "yes" or "no"."""
    asked = request.form.get("asked") == "yes"
    try:
        actions.ask_for_symptom(context.acting(), key, asked=asked)
    except SymptomGone as gone:
        return _gone(gone), 409
    return see_other(url_for("symptoms.index", done="shown" if asked else "hidden", key=key))


@blueprint.get("/<key>/merger")
@access.patient()
def ask_to_merge(key: str) -> Answer:
    """What merging a symptom into another one, "into", would do."""
    return _merger(key, request.args.get("into", ""))


@blueprint.post("/<key>/merger")
@access.patient(Acts(N_("Nothing was merged"), N_("Look at your symptoms"), "symptoms.index"))
def merge(key: str) -> Answer:
    """Merge a symptom into another one."""
    into, seen = request.form.get("into", ""), request.form.get("seen", "")
    try:
        actions.merge_symptoms(context.acting(), context.monograph(), key, into, seen)
    except InvalidEntry as error:
        return _show(context.patient().own_symptoms.get_living(key), errors=error.errors), 422
    except SymptomChanged as error:
        return _merger(key, into, stale=str(error))
    except SymptomGone as gone:
        return _gone(gone), 409
    return see_other(url_for("symptoms.index", done="merged", key=key))


@blueprint.post("/<key>/removal")
@access.patient(Acts(N_("Nothing was removed"), N_("Look at your symptoms"), "symptoms.index"))
def remove(key: str) -> Answer:
    """Remove a symptom that no check-in rates."""
    try:
        actions.remove_symptom(context.acting(), key)
    except SymptomRated as error:
        return _show(context.patient().own_symptoms.get_living(key), stale=str(error)), 409
    except SymptomGone as gone:
        return _gone(gone), 409
    return see_other(url_for("symptoms.index", done="removed"))


def _list(typed: str = "", errors: dict[str, str] | None = None) -> str:
    patient = context.patient()
    usage = _usage(*patient.own_symptoms.choices)
    shown = [(symptom, _usage_words(usage.get(symptom.key))) for symptom in patient.own_symptoms.living]
    done, about = request.args.get("done", ""), patient.own_symptoms.find(request.args.get("key", ""))
    return render_template(
        "symptoms/index.html",
        here="more",
        asked=[each for each in shown if not each[0].hidden],
        hidden=[each for each in shown if each[0].hidden],
        typed=typed,
        errors=errors or {},
        done=done if about or done == "removed" else "",
        about=about,
        into=wording.effect_names().get(patient.own_symptoms.present(about.key), "") if about else "",
    )


def _show(symptom: Symptom, typed: str | None = None, errors: dict[str, str] | None = None, stale: str = "") -> str:
    usage = _usage(symptom.key).get(symptom.key)
    return render_template(
        "symptoms/show.html",
        here="more",
        symptom=symptom,
        usage=_usage_words(usage),
        is_rated=usage is not None,
        former=[(name, wording.instant_words(datetime.fromisoformat(until))) for name, until in symptom.former],
        values={"name": symptom.name if typed is None else typed},
        errors=errors or {},
        stale=stale,
        choices=[
            ("", pgettext("choice", "Choose")),
            *((k, n) for k, n in wording.effect_choices().items() if k != symptom.key),
        ],
    )


def _renaming(typed: str, key: str) -> str:
    """The page of a symptom with a name that was typed and not saved."""
    try:
        return _show(context.patient().own_symptoms.get_living(key), typed)
    except SymptomGone as gone:
        return _gone(gone, typed)


def _merger(key: str, into: str, stale: str = "") -> Answer:
    try:
        merger = actions.find_merger(context.acting(), context.monograph(), key, into)
    except InvalidEntry as error:
        return _show(context.patient().own_symptoms.get_living(key), errors=error.errors), 400
    except SymptomGone as gone:
        return _gone(gone)
    page = render_template("symptoms/merger.html", here="more", merger=merger, stale=stale)
    return (page, 409) if stale else page


def _gone(gone: SymptomGone, typed: str = "") -> str:
    into = wording.effect_names().get(gone.into, "")
    return render_template(
        "symptoms/gone.html", here="more", symptom=gone.symptom, into=into, key=gone.into, typed=typed
    )


def _usage(*keys: str) -> dict[str, store.Usage]:
    with context.database().reading() as session:
        return store.list_usage(session, context.patient().id, keys)


def _usage_words(usage: store.Usage | None) -> str:
    if usage is None:
        return _("Not rated yet")
    return ngettext(
        "Rated once: %(day)s",
        "Rated in %(num)s check-ins, last %(day)s",
        usage.check_ins,
        day=wording.day_inside(usage.last_on),
    )
