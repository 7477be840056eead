"""The pages of own symptoms: found from where they are needed, asked before anything is merged, nothing lost."""

import re

import pytest

from journal.core.record.symptoms import own_key
from tests.web.client import Browser, Page

ITCH, RASH = own_key("Itch"), own_key("Rash")
AT = f"/symptoms/{ITCH}"


def asked(browser: Browser) -> list[str]:
    """What a new check-in asks for besides the list."""
    page = browser.get("/check-ins/new")
    fields = [field.get("name") or "" for field in page.document.iter("input")]
    return list(dict.fromkeys(name.removeprefix("rating-") for name in fields if name.startswith("rating-own_")))


def rate(browser: Browser, name: str, severity: int = 2, **more: str) -> str:
    return browser.check_in(new_symptom=name, **{"rating-new": str(severity)}, **more)


def plain(words: str) -> str:
    """The words of a page without the spaces that stand where an element ends."""
    return re.sub(r" (?=[.,?])", "", words)


def lists(page: Page) -> list[str]:
    return page.words("links")


def test_it_is_reached_from_more_and_from_the_check_in_and_leads_back(owner: Browser) -> None:
    assert owner.get("/check-ins/new").link("Your own symptoms") == "/symptoms"
    assert "/symptoms" in {link.get("href") for link in owner.get("/settings").document.iter("a")}
    page = owner.get("/symptoms")
    assert page.link("Back to More") == "/settings"
    assert "You have none yet." in page.text


def test_one_is_added_here_and_asked_for_from_then_on(owner: Browser, stranger: Browser) -> None:
    page = owner.follow(owner.submit("/symptoms", "/symptoms", {"name": " Itch "}))
    assert page.notice == "Added: Itch The next check-in asks for it."
    assert lists(page) == ["Itch Not rated yet"]
    assert asked(owner) == [ITCH]
    assert asked(stranger) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "a word or two"),
        ("x" * 61, "61 characters"),
        ("Dizziness", "on the list already"),
        ("ITCH", "on your list"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_kept(owner: Browser, name: str, sentence: str) -> None:
    owner.submit("/symptoms", "/symptoms", {"name": "Itch"})
    page = owner.submit("/symptoms", "/symptoms", {"name": name}, 422)
    assert sentence in page.error_beside("name")
    assert page.fields("/symptoms")["name"] == name
    assert len(lists(page)) == 1


def test_the_list_says_how_often_and_when_last(owner: Browser) -> None:
    rate(owner, "Itch", when="earlier", on="2026-11-20", at="12:00")
    rate(owner, "Rash")
    rate(owner, "itch", when="earlier", on="2026-11-22", at="12:00")
    assert lists(owner.get("/symptoms")) == ["Itch Rated in 2 check-ins, last yesterday Rash Rated once: today"]


def test_a_new_name_stands_everywhere_and_the_one_before_is_told(owner: Browser) -> None:
    entry_id = rate(owner, "Itch")
    page = owner.follow(owner.submit(AT, AT, {"name": "Itchy  skin"}))
    assert page.notice.startswith("Saved: Itchy skin")
    assert "Itchy skin moderate" in owner.get("/history").entries[0]
    for words in ("ITCHY", "itch"):
        assert len(owner.get(f"/history?words={words}").entries) == 1
    assert "Itchy skin" in owner.get("/trends").text
    assert "Called “Itch” until today, 12:00" in owner.get(AT).text
    owner.submit(f"/check-ins/{entry_id}", "", {"note": "more"})
    assert "Itchy skin moderate" in owner.get(f"/check-ins/{entry_id}").text


def test_a_rename_from_an_old_page_is_asked_about_and_what_was_typed_stays(owner: Browser) -> None:
    rate(owner, "Itch")
    one, other = owner.get(AT), owner.get(AT)
    owner.send(one, AT, {"name": "Itchy skin"})
    page = owner.send(other, AT, {"name": "Rash"}, 409)
    assert "changed in another window" in page.notice
    assert page.h1 == "Itchy skin"
    assert page.fields(AT)["name"] == "Rash"
    owner.send(page, AT)
    assert owner.get(AT).h1 == "Rash"


def test_a_rename_over_another_one_is_refused(owner: Browser) -> None:
    rate(owner, "Itch")
    rate(owner, "Rash")
    page = owner.submit(AT, AT, {"name": "rash"}, 422)
    assert "You have “Rash” already" in page.error_beside("name")
    assert page.fields(AT)["name"] == "rash"


def test_a_hidden_one_is_not_asked_for_and_stays_in_the_past(owner: Browser) -> None:
    entry_id = rate(owner, "Itch", 3)
    page = owner.follow(owner.submit(AT, f"{AT}/visibility"))
    assert "Check-ins do not ask for it." in page.notice
    assert asked(owner) == []
    assert "Itch severe" in owner.get("/history").entries[0]
    assert len(owner.get(f"/history?effect={ITCH}").entries) == 1
    assert "Itch" in owner.get(f"/trends?effect={ITCH}").text
    owner.submit(f"/check-ins/{entry_id}", "", {"note": "edited"})  # its form still holds the answer
    assert "Itch severe" in owner.get("/history").entries[0]
    page = owner.follow(owner.send(page, f"{AT}/visibility"))
    assert page.notice == "Asked for again: Itch"
    assert asked(owner) == [ITCH]


def test_same_as_last_time_leaves_a_hidden_one_out(owner: Browser, clock) -> None:
    owner.check_in({"drowsiness": 1}, new_symptom="Itch", **{"rating-new": "3"})
    owner.submit(AT, f"{AT}/visibility")
    clock.shift(3600)
    owner.check_in(quick="same")
    assert "Drowsiness mild" in owner.get("/history").entries[0]
    assert "Itch" not in owner.get("/history").entries[0]


def test_a_merger_is_asked_about_first_and_then_done(owner: Browser) -> None:
    owner.check_in({"drowsiness": 1}, new_symptom="Itch", **{"rating-new": "3"})
    rate(owner, "Rash", 1)
    owner.check_in({ITCH: 4, RASH: 2})
    ask = owner.get(f"{AT}/merger?into={RASH}")
    assert plain(ask.h1) == "Make “Itch” part of “Rash”?"
    assert "2 check-ins that rate “Itch” will show it as “Rash”" in plain(ask.text)
    assert "1 check-in rates both. There the worse answer stands." in plain(ask.text)
    assert asked(owner) == [ITCH, RASH]  # nothing has happened yet
    page = owner.follow(owner.send(ask, f"{AT}/merger"))
    assert page.notice == "“Itch” is now part of “Rash”."
    assert asked(owner) == [RASH]
    rows = owner.get("/history").entries
    assert any("Rash very severe" in row for row in rows)
    assert not any("Itch" in row for row in rows)
    assert len(owner.get(f"/history?effect={ITCH}").entries) == 3  # an address of before leads on
    assert owner.get(f"/trends?effect={ITCH}").status == 200
    links = (link.get("href") or "" for link in owner.get(f"/history?effect={ITCH}&severity=4").document.iter("a"))
    said = owner.get(next(href for href in links if href.startswith("/check-ins/"))).text
    assert "Earlier versions (1)" in said
    assert "a symptom merged by you" in said
    assert "Itch" in said


@pytest.mark.parametrize("into", ["", ITCH, "levitation", "own_0"])
def test_what_cannot_be_merged_into_is_refused(owner: Browser, into: str) -> None:
    rate(owner, "Itch")
    assert "the same as" in owner.get(f"{AT}/merger?into={into}", 400).error_beside("into")
    owner.post(f"{AT}/merger", owner.marks() | {"into": into, "seen": ""}, 422)
    assert asked(owner) == [ITCH]


def test_a_merger_from_an_old_page_is_asked_about_again(owner: Browser) -> None:
    rate(owner, "Itch")
    rate(owner, "Rash")
    ask = owner.get(f"{AT}/merger?into={RASH}")
    owner.submit(f"/symptoms/{RASH}", "", {"name": "Rash on the arm"})
    again = owner.send(ask, f"{AT}/merger", status=409)
    assert "changed in another window" in again.notice
    assert plain(again.h1) == "Make “Itch” part of “Rash on the arm”?"
    owner.send(again, f"{AT}/merger")
    assert asked(owner) == [RASH]


def test_what_is_sent_to_one_that_was_merged_or_removed_meanwhile_is_answered(owner: Browser) -> None:
    rate(owner, "Itch")
    rate(owner, "Rash")
    old, ask = owner.get(AT), owner.get(f"{AT}/merger?into=drowsiness")
    owner.send(owner.get(f"{AT}/merger?into={RASH}"), f"{AT}/merger")
    for page, action, fields in (
        (old, AT, {"name": "Itchy"}),
        (old, f"{AT}/visibility", {}),
        (ask, f"{AT}/merger", {}),
    ):
        told = owner.send(page, action, fields, 409)
        assert told.h1 == "“Itch” is not on your list any more"
        assert told.link("Rash") == f"/symptoms/{RASH}"
    assert "You had written “Itchy”" in owner.send(old, AT, {"name": "Itchy"}, 409).text
    assert "It is part of “Rash” now." in plain(owner.get(AT).text)
    assert "It is part of “Rash” now." in plain(owner.get(f"{AT}/merger?into=drowsiness").text)
    assert "It is part of" in owner.post(f"{AT}/removal", owner.marks(), 409).text


def test_only_one_that_is_not_rated_can_be_removed(owner: Browser) -> None:
    owner.submit("/symptoms", "/symptoms", {"name": "Itch"})
    page = owner.get(AT)
    entry_id = rate(owner, "Itch")
    assert "Check-ins rate it, so it stays." in owner.get(AT).text
    assert "stays" in owner.send(page, f"{AT}/removal", status=409).notice
    owner.submit(f"/check-ins/{entry_id}", f"/entries/{entry_id}/deletion")
    page = owner.follow(owner.submit(AT, f"{AT}/removal"))
    assert page.notice == "Removed. No check-in rated it."
    assert asked(owner) == []
    assert "It was removed." in owner.get(AT).text
    assert "Itch moderate" in owner.get(f"/check-ins/{entry_id}").text  # the deleted one is still told by its name


def test_undo_on_today_takes_a_new_symptom_away_and_putting_back_brings_it_back(owner: Browser) -> None:
    entry_id = rate(owner, "Itch")
    owner.submit(f"/?saved={entry_id}", f"/entries/{entry_id}/deletion")
    assert asked(owner) == []
    owner.submit("/history/deleted", f"/entries/{entry_id}/restoration")
    assert asked(owner) == [ITCH]


def test_a_form_that_lists_one_that_is_gone_is_saved_with_it(owner: Browser) -> None:
    entry_id = rate(owner, "Itch")
    open_form = owner.get("/check-ins/new")
    owner.submit(f"/check-ins/{entry_id}", f"/entries/{entry_id}/deletion")
    refused = owner.send(open_form, "/check-ins", {f"rating-{ITCH}": "3", "mood": "9"}, 422)
    assert refused.fields("/check-ins")[f"rating-{ITCH}"] == "3"
    owner.send(open_form, "/check-ins", {f"rating-{ITCH}": "3"})
    assert "Itch severe" in owner.get("/history").entries[0]
    assert asked(owner) == [ITCH]


def test_an_effect_of_the_list_is_not_added_in_a_check_in(owner: Browser) -> None:
    page = owner.submit("/check-ins/new", "/check-ins", {"new_symptom": "dizziness", "rating-new": "2"}, 422)
    assert "on the list already: “Dizziness”" in page.error_beside("new_symptom")
    assert page.fields("/check-ins")["new_symptom"] == "dizziness"


WORDS = ["café", "Übelkeit", "naïve", "đau đầu", "두통", "ångest"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_word_is_found_whichever_way_its_accents_are_spelled(owner: Browser, form: str) -> None:
    import unicodedata

    for word in WORDS:
        for spelled in ("NFC", "NFD"):
            owner.log_dose(note=f"{unicodedata.normalize(spelled, word)} today")
    for word in WORDS:
        for cased in (word, word.upper()):
            page = owner.get("/history", query_string={"words": unicodedata.normalize(form, cased)})
            assert len(page.entries) == 2, word


def test_search_ignores_invisible_signs_and_kinds_of_apostrophes(owner: Browser) -> None:
    owner.log_dose(note="couldn\u2019t\u200b sleep\nat all")
    for words in ("couldn't sleep", "\u202eSLEEP at", " couldn`t  sleep "):
        assert len(owner.get("/history", query_string={"words": words}).entries) == 1
    assert owner.get("/history", query_string={"words": "could not"}).entries == []
    assert len(owner.get("/history", query_string={"words": "\u200b"}).entries) == 1  # asks for nothing
    assert "couldn\u2019t\u200b sleep" in owner.get("/history").html
