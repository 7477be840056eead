"""The log as JSON lines. A record says what happened and where, never what somebody typed.

Our own records carry a dictionary in `fields`. A record of a library may hold anything, so of its words only those are
written that stand in the library's source: the text of its arguments is left out, and so is a text that was put
together before it was logged. What gunicorn says of its own doing, such as where it listens, is written whole: below
a warning it speaks of no request. Of an error the kind and the places are written, never its message: SQL errors repeat
values, and PostgreSQL's DETAIL lines do too.
"""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).parents[2]
LEFT_OUT = "…"
MOST_FRAMES = 40


class Lines(logging.Formatter):
    """One record, one line of JSON: time and level first, then what the record says."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Never raises because of what a library logged, and never shows an error's own words."""
        said = vars(record).get("fields")
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **(said if isinstance(said, Mapping) else _foreign(record)),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["faults"] = faults(record.exc_info[1])
        return json.dumps(line, default=str)


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to standard error, whatever that is at the moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(Lines())

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Standard error."""
        return sys.stderr


# For a server that sets up its own loggers before the journal is there: gunicorn's `logconfig_dict`.
CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {},
    "handlers": {"stderr": {"class": "journal.formats.log_lines.Stderr", "level": "INFO"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True}},
}


def faults(error: BaseException) -> list[dict[str, Any]]:
    """What failed and where, the error first and then what led to it. Kinds and places, no words."""
    found: list[dict[str, Any]] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < 5:
        frames = traceback.extract_tb(seen.__traceback__)[-MOST_FRAMES:]
        places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        found.append({"kind": type(seen).__name__, "places": places})
        seen = seen.__cause__ or seen.__context__
    return found


def _foreign(record: logging.LogRecord) -> dict[str, Any]:
    place = f"{_short(record.pathname)}:{record.lineno} {record.funcName}"
    return {"event": "library", "logger": record.name, "said": _said(record), "place": place}


def _said(record: logging.LogRecord) -> str:
    """The words of the library's source, with numbers filled in and every other argument left out."""
    try:
        if (record.name, record.levelno) == ("gunicorn.error", logging.INFO):
            return record.getMessage()
        if not record.args or not isinstance(record.msg, str):
            return LEFT_OUT
        if isinstance(record.args, Mapping):
            return record.msg % {name: _harmless(value) for name, value in record.args.items()}
        return record.msg % tuple(_harmless(value) for value in record.args)
    except (TypeError, ValueError, KeyError):
        return LEFT_OUT


def _harmless(value: object) -> object:
    return value if isinstance(value, int | float) else LEFT_OUT


def _short(file: str) -> str:
    """A file without the folders before the program or its libraries: they say who runs it."""
    path = Path(file)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])
