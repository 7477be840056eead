"""The first answer of a process is quick, and the first chart after it as well."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from journal.web.site import warm_up

SELDOM = (10_000, 20, 50)


@pytest.fixture(autouse=True)
def threshold() -> Iterator[None]:
    """Garbage is collected as Python does it from itself; a warm-up shows by collecting it seldom."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def answer(app: Flask, address: str = "/") -> None:
    app.test_client().get(address).close()
    for thread in warming():
        thread.join(20)


def warming() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "warm-up"]


def test_the_first_answer_is_followed_by_a_warm_up_and_no_other_is() -> None:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "here")
    warm_up.register(app)
    assert gc.get_threshold() != SELDOM  # not before somebody was answered
    answer(app)
    assert (gc.get_threshold(), warming()) == (SELDOM, [])
    gc.set_threshold(700, 10, 10)
    answer(app)
    assert (gc.get_threshold(), warming()) == ((700, 10, 10), [])


def test_a_journal_that_is_served_warms_up(tmp_path: Path) -> None:
    app = create_app({"INSTANCE": str(tmp_path / "instance")})
    answer(app, "/healthz")
    assert gc.get_threshold() == SELDOM
    app.extensions["journal"].database.close()


def test_tests_are_not_warmed_up() -> None:
    app = Flask("bare")
    app.testing = True
    warm_up.register(app)
    assert app.after_request_funcs == {}


def test_later_answers_do_not_ask_about_the_warm_up() -> None:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "here")
    app.after_request(lambda response: response)
    warm_up.register(app)
    answer(app)
    assert len(app.after_request_funcs[None]) == 1
