"""Sign up, log in, log out, confirm: hashes, tokens the database does not know, everything written down."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from journal.actions.accounts import accounts as actions
from journal.actions.accounts import log_in as log_in_actions
from journal.actions.accounts import passwords
from journal.core.accounts.accounts import Actor, NewAccount, Patient, Settings, former_login_name
from journal.core.accounts.audit import Origin
from journal.core.values.clock import Zones
from journal.core.values.errors import InvalidEntry, NotFound
from journal.store.accounts import accounts as store
from journal.store.accounts import devices, second_factors
from journal.store.database.database import Database
from tests.acting import acting
from tests.conftest import PASSWORD

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PHONE = Origin(NOW, "192.0.2.0/24", "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0")
NEW = "seven purple umbrellas"


def account(name: str = "Ann", password: str = PASSWORD) -> NewAccount:
    return NewAccount(name, password, Settings("Europe/Berlin"), "clonazepam")


def log_in(database: Database, name: str, password: str) -> str | None:
    known = log_in_actions.log_in(acting(database, at=PHONE), name, password)
    return known and known.patient_id


def find(database: Database, token: str, now: datetime = NOW) -> devices.FoundLogIn | None:
    with database.reading() as session:
        return devices.find_login_session(session, actions.token_hash(token), now)


def events(database: Database) -> list[tuple[str, str | None, str]]:
    with database.reading() as session:
        found = session.execute(text("SELECT action, patient_id, about FROM audit_event ORDER BY number"))
        return [tuple(row) for row in found]


def hash_of(database: Database, patient_id: str) -> str:
    with database.reading() as session:
        return store.get_password_hash(session, patient_id)


def enter(database: Database, patient: Patient, device: str = "", **how: Any) -> str:
    device_of = acting(database, at=replace(PHONE, device=device))
    return log_in_actions.enter(device_of, patient.id, password_hash=hash_of(database, patient.id), **how)


def rotate(database: Database, patient: Patient, token: str, now: datetime = NOW, **how: Any) -> str:
    """Give a device a new token, as everything does that changes what its log-in may do."""
    fresh = actions.new_token()
    with database.writing() as session:
        devices.rotate_login_session(
            session, patient.id, actions.token_hash(token), actions.token_hash(fresh), now, **how
        )
    return fresh


def turn_on(database: Database, patient: Patient) -> None:
    with database.writing() as session:
        second_factors.add_second_factor(session, patient.id, b"sealed", NOW)
        second_factors.confirm_second_factor(session, patient.id, 1, NOW)


# Names and passwords


def test_signing_up_and_logging_in(database: Database) -> None:
    made = actions.sign_up(acting(database, at=PHONE), account(password="pässwörd of four words"))
    patient_id = made.patient_id
    assert made.password_hash == hash_of(database, patient_id)
    assert log_in(database, "ann", "pässwörd of four words") == patient_id
    assert log_in(database, "Ann", "pa\u0308sswo\u0308rd of four words") == patient_id  # typed on another machine
    assert log_in(database, "Ann", "passwörd of four words") is None
    assert events(database) == [("account created", patient_id, ""), ("log-in refused", patient_id, "")]


def kept_formerly(database: Database, name: str) -> str:
    """An account that was made before names were read in one way."""
    patient_id = actions.sign_up(acting(database, at=PHONE), account("somebody")).patient_id
    with database.writing() as session:
        session.execute(
            text("UPDATE patient SET name = :name, login_name = :former WHERE id = :id"),
            {"name": name, "former": former_login_name(name), "id": patient_id},
        )
    return patient_id


@pytest.mark.parametrize("typed", ["Ann  Lee", "Ann Lee", "  ann\u00a0 LEE ", "Ann" + " " * 2000 + "Lee"])
def test_however_many_spaces_were_typed_the_account_opens(database: Database, typed: str) -> None:
    patient_id = actions.sign_up(acting(database, at=PHONE), account("Ann Lee")).patient_id
    assert log_in(database, typed, PASSWORD) == patient_id


def test_an_account_kept_under_the_former_reading_opens_and_keeps_its_name(database: Database) -> None:
    """The sign stands for a space and an accent: read as before, the name has two spaces."""
    patient_id = kept_formerly(database, "ann ´")
    assert log_in(database, "Ann ´", PASSWORD) == patient_id
    with pytest.raises(InvalidEntry) as refused:
        actions.sign_up(acting(database, at=PHONE), account("ann ´"))
    assert list(refused.value.errors) == ["name"]


def test_two_whose_names_read_alike_now_are_told_apart_by_what_they_type(database: Database) -> None:
    before = kept_formerly(database, "ann ´")
    now = actions.sign_up(acting(database, at=PHONE), account("ann \u0301")).patient_id
    assert log_in(database, "ann ´", PASSWORD) == before
    assert log_in(database, "ann \u0301", PASSWORD) == now
    assert log_in(database, "ann  \u0301", PASSWORD) == before


def test_a_name_can_be_taken_once_however_it_is_written(database: Database) -> None:
    actions.sign_up(acting(database, at=PHONE), account("Zoë"))
    with pytest.raises(InvalidEntry) as caught:
        actions.sign_up(acting(database, at=PHONE), account(" zoe\u0308 "))
    assert "taken" in caught.value.errors["name"]
    assert len(events(database)) == 1


def test_a_password_changed_meanwhile_is_not_put_back_by_a_stronger_hash(database: Database, patient: Patient) -> None:
    with database.writing() as session:
        present = store.get_password_hash(session, patient.id)
        store.set_password_hash(session, patient.id, "changed meanwhile")
        assert not store.replace_password_hash(session, patient.id, present, "the old one, hashed anew")
        assert store.get_password_hash(session, patient.id) == "changed meanwhile"


@pytest.mark.usefixtures("real_hashes")
def test_a_hash_costs_what_owasp_asks_for(database: Database) -> None:
    patient_id = actions.sign_up(acting(database, at=PHONE), account()).patient_id
    with database.reading() as session:
        kept = store.get_password_hash(session, patient_id)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept


# Devices


@pytest.mark.parametrize(
    ("how", "idle", "absolute"),
    [
        ({}, timedelta(minutes=30), timedelta(hours=12)),
        ({"second_factor": True}, timedelta(minutes=60), timedelta(hours=12)),
        ({"remembered": True}, timedelta(days=7), timedelta(days=30)),
    ],
    ids=["password", "second factor", "remembered"],
)
def test_a_token_opens_the_journal_until_it_is_not_used_or_its_time_is_over(
    database: Database, patient: Patient, how: dict[str, bool], idle: timedelta, absolute: timedelta
) -> None:
    if how.get("second_factor"):
        turn_on(database, patient)
    token = enter(database, patient, "a phone" * 100, **how)
    found = find(database, token)
    assert found is not None
    assert (found.actor.id, found.actor.name, found.patient.settings) == (patient.id, patient.name, patient.settings)
    assert (found.actor.confirmed_at, found.actor.second_factor) == (NOW, how.get("second_factor", False))
    assert find(database, token, NOW + idle - timedelta(seconds=1)) is not None
    assert find(database, token, NOW + idle) is None
    assert find(database, "another") is None
    lasts_until(database, token, NOW + absolute, idle - timedelta(minutes=1))
    assert events(database) == [("logged in", patient.id, "")]


def lasts_until(database: Database, token: str, until: datetime, pause: timedelta) -> None:
    """A device that is used again after each pause is logged out at that instant all the same."""
    now = NOW
    while now < until:
        with database.reading() as session:
            found = devices.find_login_session(session, actions.token_hash(token), now)
        assert found is not None, now
        if found.idle_until:
            actions.touch_login_session(acting(database, at=now), token, found.idle_until)
        now += pause
    assert find(database, token, until - timedelta(seconds=1)) is not None
    assert find(database, token, until) is None


def test_use_is_noted_once_a_minute(database: Database, patient: Patient) -> None:
    token = enter(database, patient)
    with database.reading() as session:
        found = [
            devices.find_login_session(session, actions.token_hash(token), NOW + timedelta(seconds=s)) for s in (59, 60)
        ]
    assert [one and one.idle_until for one in found] == [None, NOW + timedelta(minutes=31)]


def test_a_device_that_was_logged_out_stays_so_whatever_was_on_its_way(database: Database, patient: Patient) -> None:
    token = enter(database, patient)
    there = find(database, token)
    assert there is not None
    actions.end_login_session(acting(database, there.patient, PHONE), token)
    later = NOW + timedelta(minutes=5)
    actions.touch_login_session(acting(database, at=later), token, later + timedelta(minutes=30))
    renewed = rotate(database, patient, token, later)
    assert find(database, token, later) is None
    assert find(database, renewed, later) is None
    assert events(database)[1:] == [("logged out", patient.id, "")]


def test_an_older_request_takes_nothing_back(database: Database, patient: Patient) -> None:
    token = enter(database, patient)
    for minutes in (20, 10):
        at = NOW + timedelta(minutes=minutes)
        actions.touch_login_session(acting(database, at=at), token, at + timedelta(minutes=30))
    assert find(database, token, NOW + timedelta(minutes=49)) is not None


def test_a_new_token_takes_the_place_of_the_old_one(database: Database, patient: Patient) -> None:
    token = enter(database, patient)
    before = find(database, token)
    assert before is not None
    for second_factor, expected in ((True, True), (None, True), (False, False)):
        token, old = rotate(database, patient, token, second_factor=second_factor), token
        found = find(database, token)
        assert found is not None
        assert (found.actor.session_id, found.actor.second_factor) == (before.actor.session_id, expected)
        assert find(database, old) is None


def test_of_two_new_tokens_at_once_one_is_good(database: Database, patient: Patient) -> None:
    token = enter(database, patient)
    with ThreadPoolExecutor(4) as pool:
        fresh = list(pool.map(lambda _: rotate(database, patient, token), range(4)))
    assert sum(find(database, one) is not None for one in fresh) == 1


def test_nobody_renews_the_token_of_somebody_else(database: Database, patient: Patient, make_patient: Any) -> None:
    token = enter(database, patient)
    stranger = replace(patient, id=make_patient("Stranger"))
    renewed = rotate(database, stranger, token)
    assert find(database, token) is not None
    assert find(database, renewed) is None


def test_one_device_is_logged_out_from_another(database: Database, patient: Patient, make_patient: Any) -> None:
    phone, tablet = enter(database, patient, PHONE.device), enter(database, patient)
    there = find(database, phone)
    assert there is not None
    for who, session_id in (
        (replace(patient, id=make_patient("Stranger")), there.actor.session_id),
        (patient, "no such id"),
    ):
        with pytest.raises(NotFound):
            actions.revoke_device(acting(database, who, PHONE), session_id)
    actions.revoke_device(acting(database, patient, PHONE), there.actor.session_id)
    assert find(database, phone) is None
    assert find(database, tablet) is not None
    assert events(database)[2:] == [("device logged out", patient.id, "Firefox on Android")]


def test_all_other_devices_are_logged_out_at_once(database: Database, patient: Patient, make_patient: Any) -> None:
    strangers = enter(database, replace(patient, id=make_patient("Stranger")))
    here, *others = (enter(database, patient) for _ in range(3))
    assert actions.revoke_other_devices(acting(database, patient, PHONE), here) == 2
    assert [find(database, token) is None for token in (here, strangers, *others)] == [False, False, True, True]
    assert actions.revoke_other_devices(acting(database, patient, PHONE), here) == 0
    assert events(database)[4:] == [("device logged out", patient.id, "all others: 2")]


# The password again


def test_typing_the_password_again_is_noted_and_renews_the_token(database: Database, patient: Patient) -> None:
    token = enter(database, patient)
    later = replace(PHONE, at=NOW + timedelta(minutes=20))
    with pytest.raises(InvalidEntry) as caught:
        actions.confirm(acting(database, patient, later), "wrong", token)
    assert caught.value.errors == {"password": "This is not your present password."}
    fresh = actions.confirm(acting(database, patient, later), PASSWORD, token)
    found = find(database, fresh, later.at)
    assert found is not None
    assert found.actor.confirmed_at == later.at
    assert find(database, token, later.at) is None
    assert events(database)[1:] == [("log-in refused", patient.id, ""), ("password confirmed", patient.id, "")]


def test_a_new_password_needs_the_old_one_and_logs_the_other_devices_out(database: Database, patient: Patient) -> None:
    here, elsewhere = enter(database, patient), enter(database, patient)
    with pytest.raises(InvalidEntry) as caught:
        actions.edit_password(acting(database, patient, PHONE), "wrong", NEW, here)
    assert set(caught.value.errors) == {"old_password"}
    assert find(database, elsewhere) is not None
    fresh = actions.edit_password(acting(database, patient, PHONE), PASSWORD, NEW, here)
    assert [find(database, token) is None for token in (fresh, here, elsewhere)] == [False, True, True]
    assert log_in(database, patient.name, NEW) == patient.id
    assert log_in(database, patient.name, PASSWORD) is None
    assert [event[0] for event in events(database)[2:]] == ["log-in refused", "password changed", "log-in refused"]


def test_of_two_password_changes_at_once_one_counts(
    database: Database, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = enter(database, patient)
    hash_password = passwords.hash_password

    def meanwhile(password: str) -> str:
        with database.writing() as session:
            store.set_password_hash(session, patient.id, "changed on another device")
        return hash_password(password)

    monkeypatch.setattr(passwords, "hash_password", meanwhile)
    with pytest.raises(InvalidEntry):
        actions.edit_password(acting(database, patient, PHONE), PASSWORD, NEW, token)
    with database.reading() as session:
        assert store.get_password_hash(session, patient.id) == "changed on another device"
    assert find(database, token) is not None


def test_settings_are_replaced(database: Database, patient: Patient) -> None:
    token = enter(database, patient)
    chosen = Settings("Asia/Tokyo", datetime(2026, 1, 1, 6, tzinfo=UTC).time(), "12")
    actions.edit_settings(acting(database, patient, NOW), chosen)
    found = find(database, token)
    assert found is not None
    assert found.patient.settings == chosen
    assert found.patient.revision == patient.revision + 1
    assert found.patient.past_zones == ((NOW, patient.settings.zone),)
    actions.edit_settings(acting(database, patient, NOW + timedelta(hours=1)), replace(chosen, hours="24"))
    found = find(database, token)
    assert found is not None
    assert found.patient.zones == Zones("Asia/Tokyo", ((NOW, patient.settings.zone),))


def test_a_log_in_is_the_actors_and_the_settings_are_the_patients(
    database: Database, patient: Patient, make_patient: Any
) -> None:
    """As a carer would be, who is logged in and looks after the record of somebody else."""
    carer = Patient(make_patient("Carer"), "Carer", patient.settings, patient.medicines, 0)
    patients, here, elsewhere = enter(database, patient), enter(database, carer), enter(database, carer)
    for_patient = acting(database, patient, PHONE, actor=Actor(carer.id, carer.name))
    assert actions.revoke_other_devices(for_patient, here) == 1
    here = actions.edit_password(for_patient, PASSWORD, NEW, here)
    here = actions.confirm(for_patient, NEW, here)
    actions.edit_settings(for_patient, Settings("Asia/Tokyo"))
    assert [find(database, token) is None for token in (patients, here, elsewhere)] == [False, False, True]
    assert [log_in(database, name, PASSWORD) for name in (patient.name, carer.name)] == [patient.id, None]
    found = [find(database, token) for token in (patients, here)]
    assert [one and one.patient.settings.zone for one in found] == ["Asia/Tokyo", patient.settings.zone]
    assert {who for _, who, _ in events(database)[3:]} == {carer.id}
