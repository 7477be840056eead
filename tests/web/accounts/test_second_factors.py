"""The second step on the pages: set up, codes on paper, log in with either, lose nothing, turn it off."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from pyotp import TOTP

from journal.actions.accounts import passwords, throttle
from journal.actions.accounts.resets import reset_log_in
from journal.core.accounts.accounts import login_name
from journal.store.accounts.second_factors import delete_second_factor
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, Patient
from tests.acting import acting
from tests.conftest import PASSWORD, logged_in
from tests.web.client import Browser, Page
from tests.web.lint import words_of


def shown(page: Page) -> str:
    """The secret that stands on the page of the set-up."""
    return page.words("secret")[0].replace(" ", "")


def digits(secret: str, later: int = 0) -> str:
    """What the app shows now."""
    return TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=later))


def turn_on(person: Browser) -> tuple[str, list[str]]:
    """Turn the second step on by the pages; returns the secret and the recovery codes."""
    page = person.get("/second-factors/new")
    secret = shown(page)
    page = person.send(page, "/second-factors", {"code": digits(secret)}, 200)
    person.forget_marks()
    return secret, codes_of(page)


def codes_of(page: Page) -> list[str]:
    lists = page.all("codes")
    return [words_of(item) for item in lists[0]] if lists else []


def type_password(person: Browser, name: str = "Owner", **more: str) -> Page:
    return person.submit("/sessions/new", "/sessions", {"name": name, "password": PASSWORD, **more})


def said(database: Database) -> list[str | None]:
    """What the audit log says, in order."""
    with database.reading() as session:
        return [event.action for event in session.query(AuditEvent).order_by(AuditEvent.number)]


@pytest.fixture
def asked(owner: Browser, nobody: Browser, clock) -> tuple[Browser, str, list[str]]:
    """A browser whose password was right and of whom a code is asked, half a minute after it was turned on."""
    secret, codes = turn_on(owner)
    clock.shift(timedelta(seconds=30))
    assert type_password(nobody).location == "/second-factors/log-in"
    return nobody, secret, codes


@pytest.fixture
def required(app: Flask) -> Iterator[None]:
    """The operator asks everybody for a second step."""
    parts = app.extensions["journal"]
    app.extensions["journal"] = replace(parts, require_second_factor=True)
    yield
    app.extensions["journal"] = parts


def test_setting_up_and_logging_in(owner: Browser, nobody: Browser, clock, database: Database) -> None:
    assert owner.get(owner.get("/settings").link("Second step A code besides the password")).h1 == "Second step"
    secret, codes = turn_on(owner)
    assert len(set(codes)) == 10
    page = owner.get("/second-factors")
    assert "On since today" in page.text
    assert "10 of 10 recovery codes are left" in page.text
    clock.shift(timedelta(seconds=30))
    page = nobody.follow(type_password(nobody, next="/history"))
    assert page.h1 == "What does your app show?"
    code = digits(secret)
    page = nobody.send(page, "/second-factors/log-in", {"code": f"{code[:3]} {code[3:]}"})
    assert page.location == "/history"
    nobody.get("/history")
    assert said(database)[:2] == ["second factor on", "logged in"]


def test_turning_on_gives_this_device_a_new_cookie_and_logs_others_out(owner: Browser, app: Flask) -> None:
    old = owner.client.get_cookie("journal")
    elsewhere = logged_in(app, owner.patient_id)
    turn_on(owner)
    elsewhere.get("/", 303)
    thief = Browser(app)
    assert old is not None
    thief.client.set_cookie("journal", old.value)
    thief.get("/", 303)
    owner.get("/")


@pytest.mark.parametrize("typed", ["000000", "", "12345", "abcdef", "0" * 16, None])
def test_wrong_digits_turn_nothing_on_and_keep_the_secret(owner: Browser, typed: str | None) -> None:
    page = owner.get("/second-factors/new")
    secret = shown(page)
    page = owner.send(page, "/second-factors", {"code": typed}, 422)
    assert set(page.errors()) == {"code"}
    assert page.error_beside("code") == page.errors()["code"]
    assert page.fields("/second-factors")["code"] == ""
    assert shown(page) == secret
    assert "Set it up" in owner.get("/second-factors").text


def test_the_picture_says_what_can_be_typed_by_hand(owner: Browser) -> None:
    from journal.render import qr

    page = owner.get("/second-factors/new")
    address = page.link("Open the app")
    assert address.startswith("otpauth://totp/Side-effect%20journal:Owner?secret=")
    assert shown(page) in address
    picture = owner.get("/second-factors/code.svg")
    assert picture.body == qr.draw(address)
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_once_it_is_on_nobody_sees_the_secret_again(owner: Browser) -> None:
    secret, _ = turn_on(owner)
    assert owner.get("/second-factors/new", 303).location == "/second-factors"
    owner.get("/second-factors/code.svg", 404)
    page = owner.post("/second-factors", owner.marks() | {"code": digits(secret, 30)})
    assert page.location == "/second-factors", "the form was sent twice"
    page = owner.post("/second-factors", owner.marks() | {"code": "x"})
    assert page.location == "/second-factors"


def test_recovery_codes_are_shown_once(owner: Browser) -> None:
    _, codes = turn_on(owner)
    page = owner.get("/second-factors/recovery-codes")
    assert "shown only once" in page.text
    assert "10 of yours are left" in page.text
    assert page.link("Get new recovery codes") == "/second-factors"
    for code in codes:
        assert code not in page.html


def test_no_codes_travel_in_a_cookie_nor_stay_in_a_cache(owner: Browser) -> None:
    """They stand in the answer to the form that makes them, and nowhere else."""

    page = owner.get("/second-factors/new")
    on = owner.send(page, "/second-factors", {"code": digits(shown(page))}, 200)
    renewed = owner.submit("/second-factors", "/second-factors/recovery-codes", status=200)
    for page in (on, renewed):
        codes = codes_of(page)
        assert len(codes) == 10
        assert page.headers["Cache-Control"] == "no-store"
        sent = unquote(" ".join(page.headers.getlist("Set-Cookie")))
        assert not [code for code in codes if code in sent or code.replace(" ", "") in sent]
    with owner.client.session_transaction() as session:
        assert set(session) == {"_user_id", "_fresh", "_permanent", "_id", "keep", "csrf_token"}, "nor sealed"


def test_a_reload_keeps_the_codes_that_were_printed(owner: Browser, nobody: Browser) -> None:
    """The browser sends the form of the page it shows once more."""
    turn_on(owner)
    form = owner.get("/second-factors")
    printed = codes_of(owner.send(form, "/second-factors/recovery-codes", status=200))
    again = owner.follow(owner.send(form, "/second-factors/recovery-codes"))
    assert "shown only once" in again.text
    assert "10 of yours are left" in again.text
    page = nobody.follow(type_password(nobody))
    nobody.send(page, "/second-factors/log-in", {"code": printed[0]})
    new = codes_of(owner.submit("/second-factors", "/second-factors/recovery-codes", status=200))
    assert set(new).isdisjoint(printed)


def test_without_a_second_step_there_are_no_codes(owner: Browser) -> None:
    assert "when you turn the second step on" in owner.get("/second-factors/recovery-codes").text
    renewed = owner.post("/second-factors/recovery-codes", owner.marks())
    assert "when you turn the second step on" in owner.follow(renewed).text


def test_new_recovery_codes_end_the_old_ones(owner: Browser, nobody: Browser) -> None:
    _, old = turn_on(owner)
    new = codes_of(owner.submit("/second-factors", "/second-factors/recovery-codes", status=200))
    assert set(new).isdisjoint(old)
    page = nobody.follow(type_password(nobody))
    page = nobody.send(page, "/second-factors/log-in", {"code": old[0]}, 422)
    assert "recovery code does not fit" in page.error_beside("code")
    nobody.send(page, "/second-factors/log-in", {"code": new[0]})


def test_a_recovery_code_logs_in_and_the_next_page_counts(
    asked: tuple[Browser, str, list[str]], database: Database
) -> None:
    person, _, codes = asked
    page = person.get("/second-factors/log-in?next=/history")
    page = person.follow(person.send(page, "/second-factors/log-in", {"code": codes[0].lower().replace(" ", "-")}))
    assert page.notice == "You are logged in. That recovery code is used up; 9 are left. Go on"
    assert page.link("Go on") == "/history"
    assert said(database)[-2:] == ["recovery code used", "logged in"]


def test_the_last_codes_come_with_advice(owner: Browser, nobody: Browser, clock) -> None:
    _, codes = turn_on(owner)
    notices = []
    for code in codes:
        page = nobody.follow(type_password(nobody))
        notices.append(nobody.follow(nobody.send(page, "/second-factors/log-in", {"code": code})).notice)
        nobody.submit("/settings", "/sessions/end")
    assert "4 are left" in notices[5]
    assert "Get new ones" not in notices[5]
    assert "3 are left. Get new ones below" in notices[6]
    assert "1 is left. Get new ones below" in notices[8]
    assert "none is left. Get new ones below" in notices[9]


def test_a_used_or_wrong_code_opens_nothing_and_is_not_repeated(
    asked: tuple[Browser, str, list[str]], database: Database
) -> None:
    person, secret, codes = asked
    for code, sentence in (
        (digits(secret, -30), "used already"),
        (digits(secret, 300), "does not fit"),
        ("1234", "six digits"),
        ("", "six digits"),
        ("ZZZZ ZZZZ ZZZZ ZZZZ", "recovery code does not fit"),
    ):
        page = person.submit("/second-factors/log-in", fields={"code": code}, status=422)
        assert sentence in page.error_beside("code")
        assert page.fields("/second-factors/log-in")["code"] == ""
        assert not code or code not in page.html
        person.get("/", 303)
    assert said(database).count("second factor refused") == 3, "what cannot be a code is no guess"
    person.submit("/second-factors/log-in", fields={"code": codes[0]})


def test_after_five_wrong_codes_one_has_to_wait(asked: tuple[Browser, str, list[str]], clock) -> None:
    person, secret, _ = asked
    for _ in range(5):
        person.submit("/second-factors/log-in", fields={"code": digits(secret, 300)}, status=422)
    page = person.submit("/second-factors/log-in", fields={"code": digits(secret)}, status=429)
    assert page.headers["Retry-After"] == "300"
    assert page.error_beside("code") == "Too many tries. Wait 5 minutes, then try again. Nothing is lost."
    clock.shift(timedelta(minutes=5))
    person.submit("/second-factors/log-in", fields={"code": digits(secret)})


def test_wrong_digits_at_the_set_up_wait_too(owner: Browser) -> None:
    for _ in range(5):
        owner.submit("/second-factors/new", "/second-factors", {"code": "000000"}, 422)
    page = owner.submit("/second-factors/new", "/second-factors", {"code": "000000"}, 429)
    assert "Too many tries" in page.error_beside("code")


def test_a_form_that_waits_is_carried_through_both_steps(owner: Browser, nobody: Browser, clock) -> None:
    secret, _ = turn_on(owner)
    clock.shift(timedelta(seconds=30))
    csrf_token = nobody.get("/sessions/new").fields("/sessions")["csrf_token"]
    page = nobody.post("/doses", {"csrf_token": csrf_token, "amount": "0.5", "note": "do not lose me"}, 401)
    page = nobody.send(page, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert "What you typed is kept" in page.text
    page = nobody.send(page, "/second-factors/log-in", {"code": "000000"}, 422)
    page = nobody.send(page, "/second-factors/log-in", {"code": digits(secret)}, 200)
    assert page.fields("/doses")["note"] == "do not lose me"


def test_a_form_that_waits_survives_a_second_step_that_took_too_long(owner: Browser, nobody: Browser, clock) -> None:
    secret, _ = turn_on(owner)
    page = nobody.get("/sessions/new")
    fields = {"name": "Owner", "password": PASSWORD, "kept-to": "/doses", "kept-note": "do not lose me"}
    page = nobody.send(page, "/sessions", fields, 200)
    clock.shift(timedelta(minutes=11))
    page = nobody.send(page, "/second-factors/log-in", {"code": digits(secret)}, 401)
    assert page.fields("/sessions")["kept-note"] == "do not lose me"
    assert page.fields("/sessions")["kept-to"] == "/doses"
    assert digits(secret) not in page.html


def test_a_page_whose_token_is_no_longer_good_asks_once_more(asked: tuple[Browser, str, list[str]]) -> None:
    person, secret, _ = asked
    page = person.get("/second-factors/log-in?next=/history")
    fields = {"csrf_token": "old", "code": digits(secret), "kept-note": "do not lose me", "kept-to": "/doses"}
    page = person.send(page, "/second-factors/log-in", fields, 400)
    assert page.error_beside("code") == "This page was open for long. Type your code once more."
    assert page.fields("/second-factors/log-in")["next"] == "/history"
    assert digits(secret) not in page.html
    page = person.send(page, "/second-factors/log-in", {"code": digits(secret)}, 200)
    assert page.fields("/doses")["note"] == "do not lose me"


def test_a_second_step_that_took_too_long_begins_again(asked: tuple[Browser, str, list[str]], clock) -> None:
    person, secret, _ = asked
    page = person.get("/second-factors/log-in?next=/history")
    clock.shift(timedelta(minutes=11))
    page = person.send(page, "/second-factors/log-in", {"code": digits(secret)})
    assert page.location == "/sessions/new?next=/history"


def test_without_the_password_there_is_no_second_step(owner: Browser, nobody: Browser) -> None:
    secret, codes = turn_on(owner)
    assert nobody.get("/second-factors/log-in?next=/history", 303).location == "/sessions/new?next=/history"
    csrf_token = nobody.get("/sessions/new").fields("/sessions")["csrf_token"]
    for code in (digits(secret, 30), codes[0]):
        page = nobody.post("/second-factors/log-in", {"csrf_token": csrf_token, "code": code})
        assert page.location == "/sessions/new"
    nobody.get("/", 303)


def test_whoever_is_logged_in_already_goes_on(owner: Browser) -> None:
    assert owner.get("/second-factors/log-in", 303).location == "/"
    assert owner.get("/second-factors/log-in?next=/history", 303).location == "/history"
    assert owner.get("/second-factors/log-in?next=//evil.example", 303).location == "/"


def test_the_password_alone_opens_nothing(asked: tuple[Browser, str, list[str]]) -> None:
    person, _, _ = asked
    for address in ("/", "/history", "/settings", "/second-factors"):
        person.get(address, 303)
    with person.client.session_transaction() as session:
        assert "_user_id" not in session


def test_a_cookie_between_the_steps_dies_when_it_is_used(asked: tuple[Browser, str, list[str]], clock) -> None:
    person, secret, _ = asked
    cookie = person.client.get_cookie("journal")
    assert cookie is not None
    person.submit("/second-factors/log-in", fields={"code": digits(secret)})
    thief = Browser(person.app)
    thief.client.set_cookie("journal", cookie.value)
    clock.shift(timedelta(seconds=30))
    assert thief.get("/second-factors/log-in", 303).location == "/sessions/new"


def test_another_log_in_ends_the_one_that_has_begun(asked: tuple[Browser, str, list[str]], stranger: Browser) -> None:
    person, _, _ = asked
    type_password(person, "Stranger")
    person.get("/settings")
    assert "Stranger" in person.get("/settings").text
    person.submit("/settings", "/sessions/end")
    assert person.get("/second-factors/log-in", 303).location == "/sessions/new"


def test_second_step_turned_off_while_the_password_was_checked(
    owner: Browser, nobody: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_on(owner)
    verify = passwords.verify

    def meanwhile(password_hash: str, typed: str) -> bool:
        with database.writing() as session:
            delete_second_factor(session, owner.patient_id)
        return verify(password_hash, typed)

    monkeypatch.setattr(passwords, "verify", meanwhile)
    assert type_password(nobody).location == "/"
    nobody.get("/")


def test_the_second_step_keeps_the_wish_to_stay_signed_in(owner: Browser, nobody: Browser, clock) -> None:
    secret, _ = turn_on(owner)
    clock.shift(timedelta(seconds=30))
    type_password(nobody, keep="yes")
    nobody.submit("/second-factors/log-in", fields={"code": digits(secret)})
    clock.shift(timedelta(days=6))
    nobody.get("/")


@pytest.mark.parametrize("by", ["app", "paper"])
def test_turning_off_takes_password_and_code(owner: Browser, nobody: Browser, clock, by: str) -> None:
    secret, codes = turn_on(owner)
    clock.shift(timedelta(seconds=30))
    code = digits(secret) if by == "app" else codes[0]
    page = owner.submit("/second-factors", "/second-factors/end", {"password": PASSWORD, "code": code})
    page = owner.follow(page)
    assert page.notice.startswith("The second step is off.")
    assert type_password(nobody).location == "/"
    nobody.get("/")


def test_turning_off_is_refused_without_both(owner: Browser, clock) -> None:
    secret, _ = turn_on(owner)
    clock.shift(timedelta(seconds=30))
    for password, code, field in (
        ("not it", digits(secret), "password"),
        (PASSWORD, "", "code"),
        (PASSWORD, digits(secret, 300), "code"),
    ):
        fields = {"password": password, "code": code}
        page = owner.submit("/second-factors", "/second-factors/end", fields, 422)
        assert set(page.errors()) == {field}
        assert password not in page.html
    assert "On since" in owner.get("/second-factors").text


def test_turning_off_twice_is_no_error(owner: Browser) -> None:
    fields = owner.marks() | {"password": "x", "code": "x"}
    assert owner.post("/second-factors/end", fields).location == "/second-factors"


def test_turning_off_is_throttled(owner: Browser, clock) -> None:
    secret, _ = turn_on(owner)
    clock.shift(timedelta(seconds=30))
    for _ in range(10):
        fields = {"password": "not it", "code": digits(secret)}
        owner.submit("/second-factors", "/second-factors/end", fields, 422)
    fields = {"password": PASSWORD, "code": digits(secret)}
    page = owner.submit("/second-factors", "/second-factors/end", fields, 429)
    assert "Too many tries" in page.error_beside("password")


def test_a_short_password_needs_the_second_step(owner: Browser, clock, database: Database, quick_hasher) -> None:
    secret, _ = turn_on(owner)
    clock.shift(timedelta(seconds=30))
    with database.writing() as session:
        patient = session.query(Patient).filter(Patient.login_name == login_name("Owner")).one()
        patient.password_hash = quick_hasher.hash("nine wet")
    fields = {"password": "nine wet", "code": digits(secret)}
    page = owner.submit("/second-factors", "/second-factors/end", fields, 422)
    assert "needs 15 characters" in page.error_beside("password")
    assert "On since" in page.text


@pytest.mark.parametrize("address", ["/second-factors/new", "/second-factors/code.svg"])
def test_the_secret_is_shown_only_soon_after_the_password(owner: Browser, clock, address: str) -> None:
    clock.shift(timedelta(minutes=11))
    assert owner.get(address, 303).location.startswith("/confirmations/new")


def test_a_page_open_for_too_long_asks_for_the_password_then_for_new_digits(owner: Browser, clock) -> None:
    page = owner.get("/second-factors/new")
    secret = shown(page)
    clock.shift(timedelta(minutes=11))
    page = owner.follow(owner.send(page, "/second-factors", {"code": digits(secret)}))
    page = owner.follow(owner.send(page, "/confirmations", {"password": PASSWORD}))
    assert shown(page) == secret
    owner.send(page, "/second-factors", {"code": digits(secret)}, 200)


@pytest.mark.usefixtures("required")
def test_when_everybody_needs_it_every_page_leads_to_the_set_up(owner: Browser, clock) -> None:
    for address in ("/", "/history", "/trends", "/settings", "/doses/new"):
        assert owner.get(address, 303).location == "/second-factors/new"
    page = owner.get("/second-factors/new")
    assert page.notice.startswith("Note This journal asks everybody for a second step.")
    page.form("/sessions/end")
    kept = owner.post(
        "/doses",
        {**owner.marks("/second-factors/new", "/second-factors"), "amount": "0.5", "note": "do not lose me"},
        403,
    )
    assert kept.fields("/doses")["note"] == "do not lose me"
    secret, codes = turn_on(owner)
    assert len(codes) == 10
    owner.get("/")
    owner.log_dose()
    page = owner.get("/second-factors")
    assert "Turn it off" not in page.text
    fields = {**owner.marks(), "password": PASSWORD}
    page = owner.post("/second-factors/end", fields | {"code": digits(secret, 30)}, 422)
    assert "cannot be turned off" in page.text


@pytest.mark.usefixtures("required")
def test_when_everybody_needs_it_one_can_still_leave_and_see_what_is_for_all(owner: Browser) -> None:
    for address in ("/emergency", "/about"):
        owner.get(address)
    page = owner.get("/second-factors/new")
    owner.send(page, "/sessions/end")
    owner.get("/second-factors/new", 303)


def test_a_reset_in_the_moment_of_the_code_lets_nobody_in(
    asked: tuple[Browser, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    person, secret, _ = asked
    page = person.get("/second-factors/log-in")
    journal = person.app.extensions["journal"]
    monkeypatch.setattr(
        throttle,
        "forgive",
        lambda *_: reset_log_in(acting(journal.database, at=datetime.now(UTC), keys=journal.keys), "Owner"),
    )
    page = person.send(page, "/second-factors/log-in", {"code": digits(secret)})
    assert page.location == "/sessions/new"
    person.get("/", 303)
