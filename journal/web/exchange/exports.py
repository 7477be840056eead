"""Everything out: one archive with all the journal keeps of a patient, and each of its files alone."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from threading import BoundedSemaphore

from flask import Blueprint, Response, render_template, request, send_file, stream_with_context, url_for
from werkzeug.exceptions import NotFound

from journal.actions.accounts.throttle import Throttled
from journal.actions.exchange import bundles, chart_files
from journal.actions.exchange import exports as actions
from journal.actions.exchange.wanted import Wanted
from journal.core.charts.small_print import small_print
from journal.core.exchange.choices import EVERYTHING, Choice
from journal.core.exchange.exports import TABLES
from journal.core.exchange.sizes import about_bytes, entries_words, size_words
from journal.core.medicine.monograph import Monograph
from journal.core.record.entries import KINDS
from journal.core.values import periods
from journal.core.values.errors import Busy, InvalidEntry
from journal.core.values.languages import N_, _
from journal.core.values.periods import LENGTHS
from journal.web.accounts import confirmations, rate_limits
from journal.web.charts.charts import PICTURES
from journal.web.exchange.choices import address_of, read_choice
from journal.web.site import access, context, logs, wording
from journal.web.site.late_forms import Acts

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

TYPES = {"json": "application/json", "csv": "text/csv"}
OWN_TYPES = {
    actions.FHIR: "application/fhir+json",
    bundles.ARCHIVE: "application/zip",
    chart_files.ARCHIVE: "application/zip",
    bundles.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STREAMS = BoundedSemaphore(2)  # each has a connection to the database while it is read, and a slow reader for long
PATIENCE = 5.0  # seconds a further one waits
PARTS = (
    *((KINDS[kind].plural, *table.file.split(".")) for kind, table in TABLES.items()),
    (N_("The plan"), "regimen", "csv"),
    (N_("Planned times, and what became of each"), "planned", "csv"),
    (N_("What the journal told or asked"), "alerts", "csv"),
    (N_("Visits"), "visits", "csv"),
    (N_("What the columns mean"), "columns", "csv"),
)
WHOLE = (  # what holds all that was chosen: its name, what it is for, and its address
    (
        N_("For a spreadsheet (XLSX)"),
        N_("A sheet for each table, and one that says what they hold."),
        *bundles.WORKBOOK.split("."),
    ),
    (
        N_("All tables (ZIP)"),
        N_("Each as CSV, with a list of what their columns mean."),
        *bundles.ARCHIVE.split("."),
    ),
    (
        N_("Charts as pictures (ZIP)"),
        N_("PNG to print at 300 dpi and SVG, with a text of what each shows. A picture takes about a second."),
        *chart_files.ARCHIVE.split("."),
    ),
    (
        N_("For other medical programs (FHIR)"),
        N_("A document your doctor's program may be able to read."),
        *actions.FHIR.split("."),
    ),
    (
        N_("For programs (JSON)"),
        N_("Nothing is left out of what you chose. The journal's own format."),
        "journal",
        "json",
    ),
)
PERIODS = ("all", *LENGTHS, "free")
TABLES_WORDS = {
    ".": N_("Tables are for a spreadsheet that writes 0.5: their columns are split at commas."),
    ",": N_("Tables are for a spreadsheet that writes 0,5: their columns are split at semicolons."),
}
SIGNS_WORDS = (
    ("", N_("As you chose under More")),
    (".", N_("0.5, with commas between the columns")),
    (",", N_("0,5, with semicolons between the columns")),
)


@blueprint.get("/new")
@access.patient()
def new() -> str | tuple[str, int]:
    """What the archive holds, where to keep it, and the files of a part that is chosen."""
    try:
        return _page({}, read_choice())
    except InvalidEntry as error:
        return _page(error.errors), 400


def _page(errors: Mapping[str, str], choice: Choice = EVERYTHING) -> str:
    counts = actions.count_chosen(context.acting(), choice)
    asked = address_of(choice)
    medicines = [(each.id, context.medicine_name(each)) for each in context.patient().medicines]
    return render_template(
        "exports/new.html",
        errors=errors,
        asks_password=confirmations.is_needed(),
        here="more",
        choice=choice,
        values=request.args,
        periods=[(key, periods.name_words(key)) for key in PERIODS],
        medicines=[("", _("All of them")), *medicines] if len(medicines) > 1 or "medicine" in errors else [],
        signs=[(sign, _(words)) for sign, words in SIGNS_WORDS],
        chosen=_chosen_words(choice, dict(medicines)),
        entries=entries_words(counts),
        whole=[
            (
                _(words),
                _(about),
                size_words(about_bytes(f"{name}.{extension}", counts)),
                url_for("exports.show", part=name, extension=extension, **asked),
            )
            for words, about, name, extension in WHOLE
        ],
        tables=[
            (_(words), extension, url_for("exports.show", part=name, extension=extension, **asked))
            for words, name, extension in PARTS
        ],
        tables_words=_(TABLES_WORDS[context.patient().settings.decimal_sign]),
        pictures=[
            (_(words), url_for("charts.show", name=name, extension="png", period="all")) for words, name in PICTURES
        ],
    )


def _chosen_words(choice: Choice, names: Mapping[str, str]) -> str:
    days = _("The whole time") if choice.period is None else wording.dated_span_words(choice.period)
    if not choice.medicine_id:
        return days
    return _("%(days)s, %(medicine)s alone", days=days, medicine=names[choice.medicine_id])


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
        context.acting(), Wanted(context.all_known(), small_print(), context.journal().monographs)
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
    if name not in actions.STREAMED:
        raise NotFound
    try:
        choice = read_choice()
    except InvalidEntry:
        raise NotFound from None
    mimetype = OWN_TYPES.get(name) or TYPES[extension]
    if request.method == "HEAD":  # nothing is taken out, so nothing is written down
        return _uncached(Response(mimetype=mimetype))
    if not STREAMS.acquire(timeout=PATIENCE):
        raise Busy
    with ExitStack() as stack:
        stack.callback(STREAMS.release)
        sent = actions.export_file(context.acting(), _known(choice), name, context.journal().monographs, choice)
        turn = stack.pop_all()
    response = Response(stream_with_context(_sent(sent.chunks, turn)), mimetype=mimetype)
    response.call_on_close(turn.close)  # where nobody ever reads it
    response.headers["Content-Disposition"] = f'attachment; filename="{sent.name}"'
    return _uncached(response)


def _known(choice: Choice) -> Monograph:
    """What is known of what was chosen."""
    if not choice.medicine_id:
        return context.all_known()
    return context.known_of(context.find_medicine(choice.medicine_id))


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
