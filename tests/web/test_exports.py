"""Everything out: the page says what is in it and where to keep it; the answer is one file."""

import io
from datetime import timedelta
from zipfile import ZipFile

import time_machine

from tests.conftest import PASSWORD
from tests.web.client import Browser


def test_everything_comes_as_one_file(owner: Browser) -> None:
    owner.log_dose(note="mine alone")
    page = owner.get(owner.get("/settings").link("Download everything One file with all of it"))
    assert page.h1 == "Download everything"
    assert "The file is not encrypted" in page.text
    answer = owner.send(page, "/exports", {}, 200)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=side-effect-journal-2026-11-23.zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    archive = ZipFile(io.BytesIO(answer.body))
    assert b"mine alone" in archive.read("side-effect-journal-2026-11-23/journal.json")
    assert owner.get("/audit-events").entries[0].startswith("12:00 Everything was downloaded")


def test_the_day_in_its_name_is_the_day_where_the_patient_is(owner: Browser, clock: time_machine.Traveller) -> None:
    owner.submit("/settings", "/settings", {"zone": "Pacific/Auckland"})
    clock.shift(timedelta(minutes=1))
    answer = owner.submit("/exports/new", "/exports", {}, 200)
    assert answer.headers["Content-Disposition"].endswith("side-effect-journal-2026-11-24.zip")


def test_the_password_is_asked_for_when_it_was_typed_long_ago(owner: Browser, clock: time_machine.Traveller) -> None:
    page = owner.get("/exports/new")
    clock.shift(timedelta(minutes=11))
    for asked in (owner.get("/exports/new", 303), owner.send(page, "/exports", {}, 303)):
        assert asked.location == "/confirmations/new?next=/exports/new"
    back = owner.submit(asked.location, "/confirmations", {"password": PASSWORD})
    assert owner.follow(back).h1 == "Download everything"
