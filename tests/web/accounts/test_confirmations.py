"""The password again: asked for before what cannot be undone, once in ten minutes, and nothing typed is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from journal.actions.accounts import passwords
from journal.actions.accounts.accounts import token_hash
from journal.core.accounts.throttle import RULES, Kind
from journal.store.accounts.devices import rotate_login_session
from journal.store.database.database import Database
from journal.web.site import access
from tests.conftest import PASSWORD, carried
from tests.web.client import Browser, Page


@pytest.fixture(autouse=True)
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The views of Trends and of a new episode, guarded for this test."""
    for name in ("trends.index", "episodes.create"):
        view = app.view_functions[name]
        monkeypatch.setattr(view, "decision", replace(access.decision_of(view), confirmed=True))


def confirm(person: Browser, page: Page, password: str = PASSWORD, status: int = 303) -> Page:
    return person.send(page, "/confirmations", {"password": password}, status)


def test_whoever_has_just_logged_in_is_not_asked(owner: Browser, clock) -> None:
    owner.get("/trends")
    clock.shift(timedelta(minutes=9, seconds=59))
    owner.get("/trends")


def test_the_page_comes_after_the_password(owner: Browser, clock) -> None:
    clock.shift(timedelta(minutes=10))
    page = owner.get("/trends?period=90", 303)
    assert page.location == "/confirmations/new?next=/trends?period%3D90"
    page = owner.follow(page)
    assert page.h1 == "Your password, please"
    token = carried(owner)
    back = confirm(owner, page)
    assert back.location == "/trends?period=90"
    assert carried(owner) != token
    owner.follow(back)
    clock.shift(timedelta(minutes=9))
    owner.get("/trends")
    clock.shift(timedelta(minutes=1))
    owner.get("/trends", 303)


def test_a_form_is_kept_while_the_password_is_asked_for(owner: Browser, clock) -> None:
    form = owner.get("/episodes/new")
    clock.shift(timedelta(minutes=11))
    asked = owner.send(form, "/episodes", {"what": "panic_attack", "note": "keep me", "password": "never"}, 401)
    assert "never" not in asked.html
    wrong = confirm(owner, asked, "wrong", 422)
    assert wrong.error_beside("password") == "This is not your present password."
    assert "wrong" not in wrong.html.replace("What is wrong", "")
    back = confirm(owner, wrong, status=200)
    owner.send(back, "/episodes")
    assert "keep me" in owner.get("/history").entries[0]


def test_a_kept_form_goes_nowhere_else(owner: Browser) -> None:
    page = owner.submit(
        "/confirmations/new", "/confirmations", {"password": PASSWORD, "kept-to": "//evil.example/doses"}
    )
    assert page.location == "/"
    page = owner.submit("/confirmations/new?next=//evil.example", "/confirmations", {"password": PASSWORD})
    assert page.location == "/"


def test_a_log_in_that_ran_out_on_the_way_loses_nothing_either(owner: Browser, clock) -> None:
    form = owner.get("/episodes/new")
    clock.shift(timedelta(minutes=11))
    asked = owner.send(form, "/episodes", {"what": "panic_attack", "note": "keep me"}, 401)
    clock.shift(timedelta(days=8))
    out = confirm(owner, asked, status=401)
    assert out.fields("/sessions")["kept-to"] == "/episodes"
    back = owner.send(out, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    owner.send(back, "/episodes")
    assert "keep me" in owner.get("/history").entries[0]


def test_the_page_still_comes_when_the_log_in_ran_out_on_the_way(owner: Browser, clock) -> None:
    page = owner.get("/confirmations/new?next=/trends")
    clock.shift(timedelta(days=8))
    out = confirm(owner, page, status=401)
    assert owner.send(out, "/sessions", {"name": "Owner", "password": PASSWORD}).location == "/trends"


def test_too_many_tries_make_one_wait(owner: Browser, clock) -> None:
    page = owner.get("/confirmations/new?next=/trends")
    for _ in range(RULES[Kind.ACCOUNT].tries):
        page = confirm(owner, page, "wrong", 422)
    page = confirm(owner, page, status=429)
    assert page.error_beside("password").startswith("Too many tries. Wait 5 minutes")
    assert page.headers["Retry-After"] == "300"
    clock.shift(timedelta(minutes=5))
    assert confirm(owner, page).location == "/trends"


def test_it_is_written_down(owner: Browser, database: Database) -> None:
    page = confirm(owner, owner.get("/confirmations/new"), "wrong", 422)
    confirm(owner, page)
    with database.reading() as session:
        found = session.execute(text("SELECT action, patient_id FROM audit_event ORDER BY number")).all()
    assert [tuple(row) for row in found] == [
        ("log-in refused", owner.patient_id),
        ("password confirmed", owner.patient_id),
    ]


def test_a_button_is_pressed_again_after_the_password(owner: Browser, clock) -> None:
    page = owner.get("/erasures/new")
    clock.shift(timedelta(minutes=11))
    asked = owner.follow(owner.send(page, "/erasures", {"erase_name": "Owner"}))
    back = confirm(owner, asked)
    assert back.location == "/erasures/new"
    owner.send(owner.follow(back), "/erasures", {"erase_name": "Owner"})
    owner.get("/", 303)


def test_the_form_sent_twice_at_once_is_no_error_and_logs_nobody_out(
    owner: Browser, database: Database, monkeypatch: pytest.MonkeyPatch, clock
) -> None:
    page = owner.get("/confirmations/new?next=/history")
    verify, old = passwords.verify, token_hash(carried(owner))

    def meanwhile(password_hash: str, typed: str) -> bool:
        with database.writing() as session:
            rotate_login_session(session, owner.patient_id, old, token_hash("the other"), datetime.now(UTC))
        return verify(password_hash, typed)

    monkeypatch.setattr(passwords, "verify", meanwhile)
    cookie = owner.client.get_cookie("journal")
    assert confirm(owner, page).location == "/history"
    assert owner.client.get_cookie("journal") == cookie


def test_there_is_a_way_back(owner: Browser) -> None:
    assert owner.get("/confirmations/new").link("Back to More") == "/settings"
