"""Carry the page of History that led to an entry through its form, so that saving leads back there: a search, or the
page of a day."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for

from journal.core.values.periods import read_date

FIELDS = ("kind", "effect", "severity", "words", "period", "first", "last", "medicine")
DAY = "day"  # the page of which day it was, in the place of a search
CARRIED = (*FIELDS, "before", DAY)
LONGEST = 1000  # characters


def read(args: Mapping[str, str]) -> dict[str, str]:
    """What an address of the history asks for: its filled fields, and where its page begins."""
    return {name: args[name] for name in CARRIED if args.get(name)}


def carry(args: Mapping[str, str]) -> str:
    """The query of a link to an entry that was found so; "" when nothing was asked."""
    asked = read(args)
    return f"?{urlencode({'found': urlencode(asked)})}" if asked else ""


def carried(values: Mapping[str, str] | None = None) -> str:
    """The search that came along with an entry's address or form (`values` instead of what was sent), as a query."""
    return urlencode(_carried(values))


def back(values: Mapping[str, str] | None = None, **more: str) -> str:
    """The address of the history as it was asked. Only known fields of it are taken, so it leads nowhere else."""
    asked = _carried(values)
    with suppress(ValueError):
        return url_for("history.day", on=read_date(asked.pop(DAY, "")).isoformat(), **more)  # type: ignore[arg-type]
    return url_for("history.index", **asked, **more)  # type: ignore[arg-type]  # names of fields, no options


def of_day(on: date) -> str:
    """What `found` says of an entry that was found on the page of that day."""
    return urlencode({DAY: on.isoformat()})


def _carried(values: Mapping[str, str] | None) -> dict[str, str]:
    text = (values or request.form).get("found") or request.args.get("found", "")
    return read(dict(parse_qsl(text[:LONGEST])))
