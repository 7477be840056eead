"""`flask --app app demo` fills an account one can log in to, and never touches one that exists."""

import json
import os
import sys
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
import pyrage
import pytest
import time_machine

from app import create_app
from journal.cli import copies
from journal.cli.demo import DEMO_PASSWORD
from journal.core.record.history import Filter
from journal.core.safety.alerts import LEVELS
from journal.core.safety.check import RULES
from journal.store import medicines as medicines_store
from journal.store.accounts import accounts as accounts_store
from journal.store.files import locks
from journal.store.plan import regimens as regimens_store
from journal.store.record import entries as store
from journal.store.safety import alerts
from journal.store.upkeep import backups
from journal.store.upkeep.migrations import HEAD
from tests.conftest import counted
from tests.installations import begin

UNTIL = "2026-03-10T21:30:00+01:00"


@pytest.fixture
def make_app(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "MONOGRAPHS", "HOST", "PORT", "BACKUP_RECIPIENT"):
        monkeypatch.delenv(f"JOURNAL_{name}", raising=False)
    made = []

    def make(instance="instance", record=None):
        folder = begin(tmp_path / instance)
        if record is not None:
            (folder / "journal.db").write_bytes(record)
        made.append(create_app({"INSTANCE": str(folder), "TESTING": True}))
        return made[-1]

    yield make
    for app in made:
        app.extensions["journal"].database.close()


@pytest.fixture
def filled(make_app):
    """A journal in which the demo was filled."""
    return make_app(record=first_demo().record)


class Filled(NamedTuple):
    """The file of a record in which the demo was filled, what was printed, and the statements that took."""

    record: bytes
    printed: str
    statements: int


@cache
def first_demo():
    """The demo, filled once for all the tests that only look at it; its server listens at a place of its own."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as environment:
        environment.setenv("JOURNAL_HOST", "::1")
        environment.setenv("JOURNAL_PORT", "5055")
        app = create_app({"INSTANCE": str(begin(Path(folder))), "TESTING": True})
        database = app.extensions["journal"].database
        with counted(database) as statements:
            result = demo(app)
        assert result.exit_code == 0, result.output
        database.close()
        return Filled((Path(folder) / "journal.db").read_bytes(), result.output, len(statements))


def demo(app, *arguments):
    return app.test_cli_runner().invoke(args=["demo", "--until", UNTIL, "--days", "60", *arguments])


def record(app, name="Demo"):
    """Everything the account holds."""
    with app.extensions["journal"].database.reading() as session:
        patient_id = accounts_store.find_patient(session, name).id
        return (
            regimens_store.list_steps(session, patient_id, "clonazepam"),
            store.list_entries(session, patient_id, Filter(), limit=10_000),
        )


def test_it_prints_how_to_log_in_and_one_can(filled):
    printed = first_demo().printed
    for said in ("http://[::1]:5055/", "Demo\n", DEMO_PASSWORD, "made-up", "2026-03-10"):
        assert said in printed
    filled.config["WTF_CSRF_ENABLED"] = False
    answer = filled.test_client().post("/sessions", data={"name": "demo", "password": DEMO_PASSWORD})
    assert answer.status_code in {302, 303}


def test_the_record_holds_the_story(filled):
    steps, entries = record(filled)
    assert f"{len(entries)} entries" in first_demo().printed
    assert first_demo().statements < 6 * len(entries)  # what it costs, not how busy the machine is
    assert {entry.kind for entry in entries} == {"dose", "check_in", "episode", "day"}
    assert any(entry.entered_later for entry in entries)
    before, after, *to_come = steps
    assert (before.daily_amount, after.daily_amount) == (1_500_000, 1_000_000)
    assert [(step.daily_amount, step.ends_on is None) for step in to_come] == [(500_000, False), (250_000, True)]
    assert before.ends_on is not None
    assert before.ends_on < after.starts_on


NOT_KEPT = {"withdrawal"}  # it is said on Today and below charts


def test_every_rule_has_spoken_once_and_one_alert_is_of_each_kind(filled):
    with filled.extensions["journal"].database.reading() as session:
        patient_id = accounts_store.find_patient(session, "Demo").id
        kept = list(alerts.list_all(session, patient_id))
    assert {alert.rule for alert in kept} == {rule.key for rule in RULES} - NOT_KEPT
    assert {alert.finding.level for alert in kept} == set(LEVELS)
    assert {alert.about.subject for alert in kept} == {"entry", "medicine", "step"}
    assert {alert.came for alert in kept} == {"told", "answered"}
    struck = {alert.rule for alert in kept if alert.struck_at is not None}
    assert struck == {"large_amount", "circumstances"}, "before the edit, and taken back"
    read = [alert.acknowledged_at is not None for alert in kept if alert.struck_at is None]
    assert {True, False} == set(read)


def test_the_made_up_patient_takes_three_medicines_and_was_in_hospital(filled):
    with filled.extensions["journal"].database.reading() as session:
        patient_id = accounts_store.find_patient(session, "Demo").id
        plan = regimens_store.read_plan(session, patient_id)
        names = [medicine.name for medicine in medicines_store.list_medicines(session, patient_id)]
    assert names == [None, "Sodium valproate", "Paracetamol"]
    assert len({recorded.medicine_id for recorded in plan.steps}) == 3
    assert [pause.reason for pause in plan.pauses] == ["in hospital"]


def test_the_same_seed_fills_the_same_journal(filled, make_app):
    again = make_app("again")
    assert demo(again, "--seed", "1").exit_code == 0
    assert record(again) == record(filled)


def test_an_account_that_exists_is_left_alone(filled):
    app = filled
    before = record(app)
    again = demo(app, "--days", "60", "--name", "DEMO", "--seed", "2")
    assert again.exit_code == 1
    assert "There is an account named “DEMO” already" in again.output
    assert DEMO_PASSWORD not in again.output
    assert record(app) == before
    assert demo(app, "--days", "60", "--name", "Demo 2", "--seed", "8").exit_code == 0
    assert record(app, "Demo 2") != before  # another seed


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--name", "  "], 1, "Enter a name"),
        (["--zone", "Atlantis/Capital"], 1, "Choose a time zone"),
        (["--days", "10"], 2, "60"),
        (["--until", "yesterday"], 2, "write an instant"),
        (["--until", "2026-03-10T21:30:00"], 2, "offset"),
        (["--until", "2999-01-01T00:00:00+00:00"], 2, "in the future"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(make_app, arguments, status, said):
    result = demo(make_app(), *arguments)
    assert result.exit_code == status
    assert said in result.output


def add(app, name):
    """One account more."""
    assert command(app, "account", "add", name, "--medicine", "clonazepam").exit_code == 0


def command(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


def test_a_copy_is_made_checked_and_put_back(filled, tmp_path):
    app = filled
    before = record(app)
    made = command(app, "backup")
    assert made.exit_code == 0, made.output
    assert "is made and verified" in made.output
    assert f"Keep the file {tmp_path / 'instance' / 'secret_key'} somewhere else too" in made.output
    assert ", as in the newest copy" in command(app, "check").output
    (copy,) = (tmp_path / "instance" / "backups").glob("*.db")
    add(app, "Another")
    assert "2 in patient" in command(app, "check").output
    put_back = command(app, "restore", str(copy), "--yes")
    assert put_back.exit_code == 0, put_back.output
    assert "Everybody has to log in again" in put_back.output
    assert "1 in patient" in command(app, "check").output
    assert record(app) == before


def test_an_encrypted_copy_with_its_key_opens_on_another_machine(make_app, tmp_path, monkeypatch):
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"{identity}\n")
    monkeypatch.setenv("JOURNAL_BACKUP_RECIPIENT", str(identity.to_public()))
    app, other = make_app(record=first_demo().record), make_app("other")
    made = command(app, "backup", "--to", str(tmp_path / "copies"), "--with-key")
    assert made.exit_code == 0, made.output
    assert "The secret key lies encrypted beside it" in made.output
    (copy,) = (tmp_path / "copies").glob("*.db.age")
    refused = command(other, "restore", str(copy), "--yes")
    assert (refused.exit_code, "--identity FILE" in refused.output) == (1, True)
    put_back = command(other, "restore", str(copy), "--yes", "--identity", str(tmp_path / "key.txt"))
    assert put_back.exit_code == 0, put_back.output
    assert "The secret key that lay beside it is in its place too." in put_back.output
    assert record(other) == record(app)
    keys = [(tmp_path / name / "secret_key").read_text() for name in ("instance", "other")]
    assert keys[0] == keys[1]


def test_the_secret_key_is_never_in_an_open_copy(make_app, tmp_path):
    refused = command(make_app(), "backup", "--to", str(tmp_path / "copies"), "--with-key")
    assert (refused.exit_code, "only in an encrypted copy" in refused.output) == (1, True)


def test_only_the_newest_copies_stay(make_app, tmp_path):
    app = make_app()
    with time_machine.travel("2026-03-01T12:00:00Z"):
        assert command(app, "backup", "--to", str(tmp_path / "copies")).exit_code == 0
    again = command(app, "backup", "--to", str(tmp_path / "copies"), "--keep", "1")
    assert "1 older ones are deleted" in again.output
    assert len(list((tmp_path / "copies").glob("*.db"))) == 1


def test_check_compares_each_record_with_the_newest_copy(filled, tmp_path):
    app = filled
    assert command(app, "backup").exit_code == 0
    with app.extensions["journal"].database.writing() as session:
        session.connection().exec_driver_sql("UPDATE patient SET revision = revision + 1")
    add(app, "Another")
    lines = command(app, "check").output.splitlines()
    assert lines[0].startswith(f"Sound. Schema {HEAD}; rows: ")
    assert sorted(line.partition(",")[2] for line in lines[1:]) == ["", " changed since the newest copy"]
    (manifest,) = (tmp_path / "instance" / "backups").glob("*.json")
    manifest.unlink()
    assert "has no readable manifest" in command(app, "check").output


def test_putting_back_asks_first_and_refuses_what_is_no_copy(make_app, tmp_path):
    app = make_app()
    (tmp_path / "x.db").write_text("no copy")
    assert command(app, "restore", str(tmp_path / "x.db")).exit_code == 1
    refused = command(app, "restore", str(tmp_path / "x.db"), "--yes")
    assert (refused.exit_code, "no readable manifest" in refused.output) == (1, True)


def test_a_damaged_record_is_named(make_app):
    app = make_app()
    with app.extensions["journal"].database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("INSERT INTO second_factor VALUES ('nobody', x'01', 0, NULL, 0)")
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    for name in ("check", "backup"):
        refused = command(app, name)
        assert (refused.exit_code, "belong to nothing" in refused.output) == (1, True)


def test_a_record_on_a_server_is_read_through_and_copied_with_its_own_tools(make_app, monkeypatch):
    app = make_app()
    monkeypatch.setattr(copies, "file_of", lambda url: None)
    monkeypatch.setattr(backups, "file_of", lambda url: None)
    checked = command(app, "check")
    assert (checked.exit_code, "Readable. Schema" in checked.output, "pg_amcheck" in checked.output) == (0, True, True)
    refused = command(app, "backup")
    assert (refused.exit_code, "pg_dump" in refused.output) == (1, True)


# `flask` itself: it makes the app before it looks for the command


@pytest.fixture
def flask(tmp_path, monkeypatch):
    """What `flask --app app ...` does with these arguments, in this process."""
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path / "instance"))

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["flask", "--app", "app", *arguments])
        app = create_app()
        try:
            return command(app, *arguments)
        finally:
            app.extensions["journal"].database.close()

    return run


@pytest.fixture
def begun(make_app):
    """The record `flask` finds."""
    return make_app()


@pytest.mark.parametrize("arguments", [["backup"], ["check"], ["audit", "verify"], ["account", "list"]])
def test_where_no_record_was_begun_a_command_says_so_and_begins_none(flask, tmp_path, arguments):
    """Run without the server's settings, a copy of a new, empty record would be "made and verified"."""
    refused = flask(*arguments)
    assert (refused.exit_code, f"There is no record in {tmp_path / 'instance'}" in refused.output) == (1, True)
    assert "JOURNAL_INSTANCE" in refused.output
    assert not (tmp_path / "instance" / "journal.db").exists()


def test_demo_begins_a_record_and_restore_needs_none(flask, tmp_path):
    assert flask("demo", "--days", "60", "--until", UNTIL).exit_code == 0
    assert flask("backup", "--to", str(tmp_path / "copies")).exit_code == 0
    (copy,) = (tmp_path / "copies").glob("*.db")
    (tmp_path / "instance").rename(tmp_path / "lost")
    put_back = flask("restore", str(copy), "--yes")
    assert put_back.exit_code == 0, put_back.output
    assert "Coming back" not in put_back.output
    assert flask("check").output.startswith("Sound.")


def test_demo_says_why_it_cannot_begin_a_record(flask, monkeypatch):
    monkeypatch.setenv("JOURNAL_DATABASE_URL", "sqlite:////proc/none/journal.db")
    refused = flask("demo")
    assert (refused.exit_code, "cannot be used" in refused.output) == (1, True)


def test_while_flask_run_serves_nothing_is_put_back_under_it(begun, tmp_path, monkeypatch):
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path / "instance"))
    file, held = tmp_path / "instance" / "journal.db", ExitStack()
    monkeypatch.setattr("app._held", held, raising=False)
    with click.Context(click.Command("run"), info_name="run"):
        served = create_app()
    with held, pytest.raises(locks.Held), locks.exclusively(file):
        pass
    with locks.exclusively(file):
        pass
    served.extensions["journal"].database.close()


def test_a_restore_that_was_interrupted_is_the_answer_of_every_command_but_restore(begun, flask, tmp_path):
    assert flask("backup").exit_code == 0
    (copy,) = (tmp_path / "instance" / "backups").glob("*.db")
    begun.extensions["journal"].database.close()
    note = {"folders": ["before-restore-20260301T120000Z"], "files": ["journal.db"]}
    (tmp_path / "instance" / "journal.db.restoring").write_text(json.dumps(note))
    (tmp_path / "instance" / "journal.db").unlink()
    for name in ("check", "backup", "demo"):
        refused = flask(name)
        assert (refused.exit_code, "A restore was interrupted" in refused.output) == (1, True)
    assert flask("restore", str(copy), "--yes").exit_code == 0
    assert flask("check").output.startswith("Sound.")


def test_restore_says_how_many_accounts_come_back(filled, tmp_path):
    assert command(filled, "backup", "--to", str(tmp_path / "copies")).exit_code == 0
    (copy,) = (tmp_path / "copies").glob("*.db")
    with filled.extensions["journal"].database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM patient")
    put_back = command(filled, "restore", str(copy))
    assert put_back.exit_code == 1
    assert "Coming back with this copy: 1 account not in the present record" in put_back.output


def test_backup_names_what_it_does_not_count_and_what_was_set_aside_long_ago(make_app, tmp_path):
    app, other, copies = make_app(), make_app("other"), tmp_path / "copies"
    assert command(other, "backup", "--to", str(copies)).exit_code == 0
    (foreign,) = copies.glob("*.db")
    foreign.rename(copies / "journal-20260101T000000Z.db")
    Path(f"{foreign}.json").rename(copies / "journal-20260101T000000Z.db.json")
    aside = tmp_path / "instance" / "before-restore-20260101T120000Z"
    aside.mkdir()
    os.utime(aside, (0, 0))
    with time_machine.travel("2999-03-01T12:00:00Z"):
        assert command(app, "backup", "--to", str(copies)).exit_code == 0
    aside.mkdir(exist_ok=True)
    os.utime(aside, (0, 0))
    made = command(app, "backup", "--to", str(copies), "--keep", "1")
    assert "Copies from the future lie here; they are not counted and not deleted: journal-2999" in made.output
    assert "not of this record lie here; they are not counted and not deleted: journal-20260101T" in made.output
    assert "30 days ago, deleted: before-restore-20260101T120000Z" in made.output
    assert len(list(copies.glob("*.db"))) == 3


def test_a_copy_takes_the_place_of_a_record_too_damaged_to_open(begun, flask, tmp_path):
    assert flask("backup").exit_code == 0
    begun.extensions["journal"].database.close()
    (copy,) = (tmp_path / "instance" / "backups").glob("*.db")
    (tmp_path / "instance" / "journal.db").write_bytes(b"garbage" * 1000)
    for name in ("check", "backup", "demo"):
        refused = flask(name)
        assert (refused.exit_code, "cannot be used: file is not a database" in refused.output) == (1, True)
    put_back = flask("restore", str(copy), "--yes")
    assert put_back.exit_code == 0, put_back.output
    assert flask("check").output.startswith("Sound.")


def test_a_setting_that_is_wrong_is_the_answer_of_every_command(flask, monkeypatch):
    monkeypatch.setenv("JOURNAL_HOST", "0.0.0.0")
    with pytest.raises(click.ClickException, match="JOURNAL_HTTPS=1"):
        flask("check")
