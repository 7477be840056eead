"""`flask --app app audit ...`: the audit log, for the person who runs the journal."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import AppGroup

from journal.actions.accounts.audit import blank_old_events, verify_audit
from journal.cli.parts import Parts, mark_of, operator, parts
from journal.core.accounts.audit import Head, Noted, read_head
from journal.core.values.errors import JournalError
from journal.store.files.locks import file_of
from journal.store.upkeep import rotations

PUT_BACK = (
    "If an older copy was put back on purpose, the copies made before that know more than the log: move them to "
    "another folder, and run this again."
)

audit = AppGroup("audit", help="The audit log.")


def _read_head(_context: click.Context, _option: click.Parameter, text: str | None) -> Head | None:
    head = read_head(text) if text is not None else None
    if text is not None and head is None:
        raise click.BadParameter('write the head as it was printed, in quotes: "41 5d0c..."')
    return head


@audit.command("verify")
@click.option("--since", "earlier", callback=_read_head, help="The head printed by an earlier run, kept elsewhere.")
@click.option(
    "--copies",
    type=click.Path(path_type=Path),
    help="Where copies with their manifests lie; backups/ beside the database.",
)
def verify(earlier: Head | None, copies: Path | None) -> None:
    """Walk the chain of the audit log and say whether every event is still what was written.

    Its end is compared with the ends that the manifests of the copies keep: else nobody would see that it was cut off.
    """
    running = parts()
    kept = _heads_of(copies or _folder_of(running), mark_of(running.keys))
    noted = [*kept, *([Noted(earlier)] if earlier else [])]
    try:
        found = verify_audit(operator(), noted)
    except JournalError as error:
        put_back = f"\n{PUT_BACK}" if kept else ""
        raise click.ClickException(f"{error}{put_back}") from None
    blanked = f" {found.blanked} are blanked: of accounts that were erased, or old." if found.blanked else ""
    click.echo(f"Sound: {found.head.number} events, head {found.head}.{blanked}")
    click.echo(_compared(len(kept), noted))


def _folder_of(running: Parts) -> Path | None:
    file = file_of(running.database.url)
    return file.parent / "backups" if file else None


def _heads_of(folder: Path | None, mark: str) -> list[Noted]:
    found = rotations.heads_of(folder, mark) if folder else []
    heads = [(file, read_head(text)) for file, text in found]
    return [Noted(head, f"in the copy {file.name}") for file, head in heads if head]


def _compared(kept: int, noted: Sequence[Noted]) -> str:
    if kept:
        return f"Compared with the end that {kept} cop{'y keeps' if kept == 1 else 'ies keep'}."
    if noted:
        return "No copy keeps an end to compare with."
    return "Nothing was there to compare its end with: no copy of this journal keeps one, and --since was not given."


@audit.command("forget")
@click.option("--years", type=click.IntRange(1, 100), default=6, show_default=True, help="How long events are kept.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(years: int, yes: bool) -> None:
    """Blank what events older than that say; the chain stays whole. There is no way back."""
    acting = operator()
    before = acting.now - timedelta(days=365.25 * years)
    if not yes:
        click.confirm(f"Blank every event from before {before:%Y-%m-%d}?", abort=True)
    try:
        count = blank_old_events(acting, before)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{count} event{'' if count == 1 else 's'} from before {before:%Y-%m-%d} blanked.")
