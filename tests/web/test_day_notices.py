"""What is told and asked about a day: driving after a strong rating, a drive, alcohol and another sedative."""

import pytest

from journal.core.record.days import day_id
from journal.core.values.periods import read_date
from tests.web.client import Browser, Page

TODAY = "2026-11-23"
LABEL = "From the US label: do not drive or use machines until you know how clonazepam affects you."
HELP = "Confused, hard to wake or breathing slowly: whom to call, and what to do"
DROVE = "You drove on a day on which drowsiness was rated severe."
ALCOHOL = "Alcohol and Clonazepam on one day can make you far too sleepy and slow your breathing."
SEDATIVE = "Another sedative and Clonazepam on one day can make you far too sleepy and slow your breathing."


def checked_in(owner: Browser, **ratings: str) -> Page:
    rated = {f"rating-{effect}": severity for effect, severity in ratings.items()}
    return owner.follow(owner.submit("/check-ins/new", "/check-ins", rated))


def answered(owner: Browser, on: str = TODAY, **answers: str) -> Page:
    page = owner.get(f"/days/{on}")
    action = next(str(form.get("action")) for form in page.forms() if str(form.get("action")).startswith("/days"))
    return owner.follow(owner.send(page, action, answers))


def test_driving_is_asked_about_after_a_strong_rating_and_answered_by_one_press(owner: Browser) -> None:
    page = checked_in(owner, drowsiness="3")
    assert f"Drowsiness: severe. {LABEL}" in page.text
    assert "Did you drive that day?" in page.text
    page = owner.follow(owner.send(page, f"/days/{TODAY}/drove", {"answer": "yes"}))
    assert "Saved: The day drove, today" in page.text
    assert DROVE in page.text


@pytest.mark.parametrize("ratings", [{"drowsiness": "2"}, {"memory": "4"}])
def test_below_the_threshold_nothing_is_told_or_asked(owner: Browser, ratings: dict[str, str]) -> None:
    page = checked_in(owner, **ratings)
    assert LABEL not in page.text
    assert "Did you drive" not in page.text


def test_a_no_is_kept_and_not_asked_for_again(owner: Browser) -> None:
    owner.send(checked_in(owner, dizziness="4"), f"/days/{TODAY}/drove", {"answer": "no"})
    page = checked_in(owner, dizziness="3")
    assert f"Dizziness: severe. {LABEL}" in page.text
    assert "Did you drive" not in page.text


def test_the_question_stands_once_more_where_the_answer_was_deleted(owner: Browser) -> None:
    owner.log_day(TODAY, drove="no")
    owner.submit(f"/days/{TODAY}", f"/entries/{day_id(read_date(TODAY))}/deletion")
    assert "Did you drive that day?" in checked_in(owner, coordination="3").text


def test_a_drive_before_the_rating_is_told_when_the_day_is_changed(owner: Browser) -> None:
    assert DROVE not in answered(owner, drove="yes").text
    checked_in(owner, drowsiness="3")
    assert DROVE in answered(owner, fell="no").text


@pytest.mark.parametrize(("question", "sentence"), [("alcohol", ALCOHOL), ("sedative", SEDATIVE)])
def test_both_on_one_day_are_told_with_the_way_to_help(owner: Browser, question: str, sentence: str) -> None:
    owner.log_dose()
    page = answered(owner, **{question: "yes"})
    assert sentence in page.text
    assert page.link(HELP) == "/emergency#too-much"
    assert sentence in owner.get(f"/days/{TODAY}").text


@pytest.mark.parametrize(("question", "sentence"), [("alcohol", ALCOHOL), ("sedative", SEDATIVE)])
def test_the_first_dose_after_such_an_answer_is_told_and_the_next_is_not(
    owner: Browser, question: str, sentence: str
) -> None:
    assert sentence not in answered(owner, **{question: "yes"}).text  # no dose is recorded yet
    one = owner.log_dose()
    assert sentence in owner.get(f"/doses/{one}").text
    two = owner.log_dose()
    assert sentence not in owner.get(f"/doses/{two}").text


def test_a_dose_of_another_day_or_of_another_medicine_says_nothing(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-22", at="20:00")
    other = owner.add_medicine("Vitamin D")
    owner.log_dose(medicine=other, amount="0.5")
    assert ALCOHOL not in answered(owner, alcohol="yes").text


def test_an_answer_taken_back_strikes_what_was_told(owner: Browser) -> None:
    owner.log_dose()
    answered(owner, alcohol="yes")
    assert ALCOHOL not in answered(owner, alcohol="no").text
    assert ALCOHOL in answered(owner, alcohol="yes").text  # true again
