"""The kinds of entries as their pages have them, from the table of kinds: one more needs no line here."""

from collections.abc import Mapping
from importlib import import_module

from journal.core.record.entries import KINDS, Kind

# The address a kind's form posts to: "dose": "/doses".
ADDRESSES: Mapping[Kind, str] = {
    kind: import_module(f"journal.web.record.{each.noun}").blueprint.url_prefix for kind, each in KINDS.items()
}
# The first part of it, as the tests of addresses name a kind: "dose": "doses".
NAMES: Mapping[Kind, str] = {kind: address.removeprefix("/") for kind, address in ADDRESSES.items()}
