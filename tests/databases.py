"""Where the tests keep their databases: SQLite files, or databases on one PostgreSQL server (`--database postgresql`).

Each test gets one of its own, copied from one that was migrated once.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import psycopg
from sqlalchemy import URL, make_url

from journal.store.database.database import Database
from journal.store.upkeep import migrations

MEMORY = Path("/dev/shm")


class CompiledStatements(dict[tuple[Any, ...], Any]):
    """SQL that was compiled once, for all the databases of a run.

    SQLAlchemy's keys begin with the dialect, and every engine has one of its own: left as they are, no test would find
    what the test before it compiled. The name of the dialect stands in its place.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), compiled)


COMPILED = CompiledStatements()


def opened(address: str) -> Database:
    """The database of a test, with what the tests before it compiled."""
    database = Database(address)
    for engine in (database.engine, *(made.kw["bind"] for made in (database._read, database._write))):
        engine.update_execution_options(compiled_cache=COMPILED)
    return database


class Databases(Protocol):
    """Makes databases; a template is named by its address."""

    def blank(self, name: str) -> str:
        """The address of an empty database that stays until the end."""

    def keep(self, template: str, name: str) -> str:
        """The address of a copy that stays until the end."""

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """The address of a copy that is gone after the block."""


class Files:
    """SQLite files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)

    def blank(self, name: str) -> str:
        file = self.folder / f"{name}-{next(self.numbers)}.db"
        file.touch()
        return f"sqlite:///{file}"

    def keep(self, template: str, name: str) -> str:
        file = self.folder / f"{name}-{next(self.numbers)}.db"
        shutil.copyfile(str(make_url(template).database), file)
        return f"sqlite:///{file}"

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        with TemporaryDirectory(dir=self.folder) as folder:
            shutil.copyfile(str(make_url(template).database), file := Path(folder) / "journal.db")
            yield f"sqlite:///{file}"


class OnServer:
    """Databases on a PostgreSQL server, named after the worker that made them.

    A copied database is dropped when the next is made: by then its connections are gone, and nobody waits for them.
    """

    def __init__(self, address: str, worker: str) -> None:
        self.address = make_url(address)
        self.prefix = f"journal_{os.getpid()}_{worker}"
        self.numbers = itertools.count(1)
        self.made: list[str] = []
        self.left: list[str] = []
        self.admin = psycopg.connect(_plain(self.address), autocommit=True)

    def blank(self, name: str) -> str:
        return self._make(f"{name}_{next(self.numbers)}", "template0")

    def keep(self, template: str, name: str) -> str:
        return self._make(f"{name}_{next(self.numbers)}", str(make_url(template).database))

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        while self.left:
            self._drop(self.left.pop())
        address = self.keep(template, "test")
        yield address
        self.left.append(str(make_url(address).database))

    def close(self) -> None:
        """Drop every database."""
        for name in [*self.made]:
            self._drop(name)
        self.admin.close()

    def _make(self, name: str, template: str) -> str:
        full = f"{self.prefix}_{name}"
        self.admin.execute(f'CREATE DATABASE "{full}" TEMPLATE "{template}" STRATEGY file_copy')
        self.made.append(full)
        return self.address.set(database=full).render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        self.admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.made.remove(name)


@contextmanager
def in_files() -> Iterator[Databases]:
    """SQLite files; in memory where the system has a folder there, since commits wait for the disk."""
    with TemporaryDirectory(prefix="journal-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Files(Path(folder))


@contextmanager
def on_server(address: str) -> Iterator[Databases]:
    """Databases on a PostgreSQL server, dropped after the block."""
    made = OnServer(address, os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    yield made
    made.close()


@cache
def migrated(databases: Databases, target: str = "head") -> str:
    """The address of a database without a row and with the newest schema, or that of `target`, to be copied."""
    address = databases.blank(f"template-{target}")
    database = Database(address)
    migrations.upgrade(database, target)
    database.close()
    return address


def _plain(address: URL) -> str:
    return address.set(drivername="postgresql").render_as_string(hide_password=False)
