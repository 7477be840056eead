"""Log in and log out: a device opens the journal as long as its row is there, and no longer."""

from datetime import timedelta

import pytest

from journal.store.database import Database
from journal.web.sessions import safe_post
from tests.conftest import PASSWORD, counted
from tests.web.client import Browser, Page


def enter(person: Browser, name: str = "Owner", password: str = PASSWORD, status: int = 303, **more: str) -> Page:
    return person.submit("/sessions/new", "/sessions", {"name": name, "password": password, **more}, status)


@pytest.mark.parametrize("name", ["Owner", "  ｏWNER "])
def test_logging_in(owner: Browser, nobody: Browser, name: str) -> None:
    page = enter(nobody, name)
    assert page.location == "/"
    assert nobody.follow(page).h1 == "Today"
    cookie = page.headers["Set-Cookie"]
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


def test_a_log_in_lasts_thirty_days(owner: Browser, clock) -> None:
    clock.shift(timedelta(days=29, hours=23))
    owner.get("/")
    clock.shift(timedelta(hours=2))
    owner.get("/", 303)


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


def test_a_device_is_noted_as_seen_every_ten_minutes_and_not_more(owner: Browser, database: Database, clock) -> None:
    with counted(database) as first:
        owner.get("/medicine")
    clock.shift(timedelta(minutes=11))
    with counted(database) as later:
        owner.get("/medicine")
    with counted(database) as after:
        owner.get("/medicine")
    assert len(later) == len(first) + 1 == len(after) + 1


def test_a_patient_whose_medicine_is_gone_is_asked_to_log_in(owner: Browser, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE patient SET medicine = 'gone'")
    owner.get("/", 303)


def test_a_kept_form_goes_nowhere_but_to_the_record(owner: Browser, nobody: Browser) -> None:
    page = enter(nobody, **{"kept-to": "https://evil.example/", "kept-note": "x"})
    assert page.location == "/"
    for address in ("//evil.example", "/nothing", "/sessions", "javascript:x", "", "/", "https://evil.example/doses"):
        assert not safe_post(address), address
    for address in ("/doses", "/check-ins", "/episodes", "/regimens", "/settings"):
        assert safe_post(address)


def test_logging_in_gives_a_new_session(owner: Browser, nobody: Browser) -> None:
    before = nobody.get("/sessions/new").fields("/sessions")["csrf_token"]
    enter(nobody)
    after = nobody.get("/settings").fields("/settings")["csrf_token"]
    assert before != after
    nobody.post("/doses", {"csrf_token": before, "amount": "0.5"}, 400)
