"""Account gone: no row, no trace in the files, and everybody else's record as it was."""

import itertools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from journal.actions.accounts.accounts import token_hash
from journal.actions.accounts.audit import verify_audit
from journal.actions.accounts.erasures import erase_account, sweep_again
from journal.actions.record.entries import delete_entry, edit_entry, log_entry, restore_entry
from journal.core.accounts.accounts import NewAccount, Patient, Settings
from journal.core.accounts.audit import Action, Origin
from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.record.doses import Dose
from journal.core.safety.check import askable
from journal.core.values.clock import moment
from journal.store import exports as store
from journal.store.accounts import accounts as accounts_store
from journal.store.accounts import audit, devices, erasures
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, Base, RecoveryCode, SecondFactor, Throttle
from journal.store.record import entries as entries_store
from journal.store.record.versions import list_versions
from tests.acting import KEYS, acting
from tests.conftest import NOW, add_patient
from tests.databases import Databases
from tests.devices import create_login_session

ORIGIN = Origin(NOW, "192.0.2.0/24", "Zanzibar browser")
NOTE = "zanzibar and nothing else"


def dose(note: str) -> Dose:
    return Dose(
        moment=moment(NOW, "Europe/Berlin"),
        status="taken",
        amount=500_000,
        form="tablet",
        medicine_id="clonazepam",
        note=note,
    )


class Writer:
    """Logs doses with a note."""

    def __init__(self, database: Database, monograph: Monograph, first: int = 0) -> None:
        self.database = database
        self.monograph = monograph
        self.numbers = itertools.count(first)

    def __call__(self, patient: Patient, note: str) -> str:
        entry_id = f"00000000-0000-4000-8000-{next(self.numbers):012d}"
        log_entry(acting(self.database, patient, NOW), entry_id, dose(note), b"x" * 32, self.monograph, askable())
        return entry_id


@pytest.fixture
def write(database: Database, clonazepam: Monograph) -> Writer:
    """Logs a dose with a note, under an id that no filled database has."""
    return Writer(database, clonazepam, 10_000)


@dataclass(frozen=True)
class Filled:
    """A database with two records, filled once and copied for each test."""

    address: str
    patient: Patient
    neighbour: Patient


@pytest.fixture(scope="module")
def filled(databases: Databases, empty_database: str, password_hash: str, clonazepam: Monograph) -> Filled:
    """A record with a row in every table there is, its rows among those of somebody else in the same database."""
    address = databases.keep(empty_database, "erasures")
    database = Database(address)
    write = Writer(database, clonazepam)
    accounts = [
        NewAccount(name, "", Settings("Europe/Berlin", time(4)), "clonazepam") for name in ("Patient", "Neighbour")
    ]
    ids = [add_patient(database, password_hash, account) for account in accounts]
    patient, neighbour = (
        Patient(patient_id, account.name, account.settings, (of_monograph(account.medicine),), 0)
        for patient_id, account in zip(ids, accounts, strict=True)
    )
    for number in range(30):
        write(neighbour, f"mine {number}")
    for number in range(30):
        entry_id = write(patient, f"{NOTE} {number} " + "long " * (number * 7 % 50))
        edit_entry(acting(database, patient, NOW), entry_id, 1, dose(f"{NOTE} once more, {number}"), clonazepam)
        write(neighbour, f"mine too {number}")
    create_login_session(acting(database, at=NOW, device="Zanzibar browser"), patient.id)
    with database.writing() as session:
        values = {"patient_id": patient.id, "sealed": b"s", "created_at": NOW, "last_step": 0}
        session.execute(insert(SecondFactor).values(values))
        session.execute(insert(RecoveryCode).values(patient_id=patient.id, code_hash=b"x" * 32))
        bucket = {"bucket": b"b" * 32, "attempts": 1, "started_at": NOW, "waits": 0, "expires_at": NOW}
        session.execute(insert(Throttle).values(bucket))
        for person in (patient, neighbour, patient):
            origin = ORIGIN if person is patient else Origin(NOW, "198.51.100.0/24", "another browser")
            audit.add_event(session, KEYS.audit, Action.LOGGED_IN, origin, person.id)
    database.close()
    return Filled(address, patient, neighbour)


@pytest.fixture
def template(request: pytest.FixtureRequest, empty_database: str) -> str:
    """The filled database for those who ask for its people."""
    found: str = request.getfixturevalue("filled").address if "full" in request.fixturenames else empty_database
    return found


@pytest.fixture
def full(filled: Filled) -> Patient:
    """The patient whose record has a row in every table."""
    return filled.patient


@pytest.fixture
def neighbour(filled: Filled) -> Patient:
    """Somebody else with a record in the same database."""
    return filled.neighbour


def rows(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.reading() as session:
        return {table.name: session.execute(select(table)).all() for table in Base.metadata.sorted_tables}


def contents(database: Database) -> bytes:
    """Every byte of the database's files."""
    file = Path(str(database.url.database))
    return b"".join(found.read_bytes() for found in file.parent.glob(f"{file.name}*"))


def test_no_row_of_the_patient_is_left_in_any_table(database: Database, full: Patient) -> None:
    erase_account(acting(database, full, ORIGIN))
    left = rows(database)
    for table, found in left.items():
        assert not [row for row in found if full.id in row], table
    assert len(left["throttle"]) == 1
    assert not left["second_factor"] + left["recovery_code"] + left["login_session"]


def test_everybody_elses_record_is_as_it_was(database: Database, full: Patient, neighbour: Patient) -> None:
    def everything() -> list[Any]:
        with database.reading() as session:
            account = store.get_account(session, neighbour.id)
            return [
                account,
                *store.list_everything(session, neighbour.id),
                *store.list_all_events(session, neighbour.id),
            ]

    before = everything()
    erase_account(acting(database, full, ORIGIN))
    assert everything() == before
    assert len(before) == 62


def test_one_line_stays_in_the_audit_log_and_does_not_say_whose(database: Database, full: Patient) -> None:
    erase_account(acting(database, full, ORIGIN))
    with database.reading() as session:
        last = session.execute(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).scalar_one()
        assert (last.action, last.about) == ("account erased", "2 events blanked")
        assert (last.patient_id, last.address, last.device) == (None, "", "")
    assert verify_audit(acting(database)).blanked == 2


@pytest.mark.sqlite
def test_no_byte_of_a_note_is_left_in_the_files(database: Database, full: Patient) -> None:
    assert NOTE.encode() in contents(database)
    erase_account(acting(database, full, ORIGIN))
    assert b"anzibar" not in contents(database)
    assert full.id.encode() not in contents(database)
    assert b"mine too" in contents(database)


@pytest.mark.sqlite
def test_somebody_who_was_reading_keeps_it_only_until_they_are_done(database: Database, full: Patient) -> None:
    reading = sqlite3.connect(str(database.url.database))
    reading.execute("BEGIN")
    assert reading.execute("SELECT count(*) FROM entry").fetchone() == (90,)
    with database.engine.connect() as connection:  # do not wait five seconds for a reader that stays
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=20").close()
    erase_account(acting(database, full, ORIGIN))
    assert database.unswept == ("PRAGMA wal_checkpoint(TRUNCATE)",)
    sweep_again(database)
    assert database.unswept
    reading.close()
    sweep_again(database)
    assert not database.unswept
    assert b"anzibar" not in contents(database)
    sweep_again(database)


@pytest.mark.sqlite
def test_somebody_who_was_writing_lets_it_wait_too(database: Database, full: Patient) -> None:
    erase_account(acting(database, full, ORIGIN))
    writing = sqlite3.connect(str(database.url.database), isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    database.unswept = erasures.SWEEPING
    sweep_again(database)
    assert database.unswept == erasures.SWEEPING
    writing.close()
    sweep_again(database)
    assert not database.unswept


@pytest.mark.sqlite
def test_a_file_too_large_to_write_anew_is_still_emptied_of_its_log(
    database: Database, full: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasures, "TOO_LARGE", 100)
    erase_account(acting(database, full, ORIGIN))
    assert not database.unswept
    assert Path(f"{database.url.database}-wal").stat().st_size == 0


@pytest.mark.sqlite
def test_a_file_that_cannot_be_opened_leaves_it_for_later(database: Database, full: Patient) -> None:
    erase_account(acting(database, full, ORIGIN))
    database.unswept = erasures.SWEEPING
    file = Path(str(database.url.database))
    database.close()
    file.rename(file.with_suffix(".away"))
    sweep_again(database)
    assert database.unswept == erasures.SWEEPING
    file.with_suffix(".away").rename(file)
    sweep_again(database)
    assert not database.unswept


@pytest.mark.sqlite
def test_where_there_is_no_room_it_is_tried_again_later(database: Database, full: Patient) -> None:
    """VACUUM needs as much room beside the file; a small /tmp is full at once."""
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        (usual,) = driver.execute("PRAGMA max_page_count").fetchone()
        driver.execute("PRAGMA max_page_count=1").close()
    needs_room = ("CREATE TABLE needs_room AS SELECT randomblob(1000000)",)
    database.unswept = needs_room
    sweep_again(database)
    assert database.unswept == needs_room
    driver.execute(f"PRAGMA max_page_count={usual}").close()
    sweep_again(database)  # each try lets writers wait, so not with every page
    assert database.unswept == needs_room
    database.sweep_after = 0.0
    sweep_again(database)
    assert not database.unswept


@pytest.mark.sqlite
def test_what_cannot_be_done_at_all_is_said_in_the_log_and_not_tried_for_ever(
    database: Database, full: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    erase_account(acting(database, full, ORIGIN))
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA query_only=ON").close()
    database.unswept = ("VACUUM",)
    sweep_again(database)
    assert not database.unswept
    (record,) = caplog.records
    assert vars(record)["fields"] == {"event": "not swept", "statement": "VACUUM", "kind": "SQLITE_READONLY"}


def test_the_old_token_opens_nothing_and_the_name_is_free(database: Database, full: Patient) -> None:
    token = create_login_session(acting(database, at=NOW, device="a phone"), full.id)
    erase_account(acting(database, full, ORIGIN))
    with database.writing() as session:
        assert devices.find_login_session(session, token_hash(token), NOW) is None
        account = NewAccount(full.name, "x", full.settings, "clonazepam")
        accounts_store.add_patient(session, "another id", account, "hash", NOW)


def test_a_deleted_entry_is_put_back_thirty_days_later_and_says_who(
    database: Database, patient: Patient, write: Callable[..., str], clock: Any
) -> None:
    entry_id = write(patient, "kept")
    delete_entry(acting(database, patient, NOW), entry_id)
    late = NOW.replace(month=12, day=23)
    restore_entry(acting(database, patient, late), entry_id)
    with database.reading() as session:
        found = entries_store.get_entry(session, patient.id, entry_id)
        versions = list_versions(session, patient.id, entry_id)
    assert (found.deleted, found.detail) == (False, dose("kept"))
    assert [(version.change, version.changed_at, version.changed_by) for version in versions] == [
        ("restored", late, patient.id),
        ("deleted", NOW, patient.id),
    ]


def test_an_act_that_ends_after_the_account_was_erased_names_nobody(database: Database, patient: Patient) -> None:
    erase_account(acting(database, patient, ORIGIN))
    with database.writing() as session:
        event = audit.add_event(session, KEYS.audit, Action.LOG_IN_REFUSED, ORIGIN, patient.id)
    assert event.patient_id is None
    assert verify_audit(acting(database))


def test_files_that_are_away_when_they_should_be_swept_are_no_error() -> None:
    away = Database("sqlite:////nowhere/at/all.db", patience=0.05)
    erasures.sweep(away)
    assert away.unswept == erasures.SWEEPING
    away.close()
