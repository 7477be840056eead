"""`flask --app app demo`: the journal of a made-up patient, to look around in."""

import os
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from journal.actions.acting import Acting
from journal.actions.demo import fill_demo
from journal.cli.parts import parts
from journal.core.accounts.accounts import read_account
from journal.core.accounts.audit import Origin
from journal.core.demo.beside import with_others
from journal.core.demo.days import with_days
from journal.core.demo.once import with_moments
from journal.core.demo.story import FEWEST_DAYS, story
from journal.core.demo.told import Story
from journal.core.demo.visits import with_visits
from journal.core.values.errors import JournalError

DEMO_PASSWORD = "four sleepy green teapots"  # noqa: S105 - printed on purpose: it guards a made-up journal
DEMO_ZONE = "Europe/Berlin"
DEMO_MEDICINE = "clonazepam"


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
    running = parts()
    fields = {"name": name, "password": DEMO_PASSWORD, "zone": zone, "medicine": DEMO_MEDICINE}
    try:
        account = read_account(fields, running.monographs)
        monograph = running.monographs[account.medicine]
        told = with_others(story(seed, until, zone, monograph, days), seed, until, zone)
        told = with_moments(with_days(told, seed, until, zone), seed, zone, monograph)
        told = with_visits(told, seed, until, zone)
        fill_demo(Acting(running.database, running.keys, Origin(until)), told, account, monograph)
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
