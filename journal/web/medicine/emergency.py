"""Emergency: what to do, and whom to call. No log-in, no database, one tap from every page."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask_login import current_user

from journal.core.medicine.emergency import ELSEWHERE
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.too_much import stopping, too_much
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, in_a_row
from journal.web.site import access, context

blueprint = Blueprint("emergency", __name__, url_prefix="/emergency")


@blueprint.get("")
@access.public()
def show() -> str:
    """What to do, with the signs of one's own medicines; those of the others this journal knows are folded. Where
    nothing is known of one's own, and to whoever is not logged in, it says those of all."""
    monographs = list(context.journal().monographs.values())
    taken = context.present_medicines() if current_user.is_authenticated else []
    own = _own(monographs) or monographs
    others = [each for each in monographs if each not in own]
    known = too_much(own)
    ours = [words for words in (_("Blue lips"), _("The person cannot be woken")) if not known.has_sign(words)]
    return render_template(
        "emergency/show.html",
        too_much=known,
        ours=ours,
        of_others=too_much(others) if others else None,
        stopping=stopping(own),
        is_said_of_each=all(each.stopping for each in own),
        taken=[_taken(each) for each in taken],
        numbers_elsewhere=[(line, _(places)) for line, places in ELSEWHERE],
    )


def _own(monographs: Sequence[Monograph]) -> list[Monograph]:
    """What is known of the medicines of whoever is logged in; also of one that has ended, which may still lie there."""
    if not current_user.is_authenticated:
        return []
    keys = {medicine.monograph for medicine in context.patient().medicines}
    return [each for each in monographs if each.key in keys]


def _taken(medicine: Medicine) -> tuple[str, str]:
    """What a medicine is called, under the name its box has too, and the amounts there are of it."""
    name = context.medicine_name(medicine)
    found = context.journal().monographs.get(medicine.monograph or "")
    called = _("%(name)s (%(medicine)s)", name=name, medicine=found.name) if found and found.name != name else name
    return called, in_a_row([write_amount(amount, medicine.unit) for amount in medicine.amounts])
