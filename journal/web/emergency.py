"""Emergency: the overdose signs and what to do. No log-in, no database, one tap from every page."""

from flask import Blueprint, render_template
from flask_login import current_user

from journal.web import state
from journal.web.access import public

blueprint = Blueprint("emergency", __name__, url_prefix="/emergency")


@blueprint.get("")
@public
def show() -> str:
    """The signs and what to do, for every medicine of this installation; one's own first."""
    monographs = list(state.journal().monographs.values())
    if current_user.is_authenticated:
        own = state.viewer().medicine
        monographs.sort(key=lambda monograph: monograph.key != own)
    return render_template("emergency/show.html", monographs=monographs)
