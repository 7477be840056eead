"""What a safety rule says: after saving, at the entry, beside a question, and on Today; where it leads."""

from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.record.forms import NOT_CONTENT
from journal.core.safety import as_needed, gap, large_amount, very_low_mood
from journal.core.safety.check import RULES
from journal.core.safety.rules import Finding, Speaking
from journal.store.database.database import Database
from journal.web.record.questions import FIELDS
from tests.conftest import PASSWORD, counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of

MUCH = {"amount": "other", "other_amount": "40", "confirmed": "yes"}
HARM = ("If you think of harming yourself: where to get help", "/emergency#self-harm")
TOO_MUCH = ("If this was more than ordered: what to do", "/emergency#too-much")
SLEEPY = ("Confused, hard to wake or breathing slowly: whom to call, and what to do", "/emergency#too-much")
SEIZURE = ("A seizure of 5 minutes or more: when to call, and what to do", "/emergency#seizure")
RUN_OUT = ("Run out, or stopped: what to do", "/emergency#run-out")
PLAN = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}


def test_every_notice_leads_to_a_heading_that_is_there(nobody: Browser) -> None:
    there = {element.get("id") for element in nobody.get("/emergency").document.iter()}
    speaking = Speaking(read_monograph(DATA / "clonazepam.toml"))
    found = Finding("note", {"amount": 40_000_000, "status": "taken", "least_hours": 4})
    said = [each.words(found, speaking) for each in (very_low_mood, large_amount, gap, as_needed)]
    told = {(notice.link, f"/emergency#{notice.heading}") for notice in said}
    assert told == {HARM, TOO_MUCH, RUN_OUT}
    assert {address.partition("#")[2] for _, address in told | {SEIZURE}} <= there


def help_of(page: Page) -> list[tuple[str, str]]:
    """The links of the page that lead to a heading of Emergency."""
    links: list[Element] = list(page.document.iter("a"))
    return [(words_of(a), a.get("href") or "") for a in links if "/emergency#" in (a.get("href") or "")]


@pytest.mark.parametrize(
    ("form", "fields", "expected"),
    [
        ("/check-ins", {"rating-mood_low": "4"}, HARM),
        ("/check-ins", {"mood": "1"}, HARM),
        ("/check-ins", {"rating-drowsiness": "4"}, SLEEPY),
        ("/check-ins", {"rating-drowsiness": "3", "sign-confused": "yes"}, SLEEPY),
        ("/doses", MUCH, TOO_MUCH),
        ("/episodes", {"what": "seizure", "minutes": "5"}, SEIZURE),
    ],
)
def test_one_quiet_line_with_the_way_to_help_after_saving(
    owner: Browser, form: str, fields: dict[str, str], expected: tuple[str, str]
) -> None:
    saved = owner.submit(f"{form}/new", form, fields)
    page = owner.follow(saved)
    assert help_of(page) == [expected]
    assert 'role="alert"' not in page.html
    assert help_of(owner.get("/")) == []
    entry_id = saved.location.split("=")[1]
    assert help_of(owner.get(f"{form}/{entry_id}"))[-1:] == [expected], "it can be read again at the entry"
    edited = owner.follow(owner.submit(f"{form}/{entry_id}", f"{form}/{entry_id}", {"confirmed": "yes", "note": "x"}))
    assert help_of(edited) == [expected]
    deleted = owner.follow(owner.send(owner.get("/"), f"/entries/{entry_id}/deletion"))
    assert help_of(deleted) == []
    assert help_of(owner.get(f"{form}/{entry_id}")) == []
    assert help_of(owner.follow(owner.send(deleted, f"/entries/{entry_id}/restoration"))) == [expected]


def test_below_the_thresholds_nothing_is_said(owner: Browser) -> None:
    for form, fields in (
        ("/check-ins", {"rating-mood_low": "3", "mood": "2"}),
        ("/check-ins", {"rating-drowsiness": "3"}),
        ("/check-ins", {"rating-drowsiness": "2", "sign-confused": "yes"}),
        ("/doses", {"amount": "2"}),
        ("/doses", MUCH | {"status": "skipped"}),
        ("/episodes", {"what": "seizure", "minutes": "4"}),
        ("/episodes", {"what": "panic_attack", "minutes": "60"}),
    ):
        saved = owner.submit(f"{form}/new", form, fields)
        assert help_of(owner.follow(saved)) == []
        assert help_of(owner.get(f"{form}/{saved.location.split('=')[1]}")) == []


def test_a_form_that_was_kept_says_it_too(owner: Browser, clock: Any) -> None:
    form = owner.get("/check-ins/new")
    clock.shift(timedelta(days=8))
    kept = owner.send(form, "/check-ins", {"mood": "1"}, 401)
    back = owner.send(kept, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert help_of(owner.follow(owner.send(back, "/check-ins"))) == [HARM]


def test_an_amount_that_is_asked_about_says_where_help_is(owner: Browser) -> None:
    asked = owner.submit("/doses/new", "/doses", {"amount": "other", "other_amount": "40"}, 422)
    assert help_of(asked) == [TOO_MUCH]
    skipped = owner.submit("/doses/new", "/doses", {"amount": "other", "other_amount": "40", "status": "skipped"}, 422)
    assert help_of(skipped) == []
    assert help_of(owner.submit("/doses/new", "/doses", {"amount": "other", "other_amount": "x"}, 422)) == []
    entry_id = owner.log_dose()
    edited = owner.submit(f"/doses/{entry_id}", f"/doses/{entry_id}", {"amount": "other", "other_amount": "5"}, 422)
    assert help_of(edited) == [TOO_MUCH]


def test_an_edit_of_a_large_amount_is_asked_about_as_saving_it_is(owner: Browser) -> None:
    address = f"/doses/{owner.log_dose(**MUCH)}"
    asked = owner.submit(address, address, {"note": "with water"}, 422)
    assert "40 mg is more than one dose" in asked.error_beside("confirmed")
    assert help_of(asked) == [TOO_MUCH]
    assert asked.fields(address)["note"] == "with water"
    assert "with water" in owner.follow(owner.send(asked, address, {"confirmed": "yes"})).entries[0]


def test_the_tick_of_an_answered_question_stays_while_another_field_is_wrong(owner: Browser) -> None:
    wrong = {"other_amount": "40", "amount": "other", "when": "earlier", "on": "2026-11-24", "at": "08:00"}
    asked = owner.submit("/doses/new", "/doses", wrong, 422)
    assert list(asked.errors()) == ["on", "confirmed"]
    assert "confirmed" not in asked.fields("/doses")
    again = owner.send(asked, "/doses", {"confirmed": "yes"}, 422)
    assert list(again.errors()) == ["on"]
    assert again.fields("/doses")["confirmed"] == "yes"
    owner.send(again, "/doses", {"on": "2026-11-22"})
    assert "40 mg" in owner.get("/history").entries[0]


def test_the_tick_of_a_plan_stays_while_another_field_is_wrong(owner: Browser) -> None:
    wrong = PLAN | {"amount_1": "other", "other_amount_1": "40", "amount_2": "", "confirmed": "yes", "time_1": ""}
    again = owner.submit("/regimens/new", "/regimens", wrong, 422)
    assert list(again.errors()) == ["times"]
    assert again.fields("/regimens")["confirmed"] == "yes"
    owner.send(again, "/regimens", {"time_1": "08:00"})
    assert "40 mg at 08:00" in owner.get("/medicine").text


def test_every_rule_that_asks_has_a_field_that_is_no_content_of_the_form() -> None:
    asking = {rule.key for rule in RULES if rule.question}
    assert asking == FIELDS.keys()
    assert set(FIELDS.values()) <= NOT_CONTENT


def test_today_speaks_36_hours_after_the_last_dose_while_a_plan_goes_on(owner: Browser, clock: Any) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    owner.log_dose()
    clock.shift(timedelta(hours=35, minutes=59))
    assert help_of(owner.get("/")) == []
    clock.shift(timedelta(minutes=1))
    page = owner.get("/")
    assert help_of(page) == [RUN_OUT]
    assert page.words("notice-level") == ["Caution"]
    assert page.words("notice-title") == ["If you took it and did not log it, log it now."]
    assert "Do not stop suddenly: call your prescriber." in page.text
    owner.log_dose(status="skipped")
    assert help_of(owner.get("/")) == [RUN_OUT]
    owner.log_dose()
    assert help_of(owner.get("/")) == []
    clock.shift(timedelta(days=5))
    assert help_of(owner.get("/")) == [RUN_OUT]
    owner.submit("/regimens/end")  # the page that warns
    assert help_of(owner.get("/")) == []


def test_today_speaks_without_any_plan_where_doses_were_taken_on_five_of_seven_days(owner: Browser, clock: Any) -> None:
    for day in (16, 17, 18, 20, 21):
        owner.log_dose(when="earlier", on=f"2026-11-{day}", at="23:00")
    assert help_of(owner.get("/")) == [RUN_OUT]  # it is noon of the 23rd
    clock.shift(timedelta(days=1))
    assert help_of(owner.get("/")) == []


def test_the_gap_of_a_medicine_without_a_plan_is_told_beside_one_with_a_plan(owner: Browser, clock: Any) -> None:
    second = owner.add_medicine("Rivotril", monograph="clonazepam")
    for day in (16, 17, 18, 20, 21):
        owner.log_dose(when="earlier", on=f"2026-11-{day}", at="23:00", medicine=second)
    assert help_of(owner.get("/")) == [RUN_OUT]
    owner.submit("/regimens/new", "/regimens", PLAN | {"starts_on": "2026-11-23"})
    assert help_of(owner.get("/")) == [RUN_OUT]


def test_today_says_nothing_of_a_gap_after_one_dose_without_a_plan(owner: Browser, clock: Any) -> None:
    owner.log_dose()
    clock.shift(timedelta(days=3))
    assert help_of(owner.get("/")) == []


def test_a_plan_alone_is_no_gap(owner: Browser, clock: Any) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    clock.shift(timedelta(days=3))
    assert help_of(owner.get("/")) == []


NEEDED = {"as_needed_amount": "0.5", "most_a_day": "1", "least_hours": "4"}


def test_a_dose_as_needed_above_its_most_is_recorded_and_told(owner: Browser, clock: Any) -> None:
    owner.submit("/regimens/new", "/regimens", NEEDED)
    owner.log_dose()
    clock.shift(timedelta(hours=4))
    at_the_most = owner.follow(owner.submit("/doses/new", "/doses", {"when": "now", "amount": "0.5"}))
    assert help_of(at_the_most) == []
    clock.shift(timedelta(hours=3))
    asked = owner.submit("/doses/new", "/doses", {"when": "now", "amount": "0.5"}, 422)
    assert asked.h1 == "Did you take 0.5 mg more?"
    assert "With this dose it is 1.5 mg as needed in 24 hours. 1 mg at most was ordered." in asked.text
    saved = owner.send(asked, "/doses")
    page = owner.follow(saved)
    assert page.notice.startswith("Saved: 0.5 mg")
    said = (
        "With this dose it is 1.5 mg as needed in 24 hours. 1 mg at most was ordered. "
        "The dose as needed before it was less than the ordered 4 hours earlier. Not sure? Ask your pharmacist."
    )
    assert said in page.text
    assert help_of(page) == [TOO_MUCH]
    assert said in owner.get(f"/doses/{saved.location.split('=')[1]}").text, "it can be read again at the entry"
    assert said not in owner.get("/").text


def test_a_note_speaks_in_the_unit_of_its_medicine(owner: Browser) -> None:
    syrup = owner.add_medicine("Syrup", unit="ml", amounts="5")
    order = {"as_needed_amount": "5", "most_a_day": "5"}
    owner.submit(f"/regimens/new?medicine={syrup}", "/regimens", order)
    owner.log_dose(medicine=syrup, amount="5", form="")
    asked = owner.submit(f"/doses/new?medicine={syrup}", "/doses", {"when": "now", "amount": "5"}, 422)
    saved = owner.send(asked, "/doses")
    assert "With this dose it is 10 ml as needed in 24 hours. 5 ml at most was ordered." in owner.follow(saved).text


def test_the_page_after_saving_reads_the_entry_and_the_doses_before_it_and_no_more(
    owner: Browser, database: Database
) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    saved = owner.submit("/doses/new", "/doses", {"when": "now", "amount": "0.5"})
    counts = []
    for address in ("/", saved.location):
        with counted(database) as statements:
            owner.get(address)
        counts.append(len(statements))
    assert counts[1] - counts[0] == 3, "the entry, whether it is ticked for the doctor, and what was said of it"
    owner.submit("/regimens/new", "/regimens", NEEDED)
    with counted(database) as statements:
        owner.get(saved.location)
    assert len(statements) == counts[1]


def test_with_a_danger_sign_the_emergency_number_is_there_to_be_dialled(owner: Browser) -> None:
    saved = owner.submit("/check-ins/new", "/check-ins", {"rating-drowsiness": "3", "sign-hard_to_wake": "yes"})
    page = owner.follow(saved)
    (said,) = [words_of(each) for each in page.all("notice") if "Ticked" in words_of(each)]
    assert "Call 112 now, or ask somebody to call. Ticked: hard to wake or slow breathing." in said
    (notice,) = [each for each in page.all("notice") if "Ticked" in words_of(each)]
    assert [a.get("href") for a in notice.iter("a")] == ["tel:112", "tel:112", "/emergency#too-much"], "and as a button"


SECOND = ("A second seizure: when to call, and what to do", "/emergency#seizure")


def test_a_second_seizure_within_a_day_is_told_and_the_first_stays_silent(owner: Browser, clock: Any) -> None:
    first = owner.log_episode(what="seizure")
    clock.shift(timedelta(hours=23))
    page = owner.follow(owner.submit("/episodes/new", "/episodes", {"what": "seizure"}))
    assert help_of(page) == [SECOND]
    assert "2 seizures within 24 hours." in page.text
    assert help_of(owner.get(f"/episodes/{first}")) == [], "what is lived later says nothing of it"
    clock.shift(timedelta(hours=25))
    assert help_of(owner.follow(owner.submit("/episodes/new", "/episodes", {"what": "seizure"}))) == []


def test_a_second_seizure_does_not_count_one_that_is_deleted_or_another_persons(
    owner: Browser, stranger: Browser
) -> None:
    first = owner.log_episode(what="seizure")
    owner.send(owner.get("/"), f"/entries/{first}/deletion")
    assert help_of(owner.follow(owner.submit("/episodes/new", "/episodes", {"what": "seizure"}))) == []
    assert help_of(stranger.follow(stranger.submit("/episodes/new", "/episodes", {"what": "seizure"}))) == []


def test_after_a_smaller_dose_today_and_the_chart_say_once_that_it_can_be_withdrawal(
    owner: Browser, clock: Any
) -> None:
    said = "New or stronger symptoms can also be withdrawal."
    owner.submit("/regimens/new", "/regimens", PLAN)
    for day in (20, 21, 22):
        owner.check_in({"drowsiness": 2}, when="earlier", on=f"2026-11-{day}", at="20:00")
    assert said not in owner.get("/").text
    assert said not in owner.get("/trends").text
    clock.shift(timedelta(days=1))
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-24", "amount_1": "0.25"})
    page = owner.get("/")
    assert page.text.count(said) == 1
    assert said not in " ".join(page.words("notice")), "quietly, in no box"
    assert said in owner.get("/trends").text
    for _ in range(7):
        clock.shift(timedelta(days=2))
        assert said in owner.get("/").text
    clock.shift(timedelta(days=1))
    assert said not in owner.get("/").text
    owner.submit("/regimens/end")
    assert owner.get("/").text.count(said) == 1, "a step to nothing"
    owner.add_medicine("Ibuprofen")
    owner.submit("/medicines/clonazepam", "/medicines/clonazepam/end")
    clock.shift(timedelta(days=1))
    assert owner.get("/").text.count(said) == 1, "also of a medicine that is on Today no more"
