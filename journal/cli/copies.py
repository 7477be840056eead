"""Commands for copies of the record: make one, put one back, see whether the record is sound."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from journal.cli.parts import mark_of, parts
from journal.core.values.errors import JournalError
from journal.store.files.locks import file_of
from journal.store.upkeep import backups, encryption, manifests, restores, rotations

KEEP_THE_KEY = (
    "The secret key is not in the copy. Keep the file {} somewhere else too: without it everybody logs in again,\n"
    "second factors have to be set up anew, and nobody can tell any more whether the audit log was changed."
)

COMING_BACK = "Coming back with this copy: {} not in the present record. They may have been erased on purpose."


@click.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="Where the copies lie; backups/ beside the database."
)
@click.option("--keep", type=click.IntRange(1), default=14, show_default=True, help="How many copies stay.")
@click.option("--recipient", multiple=True, help="Encrypt for this public key of age; may be given more than once.")
@click.option("--with-key", is_flag=True, help="Put the secret key beside it, encrypted for the same recipients.")
@with_appcontext
def backup(folder: Path | None, keep: int, recipient: tuple[str, ...], with_key: bool) -> None:
    """Make a verified copy of the record while it runs."""
    now, database = datetime.now(UTC), parts().database
    try:
        file = backups.file_to_copy(database.url)
        folder = folder or file.parent / "backups"
        recipients = encryption.read_recipients(recipient or _recipients_of_the_environment())
        key, mark = _key_file() if with_key else None, mark_of(parts().keys)
        made = backups.write_backup(database, folder, now, recipients, key, mark)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    rotation = rotations.delete_old_backups(made, keep)
    old = rotation.deleted
    click.echo(f"{made} is made and verified." + (f" {len(old)} older ones are deleted." if old else ""))
    for said, files in (
        ("Set aside by an upgrade or a restore more than 30 days ago, deleted", rotations.delete_aside(file, now)),
        ("Copies from the future lie here; they are not counted and not deleted", rotation.future),
        ("Copies that are not of this record lie here; they are not counted and not deleted", rotation.others),
    ):
        if files:
            click.echo(f"{said}: {', '.join(found.name for found in files)}.")
    click.echo(f"The secret key lies encrypted beside it, in {made.name}.key.age." if with_key else _keep_the_key())


@click.command()
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The file with the private key."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def restore(copy: Path, identity: Path | None, yes: bool) -> None:
    """Put a copy in the place of the record; every device is logged out, and links for a doctor end."""
    try:
        back = restores.coming_back(backups.file_to_copy(parts().database.url), copy)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    if back:
        click.echo(COMING_BACK.format(f"{back} account" if back == 1 else f"{back} accounts"))
    if not yes:
        click.confirm(f"Put {copy} in the place of the record? The present one is set aside.", abort=True)
    try:
        identities = encryption.read_identities(identity) if identity else []
        aside = restores.restore_backup(parts().database, copy, datetime.now(UTC), identities, _key_file())
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{copy} is the record now. What was there before lies in {aside}.")
    if rotations.key_beside(copy).exists():
        click.echo("The secret key that lay beside it is in its place too.")
    click.echo("Everybody has to log in again. Start the journal when you are ready.")


@click.command()
@with_appcontext
def check() -> None:
    """Read the whole record and say whether it is sound."""
    database = parts().database
    file = file_of(database.url)
    try:
        if file is None:
            click.echo(_rows("Readable", *manifests.read_through(database)))
            click.echo("PostgreSQL itself holds the rows together; for damage on its disk see pg_amcheck.")
            return
        found = manifests.inspect(file)
    except JournalError as error:
        raise click.ClickException(str(error)) from None
    click.echo(_rows("Sound", found.schema, found.rows))
    _show_records(found, rotations.newest_by(file.parent / "backups", datetime.now(UTC)))


def _show_records(found: manifests.Manifest, newest: Path | None) -> None:
    """A line for each record: its digest, and whether it is the one of the newest copy."""
    before: Mapping[str, str] = {}
    if newest:
        try:
            before = manifests.read_manifest(Path(f"{newest}.json")).patients
        except (OSError, ValueError, TypeError):
            click.echo(f"{newest} has no readable manifest.")
    for patient, digest in found.patients.items():
        compared = ""
        if patient in before:
            compared = ", as in the newest copy" if before[patient] == digest else ", changed since the newest copy"
        click.echo(f"  record {patient}: {digest[:16]}{compared}")


def _rows(verdict: str, schema: str, rows: Mapping[str, int]) -> str:
    return f"{verdict}. Schema {schema}; rows: {', '.join(f'{number} in {table}' for table, number in rows.items())}."


def _recipients_of_the_environment() -> list[str]:
    return [key for key in (os.environ.get("JOURNAL_BACKUP_RECIPIENT") or "").split(",") if key.strip()]


def _keep_the_key() -> str:
    return KEEP_THE_KEY.format(_key_file())


def _key_file() -> Path:
    return Path(current_app.config["INSTANCE"]) / "secret_key"
