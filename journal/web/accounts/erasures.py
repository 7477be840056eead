"""Account gone: what will be erased, the erasing itself, and a goodbye."""

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.accounts import erasures as actions
from journal.actions.accounts.grants import LastCarer, list_last_cared_for
from journal.core.accounts.accounts import login_name
from journal.core.values.languages import N_, _, listed
from journal.web.accounts.log_in import leave
from journal.web.site import access, context
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other

blueprint = Blueprint("erasures", __name__, url_prefix="/erasures")

FIELD = "erase_name"


@blueprint.get("/new")
@access.patient(confirmed=True)
def new() -> str:
    """What goes, what remains, and the form that asks for the name."""
    return _form({})


@blueprint.post("")
@access.patient(Acts(N_("Nothing was erased"), N_("Erase this account"), "erasures.new"), confirmed=True)
def create() -> Response | tuple[str, int]:
    """Erase the account and everything in it."""
    patient, journal = context.patient(), context.journal()
    if login_name(request.form.get(FIELD, "")) != login_name(patient.name):
        return _form({FIELD: _("Type your name as it stands here: %(name)s", name=patient.name)}), 422
    try:
        actions.erase_account(context.acting())
    except LastCarer as error:
        return _form({"id": str(error)}), 422
    journal.charts.forget(patient.id)
    return leave(url_for("erasures.index"), '"cache", "storage"')


@blueprint.get("")
@access.public()
def index() -> str | Response:
    """Goodbye, and how to begin anew."""
    if context.asking() is not None:
        return see_other(url_for("erasures.new"))
    return render_template("erasures/index.html")


@blueprint.after_app_request
def sweep_again(response: Response) -> Response:
    """After the answer: take out of the files what could not be taken out at once."""
    database = context.database()
    if database.unswept:
        response.call_on_close(lambda: actions.sweep_again(database))
    return response


def _form(errors: dict[str, str]) -> str:
    with context.database().reading() as db:
        last = list_last_cared_for(db, context.actor().id, context.now())
    return render_template(
        "erasures/new.html",
        here="more",
        name=context.patient().name,
        values={FIELD: request.form.get(FIELD, "")},
        errors=errors,
        last_for=listed([each.name for each in last]) if last else "",
    )
