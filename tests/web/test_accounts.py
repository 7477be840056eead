"""Sign up: a name, a password, a zone; nobody sees anybody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from journal.store.database import Database
from tests.conftest import PASSWORD
from tests.web.client import Browser

ANN = {"name": "Ann", "password": PASSWORD, "zone": "Europe/Berlin"}


def names(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM patient").scalars())


def test_signing_up_opens_an_empty_journal(nobody: Browser, database: Database) -> None:
    page = nobody.follow(nobody.submit("/accounts/new", "/accounts", ANN))
    assert page.h1 == "Today"
    with database.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM patient").mappings().one()
    assert row["password_hash"].startswith("$argon2id$")
    assert row["zone"] == "Europe/Berlin"
    assert row["day_starts"] == "04:00"
    assert PASSWORD not in str(dict(row))


def test_the_medicine_is_chosen_where_there_are_several(nobody: Browser) -> None:
    page = nobody.get("/accounts/new")
    assert page.fields("/accounts")["medicine"] == "clonazepam"
    nobody.send(page, "/accounts", ANN | {"medicine": "examplamine"})
    assert nobody.get("/medicine").h1 == "Examplamine"


def test_every_zone_is_suggested_without_a_script(nobody: Browser) -> None:
    options = {option.get("value") for option in nobody.get("/accounts/new").document.iter("option")}
    assert {"Europe/Berlin", "America/Argentina/Ushuaia", "UTC"} <= options


REFUSED = [
    ({"name": ""}, "name", "Enter a name"),
    ({"name": "   "}, "name", "Enter a name"),
    ({"name": "x" * 61}, "name", "60 characters"),
    ({"name": "a\x00b"}, "name", "cannot be shown"),
    ({"name": "a\u202eb"}, "name", "cannot be shown"),
    ({"name": "OWNER"}, "name", "taken"),
    ({"name": " ｏｗｎｅｒ "}, "name", "taken"),
    ({"password": ""}, "password", "15 characters"),
    ({"password": "x" * 14}, "password", "15 characters"),
    ({"password": "x" * 257}, "password", "256"),
    ({"password": "aaaaaaaaaaaaaaaaaaaa"}, "password", "too easy"),
    ({"name": "Ann of Green Gables", "password": "ann of green gables"}, "password", "too easy"),
    ({"password": "a NUL \x00 in the middle"}, "password", "NUL"),
    ({"zone": ""}, "zone", "Choose a time zone"),
    ({"zone": "Berlin"}, "zone", "Choose a time zone"),
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


def test_a_name_is_shown_as_it_was_typed(nobody: Browser) -> None:
    nobody.submit("/accounts/new", "/accounts", ANN | {"name": "<img src=x onerror=alert(1)> ${7*7} {{7*7}}"})
    page = nobody.get("/settings")
    assert "<img src=x onerror=alert(1)> ${7*7} {{7*7}}" in page.text


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
