"""A dose of the wrong medicine is given to the right one: its instant stays, its amount is chosen anew."""

from journal.store.database.database import Database
from tests.conftest import counted
from tests.web.client import Browser
from tests.web.record.test_dose_times import press


def _amounts_in_history(owner: Browser, medicine: str) -> list[bool]:
    return ["drops" in row for row in owner.get(f"/history?medicine={medicine}").entries]


def test_a_dose_of_the_wrong_medicine_is_given_to_the_right_one_at_its_instant(owner: Browser) -> None:
    dose = owner.log_dose(when="earlier", on="2026-11-22", at="08:05", note="with water")
    assert "Wrong medicine?" not in owner.get(f"/doses/{dose}").text  # there is but one
    drops = owner.add_medicine("Drops of mine", unit="drops", amounts="5")
    address = f"/doses/{dose}"
    page = owner.send(owner.get(address), address, {"choose_medicine": drops}, 200)
    assert "It is recorded as Clonazepam." in page.text
    assert page.fields(address).get("amount") in {None, ""}
    refused = owner.send(page, address, status=422)
    assert refused.error_beside("amount") == "Choose an amount."
    assert refused.fields(address)["medicine"] == drops
    owner.send(refused, address, {"amount": "5"})
    assert _amounts_in_history(owner, drops) == [True]
    assert owner.get("/history?medicine=clonazepam").entries == []
    page = owner.get(address)
    assert page.fields(address)["at"] == "08:05"
    assert page.fields(address)["note"] == "with water"
    assert "0.5 mg Clonazepam" in page.text  # what it said before
    owner.send(page, f"/entries/{dose}/deletion")
    assert _amounts_in_history(owner, drops) == []
    owner.send(owner.get(address), f"/entries/{dose}/restoration")
    assert _amounts_in_history(owner, drops) == [True]


def test_what_was_typed_stays_when_another_medicine_is_chosen(owner: Browser) -> None:
    """A dose at another time, with a note: then somebody sees that it was of the drops. Nothing is saved by that."""
    dose = owner.log_dose(when="earlier", on="2026-11-22", at="08:05", note="with water")
    drops = owner.add_medicine("Drops of mine", unit="drops", amounts="5")
    address = f"/doses/{dose}"
    typed = {"at": "09:10", "note": "no, without", "status": "skipped", "amount": "other", "other_amount": "0.75"}
    form = owner.send(owner.get(address), address, typed | {"choose_medicine": drops}, 200)
    kept = form.fields(address)
    assert (kept["medicine"], kept["at"], kept["note"]) == (drops, "09:10", "no, without")
    assert kept["status"] == "skipped"
    assert not kept.get("amount"), "a number of tablets means something else there"
    assert not kept.get("other_amount")
    assert owner.get(address).fields(address)["at"] == "08:05"
    back = owner.send(form, address, {"choose_medicine": "clonazepam"}, 200)
    assert back.fields(address)["amount"] == "0.5", "as it is recorded"
    assert back.fields(address)["note"] == "no, without"
    owner.send(owner.send(back, address, {"choose_medicine": drops}, 200), address, {"amount": "5"})
    assert owner.get(address).fields(address)["note"] == "no, without"


def test_what_was_typed_for_a_new_dose_stays_too(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-22", at="08:05")
    drops = owner.add_medicine("Drops of mine", unit="drops", amounts="5")
    typed = {"on": "2026-11-23", "at": "07:10", "note": "with water", "amount": "1"}
    form = owner.submit("/doses/new", "/doses", typed | {"choose_medicine": drops}, 200)
    kept = form.fields("/doses")
    assert (kept["medicine"], kept["on"], kept["at"], kept["note"]) == (drops, "2026-11-23", "07:10", "with water")
    assert "At 07:10" in form.text
    assert not kept.get("amount")
    assert _amounts_in_history(owner, drops) == []
    saved = owner.send(form, "/doses", {"amount": "5"} | press(form, "At 07:10"))
    assert "Saved: 5 drops" in owner.follow(saved).text


def test_the_time_that_was_pressed_stays_when_another_medicine_is_chosen(owner: Browser) -> None:
    """Pressed before an amount was chosen: the form asks for it, and then turns out to be that of another medicine."""
    drops, syrup = (owner.add_medicine(name, unit="ml", amounts="5") for name in ("Drops of mine", "Syrup"))
    form = owner.get(f"/doses/new?medicine={drops}")
    refused = owner.send(form, "/doses", press(form, "1 h ago"), 422)
    other = owner.send(refused, "/doses", {"choose_medicine": syrup}, 200)
    assert "Save it, 11:00" in other.text


def test_an_amount_must_be_one_of_the_other_medicine_and_a_stale_form_is_shown_beside(owner: Browser) -> None:
    dose = owner.log_dose()
    valproate = owner.add_medicine("Valproate", amounts="300")
    address = f"/doses/{dose}"
    before = owner.get(f"{address}?medicine={valproate}")
    form = owner.send(before, address, {"amount": "other", "other_amount": "many"}, 422)
    assert "as a number" in form.error_beside("other_amount")
    owner.submit(address, address, {"amount": "1"})
    both = owner.send(before, address, {"amount": "300"}, 409)
    assert "changed in another window" in both.text
    assert "300 mg" in both.text
    assert "1 mg" in both.text
    assert "medicine" in both.text
    assert owner.get("/history?medicine=clonazepam").entries


def test_a_strangers_medicine_is_not_there_for_a_dose(owner: Browser, stranger: Browser) -> None:
    dose, hers = owner.log_dose(), stranger.add_medicine("Hers", amounts="1")
    owner.get(f"/doses/{dose}?medicine={hers}", 404)
    owner.post(f"/doses/{dose}", owner.marks() | {"medicine": hers, "amount": "1", "version": "1"}, 404)


def test_giving_it_to_another_medicine_costs_no_statement_more_than_any_change(
    owner: Browser, database: Database
) -> None:
    doses = [owner.log_dose(when="earlier", on="2026-11-22", at=at) for at in ("08:00", "09:00")]
    secretine = owner.add_medicine("Secretine", amounts="300")
    asked = []
    for dose, medicine in zip(doses, ("clonazepam", secretine), strict=True):
        form = owner.get(f"/doses/{dose}?medicine={medicine}")
        with counted(database) as statements:
            owner.send(form, f"/doses/{dose}", {"amount": "other", "other_amount": "2"})
        asked.append(len(statements))
    assert asked[1] <= asked[0]
