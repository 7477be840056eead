"""What was typed is never lost: a form that arrives too late is kept in the page and sent once more."""

import hmac
from collections.abc import Mapping

from flask import render_template, request, session

from journal.core.forms import read_sent_at
from journal.web import previews, state

NOT_KEPT = {"csrf_token", "password", "old_password", "new_password", "code", "erase_name"}
PREFIX = "kept-"
SAVES = ("/doses", "/check-ins", "/episodes", "/regimens", "/entries", "/settings")  # other forms do, not save
KEEP = "keep"  # in the session: "keep me logged in" was ticked; outlives the log-in, so that it is ticked again here
# Forms that ask for one secret and have nothing else of their own: they carry another form or an address along.
WRAPPINGS = {
    "sessions.create": ("sessions/new.html", "password"),
    "confirmations.create": ("confirmations/new.html", "password"),
    "second_factors.enter": ("second_factors/log_in.html", "code"),
}


def ask_to_log_in() -> tuple[str, int]:
    """The log-in page with the whole form inside it, for someone whose log-in ran out while writing."""
    values = {"next": request.form.get("next", "")} if request.endpoint in WRAPPINGS else {}
    keep = bool(session.get(KEEP))
    return render_template("sessions/new.html", values=values, errors={}, keep=keep, kept=_laid_aside()), 401


def ask_to_confirm() -> tuple[str, int]:
    """The page that asks for the password, with the whole form inside it."""
    return render_template("confirmations/new.html", values={}, errors={}, kept=_laid_aside()), 401


def ask_to_set_up(address: str) -> tuple[str, int]:
    """A page with the whole form inside it, for someone who has to set up the second step first at that address."""
    reason = "This journal now asks for a second step at log-in. Set it up first, then send this."
    return _page(request.path, typed(), reason=reason, first=address), 403


def ask_to_choose_password(address: str) -> tuple[str, int]:
    """A page with the whole form inside it, for someone who has to choose a password first at that address."""
    reason = "Choose a password of your own first, then send this."
    return _page(request.path, typed(), reason=reason, first=address, first_words="Choose it"), 403


def ask_to_send_again(reason: str) -> tuple[str, int]:
    """A page with the whole form inside it and a button that sends it again; a password has to be typed again."""
    wrapping = WRAPPINGS.get(request.endpoint or "")
    if wrapping:
        template, field = wrapping
        errors = {field: f"This page was open for long. Type your {field} once more."}
        keep = KEEP in request.form
        return render_template(template, values=request.form, errors=errors, keep=keep, kept=waiting()), 400
    return _page(request.path, typed(), reason=reason), 400


def ask_to_wait(heading: str, reason: str) -> str:
    """A page with the whole form inside it, to be sent when the database answers again. It needs no database."""
    return _page(request.path, typed(), heading=heading, reason=reason)


def refuse_anothers() -> tuple[str, int]:
    """A page that shows and saves nothing of a form somebody else began; whoever that was can log in and go on."""
    page = render_template("anothers.html", name=state.viewer().name, kept=_laid_aside())
    return page, 409


def send_on(action: str) -> str:
    """The page that sends the kept form on after a password was typed."""
    values = {name.removeprefix(PREFIX): text for name, text in waiting().items() if name != PREFIX + "to"}
    reason = "You are logged in. This is not saved yet."
    if not action.startswith(SAVES):
        reason = "You are logged in. What you began is still here and not sent yet."
    return _page(action, values, reason=reason)


def is_waiting() -> str:
    """The address a kept form in this request belongs to; "" when there is none."""
    return request.form.get(PREFIX + "to", "")


def waiting() -> Mapping[str, str]:
    """The fields of a kept form in this request, as they are carried along."""
    return {name: text for name, text in request.form.items() if name.startswith(PREFIX)}


def mark() -> str:
    """Whose the kept form in this request is; "" when it does not say."""
    return request.form.get(PREFIX + "whose", "")


def is_anothers(mark: str) -> bool:
    """Whether that mark of a form is somebody else's than of whoever is logged in. A form without one is nobody's."""
    return bool(mark) and not hmac.compare_digest(mark.encode(), state.whose().encode())


def typed() -> dict[str, str]:
    """What the form of this request holds, passwords left out, and when it arrived for the first time."""
    fields = {name: text for name, text in request.form.items() if name not in NOT_KEPT}
    return fields | {"sent_at": read_sent_at(fields, state.now()).isoformat()}


def _laid_aside() -> Mapping[str, str]:
    """This request's form as fields to carry along; of a wrapping only what is inside."""
    if request.endpoint in WRAPPINGS:
        return waiting()
    return {PREFIX + name: text for name, text in typed().items()} | {PREFIX + "to": request.path}


def _page(action: str, fields: Mapping[str, str], **words: str) -> str:
    """The page with a button that sends the fields to that address, and what they say as far as it can be read."""
    preview = previews.read(action, fields)
    return render_template(
        "kept.html",
        action=action,
        acts=not action.startswith(SAVES),
        kept={name: text for name, text in fields.items() if name != "whose" or not state.whose()},
        preview=preview,
        written=[] if preview else previews.plain(fields),
        **words,
    )
