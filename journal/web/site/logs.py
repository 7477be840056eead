"""What is logged: one line a request, and faults. The pattern of an address and never the address itself."""

import logging
import secrets
import sys
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request

from journal.formats.log_lines import Stderr, faults
from journal.web.site import acting_for

QUIET = {"/static/<path:filename>", "/site.webmanifest", "/healthz", "/readyz"}  # logged only when they fail
METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}

_logger = logging.getLogger("journal.requests")


def register(app: Flask) -> None:
    """Number every request and write a line when it is answered."""
    start()
    app.before_request(_begin)
    app.after_request(_end)


def start() -> None:
    """Let every logger of the process write JSON lines. A person at a terminal sees only what went wrong."""
    logging.getLogger("journal").setLevel(logging.INFO)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # `flask run` would log whole addresses through it
    root = logging.getLogger()
    if any(isinstance(handler, Stderr) for handler in root.handlers):
        return
    handler = Stderr()
    handler.setLevel(logging.WARNING if sys.stderr.isatty() else logging.INFO)
    root.addHandler(handler)


def request_id() -> str:
    """The random number of this request, as its error page, its header and its lines in the log say it."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    return str(g.request_id)


def fault(error: Exception) -> None:
    """Write down where and how this request failed, never the error's own words."""
    # Without the error itself: another handler, added by whoever runs this, would write its words.
    fields = {"event": "fault", "request_id": request_id(), "address": _pattern(), "faults": faults(error)}
    _logger.error("fault", extra={"fields": fields})


def _begin() -> None:
    g.began = perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    pattern = _pattern()
    if pattern not in QUIET or response.status_code >= 400:
        _logger.info("request", extra={"fields": _fields(pattern, response)})
    return response


def _fields(pattern: str, response: Response) -> dict[str, Any]:
    return {
        "event": "request",
        "request_id": request_id(),
        "method": request.method if request.method in METHODS else "other",
        "address": pattern,
        "status": response.status_code,
        "ms": round((perf_counter() - g.get("began", perf_counter())) * 1000, 1),
        "bytes": _length(response),
    }


def _length(response: Response) -> int | None:
    """How long the answer is, where that is known without putting a file that is sent into memory."""
    return response.calculate_content_length() if response.is_sequence else response.content_length


def _pattern() -> str:
    """The pattern of the address; "" where there is none, since what somebody typed may be anything."""
    if request.url_rule is None:
        return ""
    return f"/for/<grant_id>{request.url_rule.rule}" if acting_for.grant_id() else request.url_rule.rule
