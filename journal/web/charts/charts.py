"""Answer with charts as pictures and paper: drawn once for what they show, never another's, never an older record's."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from journal.actions import trends as actions
from journal.core.charts.points import DAILY_UP_TO, Chart, with_note
from journal.core.charts.small_print import small_print
from journal.core.values.errors import Busy, InvalidEntry
from journal.core.values.languages import _, ngettext, present
from journal.core.values.periods import day_words, file_name
from journal.render import images, slots
from journal.render.charts.layout import WIDTHS
from journal.render.style import THEMES
from journal.web.charts.requests import cache_key, find_charts, read_request
from journal.web.gate.errors import SOON
from journal.web.site import access, context, logs, wording

blueprint = Blueprint("charts", __name__, url_prefix="/charts")

TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


@blueprint.get("/<name>.<extension>")
@access.patient(others="some")
def show(name: str, extension: str) -> Response:
    """One chart as a picture: "theme" and "width" say where it is shown; PNG and PDF are for paper."""
    if name not in actions.SOURCES or extension not in TYPES:
        raise NotFound
    options, wanted = _options(extension), _wanted()
    note = _note(wanted) if options.get("caption", True) else ""

    turn = _turn(extension, wanted)

    @cache  # digest and drawing must speak of the same state of the record
    def points() -> Chart:
        with turn():
            return with_note(find_charts(wanted, (name,))[name], note)

    def draw() -> bytes:
        with turn():
            return images.draw(points(), **options)

    try:
        digest = context.journal().charts.digest(cache_key(name, wanted, note), points)
        return _answer(_file(f"-{name}", wanted, extension), extension, (digest, *options.values()), draw)
    except Busy:
        if extension == "svg":
            return _busy()
        raise


@blueprint.get("/all.pdf")
@access.patient(others="some")
def pdf() -> Response:
    """Every chart of the Trends page on paper, to take to the doctor."""
    wanted = _wanted()
    heading: dict[str, Any] = {
        "title": _("%(medicine)s: doses and side effects", medicine=context.known().name),
        "name": context.patient().name,
        "period_words": _period_words(wanted),
    }

    @cache
    def points() -> list[Chart]:
        with slots.LARGE.taken():
            charts = find_charts(wanted)
        return [chart for chart in charts.values() if chart.caption.state == "chart"]

    def draw() -> bytes:
        from journal.render import paper  # noqa: PLC0415 - Typst is loaded when somebody prints

        with slots.LARGE.taken():
            return paper.charts_pdf(**heading, charts=points(), small_print=small_print())

    digest = context.journal().charts.digest(cache_key("all", wanted), points)
    return _answer(_file("", wanted, "pdf"), "pdf", (digest, *heading.values()), draw)


def _file(what: str, wanted: actions.ChartRequest, extension: str) -> str:
    return file_name(f"{context.known().key}{what}", wanted.period, extension)


def _options(extension: str) -> dict[str, Any]:
    args = request.args
    if extension != "svg":
        return {"fmt": extension, "theme": "print"}
    return {
        "fmt": extension,
        "theme": next((theme for theme in THEMES if theme == args.get("theme")), "light"),
        "width": next((width for width in WIDTHS if width == args.get("width")), "wide"),
        "caption": args.get("words") != "no",
    }


def _turn(extension: str, wanted: actions.ChartRequest) -> Callable[[], AbstractContextManager[None]]:
    """What to wait for before something large is computed or drawn: what is for paper, or of more than a year."""
    is_large = extension != "svg" or len(wanted.period) > DAILY_UP_TO
    return slots.LARGE.taken if is_large else nullcontext


def _period_words(wanted: actions.ChartRequest) -> str:
    days, span = len(wanted.period), wording.span_words(wanted.period)
    if wanted.earlier:
        return ngettext(
            "%(span)s, %(num)s day, the newest ten years of what was asked for",
            "%(span)s, %(num)s days, the newest ten years of what was asked for",
            days,
            span=span,
        )
    if wanted.period.first_on == wanted.first_entry_on:
        return ngettext(
            "%(span)s, %(num)s day, from the first day of the journal on",
            "%(span)s, %(num)s days, from the first day of the journal on",
            days,
            span=span,
        )
    return ngettext("%(span)s, %(num)s day", "%(span)s, %(num)s days", days, span=span)


def _note(wanted: actions.ChartRequest) -> str:
    """What a picture that leaves the page says of the days it does not show; the page says it once for all."""
    if wanted.earlier:
        return _("These are the newest ten years of what was asked for.")
    if wanted.period.first_on == wanted.first_entry_on:
        return _("The journal begins on %(day)s.", day=day_words(wanted.period.first_on, with_year=True))
    return ""


def _wanted() -> actions.ChartRequest:
    try:
        return read_request()
    except InvalidEntry:
        raise NotFound from None


def _answer(file: str, extension: str, content: tuple[Any, ...], draw: Callable[[], bytes]) -> Response:
    key = (context.patient().id, extension, present().code, *content)
    etag = sha256(repr(key).encode()).hexdigest()
    if request.if_none_match.contains(etag):
        return _headers(Response(status=304), etag)
    svg = extension == "svg"
    try:
        picture = context.journal().charts.get(key, draw, compress=svg)
    except Busy:
        raise
    except Exception as error:
        logs.fault(error)
        return _failed(extension)
    compressed = picture.compressed if request.accept_encodings["gzip"] else None
    response = Response(compressed or picture.plain, mimetype=TYPES[extension])
    if compressed:
        response.content_encoding = "gzip"
    response.headers["Content-Disposition"] = f'{"inline" if svg else "attachment"}; filename="{file}"'
    return _headers(response, etag)


def _headers(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.vary.update(["Cookie", "Accept-Encoding"])
    return response


def _busy() -> Response:
    """A picture that says that others are being drawn: the page around it keeps its words and its table."""
    sentence = _("Other pictures are being drawn. Load the page again in a moment; its table has the same numbers.")
    response = _in_words(sentence, 503)
    response.headers.update(SOON)
    return response


def _failed(extension: str) -> Response:
    sentence = _("This picture could not be drawn. The table on the page has the same numbers.")
    if extension == "svg":
        return _in_words(sentence, 500)
    return _uncached(Response(f"{sentence}\n", status=500, mimetype="text/plain"))


def _in_words(sentence: str, status: int) -> Response:
    """A sentence as a picture, in the colours and the width the picture was asked for."""
    options = _options("svg")
    picture = images.failed(sentence, options["theme"], options["width"])
    return _uncached(Response(picture, status=status, mimetype=TYPES["svg"]))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    return response
