"""No page is forgotten: each stands where its words, their plainness and its looks in a browser are tested.

`tests/test_bounds.py`, `tests/test_routes.py` and `tests/web/site/test_access.py` ask the same of their own lists.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

# Files, pictures and words for programs: they have no page around them.
NO_PAGES = {
    "/static/<path:filename>",
    "/site.webmanifest",
    "/healthz",
    "/readyz",
    "/charts/<name>.<extension>",
    "/charts/all.pdf",
    "/exports/<part>.<extension>",
    "/second-factors/code.svg",
    "/labels/<medicine_id>/code.svg",
    "/week-sheets/<on>/paper.pdf",
    "/visit/report.<extension>",
    "/shares/preview/report.<extension>",
    "/shares/preview/charts/<name>.svg",
    "/shared/<share_id>/report.<extension>",
    "/shared/<share_id>/charts/<name>.svg",
}
# What is behind one press of the page before it stands there under that press.
PRESSED = {
    "tests/pages.py": {"/confirmations/new"},  # _confirmation
    "tests/browser/places.py": {
        "/second-factors/log-in",  # password_of_guarded
        "/grants/<grant_id>",  # access_to_change
        "/observations/new",  # form_of_what_was_seen
        "/visits/<uuid:visit_id>",  # visit_that_was
        "/symptoms/<key>",  # own_symptom
        "/symptoms/<key>/merger",  # merger
    },
}
PARTS = re.compile(r"<\w+>|\{[^}]*\}")  # what stands for an id or a day


@pytest.mark.parametrize("file", PRESSED)
def test_every_page_stands_in_the_list(whole_app: Flask, file: str) -> None:
    pages = {rule.rule for rule in whole_app.url_map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGES
    addresses = whole_app.url_map.bind("localhost")
    listed = {rule for address in _addresses(Path(file)) for rule in _rules(addresses, address)}
    assert pages - listed == PRESSED[file], f"add the page to {file}, in each state that says something of its own"


def _addresses(file: Path) -> Iterator[str]:
    """Every text of a file that is an address, an id in it as one."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("/"):
            yield node.value


def _rules(addresses: MapAdapter, address: str) -> Iterator[str]:
    """The rule of the page that is shown at an address."""
    for part in ("00000000-0000-4000-8000-000000000000", "2026-11-23"):
        path = PARTS.sub(part, address.partition("?")[0])
        try:
            rule, _ = addresses.match(path, "GET", return_rule=True)
        except (HTTPException, RequestRedirect):
            continue
        yield rule.rule
