"""The regimen: a change begins a new step; the days gone by keep theirs."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from journal.core.values.amounts import write_number
from journal.store.database.database import Database
from journal.store.medicines import list_medicines
from journal.store.plan import regimens as store
from tests.conftest import PASSWORD
from tests.web.client import Browser
from tests.web.lint import words_of

PLAN = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}


def steps(database: Database, person: Browser) -> list[tuple[str, str | None, str]]:
    with database.reading() as session:
        return [
            (
                str(step.starts_on),
                str(step.ends_on) if step.ends_on else None,
                f"{len(step.times)}x{write_number(step.doses[0].amount)}",
            )
            for step in store.list_steps(session, person.patient_id, list_medicines(session, person.patient_id)[0].id)
        ]


def test_a_first_plan_may_begin_in_the_past(owner: Browser, database: Database) -> None:
    page = owner.follow(owner.submit("/regimens/new", "/regimens", PLAN))
    assert page.h1.lower() == "clonazepam"
    assert "0.5 mg at 08:00 and 20:00" in page.text
    assert "1 mg a day since" in page.text
    assert steps(database, owner) == [("2026-11-01", None, "2x0.5")]


def test_a_change_closes_the_step_before_and_leaves_the_past_alone(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    form = owner.get("/regimens/new").fields("/regimens")
    assert (form["starts_on"], form["time_1"], form["amount_1"], form["time_3"], form["amount_3"]) == (
        "2026-11-23", "08:00", "0.5", "20:00", "0.5",
    )  # fmt: skip
    once = {"often": "morning", "amount_3": "", "amount_1": "1"}
    owner.submit("/regimens/new", "/regimens", once | {"starts_on": "2026-11-25"})
    assert steps(database, owner) == [("2026-11-01", "2026-11-24", "2x0.5"), ("2026-11-25", None, "1x1")]


def test_a_step_replaced_before_it_began_is_kept_and_counts_no_more(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-12-01", "amount_1": "1", "amount_3": "1"})
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-30", "amount_1": "2", "amount_3": "2"})
    assert steps(database, owner) == [("2026-11-01", "2026-11-29", "2x0.5"), ("2026-11-30", None, "2x2")]
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM regimen_step")).scalar_one() == 3


def test_the_same_form_twice_is_one_step(owner: Browser, database: Database) -> None:
    page = owner.get("/regimens/new")
    for _ in range(2):
        owner.send(page, "/regimens", PLAN | {"starts_on": "2026-11-23"})
    assert len(steps(database, owner)) == 1


def test_a_plan_corrected_in_a_form_that_was_sent_is_shown_beside_the_first(owner: Browser, database: Database) -> None:
    page = owner.get("/regimens/new")
    owner.send(page, "/regimens", PLAN | {"starts_on": "2026-11-23"})
    both = owner.send(page, "/regimens", PLAN | {"starts_on": "2026-11-24", "amount_1": "2", "amount_2": "2"}, 409)
    assert "sent before with another plan" in both.text
    assert "0.5 mg at 08:00 and 20:00, tablet, from today until further notice" in both.text
    assert "2 mg at 08:00 and 20:00, tablet, from Tuesday 24 November until further notice" in both.text
    assert steps(database, owner) == [("2026-11-23", None, "2x0.5")]
    for _ in range(2):
        owner.send(both, "/regimens")
    assert steps(database, owner) == [("2026-11-23", "2026-11-23", "2x0.5"), ("2026-11-24", None, "2x2")]


def test_a_form_whose_plan_was_replaced_since_says_so(owner: Browser, database: Database) -> None:
    page = owner.get("/regimens/new")
    owner.send(page, "/regimens", PLAN | {"starts_on": "2026-11-23"})
    owner.submit("/regimens/new", "/regimens", {"amount_1": "1", "amount_3": "1"})
    both = owner.send(page, "/regimens", PLAN | {"starts_on": "2026-11-23", "amount_1": "2", "amount_2": "2"}, 409)
    assert "This form saved: 0.5 mg at 08:00 and 20:00, tablet, from today until further notice." in both.text
    assert "That was replaced today, 12:00." in both.text
    assert "1 mg at 08:00 and 20:00, tablet, from today until further notice" in both.text
    assert steps(database, owner) == [("2026-11-23", None, "2x1")]


def test_a_first_plan_from_a_past_day_sent_twice_is_saved_once(owner: Browser, database: Database) -> None:
    page = owner.get("/regimens/new")
    for _ in range(2):
        owner.send(page, "/regimens", PLAN)
    assert steps(database, owner) == [("2026-11-01", None, "2x0.5")]


def test_of_two_forms_opened_together_the_second_asks(owner: Browser, database: Database) -> None:
    first, second = owner.get("/regimens/new"), owner.get("/regimens/new")
    owner.send(first, "/regimens", {"amount_1": "0.5"})
    both = owner.send(second, "/regimens", {"amount_1": "other", "other_amount_1": "40", "time_1": "09:00"}, 422)
    both = owner.send(both, "/regimens", {"confirmed": "yes"}, 409)
    assert "The plan was changed after you opened this page." in both.text
    assert "0.5 mg at 08:00, tablet, from today until further notice" in both.text
    assert "40 mg at 09:00, tablet, from today until further notice" in both.text
    assert both.link("Leave it as it is") == "/medicine"
    assert steps(database, owner) == [("2026-11-23", None, "1x0.5")]
    for _ in range(2):
        owner.send(both, "/regimens")
    assert steps(database, owner) == [("2026-11-23", None, "1x40")]


def test_two_forms_that_say_the_same_are_one_plan(owner: Browser, database: Database) -> None:
    pages = [owner.get("/regimens/new") for _ in range(2)]
    for page in pages:
        owner.send(page, "/regimens", PLAN)
    assert steps(database, owner) == [("2026-11-01", None, "2x0.5")]


def test_a_first_plan_from_the_past_does_not_rewrite_the_days_another_device_planned(
    owner: Browser, database: Database
) -> None:
    page = owner.get("/regimens/new")
    owner.submit("/regimens/new", "/regimens", PLAN)
    both = owner.send(page, "/regimens", PLAN | {"starts_on": "2026-11-02", "amount_1": "2", "amount_2": "2"}, 409)
    refused = owner.send(both, "/regimens", {}, 422)
    assert "stays as it was" in refused.errors()["starts_on"]
    assert refused.fields("/regimens")["amount_2"] == "2"
    assert steps(database, owner) == [("2026-11-01", None, "2x0.5")]
    owner.send(refused, "/regimens", {"starts_on": "2026-11-23"})
    assert steps(database, owner) == [("2026-11-01", "2026-11-22", "2x0.5"), ("2026-11-23", None, "2x2")]


def test_ending_a_plan_that_is_another_by_now_is_asked_about(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    stale = owner.get("/regimens/end")
    owner.submit("/regimens/new", "/regimens", {"amount_1": "1", "amount_3": "1"})
    both = owner.send(stale, "/regimens/end", status=409)
    assert "1 mg at 08:00 and 20:00, tablet, from today until further notice" in both.text
    assert "Nothing from now on" in both.text
    assert steps(database, owner)[-1] == ("2026-11-23", None, "2x1")
    owner.send(both, "/regimens/end")
    assert steps(database, owner) == [("2026-11-01", "2026-11-22", "2x0.5")]  # what began today stopped today
    owner.send(stale, "/regimens/end")


def test_a_plan_changed_after_another_device_ended_it_is_asked_about(owner: Browser, database: Database, clock) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    stale = owner.get("/regimens/new")
    owner.submit("/regimens/end")
    clock.shift(timedelta(days=1))
    both = owner.send(stale, "/regimens", {"starts_on": "2026-11-25", "amount_1": "1"}, 409)
    assert "Nothing is planned." in both.text
    assert steps(database, owner) == [("2026-11-01", "2026-11-22", "2x0.5")]


def test_all_steps_are_shown_those_replaced_too(owner: Browser, clock) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-12-01", "amount_1": "1", "amount_3": "1"})
    clock.shift(timedelta(hours=1))
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-30", "amount_1": "2", "amount_3": "2"})
    page = owner.get("/medicine")
    assert [words_of(step) for step in page.all("timeline")[0]] == [
        "Now, 1 November to 29 November 1 mg a day 0.5 mg at 08:00 and 20:00",
        "To come, from 30 November on 4 mg a day 2 mg at 08:00 and 20:00",
    ]
    assert [words_of(step) for step in page.all("versions")[0]] == [
        "1 mg at 08:00 and 20:00, tablet, from Tuesday 1 December until further notice Replaced today, 13:00",
    ]


def test_plans_that_differ_in_the_form_of_the_medicine_alone_are_told_apart(tester: Browser) -> None:
    page = tester.get("/regimens/new")
    tester.send(page, "/regimens", {"time_1": "07:30", "amount_1": "2.5", "form": "capsule"})
    both = tester.send(page, "/regimens", {"time_1": "07:30", "amount_1": "2.5", "form": "syrup"}, 409)
    assert "2.5 mg at 07:30, capsule, from today" in both.text
    assert "2.5 mg at 07:30, syrup, from today" in both.text


def test_a_chart_is_drawn_anew_after_a_change_of_the_plan(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-20", at="08:00")
    before = owner.get("/charts/doses.svg?period=28").body
    owner.submit("/regimens/new", "/regimens", PLAN)
    assert owner.get("/charts/doses.svg?period=28").body != before


def test_ending_a_plan_says_what_it_does_and_does_not_mean(owner: Browser, database: Database, clock) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = owner.get(owner.get("/medicine").link("End this plan"))
    assert page.h1 == "End this plan?"
    assert "From this moment on the journal then plans nothing and asks for no dose." in page.text
    assert "It does not mean that you should stop the medicine" in page.text
    assert "Do not stop suddenly: your prescriber plans how to come down." in page.text
    assert "0.5 mg at 08:00 and 20:00, tablet, from Sunday 1 November until further notice" in page.text
    assert page.link("Run out, or stopped already: what to do") == "/emergency#run-out"
    assert page.link("Keep this plan") == "/medicine"
    ended = owner.follow(owner.send(page, "/regimens/end"))
    assert "From now on nothing is planned." in ended.notice
    assert "Stopped today, 12:00" in ended.text
    assert steps(database, owner) == [("2026-11-01", "2026-11-22", "2x0.5")]
    assert "End this plan" not in ended.text
    assert owner.get("/regimens/end").h1 == "There is no plan to end"
    assert "No times are planned." in owner.get("/medicine").text
    assert "Next planned" not in owner.get("/").text
    clock.shift(timedelta(days=1))
    assert "No times are planned." in owner.get("/medicine").text


def test_one_press_takes_the_ending_back(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-12-01", "amount_1": "1", "amount_3": "1"})
    planned = steps(database, owner)
    page = owner.get("/regimens/end")
    for _ in range(2):  # pressed twice
        ended = owner.follow(owner.send(page, "/regimens/end"))
    assert steps(database, owner) == [("2026-11-01", "2026-11-22", "2x0.5")]
    for _ in range(2):
        back = owner.follow(owner.send(ended, "/regimens/restoration"))
        assert back.notice == "The plan goes on Its ending was taken back."
        assert steps(database, owner) == planned


def test_the_ending_of_a_plan_until_a_day_is_taken_back_too(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN | {"ends_on": "2026-12-24"})
    planned = steps(database, owner)
    ended = owner.follow(owner.submit("/regimens/end"))
    back = owner.follow(owner.send(ended, "/regimens/restoration"))
    assert back.notice == "The plan goes on Its ending was taken back."
    assert steps(database, owner) == planned == [("2026-11-01", "2026-12-24", "2x0.5")]


def test_an_ending_is_taken_back_too_late(owner: Browser, database: Database, clock) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    ended = owner.follow(owner.submit("/regimens/end"))
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-24", "amount_1": "2", "time_1": "09:00"})
    planned = steps(database, owner)
    late = owner.send(ended, "/regimens/restoration", status=409)
    assert late.h1 == "The ending was not taken back"
    assert "The plan was changed after you opened this page. Nothing was changed now." in late.text
    assert "2 mg at 09:00" in late.text
    assert late.link("Leave it as it is") == "/medicine"
    assert steps(database, owner) == planned
    assert owner.get(f"/medicine?ended={ended.fields('/regimens/restoration')['before']}").notice == ""

    again = owner.follow(owner.submit("/regimens/end"))
    clock.shift(timedelta(days=1))
    late = owner.send(again, "/regimens/restoration", status=409)
    assert "The plan has ended, and the days gone by stay as they were. Enter it again to go on." in late.text
    assert "Nothing is planned." in late.text
    owner.send(again, "/regimens/restoration", {"seen": None, "before": None}, 409)
    for address in (f"/medicine?ended={again.fields('/regimens/restoration')['before']}", "/medicine?restored=1"):
        assert owner.get(address).notice == ""


def test_the_address_that_ended_a_plan_before_still_does(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    ended = owner.follow(owner.post("/regimens/end", owner.marks()))
    assert steps(database, owner) == [("2026-11-01", "2026-11-22", "2x0.5")]
    owner.send(ended, "/regimens/restoration")
    assert steps(database, owner) == [("2026-11-01", None, "2x0.5")]


def test_a_plan_of_more_than_four_times_a_day_keeps_them_all(owner: Browser, database: Database) -> None:
    four = {
        f"{name}_{n}": words
        for n in range(1, 5)
        for name, words in (("time", f"{6 + 2 * n:02d}:00"), ("amount", "0.5"))
    }
    owner.submit("/regimens/new", "/regimens", PLAN | four | {"more_doses": "18:00 0.5; 22:30 0,5 mg"})
    assert steps(database, owner) == [("2026-11-01", None, "6x0.5")]
    page = owner.get("/regimens/new")
    assert page.fields("/regimens")["more_doses"] == "18:00 0.5; 22:30 0.5"
    owner.send(page, "/regimens", {"amount_1": "1", "starts_on": "2026-11-24"})
    assert steps(database, owner)[-1] == ("2026-11-24", None, "6x1")
    refused = owner.submit("/regimens/new", "/regimens", {"more_doses": "after lunch"}, 422)
    assert "each time with its amount" in refused.errors()["more_doses"]
    assert refused.fields("/regimens")["more_doses"] == "after lunch"


def test_twice_a_day_with_another_amount_at_night(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", {"amount_1": "0.5", "amount_4": "1"})
    assert "0.5 mg at 08:00 and 1 mg at 22:00" in owner.get("/medicine").text
    with database.reading() as session:
        step = store.list_steps(session, owner.patient_id, "clonazepam")[0]
    assert [(f"{dose.at:%H:%M}", dose.amount) for dose in step.doses] == [("08:00", 500_000), ("22:00", 1_000_000)]


def test_how_often_a_day_says_which_times_have_an_amount(owner: Browser, database: Database) -> None:
    refused = owner.submit("/regimens/new", "/regimens", {"often": "twice", "amount_1": "0.5", "amount_4": "1"}, 422)
    assert refused.errors() == {
        "amount_3": "Choose an amount for this time, or fewer times above.",
        "amount_4": "You chose fewer times above. Press “none” here, or “Other times” above.",
    }
    assert refused.fields("/regimens")["often"] == "twice"
    assert steps(database, owner) == []
    owner.send(refused, "/regimens", {"amount_3": "1", "amount_4": ""})
    assert "0.5 mg at 08:00 and 1 mg at 20:00" in owner.get("/medicine").text
    assert owner.get("/regimens/new").fields("/regimens")["often"] == "twice"


def test_times_that_were_not_shown_are_there_again_when_something_is_refused(owner: Browser) -> None:
    hidden = {f"{name}_{n}": None for n in range(1, 5) for name in ("time", "amount", "other_amount")}
    refused = owner.submit("/regimens/new", "/regimens", hidden, 422)
    assert "at least one time" in refused.errors()["times"]
    form = refused.fields("/regimens")
    assert [form[f"time_{n}"] for n in range(1, 5)] == ["08:00", "14:00", "20:00", "22:00"]
    assert "How often a day" in refused.text


def test_a_plan_at_times_of_its_own_stands_in_rows_and_is_asked_no_pattern(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", {"time_1": "07:15", "amount_1": "0.5"})
    page = owner.get("/regimens/new")
    assert "How often a day" not in page.text
    assert page.fields("/regimens")["time_1"] == "07:15"


def test_the_page_after_sign_up_leads_to_a_today_that_works(owner: Browser) -> None:
    page = owner.get("/regimens/new?first=1")
    assert page.link("Later") == "/"
    refused = owner.send(page, "/regimens", {"often": "twice"}, 422)
    assert refused.link("Later") == "/"
    saved = owner.send(refused, "/regimens", {"amount_1": "0.5", "amount_3": "1"})
    assert saved.location == "/"
    today = owner.follow(saved)
    assert today.words("today-row") == ["20:00 1 mg in 8 h"]  # 08:00 went by before there was a plan


def test_hours_before_the_first_plan_are_never_held_against_anybody(owner: Browser, clock) -> None:
    """Neither on Today nor on the page of the day nor the next morning."""
    three = {"often": "three", "amount_1": "0.5", "amount_2": "0.5", "amount_3": "1"}
    owner.submit("/regimens/new?first=1", "/regimens", three)
    for page in (owner.get("/"), owner.get("/history/2026-11-23")):
        assert "08:00" not in page.text
        held_against = page.text.replace("missed work", "")  # a question about the day
        assert not any(words in held_against for words in ("missed", "not logged", "Not recorded"))
    clock.shift(timedelta(hours=3))
    assert "Not recorded: 0.5 mg planned for 14:00" in owner.get("/").text  # that one came after
    owner.log_dose()
    clock.shift(timedelta(hours=16))
    assert "20:00" in owner.get("/history/2026-11-23").text
    assert "08:00" not in owner.get("/history/2026-11-23").text


def test_a_conflict_on_the_first_page_still_leads_to_today(owner: Browser) -> None:
    page = owner.get("/regimens/new?first=1")
    owner.submit("/regimens/new", "/regimens", {"amount_1": "1"})
    both = owner.send(page, "/regimens", {"often": "night", "amount_4": "2"}, 409)
    assert owner.send(both, "/regimens").location == "/"


def test_weekdays_and_every_second_day_come_back_in_the_form(owner: Browser) -> None:
    owner.submit(
        "/regimens/new", "/regimens", {"amount_1": "1", "days": "weekdays", "weekday_0": "yes", "weekday_4": "yes"}
    )
    assert "1 mg at 08:00, on Monday and Friday" in owner.get("/medicine").text
    form = owner.get("/regimens/new").fields("/regimens")
    assert (form["days"], form["weekday_0"], form["weekday_4"]) == ("weekdays", "yes", "yes")
    assert "weekday_1" not in form
    owner.submit("/regimens/new", "/regimens", {"days": "every_nth", "every": "2"})
    assert "1 mg at 08:00, every 2 days" in owner.get("/medicine").text
    assert owner.get("/regimens/new").fields("/regimens")["every"] == "2"


def test_as_needed_alone_and_besides(owner: Browser) -> None:
    alone = {"as_needed_amount": "0.5", "most_a_day": "2", "least_hours": "6"}
    owner.submit("/regimens/new", "/regimens", alone)
    words = "0.5 mg as needed, at most 2 mg in 24 hours, with at least 6 hours between"
    assert words in owner.get("/medicine").text
    form = owner.get("/regimens/new").fields("/regimens")
    assert {name: form[name] for name in alone} == alone
    owner.submit("/regimens/new", "/regimens", {"amount_3": "1"})
    assert f"1 mg at 20:00, and besides {words}" in owner.get("/medicine").text


def test_who_ordered_it_stands_with_the_step_and_comes_back_in_the_form(owner: Browser) -> None:
    stale = owner.get("/regimens/new")
    owner.submit("/regimens/new", "/regimens", PLAN | {"ordered_by": "Dr Amsel"})
    assert "Ordered by Dr Amsel" in owner.get("/medicine").text
    assert owner.get("/regimens/new").fields("/regimens")["ordered_by"] == "Dr Amsel"
    assert owner.get("/regimens/tapers/new").fields("/regimens/tapers")["ordered_by"] == "Dr Amsel"
    both = owner.send(stale, "/regimens", PLAN | {"starts_on": "2026-11-24", "ordered_by": "Dr Storch"}, 409)
    assert "from Sunday 1 November until further notice, ordered by Dr Amsel" in both.text
    assert "until further notice, ordered by Dr Storch" in both.text
    owner.send(both, "/regimens")
    assert "Ordered by Dr Storch" in owner.get("/medicine").text


def test_taken_like_this_before_is_asked_with_the_first_plan_and_for_a_week(owner: Browser, clock) -> None:
    stale = owner.get("/regimens/new")
    assert "I took it like this before" in stale.text
    owner.submit("/regimens/new", "/regimens", PLAN | {"taken_before": "yes"})
    assert owner.get("/regimens/new").fields("/regimens")["taken_before"] == "yes"
    both = owner.send(stale, "/regimens", PLAN, 409)
    assert "until further notice, as it was taken before" in both.text
    for _days in range(2):
        clock.shift(timedelta(days=4))
        owner.get("/")
    page = owner.get("/regimens/new")
    assert "I took it like this before" not in page.text
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-12-02", "amount_1": "1"})
    assert "taken_before" not in owner.get("/regimens/new").fields("/regimens")


def test_a_medicine_without_a_curve_is_not_asked_how_it_was_before(owner: Browser) -> None:
    syrup = owner.add_medicine("Syrup")
    assert "I took it like this before" not in owner.get(f"/regimens/new?medicine={syrup}").text


def test_a_name_that_is_too_long_is_refused_and_kept(owner: Browser) -> None:
    typed = "x" * 81
    page = owner.submit("/regimens/new", "/regimens", PLAN | {"ordered_by": typed}, 422)
    assert "there is room for 80" in page.errors()["ordered_by"]
    assert page.fields("/regimens")["ordered_by"] == typed
    owner.submit("/regimens/new", "/regimens", PLAN)
    assert "Ordered by" not in owner.get("/medicine").text


def test_a_plan_until_a_day_ends_there(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", {"amount_1": "1", "ends_on": "2026-12-24"})
    assert "1 mg a day since today, until Thursday 24 December." in owner.get("/medicine").text


def test_every_amount_and_form_comes_from_the_monograph(tester: Browser, database: Database) -> None:
    tester.submit("/regimens/new", "/regimens", {"time_1": "07:30", "amount_1": "2.5", "form": "capsule"})
    assert steps(database, tester) == [("2026-11-23", None, "1x2.5")]
    assert "2.5 mg at 07:30" in tester.get("/medicine").text


REFUSED = [
    ({"starts_on": ""}, "starts_on", "no such day"),
    ({"starts_on": "2026-02-30"}, "starts_on", "no such day"),
    ({"starts_on": "9999-01-01"}, "starts_on", "year"),
    ({"starts_on": "2027-12-01"}, "starts_on", "more than a year ahead"),
    ({"amount_1": "", "amount_2": ""}, "times", "at least one time"),
    ({"time_1": "8 o'clock"}, "times", "hours and minutes"),
    ({"time_2": "08:00"}, "times", "twice"),
    ({"amount_1": "other", "other_amount_1": "none"}, "other_amount_1", "as a number"),
    ({"amount_1": "other", "other_amount_1": "0"}, "other_amount_1", "more than 0"),
    ({"amount_1": "other", "other_amount_1": "400"}, "confirmed", "confirm"),
    ({"more_doses": "08:00 1"}, "times", "twice"),
    ({"more_doses": "; ".join(f"{h:02d}:30 1" for h in range(23))}, "times", "room for 24 times a day"),
    ({"more_doses": "10:00"}, "more_doses", "each time with its amount"),
    ({"days": "weekdays"}, "weekday_0", "at least one weekday"),
    ({"days": "every_nth", "every": "0"}, "every", "2 to 31"),
    ({"days": "every_nth", "every": "1"}, "every", "2 to 31"),
    ({"days": "every_nth", "every": "32"}, "every", "2 to 31"),
    ({"days": "every_nth", "every": "a few"}, "every", "2 to 31"),
    ({"days": "sometimes"}, "days", "on which days"),
    ({"ends_on": "2026-10-31"}, "ends_on", "before the first"),
    ({"ends_on": "2026-02-30"}, "ends_on", "no such day"),
    ({"as_needed_amount": "other", "as_needed_other_amount": "x"}, "as_needed_other_amount", "as a number"),
    ({"as_needed_amount": "1", "most_a_day": "0.5"}, "most_a_day", "less than one dose"),
    ({"as_needed_amount": "1", "most_a_day": "two"}, "most_a_day", "as a number"),
    ({"as_needed_amount": "1", "least_hours": "0"}, "least_hours", "whole hours"),
    ({"most_a_day": "2"}, "as_needed_amount", "amount of one dose"),
    ({"form": "ointment"}, "form", "forms in the list"),
    ({"id": "x"}, "id", "not complete"),
]


@pytest.mark.parametrize(("fields", "field", "sentence"), REFUSED)
def test_bad_input_is_refused_and_kept(
    owner: Browser, database: Database, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = owner.submit("/regimens/new", "/regimens", PLAN | fields, 422)
    assert sentence in page.text
    assert field == "id" or field in page.errors()
    kept = page.fields("/regimens")
    for name, typed in (PLAN | fields).items():
        if name not in {"form", "id"} and fields.get("days") != "sometimes":  # of what is no choice none is chosen
            assert kept[name] == typed, name
    assert steps(database, owner) == []


def test_the_past_cannot_be_planned_over(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-22", "amount_1": "2"}, 422)
    assert "stays as it was" in page.errors()["starts_on"]
    assert len(steps(database, owner)) == 1


def test_a_large_amount_is_asked_about_once(owner: Browser, database: Database) -> None:
    asked = owner.submit("/regimens/new", "/regimens", PLAN | {"amount_1": "other", "other_amount_1": "400"}, 422)
    owner.send(asked, "/regimens", {"confirmed": "yes"})
    assert steps(database, owner) == [("2026-11-01", None, "2x400")]


def test_a_log_in_that_ran_out_keeps_the_plan(owner: Browser, database: Database, clock) -> None:
    page = owner.get("/regimens/new")
    clock.shift(timedelta(days=40))
    kept = owner.send(page, "/regimens", PLAN, 401)
    back = owner.send(kept, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    owner.send(back, "/regimens")
    assert steps(database, owner) == [("2026-11-01", None, "2x0.5")]
    assert date(2026, 11, 1).isoformat() == "2026-11-01"


def test_a_taper_by_a_rule_is_shown_first_edited_and_saved_at_once(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    rule = "first_on=2026-12-01&every=14&less=0.25&at=08:00&down_to=0.5"
    page = owner.get(f"/regimens/tapers/new?{rule}")
    assert "0.25 mg at 08:00; 0.5 mg at 20:00" in page.text or "0.25 mg at 08:00 and 0.5 mg at 20:00" in page.text
    assert "0.5 mg at 20:00, tablet, from Tuesday 15 December until further notice" in page.text
    assert page.document.find(".//svg[@role='img']") is not None
    assert len(steps(database, owner)) == 1  # nothing is saved yet
    for _ in range(2):
        owner.send(page, "/regimens/tapers", {"amount_2_2": "0.375"})
    with database.reading() as session:
        found = store.list_steps(session, owner.patient_id, "clonazepam")
    assert [(str(s.starts_on), str(s.ends_on), s.amount_of_day) for s in found] == [
        ("2026-11-01", "2026-11-30", 1_000_000),
        ("2026-12-01", "2026-12-14", 750_000),
        ("2026-12-15", "None", 375_000),
    ]


def test_a_taper_row_by_row_and_two_windows_at_once(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    first, second = owner.get("/regimens/tapers/new"), owner.get("/regimens/tapers/new")
    rows = {"from_1": "2026-12-01", "amount_1_2": "0.5", "from_2": "2026-12-08", "amount_2_2": "0.25"}
    owner.send(first, "/regimens/tapers", rows | {"ends_on": "2026-12-31"})
    both = owner.send(second, "/regimens/tapers", rows | {"amount_2_2": "0.125"}, 409)
    assert "The plan was changed after you opened this page." in both.text
    assert "0.125 mg at 20:00, tablet, from Tuesday 8 December" in both.text
    assert len(steps(database, owner)) == 3
    owner.send(both, "/regimens/tapers")
    assert steps(database, owner)[-1] == ("2026-12-08", None, "1x0.125")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("first_on=2026-12-01&every=14&less=0.25&at=each&down_to=2", "Write less than that, since it goes down."),
        ("first_on=2026-12-01&every=1&less=0.0025&at=each", "There is room for 60 steps."),
        ("first_on=2026-12-01&every=14&less=0.3&at=08:00&down_to=0.1", "One of the times would fall below zero."),
    ],
)
def test_a_rule_that_is_none_is_refused(owner: Browser, query: str, sentence: str) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    response = owner.client.get(f"/regimens/tapers/new?{query}")
    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)


def test_a_table_with_a_wrong_row_saves_nothing_and_keeps_all(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    rows = {"from_1": "2026-12-08", "amount_1_2": "0.5", "from_2": "2026-12-01", "amount_2_2": "40"}
    refused = owner.submit("/regimens/tapers/new", "/regimens/tapers", rows, 422)
    assert "before the one above it" in refused.errors()["from_2"]
    assert refused.fields("/regimens/tapers")["amount_2_2"] == "40"
    asked = owner.send(refused, "/regimens/tapers", {"from_2": "2026-12-15"}, 422)
    assert "confirm" in asked.errors()["confirmed"]
    assert len(steps(database, owner)) == 1
    owner.send(asked, "/regimens/tapers", {"confirmed": "yes"})
    assert len(steps(database, owner)) == 3


ROWS = {"from_1": "2026-12-01", "amount_1_1": "0.5", "from_2": "2026-12-08", "amount_2_1": "0.25"}


def test_steps_for_a_medicine_without_a_plan_are_asked_for_their_times_first(
    owner: Browser, database: Database
) -> None:
    empty = owner.get(owner.get("/regimens/new").link("Several steps were ordered, one after the other"))
    assert "Nothing is planned now. The first step begins today or later." in empty.text
    assert "Fill in the steps by a rule" not in empty.text
    page = owner.get("/regimens/tapers/new?at_1=22:00&at_2=8:00&at_3=&at_4=")
    assert (page.fields("/regimens/tapers")["time_1"], page.fields("/regimens/tapers")["time_2"]) == ("08:00", "22:00")
    refused = owner.send(page, "/regimens/tapers", ROWS | {"from_1": "2026-11-22"}, 422)
    assert "begins today or later" in refused.errors()["from_1"]
    assert refused.fields("/regimens/tapers")["amount_2_1"] == "0.25"
    owner.send(refused, "/regimens/tapers", {"from_1": "2026-11-23", "amount_1_2": "1"})
    assert steps(database, owner) == [("2026-11-23", "2026-12-07", "2x0.5"), ("2026-12-08", None, "1x0.25")]


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("at_1=&at_2=", "at_1", "at least one time"),
        ("at_1=noon&at_2=20:00", "at_1", "hours and minutes"),
        ("at_1=8:00&at_2=08:00", "at_1", "twice"),
    ],
)
def test_times_that_are_none_are_refused_and_kept(owner: Browser, query: str, field: str, sentence: str) -> None:
    page = owner.get(f"/regimens/tapers/new?{query}", 422)
    assert sentence in page.errors()[field]
    assert page.fields("/regimens/tapers/new")["at_2"] == query.rpartition("=")[2]


def test_the_form_of_the_medicine_is_asked_where_nothing_is_planned(tester: Browser, database: Database) -> None:
    page = tester.get("/regimens/tapers/new?at_1=08:00")
    refused = tester.send(page, "/regimens/tapers", ROWS | {"form": "ointment"}, 422)
    assert "forms in the list" in refused.errors()["form"]
    tester.send(refused, "/regimens/tapers", {"form": "syrup"})
    with database.reading() as session:
        medicine_id = list_medicines(session, tester.patient_id)[0].id
        assert {step.form for step in store.list_steps(session, tester.patient_id, medicine_id)} == {"syrup"}


def test_beside_what_is_as_needed_steps_keep_it(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", {"as_needed_amount": "0.5", "most_a_day": "2"})
    page = owner.get("/regimens/tapers/new?at_1=08:00")
    assert "Planned now: 0.5 mg as needed, at most 2 mg in 24 hours" in page.text
    owner.send(page, "/regimens/tapers", ROWS)
    assert "0.5 mg at 08:00, and besides 0.5 mg as needed, at most 2 mg in 24 hours" in owner.get("/medicine").text


def test_a_plan_that_was_ended_in_another_window_loses_none_of_the_rows(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = owner.get("/regimens/tapers/new")
    owner.submit("/regimens/end")
    both = owner.send(page, "/regimens/tapers", ROWS | {"amount_1_2": "1"}, 409)
    assert "The plan was changed after you opened this page." in both.text
    assert "Nothing is planned." in both.text
    kept = both.fields("/regimens/tapers")
    assert {name: kept[name] for name in ROWS} == ROWS
    assert (kept["amount_1_2"], kept["time_2"]) == ("1", "20:00")
    owner.send(both, "/regimens/tapers")
    assert [said[0] for said in steps(database, owner)] == ["2026-11-01", "2026-12-01", "2026-12-08"]


def test_steps_corrected_in_a_form_that_was_sent_are_shown_and_saved_by_one_more_press(
    owner: Browser, database: Database
) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = owner.get("/regimens/tapers/new")
    owner.send(page, "/regimens/tapers", ROWS)
    both = owner.send(page, "/regimens/tapers", ROWS | {"from_2": ""}, 409)  # gone back to, and a row emptied
    assert "sent before with another plan, and that one was saved" in both.text
    assert "0.25 mg at 08:00, tablet, from Tuesday 8 December until further notice" in both.text
    assert both.link("Leave it as it is") == "/medicine"
    assert both.fields("/regimens/tapers")["id"] != page.fields("/regimens/tapers")["id"]
    assert steps(database, owner)[-1] == ("2026-12-08", None, "1x0.25")
    for _ in range(2):
        owner.send(both, "/regimens/tapers")
    assert steps(database, owner)[1:] == [("2026-12-01", None, "1x0.5")]
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-23", "amount_1": "2"})
    again = owner.send(page, "/regimens/tapers", ROWS | {"from_2": ""}, 409)
    assert "This form saved: 0.5 mg at 08:00, tablet, from Tuesday 1 December to Monday 7 December." in again.text


def test_a_form_that_saved_a_plan_for_another_medicine_says_so_and_nothing_of_it(owner: Browser) -> None:
    syrup = owner.add_medicine("Syrup", unit="ml", amounts="5")
    page = owner.get("/regimens/new?medicine=clonazepam")
    owner.send(page, "/regimens", PLAN)
    both = owner.send(page, "/regimens", PLAN | {"medicine": syrup, "amount_1": "5", "amount_2": "", "form": ""}, 409)
    assert "This form saved a plan for another medicine before. Nothing was changed now." in both.text
    assert "This form saved: " not in both.text
    owner.send(both, "/regimens")
    assert "5 ml at 08:00" in owner.get(f"/medicine?medicine={syrup}").text
