"""Sign up: a name, a password, a zone; nobody sees anybody else."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from journal.core.accounts.passwords import Breached
from journal.core.accounts.throttle import RULES, Kind
from journal.store.database.database import Database
from tests.conftest import PASSWORD
from tests.web.client import Browser

ANN = {"name": "Ann", "password": PASSWORD, "zone": "Europe/Berlin", "medicine": "clonazepam"}


def names(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM patient").scalars())


def test_signing_up_opens_an_empty_journal(nobody: Browser, database: Database) -> None:
    page = nobody.follow(nobody.submit("/accounts/new", "/accounts", ANN))
    assert page.h1 == "What did your prescriber order?"
    assert nobody.get(page.link("Later")).h1 == "Today"
    with database.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM patient").mappings().one()
    assert row["password_hash"].startswith("$argon2id$")
    assert row["zone"] == "Europe/Berlin"
    assert row["day_starts"] == "04:00"
    assert PASSWORD not in str(dict(row))


def test_the_medicine_is_chosen_where_there_are_several(nobody: Browser) -> None:
    """None is chosen beforehand: who overlooks the question would have somebody else's medicine."""
    page = nobody.get("/accounts/new")
    assert "medicine" not in page.fields("/accounts")
    refused = nobody.send(page, "/accounts", ANN | {"medicine": ""}, 422)
    assert refused.error_beside("medicine") == "Choose your medicine."
    nobody.send(refused, "/accounts", ANN | {"medicine": "examplamine"})
    assert nobody.get("/medicine").h1 == "Examplamine"


def test_what_is_known_of_each_medicine_stands_there_before_one_is_taken(nobody: Browser) -> None:
    page = nobody.get("/accounts/new")
    assert "Alprazolam Xanax, Xanax XR What the journal knows of alprazolam Alprazolam is taken for" in page.text
    assert "No clinician has reviewed this file." in page.text
    assert 'data-found-by="alprazolam xanax xr"' in page.html


def test_whoever_takes_none_of_the_list_begins_with_a_medicine_of_which_nothing_is_known(nobody: Browser) -> None:
    other = {"medicine": "other", "medicine_name": "  Drops of  mine ", "medicine_unit": "drops"}
    page = nobody.follow(nobody.submit("/accounts/new", "/accounts", ANN | other))
    assert page.h1 == "What did your prescriber order?"
    assert nobody.get("/medicine").h1 == "Drops of mine"
    nobody.get("/check-ins/new")
    assert "Clonazepam" not in nobody.get("/medicines").text
    form = nobody.get("/doses/new")
    nobody.send(form, "/doses", {"amount": "", "other_amount": "5"})
    assert "5 drops" in nobody.get("/history").text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"medicine_name": " "}, "medicine_name", "Write what the medicine is called."),
        ({"medicine_name": "x" * 61}, "medicine_name", "60"),
        ({"medicine_unit": "spoons"}, "medicine_unit", "Choose what it is counted in."),
    ],
)
def test_a_medicine_of_ones_own_is_refused_beside_its_field_and_what_was_typed_stays(
    nobody: Browser, database: Database, typed: dict[str, str], field: str, sentence: str
) -> None:
    other = {"medicine": "other", "medicine_name": "Drops", "medicine_unit": "drops"} | typed
    page = nobody.submit("/accounts/new", "/accounts", ANN | other, 422)
    assert sentence in page.error_beside(field)
    assert page.fields("/accounts")["medicine"] == "other"
    assert page.fields("/accounts")["medicine_name"] == other["medicine_name"]
    assert "Ann" not in names(database)


def test_every_zone_is_suggested_without_a_script(nobody: Browser) -> None:
    options = {option.get("value") for option in nobody.get("/accounts/new").document.iter("option")}
    assert {"Europe/Berlin", "America/Argentina/Ushuaia", "UTC"} <= options


REFUSED = [
    ({"name": ""}, "name", "Enter a name"),
    ({"name": "   "}, "name", "Enter a name"),
    ({"name": "x" * 61}, "name", "60 characters"),
    ({"name": "a\x00b"}, "name", "cannot be shown"),
    ({"name": "a\u202eb"}, "name", "cannot be shown"),
    ({"name": "\u200d"}, "name", "Enter a name"),
    ({"name": "OWNER"}, "name", "taken"),
    ({"name": "Ow\u200dner"}, "name", "taken"),
    ({"name": " ｏｗｎｅｒ "}, "name", "taken"),
    ({"password": ""}, "password", "15 characters"),
    ({"password": "x" * 14}, "password", "15 characters"),
    ({"password": "x" * 257}, "password", "256"),
    ({"password": "aaaaaaaaaaaaaaaaaaaa"}, "password", "easy to guess"),
    ({"name": "Ann of Green Gables", "password": "ann of green gables"}, "password", "easy to guess"),
    ({"password": "a NUL \x00 in the middle"}, "password", "NUL"),
    ({"password": "clonazepam2026journal"}, "password", "easy to guess"),
    ({"password": "Madeupil-Madeupil"}, "password", "easy to guess"),
    ({"password": "correct horse battery staple"}, "password", "easy to guess"),
    ({"zone": ""}, "zone", "Choose a time zone"),
    ({"zone": "Bielefeld"}, "zone", "Choose a time zone"),
    ({"zone": "../../../etc/passwd"}, "zone", "Choose a time zone"),
    ({"medicine": "gold"}, "medicine", "medicines in the list"),
]


@pytest.mark.parametrize(("fields", "field", "sentence"), REFUSED)
def test_a_sign_up_that_cannot_be_is_refused_beside_its_field(
    owner: Browser, nobody: Browser, database: Database, fields: dict[str, str], field: str, sentence: str
) -> None:
    typed = ANN | fields
    page = nobody.submit("/accounts/new", "/accounts", typed, 422)
    assert sentence in page.error_beside(field)
    assert page.fields("/accounts")["name"] == typed["name"].replace("\x00", "\ufffd")
    assert page.fields("/accounts")["zone"] == typed["zone"]
    assert not typed["password"] or typed["password"] not in page.html
    assert sorted(names(database)) == ["Owner", "Stranger", "Tester"]


def test_a_stolen_password_is_refused_where_the_operator_keeps_a_list(
    nobody: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stolen = tmp_path / "stolen"
    stolen.write_text(hashlib.sha1(PASSWORD.encode()).hexdigest().upper() + ":1\n")
    parts = nobody.app.extensions["journal"]
    monkeypatch.setitem(nobody.app.extensions, "journal", replace(parts, breached=Breached(stolen)))
    page = nobody.submit("/accounts/new", "/accounts", ANN, 422)
    assert page.error_beside("password").startswith("This password is in a list of stolen ones.")
    nobody.send(page, "/accounts", {"password": "seven purple umbrellas sing"})


def test_too_many_sign_ups_from_one_address_make_one_wait(nobody: Browser, clock) -> None:
    for _ in range(RULES[Kind.SIGN_UP].tries):
        nobody.submit("/accounts/new", "/accounts", ANN | {"password": "short"}, 422)
    page = nobody.submit("/accounts/new", "/accounts", ANN | {"keep": "yes"}, 429)
    assert page.error_beside("name").startswith("Too many tries. Wait")
    kept = page.fields("/accounts")
    assert (kept["name"], kept["zone"], kept["keep"]) == ("Ann", "Europe/Berlin", "yes")
    clock.shift(timedelta(seconds=int(page.headers["Retry-After"])))
    nobody.send(page, "/accounts", {"password": PASSWORD})


def test_signing_up_keeps_the_device_signed_in_when_asked(nobody: Browser, clock) -> None:
    nobody.submit("/accounts/new", "/accounts", ANN, keep="yes")
    clock.shift(timedelta(days=6))
    nobody.get("/")


def test_signing_up_is_written_down(nobody: Browser, database: Database) -> None:
    nobody.submit("/accounts/new", "/accounts", ANN)
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT action, about FROM audit_event ORDER BY number").all()
    assert [tuple(row) for row in rows] == [("account created", ""), ("logged in", "")]


def test_a_name_is_shown_as_it_was_typed(nobody: Browser) -> None:
    nobody.submit("/accounts/new", "/accounts", ANN | {"name": "<img src=x onerror=alert(1)> ${7*7} {{7*7}}"})
    page = nobody.get("/settings")
    assert "<img src=x onerror=alert(1)> ${7*7} {{7*7}}" in page.text


@pytest.mark.parametrize(
    "name",
    [
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
        "\u0633\u0627\u0631\u0627\u200c\u0646\u0627\u0632",
        "\U0001f469\u200d\U0001f467",
    ],
)
def test_a_name_spelled_with_joiners_is_taken_and_logs_in_with_or_without_them(nobody: Browser, name: str) -> None:
    nobody.submit("/accounts/new", "/accounts", ANN | {"name": name})
    for typed in (name, name.replace("\u200c", "").replace("\u200d", "")):
        nobody.submit("/settings", "/sessions/end", {})
        nobody.submit("/sessions/new", "/sessions", {"name": typed, "password": PASSWORD})
        assert f"You are logged in as {name}" in nobody.get("/settings").text


def test_a_name_typed_with_two_spaces_logs_in_and_erases(nobody: Browser) -> None:
    twice = {"name": " Ann  Lee ", "password": PASSWORD}
    nobody.submit("/accounts/new", "/accounts", ANN | twice)
    other = Browser(nobody.app)
    other.submit("/sessions/new", "/sessions", twice)
    assert other.get("/").h1 == "Today"
    again = Browser(nobody.app)
    refused = again.submit("/accounts/new", "/accounts", ANN | {"name": "ann lee"}, 422)
    assert refused.error_beside("name").startswith("This name is taken")
    other.submit("/erasures/new", "/erasures", {"erase_name": "Ann  Lee"})
    assert other.get("/erasures").h1 == "Your account is erased"


def test_the_same_name_ten_times_at_once_is_one_account(nobody: Browser, database: Database) -> None:
    browsers = [Browser(nobody.app) for _ in range(4)]
    forms = [browser.get("/accounts/new").fields("/accounts") | ANN for browser in browsers]

    def send(n: int) -> int:
        return browsers[n].client.post("/accounts", data=forms[n]).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [303, 422, 422, 422]
    assert names(database) == ["Ann"]


def test_two_patients_of_one_installation_see_nothing_of_each_other(owner: Browser, stranger: Browser) -> None:
    owner.log_dose(note="mine")
    owner.check_in(new_symptom="itch", **{"rating-new": "2"})
    assert stranger.get("/history").entries == []
    assert "itch" not in stranger.get("/check-ins/new").text
    assert "itch" not in stranger.get("/trends").html


def test_the_city_alone_is_enough_for_the_time_zone(nobody: Browser) -> None:
    nobody.submit("/accounts/new", "/accounts", ANN | {"zone": "new york"})
    assert nobody.get("/settings").fields("/settings")["zone"] == "America/New_York"


# Where the operator alone makes accounts


@pytest.fixture
def closed(nobody: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Somebody who comes to a journal of which the operator closed the sign-up."""
    parts = nobody.app.extensions["journal"]
    monkeypatch.setitem(nobody.app.extensions, "journal", replace(parts, sign_up=False))
    return nobody


def test_where_sign_up_is_closed_nobody_makes_an_account(
    closed: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    csrf_token = closed.get("/sessions/new").fields("/sessions")["csrf_token"]
    assert closed.get("/accounts/new", 404).h1 == "There is nothing here"
    closed.post("/accounts", ANN | {"csrf_token": csrf_token}, 404)
    assert names(database) == []


def test_where_sign_up_is_closed_no_page_leads_there(closed: Browser, owner: Browser) -> None:
    page = closed.follow(closed.get("/", 303))
    assert "The person who runs this journal begins one for you" in page.text
    assert "flask --app app account add NAME" in page.text
    for html in (page.html, closed.get("/about").html, closed.get("/erasures").html):
        assert "/accounts" not in html


def test_where_sign_up_is_open_the_first_page_leads_there(nobody: Browser) -> None:
    page = nobody.follow(nobody.get("/", 303))
    assert page.link("Begin a journal") == "/accounts/new"
    assert "account add" not in page.text
