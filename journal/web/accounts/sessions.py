"""Log in and log out. Each device has a row of its own in the database, gone when it logs out."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import current_user

from journal.actions.accounts import accounts as actions
from journal.actions.accounts import throttle
from journal.actions.accounts.throttle import Throttled
from journal.web.accounts import rate_limits, second_factors
from journal.web.accounts.session_rotation import enter, is_remembered, leave
from journal.web.gate import held_forms
from journal.web.gate.authorization import safe_next
from journal.web.site import context
from journal.web.site.access import public
from journal.web.site.late_forms import acts, asks_secret
from journal.web.site.redirects import see_other

blueprint = Blueprint("sessions", __name__, url_prefix="/sessions")


@blueprint.get("/new")
@public
def new() -> str | Response:
    """The log-in form."""
    if current_user.is_authenticated:
        return see_other(safe_next(request.args.get("next", "/")))
    return _form({})


@blueprint.post("")
@public
@asks_secret("sessions/new.html", "password")
def create() -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Log in, and go on to the page or the unsent form that was waiting; by the second step where there is one."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    tries = rate_limits.password_tries(name)
    try:
        throttle.admit(context.anonymous(), tries)
    except Throttled as error:
        return rate_limits.too_many(_form({"name": str(error)}), error)
    known = actions.log_in(context.anonymous(), name, password)
    if known is None:
        sentence = "This name and password do not belong together. Check both and try again."
        return _form({"name": sentence}), 422
    throttle.forgive(context.anonymous(), tries)
    address, remembered = safe_next(request.form.get("next", "/")), is_remembered()
    if known.needs_second_factor:
        return second_factors.ask(known.patient_id, address, remembered=remembered)
    try:
        return enter(known.patient_id, address, remembered=remembered, password_hash=known.password_hash)
    except actions.StaleLogIn as error:
        return _form({"name": str(error)}), 422


@blueprint.post("/end")
@public
@acts("You were not logged out", "Log out on the page More", "settings.index")
def end() -> Response:
    """Log out: the device's row is deleted, so its cookie opens nothing any more."""
    leave()
    response = see_other(url_for("sessions.new"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _form(errors: dict[str, str]) -> str:
    return render_template(
        "sessions/new.html",
        values={"name": request.form.get("name", ""), "next": request.values.get("next", "")},
        errors=errors,
        keep=is_remembered(),
        kept=held_forms.waiting(),
    )
