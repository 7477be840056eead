"""Visits in the browser: three lines before, what was decided after, and the plan's step that came of it."""

import csv
import io
import json
import re

from tests.caring import look_after
from tests.web.client import Browser

COMING = {"on": "2026-12-04", "at": "10:30", "person": "Dr Amsel", "place": "Clinic", "to_ask": "Can it wait?"}
PAST = {"past": "1", "on": "2026-11-20", "person": "Dr Amsel", "decided": "Less from Monday on."}


def add(browser: Browser, fields: dict[str, str], at: str = "") -> str:
    """Save a visit by its form and return its id."""
    form = browser.get(f"{at}/visits/new{'?past=1' if 'past' in fields else ''}")
    return browser.send(form, f"{at}/visits", fields).location.rpartition("=")[2]


def test_the_lines_are_written_before_a_day_is_known_and_stay_with_the_visit(owner: Browser) -> None:
    page = owner.get(owner.get("/visit").link("Write your three lines"))
    saved = owner.follow(owner.send(page, "/visits", {"to_ask": "Can it wait?"}))
    assert "Saved: No day yet." in saved.text
    address = owner.get("/visits/new", 303).location  # one without a day is meant until its day is known
    again = owner.get(address)
    assert again.fields(address)["to_ask"] == "Can it wait?"
    owner.send(again, address, {"on": "2026-12-04", "at": "10:30", "changed": "Less sleepy"})
    visit = owner.get("/visit")
    for words in ("Friday 4 December, 10:30", "What changed Less sleepy", "What I want to ask Can it wait?"):
        assert words in visit.text
    assert owner.get("/visits/new").h1 == "A visit"


def test_what_was_decided_starts_a_step_that_leads_back(owner: Browser) -> None:
    visit_id = add(owner, PAST)
    assert "Less from Monday on." in owner.get("/visit").text
    page = owner.get(f"/visits/{visit_id}")
    form = owner.get(page.link("The plan of Clonazepam"))
    assert form.fields("/regimens")["ordered_by"] == "Dr Amsel"
    owner.send(form, "/regimens", {"starts_on": "2026-11-23", "amount_1": "0.25"})
    plan = owner.get("/medicine")
    assert "Decided at the visit: Friday 20 November" in plan.text
    assert plan.link("Friday 20 November") == f"/visits/{visit_id}"
    assert owner.get(f"/visits/{visit_id}").link("Clonazepam 0.25 mg a day from today") == "/medicine"
    owner.send(owner.get("/regimens/new"), "/regimens", {"starts_on": "2026-11-23", "amount_1": "1"})
    assert "Clonazepam 0.25 mg a day" not in owner.get(f"/visits/{visit_id}").text  # another took its place
    owner.get(f"/regimens/new?medicine=clonazepam&visit={'x' * 36}")
    before = owner.get("/regimens/new?visit=another")
    assert "visit" not in before.fields("/regimens")


def test_what_cannot_be_is_told_beside_its_field_and_stays_typed(owner: Browser) -> None:
    wrong = {"on": "2026-02-30", "at": "noon", "person": "Dr Amsel", "to_ask": "x" * 161}
    page = owner.submit("/visits/new", "/visits", wrong, 422)
    assert page.errors().keys() == {"on", "at", "to_ask"}
    assert page.fields("/visits")["person"] == "Dr Amsel"
    empty = owner.submit("/visits/new", "/visits", {}, 422)
    assert empty.errors()["on"].startswith("Nothing is written yet")
    visit_id = add(owner, COMING)
    early = owner.submit(f"/visits/{visit_id}", f"/visits/{visit_id}", {"decided": "too early"}, 422)
    assert early.fields(f"/visits/{visit_id}")["decided"] == "too early"


def test_a_form_sent_again_is_one_visit_and_another_content_asks(owner: Browser) -> None:
    form = owner.get("/visits/new")
    for _again in range(2):
        owner.send(form, "/visits", COMING)
    refused = owner.send(form, "/visits", COMING | {"place": "Home"}, 409)
    assert "Press Save once more" in refused.text
    owner.send(refused, "/visits")
    assert len(re.findall("Friday 4 December", owner.get("/visits").text.replace("Saved", ""))) == 4  # heads and links


def test_a_stale_form_is_shown_beside_what_stands_there_and_saved_once_more(owner: Browser) -> None:
    visit_id = add(owner, COMING)
    address = f"/visits/{visit_id}"
    stale = owner.get(address)
    owner.submit(address, address, {"place": "Another clinic"})
    page = owner.send(stale, address, {"to_ask": "Mine"}, 409)
    assert "Another clinic" in page.text
    assert page.fields(address)["to_ask"] == "Mine"
    owner.send(page, address)
    after = owner.get(address)
    assert after.fields(address)["to_ask"] == "Mine"
    assert "Earlier versions (2)" in after.text
    stale = owner.get(address)
    owner.submit(address, f"{address}/deletion")
    gone = owner.send(stale, address, {"changed": "Mine too"}, 409)
    assert gone.fields("/visits")["changed"] == "Mine too"  # nothing typed is lost: it can be saved as another one


def test_a_visit_is_deleted_and_put_back(owner: Browser) -> None:
    visit_id = add(owner, COMING)
    page = owner.follow(owner.submit(f"/visits/{visit_id}", f"/visits/{visit_id}/deletion"))
    assert "Deleted: Friday 4 December, 10:30." in page.text
    assert "This visit is deleted." in owner.get(f"/visits/{visit_id}").text
    back = owner.follow(owner.send(page, f"/visits/{visit_id}/restoration"))
    assert "Dr Amsel, Clinic" in back.text
    versions = owner.get(f"/visits/{visit_id}")
    assert "put back by you" in versions.text


def test_who_cares_for_all_writes_too_and_others_see_nothing_of_it(
    owner: Browser, stranger: Browser, tester: Browser
) -> None:
    add(owner, PAST)
    at = look_after(owner, stranger)
    mine = add(stranger, COMING, at)
    assert "written by Stranger" in owner.get("/visits").text
    assert "Can it wait?" in stranger.get(f"{at}/visit").text
    some = look_after(owner, tester, which="some", **{"medicine-clonazepam": "yes"})
    for words in ("Can it wait?", "Less from Monday on.", "Your next visit"):
        assert words not in tester.get(f"{some}/visit").text
    tester.get(f"{some}/visits", 404)
    tester.get(f"{some}/visits/{mine}", 404)
    assert "visit" not in tester.get(f"{some}/regimens/new?visit={mine}").fields(f"{some}/regimens")
    stranger.get(f"/visits/{mine}", 404)


def test_all_of_it_is_in_what_can_be_downloaded(owner: Browser) -> None:
    visit_id = add(owner, COMING | {"person": "=Dr Amsel"})
    owner.submit(f"/visits/{visit_id}", f"/visits/{visit_id}", {"place": "Home"})
    gone = add(owner, PAST)
    owner.submit(f"/visits/{gone}", f"/visits/{gone}/deletion")
    document = json.loads(owner.client.get("/exports/journal.json").data)
    one, other = sorted(document["visits"], key=lambda each: each["day_on"], reverse=True)
    assert (one["day_on"], one["at"], one["place"], one["version"]) == ("2026-12-04", "10:30", "Home", 2)
    assert one["changes"][0]["before"]["place"] == "Clinic"
    assert other["deleted_at"]
    rows = list(csv.reader(io.StringIO(owner.client.get("/exports/visits.csv").data.decode("utf-8-sig"))))
    assert [row[:4] for row in rows[1:]] == [["2026-12-04", "10:30", "'=Dr Amsel", "Home"]]


def test_without_any_the_pages_say_what_they_are_for(owner: Browser) -> None:
    none_there = owner.get("/visits")
    assert "No visit is entered." in none_there.text
    assert none_there.link("Add a visit that was") == "/visits/new?past=1"
    assert owner.get("/visits/new?past=1").h1 == "A visit that was"
