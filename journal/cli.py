"""Commands for the person who runs the journal: `flask --app app ...`."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, cast

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from journal.actions.demo import fill_demo
from journal.core.accounts import read_account
from journal.core.demo import FEWEST_DAYS, Story, story
from journal.core.errors import JournalError
from journal.core.monograph import Monograph
from journal.store import backups
from journal.store.database import Database

DEMO_PASSWORD = "four sleepy green teapots"  # noqa: S105 - printed on purpose: it guards a made-up journal
DEMO_ZONE = "Europe/Berlin"


class Parts(Protocol):
    """What a command needs of the running program."""

    @property
    def database(self) -> Database: ...

    @property
    def monographs(self) -> Mapping[str, Monograph]: ...


def register(app: Flask) -> None:
    """Put the commands into the app."""
    for command in (demo, backup, restore, check):
        app.cli.add_command(command)


def _read_until(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime:
    now = datetime.now(UTC)
    if text is None:
        return now
    try:
        until = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write an instant such as 2026-03-10T21:30:00+01:00.") from None
    if until.tzinfo is None:
        raise click.BadParameter("the instant needs its offset from UTC, for example +01:00 at its end.")
    if until > now:
        raise click.BadParameter("this is in the future.")
    return until.astimezone(UTC)


@click.command()
@click.option("--seed", default=1, show_default=True, help="The same seed tells the same story.")
@click.option("--days", type=click.IntRange(FEWEST_DAYS, 3650), default=150, show_default=True, help="How many days.")
@click.option("--name", default="Demo", show_default=True, help="The name to log in with.")
@click.option("--zone", default=DEMO_ZONE, show_default=True, help="The time zone the made-up patient lives in.")
@click.option("--until", callback=_read_until, help="The last moment, for example 2026-03-10T21:30:00+01:00; now.")
@with_appcontext
def demo(seed: int, days: int, name: str, zone: str, until: datetime) -> None:
    """Fill the journal of a made-up patient and print how to log in."""
    parts = cast("Parts", current_app.extensions["journal"])
    fields = {"name": name, "password": DEMO_PASSWORD, "zone": zone}
    try:
        account = read_account(fields, parts.monographs)
        monograph = parts.monographs[account.medicine]
        told = story(seed, until, zone, monograph, days)
        fill_demo(parts.database, told, account, monograph, until)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(_how_to_log_in(account.name, told))


def _how_to_log_in(name: str, told: Story) -> str:
    host, port = os.environ.get("JOURNAL_HOST") or "127.0.0.1", os.environ.get("JOURNAL_PORT") or "5000"
    where = f"[{host}]" if ":" in host else host
    return (
        f"The journal of a made-up patient is filled: {told.first_on} to {told.last_on}, "
        f"{len(told.entries):,} entries. Nobody's record is behind it.\n\n"
        f"  Address   http://{where}:{port}/\n"
        f"  Name      {name}\n"
        f"  Password  {DEMO_PASSWORD}\n\n"
        "If nothing answers at this address, start the journal with: python app.py\n"
        "Everybody can read this password. Do not write a real journal into this account: sign up for one of your own."
    )


@click.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="Where the copies lie; backups/ beside the database."
)
@click.option("--keep", type=click.IntRange(1), default=14, show_default=True, help="How many copies stay.")
@with_appcontext
def backup(folder: Path | None, keep: int) -> None:
    """Make a verified copy of the record while it runs."""
    database = _database()
    try:
        folder = folder or backups.file_of(database.url).parent / "backups"
        made = backups.write_backup(database, folder, datetime.now(UTC))
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    old = backups.delete_old_backups(folder, keep)
    click.echo(f"{made} is made and verified." + (f" {len(old)} older ones are deleted." if old else ""))
    click.echo("Keep a copy of the file secret_key somewhere else; without it everybody has to log in again.")


@click.command()
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def restore(copy: Path, yes: bool) -> None:
    """Put a copy in the place of the record; every device is logged out."""
    if not yes:
        click.confirm(f"Put {copy} in the place of the record? The present one is set aside.", abort=True)
    try:
        aside = backups.restore_backup(_database(), copy, datetime.now(UTC))
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{copy} is the record now. What was there before lies in {aside}.")


@click.command()
@with_appcontext
def check() -> None:
    """Read the whole record and say whether it is sound."""
    try:
        found = backups.inspect(backups.file_of(_database().url), "")
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    rows = ", ".join(f"{number} in {table}" for table, number in found.rows.items())
    click.echo(f"Sound. Schema {found.schema}; rows: {rows}.")


def _database() -> Database:
    return cast("Parts", current_app.extensions["journal"]).database
