"""Log lines: one record is one line of JSON, and no record says what somebody typed."""

import json
import logging
import sqlite3
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.formats.log_lines import LEFT_OUT, Lines

SECRET = "four sleepy teapots"


def record(message: Any, *args: Any, exc_info: Any = None, **extra: Any) -> logging.LogRecord:
    found = logging.LogRecord("waitress", logging.WARNING, "/x/waitress/task.py", 9, message, args, exc_info, "serve")
    vars(found).update(extra)
    return found


def line(found: logging.LogRecord) -> dict[str, Any]:
    text = Lines().format(found)
    assert "\n" not in text
    assert text.isascii()
    read: dict[str, Any] = json.loads(text)
    return read


def test_our_own_records_say_their_fields() -> None:
    said = line(record("request", fields={"event": "request", "status": 200}))
    assert list(said) == ["time", "level", "event", "status"]
    assert said["time"].endswith("+00:00")
    assert (said["level"], said["event"], said["status"]) == ("warning", "request", 200)


def test_of_a_library_the_words_of_its_source_are_written_and_its_numbers() -> None:
    said = line(record("%s: queue depth is %d, %r", SECRET, 5, SECRET))
    assert said["said"] == "…: queue depth is 5, '…'"
    assert (said["logger"], said["place"]) == ("waitress", "waitress/task.py:9 serve")


def test_named_arguments_are_left_out_too() -> None:
    assert line(record("%(a)s took %(b)d", {"a": SECRET, "b": 3}))["said"] == "… took 3"


@pytest.mark.parametrize(
    ("message", "args"),
    [
        (f"Exception while serving /doses/{SECRET}", ()),  # put together before it was logged
        ("%d", (SECRET,)),
        ("%s %s", (1,)),
        ("%(missing)s", ({"a": 1},)),
        (object(), (1,)),
        (ValueError(SECRET), ()),
    ],
)
def test_what_may_hold_anything_is_left_out(message: Any, args: tuple[Any, ...]) -> None:
    assert line(record(message, *args))["said"] == LEFT_OUT


def test_a_fault_says_kind_and_place_and_what_led_to_it() -> None:
    try:
        try:
            sqlite3.connect(":memory:").execute(f"SELECT '{SECRET}' FROM nowhere")
        except sqlite3.Error as error:
            raise RuntimeError(f"DETAIL: Key (name)=({SECRET})") from error
    except RuntimeError:
        said = line(record("failed: %s", SECRET, exc_info=sys.exc_info()))
    assert [fault["kind"] for fault in said["faults"]] == ["RuntimeError", "OperationalError"]
    assert said["faults"][0]["places"][-1].startswith("tests/formats/test_log_lines.py:")
    assert SECRET not in json.dumps(said)


def test_a_fault_that_another_handler_has_written_out_is_not_repeated() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        found = record("failed", exc_info=sys.exc_info())
    logging.Formatter().format(found)  # keeps the whole text in the record
    assert SECRET not in Lines().format(found)
    assert "faults" not in line(record("nothing failed", exc_info=(None, None, None)))


@given(st.text(), st.text())
def test_no_value_forges_a_line(name: str, value: str) -> None:
    said = line(record("x", fields={"event": "request", name: value}))
    assert said[name] == value
    line(record(value, value))


def test_what_gunicorn_says_of_itself_is_written_and_nothing_of_a_request() -> None:
    def said(level: int, message: str, *args: Any) -> Any:
        return line(logging.LogRecord("gunicorn.error", level, "/x/gunicorn/arbiter.py", 9, message, args, None))[
            "said"
        ]

    assert said(logging.INFO, "Listening at: %s (%s)", "http://127.0.0.1:5000", 7) == (
        "Listening at: http://127.0.0.1:5000 (7)"
    )
    assert said(logging.INFO, "graceful stop of workers") == "graceful stop of workers"
    assert said(logging.INFO, "%d", SECRET) == LEFT_OUT
    assert said(logging.WARNING, "Invalid request from ip=%s: %s", SECRET, SECRET) == "Invalid request from ip=…: …"
    assert said(logging.ERROR, SECRET) == LEFT_OUT
