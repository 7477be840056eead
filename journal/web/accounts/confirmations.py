"""Type the password again, before something that cannot be undone or that takes the whole record away."""

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from journal.actions.accounts import accounts as actions
from journal.actions.accounts import throttle
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.devices import is_confirmed
from journal.core.values.errors import InvalidEntry
from journal.web.accounts import rate_limits
from journal.web.accounts.log_in import go_on, renew
from journal.web.gate import held_forms
from journal.web.site import access, context
from journal.web.site.late_forms import AsksSecret
from journal.web.site.redirects import safe_next

blueprint = Blueprint("confirmations", __name__, url_prefix="/confirmations")


@blueprint.get("/new")
@access.patient(before_second_step=True)
def new() -> str:
    """The field for the password."""
    return _form({})


@blueprint.post("")
@access.patient(AsksSecret("confirmations/new.html", "password"), before_second_step=True)
def create() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Check the password, and go on to the page or the unsent form that was waiting."""
    try:
        confirm()
    except Throttled as error:
        return rate_limits.too_many(_form({"password": str(error)}), error)
    except InvalidEntry as error:
        return _form(error.errors), 422
    return go_on(safe_next(request.form.get("next", "/")))


def is_needed() -> bool:
    """Whether the password was typed too long ago on this device for what takes the whole record away."""
    return not is_confirmed(context.actor().confirmed_at, context.now())


def confirm() -> None:
    """Take the password of this request's form, within its rate limit, as typed again on this device. What is open in
    other windows can still be sent, and so can the page whose answer is a file and that stays open.

    Raises Throttled and InvalidEntry with the field "password".
    """
    acting = context.acting()
    tries = rate_limits.password_tries(acting.actor.name)
    throttle.admit(acting, tries)
    token = actions.confirm(acting, request.form.get("password", ""), current_user.get_id())
    throttle.forgive(acting, tries)
    renew(token, keeps_forms=True)


def _form(errors: dict[str, str]) -> str:
    values = {"next": request.values.get("next", "")}
    return render_template(
        "confirmations/new.html", here="more", values=values, errors=errors, held=held_forms.waiting()
    )
