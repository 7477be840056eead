"""The pictures: drawn once for what they show, never another person's, never older than the record."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from journal.actions import trends as actions
from journal.core.errors import InvalidEntry
from journal.core.trends import Chart, counted
from journal.render import images
from journal.web import logs, state, words
from journal.web.access import patient
from journal.web.trends import asked

blueprint = Blueprint("charts", __name__, url_prefix="/charts")

TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


@blueprint.get("/<name>.<extension>")
@patient
def show(name: str, extension: str) -> Response:
    """One chart as a picture: "theme" dark and "width" narrow for the screen; PNG and PDF are for paper."""
    if name not in actions.NAMES or extension not in TYPES:
        raise NotFound
    options, found = _options(extension), _asked()

    @cache  # digest and drawing must speak of the same state of the record
    def points() -> Chart:
        return actions.build_chart(state.database(), state.viewer(), found, name)

    digest = state.journal().charts.digest(_request(name, found), points)
    return _answer(name, extension, (digest, *options.values()), lambda: images.draw(points(), **options))


@blueprint.get("/all.pdf")
@patient
def pdf() -> Response:
    """Every chart of the Trends page on paper, to take to the doctor."""
    found = _asked()
    heading = {
        "title": f"{state.monograph().name}: doses and side effects",
        "name": state.viewer().name,
        "period_words": _period_words(found),
    }

    @cache
    def points() -> list[Chart]:
        charts = actions.build_charts(state.database(), state.viewer(), found)
        return [chart for chart in charts.values() if chart.words.state == "chart"]

    def draw() -> bytes:
        from journal.render import paper  # noqa: PLC0415 - Typst is loaded when somebody prints

        return paper.charts_pdf(**heading, charts=points(), small_print=SMALL_PRINT)

    digest = state.journal().charts.digest(_request("all", found), points)
    return _answer("charts", "pdf", (digest, *heading.values()), draw)


SMALL_PRINT = (
    "Side effects are rated by the patient: none, mild, moderate, severe, very severe. It is the worst since the last "
    "check-in or in the last 24 hours, whichever is shorter. "
    "Days without a rating are left blank and never counted as none.",
    "Recorded with a side-effect journal. Its scale is not validated and it is not a medical device.",
)


def _options(extension: str) -> dict[str, Any]:
    args = request.args
    if extension != "svg":
        return {"fmt": extension, "theme": "print"}
    return {
        "fmt": extension,
        "theme": "dark" if args.get("theme") == "dark" else "light",
        "wide": args.get("width") != "narrow",
        "words": args.get("words") != "no",
    }


def _period_words(found: actions.Asked) -> str:
    begins = ", from the first day of the journal on" if found.period.first_on == found.first_entry_on else ""
    return f"{words.span_words(found.period)}, {counted(len(found.period), 'day')}{begins}"


def _asked() -> actions.Asked:
    try:
        return asked()
    except InvalidEntry:
        raise NotFound from None


def _request(name: str, found: actions.Asked) -> tuple[Any, ...]:
    """Whose record in which state is asked for what, to the minute: a planned dose becomes a missed one
    without anything being saved."""
    viewer = state.viewer()
    minute = found.now.replace(second=0, microsecond=0)
    return viewer.id, viewer.revision, viewer.settings, viewer.medicine, name, found.period, found.effects, minute


def _answer(name: str, extension: str, content: tuple[Any, ...], draw: Callable[[], bytes]) -> Response:
    key = (state.viewer().id, extension, *content)
    etag = sha256(repr(key).encode()).hexdigest()
    if request.if_none_match.contains(etag):
        return _headers(Response(status=304), etag)
    svg = extension == "svg"
    try:
        picture = state.journal().charts.get(key, draw, compress=svg)
    except Exception as error:
        logs.fault(error)
        return _failed(extension)
    compressed = picture.compressed if request.accept_encodings["gzip"] else None
    response = Response(compressed or picture.plain, mimetype=TYPES[extension])
    if compressed:
        response.content_encoding = "gzip"
    if not svg:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return _headers(response, etag)


def _headers(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.vary.update(["Cookie", "Accept-Encoding"])
    return response


def _failed(extension: str) -> Response:
    sentence = "This picture could not be drawn. The table on the page has the same numbers."
    if extension == "svg":
        response = Response(images.failed(sentence), status=500, mimetype=TYPES["svg"])
    else:
        response = Response(f"{sentence}\n", status=500, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    return response
