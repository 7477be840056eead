"""The page of a day: one entry for each, answered in one press or in parts, late ones said to be late."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from journal.core.record.days import day_id
from journal.core.values.periods import read_date
from tests.web.client import Browser, Page

TODAY, YESTERDAY = "2026-11-23", "2026-11-22"


def entry(on: str) -> str:
    return f"/days/{day_id(read_date(on))}"


def answers(owner: Browser, on: str = TODAY) -> dict[str, str]:
    """What the form of a day that is recorded holds."""
    fields = owner.get(f"/days/{on}").fields(entry(on))
    return {
        name: text for name, text in fields.items() if text and name not in {"csrf_token", "whose", "version", "on"}
    }


def test_a_day_is_answered_from_today_and_stands_there(owner: Browser) -> None:
    form = owner.get(owner.get("/").link("The day: drove, fell, alcohol …"))
    page = owner.follow(owner.send(form, "/days", {"drove": "yes", "fell": "no", "sleep": "7,5"}))
    assert "Saved: The day drove, did not fall, slept 7 h 30 min, today" in page.words("notice-title")
    assert page.entries == ["12:00 The day drove, did not fall, slept 7 h 30 min Undo The day at 12:00"]
    assert answers(owner) == {"drove": "yes", "fell": "no", "sleep": "7.5"}


def test_undo_takes_a_new_day_away_and_puts_it_back(owner: Browser) -> None:
    owner.log_day(fell="yes")
    undone = owner.follow(owner.submit(f"/?saved={day_id(read_date(TODAY))}", f"/entries/{entry(TODAY)[6:]}/deletion"))
    assert undone.entries == []
    owner.send(undone, f"/entries/{entry(TODAY)[6:]}/restoration")
    assert answers(owner) == {"fell": "yes"}


def test_nothing_answered_is_refused_and_what_is_wrong_stands_beside_its_field(owner: Browser) -> None:
    page = owner.submit("/days/new", "/days", {}, 422)
    assert page.errors() == {"answers": "Nothing is answered yet. Answer one question at least, or go back."}
    page = owner.submit("/days/new", "/days", {"sleep": "25", "fell": "yes", "note": "kept"}, 422)
    sentence = "Write the hours you slept, from 0 to 24, in half hours: for example 7 or 7.5."
    assert page.error_beside("sleep") == sentence
    assert (page.fields("/days")["note"], page.fields("/days")["fell"], page.fields("/days")["sleep"]) == (
        "kept", "yes", "25",
    )  # fmt: skip


def test_a_text_of_ten_thousand_signs_is_kept_and_refused(owner: Browser) -> None:
    page = owner.submit("/days/new", "/days", {"note": "x" * 10_000}, 422)
    assert page.error_beside("note") == "The text is 10,000 characters long; there is room for 5,000."
    assert page.fields("/days")["note"] == "x" * 10_000


@pytest.mark.parametrize("on", ["2026-11-24", "0001-01-01", "2026-02-30", "nothing"])
def test_a_day_to_come_or_that_is_none_has_no_form(owner: Browser, on: str) -> None:
    page = owner.get(f"/days/{on}", 404)
    assert page.all("lede")
    owner.get(f"/days/new?on={on}", 404)


def test_a_form_for_a_day_to_come_is_refused_with_its_sentence(owner: Browser) -> None:
    form = owner.get("/days/new").fields("/days") | {"on": "2026-11-24", "fell": "yes"}
    assert owner.post("/days", form, 422).errors() == {"on": "24 November 2026 is still to come."}


def test_the_same_form_sent_twice_is_one_day(owner: Browser) -> None:
    form = owner.get("/days/new")
    owner.send(form, "/days", {"fell": "yes"})
    page = owner.follow(owner.send(form, "/days", {"fell": "yes"}))
    assert "Already recorded, once: The day fell or nearly fell" in page.words("notice-title")
    assert len(page.entries) == 1


def test_two_windows_that_answer_one_day_are_both_shown_and_one_is_chosen(owner: Browser) -> None:
    one, other = owner.get("/days/new"), owner.get("/days/new")
    owner.send(one, "/days", {"fell": "yes"})
    page = owner.send(other, "/days", {"fell": "no", "drove": "yes"}, 409)
    assert page.words("entry") == ["12:00 The day fell or nearly fell", "12:00 The day drove, did not fall"]
    assert "Different: driving, a fall" in page.text
    assert "Keep both" not in page.text  # a day has one entry
    owner.send(page, entry(TODAY))
    assert answers(owner) == {"drove": "yes", "fell": "no"}
    assert "fell or nearly fell" in owner.get(f"/days/{TODAY}").text  # the version before


def test_two_windows_that_change_one_day_are_both_shown(owner: Browser) -> None:
    owner.log_day(fell="yes")
    one, other = owner.get(f"/days/{TODAY}"), owner.get(f"/days/{TODAY}")
    owner.send(one, entry(TODAY), {"alcohol": "no"})
    owner.send(other, entry(TODAY), {"missed": "yes"}, 409)
    assert answers(owner) == {"fell": "yes", "alcohol": "no"}


def test_a_changed_day_has_no_undo_that_would_take_all_of_it(owner: Browser) -> None:
    owner.log_day(fell="yes")
    page = owner.follow(owner.submit(f"/days/{TODAY}", entry(TODAY), {"fell": "no"}))
    assert "Saved: The day did not fall, today" in page.words("notice-title")
    assert not [form for form in page.all("notice-body") if "Undo" in "".join(form.itertext())]


def test_an_answer_can_be_taken_back_to_unknown(owner: Browser) -> None:
    owner.log_day(fell="yes", drove="no")
    owner.submit(f"/days/{TODAY}", entry(TODAY), {"drove": ""})
    assert answers(owner) == {"fell": "yes"}


def test_yesterday_is_answered_late_and_says_so(owner: Browser) -> None:
    page = owner.get(owner.get("/days/new").link("Sun 22, the day before"))
    page = owner.follow(owner.send(page, "/days", {"missed": "no"}))
    assert page.response.request.path == f"/history/{YESTERDAY}"
    assert "entered 12 hours 1 minute later" in page.text


def test_the_page_of_a_day_leads_to_its_questions_and_back(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-20", at="08:00")
    page = owner.get("/history/2026-11-20")
    form = owner.get(page.link("Drove, fell, missed work, alcohol: answer for this day"))
    page = owner.follow(owner.send(form, "/days", {"alcohol": "yes"}))
    assert page.response.request.path == "/history/2026-11-20"
    assert any("alcohol" in row for row in page.entries)
    assert "answer for this day" not in page.text


def test_a_deleted_day_can_be_answered_anew_and_keeps_its_versions(owner: Browser) -> None:
    owner.log_day(fell="yes")
    owner.submit(f"/days/{TODAY}", f"/entries/{entry(TODAY)[6:]}/deletion")
    page = owner.get(f"/days/{TODAY}")
    assert "What you answered about this day is deleted." in page.text
    assert page.fields(entry(TODAY)).get("fell", "") == ""
    owner.send(page, entry(TODAY), {"alcohol": "no"})
    assert answers(owner) == {"alcohol": "no"}
    assert "Earlier versions (3)" in owner.get(f"/days/{TODAY}").text


def test_the_old_form_of_a_day_that_was_deleted_does_not_bring_it_back(owner: Browser) -> None:
    form = owner.get("/days/new")
    owner.send(form, "/days", {"fell": "yes"})
    owner.submit(f"/days/{TODAY}", f"/entries/{entry(TODAY)[6:]}/deletion")
    page = owner.follow(owner.send(form, "/days", {"fell": "yes"}))
    assert "Not recorded again, since you deleted it: The day" in page.text


def test_after_midnight_the_day_before_is_asked_about(owner: Browser, clock: Any) -> None:
    clock.move_to(datetime(2026, 11, 24, 0, 30, tzinfo=UTC) - timedelta(hours=1))  # 00:30 of the 24th in Berlin
    page = owner.get("/days/new")
    assert page.fields("/days")["on"] == TODAY
    owner.send(page, "/days", {"fell": "no"})
    assert "after midnight, counted to Monday 23 November" in owner.get(f"/history/{TODAY}").text


def test_one_press_answers_one_question_and_leaves_the_rest(owner: Browser) -> None:
    marks = owner.marks()
    owner.post(f"/days/{TODAY}/drove", marks | {"answer": "yes"})
    assert answers(owner) == {"drove": "yes"}
    owner.submit(f"/days/{TODAY}", entry(TODAY), {"fell": "no"})
    owner.post(f"/days/{TODAY}/drove", marks | {"answer": "no"})
    assert answers(owner) == {"drove": "no", "fell": "no"}
    owner.submit(f"/days/{TODAY}", f"/entries/{entry(TODAY)[6:]}/deletion")
    owner.post(f"/days/{TODAY}/drove", marks | {"answer": "yes"})
    assert answers(owner) == {"drove": "yes"}


@pytest.mark.parametrize(
    ("address", "answer"),
    [("/days/2026-11-23/sleep", "yes"), ("/days/2026-11-23/drove", "perhaps"), ("/days/2026-11-24/drove", "yes")],
)
def test_a_press_that_makes_no_sense_saves_nothing(owner: Browser, address: str, answer: str) -> None:
    owner.post(address, owner.marks() | {"answer": answer}, 404)
    assert owner.get("/history").entries == []


def test_a_look_back_is_offered_once_a_week_as_the_weeks_of_the_person_begin(owner: Browser) -> None:
    owner.log_day("2026-11-22", hard_days="1", undone="0", living="2")  # Sunday
    saturday, monday = owner.get("/days/2026-11-21"), owner.get("/days/2026-11-23")
    assert "You looked back at this week on Sunday 22 November" in saturday.text
    assert "Three questions, once a week if you like." in monday.text
    owner.submit("/settings", "/settings", {"week_starts": "sun"})
    assert "You looked back at this week on Sunday 22 November" in owner.get("/days/2026-11-23").text
    words = "hard days: one or two, left undone: nothing, living with it: so-so"
    assert words in owner.get("/history/2026-11-22").text


def test_what_is_asked_is_chosen_where_the_order_of_a_check_in_is(owner: Browser) -> None:
    page = owner.get("/effects")
    owner.send(page, "/effects", {"unask": "drove"})
    owner.send(page, "/effects", {"ask": "sleep"})
    folded = first_fold(owner.get("/days/new"))
    assert "Did you drive?" in folded
    assert "Hours you slept" not in folded
    for key in ("fell", "missed", "alcohol", "sedative", "sleep"):
        owner.send(page, "/effects", {"unask": key})
    assert "The day: drove" not in owner.get("/").text
    owner.send(page, "/effects", {"ask": "nothing"}, 404)


def first_fold(page: Page) -> str:
    return " ".join("".join(part.itertext()) for part in page.all("more"))


def test_the_history_finds_days_by_kind_and_by_what_was_so(owner: Browser) -> None:
    owner.log_day(YESTERDAY, fell="yes", alcohol="no")
    owner.log_day(TODAY, alcohol="yes", note="a birthday")
    owner.log_dose()
    assert len(owner.get("/history?kind=day").entries) == 2
    for words, count in (("alcohol", 1), ("nearly fell", 1), ("birthday", 1), ("drove", 0)):
        assert len(owner.get(f"/history?words={words}").entries) == count, words


def test_a_form_that_waited_for_a_log_in_is_saved_by_one_press(owner: Browser) -> None:
    form = owner.get("/days/new").fields("/days") | {"fell": "yes", "csrf_token": "old"}
    page = owner.post("/days", form, 400)
    assert "The day fell or nearly fell" in page.text
    owner.send(page, "/days")
    assert answers(owner) == {"fell": "yes"}


def test_a_day_of_the_calendar_says_what_was_so(owner: Browser) -> None:
    owner.check_in({"drowsiness": 2}, when="earlier", on=YESTERDAY, at="20:00")
    owner.log_day(YESTERDAY, fell="yes", alcohol="no", sleep="8")
    owner.log_day(TODAY, drove="no")
    html = owner.get("/history").html
    assert "Sunday 22 November: worst moderate, fell or nearly fell" in html
    assert "Monday 23 November: not rated" in html
    assert "Monday 23 November: not rated," not in html


def test_a_form_opened_before_the_day_was_answered_and_deleted_records_it_anew(owner: Browser) -> None:
    day = owner.log_day(fell="yes")
    owner.submit(f"/days/{day}", f"/entries/{day}/deletion")
    assert owner.log_day(drove="no") == day
    assert len(owner.get("/history").entries) == 1
