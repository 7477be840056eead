"""Sign up."""

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import accounts as actions
from journal.core.accounts import read_account
from journal.core.clock import zone_names
from journal.core.errors import InvalidEntry
from journal.web import state
from journal.web.access import public
from journal.web.sessions import enter

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.get("/new")
@public
def new() -> str:
    """The sign-up form."""
    return _form({}, {})


@blueprint.post("")
@public
def create() -> Response | tuple[str, int]:
    """Make the account and log in."""
    fields = request.form.to_dict()
    try:
        account = read_account(fields, state.journal().monographs)
        patient_id = actions.sign_up(state.database(), account, state.now())
    except InvalidEntry as error:
        return _form(fields, error.errors), 422
    return enter(patient_id, url_for("today.show"))


def _form(values: dict[str, str], errors: dict[str, str]) -> str:
    medicines = [(key, monograph.name) for key, monograph in state.journal().monographs.items()]
    return render_template("accounts/new.html", values=values, errors=errors, zones=zone_names(), medicines=medicines)
