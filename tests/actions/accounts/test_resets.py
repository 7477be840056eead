"""For people who forgot everything: a new pass phrase, and nothing open that stood open before."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from journal.actions.accounts import accounts, resets, throttle
from journal.actions.accounts import second_factors as second
from journal.actions.accounts.throttle import Throttled
from journal.actions.keys import derive
from journal.core.accounts.accounts import Patient
from journal.core.accounts.audit import Action, Origin
from journal.core.accounts.pass_phrases import LENGTH, words
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, LoginSession, RecoveryCode, SecondFactor
from tests.conftest import PASSWORD

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
KEYS = derive("5" * 64)
ORIGIN = Origin(NOW, device="the operator")


def test_a_reset_gives_words_and_shuts_every_door(database: Database, patient: Patient) -> None:
    from pyotp import TOTP

    token = accounts.create_login_session(database, patient.id, "a phone", NOW)
    secret = second.begin_set_up(database, KEYS, patient, NOW)
    second.turn_on(database, KEYS, patient, TOTP(secret).at(NOW), token, ORIGIN)
    tries = throttle.account("Patient", "192.0.2.7")
    for _ in range(10):
        throttle.admit(database, KEYS, tries, ORIGIN)
    with pytest.raises(Throttled):
        throttle.admit(database, KEYS, tries, ORIGIN)
    phrase = resets.reset_log_in(database, KEYS, " pATIENT", ORIGIN)
    assert len(phrase.split()) == LENGTH
    assert set(phrase.split()) <= set(words())
    with database.reading() as session:
        for table in (LoginSession, SecondFactor, RecoveryCode):
            assert session.query(table).count() == 0
        last = session.query(AuditEvent).order_by(AuditEvent.number.desc()).first()
    assert last is not None
    assert (last.action, last.patient_id, last.device) == (str(Action.OPERATOR_RESET), patient.id, "the operator")
    throttle.admit(database, KEYS, tries, ORIGIN)
    assert accounts.log_in(database, KEYS, "Patient", PASSWORD, ORIGIN) is None
    known = accounts.log_in(database, KEYS, "Patient", phrase, ORIGIN)
    assert known is not None
    assert (known.patient_id, known.needs_second_factor) == (patient.id, False)


def test_each_phrase_is_another(database: Database, patient: Patient) -> None:
    assert resets.reset_log_in(database, KEYS, "Patient", ORIGIN) != resets.reset_log_in(
        database, KEYS, "Patient", ORIGIN
    )


def test_others_stay_logged_in(database: Database, patient: Patient, make_patient: Callable[..., str]) -> None:
    accounts.create_login_session(database, make_patient("Other"), "a phone", NOW)
    resets.reset_log_in(database, KEYS, "Patient", ORIGIN)
    with database.reading() as session:
        assert session.query(LoginSession).count() == 1


def test_a_name_nobody_has_is_refused(database: Database) -> None:
    for act in (
        lambda: resets.reset_log_in(database, KEYS, "Ghost", ORIGIN),
        lambda: resets.find_name(database, "Ghost"),
    ):
        with pytest.raises(resets.NoSuchAccount, match="no account with the name 'Ghost'"):
            act()


def test_accounts_are_listed_by_name(database: Database, patient: Patient, make_patient: Callable[..., str]) -> None:
    make_patient("anna")
    second.begin_set_up(database, KEYS, patient, NOW)
    assert resets.list_accounts(database) == [resets.Account("anna", False), resets.Account("Patient", False)]
    assert resets.find_name(database, "ANNA") == "anna"
