"""Settings: zone, day boundary, clock, paper, password; and the way to everything that has no place of its own."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import current_user

from journal.actions.accounts import accounts as actions
from journal.actions.accounts import throttle
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.accounts import (
    DAY_STARTS,
    DECIMAL_SIGNS,
    HOURS,
    read_new_password,
    read_settings,
    shortest_password,
)
from journal.core.values.clock import wall_words, zone_names
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _, pgettext
from journal.core.values.papers import PAPERS, usual_paper
from journal.core.values.weeks import WEEK_STARTS, usual_first_weekday, weekday_name
from journal.web.accounts import rate_limits
from journal.web.accounts.log_in import renew
from journal.web.site import access, context
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("")
@access.patient(before_own_password=True)
def index() -> str:
    """The settings as they are."""
    return _page({}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _page(fields, {})))
def update() -> Response | tuple[str, int]:
    """Save zone, day boundary, clock, the day a week begins with, how tables are written, and the paper."""
    try:
        chosen = read_settings(request.form, context.patient().settings)
        actions.edit_settings(context.acting(), chosen)
    except InvalidEntry as error:
        return _page(request.form, error.errors), 422
    return see_other(url_for("settings.index", saved="settings"))


@blueprint.post("/password")
@access.patient(
    Acts(N_("The password was not changed"), N_("Change it"), "settings.index", "secret"), before_own_password=True
)
def password() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Change the password; every other device is logged out."""
    tries = rate_limits.password_tries(context.actor().name)
    try:
        throttle.admit(context.acting(), tries)
        token = _change_password()
    except Throttled as error:
        return rate_limits.too_many(_page({}, {"old_password": str(error)}), error)
    except InvalidEntry as error:
        return _page({}, error.errors), 422
    throttle.forgive(context.acting(), tries)
    renew(token)
    return see_other(url_for("settings.index", saved="password"))


def _change_password() -> str:
    """The new token of this device. Raises InvalidEntry."""
    journal = context.journal()
    new = read_new_password(request.form, context.actor(), journal.monographs, journal.breached)
    return actions.edit_password(context.acting(), request.form.get("old_password", ""), new, current_user.get_id())


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    settings = context.patient().settings
    present = {
        "zone": settings.zone,
        "day_starts": str(settings.day_starts.hour),
        "hours": settings.hours,
        "week_starts": settings.week_starts,
        "decimal_sign": settings.decimal_sign,
        "paper": settings.paper,
    }
    return render_template(
        "settings/index.html",
        here="more",
        name=context.actor().name,
        values=values or present,
        errors=errors,
        zones=zone_names(),
        day_starts=[
            (str(at.hour), wall_words(at, settings.hours) if at.hour else pgettext("time of day", "midnight"))
            for at in DAY_STARTS
        ],
        hours=[(key, _(words)) for key, words in HOURS.items()],
        decimal_signs=[(key, _(words)) for key, words in DECIMAL_SIGNS.items()],
        papers=[
            ("", _("As where you live: %(paper)s", paper=_(PAPERS[usual_paper(settings.zone)]))),
            *((key, _(words)) for key, words in PAPERS.items()),
        ],
        week_starts=[
            ("", _("As where you live: %(weekday)s", weekday=weekday_name(usual_first_weekday(settings.zone)))),
            *((key, weekday_name(weekday)) for key, weekday in WEEK_STARTS.items()),
        ],
        must_change=context.actor().must_change_password,
        shortest=shortest_password(context.actor()),
        saved=request.args.get("saved", ""),
    )
