"""The database does not answer: every page says so, what was typed is kept, nothing unsaved is called saved."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, before_render_template
from sqlalchemy import Connection, event, text

from journal.render import images
from journal.store.database.database import Database, SavedOrNot
from tests.store.database.test_database import PROMISE
from tests.web.client import Browser

NOTE = "do not lose <b>me</b>"


@pytest.fixture
def gone(app: Flask, owner: Browser) -> Iterator[None]:
    """From here on there is no database."""
    parts = app.extensions["journal"]
    database = Database("sqlite:////nowhere/at/all.db", patience=0.05)
    app.extensions["journal"] = replace(parts, database=database)
    yield
    app.extensions["journal"] = parts
    database.close()


@pytest.fixture
def broken_promise(database: Database) -> Iterator[None]:
    """From here on every commit fails, and nothing before it does."""
    with database.engine.begin() as connection:
        connection.execute(text(PROMISE))

    def break_it(connection: Connection) -> None:
        connection.execute(text("INSERT INTO promise VALUES (1, 99)"))

    event.listen(database.engine, "commit", break_it)
    yield
    event.remove(database.engine, "commit", break_it)


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("address", ["/", "/history", "/trends", "/doses/new", "/settings", "/charts/all.pdf"])
def test_a_page_of_the_record_says_that_it_cannot_be_read(owner: Browser, address: str) -> None:
    page = owner.get(address, 503)
    assert page.h1 == "The record cannot be read just now"
    assert "not lost" in page.text
    assert page.headers["Retry-After"] == "5"
    assert page.link("Emergency") == "/emergency"
    assert page.link("Try again") == address


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("address", ["/emergency", "/about", "/sessions/new", "/accounts/new"])
def test_what_needs_no_record_is_shown(owner: Browser, nobody: Browser, address: str) -> None:
    for person in (owner, nobody):
        assert person.get(address).h1


@pytest.mark.usefixtures("gone")
def test_what_is_not_there_is_still_not_there(owner: Browser) -> None:
    owner.get("/nothing", 404)
    owner.get("/static/nothing.css", 404)


def test_what_was_typed_is_kept_and_saved_when_the_database_is_back(app: Flask, owner: Browser, request: Any) -> None:
    page = owner.get("/doses/new")
    here = app.extensions["journal"]
    request.getfixturevalue("gone")
    kept = owner.send(page, "/doses", {"amount": "0.5", "note": NOTE}, 503)
    assert kept.h1 == "Not saved yet"
    assert NOTE in kept.text
    assert kept.headers["Retry-After"] == "5"
    again = owner.send(kept, "/doses", status=503)
    app.extensions["journal"] = here
    owner.send(again, "/doses")
    assert NOTE in owner.get("/history").entries[0]


@pytest.mark.usefixtures("gone")
def test_a_password_is_not_kept(nobody: Browser) -> None:
    page = nobody.get("/sessions/new")
    kept = nobody.send(page, "/sessions", {"name": "Owner", "password": "correct horse battery staple"}, 503)
    assert kept.fields("/sessions")["name"] == "Owner"
    assert "correct horse" not in kept.html


def test_nothing_is_answered_before_it_is_committed(owner: Browser, request: Any) -> None:
    page, settings = owner.get("/doses/new"), owner.get("/settings")
    request.getfixturevalue("broken_promise")
    kept = owner.send(page, "/doses", {"amount": "0.5", "note": NOTE}, 503)
    assert kept.h1 == "Not saved yet"
    owner.send(settings, "/settings", {"zone": "Europe/Paris"}, 503)
    assert owner.get("/history").entries == []


def test_a_save_that_may_be_lost_is_not_called_saved(owner: Browser, database: Database) -> None:
    page = owner.get("/doses/new")

    def doubt(_session: object) -> None:
        raise SavedOrNot

    event.listen(database._write, "after_commit", doubt)
    kept = owner.send(page, "/doses", {"amount": "0.5", "note": NOTE}, 503)
    event.remove(database._write, "after_commit", doubt)
    assert kept.h1 == "Saved, or perhaps not"
    owner.send(kept, "/doses")
    assert len(owner.get("/history").entries) == 1


def test_no_transaction_is_open_while_a_page_or_a_picture_is_drawn(
    app: Flask, owner: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.check_in({"drowsiness": 2})
    began: list[Connection] = []
    drawn: list[str] = []

    def is_idle(what: str) -> None:
        drawn.append(what)
        assert not began, f"a transaction is open while {what} is drawn"

    def draw(*arguments: Any, _draw: Any = images.draw, **options: Any) -> bytes:
        is_idle("a picture")
        return bytes(_draw(*arguments, **options))

    def forget(connection: Connection) -> None:
        began.remove(connection)

    event.listen(database.engine, "begin", began.append)
    event.listen(database.engine, "commit", forget)
    event.listen(database.engine, "rollback", forget)
    monkeypatch.setattr(images, "draw", draw)
    with before_render_template.connected_to(lambda _app, template, **_: is_idle(template.name), app):
        for address in ("/", "/history", "/trends", "/medicine", "/settings", "/doses/new"):
            owner.get(address)
        assert owner.client.get("/charts/severity.svg").status_code == 200
    assert {"a picture", "today/show.html", "history/index.html"} <= set(drawn)
