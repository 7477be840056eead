"""Bring the schema up to date: all of it or nothing, and once when two processes start together."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from journal.core.values.errors import JournalError
from journal.store.database import postgresql, sqlite
from journal.store.database.database import Database, DatabaseUnusable
from journal.store.files.interrupted_restores import refuse_unfinished
from journal.store.files.locks import Held, exclusively, file_of, shared
from journal.store.files.temporary_folders import delete_forgotten
from journal.store.upkeep.backups import write_upgrade_copy

FOLDER = Path(__file__).parents[3] / "migrations"
HEAD = max(file.name for file in (FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]  # the newest schema
RECORD = (
    "patient",
    "medicine",
    "entry",
    "rating",
    "day_answer",
    "entry_version",
    "observation",
    "regimen_step",
    "pause",
    "supply_count",
    "alert",
    "visit",
    "visit_version",
    "doctor_mark",
)  # no upgrade may lose a row of these
PATIENCE = 10.0  # seconds for another process to finish the same upgrade


class SchemaTooNew(JournalError):
    """A newer program made this database; this one would damage it."""


def upgrade(database: Database, target: str = "head", *, copy_first: bool = True) -> None:
    """Bring the database to the newest schema, or to `target`.

    An SQLite record is copied first, and nothing is changed under a server that runs. Foreign keys are off on SQLite
    while tables are rebuilt, since a rebuild with cascades would delete the rows that point there; they are checked
    before commit, and so is that no row of the record is missing. Raises SchemaTooNew when a newer program has been
    here, Held while an older one serves, Interrupted where a restore did not end, and DatabaseUnusable.
    """
    try:
        with (
            _prepared(database, copy_first and target == "head"),
            database.engine.execution_options(journal_writes=True).connect() as connection,
        ):
            _upgrade(connection, target)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise DatabaseUnusable(database.url.render_as_string(), _reason(error)) from error


@contextmanager
def _prepared(database: Database, copy_first: bool) -> Iterator[None]:
    """Have the SQLite file; hold it alone, and copied, while it is brought from an older schema to this one."""
    file = file_of(database.url)
    with ExitStack() as held:
        if file is not None and copy_first:
            _hold(database, file, held)
            delete_forgotten(file.parent, file.parent / "backups")
            if is_behind(database) and _has_patients(database):
                write_upgrade_copy(file, HEAD, datetime.now(UTC))
        elif file is not None:
            sqlite.create_file(file)
        yield


def _hold(database: Database, file: Path, held: ExitStack) -> None:
    """Hold the record alone if it is behind, else together with others: no restore may move it meanwhile.

    Raises Held, or Interrupted where a restore did not end: no empty record may be begun there.
    """
    for _ in range(round(PATIENCE * 20)):
        with ExitStack() as together:
            together.enter_context(shared(file))
            refuse_unfinished(file)
            sqlite.create_file(file)
            if not is_behind(database):
                held.enter_context(together.pop_all())
                return
        try:
            held.enter_context(exclusively(file))
            refuse_unfinished(file)
            return
        except Held:
            time.sleep(0.05)
    raise Held("An older version of the journal is running. Stop it, then start this one.")


def _reason(error: Exception) -> object:
    """What the driver or the system said, without what the library puts around it."""
    return getattr(error, "orig", None) or getattr(error, "strerror", None) or error


def is_behind(database: Database) -> bool:
    """Whether the database has an older schema than this program's."""
    with database.engine.connect() as connection:
        found = version(connection)
    return found is not None and found < HEAD


def _has_patients(database: Database) -> bool:
    with database.engine.connect() as connection:
        return connection.execute(text("SELECT 1 FROM patient LIMIT 1")).first() is not None


def _upgrade(connection: Connection, target: str) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _foreign_keys(connection, on=False)  # before the transaction: inside one the pragma is ignored
    try:
        with connection.begin():
            if not is_sqlite:
                postgresql.wait_for_upgrades(connection)
                # What is checked at the end otherwise would keep the next step from changing the same table.
                connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
            if target != "head" or version(connection) != HEAD:
                _run_and_count(connection, target)
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise JournalError("After the change of the database some rows would belong to nothing. Undone.")
    finally:
        if is_sqlite:
            _foreign_keys(connection, on=True)


def version(connection: Connection) -> str | None:
    """The schema version of the database; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in use has one
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}").close()


def _run_and_count(connection: Connection, target: str) -> None:
    before = _count_rows(connection)
    _run(connection, target)
    if target in {"head", HEAD} and any(_count_rows(connection).get(table) != rows for table, rows in before.items()):
        raise JournalError("After the change of the database rows of a record would be missing. Undone.")


def _count_rows(connection: Connection) -> dict[str, int]:
    there = set(RECORD) & set(inspect(connection).get_table_names())
    return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in there}  # noqa: S608 - names of ours


def _run(connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - 0.2 s that a start with nothing to do need not pay
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        if target != "base" and (target in {"head", HEAD} or target > (version(connection) or "")):
            command.upgrade(config, target)
        else:
            command.downgrade(config, target)
    except CommandError as error:
        raise SchemaTooNew(
            f"This database was made by a newer version of the journal. Install that version again. ({error})"
        ) from None
