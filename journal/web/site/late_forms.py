"""What becomes of a form that is interrupted: the log-in ran out, its token is too old, the database is away.

Each view that takes forms says so in its mark (`access`). Only the saving of an entry waits
to be saved by one more press. What somebody typed is shown again in its form. Whatever else a button does is not done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from journal.core.record.entries import Detail

Fields = Mapping[str, str]


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
