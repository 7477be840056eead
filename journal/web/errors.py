"""Errors as pages: a clear sentence, a way back, and never what went wrong inside."""

import traceback
import uuid
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from journal.core.errors import NotFound
from journal.store.database import FAULTS
from journal.web import access, kept

SENTENCES = {
    400: ("That could not be read", "The page you came from may be out of date. Load it again and try once more."),
    404: ("There is nothing here", "The address may be wrong, or what was here is gone."),
    405: ("There is nothing here", "This address is for forms only."),
    413: ("That is too much at once", "What was sent is larger than the journal takes. Shorten it and send it again."),
}
NOT_SAVED = "Your entry was not saved. What you typed is still here; wait a moment and send it again."


def register(app: Flask) -> None:
    """Show every error as a page of the journal."""
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _form_too_old(error: CSRFError) -> Any:
    if access.is_closed():  # the log-in ran out together with the token: one page asks for both
        return kept.ask_to_log_in()
    return kept.ask_to_send_again("This page was open for long, or in two windows. Nothing is lost: save it once more.")


def _not_found(error: NotFound) -> Any:
    return _page(404)


def _http(error: HTTPException) -> Any:
    if (error.code or 500) < 400:  # a redirect of the router's own
        return error
    return _page(error.code or 500)


def _broken(error: Exception) -> Any:
    """A fault of ours or of the database. The log gets the kind of fault, never what a person wrote."""
    number = uuid.uuid4().hex[:12]
    log_fault(error, number)
    saving = request.method == "POST"
    if saving and request.form and isinstance(error, FAULTS):
        return render_template("kept.html", reason=NOT_SAVED, action=request.path, kept=kept.typed()), 503
    heading = "Something went wrong"
    sentence = "It is not your fault, and what was saved before is safe. Go back and try again."
    return render_template("error.html", heading=heading, sentence=sentence, request_id=number), 500


def log_fault(error: Exception, number: str) -> None:
    """Write down where and how it failed, never the error's own words: they may repeat what a person wrote."""
    places = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("%s failed: %s (%s)\n%s", request.endpoint, type(error).__name__, number, places)


def _page(code: int) -> tuple[str, int]:
    heading, sentence = SENTENCES.get(code, ("That did not work", "Go back to the page you came from and try again."))
    return render_template("error.html", heading=heading, sentence=sentence, request_id=g.get("request_id", "")), code
