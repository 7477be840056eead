"""What a command needs of the running program."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol, cast

import click
from flask import current_app

from journal.actions.acting import Acting
from journal.actions.keys import Keys
from journal.core.accounts.audit import OPERATOR, Origin
from journal.core.medicine.monograph import Monograph
from journal.store.database.database import Database


class Parts(Protocol):
    """The parts every command may use."""

    @property
    def database(self) -> Database: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def monographs(self) -> Mapping[str, Monograph]: ...

    @property
    def left_out(self) -> tuple[str, ...]: ...


def mark_of(keys: Keys) -> str:
    """What names this installation in the manifests of its copies."""
    return keys.copies.hex()[:32]


def parts() -> Parts:
    """The parts of the program this command runs in."""
    found = current_app.extensions.get("journal")
    if found is None:
        raise click.UsageError(
            "--help asks for help, wherever it stands; what should be taken as it is goes behind --."
        )
    return cast("Parts", found)


def operator() -> Acting:
    """Acting for whoever runs the journal, with a command on its machine, now."""
    running = parts()
    return Acting(running.database, running.keys, Origin(datetime.now(UTC), device=OPERATOR))
