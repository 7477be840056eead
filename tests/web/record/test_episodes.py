"""Episodes: start, how long, how strong, a note."""

import pytest

from tests.web.client import Browser, Page
from tests.web.lint import words_of

NOTE = "<i>after</i> $x^2$ \u202eليل"


def history(browser: Browser) -> list[str]:
    return browser.get("/history").entries


def test_an_episode_is_logged(owner: Browser) -> None:
    page = owner.follow(
        owner.submit("/episodes/new", "/episodes", {"what": "panic_attack", "minutes": "25", "severity": "3"})
    )
    assert "Saved: Panic attack 25 minutes" in page.notice
    assert "severe" in page.entries[0]


def test_the_kinds_are_the_monographs(owner: Browser, tester: Browser) -> None:
    assert "Seizure" in owner.get("/episodes/new").text
    made_up = tester.get("/episodes/new")
    assert "Seizure" not in made_up.text
    assert made_up.fields("/episodes")["what"] == "hiccups"  # the only one is chosen already
    tester.submit("/episodes/new", "/episodes", {"minutes": "90"})
    assert "Spell of hiccups 1 hour 30 minutes" in history(tester)[0]


def test_length_and_strength_may_stay_unknown(owner: Browser) -> None:
    entry_id = owner.log_episode(what="seizure", note=NOTE)
    assert NOTE in history(owner)[0]
    kept = owner.get(f"/episodes/{entry_id}").fields(f"/episodes/{entry_id}")
    assert (kept["minutes"], kept["severity"]) == ("", "")


def buttons(page: Page) -> list[str]:
    return [words_of(button) for button in page.document.iter("button") if button.get("name") == "what"]


def test_what_it_was_is_the_button_that_saves_it_and_the_rest_can_follow(owner: Browser) -> None:
    page = owner.get("/episodes/new")
    assert buttons(page)[1:3] == ["Seizure, it began just now", "Panic attack, it began just now"]
    saved = owner.follow(owner.send(page, "/episodes", {"what": "seizure"}))
    assert saved.notice.startswith("Saved: Seizure, 12:00 Add length and strength")
    form = owner.get(saved.link("Add length and strength").partition("#")[0])
    address = next(form.forms()).get("action") or ""
    done = owner.follow(owner.send(form, address, {"minutes": "3", "severity": "2"}))
    assert done.h1 == "Monday 23 November"
    assert done.notice.startswith("Saved: Seizure 3 minutes")
    assert "Add length" not in done.text


def test_of_an_episode_that_says_more_nothing_is_asked_for(owner: Browser) -> None:
    for fields in ({"minutes": "3"}, {"severity": "1"}):
        saved = owner.follow(owner.submit("/episodes/new", "/episodes", {"what": "seizure"} | fields))
        assert "Add length and strength" not in saved.text
    dose = owner.follow(owner.submit("/doses/new", "/doses", {"amount": "0.5"}))
    assert "Add length and strength" not in dose.text


def test_the_enter_key_inside_a_field_does_not_say_what_it_was(owner: Browser) -> None:
    page = owner.get("/episodes/new")
    first = next(page.form("/episodes").iter("button"))
    assert (first.get("name"), first.get("value")) == ("what", "")
    asked = owner.send(page, "/episodes", {"what": "", "minutes": "3"}, 422)
    assert "Choose what it was" in asked.error_beside("what")
    assert asked.fields("/episodes")["minutes"] == "3"
    assert history(owner) == []


REFUSED = [
    ({"what": None}, "what", "Choose what it was"),
    ({"what": "party"}, "what", "Choose what it was"),
    ({"what": "hiccups"}, "what", "Choose what it was"),
    ({"minutes": "0"}, "minutes", "between 1 and 1440"),
    ({"minutes": "-4"}, "minutes", "between 1 and 1440"),
    ({"minutes": "1441"}, "minutes", "between 1 and 1440"),
    ({"minutes": "9" * 5000}, "minutes", "between 1 and 1440"),
    ({"minutes": "ten"}, "minutes", "between 1 and 1440"),
    ({"minutes": "²"}, "minutes", "between 1 and 1440"),
    ({"severity": "7"}, "severity", "one of the five"),
    ({"when": "earlier", "on": "2027-01-01", "at": "10:00"}, "on", "future"),
    ({"when": "earlier", "on": "2026-03-29", "at": "02:10"}, "at", "no such time"),
    ({"note": "y" * 20_000}, "note", "20,000"),
    ({"note": "\x00"}, "note", "cannot be stored"),
]


@pytest.mark.parametrize(("fields", "field", "sentence"), REFUSED)
def test_bad_input_is_refused_and_kept(
    owner: Browser, fields: dict[str, str | None], field: str, sentence: str
) -> None:
    typed = {"what": "seizure", "minutes": "3", "severity": "4", "note": NOTE} | fields
    page = owner.submit("/episodes/new", "/episodes", typed, 422)
    assert sentence in page.error_beside(field)
    kept = page.fields("/episodes")
    for name, text in typed.items():
        if text is not None and name not in {"what", "severity"}:
            assert kept[name] == text.replace("\x00", "\ufffd")
    if field != "severity":
        assert kept["severity"] == "4"
    assert history(owner) == []


def test_the_same_form_twice_is_one_episode(owner: Browser) -> None:
    page = owner.get("/episodes/new")
    for _ in range(2):
        owner.send(page, "/episodes", {"what": "seizure"})
    assert len(history(owner)) == 1
    conflict = owner.send(page, "/episodes", {"what": "panic_attack"}, 409)
    assert "Seizure" in conflict.text
    assert "panic attack" in conflict.text.lower().replace("_", " ")


def test_of_very_many_versions_the_newest_are_shown(owner: Browser) -> None:
    entry_id = owner.log_episode()
    address = f"/episodes/{entry_id}"
    form = owner.get(address).fields(address)
    for n in range(1, 52):
        owner.post(address, form | {"version": str(n), "minutes": str(n)})
        if n == 50:
            assert "are shown" not in owner.get(address).text
    page = owner.get(address)
    assert "Earlier versions (51)" in page.text
    assert "The newest 50 are shown." in page.text
    assert len(page.document.findall(".//ol[@class='versions']/li")) == 50


def test_edit_earlier_versions_delete_and_put_back(owner: Browser) -> None:
    entry_id = owner.log_episode(minutes="5", severity="2", note="first")
    address = f"/episodes/{entry_id}"
    page = owner.follow(owner.submit(address, "", {"minutes": "15", "severity": "", "note": "second"}))
    assert "15 minutes" in page.entries[0]
    shown = owner.get(address)
    assert "Earlier versions (1)" in shown.text
    assert "Panic attack 5 minutes" in shown.text
    owner.send(shown, f"/entries/{entry_id}/deletion")
    deleted = owner.get(address)
    assert "This episode is deleted." in deleted.text
    owner.send(deleted, f"/entries/{entry_id}/restoration")
    assert "second" in history(owner)[0]
    conflict = owner.send(shown, address, {"minutes": "1"}, 409)
    assert "15 minutes" in conflict.text


def test_a_bad_edit_is_refused_and_kept(owner: Browser) -> None:
    entry_id = owner.log_episode()
    page = owner.submit(f"/episodes/{entry_id}", "", {"minutes": "long", "note": NOTE}, 422)
    assert page.fields(f"/episodes/{entry_id}")["note"] == NOTE
    assert page.fields(f"/episodes/{entry_id}")["minutes"] == "long"
