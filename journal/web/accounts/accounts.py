"""Sign up, where the operator leaves that open."""

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.accounts import accounts as actions
from journal.actions.accounts import throttle
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.accounts import read_account
from journal.core.accounts.passwords import SHORTEST_ALONE
from journal.core.medicine.choices import choices
from journal.core.values.amounts import UNITS, unit_word
from journal.core.values.clock import zone_names
from journal.core.values.errors import InvalidEntry, NotFound
from journal.web.accounts import rate_limits
from journal.web.accounts.log_in import enter, is_remembered
from journal.web.site import access, context
from journal.web.site.late_forms import ShowsAgain

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.before_request
def _is_open() -> None:
    """Raises NotFound where accounts are made by the operator alone."""
    if not context.journal().sign_up:
        raise NotFound


@blueprint.get("/new")
@access.public()
def new() -> str:
    """The sign-up form."""
    return _form({}, {})


@blueprint.post("")
@access.public(ShowsAgain(lambda fields: _form(dict(fields), {})))
def create() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Make the account, log in, and ask first what was ordered."""
    fields = request.form.to_dict()
    journal = context.journal()
    try:
        throttle.admit(context.anonymous(), rate_limits.sign_up_tries())
        account = read_account(fields, journal.monographs, journal.breached)
        made = actions.sign_up(context.anonymous(), account)
    except Throttled as error:
        return rate_limits.too_many(_form(fields, {"name": str(error)}), error)
    except InvalidEntry as error:
        return _form(fields, error.errors), 422
    return enter(made.patient_id, made.password_hash, url_for("regimens.new", first=1), remembered=is_remembered())


def _form(values: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "accounts/new.html",
        values=values,
        errors=errors,
        zones=zone_names(),
        choices=choices(context.journal().monographs.values()),
        units=[(unit, unit_word(unit)) for unit in UNITS],
        keep=is_remembered(),
        shortest=SHORTEST_ALONE,
    )
