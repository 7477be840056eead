"""An address below /for/… is about somebody else's record: every link of its page stays there."""

import pytest
from flask import Flask

from journal.web.site import acting_for

ID = "x" * 22


@pytest.mark.parametrize(
    ("asked", "grant_id", "path", "within"),
    [
        ("/history", "", "/history", "/history"),
        (f"/for/{ID}/history", ID, "/history", ""),
        (f"/for/{ID}/", ID, "/", ""),
        (f"/for/{ID}", "", f"/for/{ID}", "/history"),
        ("/for/short/history", "", "/for/short/history", "/history"),
        (f"/for/{ID}/for/{ID}/", ID, f"/for/{ID}/", ""),
    ],
)
def test_an_address_is_taken_apart_once(whole_app: Flask, asked: str, grant_id: str, path: str, within: str) -> None:
    seen = []

    def serve(environ: dict[str, str], _start: object) -> list[bytes]:
        with whole_app.request_context(environ):
            own = acting_for.own(f"{environ['SCRIPT_NAME']}/history")
            seen.append((acting_for.grant_id(), environ["PATH_INFO"], acting_for.within("/history"), own))
        return []

    environ = whole_app.test_request_context(asked).request.environ
    acting_for._taking(serve)(environ, None)
    assert seen == [(grant_id, path, within, "/history")]


def test_below_another_site_the_record_stands_behind_what_stands_before_the_journal(whole_app: Flask) -> None:
    environ = whole_app.test_request_context(f"/for/{ID}/history").request.environ | {"SCRIPT_NAME": "/journal"}

    def serve(environ: dict[str, str], _start: object) -> list[bytes]:
        with whole_app.request_context(environ):
            assert acting_for.here() == f"/journal/for/{ID}/history"
            assert acting_for.within(f"/journal/for/{ID}/doses") == "/doses"
            assert acting_for.within("/journal/doses") == ""
            assert acting_for.own_url("people.index") == "/journal/people"
            assert acting_for.home_of("y") == "/journal/for/y/"
        return []

    acting_for._taking(serve)(environ, None)
