"""`flask --app app monographs ...`: the files of medicines, for the person who runs the journal."""

from pathlib import Path

import click
from flask.cli import AppGroup

from journal.cli.parts import parts
from journal.core.medicine.monographs import check_file
from journal.core.values.errors import InvalidMonograph

monographs = AppGroup("monographs", help="The files of medicines.")


@monographs.command("list")
def list_all() -> None:
    """Say which medicines the journal knows, and what is wrong with a file that was left out."""
    running = parts()
    for key, known in sorted(running.monographs.items()):
        click.echo(f"{known.name}  ({key})")
    count = len(running.monographs)
    click.echo(f"{count} medicine{'' if count == 1 else 's'}.")
    if running.left_out:
        raise click.ClickException("\n".join(running.left_out))


@monographs.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say whether a file could be taken in beside those that are there, or the first mistake in it."""
    try:
        known = check_file(file, parts().monographs)
    except InvalidMonograph as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file}: sound. It is about {known.name}.")
