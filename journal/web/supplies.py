"""What is left of a medicine at home: counted by hand, counted down by the doses that are recorded.

Only for those who want it, and it never keeps anybody from recording a dose.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import supplies as actions
from journal.core.medicine.tablets import tablets_of
from journal.core.plan.supplies import outlook
from journal.core.plan.supply_forms import field_of, read_count
from journal.core.record.forms import read_id
from journal.core.values.amounts import Amount, unit_word
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.store.plan.regimens import read_plan
from journal.store.plan.supplies import read_supplies
from journal.web.record import dose_amounts, entries
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("supplies", __name__, url_prefix="/supplies")


@blueprint.get("")
@access.patient(others="some")
def index() -> str:
    """What is left of a medicine, and the form to count it."""
    return _page({}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _page(fields, {})), others="some")
def create() -> Response | tuple[str, int]:
    """Save a count."""
    fields, medicine = request.form.to_dict(), context.medicine()
    try:
        count_id, amount = read_id(fields), read_count(fields, _strengths())
        actions.log_count(context.acting(), count_id, medicine.id, amount)
    except InvalidEntry as error:
        return _page(fields, error.errors), 422
    except actions.CountExists as error:
        return _page(fields | {"id": entries.new_id()}, {"id": str(error)}), 409
    return see_other(url_for("supplies.index", saved=1, **context.of_medicine()))


@blueprint.post("/end")
@access.patient(Acts(N_("Counting was not ended"), N_("Look at what is left"), "supplies.index"), others="some")
def end() -> Response:
    """Say nothing of what is left any more."""
    actions.stop_counting(context.acting(), context.medicine().id)
    return see_other(url_for("supplies.index", **context.of_medicine()))


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    patient, medicine, today = context.patient(), context.medicine(), context.today()
    with context.database().reading() as session:
        supply = read_supplies(session, patient.id, [medicine], today).get(medicine.id)
        plan = read_plan(session, patient.id).of(medicine.id)
    return render_template(
        "supplies/index.html",
        here="more",
        called=context.medicine_name(medicine),
        supply=supply,
        left=outlook(supply, plan, today) if supply else None,
        left_words=dose_amounts.in_tablets(supply.left) if supply else "",
        stopping=context.known().told_of_stopping,
        saved=supply is not None and "saved" in request.args,
        tablets=[(field_of(strength), _label(strength)) for strength in _strengths()],
        unit=unit_word(medicine.unit),
        values=values,
        errors=errors,
        submission_id=values.get("id") or entries.new_id(),
    )


def _strengths() -> tuple[Amount, ...]:
    return tablets_of(context.medicine(), context.known())


def _label(strength: Amount) -> str:
    return _("Tablets of %(strength)s", strength=wording.amount_words(strength))
