"""What happened to this account: own events, newest first, in plain words, and nothing of health."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from journal.core.accounts.audit import BLANKING, Action, Origin
from journal.store.accounts import audit as store
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent
from journal.web.accounts import audit_events
from tests.conftest import NOW, PASSWORD
from tests.web.client import Browser

ANDROID = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


@pytest.fixture
def add(database: Database, owner: Browser) -> Callable[..., None]:
    """Writes an event of the owner's down."""

    def event(action: Action = Action.LOGGED_IN, address: str = "192.0.2.0/24", device: str = ANDROID) -> None:
        key = owner.app.extensions["journal"].keys.audit
        with database.writing() as session:
            store.add_event(session, key, action, Origin(NOW, address, device), owner.patient_id)

    return event


def test_an_event_says_what_when_and_from_where(owner: Browser, add: Callable[..., None]) -> None:
    add()
    add(Action.LOG_IN_REFUSED, "", "")
    page = owner.get(owner.get("/settings").link("What happened to this account Who logged in, and from where"))
    assert page.h1 == "What happened to this account"
    assert page.words("day-heading") == ["Today"]
    assert page.entries == [
        "12:00 Somebody tried to log in and was refused",
        "12:00 Logged in Firefox on Android, from 192.0.2.0",
    ]


def test_every_action_has_its_words() -> None:
    assert {*Action} - audit_events.WORDS.keys() == {*BLANKING}  # those are nobody's, so nobody reads them


def test_many_events_stand_on_several_pages(owner: Browser, add: Callable[..., None]) -> None:
    for _ in range(53):
        add()
    first = owner.get("/audit-events")
    assert len(first.entries) == 50
    second = owner.get(first.link("Older"))
    assert len(second.entries) == 3
    assert second.link("Back to the newest") == "/audit-events"
    assert "Nothing older" in owner.get("/audit-events?before=1").text
    for odd in ("x", "-1", "1" * 30, "٣", "%00"):
        assert len(owner.get(f"/audit-events?before={odd}").entries) == 50


def test_an_account_without_events_says_so(owner: Browser) -> None:
    assert "Nothing is written down." in owner.get("/audit-events").text


def test_a_stranger_sees_nothing_of_them(owner: Browser, stranger: Browser, add: Callable[..., None]) -> None:
    add()
    assert stranger.get("/audit-events").entries == []


def test_what_a_browser_calls_itself_cannot_write_into_the_page(owner: Browser, add: Callable[..., None]) -> None:
    add(device="<script>alert(1)</script>")
    assert "<script>alert" not in owner.get("/audit-events").html


def test_no_event_holds_anything_of_health_or_any_secret(
    owner: Browser, nobody: Browser, database: Database, add: Callable[..., None]
) -> None:
    mark = "zanzibar"
    nobody.submit("/sessions/new", "/sessions", {"name": mark, "password": mark}, 422)
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": mark}, 422)
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": PASSWORD})
    owner.log_dose(note=mark, amount="0.125")
    owner.check_in({"drowsiness": 3}, note=mark, new_symptom=mark, **{"rating-new": "3"})
    owner.log_episode(note=mark)
    owner.submit("/settings", "/settings/password", {"old_password": mark, "new_password": mark}, 422)
    owner.submit("/exports/new", "/exports", {}, 200)
    with database.reading() as session:
        events = [list(row) for row in session.execute(select(*AuditEvent.__table__.c))]
    assert len(events) >= 4
    told = json.dumps(events, default=str).lower()
    for secret in (mark, PASSWORD, "owner", "drowsiness", "0.125", "125000", "panic"):
        assert secret not in told
