"""`flask --app app account ...`: names, new accounts, a new pass phrase for whoever forgot everything, and what nobody
else can do for a record whose patient gave up the log-in."""

import os
import shutil
from pathlib import Path

import click
from flask.cli import AppGroup

from journal.actions.accounts.erasures import erase_account
from journal.actions.accounts.no_log_in import record_of
from journal.actions.accounts.resets import (
    Account,
    find_name,
    give_account,
    give_log_in_back,
    list_accounts,
    new_phrase,
    reset_log_in,
)
from journal.actions.exchange.exports import Export, export_everything
from journal.actions.exchange.wanted import Wanted
from journal.cli.parts import operator, parts
from journal.core.accounts.accounts import read_account_to_give
from journal.core.charts.small_print import small_print
from journal.core.medicine.medicines import asked_about
from journal.core.values.clock import zone_names
from journal.core.values.errors import JournalError

account = AppGroup("account", help="The accounts.")


@account.command("list")
def list_all() -> None:
    """Name every account, and say whether its second step is on, or who cares for it where the log-in was given up."""
    found = list_accounts(operator())
    for one in found:
        click.echo(f"{one.name}  ({_state(one)})")
    click.echo(f"{len(found)} account{'' if len(found) == 1 else 's'}.")


def _state(one: Account) -> str:
    if one.carers is None:
        return f"second step {'on' if one.has_second_factor else 'off'}"
    if not one.carers:
        return "gave up the log-in; NOBODY cares for the record: give the log-in back"
    return f"gave up the log-in; cared for by {', '.join(one.carers)}"


def _zone_here() -> str:
    """The zone of this machine; UTC where that is not known."""
    name = os.environ.get("TZ") or os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
    return name if name in zone_names() else "UTC"


@account.command("add")
@click.argument("name")
@click.option("--zone", default=_zone_here, help="The time zone the patient lives in; without it, this machine's.")
@click.option("--medicine", default="", help="The medicine, by its key; needed where there are several.")
def add(name: str, zone: str, medicine: str) -> None:
    """Make an account and say the words to log in with; a password of the patient's own is asked for first."""
    running, phrase = parts(), new_phrase()
    if medicine not in running.monographs and (medicine or len(running.monographs) > 1):
        raise click.BadParameter(f"this journal knows {', '.join(running.monographs)}.", param_hint="--medicine")
    try:
        made = read_account_to_give({"name": name, "zone": zone, "medicine": medicine}, running.monographs, phrase)
        give_account(operator(), made)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{made.name} has an account: {running.monographs[made.medicine].name}, {made.settings.zone}.")
    _say(made.name, phrase)


@account.command("reset")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(name: str, yes: bool) -> None:
    """Give an account a new pass phrase; the second step is off then, and every device is logged out.

    The record stays as it is. Make sure that it is the patient who asks: whoever gets the phrase can read everything.
    """
    try:
        name = find_name(operator(), name)
        if not yes:
            click.confirm(f"Give {name} a new pass phrase, end the second step and log every device out?", abort=True)
        phrase = reset_log_in(operator(), name)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    _say(name, phrase)


@account.command("give-back")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def give_back(name: str, yes: bool) -> None:
    """Give the log-in back to somebody who gave it up: words to log in with for a day.

    Who cares for the record keeps the access until the patient ends it. Make sure who asks, and on whose behalf:
    whoever gets the words can read everything.
    """
    try:
        name = record_of(operator(), name, parts().monographs).patient.name
        if not yes:
            click.confirm(f"Give {name} a log-in again? Whoever gets the words can read everything.", abort=True)
        phrase = give_log_in_back(operator(), name)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    _say(name, phrase)


@account.command("export")
@click.argument("name")
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, exists=True, path_type=Path), default=".", help="A folder."
)
def export(name: str, folder: Path) -> None:
    """Write everything of somebody who gave up the log-in into one file, as that person could download it before."""
    monographs = parts().monographs
    try:
        acting = record_of(operator(), name, monographs)
        known = asked_about(acting.patient.medicines, monographs)
        made = export_everything(acting, Wanted(known, small_print(), monographs))
        file = _write(made, folder)
    except (JournalError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Everything of {acting.patient.name} lies in {file}. Whoever has this file can read all of it.")


def _write(made: Export, folder: Path) -> Path:
    """A file that only its owner can read, and that stood there not before. Raises OSError."""
    file = folder / made.name
    with made.file, os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        try:
            shutil.copyfileobj(made.file, target)
        except OSError:
            file.unlink(missing_ok=True)
            raise
    return file


@account.command("erase")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(name: str, yes: bool) -> None:
    """Erase the account and the record of somebody who gave up the log-in. There is no way back.

    Whoever cares for it sees nothing of it any more. Copies keep it until newer ones take their place.
    """
    try:
        acting = record_of(operator(), name, parts().monographs)
        name = acting.patient.name
        if not yes:
            click.confirm(f"Erase {name}, with everything in the record? Nobody can bring it back.", abort=True)
        erase_account(acting)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{name} is erased. Copies made before still hold the record.")


def _say(name: str, phrase: str) -> None:
    click.echo(f"{name} can log in with these words for a day, spaces between them:\n\n  {phrase}\n")
    click.echo("They are shown only now. The journal asks for a password of one's own first.")
