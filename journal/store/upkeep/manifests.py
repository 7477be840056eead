"""What a copy of the record holds, read from end to end: its schema, its rows, and one digest for each patient.

A manifest lies beside its copy and says nothing of anybody's health: patients stand there by their random ids.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from journal.core.accounts.audit import Head
from journal.core.values.errors import JournalError
from journal.store.database.database import FAULTS, Database, DatabaseUnusable
from journal.store.database.models import Base

LEFT_OUT = {
    "alembic_version": "the schema, which stands in the manifest itself",
    "login_session": "devices; putting a copy back logs all of them out",
    "share": "links for a doctor; putting a copy back ends all of them",
    "throttle": "tries of the last hour",
    "audit_event": "its own chain says whether it is sound",
    "audit_head": "its own chain says whether it is sound",
}  # every other table with a patient is part of a record; a test asks for a decision on each new one


class Damaged(JournalError):
    """A database file is not a sound journal; the sentence says what is wrong."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds. `sha256` is of the database, `sealed_sha256` of the encrypted file around it."""

    made_at: str
    schema: str
    rows: Mapping[str, int]
    patients: Mapping[str, str]
    sha256: str
    sealed_sha256: str = ""
    mark: str = ""  # of the installation it was made by
    head: str = ""  # of its audit log; "" in copies from before it was kept

    def write(self, file: Path) -> None:
        """Write it as JSON."""
        file.write_text(json.dumps(asdict(self), indent=1) + "\n")


def read_manifest(file: Path) -> Manifest:
    """The manifest in a file. Raises OSError, ValueError or TypeError."""
    content = dict(json.loads(file.read_text()))
    if not all(isinstance(content.get(name, {}), dict) for name in ("rows", "patients")):
        raise TypeError("its rows and patients are lists, or something else that names nothing")
    return Manifest(**{field.name: content[field.name] for field in fields(Manifest) if field.name in content})


def inspect(file: Path, made_at: str = "") -> Manifest:
    """Read a database file from end to end. Raises Damaged when it is not sound."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.isolation_level = None
            connection.execute("BEGIN")  # everything below sees one state, also while people write
            _check(connection, file)
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            tables = list(_tables(connection))
            rows = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608 - names of ours
            head = _head(connection) if "audit_head" in tables else ""
            patients = {patient: _digest(connection, tables, patient) for patient in _patients(connection)}
    except (sqlite3.DatabaseError, TypeError) as error:
        raise Damaged(f"{file} cannot be read as a journal: {error}") from None
    return Manifest(made_at, schema, rows, patients, hash_of(file), head=head)


def read_through(database: Database) -> tuple[str, dict[str, int]]:
    """The schema and the rows of each table of any database, every row fetched. Raises DatabaseUnusable."""
    try:
        with database.reading() as session:
            schema: str = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            rows = {table.name: _fetch(session, table) for table in Base.metadata.sorted_tables}
    except FAULTS as error:
        raise DatabaseUnusable(database.url.render_as_string(), getattr(error, "orig", None) or error) from None
    return schema, rows


def _fetch(session: Session, table: Table) -> int:
    found = session.execute(select(table), execution_options={"yield_per": 1000})
    return sum(len(part) for part in found.partitions())


def differences(said: Manifest, found: Manifest) -> list[str]:
    """What a file holds otherwise than its manifest says, each as a few words."""
    wrong = ["another schema"] if said.schema != found.schema else []
    wrong += [f"rows of {table}" for table, count in said.rows.items() if found.rows.get(table) != count]
    if said.patients != found.patients:
        changed = {patient for patient, _ in set(said.patients.items()) ^ set(found.patients.items())}
        wrong.append(f"the record of {len(changed)} of {len(said.patients)} patients")
    wrong += ["the end of the audit log"] if said.head and said.head != found.head else []
    return wrong


def hash_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _check(connection: sqlite3.Connection, file: Path) -> None:
    faults = connection.execute("PRAGMA integrity_check").fetchall()
    if faults != [("ok",)]:
        raise Damaged(f"{file} is damaged: {faults[0][0]}")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise Damaged(f"{file} is damaged: some rows belong to nothing.")


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    yield from sorted(name for (name,) in names)


def _head(connection: sqlite3.Connection) -> str:
    number, digest = connection.execute("SELECT number, digest FROM audit_head WHERE id = 1").fetchone()
    return str(Head(number, digest))


def _patients(connection: sqlite3.Connection) -> list[str]:
    return [patient for (patient,) in connection.execute("SELECT id FROM patient ORDER BY id")]


def _digest(connection: sqlite3.Connection, tables: list[str], patient: str) -> str:
    """One hash over every row of a patient's record, in the order of its keys."""
    digest = hashlib.sha256()
    for table in tables:
        if table in LEFT_OUT:
            continue
        owner = "id" if table == "patient" else "patient_id"
        keys = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
        order = ", ".join(name for (name,) in keys)
        query = f"SELECT * FROM {table} WHERE {owner} = ? ORDER BY {order}"  # noqa: S608 - names of ours
        digest.update(f"{table}\n".encode())
        for row in connection.execute(query, (patient,)):
            digest.update(repr(row).encode())
    return digest.hexdigest()
