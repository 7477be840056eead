"""Sign up, log in, log out: real hashes, tokens the database does not know."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from journal.actions import accounts as actions
from journal.core.accounts import NewAccount, Settings, Viewer
from journal.core.errors import InvalidEntry
from journal.store import accounts as store
from journal.store.database import Database
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("real_hashes")

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def account(name: str = "Ann", password: str = PASSWORD) -> NewAccount:
    return NewAccount(name, password, Settings("Europe/Berlin"), "clonazepam")


def test_signing_up_and_logging_in(database: Database) -> None:
    patient_id = actions.sign_up(database, account(password="pässwörd of four words"), NOW)
    assert actions.log_in(database, "ann", "pässwörd of four words") == patient_id
    assert (
        actions.log_in(database, "Ann", "pa\u0308sswo\u0308rd of four words") == patient_id
    )  # typed on another machine
    assert actions.log_in(database, "Ann", "passwörd of four words") is None


def test_a_name_can_be_taken_once_however_it_is_written(database: Database) -> None:
    actions.sign_up(database, account("Zoë"), NOW)
    with pytest.raises(InvalidEntry) as caught:
        actions.sign_up(database, account(" zoe\u0308 "), NOW)
    assert "taken" in caught.value.errors["name"]


def test_an_unknown_name_takes_as_long_as_a_wrong_password(database: Database) -> None:
    actions.sign_up(database, account(), NOW)
    actions.log_in(database, "nobody", "x")  # the first time makes the hash to compare with
    times = []
    for name in ("Ann", "nobody"):
        started = time.perf_counter()
        assert actions.log_in(database, name, "a wrong password of length") is None
        times.append(time.perf_counter() - started)
    assert max(times) < 4 * min(times)


def test_an_endless_password_is_refused_without_hashing(database: Database, viewer: Viewer) -> None:
    started = time.perf_counter()
    assert actions.log_in(database, viewer.name, "x" * 1_000_000) is None
    assert time.perf_counter() - started < 0.05


def test_a_weaker_hash_is_replaced_at_the_next_log_in(database: Database, viewer: Viewer) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    with database.writing() as session:
        store.set_password_hash(session, viewer.id, weak)
    assert actions.log_in(database, viewer.name, PASSWORD) == viewer.id
    with database.reading() as session:
        replaced = store.get_password_hash(session, viewer.id)
    assert replaced != weak
    assert not PasswordHasher().check_needs_rehash(replaced)


def test_a_damaged_hash_opens_nothing(database: Database, viewer: Viewer) -> None:
    with database.writing() as session:
        store.set_password_hash(session, viewer.id, "$argon2id$nonsense")
    assert actions.log_in(database, viewer.name, PASSWORD) is None


def find(database: Database, token: str, now: datetime) -> Viewer | None:
    with database.reading() as session:
        found = store.find_viewer(session, actions.token_hash(token), now)
    return found[0] if found else None


def test_a_token_opens_the_journal_for_thirty_days_or_until_log_out(database: Database, viewer: Viewer) -> None:
    token = actions.create_login_session(database, viewer.id, "a phone" * 100, NOW)
    found = find(database, token, NOW)
    assert found is not None
    assert (found.id, found.name, found.settings) == (viewer.id, viewer.name, viewer.settings)
    assert find(database, token, NOW + timedelta(days=29)) is not None
    assert find(database, token, NOW + actions.LOGGED_IN_FOR) is None
    assert find(database, "another", NOW) is None
    actions.delete_login_session(database, token)
    assert find(database, token, NOW) is None


def test_expired_sessions_are_cleared_away_at_the_next_log_in(database: Database, viewer: Viewer) -> None:
    actions.create_login_session(database, viewer.id, "", NOW)
    actions.create_login_session(database, viewer.id, "", NOW + timedelta(days=31))
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM login_session").scalar_one() == 1


def test_a_device_is_marked_as_seen(database: Database, viewer: Viewer) -> None:
    token = actions.create_login_session(database, viewer.id, "", NOW)
    later = NOW + timedelta(hours=1)
    with database.reading() as session:
        found = store.find_viewer(session, actions.token_hash(token), later)
    assert found is not None
    assert found[1]
    actions.mark_seen(database, token, later)
    with database.reading() as session:
        found = store.find_viewer(session, actions.token_hash(token), later)
    assert found is not None
    assert not found[1]


def test_settings_are_replaced(database: Database, viewer: Viewer) -> None:
    token = actions.create_login_session(database, viewer.id, "", NOW)
    chosen = Settings("Asia/Tokyo", datetime(2026, 1, 1, 6, tzinfo=UTC).time(), "12")
    actions.edit_settings(database, viewer, chosen)
    found = find(database, token, NOW)
    assert found is not None
    assert found.settings == chosen
    assert found.revision == viewer.revision + 1


def test_a_new_password_needs_the_old_one_and_leaves_this_device_alone(database: Database, viewer: Viewer) -> None:
    here, elsewhere = (actions.create_login_session(database, viewer.id, name, NOW) for name in ("here", "elsewhere"))
    with pytest.raises(InvalidEntry) as caught:
        actions.edit_password(database, viewer, "wrong", "seven purple umbrellas", here)
    assert set(caught.value.errors) == {"old_password"}
    assert find(database, elsewhere, NOW) is not None
    actions.edit_password(database, viewer, PASSWORD, "seven purple umbrellas", here)
    assert find(database, here, NOW) is not None
    assert find(database, elsewhere, NOW) is None
    assert actions.log_in(database, viewer.name, "seven purple umbrellas") == viewer.id


def test_a_hash_costs_what_owasp_asks_for(database: Database) -> None:
    patient_id = actions.sign_up(database, account(), NOW)
    with database.reading() as session:
        kept = store.get_password_hash(session, patient_id)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept
