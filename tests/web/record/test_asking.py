"""A check-in that knows somebody: what came lately first, the rest folded, the last answer beside each row."""

from datetime import timedelta

import pytest

from journal.core.record.symptoms import own_key
from tests.web.client import Browser, Page

ITCH = own_key("Itch")
FORM = "/check-ins/new"


def part(page: Page, holder: str) -> list[str]:
    """The effects asked for in a part of the page, in their order."""
    (found,) = page.all(holder)
    names = [field.get("name") or "" for field in found.iter("input")]
    return list(dict.fromkeys(n.removeprefix("rating-") for n in names if n.startswith("rating-") and n[7:] != "new"))


def first(page: Page) -> list[str]:
    """What is asked before the fold."""
    every = part(page, "form")
    return every[: len(every) - len(part(page, "asked-rest"))]


def is_folded(page: Page) -> bool:
    (fold,) = page.all("asked-rest")
    return "open" not in fold.attrib


def rings(page: Page) -> dict[str, str]:
    """The value with the ring of the last answer, by field."""
    tiles = [tile.find("input") for tile in page.all("tile-last")]
    return {str(field.get("name")): str(field.get("value")) for field in tiles if field is not None}


def test_somebody_new_sees_everything_at_once(owner: Browser) -> None:
    page = owner.get(FORM)
    assert first(page) == ["drowsiness", "fatigue", "dizziness"]
    assert not is_folded(page)
    assert rings(page) == {}
    assert "last:" not in page.text


def test_what_came_lately_is_asked_first_and_the_rest_is_folded(owner: Browser, stranger: Browser) -> None:
    owner.check_in({"memory": 2, "mood_low": 4, "saliva": 1, "fatigue": 0})
    page = owner.get(FORM)
    assert first(page) == ["memory", "saliva", "mood_low"]
    assert part(page, "asked-rest") == [
        "drowsiness", "fatigue", "dizziness", "coordination", "weakness", "appetite", "mood_irritable",
    ]  # fmt: skip
    assert is_folded(page)
    assert "7 more, mood, a note" in page.text
    assert first(stranger.get(FORM)) == ["drowsiness", "fatigue", "dizziness"]


@pytest.mark.parametrize(("at", "asked"), [("12:01", "memory"), ("12:00", "dizziness")])
def test_after_two_weeks_it_is_no_longer_lately(owner: Browser, at: str, asked: str) -> None:
    """It is half a minute past noon."""
    owner.check_in({"memory": 2}, when="earlier", on="2026-11-09", at=at)
    page = owner.get(FORM)
    assert first(page) == ["drowsiness", "fatigue", asked]
    assert is_folded(page) == (asked == "memory")


def test_a_check_in_that_was_deleted_counts_for_nothing(owner: Browser) -> None:
    entry_id = owner.check_in({"memory": 2})
    owner.send(owner.get(f"/check-ins/{entry_id}"), f"/entries/{entry_id}/deletion")
    assert first(owner.get(FORM)) == ["drowsiness", "fatigue", "dizziness"]


def test_the_last_answer_is_a_ring_and_a_word(owner: Browser, clock) -> None:
    owner.check_in({"fatigue": 1, "memory": 3})
    clock.shift(timedelta(minutes=20))
    owner.check_in({"fatigue": 2, "saliva": 0})
    page = owner.get(FORM)
    assert rings(page) == {"rating-fatigue": "2", "rating-memory": "3", "rating-saliva": "0"}
    assert [words for words in page.words("asked-last") if words] == ["last: moderate", "last: severe", "last: none"]
    assert page.fields("/check-ins")["rating-fatigue"] == ""  # shown, and not chosen


def test_of_two_check_ins_of_one_minute_the_later_one_is_the_last(owner: Browser) -> None:
    for severity in (4, 1):
        owner.check_in({"fatigue": severity}, when="earlier", on="2026-11-23", at="09:00")
    assert rings(owner.get(FORM)) == {"rating-fatigue": "1"}


def test_a_form_for_an_earlier_time_shows_what_was_the_last_answer_then(owner: Browser) -> None:
    owner.check_in({"fatigue": 1}, when="earlier", on="2026-11-20", at="09:00")
    owner.check_in({"fatigue": 4}, when="earlier", on="2026-11-23", at="09:00")
    then = {"mood": "6", "when": "earlier", "on": "2026-11-21", "at": "09:00"}
    assert rings(owner.submit(FORM, "/check-ins", then, 422)) == {"rating-fatigue": "1"}


def test_an_own_symptom_that_comes_again_is_asked_first_and_a_hidden_one_never(owner: Browser) -> None:
    owner.check_in(new_symptom="Itch", **{"rating-new": "2"})
    assert first(owner.get(FORM)) == ["drowsiness", "fatigue", ITCH]
    owner.submit(f"/symptoms/{ITCH}", f"/symptoms/{ITCH}/visibility")
    page = owner.get(FORM)
    assert ITCH not in part(page, "form")


def test_what_was_merged_comes_first_under_what_it_is_now(owner: Browser) -> None:
    owner.check_in(new_symptom="Itch", **{"rating-new": "2"})
    merger = f"/symptoms/{ITCH}/merger"
    owner.send(owner.get(f"{merger}?into=memory"), merger)
    page = owner.get(FORM)
    assert first(page) == ["drowsiness", "fatigue", "memory"]
    assert rings(page) == {"rating-memory": "2"}


@pytest.mark.parametrize(
    "fields",
    [
        {"rating-drowsiness": "9"},
        {"rating-appetite": "2", "mood": "6"},
        {"note": "x" * 6000},
        {"rating-new": "2"},
        {"rating-memory": "1", "when": "earlier", "on": "2026-02-30", "at": "08:00"},
    ],
)
def test_a_form_shown_again_with_something_folded_is_open(owner: Browser, fields: dict[str, str]) -> None:
    owner.check_in({"memory": 2, "mood_low": 4, "saliva": 1})
    page = owner.submit(FORM, "/check-ins", fields, 422)
    assert not is_folded(page)


def test_a_check_in_that_is_changed_shows_what_it_rates_and_opens_the_rest(owner: Browser) -> None:
    entry_id = owner.check_in({"appetite": 2, "mood_low": 1})
    page = owner.get(f"/check-ins/{entry_id}")
    assert first(page) == ["appetite", "mood_low"]
    assert not is_folded(page)
    assert rings(page) == {}


def test_none_of_these_covers_what_is_folded_and_says_so(owner: Browser) -> None:
    owner.check_in({"memory": 2}, new_symptom="Itch", **{"rating-new": "2"})
    page = owner.get(FORM)
    assert is_folded(page)
    assert "None of these 11" in page.text
    saved = owner.follow(owner.send(page, "/check-ins", {"quick": "none"}))
    assert saved.notice.startswith("Saved: check-in, none of the side effects")
    assert "“None” is recorded for all 11, those under “Anything else?” too." in saved.notice
    assert rings(owner.get(FORM))[f"rating-{ITCH}"] == "0"


def test_none_of_the_others_is_said_too(owner: Browser) -> None:
    saved = owner.follow(owner.submit(FORM, "/check-ins", {"quick": "none", "rating-memory": "3"}))
    assert "“None” is recorded for the other 9, those under “Anything else?” too." in saved.notice
    saved = owner.follow(owner.submit(FORM, "/check-ins", {"rating-memory": "3", "rating-fatigue": "0"}))
    assert "“None”" not in saved.notice


def test_mood_runs_from_very_good_to_very_low_and_its_numbers_stay(owner: Browser) -> None:
    page = owner.get(FORM)
    fields = [field for field in page.document.iter("input") if field.get("name") == "mood"]
    assert [field.get("value") for field in fields] == ["5", "4", "3", "2", "1", ""]
    (mood,) = page.words("asked-mood")
    words = ("very good", "good", "so-so", "low", "very low", "no answer")
    assert mood.endswith(" ".join(words))
    owner.check_in(mood="5")
    assert "mood very good" in owner.get("/history").entries[0]


def test_a_medicine_of_its_own_asks_its_own_questions(tester: Browser) -> None:
    page = tester.get(FORM)
    assert first(page) == ["tingling", "numbness", "thirst"]
    assert page.words("label")[0] == "Tingling"
    assert "None of these 4" in page.text
