"""Somebody looks after a record: what is seen and done there, who says so, and what happens when the right ends."""

import csv
import io
import re
import uuid
from datetime import timedelta

from time_machine import Traveller

from tests.caring import log_in_again, look_after
from tests.conftest import NOW, PASSWORD
from tests.web.client import Browser

YES = {"confirmed_double_dose": "yes"}


def test_somebody_reads_and_writes_and_it_is_said_who(owner: Browser, stranger: Browser) -> None:
    owner.log_dose(note="my own")
    there = look_after(owner, stranger)
    page = stranger.get(f"{there}/")
    assert "Owner" in page.words("for-whom")[0]
    assert "my own" in page.text
    form = stranger.get(f"{there}/doses/new")
    assert form.words("form-for")[0].endswith("For Owner")
    stranger.send(form, f"{there}/doses", {"amount": "1", "note": "from the carer"} | YES)
    assert "written by you" in stranger.get(f"{there}/history").text
    assert "written by Stranger" in owner.get("/history").text
    assert "from the carer" not in stranger.get("/history").text
    assert stranger.get("/").words("for-whom") == []


def recorded_by(owner: Browser, name: str) -> list[str]:
    """The last column of a table that is downloaded."""
    text = owner.client.get(f"/exports/{name}").data.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert head[-1] == "recorded by"
    return [row[-1] for row in rows]


def test_tables_and_alerts_say_who_recorded_it(owner: Browser, stranger: Browser) -> None:
    owner.check_in(mood="1")
    there = look_after(owner, stranger)
    stranger.submit(f"{there}/check-ins/new", f"{there}/check-ins", {"mood": "1"})
    for name in ("check_ins.csv", "alerts.csv"):
        assert sorted(recorded_by(owner, name)) == ["", "Stranger"]
    saved = sorted("Saved by" in alert for alert in owner.get("/alerts").words("alert"))
    assert saved == [False, True]
    assert "Told when it was saved. Saved by Stranger." in owner.get("/alerts").text
    assert "Told when it was saved. Saved by you." in stranger.get(f"{there}/alerts").text
    stranger.submit("/erasures/new", "/erasures", {"erase_name": "Stranger"})
    assert "Saved by somebody whose account is gone." in owner.get("/alerts").text


def test_what_was_changed_says_who_did_it(owner: Browser, stranger: Browser) -> None:
    dose = owner.log_dose(amount="0.5")
    there = look_after(owner, stranger)
    stranger.submit(f"{there}/doses/{dose}", f"{there}/doses/{dose}", {"amount": "1"})
    assert "changed by you" in stranger.get(f"{there}/doses/{dose}").text
    assert "changed by Stranger" in owner.get(f"/doses/{dose}").text
    owner.submit(f"/doses/{dose}", f"/doses/{dose}", {"amount": "2"})
    assert "changed by Owner" in stranger.get(f"{there}/doses/{dose}").text


def test_a_plan_and_its_pause_are_the_patients_and_the_trail_says_who(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    plan = {"starts_on": "2026-11-23", "time_1": "20:00", "amount_1": "0.5"}
    stranger.submit(f"{there}/regimens/new", f"{there}/regimens", plan)
    pause = {"first_on": "2026-11-25", "last_on": "2026-11-26", "reason": "0"}
    stranger.submit(f"{there}/regimens/pauses/new", f"{there}/regimens/pauses", pause)
    assert "20:00" in owner.get("/").text
    (told,) = [row for row in owner.get("/audit-events").entries if "A pause of the plan was entered" in row]
    assert "by Stranger" in told
    assert "from 127" not in told, "where the other one was is not the patient's business"
    assert "20:00" not in stranger.get("/").text
    assert "A pause" not in stranger.get("/audit-events").text
    assert [row for row in stranger.get(f"{there}/audit-events").entries if "by you" in row]
    assert "Logged in" not in stranger.get(f"{there}/audit-events").text


def test_a_patient_sees_of_a_carers_medicine_who_added_it(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    stranger.submit(f"{there}/medicines/new", f"{there}/medicines", {"name": "Valproate"})
    assert "Valproate" in owner.get("/medicines").text
    assert "Valproate" not in stranger.get("/medicines").text
    owner.submit("/medicines/new", "/medicines", {"name": "Lithium"})
    told = [row for row in stranger.get(f"{there}/audit-events").entries if "A medicine was added" in row]
    assert [("by you" in row, "by Owner" in row) for row in told] == [(False, True), (True, False)]


def test_somebody_who_cares_for_one_medicine_sees_nothing_of_the_others(owner: Browser, stranger: Browser) -> None:
    other = owner.add_medicine("Secretine", amounts="7")
    hidden = owner.log_dose(amount="7", medicine=other, note="hidden words")
    seen = owner.log_dose(note="seen words", medicine="clonazepam")
    there = look_after(owner, stranger, which="some", **{"medicine-clonazepam": "yes"})
    for address in ("/", "/history", "/history/2026-11-23", "/medicines", "/trends", f"/?saved={hidden}"):
        page = stranger.get(there + address)
        assert not re.search("Secretine|hidden words|7 mg", page.html), address
    assert "seen words" in stranger.get(f"{there}/history").text
    assert "1 entry" in stranger.get(f"{there}/history?kind=dose").text
    stranger.get(f"{there}/doses/{hidden}", 404)
    stranger.get(f"{there}/medicine?medicine={other}", 404)
    marks = stranger.marks(f"{there}/doses/new", f"{there}/doses")
    for address in (f"/doses/{hidden}", f"/entries/{hidden}/deletion", f"/entries/{hidden}/restoration"):
        fields = {"amount": "1", "version": "1", "when": "now", "medicine": "clonazepam"}
        stranger.post(there + address, marks | fields, 404)
    new = {"id": str(uuid.uuid4()), "amount": "7", "medicine": other, "when": "now"}
    stranger.post(f"{there}/doses", marks | new, 404)
    stranger.post(f"{there}/doses", marks | new | {"id": hidden, "medicine": "clonazepam", "amount": "1"} | YES, 404)
    stranger.post(f"{there}/doses/{seen}", marks | {"amount": "0.25", "version": "1", "when": "now"})
    assert len(owner.get("/history").entries) == 2


def test_a_chart_of_a_carer_is_not_that_of_the_patient(owner: Browser, stranger: Browser) -> None:
    other = owner.add_medicine("Secretine", amounts="7")
    plan = {"starts_on": "2026-11-20", "time_1": "08:00", "amount_1": "7"}
    owner.submit(f"/regimens/new?medicine={other}", "/regimens", plan)
    owner.log_dose(amount="7", medicine=other, on="2026-11-22", at="08:00", when="earlier")
    owner.check_in({"drowsiness": 2})
    there = look_after(owner, stranger, which="some", **{"medicine-clonazepam": "yes"})
    for address in ("/charts/severity.svg", "/charts/doses.svg", "/trends"):
        mine = owner.client.get(address)
        theirs = stranger.client.get(there + address)
        assert theirs.status_code == mine.status_code == 200
        assert b"Secretine" not in theirs.data
        assert mine.data != theirs.data
        assert "private" in theirs.headers["Cache-Control"] or "no-store" in theirs.headers["Cache-Control"]
    stranger.get(f"{there}/charts/doses.svg?medicine={other}", 404)


def test_times_are_those_of_the_record_by_the_readers_clock(owner: Browser, stranger: Browser) -> None:
    owner.log_dose(at="08:05", on="2026-11-23", when="earlier")
    settings = {"zone": "America/New_York", "hours": "12"}
    stranger.submit("/settings", "/settings", settings)
    there = look_after(owner, stranger)
    assert "8:05" in stranger.get(f"{there}/history").text
    assert "08:05" not in stranger.get(f"{there}/history").text
    assert "Its times are those of Berlin" in stranger.get(f"{there}/").words("for-whom")[0]
    fields = {"amount": "1", "when": "earlier", "on": "2026-11-23", "at": "09:10"}
    stranger.submit(f"{there}/doses/new", f"{there}/doses", fields | YES)
    assert "09:10" in owner.get("/history").text
    assert "Berlin" not in owner.get("/history").text, "it was lived where the patient lives"
    assert "08:05" in owner.get("/history").text


def test_two_records_are_never_mixed(owner: Browser, tester: Browser, stranger: Browser) -> None:
    hers = look_after(owner, stranger)
    his = look_after(tester, stranger)
    form = stranger.get(f"{hers}/doses/new").fields(f"{hers}/doses") | {"amount": "0.5", "note": "for her"}
    for elsewhere in (f"{his}/doses", "/doses"):
        page = stranger.post(elsewhere, form, 409)
        assert "begun by somebody else" in page.h1 or "begun for somebody else" in page.h1
        assert 'value="for her"' in page.html, "nothing is lost"
    own = stranger.get("/doses/new").fields("/doses") | {"amount": "0.5"}
    stranger.post(f"{hers}/doses", own, 409)
    for person in (owner, tester, stranger):
        assert person.get("/history").entries == []
    stranger.post(f"{hers}/doses", form)
    assert len(owner.get("/history").entries) == 1
    people = stranger.get("/people")
    marks = [element.get("class") for element in people.all("person")]
    assert len(marks) == 2
    assert "Owner" in people.text
    assert "Tester" in people.text


def test_a_right_that_ends_while_a_form_is_open_loses_nothing_and_saves_nothing(
    owner: Browser, stranger: Browser
) -> None:
    there = look_after(owner, stranger)
    form = stranger.get(f"{there}/doses/new")
    owner.submit("/grants", f"/grants/{there[5:]}/end")
    page = stranger.send(form, f"{there}/doses", {"amount": "0.5", "note": "do not lose me"}, 404)
    assert page.h1 == "Nothing was saved"
    assert "do not lose me" in page.text
    assert page.words("for-whom") == []
    assert "Owner" not in page.html
    assert page.fields(f"{there}/doses")["note"] == "do not lose me"
    assert owner.get("/history").entries == []
    stranger.get(f"{there}/", 404)
    stranger.post(f"{there}/doses", page.fields(f"{there}/doses"), 404)


def test_what_waits_to_be_sent_is_saved_where_access_was_only_put_off(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    form = stranger.get(f"{there}/doses/new")
    address = f"/grants/{there[5:]}"
    owner.submit(address, address, {"starts_on": "2026-11-24"})
    page = stranger.send(form, f"{there}/doses", {"amount": "0.5", "note": "do not lose me"}, 404)
    owner.submit(address, address, {"starts_on": ""})
    stranger.send(page, f"{there}/doses")
    assert "do not lose me" in owner.get("/history").text


def test_a_button_pressed_after_the_right_ended_does_nothing(owner: Browser, stranger: Browser) -> None:
    dose, there = owner.log_dose(), look_after(owner, stranger)
    form = stranger.get(f"{there}/doses/{dose}")
    owner.submit("/grants", f"/grants/{there[5:]}/end")
    page = stranger.send(form, f"{there}/entries/{dose}/deletion", {}, 404)
    assert page.h1 == "Nothing was deleted"
    assert page.link("People you look after") == "/people"
    assert len(owner.get("/history").entries) == 1


def test_a_form_with_an_old_token_and_no_right_is_kept_too(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    form = stranger.get(f"{there}/doses/new")
    old = stranger.send(form, f"{there}/doses", {"amount": "0.5", "csrf_token": "old", "note": "kept"}, 400)
    assert old.fields(f"{there}/doses")["note"] == "kept"
    owner.submit("/grants", f"/grants/{there[5:]}/end")
    page = stranger.send(form, f"{there}/doses", {"amount": "0.5", "csrf_token": "old", "note": "kept"}, 404)
    assert page.fields(f"{there}/doses")["note"] == "kept"
    stranger.post(f"{there}/settings", {"csrf_token": "old"}, 404)


def test_the_days_of_a_grant_are_those_where_the_patient_lives(
    owner: Browser, stranger: Browser, clock: Traveller
) -> None:
    there = look_after(owner, stranger, starts_on="2026-11-24", ends_on="2026-11-24")
    assert "Open the record" not in stranger.get("/people").text
    stranger.get(f"{there}/", 404)
    assert "from a later day on" in owner.get("/grants").text
    clock.move_to(NOW.replace(hour=23, minute=10))  # ten past midnight in Berlin
    stranger.get(f"{there}/")
    assert stranger.get("/people").link("Open the record of Owner") == f"{there}/"
    clock.move_to(NOW.replace(hour=23, minute=10) + timedelta(days=1))
    log_in_again(stranger)
    stranger.get(f"{there}/", 404)
    assert "The last day is over" in stranger.get("/people").text


def test_a_log_in_on_the_way_leads_back_to_the_record(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    form = stranger.get(f"{there}/doses/new").fields(f"{there}/doses") | {"amount": "0.5", "note": "kept for her"}
    stranger.client.delete_cookie("journal")
    away = stranger.get(f"{there}/history?kind=dose", 303)
    fields = {"name": stranger.name, "password": PASSWORD}
    assert stranger.submit(away.location, f"{there}/sessions", fields).location == f"{there}/history?kind=dose"
    stranger.client.delete_cookie("journal")
    page = stranger.post(f"{there}/doses", form, 401)
    held = stranger.send(page, f"{there}/sessions", fields, 200)
    assert "Owner" in held.words("for-whom")[0]
    stranger.send(held, f"{there}/doses")
    assert "kept for her" in owner.get("/history").text


def test_somebody_stops_looking_after_a_record(owner: Browser, stranger: Browser) -> None:
    dose = owner.log_dose()
    there = look_after(owner, stranger)
    stranger.submit(f"{there}/doses/{dose}", f"{there}/doses/{dose}", {"amount": "1"})
    people = stranger.get("/people")
    assert "You do not see that record" in stranger.follow(stranger.send(people, f"/people/{there[5:]}/end")).notice
    stranger.get(f"{there}/", 404)
    stranger.send(people, f"/people/{there[5:]}/end", {}, 404)
    assert "Ended" in owner.get("/grants").text
    (told,) = [row for row in owner.get("/audit-events").entries if "was ended" in row]
    assert "by Stranger" in told
    assert "changed by Stranger" in owner.get(f"/doses/{dose}").text


def test_what_somebody_wrote_stays_when_that_account_is_erased(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    stranger.submit(f"{there}/doses/new", f"{there}/doses", {"amount": "0.5"})
    assert recorded_by(owner, "doses.csv") == ["Stranger"]
    stranger.submit("/erasures/new", "/erasures", {"erase_name": "Stranger"})
    assert recorded_by(owner, "doses.csv") == [stranger.patient_id], "no name is left, but that it was somebody else is"
    assert "written by somebody whose account is gone" in owner.get("/history").text
    assert "Nobody but you has access" in owner.get("/grants").text
    assert "by somebody whose account is gone" in owner.get("/audit-events").text


def test_a_record_that_is_erased_is_gone_for_everybody(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    owner.submit("/erasures/new", "/erasures", {"erase_name": "Owner"})
    stranger.get(f"{there}/", 404)
    assert "You look after nobody" in stranger.get("/people").text
