"""What is left: counted, counted down by doses, told on Medicine and, once soon used up, on Today; or not at all."""

import json
from collections.abc import Callable

import time_machine

from journal.store.database.database import Database
from tests.conftest import counted
from tests.web.client import Browser, Page

PLAN = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}


def count(owner: Browser, **fields: str) -> Page:
    return owner.follow(owner.submit("/supplies", "/supplies", fields))


def test_tablets_are_counted_and_doses_taken_off(owner: Browser, clock: time_machine.Traveller) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    assert "Left" not in owner.get("/medicine").text
    page = count(owner, tablets_500000="28", tablets_250000="2")
    assert page.notice == "Saved: 14.5 mg."
    # Today's two doses are still to come: 13.5 mg for the days from the 24th on.
    assert "Left: 14.5 mg. By the plan it is enough until Sunday 6 December." in page.text
    clock.shift(60)
    owner.log_dose()
    assert "Left: 14 mg. By the plan it is enough until Sunday 6 December." in owner.get("/supplies").text
    assert "Left: 14 mg. By the plan it is enough until Sunday 6 December" in owner.get("/medicine").text
    assert "enough until" not in owner.get("/").text  # it is not soon


def test_under_seven_days_today_says_so_and_whom_to_ask(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    count(owner, amount="7")
    page = owner.get("/")
    line = "Clonazepam: by the plan it is enough until Sunday 29 November. Ask your prescriber or pharmacist for more"
    assert line in page.text
    assert page.link("What is left") == "/supplies"
    count(owner, amount="8")
    assert "enough until" not in owner.get("/").text


def test_less_than_todays_says_what_to_do_and_a_dose_is_recorded_all_the_same(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = count(owner, amount="0")
    assert "Left: 0 mg. By this count it is not enough for what is planned today." in page.text
    assert page.link("Run out, or stopped already: what to do") == "/emergency#run-out"
    today = owner.get("/")
    assert "Clonazepam: by your count it is not enough for what is planned today." in today.text
    assert today.link("Run out, or stopped already: what to do") == "/emergency#run-out"
    owner.log_dose(amount="2")
    assert "Left: 0 mg." in owner.get("/supplies").text
    assert len(owner.get("/history").entries) == 1


def test_without_a_plan_only_what_is_left_is_said(owner: Browser) -> None:
    page = count(owner, amount="7")
    assert "Left: 7 mg." in page.text
    assert "nough" not in page.text
    assert "nough" not in owner.get("/").text


def test_each_medicine_has_its_own(owner: Browser) -> None:
    drops = owner.add_medicine("Drops of mine", unit="drops", amounts="5")
    address = f"/supplies?medicine={drops}"
    form = owner.get(address)
    assert "Tablets of" not in form.text
    saved = owner.send(form, "/supplies", {"amount": "200"})
    assert saved.location.endswith(f"medicine={drops}")
    assert "Left: 200 drops." in owner.follow(saved).text
    assert "Left" not in owner.get("/supplies?medicine=clonazepam").text
    assert owner.get(f"/medicines/{drops}").link("What is left") == address
    tablets = owner.add_medicine("Valproate", amounts="300; 500")
    assert "Tablets of 300 mg Tablets of 500 mg And besides, in mg" in owner.get(f"/supplies?medicine={tablets}").text


def test_bad_input_is_refused_beside_its_field_and_kept(owner: Browser) -> None:
    page = owner.submit("/supplies", "/supplies", {"tablets_500000": "many", "amount": "3"}, 422)
    assert page.error_beside("tablets_500000") == "Write a number, for example 28 or 28.5."
    assert page.fields("/supplies")["amount"] == "3"
    page = owner.submit("/supplies", "/supplies", {}, 422)
    assert "0 when nothing is left" in page.error_beside("tablets_125000")


def test_the_same_form_twice_is_one_count_and_another_number_needs_one_more_press(owner: Browser) -> None:
    form = owner.get("/supplies")
    for _ in range(2):
        owner.send(form, "/supplies", {"amount": "3"})
    page = owner.send(form, "/supplies", {"amount": "4"}, 409)
    assert "This form saved another count before." in page.text
    assert "Left: 3 mg." in page.text
    assert "Left: 4 mg." in owner.follow(owner.send(page, "/supplies")).text


def test_counted_no_more_it_is_said_nowhere(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = count(owner, amount="3")
    page = owner.follow(owner.send(page, "/supplies/end"))
    for address in ("/supplies", "/medicine", "/"):
        assert "Left" not in owner.get(address).text
        assert "nough until" not in owner.get(address).text


def test_every_count_is_in_the_download_and_goes_with_the_account(owner: Browser, database: Database) -> None:
    count(owner, amount="3")
    count(owner, amount="4")
    document = json.loads(owner.get("/exports/journal.json").body)
    amounts = [(each["medicine"], each["amount"], each["unit"]) for each in document["supply_counts"]]
    assert sorted(amounts) == [("clonazepam", "3", "mg"), ("clonazepam", "4", "mg")]
    holding = document["account"]["medicines"][0]["count"]
    assert next(each["amount"] for each in document["supply_counts"] if each["id"] == holding) == "4"
    owner.submit("/erasures/new", "/erasures", {"erase_name": "Owner"})
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM supply_count").scalar() == 0


def test_who_counts_nothing_pays_nothing(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)

    def asked(address: str) -> int:
        owner.get(address)
        with counted(database) as statements:
            owner.get(address)
        assert not any("supply_count" in statement for statement in statements)
        return len(statements)

    before = {address: asked(address) for address in ("/", "/medicine")}
    count(owner, amount="3")
    for address, statements in before.items():
        with counted(database) as more:
            owner.get(address)
        assert len(more) == statements + 1


def test_what_stopping_can_do_stands_with_what_is_soon_used_up_and_where_the_plan_is_ended(
    log_in: Callable[..., Browser], known_too: Callable[..., None]
) -> None:
    known_too("examplol", ("[overdose]", '[stopping]\nabout = "Hiccups can come back."\n\n[overdose]'))
    ann = log_in("Ann", medicine="examplol")
    ann.submit("/regimens/new", "/regimens", {"time_1": "08:00", "amount_1": "5"})
    count(ann, amount="100")
    assert "Hiccups can come back." not in ann.get("/supplies").text + ann.get("/").text
    page = count(ann, amount="10")
    assert "more in time. Do not stop suddenly. Hiccups can come back." in page.text
    assert "more in time. Do not stop suddenly. Hiccups can come back." in ann.get("/").text
    assert (
        "Do not stop suddenly: your prescriber plans how to come down. Hiccups can come back."
        in ann.get("/regimens/end").text
    )
