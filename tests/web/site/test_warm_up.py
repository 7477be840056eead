"""The first answer of a process is quick, and the first chart after it as well."""

import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app import create_app
from journal.actions.accounts import passwords
from journal.web.site import warm_up
from tests.installations import begin


@pytest.fixture(autouse=True)
def _cold(real_hashes: None, quick_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    """No hash for unknown names is there yet; a warm-up shows by making it."""
    monkeypatch.setattr(passwords, "_hasher", lambda: quick_hasher)


def is_warm() -> bool:
    return passwords.nobodys_hash.cache_info().currsize == 1


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
    assert not is_warm()  # not before somebody was answered
    answer(app)
    assert (is_warm(), warming()) == (True, [])
    passwords.nobodys_hash.cache_clear()
    answer(app)
    assert (is_warm(), warming()) == (False, [])


def test_a_journal_that_is_served_warms_up(tmp_path: Path) -> None:
    app = create_app({"INSTANCE": str(begin(tmp_path / "instance"))})
    answer(app, "/healthz")
    assert is_warm()
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
