"""The page of what a check-in asks: watch an effect, move one, without a script; and how it is right now."""

import pytest

from journal.core.record.symptoms import own_key
from tests.web.client import Browser
from tests.web.record.test_asking import FORM, first, is_folded, part

ITCH = own_key("Itch")
NEW = ["drowsiness", "fatigue", "dizziness"]


def press(browser: Browser, status: int = 303, **button: str) -> str:
    """Press a button of the page; where that leads."""
    return str(browser.submit("/effects", "/effects", button, status).location)


def asked_now(browser: Browser) -> list[str]:
    """The effects that are asked for right now."""
    fields = browser.get(FORM).fields("/check-ins")
    return [name.removeprefix("now-") for name in fields if name.startswith("now-")]


def test_it_is_reached_from_more_and_from_the_check_in(owner: Browser) -> None:
    assert owner.get(FORM).link("What a check-in asks") == "/effects"
    assert "/effects" in {link.get("href") for link in owner.get("/settings").document.iter("a")}
    page = owner.get("/effects")
    assert page.link("Back to More") == "/settings"
    assert page.link("Your own symptoms") == "/symptoms"


def test_what_is_watched_comes_first_and_is_asked_for_right_now(owner: Browser, stranger: Browser) -> None:
    assert asked_now(owner) == ["drowsiness"]
    assert press(owner, watch="mood_low") == "/effects#effect-mood_low"
    press(owner, watch="mood_low")  # twice is once
    page = owner.get(FORM)
    assert first(page) == ["drowsiness", "fatigue", "mood_low"]
    assert is_folded(page)
    assert asked_now(owner) == ["drowsiness", "mood_low"]
    assert asked_now(stranger) == ["drowsiness"]
    press(owner, unwatch="mood_low")
    assert first(owner.get(FORM)) == NEW
    assert asked_now(owner) == ["drowsiness"]


def test_an_effect_moves_and_the_same_press_twice_moves_it_once(owner: Browser, stranger: Browser) -> None:
    page = owner.get("/effects")
    names = [words.split(" watch")[0] for words in page.words("effect-name")]
    assert names[:3] == ["Drowsiness", "Fatigue", "Dizziness"]
    for _again in range(2):
        press(owner, before="dizziness/fatigue")
    assert first(owner.get(FORM)) == ["drowsiness", "dizziness", "fatigue"]
    press(owner, after="drowsiness/mood_low")
    assert part(owner.get(FORM), "form")[-1] == "drowsiness"
    assert first(stranger.get(FORM)) == NEW


def test_own_symptoms_are_watched_and_moved_as_all_others_are(owner: Browser) -> None:
    owner.submit("/symptoms", "/symptoms", {"name": "Itch"})
    assert owner.get("/effects").words("effect-name")[-1] == "Itch your own"
    press(owner, watch=ITCH)
    press(owner, before=f"{ITCH}/drowsiness")
    assert first(owner.get(FORM)) == [ITCH, "drowsiness", "fatigue"]
    owner.submit(f"/symptoms/{ITCH}", f"/symptoms/{ITCH}/visibility")
    assert ITCH not in owner.get("/effects").html
    assert first(owner.get(FORM)) == NEW


def test_what_is_merged_is_watched_as_what_it_is_now(owner: Browser) -> None:
    owner.check_in(new_symptom="Itch", **{"rating-new": "0"})
    press(owner, watch=ITCH)
    merger = f"/symptoms/{ITCH}/merger"
    owner.send(owner.get(f"{merger}?into=memory"), merger)
    assert asked_now(owner) == ["drowsiness", "memory"]
    press(owner, unwatch="memory")
    assert asked_now(owner) == ["drowsiness"]


@pytest.mark.parametrize(
    "button",
    [
        {},
        {"watch": "levitation"},
        {"watch": ITCH},
        {"before": "memory/levitation"},
        {"after": "memory"},
        {"after": "/"},
    ],
)
def test_what_is_not_asked_for_cannot_be_watched_or_moved(owner: Browser, button: dict[str, str]) -> None:
    before = owner.get("/effects").text
    press(owner, 404, **button)
    assert owner.get("/effects").text == before


def test_right_now_is_kept_shown_and_can_be_changed(owner: Browser) -> None:
    entry_id = owner.check_in({"drowsiness": 3, "fatigue": 1}, **{"now-drowsiness": "1"})
    assert "Drowsiness severe, mild right now" in owner.get("/history").entries[0]
    address = f"/check-ins/{entry_id}"
    assert owner.get(address).fields(address)["now-drowsiness"] == "1"
    owner.submit(address)
    assert "edited" not in owner.get("/history").entries[0]
    owner.submit(address, address, {"now-drowsiness": ""})
    assert "right now" not in owner.get("/history").entries[0]
    assert "Drowsiness severe, mild right now" in owner.get(address).text  # an earlier version
    owner.submit(address, address, {"now-drowsiness": "0"})
    assert "Drowsiness severe, none right now" in owner.get("/history").entries[0]


def test_an_answer_stays_in_the_form_when_its_effect_is_watched_no_more(owner: Browser) -> None:
    press(owner, watch="memory")
    entry_id = owner.check_in({"memory": 3}, **{"now-memory": "2"})
    press(owner, unwatch="memory")
    address = f"/check-ins/{entry_id}"
    owner.submit(address, address, {"note": "more"})
    assert "Memory severe, moderate right now" in owner.get("/history").entries[0]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"now-drowsiness": "2"}, "rating-drowsiness", "at its worst, too"),
        ({"rating-drowsiness": "1", "now-drowsiness": "2"}, "now-drowsiness", "cannot be worse than the worst"),
        ({"rating-drowsiness": "1", "now-drowsiness": "5"}, "now-drowsiness", "one of the five answers"),
        ({"quick": "none", "now-drowsiness": "1"}, "now-drowsiness", "cannot be worse than the worst"),
    ],
)
def test_what_cannot_be_right_now_is_said_beside_it(
    owner: Browser, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = owner.submit(FORM, "/check-ins", fields, 422)
    assert sentence in page.errors()[field]
    assert sentence in page.error_beside(field)
    assert owner.get("/history").entries == []


def test_right_now_is_not_repeated(owner: Browser) -> None:
    owner.check_in({"drowsiness": 3}, **{"now-drowsiness": "1"})
    assert "drowsiness severe " in owner.get(FORM).text
    owner.submit(FORM, "/check-ins", {"quick": "same"})
    assert "right now" not in owner.get("/history").entries[0]
    owner.submit(FORM, "/check-ins", {"quick": "same", "now-drowsiness": "2"})
    assert "Drowsiness severe, moderate right now" in owner.get("/history").entries[0]


def test_two_windows_with_another_answer_for_right_now_are_both_shown(owner: Browser) -> None:
    entry_id = owner.check_in({"drowsiness": 3})
    address = f"/check-ins/{entry_id}"
    one, other = owner.get(address), owner.get(address)
    owner.send(one, address, {"now-drowsiness": "1"})
    conflict = owner.send(other, address, {"now-drowsiness": "2"}, 409)
    assert "Different: drowsiness" in conflict.text
    assert "Drowsiness severe, mild right now" in conflict.text
    assert "Drowsiness severe, moderate right now" in conflict.text
    owner.send(conflict, address)
    assert "Drowsiness severe, moderate right now" in owner.get("/history").entries[0]


def test_where_two_became_one_the_worse_stands_also_of_right_now(owner: Browser) -> None:
    press(owner, watch="memory")
    owner.submit("/symptoms", "/symptoms", {"name": "Itch"})
    press(owner, watch=ITCH)
    owner.check_in({"memory": 3, ITCH: 2}, **{f"now-{ITCH}": "2"})
    owner.check_in({"memory": 1, ITCH: 4}, **{"now-memory": "1", f"now-{ITCH}": "0"})
    owner.check_in({"memory": 4, ITCH: 3}, **{"now-memory": "1", f"now-{ITCH}": "3"})
    merger = f"/symptoms/{ITCH}/merger"
    owner.send(owner.get(f"{merger}?into=memory"), merger)
    rows = owner.get("/history").entries
    assert "Memory very severe, severe right now" in rows[0]
    assert "Memory very severe, mild right now" in rows[1]
    assert "Memory severe, moderate right now" in rows[2]


def test_a_deleted_check_in_comes_back_with_right_now(owner: Browser) -> None:
    entry_id = owner.check_in({"drowsiness": 3}, **{"now-drowsiness": "1"})
    owner.send(owner.get(f"/check-ins/{entry_id}"), f"/entries/{entry_id}/deletion")
    owner.send(owner.get(f"/check-ins/{entry_id}"), f"/entries/{entry_id}/restoration")
    assert "Drowsiness severe, mild right now" in owner.get("/history").entries[0]
