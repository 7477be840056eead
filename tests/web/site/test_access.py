"""Marks on views: each says all that was decided about its address, and without one the program does not start."""

from collections.abc import Callable

import pytest
from flask import Flask

from journal.web.site import access
from journal.web.site.access import Decision
from journal.web.site.late_forms import Acts

ACTS = Acts("Nothing was done", "Look", "there")


def decisions(app: Flask) -> dict[str, Decision]:
    """What was decided, by method and address."""
    return {
        f"{method} {rule.rule}": access.decision_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def such(app: Flask, is_such: Callable[[Decision], object]) -> set[str]:
    return {address for address, decision in decisions(app).items() if is_such(decision)}


def test_every_address_has_a_decision_and_every_form_says_what_becomes_of_it(whole_app: Flask) -> None:
    found = decisions(whole_app)
    assert all(isinstance(decision, Decision) for decision in found.values())
    assert [address for address, decision in found.items() if address.startswith("POST ") and not decision.form] == []
    assert such(whole_app, lambda decision: decision.form) == {a for a in found if a.startswith("POST ")}


def test_the_password_is_asked_for_before_what_takes_everything_away_or_shows_a_secret(whole_app: Flask) -> None:
    """The form of the whole archive asks for it itself: see tests/web/exchange/test_exports.py."""
    assert such(whole_app, lambda decision: decision.confirmed) == {
        "GET /erasures/new",
        "GET /exports/<part>.<extension>",
        "GET /grants/new",
        "GET /second-factors/code.svg",
        "GET /second-factors/new",
        "GET /shares/new",
        "GET /shares/preview",
        "GET /shares/preview/charts/<name>.svg",
        "GET /shares/preview/report.<extension>",
        "POST /erasures",
        "POST /grants",
        "POST /grants/<grant_id>",
        "POST /second-factors",
        "POST /second-factors/recovery-codes",
        "POST /shares",
    }


def test_nothing_but_a_link_opens_by_its_address_alone(whole_app: Flask) -> None:
    assert such(whole_app, lambda decision: decision.by_address) == {
        "GET /s/<token>",
        "GET /shared/<share_id>",
        "GET /shared/<share_id>/charts/<name>.svg",
        "GET /shared/<share_id>/report.<extension>",
        "POST /s/<token>",
    }
    assert such(whole_app, lambda decision: decision.by_address and decision.who != "public") == set()


def test_little_is_open_before_a_password_of_ones_own_and_the_second_step(whole_app: Flask) -> None:
    assert such(whole_app, lambda decision: decision.before_own_password) == {
        "GET /settings",
        "POST /settings/password",
    }
    assert such(whole_app, lambda decision: decision.before_second_step) == {
        "GET /confirmations/new",
        "GET /second-factors",
        "GET /second-factors/code.svg",
        "GET /second-factors/new",
        "GET /second-factors/recovery-codes",
        "POST /confirmations",
        "POST /second-factors",
        "POST /second-factors/end",
        "POST /second-factors/recovery-codes",
    }


def test_what_only_log_out_and_files_are(whole_app: Flask) -> None:
    assert such(whole_app, lambda decision: decision.ends_log_in) == {"POST /sessions/end"}
    assert such(whole_app, lambda decision: not decision.is_page) == {
        "GET /site.webmanifest",
        "GET /static/<path:filename>",
    }


def made(*methods: str) -> Flask:
    """A program with one address, about which nothing is decided yet."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/forgotten", "forgotten", lambda: "everything", methods=methods)
    return app


def test_an_address_without_a_mark_keeps_the_program_from_starting(whole_app: Flask) -> None:
    app = made("GET")
    with pytest.raises(RuntimeError, match="who may call them: forgotten"):
        access.check_every_view(app)
    access.patient()(app.view_functions["forgotten"])
    access.check_every_view(app)
    access.check_every_view(whole_app)


def test_a_form_about_which_nothing_is_decided_keeps_the_program_from_starting() -> None:
    app = made("GET", "POST")
    access.patient()(app.view_functions["forgotten"])
    with pytest.raises(RuntimeError, match="becomes of their form: forgotten"):
        access.check_every_view(app)
    app = made("POST")
    access.public(ACTS)(app.view_functions["forgotten"])
    access.check_every_view(app)


def test_one_mark_says_everything() -> None:
    app = made("POST")
    view = access.patient(ACTS, confirmed=True)(app.view_functions["forgotten"])
    with pytest.raises(RuntimeError, match="Two marks"):
        access.public(ACTS)(view)
    assert access.decision_of(view) == Decision("patient", ACTS, confirmed=True)
