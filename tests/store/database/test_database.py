"""The database as it is really opened: durable, checked, writers in line, readers with a state of their own."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as NoneFree

from journal.core.accounts.accounts import Patient
from journal.core.plan.schedules import Days, PlannedDose
from journal.store.accounts import accounts, devices
from journal.store.database.database import Database, DatabaseUnusable
from journal.store.database.types import EPOCH, Instant, PlannedDays, PlannedDoses, WallTime

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PROMISE = "CREATE TABLE promise (id INTEGER PRIMARY KEY, kept INTEGER REFERENCES promise DEFERRABLE INITIALLY DEFERRED)"


def test_a_block_that_raises_leaves_nothing_behind(database: Database, patient: Patient) -> None:
    def fail_half_way() -> None:
        with database.writing() as session:
            session.execute(text("UPDATE patient SET name = 'changed'"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.reading() as session:
        assert session.execute(text("SELECT name FROM patient")).scalar_one() == patient.name


def test_a_reader_sees_one_state_from_beginning_to_end(database: Database, patient: Patient) -> None:
    with database.reading() as reading:
        assert reading.execute(text("SELECT name FROM patient")).scalar_one() == patient.name
        with database.writing() as session:
            session.execute(text("UPDATE patient SET name = 'later'"))
        assert reading.execute(text("SELECT name FROM patient")).scalar_one() == patient.name
    with database.reading() as session:
        assert session.execute(text("SELECT name FROM patient")).scalar_one() == "later"


def test_writers_of_one_record_wait_in_line(database: Database, patient: Patient) -> None:
    def add_one() -> None:
        for _ in range(10):
            with database.writing() as session:
                accounts.touch_record(session, patient.id)  # as every change begins
                seen = session.execute(text("SELECT revision FROM patient")).scalar_one()
                session.execute(text("UPDATE patient SET revision = :next"), {"next": seen})

    threads = [threading.Thread(target=add_one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.execute(text("SELECT revision FROM patient")).scalar_one() == 50


def test_a_rating_cannot_stand_on_another_patients_entry(database: Database, make_patient) -> None:
    one, other = make_patient("One"), make_patient("Other")
    add = text(
        "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at, version,"
        " fingerprint, words, note, answer)"
        " VALUES (:patient, 'e1', 'check_in', 0, 'UTC', 0, '2026-11-23', 0, 1, :mark, '', '', 'rated')"
    )
    rate = text(
        "INSERT INTO rating (patient_id, entry_id, effect, position, severity, direction, day_on)"
        " VALUES (:patient, 'e1', 'drowsiness', 0, :severity, '', '2026-11-23')"
    )
    with database.writing() as session:
        session.execute(add, {"patient": one, "mark": b"f"})
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(rate, {"patient": other, "severity": 2})
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(rate, {"patient": one, "severity": 5})
    with database.writing() as session:
        session.execute(rate, {"patient": one, "severity": 4})
    with database.writing() as session:
        session.execute(text("DELETE FROM patient WHERE id = :patient"), {"patient": one})
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM rating")).scalar_one() == 0


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'party'",
        "kind = 'dose'",
        "medicine_id = 'nothing'",
        "mood = 6",
        "severity = 9",
        "amount = 0",
        "patient_id = 'nobody'",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(database: Database, make_patient, change: str) -> None:
    one = make_patient("One")
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO entry (patient_id, id, kind, at, zone, offset_minutes, day_on, recorded_at,"
                " version, fingerprint, words, note, answer) VALUES (:patient, 'e', 'check_in', 0, 'UTC', 0,"
                " '2026-11-23', 0, 1, :mark, '', '', 'rated')"
            ),
            {"patient": one, "mark": b"f"},
        )
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text(f"UPDATE entry SET {change}"))


def test_an_error_never_repeats_what_was_written(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught, database.writing() as session:
        session.execute(text("SELECT * FROM nothing WHERE note = :note"), {"note": "secret words"})
    assert "secret words" not in str(caught.value)


def test_a_commit_that_fails_is_an_error_and_saves_nothing(database: Database, patient: Patient) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(PROMISE))

    def break_the_promise(connection: Connection) -> None:
        connection.execute(text("INSERT INTO promise VALUES (1, 99)"))

    event.listen(database.engine, "commit", break_the_promise)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("UPDATE patient SET name = 'changed'"))
    event.remove(database.engine, "commit", break_the_promise)
    with database.reading() as session:
        assert session.execute(text("SELECT name FROM patient")).scalar_one() == patient.name


def test_who_finds_no_free_connection_waits_and_is_told(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    small = Database(url, pool_size=1, patience=0.05)
    with small.reading() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(NoneFree), small.reading() as other:
            other.execute(text("SELECT 1"))
    with small.reading() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    small.close()


@pytest.mark.parametrize("url", ["nonsense", "oracle+nothing://x", "sqlite+none://", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_names_no_database_is_a_sentence(databases: object, url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="JOURNAL_DATABASE_URL"):
        Database(url)


# Types


@pytest.fixture
def dialect(database: Database):
    return database.engine.dialect


def test_an_instant_is_kept_to_the_microsecond_in_any_zone(dialect) -> None:
    kept = Instant()
    read = kept.result_processor(dialect, None)
    at = datetime(2026, 10, 25, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    stored = kept.process_bind_param(at, dialect)
    assert isinstance(stored, int)
    assert read(stored) == at
    assert read(-1) == EPOCH - timedelta(microseconds=1)
    assert kept.process_bind_param(None, dialect) is None
    assert read(None) is None


def test_an_instant_without_a_zone_is_refused(dialect, database: Database) -> None:
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(datetime(2026, 1, 1), dialect)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError), database.reading() as session:
        devices.find_login_session(session, b"x", datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_times_of_day_are_kept(dialect) -> None:
    from datetime import time

    doses = (PlannedDose(time(8), 62_500), PlannedDose(time(20, 30), 1_000_000))
    assert PlannedDoses().process_bind_param(doses, dialect) == "08:00=62500 20:30=1000000"
    assert PlannedDoses().process_result_value("08:00=62500 20:30=1000000", dialect) == doses
    assert PlannedDoses().process_result_value("", dialect) == ()
    assert (
        PlannedDoses().process_bind_param(None, dialect) is PlannedDoses().process_result_value(None, dialect) is None
    )
    assert PlannedDays().process_bind_param(Days(weekdays=(0, 4)), dialect) == "mon fri"
    assert PlannedDays().process_result_value("every 3", dialect) == Days(3)
    assert PlannedDays().process_bind_param(None, dialect) is PlannedDays().process_result_value(None, dialect) is None
    assert WallTime().process_bind_param(time(4), dialect) == "04:00"
    assert WallTime().process_result_value("04:00", dialect) == time(4)
    assert WallTime().process_bind_param(None, dialect) is WallTime().process_result_value(None, dialect) is None


def test_days_come_back_as_days(database: Database, patient: Patient) -> None:
    from journal.core.plan.regimens import Step
    from journal.store.plan import regimens

    step = Step.every_day(date(2026, 2, 28), None, (), 500_000, "tablet")
    with database.writing() as session:
        regimens.add_step(session, patient.id, "clonazepam", "s", step, NOW)
    with database.reading() as session:
        assert regimens.list_steps(session, patient.id, "clonazepam") == (step,)
