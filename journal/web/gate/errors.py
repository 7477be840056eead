"""Errors as pages: a clear sentence, a way back, and never what went wrong inside."""

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from journal.actions.accounts.grants import RightEnded
from journal.core.values.errors import Busy, NotFound
from journal.core.values.languages import N_, _
from journal.store.database.database import FAULTS, SavedOrNot
from journal.web.gate import authorization, held_forms
from journal.web.site import context, logs
from journal.web.site.redirects import see_other

SENTENCES = {
    400: (
        N_("That could not be read"),
        N_("The page you came from may be out of date. Load it again and try once more."),
    ),
    404: (N_("There is nothing here"), N_("The address may be wrong, or what was here is gone.")),
    405: (N_("There is nothing here"), N_("This address is for forms only.")),
    414: (N_("That address is too long"), N_("It asks for more than the journal reads. Go back and choose less.")),
    413: (
        N_("That is too much at once"),
        N_("What was sent is larger than the journal takes. Shorten it and send it again."),
    ),
}
OTHERWISE = N_("That did not work"), N_("Go back to the page you came from and try again.")
UNREACHABLE = (
    N_("The record cannot be read just now"),
    N_(
        "What was saved is not lost by this. Wait a moment and try again. "
        "If it stays like this, tell the person who runs this journal."
    ),
)
BUSY = N_("The journal is busy")
SOON = {"Retry-After": "5"}


def register(app: Flask) -> None:
    """Show every error as a page of the journal."""
    app.register_error_handler(CSRFError, _without_database_too(_form_too_old))
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(RightEnded, lambda _error: held_forms.refuse_ended())
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(HTTPException, _without_database_too(_http))
    app.register_error_handler(Exception, _broken)


def _without_database_too(page: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same page, for nobody, when the database does not say who is asking: nothing catches what fails here."""

    def answer(error: Exception) -> Any:
        try:
            return page(error)
        except FAULTS as fault:
            logs.fault(fault)
            context.go_on_without_database()
            return page(error)

    return answer


def _form_too_old(error: CSRFError) -> Any:
    if authorization.is_refused():
        return _or_not_found(authorization.refuse)
    if authorization.is_closed():  # the log-in ran out together with the token: one page asks for both
        return held_forms.ask_to_log_in()
    if authorization.is_anothers():
        return held_forms.refuse_anothers()
    if authorization.is_logged_out_already():
        return see_other(url_for("sessions.new"))
    return _or_not_found(held_forms.ask_to_send_again)


def _or_not_found(page: Callable[[], Any]) -> Any:
    """The page; what it does not find, raised while an error is answered, would be a fault of ours."""
    try:
        return page()
    except NotFound as missing:
        return _not_found(missing)


def _not_found(error: NotFound) -> Any:
    return _page(404)


def _busy(error: Busy) -> Any:
    return _error(_(BUSY), str(error), _again()), 503, SOON


def _http(error: HTTPException) -> Any:
    if (error.code or 500) < 400:  # a redirect of the router's own
        return error
    return _page(error.code or 500)


def _broken(error: Exception) -> Any:
    """A fault of ours or of the database. The log gets the kind of fault, never what a person wrote."""
    logs.fault(error)
    if isinstance(error, FAULTS):
        return _unreachable(error)
    heading = _("Something went wrong")
    sentence = _(
        "It is not your fault. Go back and try again. If you were saving something, look first whether it is there."
    )
    return _error(heading, sentence), 500


def _unreachable(error: Exception) -> Any:
    """The database does not answer: what was typed is kept, and this page needs no database."""
    context.go_on_without_database()
    if request.method == "POST" and request.form:
        return held_forms.ask_to_wait(unsure=isinstance(error, SavedOrNot)), 503, SOON
    heading, sentence = UNREACHABLE
    return _error(_(heading), _(sentence), _again()), 503, SOON


def _again() -> str:
    """The address that was asked for, to ask for it again; a form goes back to its page."""
    return f"{request.script_root}{request.full_path}".removesuffix("?") if request.method == "GET" else ""


def _page(code: int) -> tuple[str, int]:
    heading, sentence = map(_, SENTENCES.get(code, OTHERWISE))
    if code in {404, 405}:  # nothing failed; and a foreign record answers exactly like one that is not there
        return render_template("error.html", heading=heading, sentence=sentence), code
    return _error(heading, sentence), code


def _error(heading: str, sentence: str, again: str = "") -> str:
    """A page with the number that finds this request in the log, and a way to ask for the same address again."""
    return render_template("error.html", heading=heading, sentence=sentence, again=again, request_id=logs.request_id())
