"""Bring the schema up to date: all of it or nothing, and once when two processes start together."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from journal.core.errors import JournalError
from journal.store.database import Database, DatabaseUnusable

HEAD = "0002"  # the newest file of migrations/versions; a test holds the two together
FOLDER = Path(__file__).parents[2] / "migrations"


class SchemaTooNew(JournalError):
    """A newer program made this database; this one would damage it."""


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the database to the newest schema, or to `target`.

    Raises SchemaTooNew when a newer program has been here, and DatabaseUnusable. Foreign keys are off on SQLite while
    tables are rebuilt, since a rebuild with cascades would delete the rows that point there; they are checked before
    commit.
    """
    try:
        with database.engine.execution_options(journal_writes=True).connect() as connection:
            _upgrade(connection, target)
    except SQLAlchemyError as error:
        raise DatabaseUnusable(database.url.render_as_string(), getattr(error, "orig", None) or error) from error


def _upgrade(connection: Connection, target: str) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, on=False)  # before the transaction: inside one the pragma is ignored
    try:
        with connection.begin():
            if target != "head" or version(connection) != HEAD:
                _run(connection, target)
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise JournalError("After the change of the database some rows would belong to nothing. Undone.")
    finally:
        if sqlite:
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
