"""What the forms of all kinds share: an address that knows its entry, so that Back never makes a second one."""

import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from journal.core.record.entries import Entry
from journal.core.record.history import Filter
from journal.store.database.database import Database
from journal.store.record import entries as store
from tests.conftest import NOW
from tests.web.client import YES, Browser

Clock = time_machine.Traveller

FORMS = {"doses": {"amount": "0.5"}, "check-ins": {"quick": "none"}, "episodes": {"what": "panic_attack"}}


@pytest.mark.parametrize("kind", FORMS)
def test_a_new_form_has_an_address_with_its_entrys_id(owner: Browser, kind: str) -> None:
    sent_on = owner.get(f"/{kind}/new?when=earlier", 303)
    query = parse_qs(urlsplit(sent_on.location).query)
    assert query["when"] == ["earlier"]
    assert owner.get(sent_on.location).fields(f"/{kind}")["id"] == query["id"][0]
    assert owner.get(f"/{kind}/new", 303).location != sent_on.location


@pytest.mark.parametrize("kind", FORMS)
def test_going_back_to_a_saved_form_shows_what_was_saved(owner: Browser, kind: str) -> None:
    address = owner.get(f"/{kind}/new", 303).location
    owner.submit(address, f"/{kind}", FORMS[kind] | {"note": "said once"})
    back = owner.get(address)
    assert back.h1 == "This is saved"
    assert len(back.entries) == 1
    assert owner.get("/history").entries[0].startswith(back.entries[0])
    assert [form.get("action") for form in back.forms()] == []
    assert owner.get(back.link("Change it")).fields(f"/{kind}/{parse_qs(urlsplit(address).query)['id'][0]}")
    assert owner.get(back.link("Log another one")).fields(f"/{kind}")


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("deleted", [False, True])
def test_a_bookmark_of_a_form_that_was_saved_begins_anew(
    owner: Browser, clock: Clock, kind: str, deleted: bool
) -> None:
    address = owner.get(f"/{kind}/new?when=earlier", 303).location
    owner.submit(address, f"/{kind}", FORMS[kind] | {"when": "now", "note": "said once"})
    entry_id = parse_qs(urlsplit(address).query)["id"][0]
    if deleted:
        owner.submit(f"/{kind}/{entry_id}", f"/entries/{entry_id}/deletion")
    clock.shift(timedelta(minutes=10))
    assert owner.get(address).h1.startswith("This")
    clock.shift(timedelta(seconds=1))
    sent_on = owner.get(address, 303).location
    query = parse_qs(urlsplit(sent_on).query)
    assert query["when"] == ["earlier"]
    form = owner.get(sent_on)
    assert form.fields(f"/{kind}")["id"] == query["id"][0] != entry_id
    assert "said once" not in form.text
    owner.send(form, f"/{kind}", FORMS[kind] | {"when": "now"} | YES)
    assert len(owner.get("/history").entries) == (1 if deleted else 2)


def test_a_deleted_one_can_be_put_back_from_there(owner: Browser) -> None:
    address = owner.get("/doses/new", 303).location
    owner.submit(address, "/doses", {"amount": "0.5"})
    entry_id = parse_qs(urlsplit(address).query)["id"][0]
    owner.submit(f"/doses/{entry_id}", f"/entries/{entry_id}/deletion")
    back = owner.get(address)
    assert back.h1 == "This was saved and then deleted"
    owner.send(back, f"/entries/{entry_id}/restoration")
    assert owner.get(address).h1 == "This is saved"


def test_the_id_of_somebody_elses_entry_shows_nothing_of_it(owner: Browser, stranger: Browser) -> None:
    theirs = stranger.log_dose(note="private to the stranger")
    page = owner.get(f"/doses/new?id={theirs}")
    assert page.h1 == "When did you take it?"
    owner.send(page, "/doses", {"amount": "0.5"})  # keys hold the patient: two people may use one id
    assert len(owner.get("/history").entries) == len(stranger.get("/history").entries) == 1


@pytest.mark.parametrize("text", ["", "1", "x" * 5000, "\x00", str(uuid.UUID(int=1)).upper() + "x", "--"])
def test_an_id_that_is_none_gets_a_new_address(owner: Browser, text: str) -> None:
    sent_on = owner.client.get("/doses/new", query_string={"id": text})
    assert sent_on.status_code == 303
    assert uuid.UUID(parse_qs(urlsplit(sent_on.location).query)["id"][0])


def test_nothing_else_of_the_address_is_handed_on(owner: Browser) -> None:
    query = "_external=1&_scheme=javascript&_anchor=x&_method=POST&next=//evil.example"
    location = owner.client.get(f"/doses/new?{query}").location or ""
    assert location.startswith("/doses/new?id=")
    assert "&" not in location


def test_nobody_is_asked_to_log_in_first(nobody: Browser) -> None:
    assert nobody.get("/doses/new", 303).location.startswith("/sessions/new")


# Two versions of one entry


CHANGED = {"doses": {"amount": "1"}, "check-ins": {"quick": "", "mood": "4"}, "episodes": {"what": "seizure"}}


def kept(owner: Browser, database: Database) -> list[Entry]:
    with database.reading() as session:
        return store.list_entries(session, owner.patient_id, Filter())


@pytest.mark.parametrize("kind", FORMS)
def test_two_versions_stand_beside_each_other_in_words(owner: Browser, kind: str) -> None:
    page = owner.get(f"/{kind}/new")
    owner.send(page, f"/{kind}", FORMS[kind])
    both = owner.send(page, f"/{kind}", FORMS[kind] | CHANGED[kind] | {"note": "with breakfast"}, 409)
    assert both.h1 == "Which one is right?"
    assert len(both.entries) == 2
    assert all(row.startswith("12:00") for row in both.entries)
    assert "with breakfast" in both.entries[1]
    assert both.text.count("Today") == 2
    assert not list(both.document.iter("dt"))
    assert "zone" not in both.text
    assert "Europe/Berlin" not in both.text
    assert f"Keep both, as two {kind}" in both.text


def test_the_answers_of_two_check_ins_are_words_and_what_differs_is_named(owner: Browser) -> None:
    page = owner.get("/check-ins/new")
    rated = {"rating-drowsiness": "1", "rating-dizziness": "0", "rating-memory": "2"}
    owner.send(page, "/check-ins", rated)
    itchy = {"rating-drowsiness": "3", "mood": "4", "new_symptom": "Itch", "rating-new": "2", "rating-memory": "2"}
    both = owner.send(page, "/check-ins", itchy, 409)
    recorded, sent = both.entries
    assert "Drowsiness mild" in recorded
    assert "Dizziness none" in recorded  # a real zero, where the other one says nothing
    assert "Drowsiness severe" in sent
    assert "Itch moderate" in sent
    assert "mood good" in sent
    assert "Dizziness" not in sent
    assert "Different: drowsiness, dizziness, itch, mood" in both.text


def test_a_dose_and_a_check_in_under_one_id_can_both_be_kept(owner: Browser) -> None:
    dose = owner.log_dose()
    fields = {**owner.marks(), "id": dose, "when": "now", "rating-drowsiness": "3"}
    both = owner.post("/check-ins", fields, 409)
    assert "Different: what kind of entry it is" in both.text
    assert "Drowsiness severe" in both.entries[1]
    assert "Put mine in its place" not in both.text
    owner.send(both, "/check-ins")
    assert len(owner.get("/history").entries) == 2


def test_two_versions_may_say_the_same(owner: Browser) -> None:
    page = owner.get("/doses/new")
    owner.send(page, "/doses", {"amount": "0.5", "note": "x"})
    assert "Both say the same." in owner.send(page, "/doses", {"amount": "0.5", "note": "x "}, 409).text


def test_two_versions_of_when_it_was_are_told_apart(owner: Browser) -> None:
    page = owner.get("/doses/new")
    typed = {"amount": "0.5", "when": "earlier", "on": "2026-10-25", "at": "02:30", "second": "first"}
    owner.send(page, "/doses", typed)
    assert "Different: time Wh" in owner.send(page, "/doses", typed | {"second": "second"}, 409).text
    other = {"on": "2026-10-24", "zone": "Asia/Tokyo"}
    both = owner.send(page, "/doses", typed | other, 409)
    assert "Different: day, time, time zone" in both.text
    assert "Tokyo time" in both.entries[1]


def test_what_was_deleted_in_another_window_is_said_and_mine_can_be_saved_anew(owner: Browser) -> None:
    dose = owner.log_dose()
    page = owner.get(f"/doses/{dose}")
    owner.send(page, f"/entries/{dose}/deletion")
    both = owner.send(page, f"/doses/{dose}", {"note": "mine"}, 409)
    assert both.h1 == "This was deleted in another window"
    assert both.link("Leave it deleted") == "/history"
    assert "Put mine in its place" not in both.text
    assert "Save mine as a new dose" in both.text
    owner.send(both, "/doses")
    assert ["mine" in row for row in owner.get("/history").entries] == [True]


def test_now_stays_when_the_form_arrived_while_somebody_makes_up_their_mind(
    owner: Browser, clock: Clock, database: Database
) -> None:
    page = owner.get("/doses/new")
    owner.send(page, "/doses", {"amount": "0.5"})
    both = owner.send(page, "/doses", {"amount": "1"}, 409)
    clock.shift(timedelta(hours=3))
    owner.send(owner.send(both, "/doses", status=422), "/doses")
    assert [entry.moment.at for entry in kept(owner, database)] == [NOW, NOW]


def test_a_form_corrected_later_keeps_the_time_of_what_it_corrects(
    owner: Browser, clock: Clock, database: Database
) -> None:
    page = owner.get("/doses/new")
    dose = owner.send(page, "/doses", {"amount": "0.5"}).location.partition("saved=")[2]
    clock.shift(timedelta(hours=3))
    both = owner.send(page, "/doses", {"amount": "1"}, 409)
    assert [row.split()[0] for row in both.entries] == ["12:00", "15:00"]
    assert "Put mine in its place, the time stays 12:00" in both.text
    clock.shift(timedelta(hours=1))
    owner.send(both, f"/doses/{dose}")
    assert [entry.moment.at for entry in kept(owner, database)] == [NOW]
    owner.send(both, "/doses")
    times = sorted(entry.moment.at for entry in kept(owner, database))
    assert times == [NOW, NOW + timedelta(hours=3)]


def test_a_time_that_was_typed_gives_way_to_now(owner: Browser, clock: Clock, database: Database) -> None:
    page = owner.get("/doses/new")
    typed = {"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": "08:00"}
    dose = owner.send(page, "/doses", typed).location.partition("saved=")[2]
    both = owner.send(page, "/doses", {"amount": "0.5", "when": "now"}, 409)
    assert "the time stays" not in both.text
    owner.send(both, f"/doses/{dose}")
    assert [entry.moment.at for entry in kept(owner, database)] == [NOW]


LONG_AGO = {"when": "earlier", "on": "1926-11-22", "at": "20:00", "note": "kept as typed"}


@pytest.mark.parametrize("kind", FORMS)
def test_a_day_over_a_year_back_is_asked_about_once_beside_the_field(owner: Browser, kind: str) -> None:
    asked = owner.submit(f"/{kind}/new", f"/{kind}", FORMS[kind] | LONG_AGO, 422)
    assert "22 November 1926 is more than a year ago" in asked.error_beside("day_confirmed")
    assert owner.get("/history").entries == []
    typed = asked.fields(f"/{kind}")
    assert typed | LONG_AGO == typed
    assert "day_confirmed" not in typed  # nothing is confirmed until somebody does

    also = owner.send(asked, f"/{kind}", {"day_confirmed": "1926-11-22", "at": "25:00"}, 422)
    assert list(also.errors()) == ["at"]
    assert also.fields(f"/{kind}")["day_confirmed"] == "1926-11-22"  # not asked twice
    other = owner.send(also, f"/{kind}", {"at": "20:00", "on": "1926-11-21"}, 422)
    assert list(other.errors()) == ["day_confirmed"]
    owner.send(other, f"/{kind}", {"on": "1926-11-21", "day_confirmed": "1926-11-21"})
    assert owner.get("/history").words("day-heading") == ["Sunday 21 November 1926"]


@pytest.mark.parametrize("kind", FORMS)
def test_the_year_mended_is_saved_without_a_question(owner: Browser, kind: str) -> None:
    asked = owner.submit(f"/{kind}/new", f"/{kind}", FORMS[kind] | LONG_AGO, 422)
    owner.send(asked, f"/{kind}", {"on": "2026-11-22"})
    assert owner.get("/history").words("day-heading") == ["Yesterday"]


@pytest.mark.parametrize("kind", FORMS)
def test_an_old_entry_is_edited_without_being_asked_again(owner: Browser, kind: str) -> None:
    asked = owner.submit(f"/{kind}/new", f"/{kind}", FORMS[kind] | LONG_AGO, 422)
    owner.send(asked, f"/{kind}", {"day_confirmed": "1926-11-22"})
    address = f"/{kind}/{asked.fields(f'/{kind}')['id']}"
    page = owner.get(address)
    assert "day_confirmed" not in page.fields(address)
    owner.send(page, address, {"note": "the date is right"})
    asked = owner.submit(address, address, {"on": "1925-11-22"}, 422)
    assert list(asked.errors()) == ["day_confirmed"]
    owner.send(asked, address, {"day_confirmed": "1925-11-22"})
    assert owner.get("/history").words("day-heading") == ["Sunday 22 November 1925"]


def test_none_of_these_stays_pressed_while_the_day_is_asked_about(owner: Browser) -> None:
    asked = owner.submit("/check-ins/new", "/check-ins", {"quick": "none"} | LONG_AGO, 422)
    assert "You chose “None of these 10”. Save keeps that." in asked.text
    owner.send(asked, "/check-ins", {"day_confirmed": "1926-11-22"})
    assert "none of the side effects" in owner.get("/history").entries[0]
