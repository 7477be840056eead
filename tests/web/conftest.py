"""The people who open the pages of `tests/pages.py`, and medicines that are made up for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from journal.core.medicine.monograph import DATA
from journal.core.medicine.monographs import read_monographs
from tests.core.medicine import made_up
from tests.pages import Visit, fill
from tests.people import Prepared
from tests.web.client import Browser


@pytest.fixture
def visit(
    owner: Browser,
    stranger: Browser,
    nobody: Browser,
    clock: time_machine.Traveller,
    prepare: Callable[..., Prepared],
) -> Visit:
    """Those people, for a file that says FILLED_BY = {"visit": fill}."""
    return Visit(owner, stranger, nobody, clock, prepare(fill).given)


@pytest.fixture
def known_too(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Writes the file of a made-up medicine, which the journal knows for the rest of the test beside its others."""

    def know(key: str, *changes: tuple[str, str], daily_range: str = made_up.ONE_RANGE) -> None:
        made_up.write(tmp_path, key, *changes, daily_range=daily_range)
        found = read_monographs(DATA, tmp_path)
        monkeypatch.setitem(app.extensions["journal"].monographs, key, found[key])

    return know
