"""What a medicine is for: asked once a day of who chose it, answered by one tap, changed and taken back like a day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from journal.core.record.days import day_id
from journal.core.values.periods import read_date
from tests.caring import look_after
from tests.web.client import Browser, Page

TODAY = "2026-11-23"
PAIN, WORRY = (f"/days/{TODAY}/benefit-{key}" for key in ("pain", "worry"))


def entry(on: str = TODAY) -> str:
    return f"/days/{day_id(read_date(on))}"


@pytest.fixture
def ann(log_in: Callable[..., Browser]) -> Browser:
    """Somebody who takes pregabalin and wants to be asked about pain."""
    browser = log_in("Ann", medicine="pregabalin")
    choose(browser, "pain")
    return browser


def choose(browser: Browser, key: str, button: str = "ease") -> None:
    browser.submit("/effects", "/effects", {button: key})


def press(browser: Browser, answer: str, address: str = PAIN, page: Page | None = None) -> Page:
    return browser.follow(browser.send(page or browser.get("/"), address, {"answer": answer}))


def answers(browser: Browser) -> list[str]:
    return browser.get("/").words("benefit-said")


def test_nothing_is_asked_until_it_is_chosen_and_then_one_tap_answers_it(ann: Browser) -> None:
    assert "benefit-worry" not in ann.get("/").html
    page = press(ann, "2")
    assert "Saved: The day pain: moderate, today" in page.words("notice-title")
    assert page.words("benefit-said") == ["Pain: moderate Change Pain: moderate"]
    assert [form for form in page.forms() if (form.get("action") or "").endswith("benefit-pain")] == []
    assert ann.get(f"/history/{TODAY}").entries == page.entries or "pain: moderate" in ann.get("/history").text
    choose(ann, "pain", "unease")
    assert "benefit" not in ann.get("/").html.replace("benefits", "")


def test_the_choice_stands_where_the_questions_are_chosen_and_the_medicine_leads_there(ann: Browser) -> None:
    assert "lower is better" in ann.get("/effects").text
    assert "The journal can ask you once a day, if you want: pain and worry." in ann.get("/medicine").text
    ann.post("/effects", ann.marks() | {"ease": "feeling_low"}, 404)  # of a medicine that is not taken
    ann.post("/effects", ann.marks() | {"unease": "worry"})


def test_undo_takes_a_new_answer_away_and_the_page_of_the_day_changes_one(ann: Browser) -> None:
    page = press(ann, "4")
    ann.send(page, f"/entries/{entry()[6:]}/deletion")
    assert answers(ann) == []
    choose(ann, "worry")
    press(ann, "1")
    press(ann, "3", WORRY)  # the entry of the day holds both
    assert answers(ann) == ["Pain: mild Change Pain: mild", "Worry or fear: severe Change Worry or fear: severe"]
    form = ann.get(ann.get("/").link("Change Pain: mild").partition("#")[0])
    assert {name: form.fields(entry())[name] for name in ("benefit-pain", "benefit-worry")} == {
        "benefit-pain": "1",
        "benefit-worry": "3",
    }
    ann.send(form, entry(), {"benefit-pain": "", "benefit-worry": "0", "fell": "no"})
    assert answers(ann) == ["Worry or fear: none Change Worry or fear: none"]
    assert "pain: mild" in ann.get(f"/days/{TODAY}").text  # the version before


def test_pressed_twice_it_is_one_answer_and_another_window_answers_beside_it(ann: Browser) -> None:
    choose(ann, "worry")
    one, other = ann.get("/"), ann.get("/")
    press(ann, "2", page=one)
    press(ann, "2", page=one)
    press(ann, "0", WORRY, page=other)
    page = press(ann, "3", page=other)  # the last press counts, and what was before is kept
    assert page.words("benefit-said")[0].startswith("Pain: severe")
    assert len(page.entries) == 1
    assert "pain: moderate" in ann.get(f"/days/{TODAY}").text


@pytest.mark.parametrize(
    "address",
    [
        f"/days/{TODAY}/benefit-feeling_low",
        f"/days/{TODAY}/benefit-",
        f"/days/{TODAY}/pain",
        f"/days/{TODAY}/my-benefit-pain",
    ],
)
def test_what_no_medicine_is_for_cannot_be_answered(ann: Browser, address: str) -> None:
    ann.post(address, ann.marks() | {"answer": "2"}, 404)


@pytest.mark.parametrize("answer", ["5", "-1", "yes", ""])
def test_an_answer_that_is_none_is_refused(ann: Browser, answer: str) -> None:
    ann.post(PAIN, ann.marks() | {"answer": answer}, 404)
    assert answers(ann) == []


def test_a_night_belongs_to_the_day_before_and_the_next_day_is_asked_anew(
    ann: Browser, clock: time_machine.Traveller
) -> None:
    press(ann, "2")
    clock.move_to(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))  # half past midnight in Berlin
    assert answers(ann) == ["Pain: moderate Change Pain: moderate"]
    clock.shift(timedelta(hours=8))
    assert answers(ann) == []
    assert "/days/2026-11-24/benefit-pain" in ann.get("/").html


def test_of_a_medicine_that_ended_it_is_asked_no_more_and_its_answers_stay(ann: Browser) -> None:
    press(ann, "2")
    ann.add_medicine("", monograph="sertraline")
    form = ann.get("/medicines/pregabalin")
    ann.send(form, "/medicines/pregabalin", {"ends_on": "2026-11-22"})
    assert answers(ann) == []
    assert "pain: moderate" in ann.get("/history").text
    ann.submit(f"/days/{TODAY}", entry(), {"fell": "no"})
    assert "pain: moderate" in ann.get("/history").text  # another answer of the day does not take it away


def test_trends_and_the_page_for_the_doctor_say_it_beside_the_side_effects(ann: Browser) -> None:
    """Days without an answer are no days without pain."""
    marks = ann.marks()
    for on in range(10, 18):
        ann.post(f"/days/2026-11-{on}/benefit-pain", marks | {"answer": "2"})
    trends = ann.get("/trends?period=90").text
    assert "Pain (lower is better): usual rating moderate" in trends
    assert "Rated on 8 of " in trends
    report = ann.get("/visit?period=90").text
    assert "Pain: usually moderate; answered on 8 days." in report
    assert "Asked once a day. Lower is better." in report
    assert ann.get("/charts/balance.svg?period=90").body.startswith(b"<svg")


def test_who_cares_answers_what_the_patient_chose_and_only_of_medicines_that_are_shown(
    ann: Browser, stranger: Browser
) -> None:
    choose(ann, "worry")
    ann.add_medicine("", monograph="sertraline")
    choose(ann, "feeling_low")
    at = look_after(ann, stranger, which="some", **{"medicine-pregabalin": "yes"})
    page = stranger.get(f"{at}/")
    assert "benefit-feeling_low" not in page.html  # of a medicine that is not shown to this carer
    press_there = stranger.send(page, f"{at}{PAIN}", {"answer": "3"})
    assert "pain: severe" in stranger.follow(press_there).text
    assert "Pain: severe" in ann.get("/").words("benefit-said")[0]
    stranger.post(f"{at}/days/{TODAY}/benefit-feeling_low", page.fields(f"{at}{WORRY}") | {"answer": "4"}, 404)


def test_history_finds_the_days_with_it_by_its_name(ann: Browser) -> None:
    press(ann, "2")
    assert len(ann.get("/history?words=pain").entries) == 1
    assert ann.get("/history?words=worry").entries == []


def test_feeling_very_low_shows_the_way_to_help_at_once(log_in: Callable[..., Browser]) -> None:
    ben = log_in("Ben", medicine="sertraline")
    choose(ben, "feeling_low")
    page = press(ben, "4", f"/days/{TODAY}/benefit-feeling_low")
    assert "You do not have to get through this alone." in page.text
