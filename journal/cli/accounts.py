"""`flask --app app account ...`: names, and a new pass phrase for whoever forgot everything."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from journal.actions.resets import find_name, list_accounts, reset_log_in
from journal.cli.parts import parts
from journal.core.audit import Origin
from journal.core.errors import JournalError

account = AppGroup("account", help="The accounts.")


@account.command("list")
def list_all() -> None:
    """Name every account, and say whether its second step is on."""
    found = list_accounts(parts().database)
    for one in found:
        click.echo(f"{one.name}  (second step {'on' if one.has_second_factor else 'off'})")
    click.echo(f"{len(found)} account{'' if len(found) == 1 else 's'}.")


@account.command("reset")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(name: str, yes: bool) -> None:
    """Give an account a new pass phrase; the second step is off then, and every device is logged out.

    The record stays as it is. Make sure that it is the patient who asks: whoever gets the phrase can read everything.
    """
    running = parts()
    try:
        name = find_name(running.database, name)
        if not yes:
            click.confirm(f"Give {name} a new pass phrase, end the second step and log every device out?", abort=True)
        phrase = reset_log_in(running.database, running.keys, name, Origin(datetime.now(UTC), device="the operator"))
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{name} can log in with these words for a day, spaces between them:\n\n  {phrase}\n")
    click.echo("They are shown only now. The journal asks for a password of one's own first.")
