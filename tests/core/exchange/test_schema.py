"""The schema of journal.json takes what is written and nothing else: no member more, less, or of another kind."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from journal.core.exchange.exports import FORMAT_VERSION
from journal.core.exchange.schema import schema
from journal.core.record.entries import KINDS
from tests.conftest import DATA
from tests.journal_schema import by_schema

WRITTEN: dict[str, Any] = json.loads((DATA / "archive" / "journal.json").read_text())


def entry_of(document: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in document["entries"] if each["kind"] == kind)
    return found


def test_what_is_written_is_valid() -> None:
    assert by_schema(WRITTEN) == []
    assert {each["kind"] for each in WRITTEN["entries"]} == KINDS.keys()
    assert schema()["$id"].endswith(f"/journal-{FORMAT_VERSION}.json")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.update(surprise=1),
        lambda document: document.pop("visits"),
        lambda document: document.update(format_version=FORMAT_VERSION + 1),
        lambda document: document["account"].update(zone=None),
        lambda document: document["regimen"][0].update(days="now and then"),
        lambda document: entry_of(document, "dose").update(amount="0,5"),
        lambda document: entry_of(document, "dose").update(amount_millionths=0.5),
        lambda document: entry_of(document, "dose").update(status="late"),
        lambda document: entry_of(document, "dose")["moment"].update(at="2026-11-11 11:00"),
        lambda document: entry_of(document, "check_in")["ratings"][0].update(severity=5),
        lambda document: entry_of(document, "check_in")["ratings"][0].pop("now_severity"),
        lambda document: entry_of(document, "day").update(sleep=49),
        lambda document: entry_of(document, "episode").update(kind="dose"),
        lambda document: entry_of(document, "quiet").update(first_on="someday"),
        lambda document: document["alerts"][0].update(level="loud"),
    ],
)
def test_what_is_never_written_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    document = deepcopy(WRITTEN)
    spoil(document)
    assert by_schema(document)
