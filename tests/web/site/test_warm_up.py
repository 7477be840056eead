"""The first answer of a process is quick, and the first chart after it as well."""

import gc
import threading

from flask import Flask

from journal.web.site import warm_up


def answer(app: Flask) -> None:
    app.test_client().get("/").close()


def warming() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "warm-up"]


def test_the_first_answer_is_followed_by_a_warm_up_and_no_other_is() -> None:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "here")
    warm_up.register(app)
    before = gc.get_threshold()
    try:
        answer(app)
        for thread in warming():
            thread.join(20)
        assert gc.get_threshold() == (10_000, 20, 50)
    finally:
        gc.set_threshold(*before)
    assert warming() == []
    answer(app)
    assert warming() == []


def test_tests_are_not_warmed_up() -> None:
    app = Flask("bare")
    app.testing = True
    warm_up.register(app)
    assert app.after_request_funcs == {}
