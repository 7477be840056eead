"""The buckets in the database: counted one by one however many come at once, on every database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from journal.core.accounts.throttle import Bucket, Rule, attempt, empty
from journal.store.accounts import throttle as store
from journal.store.database.database import Database

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
ANN, BEN = b"a" * 32, b"b" * 32
CLOSED = Bucket(10, NOW, 2, NOW + timedelta(minutes=10), NOW + timedelta(days=1))


def find(database: Database, name: bytes) -> Bucket:
    with database.writing() as session:
        return store.lock_bucket(session, name, NOW)


def test_a_bucket_begins_empty_and_is_read_as_it_was_written(database: Database) -> None:
    with database.writing() as session:
        assert store.lock_bucket(session, ANN, NOW) == empty(NOW)
        store.set_bucket(session, ANN, CLOSED)
    assert find(database, ANN) == CLOSED
    assert find(database, BEN) == empty(NOW)


def test_a_bucket_is_forgotten_alone(database: Database) -> None:
    with database.writing() as session:
        for name in (ANN, BEN):
            store.lock_bucket(session, name, NOW)
            store.set_bucket(session, name, CLOSED)
        store.delete_bucket(session, ANN)
    assert find(database, ANN) == empty(NOW)
    assert find(database, BEN) == CLOSED


def test_one_try_is_taken_back_never_below_none_nor_out_of_a_closed_bucket(database: Database) -> None:
    with database.writing() as session:
        store.set_bucket(session, ANN, store.lock_bucket(session, ANN, NOW))
        store.take_back(session, ANN)
        store.lock_bucket(session, BEN, NOW)
        store.set_bucket(session, BEN, CLOSED)
        store.take_back(session, BEN)
    assert find(database, ANN).attempts == 0
    assert find(database, BEN).attempts == 10


def test_tries_at_once_are_counted_one_by_one(database: Database) -> None:
    together = Barrier(20)

    def one(_: int) -> bool:
        together.wait()
        with database.writing() as session:
            verdict = attempt(store.lock_bucket(session, ANN, NOW), Rule(10), NOW)
            store.set_bucket(session, ANN, verdict.bucket)
        return verdict.admitted

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(20))) == 10
    assert find(database, ANN).attempts == 10


def test_only_what_is_over_is_cleared_away(database: Database) -> None:
    with database.writing() as session:
        store.lock_bucket(session, ANN, NOW)
        store.lock_bucket(session, BEN, NOW)
        store.set_bucket(session, BEN, CLOSED)
        store.delete_expired_buckets(session, NOW)
    assert find(database, BEN) == CLOSED
