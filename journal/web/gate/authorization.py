"""Authorization: finds who is asking, and lets nobody through to an address that is not theirs to call."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFProtect

from journal.actions.accounts import accounts as actions
from journal.actions.accounts import grants
from journal.core.accounts.accounts import Actor, Patient
from journal.core.accounts.devices import is_confirmed
from journal.core.accounts.grants import Caring
from journal.core.medicine.medicines import Medicine
from journal.core.values.errors import NotFound
from journal.store.accounts import devices
from journal.store.accounts.devices import FoundLogIn
from journal.store.database.database import FAULTS
from journal.web.gate import held_forms
from journal.web.site import access, acting_for, context
from journal.web.site.access import Decision
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other


@dataclass(frozen=True, slots=True)
class LoggedIn(UserMixin):  # type: ignore[misc]
    """Who is logged in on one device, and on whose record: somebody else's while the grant `caring` holds. Flask-Login
    keeps the device's token, never an id."""

    actor: Actor
    patient: Patient
    token: str
    caring: Caring | None = None

    def get_id(self) -> str:
        """What goes into the cookie."""
        return self.token


def protect(app: Flask) -> None:
    """Put log-in, form tokens and the check of every address in front of the app."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # a log-in ends after its days, however fresh the cookie is
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.session_protection = None  # its own reads headers that anybody can write
    manager.user_loader(_load_or_go_on)
    app.before_request(_check)
    app.jinja_env.globals |= {"owner_tag": context.owner_tag, "held_says": held_forms.says}


def open_by_address(app: Flask) -> None:
    """Ask for no form token where the address is a secret that opens by itself; once every address is there."""
    csrf = app.extensions["csrf"]
    for view in app.view_functions.values():
        if access.decision_of(view).by_address:
            csrf.exempt(view)


def _load_or_go_on(token: str) -> LoggedIn | None:
    """Who is logged in. Pages for everybody are shown without the database as well: nobody is logged in there.

    A form is not: whoever logs out would be told it is done, and the device's row would stay.
    """
    if context.is_without_database():
        return None
    try:
        return _load(token)
    except FAULTS:
        if request.method == "POST" or not _is_open():
            raise
        context.go_on_without_database()
        return None


def _load(token: str) -> LoggedIn | None:
    database = context.journal().database
    with database.reading_columns() as db:
        found = devices.find_login_session(db, actions.token_hash(token), context.now())
    if found is None or not _is_known(found.patient.medicines):
        return None
    if found.idle_until:
        with suppress(*FAULTS):  # a record that can only be read is still read
            actions.touch_login_session(context.anonymous(), token, found.idle_until)
    return on_record(found, token)


def on_record(found: FoundLogIn, token: str) -> LoggedIn:
    """Who is logged in, on the record this address is about, asked anew at each request: on one's own where the address
    names a grant that does not hold."""
    grant_id = acting_for.grant_id()
    if grant_id:
        database, now = context.journal().database, context.now()
        other = grants.find_caring(database, grant_id, found.actor, found.patient, now)
        if other is not None and _is_known(other.patient.medicines):
            return LoggedIn(found.actor, other.patient, token, other.caring)
    return LoggedIn(found.actor, found.patient, token)


def _is_known(medicines: Iterable[Medicine]) -> bool:
    """Whether this installation knows what it knew of these medicines when somebody began to take them."""
    return all(each.monograph is None or each.monograph in context.journal().monographs for each in medicines)


def is_closed() -> bool:
    """Whether the address of this request is for patients who are logged in, and nobody is."""
    return not _is_open() and not current_user.is_authenticated


def is_anothers() -> bool:
    """Whether this request's form comes from a page of somebody else's, open since before the log-in here."""
    return not _is_open() and context.is_anothers(request.form.get("whose", ""))


def is_nobodys() -> bool:
    """Whether this request's form does not say who began it: then it is saved for nobody unasked."""
    return request.method == "POST" and not _is_open() and not request.form.get("whose")


def is_logged_out_already() -> bool:
    """Whether this request wants to log out, and nobody is logged in."""
    return access.present().ends_log_in and context.asking() is None and not context.is_without_database()


def is_refused() -> bool:
    """Whether this address is about somebody else's record, and whoever is logged in may not come there."""
    if not acting_for.grant_id():
        return False
    decision = access.present()
    if decision.others in {"none", "log_in"} or not current_user.is_authenticated:
        return decision.others == "none"
    return context.caring() is None or not decision.allows(cast("Caring", context.caring()))


def refuse() -> tuple[str, int]:
    """The answer where nobody but the patient may come, or nobody any more: as where there is nothing. A form is shown
    with what it says. Raises NotFound."""
    if _reads() or not access.present().form or access.present().others == "none":
        raise NotFound
    return held_forms.refuse_ended()


def _is_open() -> bool:
    """Whether anybody may call the address of this request."""
    return access.present().who == "public"


def _check() -> Response | tuple[str, int] | None:
    """What stands between a request and its view, as the view's mark has it; None when it may go on."""
    if is_refused():
        return refuse()
    decision = access.present()
    if decision.by_address:
        context.be_nobody()
    if decision.who == "public":
        return None
    if not current_user.is_authenticated:
        return _ask_to_log_in()
    asked = _ask_whose_form() or _ask_to_set_up(decision)
    if asked is None and decision.confirmed and not is_confirmed(context.actor().confirmed_at, context.now()):
        return _ask_to_confirm(decision)
    return asked


def _ask_whose_form() -> tuple[str, int] | None:
    if is_anothers():
        return held_forms.refuse_anothers()
    return held_forms.ask_whose() if is_nobodys() else None


def _ask_to_set_up(decision: Decision) -> Response | tuple[str, int] | None:
    """A password in the place of the operator's comes first, then the second step, where the operator asks for one."""
    actor = context.actor()
    if actor.must_change_password:
        choose = acting_for.own_url("settings.index", _anchor="secret")
        if decision.before_own_password:
            return None
        return see_other(choose) if _reads() else held_forms.ask_to_choose_password(choose)
    if context.journal().require_second_factor and not (actor.second_factor or decision.before_second_step):
        set_up = acting_for.own_url("second_factors.new")
        return see_other(set_up) if _reads() else held_forms.ask_to_set_up(set_up)
    return None


def _ask_to_log_in() -> Response | tuple[str, int]:
    if not _reads():
        return held_forms.ask_to_log_in()
    wanted = _wanted()
    return see_other(url_for("sessions.new", next=wanted if wanted != "/" else None))


def _ask_to_confirm(decision: Decision) -> Response | tuple[str, int]:
    if _reads():
        return see_other(url_for("confirmations.new", next=_wanted()))
    if isinstance(decision.form, Acts):  # the button is pressed again, with the password just typed
        return see_other(url_for("confirmations.new", next=url_for(decision.form.endpoint)))
    return held_forms.ask_to_confirm()


def _reads() -> bool:
    return request.method in {"GET", "HEAD"}


def _wanted() -> str:
    return request.full_path.removesuffix("?")
