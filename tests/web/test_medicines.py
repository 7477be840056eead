"""Medicines: several of them, each with doses, a plan and an answer of its own; with one nothing is longer."""

import uuid
from datetime import time, timedelta

import pytest

from journal.actions import regimens
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient, Settings
from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.doses import Dose
from journal.core.values.clock import moment
from journal.store.database.database import Database
from tests.acting import acting
from tests.conftest import NOW, counted
from tests.web.client import Browser

VALPROATE = {"name": "Valproate", "unit": "mg", "amounts": "300; 500"}


def add(owner: Browser, **fields: str) -> str:
    """Add a medicine and return its id."""
    return owner.add_medicine(**(VALPROATE | fields))


def test_one_more_medicine_has_its_own_doses_plan_and_answer(owner: Browser) -> None:
    owner.log_dose()
    drops = add(owner, name="Drops of mine", unit="drops", amounts="1 5,5")
    form = owner.get(f"/doses/new?medicine={drops}")
    assert "5.5 drops" in form.text
    saved = owner.follow(owner.send(form, "/doses", {"amount": "5.5"}))
    assert "Saved: 5.5 drops Drops of mine" in saved.text
    assert "Yes: 0.5 mg at" in saved.text  # the answer of the first is not touched
    assert "Last 24 hours: 5.5 drops." in saved.text
    owner.submit(f"/regimens/new?medicine={drops}", "/regimens", {"time_1": "20:00", "amount_1": "1"})
    assert "1 drop at 20:00" in owner.get("/medicines").text
    assert "No times are planned." in owner.get("/medicines").text  # of the first
    assert "Nothing is planned before 20:00 20:00 Drops of mine 1 drop in 8 h" in owner.get("/").text
    rows = owner.get("/history").entries
    assert any("5.5 drops, " in row or "Drops of mine" in row for row in rows)
    assert any("Clonazepam" in row for row in rows)


def test_with_one_medicine_no_page_asks_which(owner: Browser) -> None:
    owner.log_dose()
    for address in ("/", "/doses/new", "/history", "/regimens/new"):
        assert "Which medicine" not in owner.get(address).text
        assert "Clonazepam" not in owner.get(address).text.partition("My journal")[2]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"name": " \u200b "}, "name", "Write what the medicine is called."),
        ({"name": "x" * 61}, "name", "60"),
        ({"name": "CLONAZEPAM"}, "name", "You have “Clonazepam” already."),
        ({"unit": "spoons"}, "unit", "Choose what it is counted in."),
        ({"amounts": "½"}, "amounts", "as a number in mg"),
        ({"amounts": " ".join(map(str, range(1, 10)))}, "amounts", "at most 8 amounts"),
        ({"starts_on": "2026-02-30"}, "starts_on", "no such day"),
        ({"monograph": "gold"}, "monograph", "medicines in the list"),
    ],
)
def test_bad_input_is_refused_beside_its_field(
    owner: Browser, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = owner.submit("/medicines/new", "/medicines", VALPROATE | fields, 422)
    assert sentence in page.error_beside(field)
    assert "Valproate" not in owner.get("/medicines").text


def test_the_same_form_twice_is_one_medicine(owner: Browser) -> None:
    form = owner.get("/medicines/new")
    for _ in range(2):
        owner.send(form, "/medicines", VALPROATE)
    assert owner.get("/medicines").text.count("Valproate") == 1


def test_it_is_renamed_and_its_unit_stays_once_a_dose_is_recorded(owner: Browser) -> None:
    medicine = add(owner)
    address = f"/medicines/{medicine}"
    owner.submit(address, address, {"name": "Depakote", "unit": "ml"})
    assert "Depakote" in owner.get("/medicines").text
    owner.send(owner.get(f"/doses/new?medicine={medicine}"), "/doses", {"amount": "300"})
    page = owner.send(owner.get(address), address, {"unit": "drops"}, 422)
    assert "counted in this already" in page.error_beside("unit")
    page = owner.submit(address, address, {"starts_on": "2026-11-20", "ends_on": "2026-11-19"}, 422)
    assert "cannot be before the first" in page.error_beside("ends_on")


def test_two_windows_that_change_it_at_once_are_told(owner: Browser) -> None:
    medicine = add(owner)
    address = f"/medicines/{medicine}"
    first, second = owner.get(address), owner.get(address)
    owner.send(first, address, {"name": "One"})
    page = owner.send(second, address, {"name": "Two"}, 409)
    assert "changed in another window" in page.text
    assert "One" in owner.get("/medicines").text


def test_ended_it_leaves_today_keeps_its_past_and_a_dose_of_it_is_recorded(owner: Browser) -> None:
    medicine = add(owner)
    owner.submit(f"/regimens/new?medicine={medicine}", "/regimens", {"time_1": "20:00", "amount_1": "300"})
    address = f"/medicines/{medicine}"
    owner.submit(address, address, {"ends_on": "2026-11-22"})
    assert "Valproate" not in owner.get("/").text
    page = owner.get("/medicines")
    assert "until" in page.text.partition("Not taken any more")[2]
    form = owner.get(f"/doses/new?medicine={medicine}")
    assert "This medicine has ended." in form.text
    owner.send(form, "/doses", {"amount": "300"})
    assert any("Valproate" in row for row in owner.get("/history").entries)
    owner.send(owner.get(address), f"{address}/end")
    assert "Valproate" in owner.get("/").text


def test_added_by_mistake_it_can_go_until_something_is_recorded(owner: Browser) -> None:
    medicine = add(owner)
    page = owner.follow(owner.send(owner.get(f"/medicines/{medicine}"), f"/medicines/{medicine}/removal"))
    assert "Removed." in page.text
    assert "Valproate" not in page.text
    medicine = add(owner)
    stale = owner.get(f"/medicines/{medicine}")
    owner.send(owner.get(f"/doses/new?medicine={medicine}"), "/doses", {"amount": "300"})
    page = owner.send(stale, f"/medicines/{medicine}/removal", {}, 409)
    assert "It stays in your journal." in page.text


def test_the_only_one_stays(owner: Browser) -> None:
    assert "Added by mistake" not in owner.get("/medicines/clonazepam").text
    page = owner.post("/medicines/clonazepam/removal", owner.marks(), 409)
    assert "It stays in your journal." in page.text


def test_check_ins_ask_what_the_lists_of_both_ask_and_nothing_twice(owner: Browser) -> None:
    before = owner.get("/check-ins/new")
    owner.submit("/medicines/new", "/medicines", {"monograph": "examplamine", "name": ""})
    page = owner.get("/check-ins/new")
    assert "Tingling" not in before.text
    assert "ingling" in page.text
    fields = page.fields("/check-ins")
    assert len(fields) == len(set(fields))


def test_a_stranger_has_nothing_at_its_address(owner: Browser, stranger: Browser) -> None:
    medicine = add(owner)
    stranger.get(f"/medicines/{medicine}", 404)
    stranger.get(f"/doses/new?medicine={medicine}", 404)
    assert "Valproate" not in stranger.get("/medicines").text


def test_what_happened_stands_in_the_trail_without_its_name(owner: Browser) -> None:
    add(owner)
    page = owner.get("/audit-events")
    assert "A medicine was added" in page.text
    assert "Valproate" not in page.text


def test_history_shows_one_medicine_alone_and_finds_its_name(owner: Browser, stranger: Browser) -> None:
    owner.log_dose()
    assert "medicine" not in [
        select.get("name") for select in owner.get("/history").document.findall(".//main//select")
    ]
    medicine = add(owner)
    owner.send(owner.get(f"/doses/new?medicine={medicine}"), "/doses", {"amount": "300"})
    page = owner.get(f"/history?medicine={medicine}")
    assert "1 entry: Valproate." in page.text
    assert ["300 mg" in row for row in page.entries] == [True]
    for words in ("valpr", "VALPROATE"):
        assert len(owner.get(f"/history?words={words}").entries) == 1
    assert len(owner.get("/history?words=clonazepam").entries) == 1
    link = page.document.find(".//ul[@class='entries']//a")
    assert link is not None
    assert f"medicine%3D{medicine}" in link.get("href", "")
    for visitor, asked in ((owner, "unknown"), (stranger, medicine)):
        refused = visitor.get(f"/history?medicine={asked}", 400)
        assert "Choose one of your medicines." in refused.text


def test_five_medicines_with_three_times_each_cost_no_statement_more_than_one(
    owner: Browser, database: Database, clonazepam: Monograph
) -> None:
    patient = Patient(owner.patient_id, owner.name, Settings("Europe/Berlin"), (of_monograph("clonazepam"),), 0)
    times = time(8), time(14), time(20)

    def plan_and_take(medicine: str) -> None:
        step = Step.every_day(NOW.date() - timedelta(days=3), None, times, 500_000, "")
        regimens.log_step(acting(database, patient, NOW), str(uuid.uuid4()), step, medicine_id=medicine)
        taken = Dose(moment=moment(NOW, "Europe/Berlin"), status="taken", amount=500_000, form="", medicine_id=medicine)
        entries.log_entry(acting(database, patient, NOW), str(uuid.uuid4()), taken, b"f", clonazepam)

    def asked() -> dict[str, int]:
        found = {}
        for address in ("/", "/history", "/trends"):
            owner.get(address)  # what is asked for once in a day or a revision
            with counted(database) as statements:
                owner.get(address)
            found[address] = len(statements)
        return found

    plan_and_take("clonazepam")
    alone = asked()
    for n in range(4):
        plan_and_take(add(owner, name=f"Medicine {n}"))
    assert asked() == alone
    assert "Medicine 3" in owner.get("/").text
