"""What the forms of all kinds share: an address that knows its entry, so that Back never makes a second one."""

import uuid
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.client import Browser

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
    assert page.h1 == "Log a dose"
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
