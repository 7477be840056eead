"""Second factors in the database: a step and a code are used once, and one patient's are never another's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from journal.core.accounts.second_factors import Status
from journal.store.accounts import second_factors as store
from journal.store.database.database import Database
from journal.store.database.models import RecoveryCode

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CODES = [bytes([number]) * 32 for number in range(10)]


@pytest.fixture
def patient_id(database: Database, make_patient: Callable[..., str]) -> str:
    """A patient whose second factor is in use, at step 7."""
    made = make_patient("Ann")
    with database.writing() as session:
        store.add_second_factor(session, made, b"sealed", NOW)
        store.confirm_second_factor(session, made, 7, NOW)
        store.replace_recovery_codes(session, made, CODES)
    return made


def at_once(one: Callable[[int], bool]) -> int:
    """How many of eight at once it was true for."""
    together = Barrier(8)

    def wait(number: int) -> bool:
        together.wait()
        return one(number)

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(wait, range(8)))


def test_a_time_step_is_used_once_and_never_an_older_one(database: Database, patient_id: str) -> None:
    def use(step: int) -> bool:
        with database.writing() as session:
            return store.use_step(session, patient_id, step)

    assert not use(7)
    assert at_once(lambda _: use(8)) == 1
    assert not use(6)
    assert use(10)
    assert not use(9)


def test_a_recovery_code_is_used_once(database: Database, patient_id: str) -> None:
    def use(_: int) -> bool:
        with database.writing() as session:
            return store.use_recovery_code(session, patient_id, CODES[3], NOW)

    assert at_once(use) == 1
    with database.reading() as session:
        assert store.get_status(session, patient_id).codes_left == 9


def test_what_is_one_patients_is_not_anothers(
    database: Database, patient_id: str, make_patient: Callable[..., str]
) -> None:
    other = make_patient("Ben")
    with database.writing() as session:
        store.add_second_factor(session, other, b"another", NOW)
        assert not store.use_recovery_code(session, other, CODES[0], NOW)
        store.delete_second_factor(session, other)
        assert store.get_status(session, patient_id).codes_left == 10
        assert store.find_second_factor(session, other) is None
        assert store.find_challenge(session, other) is None
    assert store.Stored(b"sealed", NOW, NOW, 7) == find(database, patient_id)


def test_codes_go_with_the_second_factor(database: Database, patient_id: str) -> None:
    with database.writing() as session:
        store.delete_second_factor(session, patient_id)
    with database.reading() as session:
        assert session.query(RecoveryCode).count() == 0
        assert store.get_status(session, patient_id) == Status()


def find(database: Database, patient_id: str) -> store.Stored | None:
    with database.reading() as session:
        return store.find_second_factor(session, patient_id)
