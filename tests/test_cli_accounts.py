"""`flask --app app account ...`: who has an account, and a way back in for whoever forgot everything."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from journal.store.database.database import Database
from tests.conftest import PASSWORD
from tests.web.client import Browser

CLONAZEPAM = ("--medicine", "clonazepam")


def run(app: Flask, *arguments: str, typed: str | None = None):
    return app.test_cli_runner().invoke(args=["account", *arguments], input=typed)


def phrase_in(output: str) -> str:
    return next(line.strip() for line in output.splitlines() if line.startswith("  "))


def test_a_reset_is_asked_for_twice_and_gives_words_to_log_in_with(owner: Browser, nobody: Browser, app: Flask) -> None:
    result = run(app, "reset", "owner", typed="y\n")
    assert result.exit_code == 0, result.output
    assert "Give Owner a new pass phrase" in result.output
    owner.get("/", 303)
    fields = {"name": "Owner", "password": PASSWORD}
    nobody.submit("/sessions/new", "/sessions", fields, 422)
    nobody.submit("/sessions/new", "/sessions", fields | {"password": phrase_in(result.output)})
    assert nobody.get("/", 303).location == "/settings#secret"


def test_a_name_with_two_spaces_is_one_name_in_every_command(nobody: Browser, app: Flask) -> None:
    made = run(app, "add", "Ann  Lee", *CLONAZEPAM)
    assert made.output.startswith("Ann Lee has an account")
    again = run(app, "add", " ann   lee", *CLONAZEPAM)
    assert "This name is taken" in again.output
    result = run(app, "reset", "ANN   Lee", "--yes")
    nobody.submit("/sessions/new", "/sessions", {"name": "Ann  Lee", "password": phrase_in(result.output)})
    assert nobody.get("/", 303).location == "/settings#secret"


def test_whoever_thinks_again_changes_nothing(owner: Browser, app: Flask) -> None:
    assert run(app, "reset", "Owner", typed="n\n").exit_code == 1
    owner.get("/")


def test_yes_asks_nothing(owner: Browser, app: Flask) -> None:
    result = run(app, "reset", "Owner", "--yes")
    assert result.exit_code == 0
    assert "Give Owner" not in result.output
    assert len(phrase_in(result.output).split()) == 6


def test_a_name_nobody_has(owner: Browser, app: Flask) -> None:
    result = run(app, "reset", "Ghost", "--yes")
    assert result.exit_code == 1
    assert "There is no account with the name 'Ghost'" in result.output
    assert "Traceback" not in result.output


def test_the_list_says_names_and_nothing_of_the_record(owner: Browser, database: Database, app: Flask) -> None:
    owner.log_dose(note="private")
    result = run(app, "list")
    assert result.output.splitlines() == [
        "Owner  (second step off)",
        "Stranger  (second step off)",
        "Tester  (second step off)",
        "3 accounts.",
    ]


def test_a_list_of_one(app: Flask, make_patient) -> None:
    make_patient("Ann")
    assert run(app, "list").output.splitlines()[-1] == "1 account."


def test_an_account_is_made_by_the_operator_and_its_password_replaced_first(nobody: Browser, app: Flask) -> None:
    result = run(app, "add", "  Ann  Lee ", "--zone", "Europe/Vienna", "--medicine", "examplamine")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Ann Lee has an account: Examplamine, Europe/Vienna.")
    phrase = phrase_in(result.output)
    assert len(phrase.split()) == 6
    nobody.submit("/sessions/new", "/sessions", {"name": "ann lee", "password": phrase})
    assert nobody.get("/", 303).location == "/settings#secret"
    own = {"old_password": phrase, "new_password": PASSWORD}
    nobody.submit("/settings", "/settings/password", own)
    assert nobody.get("/settings").fields("/settings")["zone"] == "Europe/Vienna"
    assert nobody.get("/medicine").h1 == "Examplamine"


def test_the_words_of_a_new_account_last_for_a_day(nobody: Browser, app: Flask, clock: time_machine.Traveller) -> None:
    phrase = phrase_in(run(app, "add", "Ann", *CLONAZEPAM).output)
    clock.shift(timedelta(days=1))
    nobody.submit("/sessions/new", "/sessions", {"name": "Ann", "password": phrase}, 422)


def test_an_account_lives_in_the_zone_of_the_machine_where_none_is_named(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert "Clonazepam, Asia/Tokyo." in run(app, "add", "Ann", *CLONAZEPAM).output
    monkeypatch.setenv("TZ", "CET-1CEST")
    assert "Clonazepam, UTC." in run(app, "add", "Ben", *CLONAZEPAM).output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["OWNER", *CLONAZEPAM], "This name is taken."),
        ([" ", *CLONAZEPAM], "Enter a name"),
        (["Ann", "--zone", "Bielefeld", *CLONAZEPAM], "Choose a time zone"),
        (["Ann", "--medicine", "gold"], "this journal knows alprazolam, clonazepam, "),
        (["Ann"], "Invalid value for --medicine: this journal knows alprazolam, clonazepam, "),
    ],
)
def test_an_account_that_cannot_be_is_refused(owner: Browser, app: Flask, arguments: list[str], sentence: str) -> None:
    result = run(app, "add", *arguments)
    assert result.exit_code != 0
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert run(app, "list").output.splitlines()[-1] == "3 accounts."
