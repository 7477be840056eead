"""`flask --app app account ...`: names, new accounts, and a new pass phrase for whoever forgot everything."""

import os

import click
from flask.cli import AppGroup

from journal.actions.accounts.resets import find_name, give_account, list_accounts, new_phrase, reset_log_in
from journal.cli.parts import operator, parts
from journal.core.accounts.accounts import read_account_to_give
from journal.core.values.clock import zone_names
from journal.core.values.errors import JournalError

account = AppGroup("account", help="The accounts.")


@account.command("list")
def list_all() -> None:
    """Name every account, and say whether its second step is on."""
    found = list_accounts(operator())
    for one in found:
        click.echo(f"{one.name}  (second step {'on' if one.has_second_factor else 'off'})")
    click.echo(f"{len(found)} account{'' if len(found) == 1 else 's'}.")


def _zone_here() -> str:
    """The zone of this machine; UTC where that is not known."""
    name = os.environ.get("TZ") or os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
    return name if name in zone_names() else "UTC"


@account.command("add")
@click.argument("name")
@click.option("--zone", default=_zone_here, help="The time zone the patient lives in; without it, this machine's.")
@click.option("--medicine", default="", help="The medicine, by its key; without it, the first one.")
def add(name: str, zone: str, medicine: str) -> None:
    """Make an account and say the words to log in with; a password of the patient's own is asked for first."""
    running, phrase = parts(), new_phrase()
    if medicine and medicine not in running.monographs:
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


def _say(name: str, phrase: str) -> None:
    click.echo(f"{name} can log in with these words for a day, spaces between them:\n\n  {phrase}\n")
    click.echo("They are shown only now. The journal asks for a password of one's own first.")
