"""The throttle on the pages: a stranger's tries never lock the patient out, and nothing typed is lost by waiting."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from journal.actions.accounts import throttle
from journal.core.hosting import Hosting
from journal.web.accounts import rate_limits
from journal.web.site import context
from tests.conftest import PASSWORD
from tests.web.client import Browser, Page

DEVICE = "journal-device"


def enter(person: Browser, password: str = PASSWORD, status: int = 303, name: str = "Owner", **more: str) -> Page:
    return person.submit("/sessions/new", "/sessions", {"name": name, "password": password, **more}, status)


def guess(person: Browser, times: int, name: str = "Owner") -> None:
    """Type a wrong password again and again."""
    page = person.get("/sessions/new")
    for _ in range(times):
        person.send(page, "/sessions", {"name": name, "password": "not it"}, 422)


def device_of(person: Browser) -> str:
    cookie = person.client.get_cookie(DEVICE)
    assert cookie is not None
    return cookie.value


def test_after_ten_wrong_passwords_one_has_to_wait(owner: Browser, nobody: Browser, clock) -> None:
    guess(nobody, 10)
    page = enter(nobody, status=429)
    assert page.headers["Retry-After"] == "300"
    sentence = "Too many tries. Wait 5 minutes, then try again. Nothing is lost."
    assert page.errors() == {"name": sentence}
    assert page.fields("/sessions")["name"] == "Owner"
    assert PASSWORD not in page.html
    clock.shift(timedelta(minutes=5))
    enter(nobody)


def test_unknown_names_wait_as_known_ones_do(nobody: Browser) -> None:
    guess(nobody, 10, name="Nobody at all")
    assert enter(nobody, name="Nobody at all", status=429).headers["Retry-After"] == "300"


def test_what_was_typed_waits_with_the_person(owner: Browser, nobody: Browser, clock) -> None:
    guess(nobody, 10)
    kept = {"kept-to": "/doses", "kept-note": "do not lose me", "next": "/history"}
    page = enter(nobody, status=429, **kept)
    assert page.fields("/sessions") | kept == page.fields("/sessions")
    clock.shift(timedelta(minutes=5))
    page = nobody.send(page, "/sessions", {"password": PASSWORD}, 200)
    assert page.fields("/doses")["note"] == "do not lose me"


def test_nothing_is_hashed_while_one_has_to_wait(owner: Browser, nobody: Browser, monkeypatch) -> None:
    from journal.actions.accounts import passwords

    guess(nobody, 10)
    asked: list[str] = []
    monkeypatch.setattr(passwords, "verify", lambda *arguments: asked.append("") or False)
    enter(nobody, status=429)
    assert asked == []


def test_a_stranger_cannot_lock_a_known_device_out(owner: Browser, nobody: Browser) -> None:
    phone = Browser(owner.app)
    enter(phone)
    phone.submit("/settings", "/sessions/end")
    guess(nobody, 10)
    enter(nobody, status=429)
    enter(phone)


def test_a_known_device_is_not_stopped_by_its_address_either(owner: Browser, nobody: Browser) -> None:
    phone = Browser(owner.app)
    enter(phone)
    phone.submit("/settings", "/sessions/end")
    for number in range(6):
        guess(nobody, 5, name=f"name {number}")
    enter(nobody, name="another", status=429)
    enter(phone)


def test_a_known_device_has_a_limit_of_its_own(owner: Browser, nobody: Browser) -> None:
    enter(nobody)
    nobody.submit("/settings", "/sessions/end")
    guess(nobody, 10)
    enter(nobody, status=429)
    enter(Browser(owner.app))


def test_success_forgets_the_wrong_tries_before_it(owner: Browser, nobody: Browser) -> None:
    for _ in range(3):
        guess(nobody, 9)
        enter(nobody)
        nobody.submit("/settings", "/sessions/end")


def test_the_cookie_of_a_known_device_opens_nothing(owner: Browser, nobody: Browser) -> None:
    page = enter(nobody)
    written = next(line for line in page.headers.getlist("Set-Cookie") if line.startswith(f"{DEVICE}="))
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={rate_limits.A_YEAR}"):
        assert part in written
    assert "Secure" not in written
    thief = Browser(owner.app)
    thief.client.set_cookie(DEVICE, device_of(nobody))
    thief.get("/", 303)
    enter(thief, "not it", 422)


def test_logging_out_does_not_make_the_device_a_stranger(owner: Browser, nobody: Browser) -> None:
    enter(nobody)
    before = device_of(nobody)
    nobody.submit("/settings", "/sessions/end")
    assert device_of(nobody) == before


def test_a_device_is_known_for_its_own_name_alone(owner: Browser, stranger: Browser, nobody: Browser) -> None:
    tablet, other = Browser(owner.app), Browser(owner.app)
    enter(tablet, name="Stranger")
    guess(nobody, 10)
    other.client.set_cookie(DEVICE, device_of(tablet))
    enter(other, status=429)


def test_a_family_tablet_is_known_for_everybody_who_used_it(owner: Browser, stranger: Browser, nobody: Browser) -> None:
    tablet = Browser(owner.app)
    for name in ("Owner", "Stranger", "Owner"):
        enter(tablet, name=name)
        tablet.submit("/settings", "/sessions/end")
    assert len(device_of(tablet).split(".")) == 3
    guess(nobody, 10)
    guess(nobody, 10, name="Stranger")
    enter(tablet)
    tablet.submit("/settings", "/sessions/end")
    enter(tablet, name="Stranger")


FORGED = ["", ".", "made-up", "made-up.made-up", "{id}.", "{id}.x{mark}", "x{id}.{mark}", "." * 3000]
FORWARDED = ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"]


def test_a_forged_cookie_makes_no_device_known(owner: Browser, nobody: Browser) -> None:
    enter(nobody)
    device_id, mark = device_of(nobody).split(".")
    thief = Browser(owner.app)
    guess(thief, 10)
    for forged in FORGED:
        thief.client.set_cookie(DEVICE, forged.format(id=device_id, mark=mark))
        enter(thief, status=429)
    thief.client.set_cookie(DEVICE, device_of(nobody))
    enter(thief)


def test_forwarded_headers_change_nothing(owner: Browser, nobody: Browser) -> None:
    csrf_token = nobody.get("/sessions/new").fields("/sessions")["csrf_token"]
    for number in range(31):
        fields = {"csrf_token": csrf_token, "name": f"name {number}", "password": "not it"}
        status = 422 if number < 30 else 429
        nobody.post("/sessions", fields, status, headers=dict.fromkeys(FORWARDED, f"198.51.100.{number}"))


def test_addresses_are_counted_apart(owner: Browser, nobody: Browser) -> None:
    csrf_token = nobody.get("/sessions/new").fields("/sessions")["csrf_token"]
    for number in range(31):
        fields = {"csrf_token": csrf_token, "name": f"name {number}", "password": "not it"}
        nobody.post("/sessions", fields, 422, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"})


def test_from_one_address_not_more_than_twenty_accounts_an_hour(owner: Browser, clock) -> None:
    with owner.app.test_request_context("/accounts", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        for _ in range(20):
            throttle.admit(context.anonymous(), rate_limits.sign_up_tries())
    person = Browser(owner.app)
    fields = {"name": "Late", "password": PASSWORD, "zone": "Europe/Berlin", "medicine": "clonazepam"}
    page = person.submit("/accounts/new", "/accounts", fields, 429)
    assert page.headers["Retry-After"] == "300"
    assert page.fields("/accounts")["name"] == "Late"
    clock.shift(timedelta(minutes=5))
    person.send(page, "/accounts", {"password": PASSWORD})


@pytest.fixture
def https(app: Flask) -> Iterator[None]:
    """People reach the journal over HTTPS."""
    parts = app.extensions["journal"]
    app.extensions["journal"] = replace(parts, hosting=Hosting(https=True))
    yield
    app.extensions["journal"] = parts


@pytest.mark.usefixtures("https")
def test_over_https_no_neighbour_can_write_the_cookie(app: Flask) -> None:
    with app.test_request_context("/"):
        response = app.response_class()
        rate_limits.remember_device(response, "Owner")
    written = response.headers["Set-Cookie"]
    assert written.startswith("__Host-journal-device=")
    assert "Secure" in written
    assert "Domain" not in written


def test_no_device_speaks_of_a_name_that_ends_like_its_own(
    owner: Browser, nobody: Browser, log_in: Callable[..., Browser], app: Flask
) -> None:
    log_in("Mary Smith"), log_in("Smith")
    nobody.client.set_cookie(DEVICE, '" mary"')  # what is counted for "smith" on it would be counted for "mary smith"
    enter(nobody, name="Smith")
    with app.test_request_context("/", headers={"Cookie": f"{DEVICE}={device_of(nobody)}"}):
        assert rate_limits.code_tries("Smith").counted[0][1].endswith(" smith")
        assert rate_limits.code_tries("Smith").counted != rate_limits.code_tries("Mary Smith").counted
        assert " " not in rate_limits.code_tries("Smith").counted[0][1].removesuffix(" smith")
