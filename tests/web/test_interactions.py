"""Medicines that can act together: on the page after one is added, on the Medicine page, and on the day it is taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from journal.store.database.database import Database
from tests.web.client import Browser, Page

SAID = "Codeine and Clonazepam can act together. Ask your pharmacist."
UNLISTED = "is not in our short list of medicines that act together."


def added(owner: Browser, name: str) -> Page:
    return owner.follow(owner.send(owner.get("/medicines/new"), "/medicines", {"name": name}))


def kept(database: Database) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        query = "SELECT rule, level, about, struck_at IS NOT NULL FROM alert ORDER BY raised_at, id"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_the_page_after_adding_says_it_once_and_it_is_kept(owner: Browser, database: Database, clock: Any) -> None:
    page = added(owner, "Co-Codamol 8/500")
    assert SAID in page.words("notice-title")
    assert page.words("notice-level") == ["Urgent"]
    assert "slow your breathing" in page.text
    assert kept(database) == [("interaction", "urgent", "medicine", 0)]
    assert SAID not in owner.get("/medicines").text
    clock.shift(timedelta(minutes=11))
    assert SAID not in owner.get(page.response.request.full_path).text, "a page that is opened again does not repeat it"


def test_the_page_after_sign_up_says_it_too_unless_the_other_one_is_not_taken(
    owner: Browser, stranger: Browser, database: Database, clock: Any
) -> None:
    page = owner.follow(owner.submit("/medicines/new?first=1", "/medicines", {"name": "Codeine"}))
    assert page.h1 == "What did your prescriber order?"
    assert SAID in page.words("notice-title")
    refused = owner.send(page, "/regimens", {}, 422)
    assert SAID in refused.words("notice-title"), "a form that is shown again says it again"
    clock.shift(timedelta(minutes=11))
    assert SAID not in owner.get(page.response.request.full_path).text
    alone = {"name": "Codeine", "not_taken": "clonazepam"}
    assert (
        "can act together" not in stranger.follow(stranger.submit("/medicines/new?first=1", "/medicines", alone)).text
    )
    assert sorted(kept(database))[-1] == ("interaction", "urgent", "medicine", 1), "nobody takes both"


def test_no_match_reads_not_in_our_short_list(owner: Browser, database: Database) -> None:
    page = added(owner, "Ibuprofen")
    assert UNLISTED in page.text
    assert "Ask your pharmacist." in page.text
    assert "safe" not in page.text.casefold()
    assert kept(database) == []
    assert "not in our short list" in owner.get("/medicine").text


def test_another_name_is_looked_up_and_what_is_no_longer_so_is_struck(owner: Browser, database: Database) -> None:
    address = f"/medicines/{owner.add_medicine('Pain tablets')}"
    page = owner.follow(owner.submit(address, address, {"name": "Codéine"}))
    assert SAID in page.text
    owner.follow(owner.submit(address, address, {"name": "Ibuprofen"}))
    assert kept(database) == [("interaction", "urgent", "medicine", 1)]
    assert SAID in owner.follow(owner.submit(address, address, {"name": "codeine"})).text
    assert kept(database) == [("interaction", "urgent", "medicine", 0)], "the same fact is not kept twice"


def test_the_medicine_page_lists_each_pair_from_both_sides(owner: Browser, clock: Any) -> None:
    assert "With your other medicines" not in owner.get("/medicine").text
    codeine, _other = owner.add_medicine("Codeine"), owner.add_medicine("Sertraline")
    page = owner.get("/medicine")
    section = page.text[page.text.index("With your other medicines") :]
    assert section.index("Codeine") < section.index("Sertraline"), "the more serious one first"
    assert "Opioid (strong pain medicine)" in section
    assert "Clonazepam" in owner.get(f"/medicine?medicine={codeine}").text.split("With your other medicines")[1]
    owner.submit(f"/medicines/{codeine}", f"/medicines/{codeine}/end")
    clock.shift(timedelta(days=1))
    assert "Codeine" not in owner.get("/medicine").text.split("With your other medicines")[1].split("About")[0]


def test_a_dose_of_a_listed_medicine_is_told_once_a_day(owner: Browser, clock: Any) -> None:
    codeine = owner.add_medicine("Codeine")
    sent = {"medicine": codeine, "amount": "other", "other_amount": "30"}

    def logged() -> str:
        return owner.follow(owner.submit(f"/doses/new?medicine={codeine}", "/doses", sent)).text

    assert SAID in logged()
    clock.shift(timedelta(hours=1))
    assert SAID not in logged()
    clock.shift(timedelta(days=1))
    assert SAID in logged()
    owner.log_dose()
    assert SAID not in owner.get("/").text


def test_a_name_of_500_signs_is_refused_and_another_script_is_kept(owner: Browser) -> None:
    refused = owner.send(owner.get("/medicines/new"), "/medicines", {"name": "codeine" * 80}, 422)
    assert "name" in refused.errors()
    assert UNLISTED in added(owner, "Морфин").text


def test_two_medicines_of_which_one_names_the_other_are_told_with_a_dose_of_either(
    owner: Browser, known_too: Callable[..., None]
) -> None:
    known_too("examplol", ('name = "Others"', 'name = "Others"\nwith = ["clonazepam"]\nlevel = "urgent"'))
    said = "Clonazepam and Examplol can act together. Ask your pharmacist."
    other = owner.add_medicine("", monograph="examplol")
    page = owner.get("/medicines?done=added&about=" + other)
    assert said in page.words("notice-title")
    assert "They add up." in page.text
    assert page.words("notice-level") == ["Urgent"]
    for address in ("/medicine", f"/medicine?medicine={other}"):
        assert "They add up." in owner.get(address).text.split("With your other medicines")[1]
    taken = [owner.log_dose(medicine=each, amount="other", other_amount="1") for each in (other, "clonazepam")]
    assert all(said in owner.get(f"/doses/{each}").text for each in taken)


def test_what_is_the_same_of_several_medicines_is_said_once_with_all_their_names(owner: Browser) -> None:
    pregabalin = owner.add_medicine("", monograph="pregabalin")
    for key in ("lorazepam", "diazepam"):
        owner.add_medicine("", monograph=key)
    section = owner.get(f"/medicine?medicine={pregabalin}").text.split("With your other medicines")[1].split("About")[0]
    assert section.count("Taken with pregabalin they can make you far too sleepy") == 1
    assert "Lorazepam, Diazepam Urgent" in section
