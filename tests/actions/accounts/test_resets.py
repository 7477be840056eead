"""For people who forgot everything: a new pass phrase, and nothing open that stood open before."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from journal.actions.accounts import log_in, resets, throttle
from journal.actions.accounts import second_factors as second
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.accounts import Patient
from journal.core.accounts.audit import Action, Origin
from journal.core.accounts.pass_phrases import LENGTH, words
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, LoginSession, RecoveryCode, SecondFactor
from tests.acting import acting
from tests.conftest import PASSWORD
from tests.devices import create_login_session

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
ORIGIN = Origin(NOW, device="the operator")


def test_a_reset_gives_words_and_shuts_every_door(database: Database, patient: Patient) -> None:
    from pyotp import TOTP

    token = create_login_session(acting(database, at=NOW, device="a phone"), patient.id)
    secret = second.begin_set_up(acting(database, patient, NOW))
    second.turn_on(acting(database, patient, ORIGIN), TOTP(secret).at(NOW), token)
    tries = throttle.account("Patient", "192.0.2.7")
    for _ in range(10):
        throttle.admit(acting(database, at=ORIGIN), tries)
    with pytest.raises(Throttled):
        throttle.admit(acting(database, at=ORIGIN), tries)
    phrase = resets.reset_log_in(acting(database, at=ORIGIN), " pATIENT")
    assert len(phrase.split()) == LENGTH
    assert set(phrase.split()) <= set(words())
    with database.reading() as session:
        for table in (LoginSession, SecondFactor, RecoveryCode):
            assert session.query(table).count() == 0
        last = session.query(AuditEvent).order_by(AuditEvent.number.desc()).first()
    assert last is not None
    assert (last.action, last.patient_id, last.device) == (str(Action.OPERATOR_RESET), patient.id, "the operator")
    throttle.admit(acting(database, at=ORIGIN), tries)
    assert log_in.log_in(acting(database, at=ORIGIN), "Patient", PASSWORD) is None
    known = log_in.log_in(acting(database, at=ORIGIN), "Patient", phrase)
    assert known is not None
    assert (known.patient_id, known.pending) == (patient.id, None)


def test_each_phrase_is_another(database: Database, patient: Patient) -> None:
    one, other = (resets.reset_log_in(acting(database, at=ORIGIN), "Patient") for _ in range(2))
    assert one != other


def test_others_stay_logged_in(database: Database, patient: Patient, make_patient: Callable[..., str]) -> None:
    create_login_session(acting(database, at=NOW, device="a phone"), make_patient("Other"))
    resets.reset_log_in(acting(database, at=ORIGIN), "Patient")
    with database.reading() as session:
        assert session.query(LoginSession).count() == 1


def test_a_name_nobody_has_is_refused(database: Database) -> None:
    for act in (
        lambda: resets.reset_log_in(acting(database, at=ORIGIN), "Ghost"),
        lambda: resets.find_name(acting(database), "Ghost"),
    ):
        with pytest.raises(resets.NoSuchAccount, match="no account with the name 'Ghost'"):
            act()


def test_accounts_are_listed_by_name(database: Database, patient: Patient, make_patient: Callable[..., str]) -> None:
    make_patient("anna")
    second.begin_set_up(acting(database, patient, NOW))
    assert resets.list_accounts(acting(database)) == [resets.Account("anna", False), resets.Account("Patient", False)]
    assert resets.find_name(acting(database), "ANNA") == "anna"
