"""`flask --app app audit ...`: the audit log, for the person who runs the journal."""

from datetime import UTC, datetime, timedelta

import click
from flask.cli import AppGroup

from journal.actions.audit import blank_old_events, verify_audit
from journal.cli.parts import parts
from journal.core.audit import Head, Origin, read_head
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
    blanked = f" {found.blanked} are blanked: of accounts that were erased, or old." if found.blanked else ""
    click.echo(f"Sound: {found.head.number} events, head {found.head}.{blanked}")


@audit.command("forget")
@click.option("--years", type=click.IntRange(1, 100), default=6, show_default=True, help="How long events are kept.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(years: int, yes: bool) -> None:
    """Blank what events older than that say; the chain stays whole. There is no way back."""
    now, running = datetime.now(UTC), parts()
    before = now - timedelta(days=365.25 * years)
    if not yes:
        click.confirm(f"Blank every event from before {before:%Y-%m-%d}?", abort=True)
    try:
        count = blank_old_events(running.database, running.keys, before, Origin(now, device="the operator"))
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{count} event{'' if count == 1 else 's'} from before {before:%Y-%m-%d} blanked.")
