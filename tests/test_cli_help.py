"""`flask --app app ... --help` answers everywhere, and makes nothing: also where no record was begun or can be read."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app import create_app
from journal import cli

ROOT = Path(__file__).parents[1]
FLASK = ["-m", "flask", "--app", "app"]


def commands(found: click.Command, *before: str) -> Iterator[tuple[str, ...]]:
    """The words of a command and of every command below it."""
    yield before
    if isinstance(found, click.Group):
        for name, below in found.commands.items():
            yield from commands(below, *before, name)


EVERY = [words for ours in cli.OURS for words in commands(ours, str(ours.name))]


def ask(instance: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as the operator begins it."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("JOURNAL_")}
    environment = settings | {"JOURNAL_INSTANCE": str(instance)}
    return subprocess.run(
        [sys.executable, *FLASK, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_help_names_every_command_and_makes_nothing(tmp_path: Path) -> None:
    asked = ask(tmp_path / "nowhere", "--help")
    assert (asked.returncode, asked.stderr) == (0, "")
    for ours in cli.OURS:
        assert f"  {ours.name} " in asked.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app as `flask --help` gets it, where nothing was begun."""
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path / "nowhere"))
    monkeypatch.setattr(sys, "argv", ["flask", "--app", "app", "--help"])
    return create_app()


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "nonsense"), ("PROXIES", "many"), ("MONOGRAPHS", "/nowhere"), ("INSTANCE", "/proc/none")],
)
def test_help_answers_whatever_is_in_the_way(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    monkeypatch.setenv(f"JOURNAL_{name}", value)
    monkeypatch.setattr(sys, "argv", ["flask", "--app", "app", "audit", "verify", "--help"])
    asked = create_app().test_cli_runner().invoke(args=["audit", "verify", "--help"])
    assert (asked.exit_code, "--copies" in asked.output) == (0, True)


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_the_help_of_every_command_answers(bare: Flask, tmp_path: Path, words: tuple[str, ...]) -> None:
    asked = bare.test_cli_runner().invoke(args=[*words, "--help"])
    assert asked.exit_code == 0, asked.output
    assert asked.output.startswith("Usage: ")
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_took_help_for_a_value_says_so(bare: Flask) -> None:
    asked = bare.test_cli_runner().invoke(args=["account", "reset", "Ann", "--yes"])
    assert (asked.exit_code, "--help asks for help" in asked.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "helps"),
    [
        ("--app app --help", True),
        ("--app app", True),
        ("-A app --debug", True),
        ("-e .env --app app audit", True),
        ("--app app audit verify --help", True),
        ("--app app audit verify", False),
        ("--app app check", False),
        ("--app=app run", False),
        ("--app app account add -- --help", False),
        ("--app", True),
    ],
)
def test_what_asks_for_help_alone(arguments: str, helps: bool) -> None:
    assert cli.is_help(arguments.split()) is helps


def test_a_group_without_a_command_explains_itself(tmp_path: Path) -> None:
    asked = ask(tmp_path / "nowhere", "audit")
    assert "verify" in asked.stdout + asked.stderr
    assert "There is no record" not in asked.stdout + asked.stderr
    assert list(tmp_path.iterdir()) == []
