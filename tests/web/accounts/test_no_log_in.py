"""Giving up the log-in on the pages: who has to care first, the second yes, what follows for everybody, the edges."""

import pytest
from flask import Flask
from time_machine import Traveller

from journal.actions.accounts.resets import give_log_in_back, reset_log_in
from journal.store.database.database import Database
from tests.acting import acting
from tests.caring import accept, invite, log_in_again, look_after
from tests.conftest import PASSWORD, logged_in
from tests.web.accounts.test_second_factors import digits, turn_on
from tests.web.client import Browser, Page


def give_up(person: Browser, status: int = 303, **fields: str) -> Page:
    """Press the second yes."""
    return person.submit("/no-log-in/new", "/no-log-in", {"password": PASSWORD, **fields}, status)


def test_a_patient_gives_the_log_in_up_and_the_carer_goes_on(
    owner: Browser, stranger: Browser, nobody: Browser, app: Flask
) -> None:
    owner.log_dose(note="mine")
    there = look_after(owner, stranger)
    phone = logged_in(app, owner.patient_id)
    page = owner.get(owner.get("/grants").link("Give up your log-in"))
    assert "Ben, who logs in as Stranger" in page.text
    page = owner.get(page.link("Go on: see what follows"))
    assert page.h1 == "Really give up your log-in?"
    assert "The last of them cannot leave it" in page.text
    assert page.link("Download everything") == "/exports/new"
    gone = owner.send(page, "/no-log-in", {"password": PASSWORD})
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert owner.follow(gone).h1 == "Your log-in is given up"
    for device in (owner, phone):
        assert device.get("/", 303).location.startswith("/sessions/new")
    for address in ("/", "/history", "/medicine", "/trends", "/check-ins/new"):
        assert "The patient gave up the log-in." in stranger.get(there + address).words("for-whom")[0], address
    assert "Owner gave up the log-in." in stranger.get("/people").text
    assert "mine" in stranger.get(f"{there}/history").text
    stranger.submit(f"{there}/doses/new", f"{there}/doses", {"amount": "0.5", "confirmed_double_dose": "yes"})
    (told,) = [row for row in stranger.get(f"{there}/audit-events").entries if "The log-in was given up" in row]
    assert "by Owner" in told


def test_who_logs_in_afterwards_reads_what_a_wrong_password_reads(
    owner: Browser, stranger: Browser, nobody: Browser
) -> None:
    look_after(owner, stranger)
    give_up(owner)
    right = nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": PASSWORD}, 422)
    wrong = nobody.submit("/sessions/new", "/sessions", {"name": "Tester", "password": "not this one"}, 422)
    assert right.error_beside("name") == wrong.error_beside("name")
    assert right.text.replace("Owner", "Tester") == wrong.text


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"kind": "observe"}, "Ben may only write down what is seen."),
        ({"which": "some", "medicine-clonazepam": "yes"}, "Ben cares for some of the medicines only."),
        ({"ends_on": "2026-12-24"}, "Ben cares for it until 24 December 2026 only."),
        ({"starts_on": "2026-11-24"}, "Ben cares for it from 24 November 2026 on, not yet."),
    ],
)
def test_who_does_not_care_in_full_is_named_with_the_reason(
    owner: Browser, stranger: Browser, terms: dict[str, str], sentence: str
) -> None:
    look_after(owner, stranger, **terms)
    page = owner.get("/no-log-in")
    assert page.h1 == "Give up your log-in"
    assert "Somebody has to care for your record first" in page.text
    assert sentence in page.text
    assert page.link("Look at who has access") == "/grants"
    assert owner.get("/no-log-in/new", 303).location == "/no-log-in"
    answer = owner.post("/no-log-in", owner.marks() | {"password": PASSWORD}, 422)
    assert "Nobody cares for your record in full just now" in answer.text
    owner.get("/")


def test_without_anybody_the_way_leads_to_an_invitation_that_has_to_be_accepted(
    owner: Browser, stranger: Browser
) -> None:
    assert owner.get("/no-log-in").link("Invite somebody") == "/grants/new"
    code = invite(owner)
    assert "Ben was invited and has not used the code so far." in owner.get("/no-log-in").text
    accept(stranger, code)
    assert owner.get("/no-log-in").link("Go on: see what follows") == "/no-log-in/new"


def test_a_wrong_password_gives_nothing_up(owner: Browser, stranger: Browser) -> None:
    look_after(owner, stranger)
    page = give_up(owner, 422, password="not this one")
    assert page.error_beside("password") == "This is not your present password."
    for _ in range(9):
        give_up(owner, 422, password="not this one")
    assert "Too many tries" in give_up(owner, 429).error_beside("password")
    owner.get("/")
    assert "gave up" not in stranger.get("/people").text


def test_the_second_step_is_asked_for_and_a_wrong_code_gives_nothing_up(
    owner: Browser, stranger: Browser, nobody: Browser, clock: Traveller
) -> None:
    look_after(owner, stranger)
    secret, codes = turn_on(owner)
    assert "Your second step and your recovery codes are gone." in owner.get("/no-log-in/new").text
    assert "Type" in give_up(owner, 422, code="").error_beside("code")
    assert "does not fit" in give_up(owner, 422, code=digits(secret, 600)).error_beside("code")
    owner.get("/")
    give_up(owner, code=digits(secret, 30))
    assert owner.get("/", 303).location.startswith("/sessions/new")
    for password in (PASSWORD, codes[0]):
        nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": password}, 422)


def test_a_code_is_not_used_up_where_nobody_cares_any_more(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    secret, _codes = turn_on(owner)
    form = owner.get("/no-log-in/new")
    owner.submit("/grants", f"/grants/{there[5:]}/end")
    code = digits(secret, 30)
    refused = owner.send(form, "/no-log-in", {"password": PASSWORD, "code": code}, 422)
    assert "Your log-in is as it was" in refused.text
    look_after(owner, stranger)
    give_up(owner, code=code)


def test_a_carer_who_leaves_while_the_form_is_open_keeps_the_log_in(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    form = owner.get("/no-log-in/new")
    stranger.submit("/people", f"/people/{there[5:]}/end")
    page = owner.send(form, "/no-log-in", {"password": PASSWORD}, 422)
    assert page.h1 == "Give up your log-in"
    assert "Nobody cares for your record in full just now" in page.text
    owner.get("/")


def test_the_last_carer_cannot_leave_nor_erase_the_account_and_one_of_two_can(
    owner: Browser, stranger: Browser, tester: Browser
) -> None:
    hers, his = look_after(owner, stranger), look_after(owner, tester)
    give_up(owner)
    form = stranger.get("/people")
    tester.submit("/people", f"/people/{his[5:]}/end")
    page = stranger.send(form, f"/people/{hers[5:]}/end", {}, 422)
    assert "You are the last who cares for Owner" in page.text
    assert "You cannot stop: nobody else could open this record." in page.text
    assert "Stop now" not in page.text
    stranger.get(f"{hers}/")
    page = stranger.get("/erasures/new")
    assert "You are the last who cares for Owner" in page.text
    assert "Erase everything" not in page.text
    page = stranger.post("/erasures", stranger.marks() | {"erase_name": "Stranger"}, 422)
    assert "Ask the person who runs this journal" in page.text
    assert "You are the last who cares for Owner" in stranger.get("/no-log-in").text
    stranger.get(f"{hers}/")
    tester.submit("/erasures/new", "/erasures", {"erase_name": "Tester"})


def test_a_carer_of_some_medicines_and_an_observer_may_leave_and_are_no_carers_in_full(
    owner: Browser, stranger: Browser, tester: Browser
) -> None:
    look_after(owner, stranger)
    some = look_after(owner, tester, which="some", **{"medicine-clonazepam": "yes"})
    assert "Who else has access keeps it, as it was agreed: Ben." in owner.get("/no-log-in/new").text
    give_up(owner)
    assert "The patient gave up the log-in." in tester.get(f"{some}/").words("for-whom")[0]
    assert "The log-in was given up" not in tester.get(f"{some}/audit-events").text, "it concerns who cares for all"
    tester.submit("/people", f"/people/{some[5:]}/end")


def test_an_observer_is_told_nothing_of_it(owner: Browser, stranger: Browser, tester: Browser) -> None:
    look_after(owner, stranger)
    seen = look_after(owner, tester, kind="observe")
    give_up(owner)
    for page in (tester.get(f"{seen}/observations"), tester.get("/people")):
        assert "gave up the log-in" not in page.html


def test_invitations_are_taken_back_and_the_patient_looks_after_nobody_any_more(
    owner: Browser, stranger: Browser, tester: Browser
) -> None:
    look_after(owner, stranger)
    code = invite(owner, grant_name="Somebody else")
    theirs = look_after(tester, owner)
    give_up(owner)
    assert "does not work any more" in accept(tester, code, 422).error_beside("code")
    assert "Ended" in tester.get("/grants").text
    (told,) = [row for row in tester.get("/audit-events").entries if "was ended" in row]
    assert "by Owner" in told
    assert theirs


def test_whoever_is_the_last_for_somebody_else_cannot_give_up(
    owner: Browser, stranger: Browser, tester: Browser
) -> None:
    look_after(owner, stranger)
    look_after(stranger, tester)
    form = stranger.get("/no-log-in/new")
    give_up(owner)
    page = stranger.send(form, "/no-log-in", {"password": PASSWORD}, 422)
    assert "You are the last who cares for Owner" in page.text
    assert "This cannot be done now" in page.text
    stranger.get("/")


def test_in_the_other_window_nothing_goes_on(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    first, second = owner.get("/no-log-in/new"), owner.get("/grants")
    dose = owner.get("/doses/new")
    owner.send(first, "/no-log-in", {"password": PASSWORD})
    again = owner.send(first, "/no-log-in", {"password": PASSWORD}, 401)
    assert "Your log-in was not given up" in again.text
    owner.send(second, f"/grants/{there[5:]}/end", {}, 401)
    kept = owner.send(dose, "/doses", {"amount": "0.5", "note": "do not lose me"}, 401)
    assert "do not lose me" in kept.html
    stranger.get(f"{there}/")


def test_the_form_is_not_for_whoever_cares(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    for address in ("/no-log-in", "/no-log-in/new"):
        stranger.get(there + address, 404)
    stranger.post(f"{there}/no-log-in", stranger.marks() | {"password": PASSWORD}, 404)
    form = owner.get("/no-log-in/new").fields("/no-log-in")
    stranger.post("/no-log-in", form | {"password": PASSWORD}, 409)
    owner.get("/")
    stranger.get("/")


def test_the_log_in_is_given_back_with_a_new_password_and_everything_is_as_before(
    owner: Browser, stranger: Browser, nobody: Browser, database: Database, app: Flask
) -> None:
    there = look_after(owner, stranger)
    give_up(owner)
    keys = app.extensions["journal"].keys
    phrase = give_log_in_back(acting(database, keys=keys), "owner")
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": PASSWORD}, 422)
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": phrase})
    fields = {"old_password": phrase, "new_password": "quiet rivers carry tall boats"}
    nobody.submit("/settings", "/settings/password", fields)
    assert any("gave the log-in back" in row for row in nobody.get("/audit-events").entries)
    assert "gave up" not in stranger.get(f"{there}/").html
    nobody.submit("/grants", f"/grants/{there[5:]}/end")
    stranger.get(f"{there}/", 404)


def test_a_carer_who_forgot_everything_is_let_in_again_and_goes_on(
    owner: Browser, stranger: Browser, database: Database, app: Flask
) -> None:
    there = look_after(owner, stranger)
    give_up(owner)
    reset_log_in(acting(database, keys=app.extensions["journal"].keys), "Stranger")
    assert stranger.get(f"{there}/", 303).location.startswith(f"{there}/sessions/new")


def test_goodbye_is_for_whoever_is_not_logged_in(owner: Browser, nobody: Browser) -> None:
    assert nobody.get("/no-log-in/done").h1 == "Your log-in is given up"
    assert owner.get("/no-log-in/done", 303).location == "/no-log-in"
    log_in_again(owner)
