"""The log: one line a request and a fault, JSON, with nothing in it that somebody typed."""

import io
import json
import logging
import sys
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from journal.formats.log_lines import Lines
from journal.store.record import entries as store
from journal.web.site import logs
from tests.conftest import PASSWORD
from tests.test_routes import SAVED, fill
from tests.web.client import Browser

MARK = "zanzibar"  # stands in every field, name, note, address, cookie and header of these tests


class Written(logging.Handler):
    """Keeps what the program would write to standard error."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Lines())
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record) + "\n"

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line["event"] == "request"]


@pytest.fixture
def log() -> Iterator[Written]:
    """What is written while a test runs, by any logger."""
    handler, root = Written(), logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


def test_a_request_is_one_line(owner: Browser, log: Written) -> None:
    page = owner.get("/history?words=zanzibar")
    (line,) = log.requests()
    assert list(line) == ["time", "level", "event", "request_id", "method", "address", "status", "ms", "bytes"]
    assert line["request_id"] == page.headers["X-Request-ID"]
    assert (line["method"], line["address"], line["status"]) == ("GET", "/history", 200)
    assert line["bytes"] == len(page.body)
    assert line["ms"] >= 0
    assert owner.get("/").headers["X-Request-ID"] != line["request_id"]


def test_an_address_is_its_pattern_and_nothing_where_it_has_none(owner: Browser, log: Written) -> None:
    owner.get(f"/doses/{uuid.uuid4()}", 404)
    owner.get(f"/{MARK}", 404)
    owner.client.open("/", method=MARK.upper())
    assert [line["address"] for line in log.requests()] == ["/doses/<uuid:entry_id>", "", ""]
    assert log.requests()[-1]["method"] == "other"
    assert MARK not in log.text.lower()


def test_static_files_and_health_are_logged_only_when_they_fail(nobody: Browser, log: Written) -> None:
    nobody.get("/static/theme.css")
    nobody.get("/healthz")
    assert log.text == ""
    nobody.get(f"/static/{MARK}", 404)
    assert [line["address"] for line in log.requests()] == ["/static/<path:filename>"]


def test_nothing_that_is_typed_gets_into_a_line(
    log_in: Callable[..., Browser], nobody: Browser, log: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = log_in(f"{MARK} the owner")
    for person in (owner, nobody):
        person.client.set_cookie(MARK, MARK)
        entry_id = owner.log_dose(note=MARK, amount="0.125")
        for route in SAVED:
            address = f"{fill(route.rule, entry_id)}?{MARK}={MARK}&words={MARK}&next=/{MARK}"
            headers = {"User-Agent": MARK, "Referer": f"http://localhost/{MARK}", "X-Request-ID": MARK}
            fields = {"csrf_token": MARK, "name": MARK, "password": MARK, "note": MARK, "amount": MARK, MARK: MARK}
            with person.client.open(address, method=route.method, headers=headers, data=fields):
                pass
    owner.check_in({"drowsiness": 2}, note=MARK, new_symptom=MARK, **{"rating-new": "3"})
    owner.log_episode(note=MARK)
    nobody.submit("/sessions/new", "/sessions", {"name": MARK, "password": MARK}, 422)
    assert len(log.requests()) > len(SAVED)
    assert MARK not in log.text
    assert owner.patient_id not in log.text
    assert PASSWORD not in log.text
    assert all(line["event"] in {"request", "fault"} for line in log.lines() if "logger" not in line)


def test_a_fault_is_a_line_without_the_words_of_the_error(
    owner: Browser, log: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"DETAIL:  Key (note)=({MARK}) already exists.\n\nforged line")

    monkeypatch.setattr(store, "list_entries", fail)
    page = owner.get("/history", 500)
    fault, request = log.lines()
    assert (fault["event"], fault["level"], fault["address"]) == ("fault", "error", "/history")
    assert fault["faults"][0]["kind"] == "ValueError"
    assert any(place.startswith("journal/web/record/history.py:") for place in fault["faults"][0]["places"])
    assert fault["request_id"] == request["request_id"] == page.words("numbers")[0]
    assert MARK not in log.text


def test_libraries_write_their_lines_through_the_same_formatter(log: Written) -> None:
    logging.getLogger("waitress").error("Exception while serving %s", f"/doses?{MARK}")
    (line,) = log.lines()
    assert line["said"] == "Exception while serving …"
    assert MARK not in log.text


def test_lines_go_to_standard_error_once(whole_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.start()
    handlers = [handler for handler in logging.getLogger().handlers if isinstance(handler, logs.Stderr)]
    assert len(handlers) == 1
    monkeypatch.setattr(sys, "stderr", written := io.StringIO())
    logging.getLogger("journal.requests").info("request", extra={"fields": {"event": "request"}})
    assert json.loads(written.getvalue())["event"] == "request"


def test_a_person_at_a_terminal_sees_only_what_went_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(sys, "stderr", Terminal())
    logs.start()
    assert [handler.level for handler in root.handlers] == [logging.WARNING]


def test_flask_run_writes_no_address_of_its_own(log: Written) -> None:
    """Its server logs every request with the whole address, and gives its logger a level where nobody else did."""
    from werkzeug._internal import _log

    logging.getLogger("werkzeug").setLevel(logging.NOTSET)
    logs.start()
    _log("info", '%s - - "%s" %s', "127.0.0.1", f"GET /history?words={MARK} HTTP/1.1", 200)
    assert log.text == ""
