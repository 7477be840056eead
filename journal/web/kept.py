"""What was typed is never lost: a form that arrives too late is kept in the page and sent once more."""

from flask import render_template, request

NOT_KEPT = {"csrf_token", "password", "old_password", "new_password"}
PREFIX = "kept-"


def ask_to_log_in() -> tuple[str, int]:
    """The log-in page with the whole form inside it, for someone whose log-in ran out while writing."""
    values = {PREFIX + name: text for name, text in typed().items()}
    page = render_template("sessions/new.html", values={}, errors={}, kept=values | {PREFIX + "to": request.path})
    return page, 401


def ask_to_send_again(reason: str) -> tuple[str, int]:
    """A page with the whole form inside it and a button that sends it again."""
    return render_template("kept.html", reason=reason, action=request.path, kept=typed()), 400


def after_log_in(action: str) -> str:
    """The page that sends the kept form on after log-in."""
    values = {
        name.removeprefix(PREFIX): text
        for name, text in request.form.items()
        if name.startswith(PREFIX) and name != PREFIX + "to"
    }
    reason = "You are logged in again. What you typed is still here and not saved yet."
    return render_template("kept.html", reason=reason, action=action, kept=values)


def is_waiting() -> str:
    """The address a kept form in this request belongs to; "" when there is none."""
    return request.form.get(PREFIX + "to", "")


def typed() -> dict[str, str]:
    """What the form of this request holds, passwords left out."""
    return {name: text for name, text in request.form.items() if name not in NOT_KEPT}
