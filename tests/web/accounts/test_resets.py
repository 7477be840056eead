"""Who forgot everything gets words from the operator: for a day, to be replaced first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from journal.actions.accounts.resets import reset_log_in
from tests.acting import acting
from tests.web.client import Browser

OWN = "seven violet umbrellas whistle"


@pytest.fixture
def phrase(owner: Browser, nobody: Browser) -> str:
    """The words the operator read out; every device was logged out."""
    journal = owner.app.extensions["journal"]
    return reset_log_in(acting(journal.database, keys=journal.keys), "Owner")


def log_in(person: Browser, password: str, status: int = 303) -> None:
    person.submit("/sessions/new", "/sessions", {"name": "Owner", "password": password}, status)


def test_the_first_thing_is_a_password_of_ones_own(nobody: Browser, owner: Browser, phrase: str) -> None:
    log_in(nobody, phrase)
    for address in ("/", "/history", "/doses/new", "/exports/new", "/devices", "/second-factors", "/charts/all.pdf"):
        assert nobody.get(address, 303).location == "/settings#secret", address
    page = nobody.get("/settings")
    assert page.h1 == "Choose a password of your own"
    nobody.get("/emergency")
    done = nobody.send(page, "/settings/password", {"old_password": phrase, "new_password": OWN})
    assert "is changed" in nobody.follow(done).notice
    nobody.get("/")
    assert nobody.get("/settings").notice == ""


def test_the_words_are_nobodys_password_afterwards(nobody: Browser, phrase: str, clock: time_machine.Traveller) -> None:
    log_in(nobody, phrase)
    nobody.submit("/settings", "/settings/password", {"old_password": phrase, "new_password": OWN})
    nobody.post("/sessions/end", {"csrf_token": nobody.get("/settings").fields("/sessions/end")["csrf_token"]})
    log_in(nobody, phrase, 422)
    clock.shift(timedelta(days=400))
    log_in(nobody, OWN)
    nobody.get("/")


def test_the_words_work_for_a_day(
    nobody: Browser, phrase: str, clock: time_machine.Traveller, browser_of: Callable[[str], Browser]
) -> None:
    clock.shift(timedelta(hours=23, minutes=59))
    log_in(nobody, phrase)
    clock.shift(timedelta(minutes=1))
    log_in(Browser(nobody.app), phrase, 422)


def test_the_old_password_and_the_old_devices_open_nothing(owner: Browser, phrase: str, nobody: Browser) -> None:
    from tests.conftest import PASSWORD

    assert owner.get("/", 303).location.startswith("/sessions/new")
    log_in(nobody, PASSWORD, 422)


def test_what_was_typed_is_kept_until_the_password_is_chosen(nobody: Browser, owner: Browser, phrase: str) -> None:
    log_in(nobody, phrase)
    marks = nobody.marks("/settings", "/settings/password")
    fields = {**marks, "id": "5f0e2f0a-0d3c-4c3d-9a53-cc3d2cf7a111", "amount": "0.5", "when": "now"}
    page = nobody.post("/doses", fields | {"note": "do not lose me"}, 403)
    assert page.link("Choose it (opens a new tab)") == "/settings#secret"
    nobody.submit("/settings", "/settings/password", {"old_password": phrase, "new_password": OWN})
    nobody.send(page, "/doses", nobody.marks())
    assert "do not lose me" in nobody.get("/history").entries[0]


def test_a_second_factor_that_is_demanded_comes_after_the_password(
    nobody: Browser, owner: Browser, phrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    journal = nobody.app.extensions["journal"]
    monkeypatch.setitem(nobody.app.extensions, "journal", replace(journal, require_second_factor=True))
    log_in(nobody, phrase)
    nobody.submit("/settings", "/settings/password", {"old_password": phrase, "new_password": OWN})
    assert nobody.get("/", 303).location == "/second-factors/new"


def test_the_words_of_the_operator_cannot_be_chosen(nobody: Browser, phrase: str) -> None:
    log_in(nobody, phrase)
    page = nobody.submit("/settings", "/settings/password", {"old_password": phrase, "new_password": phrase}, 422)
    assert page.error_beside("new_password").startswith("Choose other words than those you were given")
    assert nobody.get("/", 303).location == "/settings#secret"


def test_a_device_of_ones_own_that_was_closed_is_open_after_the_reset(owner: Browser, nobody: Browser) -> None:
    """Who forgot everything has guessed on their own phone before they ask the operator."""
    from tests.conftest import PASSWORD

    log_in(nobody, PASSWORD)
    nobody.submit("/settings", "/sessions/end")
    for _ in range(10):
        log_in(nobody, "not it", 422)
    log_in(nobody, "not it", 429)
    journal = owner.app.extensions["journal"]
    words = reset_log_in(acting(journal.database, keys=journal.keys), "Owner")
    log_in(nobody, words)
    assert nobody.get("/", 303).location == "/settings#secret"
