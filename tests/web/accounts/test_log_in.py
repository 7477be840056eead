"""Log in and log out: a device opens the journal as long as its row is there, and no longer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from journal.core.accounts.throttle import RULES, Kind
from journal.store.database.database import Database
from journal.web.accounts.log_in import is_form_of_ours
from tests.conftest import PASSWORD, counted
from tests.web.client import Browser, Page


def enter(person: Browser, name: str = "Owner", password: str = PASSWORD, status: int = 303, **more: str) -> Page:
    return person.submit("/sessions/new", "/sessions", {"name": name, "password": password, **more}, status)


def cookie_of(page: Page) -> str:
    """The cookie that carries the token."""
    return next(cookie for cookie in page.headers.getlist("Set-Cookie") if cookie.startswith("journal="))


@pytest.mark.parametrize("name", ["Owner", "  ｏWNER "])
def test_logging_in(owner: Browser, nobody: Browser, name: str) -> None:
    page = enter(nobody, name)
    assert page.location == "/"
    assert nobody.follow(page).h1 == "Today"
    cookie = cookie_of(page)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert owner.patient_id not in cookie


@pytest.mark.parametrize(
    ("name", "password"),
    [("Owner", "wrong"), ("Nobody at all", PASSWORD), ("", ""), ("Owner", ""), ("Owner", "x" * 100_000),
     ("' OR 1=1 --", "qqq'--"), ("Owner\x00", PASSWORD), ("Owner", PASSWORD + " ")],
)  # fmt: skip
def test_a_wrong_name_or_password_get_the_same_sentence(
    owner: Browser, nobody: Browser, name: str, password: str
) -> None:
    page = enter(nobody, name, password, 422)
    assert page.errors() == {"name": "This name and password do not belong together. Check both and try again."}
    assert page.fields("/sessions")["name"] == name.replace("\x00", "\ufffd")
    assert not password or password not in page.html
    nobody.get("/", 303)


def test_whoever_is_logged_in_already_goes_on(owner: Browser) -> None:
    assert owner.get("/sessions/new", 303).location == "/"
    assert owner.get("/sessions/new?next=/history", 303).location == "/history"


def test_the_page_that_was_asked_for_comes_after_the_log_in(owner: Browser, nobody: Browser) -> None:
    login = nobody.get("/history?words=itch&kind=dose", 303)
    page = nobody.get(login.location)
    sent = nobody.send(page, "/sessions", {"name": "Owner", "password": PASSWORD})
    assert sent.location == "/history?words=itch&kind=dose"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:alert(1)", "http:evil.example", "/nothing", "/static/theme.css", "evil", "", "/doses", "/%0d%0aX:1",
     "/\t/evil.example", " //evil.example", "/doses/new/..//evil.example", "//evil.example/history", "/history\r\nX: 1",
     "https:/history", "http://[", "/history#//evil.example"],
)  # fmt: skip
def test_next_never_leads_out_of_the_journal(owner: Browser, target: str) -> None:
    answer = owner.client.get("/sessions/new", query_string={"next": target})
    assert answer.headers["Location"] in {"/", "/history"}, target


@pytest.mark.parametrize("target", ["https://evil.example", "http://["])
def test_next_in_the_form_never_leads_out_of_the_journal(owner: Browser, nobody: Browser, target: str) -> None:
    assert enter(nobody, next=target).location == "/"


def test_logging_out_kills_the_captured_cookie(owner: Browser, database: Database) -> None:
    stolen = Browser(owner.app)
    cookie = owner.client.get_cookie("journal")
    assert cookie is not None
    stolen.client.set_cookie("journal", cookie.value)
    stolen.get("/history")
    page = owner.submit("/settings", "/sessions/end")
    assert page.location == "/sessions/new"
    assert page.headers["Clear-Site-Data"] == '"cache"'
    stolen.client.set_cookie("journal", cookie.value)
    assert stolen.get("/history", 303).location.startswith("/sessions/new")
    with database.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT patient_id FROM login_session").scalars().all()
    assert owner.patient_id not in left


def test_logging_out_one_device_leaves_the_other(owner: Browser, nobody: Browser) -> None:
    enter(nobody)
    owner.submit("/settings", "/sessions/end")
    nobody.get("/")
    owner.get("/", 303)


def test_logging_out_twice_is_no_error(owner: Browser) -> None:
    page = owner.get("/settings")
    owner.send(page, "/sessions/end")
    csrf_token = owner.get("/sessions/new").fields("/sessions")["csrf_token"]
    owner.post("/sessions/end", {"csrf_token": csrf_token})


def test_a_log_in_ends_after_half_an_hour_without_use(owner: Browser, nobody: Browser, clock) -> None:
    page = enter(nobody)
    assert "Expires" not in cookie_of(page)  # the browser forgets it when it is closed
    for _ in range(3):
        clock.shift(timedelta(minutes=29))
        nobody.get("/")
    clock.shift(timedelta(minutes=30))
    nobody.get("/", 303)


def test_a_log_in_ends_after_twelve_hours_whatever_is_done(owner: Browser, nobody: Browser, clock) -> None:
    enter(nobody)
    for _ in range(24):
        clock.shift(timedelta(minutes=29))
        nobody.get("/about")
    nobody.get("/")
    clock.shift(timedelta(minutes=24))
    nobody.get("/", 303)


def test_a_device_that_is_kept_stays_signed_in_for_a_week_without_use(owner: Browser, nobody: Browser, clock) -> None:
    page = enter(nobody, keep="yes")
    assert "Expires" in cookie_of(page)
    for days in (6, 6, 6, 6, 5):
        clock.shift(timedelta(days=days))
        nobody.get("/")
    clock.shift(timedelta(days=1))
    nobody.get("/", 303)


def test_a_week_without_use_ends_it(owner: Browser, nobody: Browser, clock) -> None:
    enter(nobody, keep="yes")
    clock.shift(timedelta(days=7))
    nobody.get("/", 303)
    assert nobody.get("/sessions/new").fields("/sessions")["keep"] == "yes"  # as it was chosen on this device


def test_the_box_is_empty_until_somebody_ticks_it(owner: Browser, nobody: Browser) -> None:
    assert "keep" not in nobody.get("/sessions/new").fields("/sessions")
    assert "keep" not in nobody.get("/accounts/new").fields("/accounts")
    page = enter(nobody, password="wrong", status=422, keep="yes")
    assert page.fields("/sessions")["keep"] == "yes"
    enter(nobody, keep="yes")
    nobody.submit("/settings", "/sessions/end")
    assert "keep" not in nobody.get("/sessions/new").fields("/sessions")


def test_saving_counts_as_use(owner: Browser, nobody: Browser, clock) -> None:
    enter(nobody)
    page = nobody.get("/episodes/new")
    clock.shift(timedelta(minutes=29))
    nobody.send(page, "/episodes", {"what": "panic_attack"})
    clock.shift(timedelta(minutes=29))
    nobody.get("/history")


@pytest.mark.parametrize(
    ("keep", "pause"), [({}, timedelta(minutes=31)), ({}, timedelta(hours=13)), ({"keep": "yes"}, timedelta(days=8))]
)
def test_a_form_left_open_over_the_limit_is_kept_and_saved(
    owner: Browser, nobody: Browser, clock, keep: dict[str, str], pause: timedelta
) -> None:
    enter(nobody, **keep)
    page = nobody.get("/doses/new")
    clock.shift(pause)
    kept = nobody.send(page, "/doses", {"amount": "0.5", "note": "typed before the break"}, 401)
    wrong = nobody.send(kept, "/sessions", {"name": "Owner", "password": "wrong"}, 422)
    back = nobody.send(wrong, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert "You are logged in. This is not saved yet." in back.text
    assert len(back.entries) == 1
    assert "typed before the break" in back.entries[0]
    assert "journal-device" in "".join(back.headers.getlist("Set-Cookie"))
    nobody.send(back, "/doses")
    assert "typed before the break" in nobody.get("/history").entries[0]


def test_too_many_tries_make_one_wait_and_nothing_typed_is_lost(owner: Browser, nobody: Browser, clock) -> None:
    page = owner.get("/doses/new")
    clock.shift(timedelta(days=8))
    kept = owner.send(page, "/doses", {"amount": "0.5", "note": "do not lose me"}, 401)
    for _ in range(RULES[Kind.ACCOUNT].tries):
        enter(nobody, "Owner", "wrong", 422)
    page = owner.send(kept, "/sessions", {"name": "Owner", "password": PASSWORD, "keep": "yes"}, 429)
    assert page.errors() == {"name": "Too many tries. Wait 5 minutes, then try again. Nothing is lost."}
    assert page.headers["Retry-After"] == "300"
    fields = page.fields("/sessions")
    assert (fields["name"], fields["kept-note"], fields["keep"]) == ("Owner", "do not lose me", "yes")
    clock.shift(timedelta(minutes=5))
    owner.send(page, "/sessions", {"password": PASSWORD}, 200)


def test_an_unknown_name_waits_like_a_known_one(owner: Browser, nobody: Browser) -> None:
    for _ in range(RULES[Kind.ACCOUNT].tries):
        enter(nobody, "No such name", "wrong", 422)
    enter(nobody, "No such name", "wrong", 429)
    enter(nobody)


def test_log_in_and_log_out_are_written_down(owner: Browser, nobody: Browser, database: Database) -> None:
    enter(nobody, password="wrong", status=422)
    enter(nobody, "No such name", "wrong", 422)
    enter(nobody)
    nobody.submit("/settings", "/sessions/end")
    with database.reading() as session:
        rows = session.execute(text("SELECT patient_id, action, address FROM audit_event ORDER BY number")).all()
    assert [(row[0] == owner.patient_id, row[1], row[2]) for row in rows] == [
        (True, "log-in refused", "127.0.0.0/24"),
        (False, "log-in refused", "127.0.0.0/24"),
        (True, "logged in", "127.0.0.0/24"),
        (True, "logged out", "127.0.0.0/24"),
    ]


def test_a_made_up_or_changed_cookie_opens_nothing(owner: Browser, nobody: Browser) -> None:
    cookie = owner.client.get_cookie("journal")
    assert cookie is not None
    for value in ("", "x", cookie.value[:-2] + "aa", "a.b.c", "\u00e9" * 50):
        nobody.client.set_cookie("journal", value)
        nobody.get("/", 303)
    with nobody.client.session_transaction() as session:
        session["_user_id"] = owner.patient_id
    nobody.get("/", 303)


def test_the_database_knows_no_token(owner: Browser, database: Database) -> None:
    with owner.client.session_transaction() as session:
        token = session["_user_id"]
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM login_session").all()
    assert token not in str(rows)
    assert all(token.encode() not in row for row in rows)


def test_a_device_is_noted_as_seen_once_a_minute_and_not_more(owner: Browser, database: Database, clock) -> None:
    with counted(database) as first:
        owner.get("/medicine")
    clock.shift(timedelta(minutes=1))
    with counted(database) as later:
        owner.get("/medicine")
    with counted(database) as after:
        owner.get("/medicine")
    assert len(later) == len(first) + 1 == len(after) + 1


def test_a_patient_whose_medicine_is_gone_is_asked_to_log_in(owner: Browser, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE medicine SET monograph = 'gone'")
    owner.get("/", 303)


def test_a_kept_form_goes_nowhere_but_to_the_record(owner: Browser, nobody: Browser) -> None:
    page = enter(nobody, **{"kept-to": "https://evil.example/", "kept-note": "x"})
    assert page.location == "/"
    elsewhere = (
        "//evil.example",
        "//evil.example/doses",
        "https://evil.example/doses",
        "javascript:x",
        "/\\evil/doses",
    )
    with nobody.app.test_request_context("/"):
        for address in (
            *elsewhere,
            "/nothing",
            "/sessions",
            "/accounts",
            "/sessions/end",
            "",
            "/",
            "/history",
            "doses",
        ):
            assert not is_form_of_ours(address), address
        for address in ("/doses", "/check-ins", "/episodes", "/regimens", "/settings", "/settings/password"):
            assert is_form_of_ours(address), address


def test_a_form_is_kept_while_the_second_step_has_to_be_set_up(owner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    form = owner.get("/doses/new")
    parts = owner.app.extensions["journal"]
    monkeypatch.setitem(owner.app.extensions, "journal", replace(parts, require_second_factor=True))
    assert owner.get("/history", 303).location == "/second-factors/new"
    page = owner.send(form, "/doses", {"amount": "0.5", "note": "keep me"}, 403)
    assert page.fields("/doses")["note"] == "keep me"
    assert page.link("Set it up (opens a new tab)") == "/second-factors/new"
    for address in ("/second-factors/new", "/confirmations/new", "/emergency", "/about"):
        owner.get(address)
    owner.submit("/second-factors/new", "/sessions/end")


def test_logging_in_gives_a_new_session(owner: Browser, nobody: Browser) -> None:
    before = nobody.get("/sessions/new").fields("/sessions")["csrf_token"]
    enter(nobody)
    after = nobody.get("/settings").fields("/settings")["csrf_token"]
    assert before != after
    nobody.post("/doses", {"csrf_token": before, "amount": "0.5"}, 400)


def test_a_log_in_page_left_open_for_long_asks_for_the_password_once_more(owner: Browser, nobody: Browser) -> None:
    fields = {"name": "Owner", "password": PASSWORD, "next": "/history", "keep": "yes", "kept-to": "/doses"}
    page = nobody.post("/sessions", fields, 400)
    assert page.error_beside("password") == "This page was open for long. Type your password once more."
    assert PASSWORD not in page.html
    kept = page.fields("/sessions")
    assert [kept[name] for name in ("name", "next", "keep", "kept-to")] == ["Owner", "/history", "yes", "/doses"]
    assert nobody.send(page, "/sessions", {"password": PASSWORD, "kept-to": ""}).location == "/history"


def test_logging_in_again_on_the_same_device_ends_the_log_in_before(owner: Browser) -> None:
    before = owner.client.get_cookie("journal")
    assert before is not None
    csrf_token = owner.get("/settings").fields("/settings")["csrf_token"]
    owner.post("/sessions", {"csrf_token": csrf_token, "name": "Owner", "password": PASSWORD})
    owner.get("/")
    old = Browser(owner.app)
    old.client.set_cookie("journal", before.value)
    assert old.get("/", 303).location.startswith("/sessions/new")


def test_a_late_answer_to_an_old_token_logs_nobody_out(owner: Browser) -> None:
    """Two windows share the cookie: what was asked with the token before it changed must not replace the new one."""
    stale = owner.app.test_client()
    stale.set_cookie("journal", "made-up")
    with stale.session_transaction() as session:
        session["_user_id"] = "a token that was exchanged meanwhile"
    answer = stale.get("/history")
    assert answer.status_code == 303
    assert answer.headers.getlist("Set-Cookie") == []
