"""Medicines: several of them, each with doses, a plan and an answer of its own; with one nothing is longer."""

import uuid
from datetime import time, timedelta

import pytest
import time_machine

from journal.actions import regimens
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient, Settings
from journal.core.medicine.medicines import MOST_MEDICINES, of_monograph
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


def test_whoever_takes_another_one_adds_it_after_sign_up_and_then_its_plan(owner: Browser) -> None:
    form = owner.get(owner.get("/regimens/new?first=1").link("Another medicine"))
    refused = owner.send(form, "/medicines", VALPROATE | {"name": "", "not_taken": "clonazepam"}, 422)
    plan = owner.follow(owner.send(refused, "/medicines", VALPROATE))
    assert plan.h1 == "What did your prescriber order?"
    assert "Valproate" in plan.text
    assert "150 mg" in plan.text
    today = owner.follow(owner.send(plan, "/regimens", {"often": "night", "amount_4": "300"}))
    assert today.words("today-row") == ["22:00 300 mg in 10 h"]
    assert "Clonazepam" not in owner.get("/medicines").text


def test_what_an_account_begins_with_stays_unless_it_is_said_not_to_be_taken(owner: Browser) -> None:
    plan = owner.follow(owner.submit("/medicines/new?first=1", "/medicines", VALPROATE))
    assert plan.link("Later") == "/"
    assert "Clonazepam" in owner.get("/medicines").text
    again = owner.get("/medicines/new?first=1")
    assert "I do not take" not in again.text


def test_what_has_a_dose_by_now_stays_whatever_the_form_says(owner: Browser) -> None:
    form = owner.get("/medicines/new?first=1")
    owner.log_dose()
    owner.send(form, "/medicines", VALPROATE | {"not_taken": "clonazepam"})
    assert "Clonazepam" in owner.get("/medicines").text


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


def test_the_form_of_one_that_was_added_adds_another_by_one_more_press(owner: Browser) -> None:
    form = owner.get("/medicines/new")
    owner.send(form, "/medicines", VALPROATE)
    page = owner.send(form, "/medicines", VALPROATE | {"name": "Lamotrigine", "amounts": "25"}, 409)
    assert "This form was sent before, and “Valproate” was added. Press Add for one more." in page.text
    typed = page.fields("/medicines")
    assert (typed["name"], typed["amounts"]) == ("Lamotrigine", "25")
    owner.send(page, "/medicines")
    assert "Valproate" in owner.get("/medicines").text
    assert "Lamotrigine" in owner.get("/medicines").text


def test_there_is_room_for_thirty_and_the_last_of_them_sent_twice_is_one(owner: Browser) -> None:
    for n in range(2, MOST_MEDICINES):
        add(owner, name=f"Medicine {n}")
    form, late = owner.get("/medicines/new"), owner.get("/medicines/new")
    for _ in range(2):
        owner.send(form, "/medicines", VALPROATE)
    page = owner.send(late, "/medicines", VALPROATE | {"name": "One too many"}, 422)
    assert page.error_beside("name") == "There is room for 30 medicines."
    assert owner.get("/medicines").text.count("Valproate") == 1


def test_it_is_renamed_and_its_unit_stays_once_a_dose_is_recorded(owner: Browser) -> None:
    medicine = add(owner)
    address = f"/medicines/{medicine}"
    owner.submit(address, address, {"name": "Depakote", "unit": "ml"})
    assert "Depakote" in owner.get("/medicines").text
    owner.send(owner.get(f"/doses/new?medicine={medicine}"), "/doses", {"amount": "300"})
    page = owner.send(owner.get(address), address, {"unit": "drops"}, 422)
    assert "counted in this already" in page.error_beside("unit")
    assert page.fields(address)["name"] == "Depakote"
    page = owner.submit(address, address, {"starts_on": "2026-11-20", "ends_on": "2026-11-19"}, 422)
    assert "cannot be before the first" in page.error_beside("ends_on")


def test_its_unit_stays_once_something_is_planned(owner: Browser) -> None:
    medicine = add(owner)
    address = f"/medicines/{medicine}"
    before = owner.get(address)
    assert before.fields(address)["unit"] == "mg"
    plan(owner, medicine)
    assert "unit" not in owner.get(address).fields(address)
    page = owner.send(before, address, {"unit": "drops"}, 422)
    assert "counted in this already" in page.error_beside("unit")
    clonazepam = owner.send(owner.get("/medicines/clonazepam"), "/medicines/clonazepam", {"unit": "drops"}, 422)
    assert "counted in this already" in clonazepam.error_beside("unit")


def test_two_windows_that_change_it_at_once_are_told_and_nothing_typed_is_lost(owner: Browser) -> None:
    medicine = add(owner)
    address = f"/medicines/{medicine}"
    first, second = owner.get(address), owner.get(address)
    owner.send(first, address, {"name": "One", "starts_on": "2026-11-20"})
    page = owner.send(second, address, {"name": "Two"}, 409)
    assert "changed in another window" in page.text
    assert "Recorded in the other window: What do you call it? One First day Friday 20 November" in page.text
    assert "Amounts" not in page.text.partition("other window:")[2].partition("Below is")[0]
    assert page.fields(address)["name"] == "Two"
    assert "One" in owner.get("/medicines").text
    owner.send(page, address)
    assert "Two" in owner.get("/medicines").text


def test_a_refused_form_still_notices_what_another_window_changed(owner: Browser) -> None:
    medicine = add(owner)
    address = f"/medicines/{medicine}"
    first, second = owner.get(address), owner.get(address)
    owner.send(first, address, {"name": "One"})
    refused = owner.send(second, address, {"name": "Two", "amounts": "many"}, 422)
    page = owner.send(refused, address, {"amounts": "300"}, 409)
    assert "Recorded in the other window: What do you call it? One" in page.text
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


def plan(owner: Browser, medicine: str) -> None:
    owner.submit(f"/regimens/new?medicine={medicine}", "/regimens", {"time_1": "20:00", "amount_1": "300"})


def test_a_last_day_to_come_ends_the_plan_on_that_day_and_not_before(
    owner: Browser, clock: time_machine.Traveller
) -> None:
    medicine = add(owner)
    plan(owner, medicine)
    address = f"/medicines/{medicine}"
    clock.shift(60)  # the plan is older than its end
    page = owner.follow(owner.submit(address, address, {"ends_on": "2026-11-25"}))
    assert "Saved: Valproate" in page.notice
    assert "Its last day is Wednesday 25 November. Nothing of it is planned after that day." in page.notice
    planned = owner.get(f"/medicine?medicine={medicine}").text
    assert "until Wednesday 25 November" in planned
    assert "20:00 20:00 Valproate 300 mg" in owner.get("/").text
    assert "It ends on Wednesday 25 November" in owner.get(address).text
    owner.submit(address, address, {"ends_on": "2026-11-24"})  # brought forward
    assert "until Tuesday 24 November" in owner.get(f"/medicine?medicine={medicine}").text
    page = owner.follow(owner.submit(address, address, {"ends_on": "2026-11-23"}))
    assert "Ended: Valproate Nothing of it is planned from now on." in page.notice
    assert "Valproate 300 mg" not in owner.get("/").text


def test_a_last_day_gone_or_moved_later_says_that_the_plan_still_ends(owner: Browser) -> None:
    medicine = add(owner)
    plan(owner, medicine)
    address, order = f"/medicines/{medicine}", f"/regimens/new?medicine={medicine}"
    owner.submit(address, address, {"ends_on": "2026-11-25"})
    page = owner.follow(owner.submit(address, address, {"ends_on": "2026-11-28"}))
    assert "Saved: Valproate Its plan still ends on Wednesday 25 November." in page.notice
    assert page.link("Enter what is planned from then on") == order
    page = owner.follow(owner.submit(address, address, {"ends_on": ""}))
    assert "Its plan still ends on Wednesday 25 November." in page.notice
    owner.send(owner.get(address), f"{address}/end")
    page = owner.follow(owner.send(owner.get(address), f"{address}/end"))
    assert "Taken again: Valproate Its plan stays ended." in page.notice
    assert page.link("Enter what is planned now") == order


def test_a_plan_is_ordered_up_to_the_last_day_and_not_after_it(owner: Browser) -> None:
    medicine = add(owner)
    address, order = f"/medicines/{medicine}", f"/regimens/new?medicine={medicine}"
    owner.submit(address, address, {"ends_on": "2026-11-25"})
    page = owner.submit(
        order, "/regimens", {"starts_on": "2026-11-26", "time_1": "20:00", "amount_1": "300"}, status=422
    )
    assert "25 November 2026 is the last day of this medicine." in page.errors()["starts_on"]
    plan(owner, medicine)
    assert "until Wednesday 25 November" in owner.get(f"/medicine?medicine={medicine}").text


def test_an_end_pressed_in_a_page_that_is_old_is_told(owner: Browser) -> None:
    medicine = add(owner, starts_on="2026-11-20")
    address = f"/medicines/{medicine}"
    before = owner.get(address)
    owner.submit(address, address, {"name": "One", "ends_on": "2026-11-28"})
    page = owner.send(before, f"{address}/end", status=409)
    assert "changed in another window" in page.text
    assert page.h1 == "One"
    assert "from Friday 20 November to Saturday 28 November" in page.text
    assert "Recorded in the other window" not in page.text  # nothing was typed


def test_without_a_plan_nothing_is_said_of_one(owner: Browser) -> None:
    medicine = add(owner, ends_on="")
    address = f"/medicines/{medicine}"
    owner.submit(address, address, {"ends_on": "2026-11-25"})
    page = owner.follow(owner.submit(address, address, {"ends_on": ""}))
    assert page.notice == "Saved: Valproate"


def test_one_that_begins_later_can_be_left_out_and_its_plan_with_it(owner: Browser) -> None:
    medicine = add(owner, starts_on="2026-12-01")
    owner.submit(
        f"/regimens/new?medicine={medicine}",
        "/regimens",
        {"starts_on": "2026-12-01", "time_1": "20:00", "amount_1": "300"},
    )
    address = f"/medicines/{medicine}"
    page = owner.get(address)
    assert "Not taking it after all?" in page.text
    page = owner.follow(owner.send(page, f"{address}/end"))
    assert "Ended: Valproate" in page.notice
    assert "No times are planned." in owner.get(f"/medicine?medicine={medicine}").text
    assert "1 December" not in owner.get(f"/regimens/end?medicine={medicine}").text
    assert owner.get(address).fields(address)["starts_on"] == ""


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
        for address in ("/", "/history", "/trends", "/medicine"):
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
