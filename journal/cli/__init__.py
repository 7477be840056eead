"""Commands for the person who runs the journal: `flask --app app ...`. One file for each noun."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence

import click
from flask import Flask
from flask.cli import AppGroup

from journal.cli.accounts import account
from journal.cli.audit import audit
from journal.cli.copies import backup, check, restore
from journal.cli.demo import demo
from journal.cli.monographs import monographs
from journal.core.values.errors import JournalError
from journal.store.files.interrupted_restores import NoRecord

OURS = (demo, backup, restore, check, audit, account, monographs)
WITH_A_VALUE = {"--app", "-A", "--env-file", "-e"}  # options of `flask` itself


class Refused(click.ClickException):
    """Why no command can run; `flask` says it instead of a traceback."""


class Commands(AppGroup):
    """The commands. While the database cannot be used, all but `restore` answer with the reason.

    Where no record was ever begun, `demo` alone begins one: a copy or a check of an empty one would say all is well.
    """

    unusable: JournalError | None = None
    begin: Callable[[], None] | None = None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name. Raises Refused."""
        if cmd_name == "demo" and isinstance(self.unusable, NoRecord):
            self._begin()
        elif self.unusable and cmd_name != "restore":
            raise Refused(str(self.unusable))
        return super().get_command(ctx, cmd_name)

    def _begin(self) -> None:
        try:
            if self.begin:
                self.begin()
        except JournalError as error:
            raise Refused(str(error)) from None


def is_calling() -> bool:
    """Whether this process is `flask --app app ...`."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def is_serving() -> bool:
    """Whether this process is `flask --app app run`, which serves and is no command of ours."""
    context = click.get_current_context(silent=True)
    return is_calling() and context is not None and context.info_name == "run"


def is_help(arguments: Sequence[str] | None = None) -> bool:
    """Whether these arguments of `flask` (this process's own) ask for help alone: with --help, or with no command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    given = given[: given.index("--")] if "--" in given else given
    if "--help" in given:
        return True
    words = list(_words(given))
    return not words or (len(words) == 1 and any(words[0] == ours.name for ours in OURS if isinstance(ours, AppGroup)))


def _words(arguments: Sequence[str]) -> Iterator[str]:
    rest = iter(arguments)
    for argument in rest:
        if argument in WITH_A_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            yield argument


def register(app: Flask, unusable: JournalError | None = None, begin: Callable[[], None] | None = None) -> None:
    """Put the commands into the app; `unusable` says why the database is not, `begin` begins a record."""
    app.cli = Commands(app.name)
    app.cli.unusable, app.cli.begin = unusable, begin
    for command in OURS:
        app.cli.add_command(command)
