"""Log in and log out. Each device has a row of its own in the database, gone when it logs out."""

from flask import Blueprint, Response, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from journal.actions import accounts as actions
from journal.store import accounts as store
from journal.web import kept, state
from journal.web.access import LoggedIn, public, safe_next
from journal.web.redirects import see_other

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
def create() -> str | Response | tuple[str, int]:
    """Log in, and go on to the page or the unsent form that was waiting."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    patient_id = actions.log_in(state.database(), name, password)
    if patient_id is None:
        sentence = "This name and password do not belong together. Check both and try again."
        return _form({"name": sentence}), 422
    waiting = kept.is_waiting()
    response = enter(patient_id, safe_next(request.form.get("next", "/")))
    if waiting and safe_post(waiting):
        return kept.after_log_in(waiting)
    return response


@blueprint.post("/end")
@public
def end() -> Response:
    """Log out: the device's row is deleted, so its cookie opens nothing any more."""
    if current_user.is_authenticated:
        actions.delete_login_session(state.database(), current_user.get_id())
    logout_user()
    session.clear()
    response = see_other(url_for("sessions.new"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def enter(patient_id: str, address: str) -> Response:
    """Log this device in under a new session and go to the address."""
    session.clear()
    device = request.user_agent.string
    token = actions.create_login_session(state.database(), patient_id, device, state.now())
    with state.database().reading() as db:
        found = store.find_viewer(db, actions.token_hash(token), state.now())
    assert found is not None  # noqa: S101 - it was made a line ago
    session.permanent = True
    login_user(LoggedIn(found[0], token))
    state.forget_asking()
    return see_other(address)


def safe_post(address: str) -> bool:
    """Whether a kept form may be sent to that address: only to where entries are written."""
    return address.startswith(("/doses", "/check-ins", "/episodes", "/regimens", "/entries", "/settings"))


def _form(errors: dict[str, str]) -> str:
    waiting = {name: text for name, text in request.form.items() if name.startswith(kept.PREFIX)}
    return render_template(
        "sessions/new.html",
        values={"name": request.form.get("name", ""), "next": request.values.get("next", "")},
        errors=errors,
        kept=waiting,
    )
