"""Everything out: one archive with all the journal keeps of a patient."""

from flask import Blueprint, Response, render_template, send_file

from journal.actions import exports as actions
from journal.web import state
from journal.web.access import confirmed, patient
from journal.web.charts import SMALL_PRINT
from journal.web.interrupted import acts

blueprint = Blueprint("exports", __name__, url_prefix="/exports")


@blueprint.get("/new")
@patient
@confirmed
def new() -> str:
    """What the archive holds, and where to keep it."""
    return render_template("exports/new.html", here="more")


@blueprint.post("")
@patient
@confirmed
@acts("Nothing was downloaded", "Download everything", "exports.new")
def create() -> Response:
    """The archive, as a file to keep. Who typed the password too long ago begins again at the page."""
    journal = state.journal()
    export = actions.export_everything(
        journal.database, journal.keys, state.viewer(), state.monograph(), state.origin(), SMALL_PRINT
    )
    response = send_file(export.file, "application/zip", as_attachment=True, download_name=export.name)
    response.content_length = export.size
    response.headers["Cache-Control"] = "no-store"
    return response
