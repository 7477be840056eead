"""Settings: zone, day boundary, clock, password; and the way to everything that has no place of its own."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import current_user

from journal.actions import accounts as actions
from journal.core.accounts import DAY_STARTS, HOURS, read_new_password, read_settings
from journal.core.clock import zone_names
from journal.core.errors import InvalidEntry
from journal.web import state
from journal.web.access import patient
from journal.web.redirects import see_other

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("")
@patient
def index() -> str:
    """The settings as they are."""
    return _page({}, {})


@blueprint.post("")
@patient
def update() -> Response | tuple[str, int]:
    """Save zone, day boundary and clock."""
    try:
        actions.edit_settings(state.database(), state.viewer(), read_settings(request.form))
    except InvalidEntry as error:
        return _page(request.form, error.errors), 422
    return see_other(url_for("settings.index", saved="settings"))


@blueprint.post("/password")
@patient
def password() -> Response | tuple[str, int]:
    """Change the password; every other device is logged out."""
    viewer = state.viewer()
    try:
        new = read_new_password(request.form, viewer.name)
        old = request.form.get("old_password", "")
        actions.edit_password(state.database(), viewer, old, new, current_user.get_id())
    except InvalidEntry as error:
        return _page({}, error.errors), 422
    return see_other(url_for("settings.index", saved="password"))


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    settings = state.viewer().settings
    present = {"zone": settings.zone, "day_starts": str(settings.day_starts.hour), "hours": settings.hours}
    return render_template(
        "settings/index.html",
        here="more",
        name=state.viewer().name,
        values=values or present,
        errors=errors,
        zones=zone_names(),
        day_starts=[(str(at.hour), "midnight" if at.hour == 0 else f"{at:%H:%M}") for at in DAY_STARTS],
        hours=list(HOURS.items()),
        saved=request.args.get("saved", ""),
    )
