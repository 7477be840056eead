"""The way in: a device gets its token, a new one when something changes, and loses it again."""

from typing import Any

from flask import Response, current_app, make_response, request, session
from flask_login import current_user, login_user, logout_user

from journal.actions.accounts import accounts as actions
from journal.store.accounts import accounts as store
from journal.store.accounts.accounts import FoundLogIn
from journal.web.accounts import rate_limits
from journal.web.gate import held_forms
from journal.web.gate.authorization import LoggedIn
from journal.web.gate.held_forms import KEEP
from journal.web.site import context, late_forms
from journal.web.site.redirects import see_other


def enter(patient_id: str, address: str, *, remembered: bool = False, **how: Any) -> Response:
    """Log this device in under a new session and go on to the unsent form that was waiting, else to the address.

    `how` the person proved who it is, `second_factor` and `password_hash`, is looked at once more. Whoever was logged
    in here before is logged out. Raises StaleLogIn.
    """
    before = (context.acting(), current_user.get_id()) if current_user.is_authenticated else None
    token = actions.enter(context.anonymous(), patient_id, remembered=remembered, **how)
    if before:
        actions.end_login_session(*before)
    session.clear()
    session.permanent = session[KEEP] = remembered  # else the browser forgets the cookie when it is closed
    found = _find(token)
    assert found is not None  # noqa: S101 - it was made a line ago
    _carry(found, token)
    response = go_on(address)
    rate_limits.remember_device(response, found.actor.name)
    return response


def renew(token: str) -> None:
    """Let this device carry another token from now on. What was in the session stays behind.

    Of a form sent twice at once one gets its token in; the other leaves the cookie as it is.
    """
    found = _find(token)
    if found is None:
        return
    remembered = bool(session.get(KEEP))
    session.clear()
    session.permanent = session[KEEP] = remembered
    _carry(found, token)


def is_remembered() -> bool:
    """Whether the box "keep me logged in" is ticked; in a form not sent yet: whether it was, the last time here."""
    return KEEP in request.form if request.method == "POST" else bool(session.get(KEEP))


def leave() -> None:
    """Log this device out: its row is deleted, so its cookie opens nothing any more."""
    if current_user.is_authenticated:
        actions.end_login_session(context.acting(), current_user.get_id())
    logout_user()
    session.clear()
    context.forget_asking()


def go_on(address: str) -> Response:
    """The page that sends the waiting form, when there is one, it may be sent there and is this person's own; else on
    to the address."""
    waiting = held_forms.is_waiting()
    if waiting and is_form_of_ours(waiting):
        return make_response(
            held_forms.refuse_anothers() if held_forms.is_anothers(held_forms.mark()) else held_forms.send_on(waiting)
        )
    return see_other(address)


def is_form_of_ours(address: str) -> bool:
    """Whether a kept form may be sent to that address: only to one that patients who are logged in post to."""
    found = late_forms.match(address)
    return found is not None and getattr(current_app.view_functions[found[0]], "access", "") == "patient"


def _find(token: str) -> FoundLogIn | None:
    with context.database().reading() as db:
        return store.find_login_session(db, actions.token_hash(token), context.now())


def _carry(found: FoundLogIn, token: str) -> None:
    """Put the token into the cookie."""
    login_user(LoggedIn(found.actor, found.patient, token))
    context.forget_asking()
