"""The second step: set up with an app, passed once by each code, replaced by paper, turned off again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from journal.actions.accounts import accounts, log_in
from journal.actions.accounts import second_factors as actions
from journal.actions.accounts.log_in import Pending
from journal.actions.accounts.second_factors import NO_LONGER, USED, WRONG, WRONG_RECOVERY
from journal.actions.keys import derive
from journal.core.accounts.accounts import Actor, Patient
from journal.core.accounts.audit import Action
from journal.core.accounts.second_factors import AlreadyOn, Status, Typed
from journal.core.values.errors import InvalidEntry
from journal.store.accounts import devices
from journal.store.accounts import second_factors as store
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, LoginSession, RecoveryCode, SecondFactor
from tests.acting import KEYS, acting
from tests.actions.accounts.conftest import NOW, at, digits
from tests.devices import create_login_session


def said(database: Database) -> list[tuple[str | None, str | None]]:
    """What the audit log says."""
    with database.reading() as session:
        return [(event.action, event.about) for event in session.query(AuditEvent).order_by(AuditEvent.number)]


def find(database: Database, token: str) -> Actor | None:
    with database.reading() as session:
        found = devices.find_login_session(session, accounts.token_hash(token), NOW)
    return found.actor if found else None


def passes(database: Database, patient: Patient, code: str, seconds: float = 0) -> bool:
    """Whether a code opens the journal now."""
    pending = Pending(patient.id, NOW, "")
    try:
        log_in.pass_second_step(acting(database, at=at(seconds)), pending, Typed(code))
    except InvalidEntry:
        return False
    return True


def test_turning_on_takes_the_code_and_logs_every_other_device_out(
    database: Database, patient: Patient, secret: str, token: str
) -> None:
    elsewhere = create_login_session(acting(database, at=NOW, device="elsewhere"), patient.id)
    assert actions.get_status(acting(database, patient)) == Status()
    fresh, codes = actions.turn_on(acting(database, patient, at()), digits(secret), token)
    status = actions.get_status(acting(database, patient))
    assert (status.on_since, status.codes_left) == (NOW, 10)
    assert len(set(codes)) == 10
    assert find(database, token) is find(database, elsewhere) is None
    found = find(database, fresh)
    assert found is not None
    assert found.second_factor
    assert said(database) == [(str(Action.SECOND_FACTOR_ON), "")]
    assert not passes(database, patient, digits(secret)), "the code of the set-up is used"
    assert passes(database, patient, digits(secret, 30), 30)


def test_wrong_digits_turn_nothing_on(database: Database, patient: Patient, secret: str, token: str) -> None:
    for late in (-90, 90):
        with pytest.raises(InvalidEntry, match=WRONG):
            actions.turn_on(acting(database, patient, at()), digits(secret, late), token)
    assert actions.get_status(acting(database, patient)) == Status()
    assert find(database, token) is not None
    assert said(database) == []


def test_a_phone_whose_clock_is_half_a_minute_off_will_do(
    database: Database, patient: Patient, secret: str, token: str
) -> None:
    actions.turn_on(acting(database, patient, at()), digits(secret, 30), token)
    assert not passes(database, patient, digits(secret, 30), 45)
    assert not passes(database, patient, digits(secret), 10), "an older code is used up with a newer one"
    assert passes(database, patient, digits(secret, 60), 45)


def test_the_same_secret_is_shown_for_an_hour_then_another(database: Database, patient: Patient, secret: str) -> None:
    assert len(secret) == 32
    assert actions.begin_set_up(acting(database, patient, NOW + timedelta(minutes=59))) == secret
    later = NOW + timedelta(minutes=61)
    other = actions.begin_set_up(acting(database, patient, later))
    assert other != secret
    assert actions.begin_set_up(acting(database, patient, NOW)) != other, "the clock was put back"


def test_a_page_open_for_too_long_turns_nothing_on(
    database: Database, patient: Patient, secret: str, token: str, make_patient: Callable[..., str]
) -> None:
    with pytest.raises(InvalidEntry, match=NO_LONGER):
        actions.turn_on(acting(database, patient, at(3660)), digits(secret, 3660), token)
    other = Patient(make_patient("Other"), "Other", patient.settings, patient.medicines, 0)
    with pytest.raises(InvalidEntry, match=NO_LONGER):
        actions.turn_on(acting(database, other, at()), digits(secret), token)


def test_it_is_turned_on_once(database: Database, patient: Patient, secret: str, codes: list[str], token: str) -> None:
    with pytest.raises(AlreadyOn, match="on already"):
        actions.turn_on(acting(database, patient, at(30)), digits(secret, 30), token)
    with pytest.raises(AlreadyOn):
        actions.begin_set_up(acting(database, patient, NOW))


def test_two_pages_opened_at_once_show_one_secret(database: Database, patient: Patient) -> None:
    together = Barrier(4)

    def show(_: int) -> str:
        together.wait()
        return actions.begin_set_up(acting(database, patient, NOW))

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(show, range(4)))) == 1


def test_a_page_opened_just_before_this_one_has_made_the_secret(database: Database, patient: Patient) -> None:
    found = []

    def open_another(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not found and "FROM second_factor" in statement:  # this page has looked and seen none
            found.append("nothing yet")
            found.append(actions.begin_set_up(acting(database, patient, NOW)))

    event.listen(database.engine, "after_cursor_execute", open_another)
    assert actions.begin_set_up(acting(database, patient, NOW)) == found[-1]
    assert len(found) == 2


def test_the_address_for_the_app_is_what_apps_read(patient: Patient, secret: str) -> None:
    address = actions.set_up_address(patient, secret)
    assert address == f"otpauth://totp/Side-effect%20journal:Patient?secret={secret}&issuer=Side-effect%20journal"


@pytest.mark.usefixtures("codes")
def test_each_time_step_opens_once_even_in_parallel(database: Database, patient: Patient, secret: str) -> None:
    together = Barrier(8)

    def one(_: int) -> bool:
        together.wait()
        return passes(database, patient, digits(secret, 30), 30)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1


def test_a_used_code_is_said_to_be_used_and_refusals_are_written_down(
    database: Database, patient: Patient, secret: str, codes: list[str]
) -> None:
    pending = Pending(patient.id, NOW, "")
    with pytest.raises(InvalidEntry, match=USED):
        log_in.pass_second_step(acting(database, at=at()), pending, Typed(digits(secret)))
    with pytest.raises(InvalidEntry, match=WRONG):
        log_in.pass_second_step(acting(database, at=at()), pending, Typed(digits(secret, 300)))
    with pytest.raises(InvalidEntry, match=WRONG_RECOVERY):
        log_in.pass_second_step(acting(database, at=at()), pending, Typed("0" * 16))
    assert said(database)[1:] == [(str(Action.SECOND_FACTOR_REFUSED), "")] * 3
    assert codes[0] not in str(said(database))


def test_a_recovery_code_opens_once_and_says_how_many_are_left(
    database: Database, patient: Patient, codes: list[str]
) -> None:
    together = Barrier(4)

    def one(_: int) -> bool:
        together.wait()
        return passes(database, patient, codes[3])

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    left = log_in.pass_second_step(acting(database, at=at()), Pending(patient.id, NOW, ""), Typed(codes[4]))
    assert left == actions.get_status(acting(database, patient)).codes_left == 8
    assert (str(Action.RECOVERY_CODE_USED), "8 left") in said(database)


def test_new_recovery_codes_end_the_old_ones(database: Database, patient: Patient, codes: list[str]) -> None:
    before = actions.get_status(acting(database, patient)).codes_version
    passes(database, patient, codes[0])
    new = actions.renew_codes(acting(database, patient, at()), before)
    assert set(new).isdisjoint(codes)
    assert actions.renew_codes(acting(database, patient, at()), before) == [], "the form was sent before"
    assert actions.get_status(acting(database, patient)).codes_left == 10
    assert not passes(database, patient, codes[1])
    assert passes(database, patient, new[0])
    assert (str(Action.RECOVERY_CODES_RENEWED), "") in said(database)


@pytest.mark.usefixtures("secret")
def test_without_a_second_step_there_are_no_recovery_codes(
    database: Database, patient: Patient, make_patient: Callable[..., str]
) -> None:
    other = Patient(make_patient("Other"), "Other", patient.settings, patient.medicines, 0)
    for person in (patient, other):
        assert actions.renew_codes(acting(database, person, at()), "") == []
    assert said(database) == []
    assert not passes(database, patient, "123456"), "a secret that is not confirmed opens nothing"
    assert not passes(database, other, "123456")


@pytest.mark.parametrize("by", ["app", "paper"])
def test_turning_off_takes_a_code_and_leaves_nothing_behind(
    database: Database, patient: Patient, secret: str, token: str, by: str
) -> None:
    here, codes = actions.turn_on(acting(database, patient, at()), digits(secret), token)
    elsewhere = create_login_session(acting(database, at=NOW, device="elsewhere"), patient.id, second_factor=True)
    with pytest.raises(InvalidEntry):
        actions.turn_off(acting(database, patient, at()), Typed(digits(secret)), here)
    code = digits(secret, 30) if by == "app" else codes[0]
    fresh = actions.turn_off(acting(database, patient, at(30)), Typed(code), here)
    found = find(database, fresh)
    assert found is not None
    assert not found.second_factor
    assert find(database, here) is find(database, elsewhere) is None
    with database.reading() as session:
        assert session.query(SecondFactor).count() == session.query(RecoveryCode).count() == 0
        assert session.query(LoginSession).count() == 1
    assert said(database)[-2:] == [(str(Action.SECOND_FACTOR_REFUSED), ""), (str(Action.SECOND_FACTOR_OFF), "")]


def test_the_database_knows_neither_secret_nor_codes(
    database: Database, patient: Patient, secret: str, codes: list[str]
) -> None:
    with database.engine.connect() as connection:
        rows = [
            *connection.exec_driver_sql("SELECT * FROM second_factor").all(),
            *connection.exec_driver_sql("SELECT * FROM recovery_code").all(),
        ]
    assert len(rows) == 11
    for hidden in (secret, *codes):
        assert hidden not in str(rows)
        assert all(hidden.encode() not in value for row in rows for value in row if isinstance(value, bytes))


def test_with_another_key_a_code_is_refused_and_a_new_secret_is_begun(
    database: Database, patient: Patient, secret: str, token: str
) -> None:
    other_keys = derive("6" * 64)
    assert actions.begin_set_up(acting(database, patient, NOW, keys=other_keys)) != secret
    again = actions.begin_set_up(acting(database, patient, NOW))
    codes = actions.turn_on(acting(database, patient, at()), digits(again), token)[1]
    pending = Pending(patient.id, NOW, "")
    for code in (digits(again, 30), codes[0]):
        with pytest.raises(InvalidEntry):
            log_in.pass_second_step(acting(database, at=at(30), keys=other_keys), pending, Typed(code))


def test_a_secret_moved_to_another_patient_does_not_open(
    database: Database, patient: Patient, secret: str, codes: list[str], make_patient: Callable[..., str]
) -> None:
    other = Patient(make_patient("Other"), "Other", patient.settings, patient.medicines, 0)
    with database.writing() as session:
        stored = store.find_second_factor(session, patient.id)
        assert stored is not None
        store.add_second_factor(session, other.id, stored.sealed, NOW)
        store.confirm_second_factor(session, other.id, 0, NOW)
    assert not passes(database, other, digits(secret, 30), 30)


@given(step=st.integers(-3, 3))
@settings(max_examples=10)
def test_only_the_present_step_and_its_neighbours_open(step: int) -> None:
    from journal.actions.keys import seal
    from journal.store.accounts.second_factors import Stored

    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    stored = Stored(seal(KEYS.sealing, secret.encode(), actions._place("p")), NOW, NOW, 0)
    found = actions._step(KEYS, "p", stored, digits(secret, 30 * step), NOW)
    assert found == (int(NOW.timestamp()) // 30 + step if abs(step) <= 1 else None)
