"""Log in and out: name and password, then the second step where one is on, then a session under a token of its own.

Each device has a row of its own in the database, gone when it logs out. Its token is rotated whenever a log-in may do
more than before (session rotation): a cookie that somebody planted or saw before (session fixation) opens nothing.
"""

from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from journal.actions.accounts import accounts, throttle
from journal.actions.accounts import log_in as actions
from journal.actions.accounts.log_in import Pending, StaleLogIn
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.second_factors import read_code
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.store.accounts import devices
from journal.store.accounts.devices import FoundLogIn
from journal.store.accounts.second_factors import Challenge
from journal.web.accounts import rate_limits
from journal.web.gate import held_forms
from journal.web.gate.authorization import on_record
from journal.web.gate.held_forms import KEEP
from journal.web.site import access, context
from journal.web.site.acting_for import own_url
from journal.web.site.late_forms import Acts, AsksSecret
from journal.web.site.redirects import safe_next, see_other

blueprint = Blueprint("sessions", __name__)

# In the session cookie: the log-in that waits for its second step, and what the token of every form is made from.
PENDING, FORMS = "second_step", "csrf_token"

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("/sessions/new")
@access.public(others="log_in")
def new() -> str | Response:
    """The log-in form."""
    if current_user.is_authenticated:
        return see_other(safe_next(request.args.get("next", "/")))
    return _form({})


@blueprint.post("/sessions")
@access.public(AsksSecret("sessions/new.html", "password"), others="log_in")
def create() -> Answer:
    """Check name and password; then log in, or ask for the second step. A form that waits is carried along."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    acting, tries = context.anonymous(), rate_limits.password_tries(name)
    try:
        throttle.admit(acting, tries)
    except Throttled as error:
        return rate_limits.too_many(_form({"name": str(error)}), error)
    known = actions.log_in(acting, name, password)
    if known is None:
        sentence = _("This name and password do not belong together. Check both and try again.")
        return _form({"name": sentence}), 422
    throttle.forgive(acting, tries)
    address, remembered = safe_next(request.form.get("next", "/")), is_remembered()
    if known.pending is None:
        try:
            return enter(known.patient_id, known.password_hash, address, remembered=remembered)
        except StaleLogIn as error:
            return _form({"name": str(error)}), 422
    session.clear()
    session[KEEP] = remembered
    session[PENDING] = [known.patient_id, known.pending.at.isoformat(), known.pending.binding]
    if held_forms.is_waiting():
        return _code_form({})
    return see_other(url_for("sessions.second_step", next=address if address != "/" else None))


@blueprint.get("/second-factors/log-in")
@access.public(others="log_in")
def second_step() -> Response | str:
    """The field for the code, for whoever has just typed the right password."""
    if current_user.is_authenticated:
        return see_other(safe_next(request.args.get("next", "/")))
    if _find_pending() is None:
        return see_other(url_for("sessions.new", next=request.args.get("next")))
    return _code_form({})


@blueprint.post("/second-factors/log-in")
@access.public(AsksSecret("sessions/second_step.html", "code"), others="log_in")
def pass_second_step() -> Answer:
    """Log in with the code; then the form that waits, how many recovery codes are left, or the page asked for."""
    found = _find_pending()
    if found is None:
        return _begin_again()
    pending, challenge = found
    acting, tries = context.anonymous(), rate_limits.code_tries(challenge.name)
    try:
        typed = read_code(request.form.get("code", ""))
        throttle.admit(acting, tries)
        left = actions.pass_second_step(acting, pending, typed)
    except Throttled as error:
        return rate_limits.too_many(_code_form({"code": str(error)}), error)
    except InvalidEntry as error:
        return _code_form(error.errors), 422
    throttle.forgive(acting, tries)
    address = safe_next(request.form.get("next", "/"))
    if left is not None:
        address = own_url("second_factors.index", used=1, next=address)
    patient_id, remembered = pending.patient_id, bool(session.get(KEEP))
    try:
        return enter(patient_id, challenge.password_hash, address, remembered=remembered, second_factor=True)
    except StaleLogIn:
        return _begin_again()


def enter(
    patient_id: str, password_hash: str, address: str, *, remembered: bool = False, second_factor: bool = False
) -> Response:
    """Log this device in under a new session and go on to the unsent form that was waiting, else to the address.

    What was proved, the password of that hash and the `second_factor`, is looked at once more. Whoever was logged in
    here before is logged out. Raises StaleLogIn.
    """
    before = (context.acting(), current_user.get_id()) if current_user.is_authenticated else None
    token = actions.enter(
        context.anonymous(),
        patient_id,
        password_hash=password_hash,
        remembered=remembered,
        second_factor=second_factor,
    )
    if before:
        accounts.end_login_session(*before)
    found = _find(token)
    assert found is not None  # noqa: S101 - it was made a line ago
    _carry(found, token, remembered=remembered)
    response = go_on(address)
    rate_limits.remember_device(response, found.actor.name)
    return response


def renew(token: str, *, keeps_forms: bool = False) -> None:
    """Let this device carry another token from now on. What was in the session stays behind.

    `keeps_forms` leaves the forms of pages that are open good: the same person goes on in them. Their own token opens
    nothing without the device's. Of a form sent twice at once one gets its token in; the other leaves the cookie as it
    is.
    """
    found = _find(token)
    if found is not None:
        of_forms = session.get(FORMS)
        _carry(found, token, remembered=bool(session.get(KEEP)))
        if keeps_forms and of_forms:
            session[FORMS] = of_forms


def go_on(address: str) -> Response:
    """The page that sends the waiting form, when there is one, it may be sent there and is this person's own; else on
    to the address."""
    waiting = held_forms.is_waiting()
    if waiting and is_form_of_ours(waiting):
        return make_response(
            held_forms.refuse_anothers() if context.is_anothers(held_forms.owner_tag()) else held_forms.send_on(waiting)
        )
    return see_other(address)


def is_form_of_ours(address: str) -> bool:
    """Whether a held form may be sent to that address: only to one that patients who are logged in post to."""
    found = access.match(address)
    return found is not None and found[0].who == "patient"


@blueprint.post("/sessions/end")
@access.public(Acts(N_("You were not logged out"), N_("Log out on the page More"), "settings.index"), ends_log_in=True)
def end() -> Response:
    """Log out: the device's row is deleted, so its cookie opens nothing any more."""
    if current_user.is_authenticated:
        accounts.end_login_session(context.acting(), current_user.get_id())
    return leave(url_for("sessions.new"), '"cache"')


def leave(address: str, forgets: str) -> Response:
    """Take the log-in out of this browser, with what it `forgets` of this site, and lead to an address."""
    logout_user()
    session.clear()
    context.forget_asking()
    response = see_other(address)
    response.headers["Clear-Site-Data"] = forgets
    return response


def is_remembered() -> bool:
    """Whether the box "keep me logged in" is ticked; in a form not sent yet: whether it was, the last time here."""
    return KEEP in request.form if request.method == "POST" else bool(session.get(KEEP))


def _form(errors: dict[str, str]) -> str:
    return render_template(
        "sessions/new.html",
        values={"name": request.form.get("name", ""), "next": request.values.get("next", "")},
        errors=errors,
        keep=is_remembered(),
        held=held_forms.waiting(),
    )


def _code_form(errors: dict[str, str]) -> str:
    values = {"next": request.values.get("next", "")}
    return render_template("sessions/second_step.html", values=values, errors=errors, held=held_forms.waiting())


def _find_pending() -> tuple[Pending, Challenge] | None:
    """The log-in this browser has begun, and the challenge it is to meet."""
    try:
        patient_id, at, binding = session[PENDING]
    except KeyError:
        return None
    pending = Pending(patient_id, datetime.fromisoformat(at), binding)
    challenge = actions.find_challenge(context.anonymous(), pending)
    return None if challenge is None else (pending, challenge)


def _begin_again() -> Response | tuple[str, int]:
    """Back to name and password: it took too long. A form that waits to be sent is carried along."""
    session.pop(PENDING, None)
    if held_forms.is_waiting():
        return held_forms.ask_to_log_in()
    return see_other(url_for("sessions.new", next=request.form.get("next") or None))


def _find(token: str) -> FoundLogIn | None:
    with context.database().reading() as db:
        return devices.find_login_session(db, accounts.token_hash(token), context.now())


def _carry(found: FoundLogIn, token: str, *, remembered: bool) -> None:
    """Begin the session anew, with the token in its cookie."""
    session.clear()
    session.permanent = session[KEEP] = remembered  # else the browser forgets the cookie when it is closed
    login_user(on_record(found, token))
    context.forget_asking()
