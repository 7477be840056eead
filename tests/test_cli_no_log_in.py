"""`flask --app app account ...` for a record whose patient gave up the log-in: given back, taken out, erased."""

import stat
from pathlib import Path
from zipfile import ZipFile

from flask import Flask

from tests.caring import look_after
from tests.test_cli_accounts import phrase_in, run
from tests.web.accounts.test_no_log_in import give_up
from tests.web.client import Browser


def test_the_log_in_is_given_back_after_a_question_with_words_for_a_day(
    owner: Browser, stranger: Browser, nobody: Browser, app: Flask
) -> None:
    look_after(owner, stranger)
    give_up(owner)
    assert run(app, "list").output.splitlines()[0] == "Owner  (gave up the log-in; cared for by Stranger)"
    refused = run(app, "reset", "Owner", "--yes")
    assert refused.exit_code == 1
    assert "`flask --app app account give-back` gives it back" in refused.output
    assert run(app, "give-back", "owner", typed="n\n").exit_code == 1
    given = run(app, "give-back", "owner", typed="y\n")
    assert given.exit_code == 0, given.output
    assert "Give Owner a log-in again?" in given.output
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": phrase_in(given.output)})
    assert nobody.get("/", 303).location == "/settings#secret"
    again = run(app, "give-back", "Owner", "--yes")
    assert (again.exit_code, "Owner has a log-in" in again.output) == (1, True)
    assert run(app, "list").output.splitlines()[0] == "Owner  (second step off)"


def test_everything_is_written_into_a_file_that_its_owner_alone_can_read(
    owner: Browser, stranger: Browser, app: Flask, tmp_path: Path
) -> None:
    owner.log_dose(note="mine")
    there = look_after(owner, stranger)
    give_up(owner)
    made = run(app, "export", "Owner", "--to", str(tmp_path))
    assert made.exit_code == 0, made.output
    (file,) = tmp_path.iterdir()
    assert f"Everything of Owner lies in {file}." in made.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        written = {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert b"mine" in written["doses.csv"]
    assert b'"log_in_given_up_at": "2026-' in written["journal.json"]
    before = file.read_bytes()
    again = run(app, "export", "Owner", "--to", str(tmp_path))
    assert again.exit_code == 1
    assert "File exists" in again.output
    assert file.read_bytes() == before
    assert "Everything was downloaded" not in stranger.get(f"{there}/audit-events").text


def test_what_the_operator_did_is_read_by_the_patient_afterwards(
    owner: Browser, stranger: Browser, nobody: Browser, app: Flask, tmp_path: Path
) -> None:
    look_after(owner, stranger)
    give_up(owner)
    run(app, "export", "Owner", "--to", str(tmp_path))
    phrase = phrase_in(run(app, "give-back", "Owner", "--yes").output)
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": phrase})
    fields = {"old_password": phrase, "new_password": "quiet rivers carry tall boats"}
    nobody.submit("/settings", "/settings/password", fields)
    (told,) = [row for row in nobody.get("/audit-events").entries if "Everything was downloaded" in row]
    assert "by the person who runs this journal" in told
    (back,) = [row for row in nobody.get("/audit-events").entries if "gave the log-in back" in row]
    assert "by the person" not in back, "it says so already"


def test_a_record_is_erased_after_a_question_and_is_gone_for_who_cared(
    owner: Browser, stranger: Browser, app: Flask
) -> None:
    there = look_after(owner, stranger)
    give_up(owner)
    assert run(app, "erase", "Owner", typed="n\n").exit_code == 1
    stranger.get(f"{there}/")
    erased = run(app, "erase", "Owner", typed="y\n")
    assert erased.exit_code == 0, erased.output
    assert "Owner is erased." in erased.output
    stranger.get(f"{there}/", 404)
    assert "You look after nobody" in stranger.get("/people").text
    assert "Owner" not in run(app, "list").output


def test_who_has_a_log_in_does_all_of_that_alone(owner: Browser, app: Flask, tmp_path: Path) -> None:
    for command in (("export", "Owner", "--to", str(tmp_path)), ("erase", "Owner", "--yes"), ("export", "Ghost")):
        refused = run(app, *command)
        assert refused.exit_code == 1, command
        assert "Owner has a log-in" in refused.output or "There is no account" in refused.output
        assert "Traceback" not in refused.output
    assert list(tmp_path.iterdir()) == []
    owner.get("/")
