"""Emergency: what to do, and whom to call. No log-in, no database, one tap from every page."""

from collections.abc import Iterable

from flask import Blueprint, render_template
from flask_login import current_user

from journal.core.medicine.emergency import ELSEWHERE
from journal.core.medicine.monograph import Monograph
from journal.core.values.languages import _
from journal.web.site import access, context

blueprint = Blueprint("emergency", __name__, url_prefix="/emergency")


@blueprint.get("")
@access.public()
def show() -> str:
    """What to do, with the signs of every medicine of this installation; one's own first."""
    monographs = list(context.journal().monographs.values())
    if current_user.is_authenticated:
        own = {medicine.monograph for medicine in context.patient().medicines}
        monographs.sort(key=lambda monograph: monograph.key not in own)
    return render_template(
        "emergency/show.html",
        monographs=monographs,
        what_to_do=_what_to_do(monographs),
        numbers_elsewhere=[(line, _(places)) for line, places in ELSEWHERE],
    )


def _what_to_do(monographs: Iterable[Monograph]) -> list[tuple[tuple[str, ...], list[str]]]:
    """The steps after too much of a medicine, with its name: medicines with the same steps share them."""
    steps: dict[tuple[str, ...], list[str]] = {}
    for monograph in monographs:
        steps.setdefault(monograph.overdose.what_to_do, []).append(monograph.name)
    return list(steps.items())
