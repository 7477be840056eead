"""Log in: what each step checks, what it says of names nobody has, and that what was checked is still so at the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from journal.actions.accounts import accounts, passwords, second_factors
from journal.actions.accounts import log_in as actions
from journal.actions.accounts.log_in import Pending
from journal.actions.keys import derive
from journal.core.accounts.accounts import Patient
from journal.core.accounts.second_factors import Typed
from journal.store.accounts import accounts as store
from journal.store.accounts import second_factors as factors_store
from journal.store.database.database import Database
from journal.store.database.models import SecondFactor
from tests.acting import acting
from tests.actions.accounts.conftest import at, digits
from tests.actions.accounts.test_accounts import NOW, PHONE, account, enter, events, hash_of, log_in, turn_on
from tests.actions.accounts.test_second_factors import passes
from tests.conftest import PASSWORD


def test_an_unknown_name_costs_what_a_wrong_password_costs(
    database: Database, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []
    verify = passwords.verify

    def counted(password_hash: str, typed: str) -> bool:
        hashes.append(password_hash)
        return verify(password_hash, typed)

    monkeypatch.setattr(passwords, "verify", counted)
    for name in (patient.name, "nobody at all"):
        assert log_in(database, name, "a wrong password of length") is None
    assert len(hashes) == 2
    assert events(database) == [("log-in refused", patient.id, ""), ("log-in refused", None, "")]


def test_an_endless_password_is_refused_without_hashing(
    database: Database, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", None)
    assert log_in(database, patient.name, "x" * 1_000_000) is None


def test_a_weaker_hash_is_replaced_at_the_next_log_in(database: Database, patient: Patient) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    with database.writing() as session:
        store.set_password_hash(session, patient.id, weak)
    assert log_in(database, patient.name, PASSWORD) == patient.id
    with database.reading() as session:
        replaced = store.get_password_hash(session, patient.id)
    assert replaced != weak
    assert not passwords.is_outdated(replaced)


def test_a_damaged_hash_opens_nothing(database: Database, patient: Patient) -> None:
    with database.writing() as session:
        store.set_password_hash(session, patient.id, "$argon2id$nonsense")
    assert log_in(database, patient.name, PASSWORD) is None


def test_a_log_in_says_whether_a_second_step_follows(database: Database, patient: Patient) -> None:
    with database.writing() as session:
        session.add(SecondFactor(patient_id=patient.id, sealed=b"x", created_at=NOW, last_step=0))
    known = actions.log_in(acting(database, at=PHONE), patient.name, PASSWORD)
    assert known is not None
    assert (known.patient_id, known.pending) == (patient.id, None)
    with database.writing() as session:
        session.execute(text("UPDATE second_factor SET confirmed_at = 1"))
    known = actions.log_in(acting(database, at=PHONE), patient.name, PASSWORD)
    assert known is not None
    assert known.pending is not None
    assert events(database) == []  # nobody is in yet


def test_expired_sessions_are_cleared_away_at_the_next_log_in(database: Database, patient: Patient) -> None:
    enter(database, patient)
    enter(database, patient, remembered=True)
    later = acting(database, at=replace(PHONE, at=NOW + timedelta(minutes=30)))
    actions.enter(later, patient.id, password_hash=hash_of(database, patient.id))
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM login_session")).scalar_one() == 2


def test_a_log_in_that_is_overtaken_by_another_password_lets_nobody_in(database: Database, patient: Patient) -> None:
    known = actions.log_in(acting(database, at=PHONE), patient.name, PASSWORD)
    assert known is not None
    with database.writing() as session:
        store.set_password_hash(session, patient.id, "changed meanwhile")
    with pytest.raises(actions.StaleLogIn):
        actions.enter(acting(database, at=PHONE), patient.id, password_hash=known.password_hash)


def test_a_log_in_that_is_overtaken_by_a_second_step_or_the_end_of_the_account_lets_nobody_in(
    database: Database, patient: Patient
) -> None:
    with pytest.raises(actions.StaleLogIn):
        enter(database, patient, second_factor=True)  # reset by the operator meanwhile
    turn_on(database, patient)
    with pytest.raises(actions.StaleLogIn):
        enter(database, patient)
    assert enter(database, patient, second_factor=True)
    with pytest.raises(actions.StaleLogIn):
        actions.enter(acting(database, at=PHONE), "nobody", password_hash=hash_of(database, patient.id))


def test_nobody_is_let_in_without_a_password_that_was_checked(database: Database, patient: Patient) -> None:
    with pytest.raises(actions.StaleLogIn):
        actions.enter(acting(database, at=PHONE), patient.id, password_hash="")


def test_a_password_typed_on_another_keyboard_is_the_same_password(database: Database) -> None:
    accounts.sign_up(acting(database, at=PHONE), account("Zoe", "vier gru\u0308ne Teekannen"))
    assert log_in(database, "Zoe", "vier gr\u00fcne Teekannen")
    assert log_in(database, "Zoe", "vier grune Teekannen") is None


# The second step


def begun(database: Database, patient: Patient) -> Pending:
    """A log-in whose password was right."""
    known = actions.log_in(acting(database, at=NOW), patient.name, PASSWORD)
    assert known is not None
    assert known.pending is not None
    return known.pending


@pytest.mark.usefixtures("codes")
def test_a_pending_log_in_lasts_ten_minutes(database: Database, patient: Patient) -> None:
    pending = begun(database, patient)
    for minutes, name in ((0, "Patient"), (10, "Patient"), (10.1, None), (-10.1, None)):
        asked = actions.find_challenge(acting(database, at=NOW + timedelta(minutes=minutes)), pending)
        assert (asked and asked.name) == name


@pytest.mark.usefixtures("codes")
def test_a_pending_log_in_is_signed(database: Database, patient: Patient, make_patient: Callable[..., str]) -> None:
    pending = begun(database, patient)
    later = NOW + timedelta(minutes=5)
    for forged in (
        Pending(patient.id, later, pending.binding),
        Pending(make_patient("Other"), NOW, pending.binding),
        Pending(patient.id, NOW, "0" * 64),
    ):
        assert actions.find_challenge(acting(database, at=later), forged) is None
    assert actions.find_challenge(acting(database, at=later, keys=derive("6" * 64)), pending) is None


@pytest.mark.parametrize("change", ["code", "recovery code", "password", "off"])
def test_a_pending_log_in_ends_when_something_it_hangs_on_changes(
    database: Database, patient: Patient, secret: str, codes: list[str], change: str
) -> None:
    pending = begun(database, patient)
    if change == "password":
        with database.writing() as session:
            store.set_password_hash(session, patient.id, "another")
    elif change == "off":
        second_factors.turn_off(acting(database, patient, at()), Typed(codes[0]), "")
    else:
        assert passes(database, patient, codes[0] if change == "recovery code" else digits(secret, 30), 30)
    assert actions.find_challenge(acting(database, at=NOW), pending) is None


@pytest.mark.usefixtures("secret")
def test_nothing_is_asked_of_whoever_has_not_turned_it_on(database: Database, patient: Patient) -> None:
    known = actions.log_in(acting(database, at=NOW), patient.name, PASSWORD)
    assert known is not None
    assert known.pending is None


@pytest.mark.usefixtures("codes")
@pytest.mark.parametrize("change", ["off", "password"])
def test_what_changes_while_the_password_is_checked_counts_already(
    database: Database, patient: Patient, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    verify = passwords.verify

    def meanwhile(password_hash: str, typed: str) -> bool:
        with database.writing() as session:
            if change == "off":
                factors_store.delete_second_factor(session, patient.id)
            else:
                store.set_password_hash(session, patient.id, "another")
        return verify(password_hash, typed)

    monkeypatch.setattr(passwords, "verify", meanwhile)
    known = actions.log_in(acting(database, at=NOW), patient.name, PASSWORD)
    assert known is not None
    if change == "off":
        assert known.pending is None
    else:
        assert known.pending is not None
        assert actions.find_challenge(acting(database, at=NOW), known.pending) is None
