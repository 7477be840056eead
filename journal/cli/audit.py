"""`flask --app app audit ...`: the audit log, for the person who runs the journal."""

import click
from flask.cli import AppGroup

from journal.actions.audit import verify_audit
from journal.cli.parts import parts
from journal.core.audit import Head, read_head
from journal.core.errors import JournalError

audit = AppGroup("audit", help="The audit log.")


def _read_head(_context: click.Context, _option: click.Parameter, text: str | None) -> Head | None:
    head = read_head(text) if text is not None else None
    if text is not None and head is None:
        raise click.BadParameter('write the head as it was printed, in quotes: "41 5d0c..."')
    return head


@audit.command("verify")
@click.option("--since", "earlier", callback=_read_head, help="The head printed by an earlier run, kept elsewhere.")
def verify(earlier: Head | None) -> None:
    """Walk the chain of the audit log and say whether every event is still what was written."""
    running = parts()
    try:
        found = verify_audit(running.database, running.keys, earlier)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    blanked = f" {found.blanked} are blanked, of accounts that were erased." if found.blanked else ""
    click.echo(f"Sound: {found.head.number} events, head {found.head}.{blanked}")
