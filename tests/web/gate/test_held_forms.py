"""A form that arrives too late: it is shown as what it would become, keeps its moment and stays its owner's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from journal.store.database.database import Database, SavedOrNot
from tests.conftest import PASSWORD, logged_in
from tests.web.accounts.test_second_factors import digits, turn_on
from tests.web.client import Browser, Page

NOTE = "half a tablet, slept badly"
LATER = timedelta(hours=4)
ANOTHERS = "This was begun by somebody else"


def log_in(person: Browser, page: Page, name: str, status: int = 200) -> Page:
    """Log in on a page that asks for it, whatever it carries along."""
    return person.send(page, "/sessions", {"name": name, "password": PASSWORD}, status)


def write(person: Browser, note: str = NOTE) -> Page:
    """The dose form of this person, filled in and sent after the log-in ran out."""
    form = person.get("/doses/new")
    with person.app.extensions["journal"].database.engine.begin() as connection:
        connection.execute(text("DELETE FROM login_session WHERE patient_id = :id"), {"id": person.patient_id})
    return person.send(form, "/doses", {"amount": "0.5", "note": note}, 401)


def record_of(app: Flask, person: Browser) -> list[str]:
    return logged_in(app, person.patient_id).get("/history").entries


def test_what_one_began_is_not_shown_to_whoever_logs_in_next(app: Flask, owner: Browser, stranger: Browser) -> None:
    kept = write(owner)
    refused = log_in(owner, kept, "Stranger", 409)
    assert refused.h1 == ANOTHERS
    assert "It was not saved. You are logged in as Stranger" in refused.text
    assert NOTE not in refused.text
    assert refused.link("Back to Today") == "/"
    assert [form.get("action") for form in refused.forms()] == ["/sessions"]
    owner.get("/")  # by now this is the stranger's browser
    back = log_in(owner, refused, "Owner")
    assert NOTE in back.entries[0]
    owner.send(back, "/doses")
    assert NOTE in record_of(app, owner)[0]
    assert record_of(app, stranger) == []


def test_a_kept_form_that_is_sent_by_hand_goes_into_nobody_elses_record(
    app: Flask, owner: Browser, stranger: Browser
) -> None:
    kept = write(owner).fields("/sessions")
    fields = {name.removeprefix("kept-"): value for name, value in kept.items() if name.startswith("kept-")}
    refused = stranger.send(stranger.get("/doses/new"), "/doses", fields, 409)
    assert (refused.h1, NOTE in refused.text) == (ANOTHERS, False)
    assert record_of(app, owner) == record_of(app, stranger) == []


def test_a_form_left_open_while_another_logs_in_here_is_not_theirs(
    app: Flask, owner: Browser, stranger: Browser
) -> None:
    form = owner.get("/doses/new")
    owner.submit("/settings", "/sessions/end")
    log_in(owner, owner.get("/sessions/new"), "Stranger", 303)
    refused = owner.send(form, "/doses", {"amount": "0.5", "note": NOTE}, 409)
    assert (refused.h1, NOTE in refused.text) == (ANOTHERS, False)
    owner.send(log_in(owner, refused, "Owner"), "/doses")
    assert NOTE in record_of(app, owner)[0]
    assert record_of(app, stranger) == []


def test_an_edit_left_open_while_another_logs_in_here_is_not_lost(owner: Browser) -> None:
    entry_id = owner.log_dose(note="before")
    form = owner.get(f"/doses/{entry_id}")
    owner.submit("/settings", "/sessions/end")
    log_in(owner, owner.get("/sessions/new"), "Stranger", 303)
    refused = owner.send(form, f"/doses/{entry_id}", {"note": NOTE}, 409)
    owner.send(log_in(owner, refused, "Owner"), f"/doses/{entry_id}")
    assert NOTE in owner.get("/history").entries[0]


def test_buttons_without_a_field_are_their_owners_too(owner: Browser, stranger: Browser) -> None:
    entry_id = owner.log_dose()
    owner.submit(f"/doses/{entry_id}", f"/entries/{entry_id}/deletion")
    page = owner.get("/history/deleted")
    owner.submit("/settings", "/sessions/end")
    log_in(owner, owner.get("/sessions/new"), "Stranger", 303)
    assert owner.send(page, f"/entries/{entry_id}/restoration", status=409).h1 == ANOTHERS


def test_a_password_page_left_open_hands_nothing_over(owner: Browser, stranger: Browser, clock: Any) -> None:
    clock.shift(timedelta(minutes=11))
    form = owner.get("/erasures/new", 303)
    asked = owner.get(form.location)
    owner.submit("/settings", "/sessions/end")
    log_in(owner, owner.get("/sessions/new"), "Stranger", 303)
    refused = owner.send(asked, "/confirmations", {"password": PASSWORD}, 409)
    assert refused.h1 == ANOTHERS
    assert PASSWORD not in refused.html


def test_another_cannot_pass_the_second_step_into_it(owner: Browser, stranger: Browser, clock: Any) -> None:
    secret, _ = turn_on(stranger)
    kept = write(owner)
    step = log_in(owner, kept, "Stranger")
    assert step.h1 == "What does your app show?"
    clock.shift(timedelta(seconds=30))
    assert owner.send(step, "/second-factors/log-in", {"code": digits(secret)}, 409).h1 == ANOTHERS


def test_only_public_forms_are_anybodys(nobody: Browser, owner: Browser) -> None:
    assert "whose" not in nobody.get("/sessions/new").fields("/sessions")
    assert "whose" not in nobody.get("/accounts/new").fields("/accounts")
    fields = owner.get("/doses/new").fields("/doses")
    assert len(fields["whose"]) == 32
    assert owner.patient_id not in fields["whose"]
    owner.send(owner.get("/doses/new"), "/doses", {"amount": "0.5", "whose": "é"}, 409)
    assert owner.get("/history").entries == []


@pytest.mark.parametrize("mark", [None, ""])
def test_a_form_that_does_not_say_whose_it_is_is_shown_and_asked_about(owner: Browser, mark: str | None) -> None:
    asked = owner.send(owner.get("/doses/new"), "/doses", {"amount": "0.5", "note": NOTE, "whose": mark}, 409)
    assert asked.h1 == "Is this yours?"
    assert "You are logged in as Owner. Save it only if it is yours." in asked.text
    assert asked.entries == [f"12:00 0.5 mg tablet {NOTE}"]
    assert owner.get("/history").entries == []
    assert asked.link("Do not save it") == "/"
    owner.send(asked, "/doses")
    assert owner.get("/history").entries[0].startswith("12:00 0.5 mg")


@pytest.mark.parametrize("mark", [None, ""])
def test_what_acts_without_saying_whose_it_is_does_nothing(owner: Browser, mark: str | None) -> None:
    entry_id = owner.log_dose()
    page = owner.get(f"/doses/{entry_id}")
    refused = owner.send(page, f"/entries/{entry_id}/deletion", {"whose": mark}, 409)
    assert refused.h1 == "Nothing was deleted"
    assert "does not say who began it" in refused.text
    assert len(owner.get("/history").entries) == 1


@pytest.mark.parametrize("mark", [None, ""])
def test_settings_that_do_not_say_whose_they_are_stand_in_their_form_again(owner: Browser, mark: str | None) -> None:
    shown = owner.send(owner.get("/settings"), "/settings", {"hours": "12", "whose": mark}, 409)
    assert "does not say who began it" in shown.text
    assert shown.fields("/settings")["hours"] == "12"
    assert owner.get("/settings").fields("/settings")["hours"] == "24"
    owner.send(shown, "/settings")
    assert owner.get("/settings").fields("/settings")["hours"] == "12"


def test_a_password_typed_on_a_page_that_says_nobodys_is_asked_for_once_more(owner: Browser, clock: Any) -> None:
    clock.shift(timedelta(minutes=11))
    page = owner.get(owner.get("/erasures/new", 303).location)
    asked = owner.send(page, "/confirmations", {"password": PASSWORD, "whose": None}, 409)
    assert asked.error_beside("password") == "This page did not say who opened it. Type your password once more."
    assert PASSWORD not in asked.html
    owner.send(asked, "/confirmations", {"password": PASSWORD})


def out_of_time(owner: Browser, form: Page, clock: Any) -> Page:
    clock.shift(timedelta(days=8))
    kept = owner.send(form, "/doses", {"amount": "0.5"}, 401)
    clock.shift(LATER)
    return log_in(owner, kept, "Owner")


def in_the_second_step(owner: Browser, form: Page, clock: Any) -> Page:
    secret, _ = turn_on(owner)
    clock.shift(timedelta(days=8))
    kept = owner.send(form, "/doses", {"amount": "0.5"}, 401)
    clock.shift(LATER)
    return owner.send(log_in(owner, kept, "Owner"), "/second-factors/log-in", {"code": digits(secret)}, 200)


def with_an_old_token(owner: Browser, form: Page, clock: Any) -> Page:
    kept = owner.send(form, "/doses", {"amount": "0.5", "csrf_token": "old"}, 400)
    clock.shift(LATER)
    return kept


def without_a_database(owner: Browser, form: Page, clock: Any) -> Page:
    parts = owner.app.extensions["journal"]
    owner.app.extensions["journal"] = replace(parts, database=Database("sqlite:////nowhere/at/all.db", patience=0.05))
    kept = owner.send(form, "/doses", {"amount": "0.5"}, 503)
    clock.shift(LATER / 2)
    again = owner.send(kept, "/doses", status=503)
    owner.app.extensions["journal"] = parts
    clock.shift(LATER / 2)
    return again


@pytest.mark.parametrize("late", [out_of_time, in_the_second_step, with_an_old_token, without_a_database])
def test_i_took_it_now_stays_the_moment_it_was_first_sent(
    owner: Browser, clock: Any, late: Callable[[Browser, Page, Any], Page]
) -> None:
    kept = late(owner, owner.get("/doses/new"), clock)
    owner.send(kept, "/doses")
    entry = owner.get("/history").entries[0]
    assert entry.startswith("12:00 0.5 mg")
    assert " later" in entry


def test_saved_or_perhaps_not_is_the_same_dose_hours_later(owner: Browser, database: Database, clock: Any) -> None:
    form = owner.get("/doses/new")
    for moment in ("before_commit", "after_commit"):  # once it was not saved, once it was

        def doubt(_session: object) -> None:
            raise SavedOrNot

        event.listen(database._write, moment, doubt)
        form = owner.send(form, "/doses", {"amount": "0.5"}, 503)
        event.remove(database._write, moment, doubt)
        clock.shift(timedelta(minutes=29))
    assert form.h1 == "Saved, or perhaps not"
    owner.send(form, "/doses")
    assert [entry[:5] for entry in owner.get("/history").entries] == ["12:00"]


@pytest.mark.parametrize("made_up", ["2199-01-01T00:00:00+00:00", "yesterday", "", "2026-11-23T08:00:00"])
def test_a_first_moment_that_cannot_be_is_not_believed(owner: Browser, made_up: str) -> None:
    owner.send(owner.get("/doses/new"), "/doses", {"amount": "0.5", "sent_at": made_up})
    assert owner.get("/history").entries[0].startswith("12:00")


def old(owner: Browser, new: str, fields: dict[str, str]) -> Page:
    """A new entry's form sent with a token that is no longer good."""
    return owner.submit(f"{new}/new", new, fields | {"csrf_token": "old"}, 400)


def test_what_is_not_saved_yet_is_shown_as_what_it_would_become(owner: Browser) -> None:
    page = old(owner, "/doses", {"amount": "0.5"})
    assert page.entries == ["12:00 0.5 mg tablet"]
    assert page.words("day-heading") == ["Today"]
    assert page.words("button")[0] == "Save 0.5 mg at 12:00"
    assert page.link("Do not save it") == "/"
    page = old(
        owner, "/doses", {"amount": "0.5", "status": "skipped", "when": "earlier", "on": "2026-11-22", "at": "8:00"}
    )
    assert page.entries == ["08:00 Skipped 0.5 mg tablet"]
    assert page.words("day-heading") == ["Yesterday"]
    assert page.words("button")[0] == "Save it now"
    page = old(owner, "/episodes", {"what": "panic_attack", "minutes": "20", "severity": "2"})
    assert page.entries == ["12:00 Panic attack 20 minutes moderate"]


def test_a_check_in_that_is_not_saved_yet_shows_its_answers(owner: Browser) -> None:
    fields = {"rating-drowsiness": "3", "new_symptom": "itchy <b>ears</b>", "rating-new": "1"}
    (entry,) = old(owner, "/check-ins", fields).entries
    assert entry.endswith("itchy <b>ears</b> mild")
    (entry,) = old(owner, "/check-ins", {"quick": "too_sleepy"}).entries
    assert "too sleepy to answer" in entry
    assert old(owner, "/check-ins", {"quick": "same"}).entries == []  # there is none before
    owner.check_in({"drowsiness": 2})
    (entry,) = old(owner, "/check-ins", {"quick": "same"}).entries
    assert "moderate" in entry


def test_a_dose_lived_elsewhere_says_so_before_it_is_saved(owner: Browser) -> None:
    fields = {"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": "6:00", "zone": "America/New_York"}
    page = old(owner, "/doses", fields)
    assert page.entries == ["06:00 0.5 mg tablet New York time"]


def test_what_cannot_be_read_is_shown_as_it_was_typed(owner: Browser) -> None:
    fields = {"amount": "other", "other_amount": "half", "note": NOTE, "when": "earlier", "on": "2026-11-23", "at": "8"}
    page = old(owner, "/doses", fields)
    assert page.entries == []
    assert page.words("entry-note") == ["2026-11-23 8", NOTE, "half"]
    assert page.words("button")[0] == "Save it now"


def test_without_a_database_the_amount_is_shown_at_least(owner: Browser) -> None:
    parts, form = owner.app.extensions["journal"], owner.get("/doses/new")
    owner.app.extensions["journal"] = replace(parts, database=Database("sqlite:////nowhere/at/all.db", patience=0.05))
    page = owner.send(form, "/doses", {"amount": "0.5"}, 503)
    owner.app.extensions["journal"] = parts
    assert page.words("entry-note") == ["0.5 mg"]
