"""`flask --app app audit verify`: its end is held against the ends that the copies keep."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.web.client import Browser

pytestmark = pytest.mark.sqlite

NOTHING = "Nothing was there to compare its end with"


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=list(arguments))


def guess(person: Browser) -> None:
    """Have an event written."""
    person.submit("/sessions/new", "/sessions", {"name": "Owner", "password": "not it"}, 422)


def copy_of(app: Flask, folder: Path) -> Path:
    """A new copy's manifest."""
    made = run(app, "backup", "--to", str(folder))
    assert made.exit_code == 0, made.output
    return sorted(folder.glob("*.json"))[-1]


def change(manifest: Path, **values: str | None) -> None:
    content = json.loads(manifest.read_text()) | values
    manifest.write_text(json.dumps({name: value for name, value in content.items() if value is not None}))


def cut(app: Flask) -> int:
    """Cut the last event off and move the head back with it, as whoever can write to the file may. Its number."""
    with closing(sqlite3.connect(app.extensions["journal"].database.url.database)) as connection, connection:
        ((number,),) = connection.execute("SELECT max(number) FROM audit_event").fetchall()
        connection.execute("DELETE FROM audit_event WHERE number = ?", (number,))
        connection.execute(
            "UPDATE audit_head SET (number, digest) ="
            " (SELECT number, digest FROM audit_event ORDER BY number DESC LIMIT 1)"
        )
    return int(number)


@pytest.fixture
def kept(app: Flask) -> Path:
    """Where copies are looked for."""
    return Path(str(app.extensions["journal"].database.url.database)).parent / "backups"


def test_what_was_cut_off_shows_in_a_copy(app: Flask, nobody: Browser, kept: Path) -> None:
    for _ in range(3):
        guess(nobody)
    assert NOTHING in run(app, "audit", "verify").output
    manifest = copy_of(app, kept)
    sound = run(app, "audit", "verify")
    assert sound.output.startswith("Sound: 3 events")
    assert "Compared with the end that 1 copy keeps." in sound.output
    assert cut(app) == 3
    refused = run(app, "audit", "verify")
    assert refused.exit_code == 1
    copy = manifest.name.removesuffix(".json")
    assert f"Event 3 is missing: the log ended at event 3 in the copy {copy}." in refused.output
    assert "If an older copy was put back on purpose" in refused.output
    assert run(app, "audit", "verify", "--copies", str(kept / "elsewhere")).output.startswith("Sound: 2 events")


def test_what_was_written_again_after_the_cut_shows_too(app: Flask, nobody: Browser, kept: Path) -> None:
    guess(nobody)
    guess(nobody)
    copy_of(app, kept)
    cut(app)
    guess(nobody)
    assert "Event 2 is not the one that was noted down in the copy" in run(app, "audit", "verify").output


def test_copies_may_lie_elsewhere_and_the_latest_counts(
    app: Flask, nobody: Browser, kept: Path, tmp_path: Path
) -> None:
    with time_machine.travel("2026-11-20T10:00:00Z") as clock:
        for _ in range(2):
            guess(nobody)
            latest = copy_of(app, tmp_path / "copies")
            clock.shift(timedelta(days=1))
    cut(app)
    assert run(app, "audit", "verify").exit_code == 0
    refused = run(app, "audit", "verify", "--copies", str(tmp_path / "copies"))
    assert latest.name.removesuffix(".json") in refused.output


@pytest.mark.parametrize(
    "values", [{"head": None}, {"head": ""}, {"head": "nonsense"}, {"mark": "another's"}, {"rows": "none"}]
)
def test_a_copy_from_before_or_of_another_journal_is_not_asked(
    app: Flask, nobody: Browser, kept: Path, values: dict[str, str | None]
) -> None:
    guess(nobody)
    change(copy_of(app, kept), **values)
    verified = run(app, "audit", "verify")
    assert (verified.exit_code, NOTHING in verified.output) == (0, True)


def test_a_head_kept_by_hand_is_said_to_be_all_there_was(app: Flask, nobody: Browser) -> None:
    guess(nobody)
    head = run(app, "audit", "verify").output.split("head ")[1].split(".")[0]
    assert "No copy keeps an end to compare with." in run(app, "audit", "verify", "--since", head).output


def test_a_copy_whose_log_ends_elsewhere_is_not_put_back(app: Flask, nobody: Browser, kept: Path) -> None:
    guess(nobody)
    manifest = copy_of(app, kept)
    change(manifest, head=f"1 {'0' * 64}")
    refused = run(app, "restore", str(manifest).removesuffix(".json"), "--yes")
    assert (refused.exit_code, "the end of the audit log" in refused.output) == (1, True)
