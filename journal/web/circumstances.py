"""Circumstances: note pregnancy, breastfeeding or a kidney disease, and take it back. Only the patient comes here."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import circumstances as actions
from journal.core.medicine.circumstances import YES, Circumstances, read_circumstances
from journal.core.safety import check
from journal.core.safety import circumstances as rule
from journal.core.safety.rules import Context, Notice, Speaking
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import listed
from journal.store.accounts import accounts as store
from journal.web.site import access, context
from journal.web.site.late_forms import ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("circumstances", __name__, url_prefix="/circumstances")

TAKE_BACK = "take_back"  # the button that empties a field, by its name


@blueprint.get("")
@access.patient()
def show() -> str:
    """What is noted, with what the monographs say of it, and the form to note it."""
    return _page({}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _page(fields, {})))
def update() -> Response | tuple[str, int]:
    """Save what is noted; a field that is empty, or whose button was pressed, is noted no more."""
    fields = request.form.to_dict()
    taken_back = fields.pop(TAKE_BACK, "")
    try:
        noted = read_circumstances(fields | {taken_back: ""}, context.today())
        actions.note_circumstances(context.acting(), noted)
    except InvalidEntry as error:
        return _page(fields, error.errors), 422
    return see_other(url_for("circumstances.show", saved="yes"))


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    with context.database().reading() as session:
        noted = store.get_circumstances(session, context.patient().id)
    present = {name: f"{since}" for name, since in noted.noted.items()}
    present |= {"kidney_disease": YES} if noted.kidney_disease else {}
    known = [context.known_of(each) for each in context.present_medicines()]
    return render_template(
        "circumstances/show.html",
        here="more",
        values=values or present,
        errors=errors,
        noted=list(zip(noted.noted, rule.noted_words(noted.noted), strict=True)),
        told=_told(noted),
        without_curve=listed(
            [each.name for each in known if each.pk and each.pk.forbidden_by_body(noted, context.today())]
        ),
        known=[(each.name, text) for each in known for text in rule.told_by(each)],
        whom_to_ask=rule.whom_to_ask(),
        saved="saved" in request.args,
        today=context.today(),
    )


def _told(noted: Circumstances) -> list[Notice]:
    """What is told of each medicine while something is noted, without its cover: whoever opened this page reads it."""
    found: list[Notice] = []
    for medicine in context.present_medicines():
        known = context.known_of(medicine)
        around = Context(known, context.now(), context.patient().settings.zone, circumstances=noted)
        found.extend(check.notices(check.find(None, around, [rule.RULE]), Speaking(known, medicine.unit)))
    return [replace(notice, cover="") for notice in found]
