"""Account gone: the page says what goes and what remains, asks for the name, and then it is gone."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from journal.web.site.chart_cache import ChartCache
from tests.conftest import PASSWORD, logged_in
from tests.web.client import Browser


def test_an_account_is_erased_and_every_device_logged_out(owner: Browser, app: Flask) -> None:
    owner.log_dose(note="mine alone")
    phone = logged_in(app, owner.patient_id)
    page = owner.get(owner.get("/settings").link("Erase this account"))
    assert page.link("Download everything") == "/exports/new"
    assert "fourteen" in page.text
    gone = owner.send(page, "/erasures", {"erase_name": "Owner"}, 303)
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    goodbye = owner.follow(gone)
    assert goodbye.h1 == "Your account is erased"
    assert goodbye.link("Begin a new journal") == "/accounts/new"
    for person in (owner, phone):
        assert person.get("/", 303).location.startswith("/sessions/new")


def test_the_same_name_can_begin_anew_with_nothing_in_it(owner: Browser, nobody: Browser) -> None:
    owner.log_dose(note="mine alone")
    owner.submit("/erasures/new", "/erasures", {"erase_name": "owner"})
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": PASSWORD}, 422)
    fields = {"name": "Owner", "password": "seven purple umbrellas sing", "zone": "Europe/Berlin"}
    nobody.submit("/accounts/new", "/accounts", fields | {"medicine": "clonazepam"})
    assert nobody.get("/history").entries == []


@pytest.mark.parametrize("name", ["", "Stranger", "own", "Owner\x00", "x" * 5000])
def test_another_name_erases_nothing_and_is_kept(owner: Browser, name: str) -> None:
    owner.log_dose()
    page = owner.submit("/erasures/new", "/erasures", {"erase_name": name}, 422)
    assert page.error_beside("erase_name") == "Type your name as it stands here: Owner"
    assert page.fields("/erasures")["erase_name"] == name.replace("\x00", "\ufffd")
    assert len(owner.get("/history").entries) == 1


def test_a_stranger_keeps_everything(owner: Browser, stranger: Browser) -> None:
    stranger.log_dose(note="hers")
    owner.submit("/erasures/new", "/erasures", {"erase_name": "Owner"})
    assert len(stranger.get("/history").entries) == 1


def test_the_password_is_asked_for_when_it_was_typed_long_ago(owner: Browser, clock: time_machine.Traveller) -> None:
    page = owner.get("/erasures/new")
    clock.shift(timedelta(minutes=11))
    for answer in (owner.get("/erasures/new", 303), owner.send(page, "/erasures", {"erase_name": "Owner"}, 303)):
        assert answer.location == "/confirmations/new?next=/erasures/new"
    back = owner.submit(answer.location, "/confirmations", {"password": PASSWORD})
    assert owner.follow(back).fields("/erasures")["erase_name"] == ""


def test_a_form_kept_while_logging_in_erases_nothing(owner: Browser, nobody: Browser) -> None:
    page = owner.get("/erasures/new")
    fields = page.fields("/erasures") | {"erase_name": "Owner"}
    owner.submit("/settings", "/sessions/end")
    token = owner.get("/sessions/new").fields("/sessions")["csrf_token"]
    kept = owner.post("/erasures", fields | {"csrf_token": token}, 401)
    sent_on = owner.send(kept, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert (sent_on.h1, list(sent_on.forms())) == ("Nothing was erased", [])
    owner.get(sent_on.link("Erase this account"))


def test_the_goodbye_is_not_for_somebody_who_is_still_here(owner: Browser, nobody: Browser) -> None:
    assert owner.get("/erasures", 303).location == "/erasures/new"
    nobody.get("/erasures")


def test_its_pictures_go_too(owner: Browser, stranger: Browser, app: Flask) -> None:
    for person in (owner, stranger):
        for days in range(8):
            person.check_in({"drowsiness": 2}, when="earlier", on=f"2026-11-{15 + days}", at="08:00")
        person.get("/charts/calendar.svg")
    charts: ChartCache = app.extensions["journal"].charts
    assert {key[0] for key in charts._pictures} == {owner.patient_id, stranger.patient_id}  # type: ignore[index]
    owner.submit("/erasures/new", "/erasures", {"erase_name": "Owner"})
    assert {key[0] for key in charts._pictures} == {stranger.patient_id}  # type: ignore[index]
    for recent in (charts._facts, charts.points):
        assert {key[0] for key in recent._values} == {stranger.patient_id}  # type: ignore[index]
    assert charts._used == sum(len(p.plain) + len(p.compressed or b"") for p in charts._pictures.values())


@pytest.mark.sqlite
def test_what_could_not_leave_the_files_at_once_leaves_after_a_later_answer(
    owner: Browser, nobody: Browser, app: Flask
) -> None:
    owner.submit("/erasures/new", "/erasures", {"erase_name": "Owner"})
    database = app.extensions["journal"].database
    database.unswept = ("PRAGMA wal_checkpoint(TRUNCATE)",)
    nobody.get("/about")
    assert database.unswept == ()
