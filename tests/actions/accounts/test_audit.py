"""The audit log in the database: written by many at once, walked in batches; what is changed in it is noticed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from journal.actions.accounts import audit as actions
from journal.actions.accounts.audit import blank_old_events, verify_audit
from journal.actions.keys import derive
from journal.core.accounts.accounts import NewAccount, Settings
from journal.core.accounts.audit import Action, ChainBroken, Head, Noted, Origin
from journal.store.accounts import accounts as accounts_store
from journal.store.accounts import audit as store
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, AuditHead
from tests.acting import KEYS, acting
from tests.conftest import NOW


def add(database: Database, patient_id: str | None = "p", action: Action = Action.LOGGED_IN) -> None:
    with database.writing() as session:
        store.add_event(session, KEYS.audit, action, Origin(NOW, "192.0.2.0/24", "a test"), patient_id, "about")


def make_account(database: Database, patient_id: str) -> None:
    account = NewAccount(patient_id, "-", Settings("UTC"), "clonazepam")
    with database.writing() as session:
        accounts_store.add_patient(session, patient_id, account, "-", NOW)


@pytest.fixture
def log(database: Database) -> Database:
    """A log of six events, two of them another's."""
    for patient_id in ("p", "stranger"):
        make_account(database, patient_id)
    for number in range(6):
        add(database, "stranger" if number % 3 == 2 else "p")
    return database


def change(database: Database, number: int, **values: Any) -> None:
    with database.writing() as session:
        session.execute(update(AuditEvent).where(AuditEvent.number == number).values(**values))


def row(database: Database, number: int) -> dict[str, Any]:
    with database.reading() as session:
        query = select(*AuditEvent.__table__.c).where(AuditEvent.number == number)
        return dict(session.execute(query).one()._mapping)


def test_an_empty_log_is_sound(database: Database) -> None:
    assert verify_audit(acting(database)).head == Head(0, bytes(32))


def test_a_log_is_sound_and_says_where_it_ends(log: Database) -> None:
    found = verify_audit(acting(log))
    assert found.head.number == 6
    assert found.blanked == 0
    verify_audit(acting(log), earlier=[Noted(found.head)])


def test_a_log_longer_than_a_batch_is_walked_to_its_end(log: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "A_BATCH", 2)
    assert verify_audit(acting(log)).head.number == 6
    change(log, 5, about="other")
    with pytest.raises(ChainBroken, match="Event 5 "):
        verify_audit(acting(log))


def test_another_key_does_not_verify(log: Database) -> None:
    with pytest.raises(ChainBroken, match="Event 1 "):
        verify_audit(acting(log, keys=derive("another")))


@pytest.mark.parametrize(
    "changed",
    [
        {"at": NOW.replace(year=2025)},
        {"at": None},
        {"patient_id": "stranger"},
        {"patient_id": None},
        {"action": "logged out"},
        {"about": "nothing"},
        {"about": None},
        {"address": "198.51.100.0/24"},
        {"device": ""},
        {"salt": b"x" * 16},
        {"salt": None},
        {"content_hash": b"x" * 32},
        {"digest": b"x" * 32},
    ],
    ids=str,
)
def test_a_change_of_any_column_is_noticed(log: Database, changed: dict[str, Any]) -> None:
    change(log, 4, **changed)
    with pytest.raises(ChainBroken, match="Event 4 "):
        verify_audit(acting(log))


def test_an_event_deleted_from_the_middle_or_the_end_is_noticed(log: Database) -> None:
    for number in (6, 4):
        with log.writing() as session:
            session.execute(delete(AuditEvent).where(AuditEvent.number == number))
        with pytest.raises(ChainBroken, match=f"Event {number} is missing"):
            verify_audit(acting(log))


def test_events_swapped_put_in_or_added_are_noticed(log: Database) -> None:
    fifth = row(log, 5)
    change(log, 5, **{name: value for name, value in row(log, 2).items() if name != "number"})
    with pytest.raises(ChainBroken, match="Event 5 "):
        verify_audit(acting(log))
    change(log, 5, **{name: value for name, value in fifth.items() if name != "number"})
    with log.writing() as session:
        session.execute(insert(AuditEvent).values(fifth | {"number": 7}))
    with pytest.raises(ChainBroken, match="Event 7 was added"):
        verify_audit(acting(log))


def test_a_head_that_was_changed_is_noticed(log: Database) -> None:
    for changed in ({"number": 5}, {"number": 7}, {"digest": b"x" * 32}):
        found = verify_audit(acting(log)).head
        with log.writing() as session:
            session.execute(update(AuditHead).values(**changed))
        with pytest.raises(ChainBroken):
            verify_audit(acting(log))
        with log.writing() as session:
            session.execute(update(AuditHead).values(number=found.number, digest=found.digest))


def test_events_of_an_erased_account_are_blanked_and_the_chain_holds(log: Database) -> None:
    with log.writing() as session:
        count = store.blank_events(session, KEYS.audit, "p")
        store.add_event(session, KEYS.audit, Action.ACCOUNT_ERASED, Origin(NOW), None, f"{count} events blanked")
    assert verify_audit(acting(log)).blanked == 4
    blanked = row(log, 1)
    assert {name for name, value in blanked.items() if value is not None} == {
        "number", "salt", "content_hash", "digest",
    }  # fmt: skip
    with log.reading() as session:
        assert [event.number for event in store.list_events(session, "stranger")] == [6, 3]
        assert store.list_events(session, "p") == []


def test_blanking_one_more_event_is_noticed(log: Database) -> None:
    nothing = dict.fromkeys(("at", "patient_id", "action", "about", "address", "device", "salt"))
    change(log, 2, **nothing)
    with pytest.raises(ChainBroken, match="Event 2 was blanked"):
        verify_audit(acting(log))
    with log.writing() as session:  # nobody's events are blanked when nobody has any
        assert store.blank_events(session, KEYS.audit, "unknown") == 0


def test_what_has_grown_old_is_blanked_and_the_chain_holds(log: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "A_BATCH", 2)
    make_account(log, "gone")
    with log.writing() as session:
        store.add_event(session, KEYS.audit, Action.LOGGED_IN, Origin(NOW), "gone")
        erased = store.blank_events(session, KEYS.audit, "gone")
        store.add_event(session, KEYS.audit, Action.ACCOUNT_ERASED, Origin(NOW), None, f"{erased} events blanked")
    later = NOW + timedelta(days=1)
    with log.writing() as session:
        store.add_event(session, KEYS.audit, Action.LOGGED_OUT, Origin(later), "p")
    assert blank_old_events(acting(log, at=Origin(later)), NOW) == 0  # before the instant, not at it
    assert blank_old_events(acting(log, at=Origin(later)), later) == 6
    assert blank_old_events(acting(log, at=Origin(later)), later) == 0
    assert verify_audit(acting(log)).blanked == 7
    with log.reading() as session:
        assert [event.action for event in store.list_events(session, "p")] == ["logged out"]
    assert row(log, 8)["action"] == "account erased"  # it says how many were blanked, so it stays
    change(log, 10, about="3 events blanked")
    with pytest.raises(ChainBroken, match="Event 10 "):
        verify_audit(acting(log))


def test_the_command_blanks_what_is_older_than_six_years(app: Flask, database: Database) -> None:
    keys, now = app.extensions["journal"].keys, datetime.now(UTC)
    app.extensions["journal"] = replace(app.extensions["journal"], database=database)
    with database.writing() as session:
        for years in (7, 5):
            origin = Origin(now - timedelta(days=366 * years))
            store.add_event(session, keys.audit, Action.LOGGED_IN, origin, None)
    run: Callable[..., Any] = app.test_cli_runner().invoke
    assert run(args=["audit", "forget"], input="n\n").exit_code == 1
    assert run(args=["audit", "forget", "--years", "0"]).exit_code == 2
    result = run(args=["audit", "forget"], input="y\n")
    assert result.exit_code == 0, result.output
    assert "1 event from before" in result.output
    assert "0 events from before" in run(args=["audit", "forget", "--yes"]).output
    assert "Sound: 3 events" in run(args=["audit", "verify"]).output


def test_the_chain_holds_while_twenty_write_at_once(database: Database) -> None:
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: [add(database) for _ in range(3)], range(20)))
    assert verify_audit(acting(database)).head.number == 60


def test_what_a_browser_calls_itself_is_cut_and_holds_no_nul(database: Database) -> None:
    with database.writing() as session:
        origin = Origin(NOW, "x" * 99, "a\x00b" + "ü" * 500)
        store.add_event(session, KEYS.audit, Action.LOGGED_IN, origin, "p", "y" * 500)
    kept = row(database, 1)
    assert (len(kept["address"]), len(kept["device"]), len(kept["about"])) == (45, 200, 200)
    assert kept["device"].startswith("abü")
    verify_audit(acting(database))


def test_the_command_says_sound_or_names_the_event(app: Flask, database: Database) -> None:
    keys = app.extensions["journal"].keys
    app.extensions["journal"] = replace(app.extensions["journal"], database=database)
    for _ in range(3):
        with database.writing() as session:
            store.add_event(session, keys.audit, Action.LOGGED_IN, Origin(NOW), None)
    run: Callable[..., Any] = app.test_cli_runner().invoke
    result = run(args=["audit", "verify"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Sound: 3 events, head 3 ")
    head = result.output.split("head ")[1].split(".")[0]
    assert run(args=["audit", "verify", "--since", head]).exit_code == 0
    assert run(args=["audit", "verify", "--since", "nonsense"]).exit_code == 2
    make_account(database, "gone")
    with database.writing() as session:
        blanked = store.blank_events(session, keys.audit, "unknown")
        store.add_event(session, keys.audit, Action.LOGGED_IN, Origin(NOW), "gone")
        blanked = store.blank_events(session, keys.audit, "gone")
        store.add_event(session, keys.audit, Action.ACCOUNT_ERASED, Origin(NOW), None, f"{blanked} events blanked")
    assert "1 are blanked: of accounts that were erased, or old." in run(args=["audit", "verify"]).output
    change(database, 2, device="another")
    result = run(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "Event 2 was changed." in result.output
