"""Errors: a page with a sentence and a way back; what was typed is kept; nothing inside is told."""

import json
import logging
import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from journal.formats.log_lines import Lines
from journal.store.database.database import Database
from journal.web.record import history
from journal.web.site import logs
from tests.web.client import Browser

NOTE = "do not lose <b>me</b>"


def test_an_unknown_address_is_a_page(owner: Browser, nobody: Browser) -> None:
    for person in (owner, nobody):
        page = person.get("/nothing", 404)
        assert page.h1 == "There is nothing here"
        assert page.link("Back to Today") == "/"


def test_an_address_for_forms_only_says_so(owner: Browser) -> None:
    assert "for forms only" in owner.get("/doses", 405).text


def test_an_address_longer_than_any_of_ours_is_refused(owner: Browser, nobody: Browser) -> None:
    owner.get(f"/history?words={'x' * (8 * 1024 - 6)}", 400)  # read, and said to be too long beside its field
    for browser in (owner, nobody):
        page = browser.get(f"/trends?{'effect=drowsiness&' * 500}", 414)
        assert page.h1 == "That address is too long"
        assert "drowsiness" not in page.html


def test_too_much_at_once_is_refused(owner: Browser) -> None:
    page = owner.get("/doses/new")
    refused = owner.send(page, "/doses", {"note": "x" * 300_000, "amount": "0.5"}, 413)
    assert refused.h1 == "That is too much at once"
    assert owner.get("/history").entries == []


def test_a_note_of_twenty_thousand_signs_of_four_bytes_is_still_read_and_kept(owner: Browser) -> None:
    note = "😀" * 20_000
    page = owner.submit("/doses/new", "/doses", {"amount": "0.5", "note": note}, 422)
    assert page.fields("/doses")["note"] == note


def test_more_fields_than_any_form_has_are_refused(owner: Browser) -> None:
    fields = {f"f{n}": "x" for n in range(2000)}
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        page = owner.post("/doses", fields, 413, content_type=kind)
        assert page.h1 == "That is too much at once"
    owner.post("/doses", {f"f{n}": "x" for n in range(1000)}, 400)  # only the token is missing


@pytest.mark.parametrize("disposition", ['form-data; a="x"', "form-data"])
def test_a_part_of_a_form_without_a_name_is_refused(nobody: Browser, owner: Browser, disposition: str) -> None:
    content = f"--b\r\nContent-Disposition: {disposition}\r\n\r\nx\r\n--b--"
    asked = [("POST", nobody, "/sessions"), ("POST", owner, "/doses"), ("POST", owner, "/nothing")]
    asked += [(method, nobody, "/erasures/new") for method in ("OPTIONS", "PUT", "TRACE")]
    for method, person, address in asked:
        answer = person.client.open(
            address, method=method, data=content, content_type="multipart/form-data; boundary=b"
        )
        assert answer.status_code == 400
        assert "That could not be read" in answer.text
    answer = nobody.client.get("/erasures/new", data=content, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 303  # what a request to read brings along is not read


@pytest.mark.sqlite
def test_a_database_that_cannot_be_written_keeps_the_form(
    owner: Browser, database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    page = owner.get("/doses/new")
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with caplog.at_level(logging.ERROR):
        kept = owner.send(page, "/doses", {"amount": "0.5", "note": NOTE}, 503)
    assert kept.h1 == "Not saved yet"
    assert NOTE in kept.text
    assert NOTE not in caplog.text  # the log never holds what a person wrote
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    owner.send(kept, "/doses")
    assert NOTE in owner.get("/history").entries[0]


@pytest.mark.sqlite
def test_a_database_locked_by_another_program_keeps_the_form(owner: Browser, database: Database) -> None:
    page = owner.get("/doses/new")
    with database.engine.connect() as connection:  # do not wait five seconds for a lock that stays
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA busy_timeout=50").close()
    locked = sqlite3.connect(str(database.url.database))
    locked.execute("BEGIN IMMEDIATE")
    try:
        kept = owner.send(page, "/doses", {"amount": "0.5", "note": NOTE}, 503)
        owner.get("/history")  # reading goes on
    finally:
        locked.rollback()
        locked.close()
    owner.send(kept, "/doses")
    assert len(owner.get("/history").entries) == 1


@pytest.fixture
def gone(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    """Takes the database away."""

    def take_away() -> None:
        nowhere = Database(f"sqlite:///{tmp_path}/gone/journal.db")
        monkeypatch.setitem(app.extensions, "journal", replace(app.extensions["journal"], database=nowhere))

    return take_away


def test_without_a_database_refusals_are_pages_still(owner: Browser, gone: Callable[[], None]) -> None:
    form = owner.get("/doses/new")
    gone()
    owner.post("/doses", form.fields("/doses") | {"note": "x" * 300_000}, 413)
    page = owner.post("/doses", {"note": NOTE}, 401)  # without its token
    assert page.fields("/sessions")["kept-note"] == NOTE
    owner.post("/nothing", {"note": NOTE}, 404)


def test_without_a_database_nobody_is_told_that_they_are_logged_out(
    owner: Browser, app: Flask, gone: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    form, journal = owner.get("/settings"), app.extensions["journal"]
    gone()
    owner.send(form, "/sessions/end", status=503)
    monkeypatch.setitem(app.extensions, "journal", journal)
    owner.get("/")
    owner.send(form, "/sessions/end")


def test_a_fault_of_ours_is_a_page_with_a_number_and_nothing_else(
    owner: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(history, "month_map", lambda *_: 1 // 0)
    page = owner.get("/history", 500)
    assert page.h1 == "Something went wrong"
    assert "ZeroDivision" not in page.text
    assert "Traceback" not in page.html
    number = page.words("numbers")[0]
    assert page.headers["X-Request-ID"] == number
    lines = [json.loads(Lines().format(record)) for record in caplog.records]
    assert {line["event"] for line in lines if line.get("request_id") == number} == {"fault", "request"}


def test_every_answer_carries_its_headers(owner: Browser, nobody: Browser) -> None:
    for person, address, status in ((owner, "/", 200), (nobody, "/", 303), (nobody, "/nothing", 404)):
        headers = person.get(address, status).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
    static = nobody.get("/static/theme.css?v=1").headers
    assert "immutable" in static["Cache-Control"]
    assert "immutable" not in nobody.get("/static/theme.css").headers["Cache-Control"]


def test_a_form_sent_to_no_address_is_not_found(owner: Browser) -> None:
    owner.post(f"/doses/{uuid.uuid4()}", owner.marks(), 404)
    owner.post("/nothing", owner.marks(), 404)


@pytest.mark.parametrize("marks", [{"csrf_token": "old"}, {}])
def test_a_form_too_old_to_an_address_where_nothing_is_is_not_found(owner: Browser, marks: dict[str, str]) -> None:
    """Its page is shown filled in again, and there is none."""
    owner.post("/symptoms/own_unknown", marks | {"name": "Itch"}, 404)
    owner.post("/symptoms/own_unknown", owner.marks() | {"whose": "", "name": "Itch"}, 404)


def test_a_doubled_slash_is_put_right_within_the_journal(owner: Browser) -> None:
    for address in ("/history//deleted", "//evil.example/%2e%2e"):
        answer = owner.client.get(address, base_url="http://localhost")
        assert answer.status_code in {308, 404}
        assert not answer.headers.get("Location", "").startswith(("//", "http://evil", "https://"))


def test_the_log_never_repeats_the_words_of_an_error(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    typed = " ".join(["very", "low", "since", "Monday"])
    with app.test_request_context("/"), caplog.at_level(logging.ERROR):
        try:
            raise ValueError(typed)
        except ValueError as error:
            logs.fault(error)
    line = Lines().format(caplog.records[-1])
    assert "ValueError" in line
    assert "test_errors.py" in line
    assert typed not in line
