"""A small record in an SQLite file of its own, for the tests of copies."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from journal.store.database.database import Database
from tests.installations import begin

PATIENT = (
    "INSERT INTO patient (id,login_name,name,password_hash,created_at,zone,day_starts,hours,own_symptoms,"
    "past_zones,revision) VALUES ('{0}','{0}','{0}','-',0,'UTC','04:00','24','{{}}','[]',0)"
)
MEDICINE = (
    "INSERT INTO medicine (patient_id,id,monograph,unit,amounts,position,created_at)"
    " VALUES ('{0}','clonazepam','clonazepam','mg','[]',0,0)"
)
DOSE = (
    "INSERT INTO entry (patient_id,id,kind,at,zone,offset_minutes,day_on,recorded_at,medicine_id,version,fingerprint,"
    "words,note,status,amount,form) VALUES ('{0}','{1}','dose',{2},'UTC',0,'2026-03-01',0,'clonazepam',1,x'00',"
    "'','','taken',500000,'tablet')"
)


def make_record(file: Path, entries: int = 3) -> Database:
    """The record of Ann, copied from one that was migrated and filled once."""
    file.write_bytes(_filled(entries))
    return Database(f"sqlite:///{file}")


@cache
def _filled(entries: int) -> bytes:
    with TemporaryDirectory() as folder:
        file = begin(Path(folder)) / "journal.db"
        made = Database(f"sqlite:///{file}")
        run(made, PATIENT.format("ann"))
        run(made, MEDICINE.format("ann"))
        log(made, entries)
        made.close()
        return file.read_bytes()


def log(database: Database, count: int, first: int = 0) -> None:
    """Doses, each in a transaction of its own."""
    for number in range(first, first + count):
        run(database, DOSE.format("ann", f"id-{number}", number))


def run(database: Database, statement: str) -> None:
    """One statement that writes."""
    with database.writing() as session:
        session.connection().exec_driver_sql(statement)


def count(database: Database, table: str = "entry") -> int:
    """The rows of a table."""
    with database.reading() as session:
        found: int = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
    return found
