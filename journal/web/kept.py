"""What was typed is never lost: a form that arrives too late is kept in the page and sent once more."""

from collections.abc import Mapping

from flask import render_template, request, session

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
    page = render_template("kept.html", reason=reason, action=request.path, kept=typed(), first=address)
    return page, 403


def ask_to_choose_password(address: str) -> tuple[str, int]:
    """A page with the whole form inside it, for someone who has to choose a password first at that address."""
    reason = "Choose a password of your own first, then send this."
    first = {"first": address, "first_words": "Choose it"}
    return render_template("kept.html", reason=reason, action=request.path, kept=typed(), **first), 403


def ask_to_send_again(reason: str) -> tuple[str, int]:
    """A page with the whole form inside it and a button that sends it again; a password has to be typed again."""
    wrapping = WRAPPINGS.get(request.endpoint or "")
    if wrapping:
        template, field = wrapping
        errors = {field: f"This page was open for long. Type your {field} once more."}
        keep = KEEP in request.form
        return render_template(template, values=request.form, errors=errors, keep=keep, kept=waiting()), 400
    return render_template("kept.html", reason=reason, action=request.path, kept=typed()), 400


def send_on(action: str) -> str:
    """The page that sends the kept form on after a password was typed."""
    values = {name.removeprefix(PREFIX): text for name, text in waiting().items() if name != PREFIX + "to"}
    reason = "You are logged in. What you began is still here and not sent yet."
    acts = not action.startswith(SAVES)
    return render_template("kept.html", reason=reason, action=action, kept=values, acts=acts)


def is_waiting() -> str:
    """The address a kept form in this request belongs to; "" when there is none."""
    return request.form.get(PREFIX + "to", "")


def waiting() -> Mapping[str, str]:
    """The fields of a kept form in this request, as they are carried along."""
    return {name: text for name, text in request.form.items() if name.startswith(PREFIX)}


def typed() -> dict[str, str]:
    """What the form of this request holds, passwords left out."""
    return {name: text for name, text in request.form.items() if name not in NOT_KEPT}


def _laid_aside() -> Mapping[str, str]:
    """This request's form as fields to carry along; of a wrapping only what is inside."""
    if request.endpoint in WRAPPINGS:
        return waiting()
    return {PREFIX + name: text for name, text in typed().items()} | {PREFIX + "to": request.path}
