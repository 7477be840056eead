"""The start: a private folder, a key, an up-to-date database; one clear sentence for everything that is in the way."""

import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import CannotStart, create_app, main, warnings
from journal.core.accounts.passwords import BreachedUnusable
from journal.core.hosting import Hosting
from journal.store.upkeep import migrations
from tests.conftest import DATA
from tests.installations import begin

ROOT = Path(__file__).parents[1]


@contextmanager
def started(instance: Path, **settings: object) -> Iterator[Flask]:
    app = create_app({"INSTANCE": str(instance), **settings})
    yield app
    app.extensions["journal"].database.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_a_folder_nobody_else_can_read(tmp_path: Path) -> None:
    instance = tmp_path / "deep" / "instance"
    with started(instance) as app:
        assert mode(instance) == 0o700
        for file in instance.iterdir():
            assert mode(file) == 0o600, file
        assert {"journal.db", "secret_key"} <= {file.name for file in instance.iterdir()}
        assert app.config["SECRET_KEY"] == (instance / "secret_key").read_text().strip()
        assert len(app.config["SECRET_KEY"]) >= 64


def test_a_second_start_keeps_key_and_record(tmp_path: Path) -> None:
    with started(begin(tmp_path / "i")) as app:
        first = app.config["SECRET_KEY"]
    with started(tmp_path / "i") as app:
        assert app.config["SECRET_KEY"] == first


def test_two_installations_have_other_keys(tmp_path: Path) -> None:
    with started(begin(tmp_path / "a")) as one, started(begin(tmp_path / "b")) as other:
        assert one.config["SECRET_KEY"] != other.config["SECRET_KEY"]


def test_the_environment_says_where_and_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path / "i"))
    monkeypatch.setenv("JOURNAL_EMERGENCY_NUMBER", "144")
    monkeypatch.setenv("JOURNAL_POISON_NUMBER", "Tox Info 145")
    monkeypatch.setenv("JOURNAL_CRISIS_NUMBER", "Die Dargebotene Hand 143")
    monkeypatch.setenv("JOURNAL_MONOGRAPHS", str(DATA))
    monkeypatch.setenv("JOURNAL_HTTPS", "1")
    monkeypatch.setenv("JOURNAL_HOSTS", "journal.example")
    monkeypatch.setenv("JOURNAL_PROXIES", "1")
    monkeypatch.setenv("JOURNAL_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    app = create_app()
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-journal"
    assert app.extensions["journal"].hosting.answers_to("journal.example")
    assert isinstance(app.wsgi_app, ProxyFix)
    numbers = app.extensions["journal"].numbers
    assert [(line.name, line.number) for line in (numbers.emergency, numbers.poison, numbers.crisis)] == [
        ("", "144"),
        ("Tox Info", "145"),
        ("Die Dargebotene Hand", "143"),
    ]
    assert app.extensions["journal"].emergency_number == "144"
    assert {"clonazepam", "examplamine"} <= set(app.extensions["journal"].monographs)
    assert (tmp_path / "elsewhere.db").exists()
    app.extensions["journal"].database.close()


@pytest.mark.parametrize(("said", "is_open"), [(None, True), ("", True), ("1", True), ("0", False), ("no", False)])
def test_sign_up_is_open_until_somebody_closes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, is_open: bool
) -> None:
    monkeypatch.delenv("JOURNAL_SIGN_UP", raising=False)
    if said is not None:
        monkeypatch.setenv("JOURNAL_SIGN_UP", said)
    with started(begin(tmp_path / "i")) as app:
        assert app.extensions["journal"].sign_up is is_open


# What is in the way


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for instance in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/journal")):
        with pytest.raises(CannotStart, match=r"cannot be written to .* JOURNAL_INSTANCE"):
            create_app({"INSTANCE": str(instance)})


def test_a_folder_that_cannot_be_written_to() -> None:
    """/proc refuses everybody, root included, whatever its mode says; it is there where a container leaves out /sys."""
    with pytest.raises(CannotStart, match="cannot be written to"):
        create_app({"INSTANCE": "/proc"})


@pytest.mark.parametrize(
    ("content", "permissions"), [("x" * 64, 0o640), ("x" * 64, 0o604), ("short", 0o600), ("", 0o600)]
)
def test_a_secret_others_can_read_or_guess(tmp_path: Path, content: str, permissions: int) -> None:
    (tmp_path / "secret_key").write_text(content)
    (tmp_path / "secret_key").chmod(permissions)
    with pytest.raises(CannotStart, match=r"at least 64 characters .*chmod 600"):
        create_app({"INSTANCE": str(tmp_path)})


def test_a_worker_of_a_first_start_waits_for_the_key_that_another_one_is_writing(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch(0o600)
    writing = threading.Timer(0.1, (tmp_path / "secret_key").write_text, ["k" * 64])
    writing.start()
    with started(tmp_path) as app:
        assert app.config["SECRET_KEY"] == "k" * 64
    writing.join()


@pytest.mark.parametrize("content", [None, "these are no hashes\n"])
def test_a_list_of_stolen_passwords_that_is_missing_or_none(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "list").write_text(content)
    with pytest.raises(BreachedUnusable, match=r"list cannot be used: .* JOURNAL_BREACHED_PASSWORDS"):
        create_app({"INSTANCE": str(tmp_path / "i"), "BREACHED_PASSWORDS": str(tmp_path / "list")})


def test_a_folder_of_monographs_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="JOURNAL_MONOGRAPHS"):
        create_app({"INSTANCE": str(tmp_path / "i"), "MONOGRAPHS": str(tmp_path / "none")})


def test_a_database_of_a_newer_program(tmp_path: Path) -> None:
    with started(begin(tmp_path / "i")) as app, app.extensions["journal"].database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(migrations.SchemaTooNew):
        create_app({"INSTANCE": str(tmp_path / "i")})


def test_what_the_operator_should_know_is_said_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.is_nearly_full", lambda folder: False)
    with started(begin(tmp_path / "i"), EMERGENCY_NUMBER="112") as app:
        assert warnings(app) == []
    with started(begin(tmp_path / "i")) as app:
        (number,) = warnings(app)
    assert "nobody has set the emergency number, so every page says 112" in number
    assert "Set JOURNAL_EMERGENCY_NUMBER" in number
    monkeypatch.setattr("app.is_nearly_full", lambda folder: True)
    with started(begin(tmp_path / "i"), HOSTING=Hosting(open_http=True), EMERGENCY_NUMBER="112") as app:
        network, disk = warnings(app)
    assert "read along" in network
    assert "nearly full" in disk


# python app.py


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **environment: str) -> tuple[int, str]:
    for name, value in environment.items():
        monkeypatch.setenv(f"JOURNAL_{name}", value)
    status = main()
    return status, capsys.readouterr().err


def test_a_taken_port_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        status, said = run(monkeypatch, capsys, PORT=port, INSTANCE=str(tmp_path / "i"))
    assert status == 1
    assert f"The journal cannot use 127.0.0.1:{port}" in said
    assert "JOURNAL_PORT" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "many"}, "JOURNAL_PORT must be a number"),
        ({"PORT": "99999999"}, "JOURNAL_PORT"),
        ({"PORT": "-1"}, "JOURNAL_PORT"),
        ({"HOST": "no.such.host.invalid"}, "cannot use"),
        ({"HOST": "0.0.0.0"}, "JOURNAL_INSECURE_HTTP=1"),
        ({"HTTPS": "1"}, "JOURNAL_HOSTS"),
        ({"HOSTS": "https://x"}, "JOURNAL_HOSTS"),
        ({"PROXIES": "many"}, "JOURNAL_PROXIES"),
        ({"EMERGENCY_NUMBER": "call us"}, "JOURNAL_EMERGENCY_NUMBER must be the number alone"),
        ({"POISON_NUMBER": "ask around"}, "JOURNAL_POISON_NUMBER must be a name and a number"),
        ({"CRISIS_NUMBER": "\n<b>"}, "JOURNAL_CRISIS_NUMBER must be a name and a number"),
        ({"INSTANCE": "/proc/journal"}, "cannot be written to"),
        ({"MONOGRAPHS": "/nowhere"}, "JOURNAL_MONOGRAPHS"),
        ({"BREACHED_PASSWORDS": "/nowhere"}, "JOURNAL_BREACHED_PASSWORDS"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "database"),
        ({"DATABASE_URL": "nonsense"}, "database"),
    ],
)
def test_what_is_in_the_way_is_one_sentence_and_status_1(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: dict[str, str],
    words: str,
) -> None:
    status, said = run(monkeypatch, capsys, **({"PORT": "0", "INSTANCE": str(tmp_path / "i")} | environment))
    assert status == 1
    assert words in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1


def test_a_damaged_database_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = tmp_path / "i"
    instance.mkdir(mode=0o700)
    (instance / "journal.db").write_bytes(b"this is no database " * 1000)
    status, said = run(monkeypatch, capsys, PORT="0", INSTANCE=str(instance))
    assert status == 1
    assert "Traceback" not in said
    assert "database" in said


def test_python_app_py_serves_and_stops(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"JOURNAL_INSTANCE": str(begin(tmp_path / "i")), "JOURNAL_PORT": str(port)}
    with subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        try:
            assert served.stdout is not None
            said = served.stdout.readline()
            with socket.create_connection(("127.0.0.1", port), timeout=60) as asked, asked.makefile("rb") as answered:
                asked.sendall(b"GET /emergency HTTP/1.0\r\nHost: localhost\r\n\r\n")
                answer = answered.read()
        finally:
            served.terminate()
            served.communicate(timeout=60)  # it ends the warm-up first; a busy machine takes its time
    assert said == f"The journal is at http://127.0.0.1:{port} - stop it with Ctrl+C.\n"
    assert served.returncode == 0
    assert answer.startswith(b"HTTP/1.0 200 OK")
    assert b"<h1>Emergency</h1>" in answer


def test_garbage_is_looked_for_seldom_from_the_start() -> None:
    asked = "import gc, journal; print(*gc.get_threshold())"
    assert subprocess.check_output([sys.executable, "-c", asked], cwd=ROOT, text=True) == "10000 20 50\n"
