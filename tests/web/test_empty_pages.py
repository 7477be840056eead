"""A page with nothing on it yet says what will be there, and has the one thing to do."""

import pytest

from tests.web.client import Browser

EMPTY = [
    ("/", "Here you will see whether you took it", "Log a dose, the first one; later it takes one tap", "/doses/new"),
    ("/history", "Each dose and each check-in will stand here", "Log a dose", "/doses/new"),
    ("/history/2026-11-23", "all else you record on it", "Log a dose", "/doses/new?when=earlier&on=2026-11-23"),
    ("/trends", "Three rated days are enough for a first picture", "How are you?", "/check-ins/new"),
    ("/exports/new", "What you log will be in it", "Log a dose", "/doses/new"),
    ("/medicine", "Enter what your prescriber ordered", "Enter what is planned", "/regimens/new"),
    ("/medicines", "No times are planned.", "Add a medicine", "/medicines/new"),
    ("/history/deleted", "What you delete waits here", "Back to History", "/history"),
    ("/devices", "Log in on one, and it stands here", "Back to More", "/settings"),
]


@pytest.mark.parametrize(("address", "sentence", "words", "leads_to"), EMPTY)
def test_an_empty_page_says_what_will_be_there(
    owner: Browser, address: str, sentence: str, words: str, leads_to: str
) -> None:
    page = owner.get(address)
    assert sentence in page.text
    assert page.link(words) == leads_to
    owner.get(leads_to)


@pytest.mark.parametrize("address", ["/history", "/history/2026-11-23", "/exports/new", "/"])
def test_with_something_recorded_nothing_is_said_of_what_will_be_there(owner: Browser, address: str) -> None:
    owner.log_dose()
    text = owner.get(address).text
    assert not [sentence for _, sentence, _, _ in EMPTY if sentence in text]


def test_of_a_medicine_nothing_is_known_of_only_own_symptoms_are_asked_for(owner: Browser) -> None:
    own = {"name": "Valproate", "not_taken": "clonazepam"}
    owner.submit("/medicines/new?first=1", "/medicines", own)
    assert owner.get("/effects").link("Add a symptom of your own") == "/symptoms"
    assert "None of these" not in owner.get("/check-ins/new").text
    owner.submit("/symptoms", "/symptoms", {"name": "Itch"})
    assert "Itch" in owner.get("/effects").text
    assert "None of these 1" in owner.get("/check-ins/new").text
