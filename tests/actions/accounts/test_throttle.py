"""The throttle: tries are counted before they are made, one by one, whoever they are for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from journal.actions.accounts import throttle
from journal.actions.accounts.throttle import Throttled, Tries
from journal.core.accounts.audit import Action, Origin
from journal.store.accounts import accounts
from journal.store.accounts import throttle as store
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, Throttle
from tests.acting import KEYS, acting

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def at(minutes: float = 0) -> Origin:
    return Origin(NOW + timedelta(minutes=minutes), "192.0.2.0/24", "a test")


def admitted(database: Database, tries: Tries, times: int, minutes: float = 0) -> int:
    return sum(is_admitted(database, tries, minutes) for _ in range(times))


def is_admitted(database: Database, tries: Tries, minutes: float = 0) -> bool:
    try:
        throttle.admit(acting(database, at=at(minutes)), tries)
    except Throttled:
        return False
    return True


def rows(database: Database) -> list[Throttle]:
    with database.reading() as session:
        return list(session.query(Throttle))


def closings(database: Database) -> list[tuple[str | None, str | None]]:
    """Of whom and of what the audit log says that it was closed."""
    with database.reading() as session:
        found = session.query(AuditEvent).filter(AuditEvent.action == str(Action.LOG_IN_THROTTLED))
        return [(event.patient_id, event.about) for event in found.order_by(AuditEvent.number)]


def test_ten_tries_of_a_name_then_a_wait_in_words(database: Database) -> None:
    tries = throttle.account("Ann", "192.0.2.7")
    assert admitted(database, tries, 10) == 10
    with pytest.raises(Throttled) as caught:
        throttle.admit(acting(database, at=at(0.01)), tries)
    assert caught.value.retry_after == 300
    assert str(caught.value) == "Too many tries. Wait 5 minutes, then try again. Nothing is lost."
    with pytest.raises(Throttled, match="Wait a minute,") as caught:
        throttle.admit(acting(database, at=at(4.5)), tries)
    assert caught.value.retry_after == 31
    assert is_admitted(database, tries, 6)


def test_a_name_is_one_however_it_is_written_and_whether_it_is_known_or_not(database: Database) -> None:
    assert admitted(database, throttle.account("Ann", "192.0.2.7"), 6) == 6
    assert admitted(database, throttle.account(" aNN ", "192.0.2.8"), 6) == 4
    assert is_admitted(database, throttle.account("Ben", "192.0.2.7"))


def test_an_address_is_closed_after_thirty_names_and_no_name_is_charged_for_it(database: Database) -> None:
    for number in range(30):
        assert is_admitted(database, throttle.account(f"name {number}", "192.0.2.7"))
    for _ in range(12):
        assert not is_admitted(database, throttle.account("Ann", "192.0.2.7"))
    assert admitted(database, throttle.account("Ann", "192.0.2.8"), 11) == 10


def test_a_closed_name_costs_the_address_nothing(database: Database) -> None:
    admitted(database, throttle.account("Ann", "192.0.2.7"), 50)
    assert sum(is_admitted(database, throttle.account(f"name {number}", "192.0.2.7")) for number in range(30)) == 20


def test_a_stranger_cannot_lock_a_known_device_out(database: Database) -> None:
    admitted(database, throttle.account("Ann", "192.0.2.7"), 100)
    known = throttle.known_device("Ann", "her phone")
    assert admitted(database, known, 11) == 10
    assert is_admitted(database, throttle.known_device("Ann", "her tablet"))
    assert is_admitted(database, throttle.known_device("Ben", "her phone"))


def test_the_second_factor_has_a_bucket_of_its_own(database: Database) -> None:
    assert admitted(database, throttle.second_factor("Ann"), 6) == 5
    assert is_admitted(database, throttle.account("Ann", "192.0.2.7"))
    assert is_admitted(database, throttle.second_factor("Ann", "her phone"))


def test_with_another_password_a_known_device_begins_anew_and_strangers_do_not(
    database: Database, make_patient
) -> None:
    """Nobody makes a code of theirs guessable for longer by that: who changes the password is logged in."""
    patient_id = make_patient("Ann")
    known, code = throttle.known_device("Ann", "her phone"), throttle.second_factor("Ann", "her phone")
    strangers = throttle.account("Ann", "192.0.2.7"), throttle.second_factor("Ann")
    assert [admitted(database, tries, 12) for tries in (known, code, *strangers)] == [10, 5, 10, 5]
    with database.writing() as session:
        accounts.set_password_hash(session, patient_id, "another")
    assert [admitted(database, tries, 12) for tries in (known, code, *strangers)] == [10, 5, 0, 0]
    throttle.forgive(acting(database), known)
    assert [admitted(database, tries, 12) for tries in (known, code)] == [10, 0]


def test_success_forgives_the_name_but_takes_back_only_itself_from_the_address(database: Database) -> None:
    tries = throttle.account("Ann", "192.0.2.7")
    admitted(database, tries, 10)
    throttle.forgive(acting(database), tries)
    assert [row.attempts for row in rows(database)] == [9]
    assert admitted(database, tries, 11) == 10
    throttle.forgive(acting(database), throttle.account("Nobody", "198.51.100.1"))


def test_a_closed_address_is_not_opened_by_a_success(database: Database) -> None:
    tries = throttle.sign_up("192.0.2.7")
    assert admitted(database, tries, 21) == 20
    throttle.forgive(acting(database), tries)
    assert not is_admitted(database, tries)


def test_a_closing_is_written_down_once_and_names_the_patient_when_there_is_one(
    database: Database, make_patient
) -> None:
    patient_id = make_patient("Ann")
    admitted(database, throttle.account("ann", "192.0.2.7"), 15)
    admitted(database, throttle.account("Nobody", "192.0.2.7"), 15)
    assert closings(database) == [(patient_id, "account"), (None, "account")]
    assert not is_admitted(database, throttle.account("ann", "192.0.2.9"), 1)
    assert admitted(database, throttle.account("Ann", "192.0.2.9"), 11, minutes=6) == 10
    assert len(closings(database)) == 3
    for number in range(20):
        is_admitted(database, throttle.account(f"{number}", "192.0.2.9"), 6)
    assert not is_admitted(database, throttle.account("another", "192.0.2.9"), 6)
    assert closings(database)[-1] == (None, "address")


def test_the_table_names_nobody(database: Database) -> None:
    is_admitted(database, throttle.account("Ann", "192.0.2.7"))
    for row in rows(database):
        assert len(row.bucket) == 32
        assert b"ann" not in row.bucket


def test_twenty_at_once_let_exactly_ten_through(database: Database) -> None:
    together = Barrier(20)

    def one(number: int) -> bool:
        together.wait()
        return is_admitted(database, throttle.account("Ann", f"192.0.2.{number}"))

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(20))) == 10
    assert len(closings(database)) == 1


def test_what_is_over_is_cleared_away_a_little_at_a_time(database: Database) -> None:
    with database.writing() as session:
        for number in range(store.PURGED + 10):
            store.lock_bucket(session, number.to_bytes(32), NOW - timedelta(days=2))
    is_admitted(database, throttle.sign_up("192.0.2.7"))
    assert len(rows(database)) == 11
    is_admitted(database, throttle.sign_up("192.0.2.7"))
    assert len(rows(database)) == 1


def test_what_strangers_closed_is_opened_for_an_account(database: Database) -> None:
    admitted(database, throttle.account("Ann", "192.0.2.7"), 11)
    admitted(database, throttle.second_factor("Ann"), 6)
    with database.writing() as session:
        throttle.forget_account(session, KEYS, "ann")
    assert is_admitted(database, throttle.account("Ann", "192.0.2.7"))
    assert is_admitted(database, throttle.second_factor("Ann"))
