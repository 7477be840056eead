"""A form that is interrupted: only the saving of an entry waits for one more press, whatever the address and however it
was interrupted; everything else is not done, and the page says so."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from journal.core.record.symptoms import own_key
from journal.store.database.database import Database, SavedOrNot
from journal.web.site import access
from journal.web.site.late_forms import Acts, AsksSecret, Saves, ShowsAgain
from tests.conftest import PASSWORD, logged_in
from tests.kinds import NAMES
from tests.test_routes import SAVED, fill, invited
from tests.web.client import Browser, Page
from tests.web.test_ownership import read

ENTRIES = {f"/{kind}{one}" for kind in NAMES.values() for one in ("", "/<uuid:entry_id>")}
ENTRIES |= {"/bad-day/doses", "/bad-day/ratings"}
FORMS = [route for route in SAVED if route.method == "POST"]
SHOWN_AGAIN = {
    "/accounts",
    "/grants",
    "/circumstances",
    "/grants/<grant_id>",
    "/observations",
    "/people",
    "/regimens",
    "/regimens/pauses",
    "/regimens/tapers",
    "/medicines",
    "/medicines/<medicine_id>",
    "/settings",
    "/s/<token>",
    "/shares",
    "/supplies",
    "/symptoms",
    "/symptoms/<key>",
    "/visits",
    "/visits/<uuid:visit_id>",
    "/week-sheets/<on>",
}
OF_PATIENTS = [route for route in FORMS if route.access == "patient" and route.rule != "/confirmations"]
NEWCOMER = {"name": "Newcomer", "password": PASSWORD, "zone": "Europe/Berlin", "medicine": "clonazepam"}
PLAN = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}
RECORD = ("entry", "entry_version", "rating", "day_answer", "regimen_step", "patient", "second_factor", "recovery_code")
TYPED = {"amount": "1", "what": "seizure", "mood": "3", "version": "1", "time_1": "09:00", "zone": "Asia/Tokyo"}


def test_every_form_says_what_becomes_of_it_and_only_entries_are_kept(whole_app: Flask) -> None:
    found = {}
    for rule in whole_app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            found[rule.rule] = type(access.decision_of(whole_app.view_functions[rule.endpoint]).form)
    assert found.keys() == {route.rule for route in FORMS}
    assert {rule for rule, kind in found.items() if kind is Saves} == ENTRIES
    assert {rule for rule, kind in found.items() if kind is ShowsAgain} == SHOWN_AGAIN
    secrets = {"/confirmations", "/second-factors/log-in", "/sessions"}
    assert {rule for rule, kind in found.items() if kind is AsksSecret} == secrets
    acts = {rule for rule, kind in found.items() if kind is Acts}
    assert acts == found.keys() - ENTRIES - SHOWN_AGAIN - secrets


@pytest.fixture
def ids(owner: Browser) -> dict[str, str]:
    """One entry of each kind, and a plan."""
    owner.submit("/regimens/new", "/regimens", PLAN)
    dose, quiet = owner.log_dose(note="my dose"), {"first_on": "2026-11-20", "last_on": "2026-11-22"}
    check_in, episode = owner.check_in(new_symptom="itch", **{"rating-new": "1"}), owner.log_episode()
    return {
        "doses": dose,
        "entries": dose,
        "check-ins": check_in,
        "episodes": episode,
        "days": owner.log_day(fell="yes"),
        "quiet-days": owner.log("quiet", quiet),
        "alerts": str(uuid.uuid4()),
        "symptoms": own_key("itch"),
        "visits": owner.add_visit(),
        "medicines": "clonazepam",
        "grants": invited(owner),
    }


def out_of_time(owner: Browser, clock: Any, send: Callable[[int], Page]) -> Page:
    clock.shift(timedelta(days=8))
    asked = send(401)
    return owner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)


def with_an_old_token(owner: Browser, clock: Any, send: Callable[..., Page]) -> Page:
    return send(400, csrf_token="old")


def without_a_database(owner: Browser, clock: Any, send: Callable[[int], Page]) -> Page:
    parts = owner.app.extensions["journal"]
    owner.app.extensions["journal"] = replace(parts, database=Database("sqlite:////nowhere/at/all.db", patience=0.05))
    page = send(503)
    owner.app.extensions["journal"] = parts
    return page


def before_the_second_step(owner: Browser, clock: Any, send: Callable[[int], Page]) -> Page:
    parts = owner.app.extensions["journal"]
    owner.app.extensions["journal"] = replace(parts, require_second_factor=True)
    page = send(403)
    owner.app.extensions["journal"] = parts
    return page


def before_a_password(owner: Browser, clock: Any, send: Callable[[int], Page]) -> Page:
    database = owner.app.extensions["journal"].database
    sets = text("UPDATE patient SET password_expires_at = :at WHERE id = :id")
    with database.engine.begin() as connection:
        connection.execute(sets, {"at": 2_000_000_000_000_000, "id": owner.patient_id})
    page = send(403)
    with database.engine.begin() as connection:
        connection.execute(sets, {"at": None, "id": owner.patient_id})
    return page


@pytest.mark.parametrize(
    "interrupt", [out_of_time, with_an_old_token, without_a_database, before_the_second_step, before_a_password]
)
def test_nothing_but_an_entry_is_offered_to_be_saved(
    owner: Browser, ids: dict[str, str], database: Database, clock: Any, interrupt: Callable[..., Page]
) -> None:
    before = read(database)
    for route in sorted(OF_PATIENTS, key=lambda each: each.rule != "/week-sheets/<on>"):
        if interrupt is before_the_second_step and route.rule.startswith("/second-factors"):
            continue  # those are let through: it is set up there
        if interrupt is before_a_password and route.rule == "/settings/password":
            continue
        address = fill(route.rule, ids.get(route.rule.split("/")[1], ""))
        fields = {**owner.marks(), **TYPED, "id": str(uuid.uuid4())}
        page = interrupt(owner, clock, lambda status, f=fields, a=address, **more: owner.post(a, f | more, status))
        posts = [str(form.get("action")) for form in page.forms()]
        words = " ".join(page.words("button"))
        if route.rule in ENTRIES:
            assert address in posts, route
            assert "Save " in words, route
        elif route.rule in SHOWN_AGAIN:
            assert address in posts, route  # what was typed is shown again, in its form or to be sent again
            assert "Save it now" not in words, route
        else:
            assert posts == [], route
            assert " not " in f" {page.h1} " or page.h1.startswith(("Nothing", "No ")), route
    after = read(database)
    assert {name: after[name] for name in RECORD} == {name: before[name] for name in RECORD}


def test_a_deletion_after_the_log_in_ran_out_deletes_nothing(owner: Browser, clock: Any) -> None:
    entry_id = owner.log_dose(note="mine")
    page = owner.get(f"/doses/{entry_id}")
    clock.shift(timedelta(days=8))
    asked = owner.send(page, f"/entries/{entry_id}/deletion", status=401)
    assert "Your log-in ran out. Nothing was deleted." in asked.text
    back = owner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert back.h1 == "Nothing was deleted"
    assert "Save it now" not in back.text
    assert len(back.entries) == 1
    assert "mine" in back.entries[0]
    assert list(back.forms()) == []
    there = owner.get(back.link("Look at this entry"))
    owner.send(there, f"/entries/{entry_id}/deletion")
    assert owner.get("/history").entries == []


def test_what_was_not_put_back_is_said_to_be_deleted(owner: Browser, clock: Any) -> None:
    entry_id = owner.log_dose()
    deleted = owner.follow(owner.submit(f"/doses/{entry_id}", f"/entries/{entry_id}/deletion"))
    clock.shift(timedelta(days=8))
    asked = owner.send(deleted, f"/entries/{entry_id}/restoration", status=401)
    back = owner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert (back.h1, "This entry is deleted." in back.text) == ("Nothing was put back", True)
    owner.send(owner.get(back.link("Look at this entry")), f"/entries/{entry_id}/restoration")
    assert len(owner.get("/history").entries) == 1


def test_a_plan_is_not_ended_by_whoever_logs_in_again(owner: Browser, clock: Any) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = owner.get("/regimens/end")
    clock.shift(timedelta(days=8))
    asked = owner.send(page, "/regimens/end", status=401)
    assert "The plan was not ended." in asked.text
    back = owner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert (back.h1, back.link("Look at the plan")) == ("The plan was not ended", "/regimens/end")
    assert "0.5 mg at 08:00 and 20:00" in owner.get("/medicine").text
    assert "until today" not in owner.get("/medicine").text


def test_an_entry_of_somebody_else_is_not_shown(owner: Browser, stranger: Browser, clock: Any) -> None:
    theirs = stranger.log_dose(note="theirs")
    clock.shift(timedelta(days=8))
    token = owner.get("/sessions/new").fields("/sessions")["csrf_token"]
    asked = owner.post(f"/entries/{theirs}/deletion", {"csrf_token": token}, 401)
    back = owner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert (back.h1, back.entries) == ("Nothing was deleted", [])
    assert back.link("Look at History") == "/history"


def test_a_deletion_begun_by_somebody_else_is_said_not_to_be_done(
    app: Flask, owner: Browser, stranger: Browser, clock: Any
) -> None:
    entry_id = owner.log_dose(note="mine")
    page = owner.get(f"/doses/{entry_id}")
    owner.submit("/settings", "/sessions/end")
    owner.submit("/sessions/new", "/sessions", {"name": "Stranger", "password": PASSWORD})
    refused = owner.send(page, f"/entries/{entry_id}/deletion", status=409)
    assert "Nothing was deleted. You are logged in as Stranger" in refused.text
    back = owner.send(refused, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert back.h1 == "Nothing was deleted"
    assert len(logged_in(app, owner.patient_id).get("/history").entries) == 1


def test_what_was_typed_into_a_plan_or_the_settings_stands_in_its_form_again(owner: Browser, clock: Any) -> None:
    plan, settings = owner.get("/regimens/new"), owner.get("/settings")
    clock.shift(timedelta(days=8))
    asked = owner.send(plan, "/regimens", PLAN, 401)
    back = owner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert back.notice == (
        "Note Not saved yet You are logged in. What you typed is still here: look at it and save it."
    )
    fields = back.fields("/regimens")
    assert {name: fields[name] for name in PLAN} == PLAN
    clock.shift(timedelta(days=8))
    asked = owner.send(settings, "/settings", {"zone": "Asia/Tokyo", "hours": "12"}, 401)
    back = owner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    owner.send(back, "/settings")
    fields = owner.get("/settings").fields("/settings")
    assert (fields["zone"], fields["hours"]) == ("Asia/Tokyo", "12")


def test_a_sign_up_with_an_old_token_is_shown_again(nobody: Browser) -> None:
    page = nobody.submit("/accounts/new", "/accounts", NEWCOMER | {"csrf_token": "old"}, 400)
    assert page.fields("/accounts")["name"] == "Newcomer"
    assert PASSWORD not in page.html
    nobody.send(page, "/accounts", {"password": PASSWORD})


def test_logging_out_with_an_old_token_says_what_is_so(owner: Browser, nobody: Browser) -> None:
    page = owner.post("/sessions/end", {"csrf_token": "old"}, 400)
    assert (page.h1, page.link("Log out on the page More")) == ("You were not logged out", "/settings")
    owner.get("/")
    assert nobody.post("/sessions/end", {"csrf_token": "old"}).location == "/sessions/new"


@pytest.fixture
def doubt(database: Database) -> Iterator[None]:
    """From here on nobody knows whether a commit was one."""

    def raise_it(_session: object) -> None:
        raise SavedOrNot

    event.listen(database._write, "after_commit", raise_it)
    yield
    event.remove(database._write, "after_commit", raise_it)


def test_what_was_perhaps_done_is_looked_at_not_sent_again(owner: Browser, request: Any) -> None:
    entry_id = owner.log_dose()
    page = owner.get(f"/doses/{entry_id}")
    request.getfixturevalue("doubt")
    unsure = owner.send(page, f"/entries/{entry_id}/deletion", status=503)
    assert unsure.h1 == "Done, or perhaps not"
    assert list(unsure.forms()) == []
    assert "This entry is deleted." in unsure.text
    assert "This dose is deleted." in owner.get(unsure.link("Look at this entry")).text
