"""Commands for the person who runs the journal: `flask --app app ...`. One file for each noun."""

import os

import click
from flask import Flask
from flask.cli import AppGroup

from journal.cli.accounts import account
from journal.cli.audit import audit
from journal.cli.copies import backup, check, restore
from journal.cli.demo import demo
from journal.core.errors import JournalError


class Refused(click.ClickException):
    """Why no command can run; `flask` says it instead of a traceback."""


class Commands(AppGroup):
    """The commands. While the database cannot be used, all but `restore` answer with the reason."""

    unusable: JournalError | None = None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name. Raises Refused."""
        if self.unusable and cmd_name != "restore":
            raise Refused(str(self.unusable))
        return super().get_command(ctx, cmd_name)


def is_calling() -> bool:
    """Whether this process is `flask --app app ...`."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def register(app: Flask, unusable: JournalError | None = None) -> None:
    """Put the commands into the app; `unusable` says why the database is not."""
    app.cli = Commands(app.name)
    app.cli.unusable = unusable
    for command in (demo, backup, restore, check, audit, account):
        app.cli.add_command(command)
