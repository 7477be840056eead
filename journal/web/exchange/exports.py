"""Everything out: one archive with all the journal keeps of a patient, and each of its files alone."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from threading import BoundedSemaphore

from flask import Blueprint, Response, render_template, request, send_file, stream_with_context, url_for
from werkzeug.exceptions import NotFound

from journal.actions.accounts.throttle import Throttled
from journal.actions.exchange import exports as actions
from journal.core.charts.small_print import small_print
from journal.core.exchange.exports import TABLES
from journal.core.record.entries import KINDS
from journal.core.values.errors import Busy, InvalidEntry
from journal.core.values.languages import N_, _
from journal.web.accounts import confirmations, rate_limits
from journal.web.site import access, context, logs
from journal.web.site.late_forms import Acts

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

TYPES = {"json": "application/json", "csv": "text/csv"}
STREAMS = BoundedSemaphore(2)  # each has a connection to the database while it is read, and a slow reader for long
PATIENCE = 5.0  # seconds a further one waits
PARTS = (
    *((KINDS[kind].plural, *table.file.split(".")) for kind, table in TABLES.items()),
    (N_("The plan"), "regimen", "csv"),
    (N_("Planned times, and what became of each"), "planned", "csv"),
    (N_("What the journal told or asked"), "alerts", "csv"),
    (N_("Everything, for programs"), "journal", "json"),
)
PICTURES = (
    (N_("Severity of side effects"), "severity"),
    (N_("Before and after each change of dose"), "dose_changes"),
    (N_("Calendar of the worst ratings"), "calendar"),
    (N_("Doses"), "doses"),
    (N_("Hours since the last dose"), "hours"),
    (N_("Episodes and hard days at each dose"), "balance"),
    (N_("Estimated amount in the body"), "amount"),
)
TABLES_WORDS = {
    ".": N_("Tables are for a spreadsheet that writes 0.5: their columns are split at commas."),
    ",": N_("Tables are for a spreadsheet that writes 0,5: their columns are split at semicolons."),
}


@blueprint.get("/new")
@access.patient()
def new() -> str:
    """What the archive holds, where to keep it, and the parts that come alone."""
    return _page({})


def _page(errors: Mapping[str, str]) -> str:
    return render_template(
        "exports/new.html",
        errors=errors,
        asks_password=confirmations.is_needed(),
        here="more",
        tables=[(_(words), name, extension) for words, name, extension in PARTS],
        tables_words=_(TABLES_WORDS[context.patient().settings.decimal_sign]),
        pictures=[
            (_(words), url_for("charts.show", name=name, extension="png", period="all")) for words, name in PICTURES
        ],
    )


@blueprint.post("")
@access.patient(Acts(N_("Nothing was downloaded"), N_("Download everything"), "exports.new"))
def create() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """The archive, as a file to keep. Where the password was typed long ago, the form brings it along."""
    if confirmations.is_needed():
        if not request.form.get("password"):  # a page that was opened while it was not needed does not ask for it
            return _page({"password": _("Type your password, and download once more.")}), 422
        try:
            confirmations.confirm()
        except Throttled as error:
            return rate_limits.too_many(_page({"password": str(error)}), error)
        except InvalidEntry as error:
            return _page(error.errors), 422
    export = actions.export_everything(
        context.acting(), actions.Wanted(context.all_known(), small_print(), context.journal().monographs)
    )
    for fault in export.faults:
        logs.fault(fault)
    response = send_file(export.file, "application/zip", as_attachment=True, download_name=export.name)
    response.content_length = export.size
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<part>.<extension>")
@access.patient(confirmed=True)
def show(part: str, extension: str) -> Response:
    """One file of the archive, sent while it is read from the record."""
    name = f"{part}.{extension}"
    if name not in actions.FILES:
        raise NotFound
    if request.method == "HEAD":  # nothing is taken out, so nothing is written down
        return _uncached(Response(mimetype=TYPES[extension]))
    if not STREAMS.acquire(timeout=PATIENCE):
        raise Busy
    with ExitStack() as stack:
        stack.callback(STREAMS.release)
        sent = actions.export_file(context.acting(), context.all_known(), name, context.journal().monographs)
        turn = stack.pop_all()
    response = Response(stream_with_context(_sent(sent.chunks, turn)), mimetype=TYPES[extension])
    response.call_on_close(turn.close)  # where nobody ever reads it
    response.headers["Content-Disposition"] = f'attachment; filename="{sent.name}"'
    return _uncached(response)


def _sent(chunks: Iterator[bytes], turn: ExitStack) -> Iterator[bytes]:
    """The chunks; where one cannot be read, the answer breaks off instead of ending as if it were whole."""
    with turn:
        try:
            yield from chunks
        except Exception as error:
            logs.fault(error)
            raise ConnectionAbortedError("a download broke off") from None


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
