"""`flask --app app demo` fills an account one can log in to, and never touches one that exists."""

import time

import pytest
import time_machine

from app import create_app
from journal.cli import DEMO_PASSWORD
from journal.core.history import Filter
from journal.store import accounts as accounts_store
from journal.store import entries as store
from journal.store import regimens as regimens_store

UNTIL = "2026-03-10T21:30:00+01:00"


@pytest.fixture
def make_app(tmp_path, monkeypatch):
    for name in ("JOURNAL_DATABASE_URL", "JOURNAL_MONOGRAPHS", "JOURNAL_HOST", "JOURNAL_PORT"):
        monkeypatch.delenv(name, raising=False)
    made = []

    def make(instance="instance"):
        made.append(create_app({"INSTANCE": str(tmp_path / instance), "TESTING": True}))
        return made[-1]

    yield make
    for app in made:
        app.extensions["journal"].database.close()


def demo(app, *arguments):
    return app.test_cli_runner().invoke(args=["demo", "--until", UNTIL, "--days", "60", *arguments])


def record(app, name="Demo"):
    """Everything the account holds."""
    with app.extensions["journal"].database.reading() as session:
        patient_id, _ = accounts_store.find_patient(session, name)
        return (
            regimens_store.list_steps(session, patient_id),
            store.list_entries(session, patient_id, Filter(), limit=10_000),
        )


def test_it_prints_how_to_log_in_and_one_can(make_app):
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    started = time.perf_counter()
    result = demo(app)
    assert time.perf_counter() - started < 10
    assert result.exit_code == 0, result.output
    for said in ("http://127.0.0.1:5000/", "Demo\n", DEMO_PASSWORD, "made-up", "2026-03-10"):
        assert said in result.output
    answer = app.test_client().post("/sessions", data={"name": "demo", "password": DEMO_PASSWORD})
    assert answer.status_code in {302, 303}


def test_the_record_holds_the_story(make_app):
    app = make_app()
    result = demo(app)
    steps, entries = record(app)
    assert f"{len(entries)} entries" in result.output
    assert {entry.kind for entry in entries} == {"dose", "check_in", "episode"}
    assert any(entry.entered_later for entry in entries)
    before, after = steps
    assert (before.daily_ug, after.daily_ug, after.ends_on) == (1500, 1000, None)
    assert before.ends_on is not None
    assert before.ends_on < after.starts_on


def test_the_same_seed_fills_the_same_journal(make_app):
    one, other, third = make_app("one"), make_app("other"), make_app("third")
    for app, seed in ((one, "7"), (other, "7"), (third, "8")):
        assert demo(app, "--seed", seed, "--days", "60").exit_code == 0
    assert record(one) == record(other)
    assert record(one) != record(third)


def test_an_account_that_exists_is_left_alone(make_app):
    app = make_app()
    assert demo(app, "--days", "60").exit_code == 0
    before = record(app)
    again = demo(app, "--days", "60", "--name", "DEMO", "--seed", "2")
    assert again.exit_code == 1
    assert "There is an account named “DEMO” already" in again.output
    assert DEMO_PASSWORD not in again.output
    assert record(app) == before
    assert demo(app, "--days", "60", "--name", "Demo 2").exit_code == 0


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


def test_the_address_is_the_one_the_journal_listens_at(make_app, monkeypatch):
    app = make_app()
    monkeypatch.setenv("JOURNAL_HOST", "::1")
    monkeypatch.setenv("JOURNAL_PORT", "5055")
    assert "http://[::1]:5055/" in demo(app, "--days", "60").output


def command(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


def test_a_copy_is_made_checked_and_put_back(make_app, tmp_path):
    app = make_app()
    assert demo(app, "--days", "60").exit_code == 0
    before = record(app)
    made = command(app, "backup")
    assert made.exit_code == 0, made.output
    assert "is made and verified" in made.output
    (copy,) = (tmp_path / "instance" / "backups").glob("*.db")
    assert demo(app, "--days", "60", "--name", "Another").exit_code == 0
    assert "2 in patient" in command(app, "check").output
    put_back = command(app, "restore", str(copy), "--yes")
    assert put_back.exit_code == 0, put_back.output
    assert "1 in patient" in command(app, "check").output
    assert record(app) == before


def test_only_the_newest_copies_stay(make_app, tmp_path):
    app = make_app()
    with time_machine.travel("2026-03-01T12:00:00Z"):
        assert command(app, "backup", "--to", str(tmp_path / "copies")).exit_code == 0
    again = command(app, "backup", "--to", str(tmp_path / "copies"), "--keep", "1")
    assert "1 older ones are deleted" in again.output
    assert len(list((tmp_path / "copies").glob("*.db"))) == 1


def test_putting_back_asks_first_and_refuses_what_is_no_copy(make_app, tmp_path):
    app = make_app()
    (tmp_path / "x.db").write_text("no copy")
    assert command(app, "restore", str(tmp_path / "x.db")).exit_code == 1
    refused = command(app, "restore", str(tmp_path / "x.db"), "--yes")
    assert (refused.exit_code, "no readable manifest" in refused.output) == (1, True)


def test_a_damaged_record_and_one_that_is_no_file_are_named(make_app):
    app = make_app()
    with app.extensions["journal"].database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("INSERT INTO second_factor VALUES ('nobody', x'01', 0, NULL, 0)")
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    for name in ("check", "backup"):
        refused = command(app, name)
        assert (refused.exit_code, "belong to nothing" in refused.output) == (1, True)
