"""What becomes of a form that is interrupted: the log-in ran out, its token is too old, the database is away.

Each view that takes forms says so by a mark; without one the program does not start. Only the saving of an entry waits
to be saved by one more press. What somebody typed is shown again in its form. Whatever else a button does is not done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from journal.core.record.entries import Detail

Fields = Mapping[str, str]
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Saves:
    """The form saves an entry, as `read` reads it: it is kept, shown as what it would become, saved by one press."""

    read: Callable[[Fields], Detail]


@dataclass(frozen=True, slots=True)
class ShowsAgain:
    """The form holds what somebody typed and no entry: `show` is its page, filled in again. It gets the fields, and by
    name what the address says."""

    show: Callable[..., str]


@dataclass(frozen=True, slots=True)
class Acts:
    """The form does something else, and then it is not done: `sentence` says so, `link` leads to where it can be."""

    sentence: str
    link: str
    endpoint: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class AsksSecret:
    """The form asks for the secret `field` and has nothing else of its own: it carries another form or an address."""

    template: str
    field: str


Handling = Saves | ShowsAgain | Acts | AsksSecret


def saves(read: Callable[[Fields], Detail]) -> Callable[[View], View]:
    """Mark a view that saves an entry."""
    return _marked(Saves(read))


def shows_again(show: Callable[..., str]) -> Callable[[View], View]:
    """Mark a view whose form is shown again as it was typed."""
    return _marked(ShowsAgain(show))


def acts(sentence: str, link: str, endpoint: str, anchor: str = "") -> Callable[[View], View]:
    """Mark a view that does something; the sentence says that it was not done, and has no full stop."""
    return _marked(Acts(sentence, link, endpoint, anchor))


def asks_secret(template: str, field: str) -> Callable[[View], View]:
    """Mark a view whose form asks for a secret and carries another form along."""
    return _marked(AsksSecret(template, field))


def handling_of(view: Callable[..., Any] | None) -> Handling | None:
    """What becomes of the form of a view; None for one that takes no forms."""
    found: Handling | None = getattr(view, "interrupted", None)
    return found


def match(address: str) -> tuple[str, Mapping[str, Any]] | None:
    """The endpoint that forms to an address of ours go to, with what the address says; None for any other address."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return None
    try:
        return adapter.match(address, method="POST")
    except (HTTPException, RequestRedirect):
        return None


def find(address: str) -> Handling | None:
    """What becomes of a form to that address; None when no view of ours takes it."""
    found = match(address)
    return handling_of(current_app.view_functions[found[0]]) if found else None


def check_every_form(app: Flask) -> None:
    """Refuse to start while an address that takes forms does not say what becomes of one that is interrupted."""
    takes_forms = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    silent = [name for name in takes_forms if handling_of(app.view_functions[name]) is None]
    if silent:
        raise RuntimeError(f"These addresses do not say what becomes of their form: {', '.join(sorted(silent))}")


def _marked(handling: Handling) -> Callable[[View], View]:
    def put(view: View) -> View:
        view.interrupted = handling  # type: ignore[attr-defined]
        return view

    return put
