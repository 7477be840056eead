"""Who has access: an invitation and its code, the list of people, changes, and the end at once."""

from datetime import timedelta

import pytest
from time_machine import Traveller

from tests.caring import accept, invite, log_in_again, look_after
from tests.conftest import NOW
from tests.web.client import Browser


def test_an_invitation_is_said_accepted_and_listed(owner: Browser, stranger: Browser) -> None:
    page = owner.submit("/grants/new", "/grants", {"grant_name": " my  sister "}, 200)
    (code,) = page.words("said-code")
    assert len(code.replace(" ", "")) == 12
    assert "Say it to my sister" in page.text
    assert "All medicines." in page.text
    waiting = owner.get("/grants")
    assert "Invited; the code was not used yet" in waiting.text
    assert code not in waiting.text
    told = stranger.follow(accept(stranger, code.replace(" ", "-")))
    assert told.notice == "You look after Owner now."
    listed = owner.get("/grants").text
    assert "my sister" in listed
    assert "Logs in as Stranger." in listed
    assert "Has access" in listed
    assert any("An invitation to this record was accepted" in row for row in owner.get("/audit-events").entries)
    assert any("A code was used" in row for row in stranger.get("/audit-events").entries)


def test_each_code_that_opens_nothing_has_its_sentence(
    owner: Browser, stranger: Browser, tester: Browser, clock: Traveller
) -> None:
    used = invite(owner)
    accept(stranger, used)
    assert "You have used this code already" in accept(stranger, used, 422).error_beside("code")
    assert "This code was used already" in accept(tester, used, 422).error_beside("code")
    assert "This code is for the person you invited" in accept(owner, invite(owner), 422).error_beside("code")
    page = accept(tester, "123456789012", 422)
    assert "No invitation has this code" in page.error_beside("code")
    assert page.fields("/people")["code"] == "123456789012"
    assert "Owner" not in page.html
    assert "You look after this record already" in accept(stranger, invite(owner), 422).error_beside("code")
    late = invite(owner)
    clock.move_to(NOW + timedelta(hours=24))
    log_in_again(tester)
    assert "does not work any more" in accept(tester, late, 422).error_beside("code")


def test_an_invitation_that_was_taken_back_opens_nothing(owner: Browser, stranger: Browser) -> None:
    code = invite(owner)
    grant_id = owner.get("/grants").link("Change what Ben may do").rpartition("/")[2]
    ended = owner.follow(owner.submit("/grants", f"/grants/{grant_id}/end"))
    assert "Ended" in ended.notice
    assert "does not work any more" in accept(stranger, code, 422).error_beside("code")
    owner.get(f"/grants/{grant_id}", 404)


@pytest.mark.parametrize("typed", ["", "12345678901", "1234567890123", "12345678901x", "eins zwei drei"])
def test_what_is_no_code_is_refused_and_kept(stranger: Browser, typed: str) -> None:
    page = accept(stranger, typed, 422)
    assert page.error_beside("code") == "Type the 12 digits of the code you were told."
    assert page.fields("/people")["code"] == typed


def test_a_code_may_be_typed_in_the_digits_of_another_script(owner: Browser, stranger: Browser) -> None:
    code = invite(owner)
    accept(stranger, code.translate({ord(str(n)): 0x660 + n for n in range(10)}))


def test_guessing_is_slowed_down(owner: Browser, stranger: Browser, tester: Browser, clock: Traveller) -> None:
    code = invite(owner)
    for guess in range(5):
        accept(stranger, f"{guess:012}", 422)
    page = accept(stranger, code, 429)
    assert "Too many tries" in page.error_beside("code")
    assert page.headers["Retry-After"] == "300"
    assert page.fields("/people")["code"] == code
    for guess in range(5):
        accept(tester, f"{guess:012}", 422)
    clock.move_to(NOW + timedelta(minutes=6))
    accept(stranger, code)


def test_what_somebody_may_do_is_changed_by_the_patient_alone(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    address = f"/grants/{there[5:]}"
    other = owner.add_medicine("Valproate")
    fields = {"which": "some", f"medicine-{other}": "yes", "ends_on": "2026-12-24", "grant_name": "my aunt"}
    assert "Changed." in owner.follow(owner.submit(address, address, fields)).notice
    page = owner.get("/grants")
    assert "Of the medicines only Valproate." in page.text
    assert "Until 24 December 2026." in page.text
    assert owner.get(address).fields(address)[f"medicine-{other}"] == "yes"
    assert "Clonazepam" not in stranger.get(f"{there}/medicines").text
    assert any("was changed" in row and "may do" in row for row in owner.get("/audit-events").entries)
    owner.submit(address, address, fields)
    assert sum("may do" in row for row in owner.get("/audit-events").entries) == 1, "nothing was changed this time"
    stranger.get(address, 404)
    stranger.post(address, stranger.marks() | fields, 404)
    stranger.post(f"{address}/end", stranger.marks(), 404)


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"grant_name": "  "}, "grant_name", "Say who it is"),
        ({"grant_name": "x" * 61}, "grant_name", "60 characters or fewer"),
        ({"which": "some"}, "which", "Choose at least one medicine"),
        ({"starts_on": "soon"}, "starts_on", "There is no such day"),
        ({"ends_on": "2026-11-22"}, "ends_on", "This day is over"),
        ({"starts_on": "2026-11-25", "ends_on": "2026-11-24"}, "ends_on", "must not be before the first"),
    ],
)
def test_terms_that_cannot_be_are_refused_and_kept(
    owner: Browser, fields: dict[str, str], name: str, sentence: str
) -> None:
    page = owner.submit("/grants/new", "/grants", {"grant_name": "Ben", **fields}, 422)
    assert sentence in page.error_beside(name)
    kept = page.fields("/grants")
    assert {key: kept[key] for key in fields} == fields
    assert "Nobody but you has access" in owner.get("/grants").text


def test_a_last_day_that_is_over_stays_when_something_else_is_changed(
    owner: Browser, stranger: Browser, clock: Traveller
) -> None:
    there = look_after(owner, stranger, ends_on="2026-11-23")
    clock.move_to(NOW + timedelta(days=2))
    log_in_again(owner)
    address = f"/grants/{there[5:]}"
    owner.submit(address, address, {"grant_name": "Benno"})
    assert "The last day is over" in owner.get("/grants").text


def test_access_is_given_only_when_the_password_was_typed_lately(owner: Browser, clock: Traveller) -> None:
    form = owner.get("/grants/new")
    clock.move_to(NOW + timedelta(minutes=20))
    assert owner.get("/grants/new", 303).location.startswith("/confirmations/new")
    owner.send(form, "/grants", {"grant_name": "Ben"}, 401)
    owner.get("/grants")


def test_there_is_an_end_to_invitations(owner: Browser) -> None:
    form = owner.get("/grants/new")
    for _ in range(20):
        owner.send(form, "/grants", {"grant_name": "Ben"}, 200)
    page = owner.send(form, "/grants", {"grant_name": "Ben"}, 422)
    assert "End one first" in page.error_beside("grant_name")
