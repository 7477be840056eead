"""Answer with a picture or a paper: drawn once for what it shows, asked for again by its ETag, and in words where it
could not be drawn."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import Response, request

from journal.core.values.errors import Busy
from journal.core.values.languages import _, present
from journal.render import images
from journal.render.charts.layout import WIDTHS
from journal.render.style import THEMES
from journal.web.gate.errors import SOON
from journal.web.site import context, logs

TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


def screen_options() -> dict[str, Any]:
    """How a picture for the screen is asked for: "theme", "width", and "words" where its caption stands beside it."""
    args = request.args
    return {
        "fmt": "svg",
        "theme": next((theme for theme in THEMES if theme == args.get("theme")), "light"),
        "width": next((width for width in WIDTHS if width == args.get("width")), "wide"),
        "caption": args.get("words") != "no",
    }


def answer(
    file: str, extension: str, content: tuple[Any, ...], draw: Callable[[], bytes], patient_id: str = ""
) -> Response:
    """The file of that name and kind, drawn where it is not kept under its `content`; of the record this request is
    about, or of another patient's. Raises Busy."""
    key = (patient_id or context.patient().id, extension, present().code, *content)
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


def busy() -> Response:
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
    options = screen_options()
    picture = images.failed(sentence, options["theme"], options["width"])
    return _uncached(Response(picture, status=status, mimetype=TYPES["svg"]))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    return response
