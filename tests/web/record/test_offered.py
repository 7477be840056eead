"""A list that asks for a few effects by itself: the rest is offered, answered there, or chosen to be asked always."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from journal.core.medicine.monograph import Monograph, read_monograph
from tests.medicines import CLONAZEPAM, asking_few, write_monograph
from tests.web.client import Browser, Page
from tests.web.record.test_asking import FORM, first, part
from tests.web.record.test_effects import press

FEW = ["drowsiness", "dizziness", "memory"]
OFFERED = ["fatigue", "coordination", "weakness", "saliva", "appetite", "mood_irritable", "mood_low"]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Monograph:
    """The medicine of the owner, with a file that names three effects."""
    return asking_few(tmp_path_factory.mktemp("few"))


@pytest.fixture(autouse=True)
def known(app: Flask, few: Monograph) -> None:
    """What the journal knows of it."""
    parts = app.extensions["journal"]
    app.extensions["journal"] = replace(parts, monographs=parts.monographs | {"clonazepam": few})


def offered(page: Page) -> list[str]:
    """What stands under "more from the list"."""
    return part(page, "asked-offered") if page.all("asked-offered") else []


def rated(browser: Browser, entry_id: str) -> dict[str, str]:
    """The answers of a check-in."""
    fields = browser.get(f"/check-ins/{entry_id}").fields(f"/check-ins/{entry_id}")
    return {name[7:]: value for name, value in fields.items() if name.startswith("rating-") and value}


def save(browser: Browser, **fields: str) -> str:
    """Send the check-in's form as it stands with these answers; its id."""
    location = str(browser.submit(FORM, "/check-ins", {f.replace("_", "-", 1): v for f, v in fields.items()}).location)
    assert "saved=" in location
    return location.partition("saved=")[2].partition("&")[0]


def test_three_are_asked_and_the_rest_of_the_list_is_offered_below(owner: Browser) -> None:
    page = owner.get(FORM)
    assert first(page) == FEW
    assert offered(page) == OFFERED
    assert "None of these 3" in page.text
    assert "7 more from the list" in page.text
    assert "desire" not in part(page, "form")


def test_none_of_these_speaks_of_what_is_asked_and_not_of_what_is_offered(owner: Browser) -> None:
    entry_id = save(owner, quick="none")
    assert rated(owner, entry_id) == dict.fromkeys(FEW, "0")


def test_what_is_offered_is_answered_in_place_and_asked_for_as_long_as_it_comes(owner: Browser) -> None:
    entry_id = save(owner, rating_saliva="2", quick="none")
    assert rated(owner, entry_id) == dict.fromkeys(FEW, "0") | {"saliva": "2"}
    page = owner.get(FORM)
    assert "saliva" in first(page)
    assert "saliva" not in offered(page)
    assert "None of these 4" in page.text


def test_what_came_more_than_two_weeks_ago_is_offered_again(owner: Browser) -> None:
    owner.check_in({"saliva": 2}, when="earlier", on="2026-11-08", at="09:00")
    assert "saliva" in offered(owner.get(FORM))


def test_what_is_chosen_is_asked_from_then_on_and_leaving_it_folds_it_again(owner: Browser, stranger: Browser) -> None:
    assert press(owner, choose="saliva") == "/effects#choice-saliva"
    press(owner, choose="saliva")
    page = owner.get(FORM)
    assert "saliva" in part(page, "form")
    assert "saliva" not in offered(page)
    assert rated(owner, save(owner, quick="none")) == dict.fromkeys([*FEW, "saliva"], "0")
    assert "saliva" in offered(stranger.get(FORM))
    assert "Saliva" in " ".join(owner.get("/effects").words("effect-name"))
    press(owner, unchoose="saliva")
    assert "saliva" in offered(owner.get(FORM))


def test_what_is_delicate_is_asked_only_of_who_chose_it(owner: Browser) -> None:
    assert "Desire" in owner.get("/effects").text
    press(owner, choose="desire")
    save(owner, rating_desire="3")
    assert "desire" in part(owner.get(FORM), "form")
    press(owner, unchoose="desire")
    page = owner.get(FORM)
    assert "desire" not in part(page, "form")
    assert "Desire severe" in owner.get("/history").entries[0], "what was ever rated stays in the history"


def test_an_answer_to_what_is_only_offered_stays_when_the_form_comes_back_and_when_it_is_edited(owner: Browser) -> None:
    page = owner.submit(FORM, "/check-ins", {"rating-saliva": "2", "rating-new": "1"}, 422)
    assert page.fields("/check-ins")["rating-saliva"] == "2"
    assert "saliva" not in offered(page)
    entry_id = save(owner, rating_saliva="2")
    address = f"/check-ins/{entry_id}"
    owner.submit(address, address, {"note": "more"})
    assert rated(owner, entry_id) == {"saliva": "2"}


@pytest.mark.parametrize("button", [{"choose": "drowsiness"}, {"unchoose": "levitation"}, {"choose": "own_itch"}])
def test_only_what_a_list_leaves_to_be_chosen_can_be_chosen(owner: Browser, button: dict[str, str]) -> None:
    press(owner, 404, **button)


def test_what_nobody_can_know_is_in_no_answer(owner: Browser) -> None:
    """A field "offered" that names what is asked, or nothing that is, takes nothing out of an answer."""
    entry_id = owner.check_in({"memory": 2}, quick="none", offered="memory levitation")
    assert rated(owner, entry_id) == {"drowsiness": "0", "dizziness": "0", "memory": "2"}


def test_charts_know_what_was_rated_though_it_is_only_offered(owner: Browser) -> None:
    owner.check_in({"saliva": 3})
    assert "Saliva" in owner.get("/trends").text


def test_the_sheet_of_a_week_takes_what_is_offered_from_its_list(owner: Browser) -> None:
    sheet = "/week-sheets/2026-11-16"
    page = owner.get(sheet)
    names = {option.text or "" for option in page.document.iter("option")}
    assert "Saliva" in {name.strip() for name in names}
    assert "Desire" not in page.text
    owner.submit(sheet, sheet, {"other-2026-11-17-1": "saliva", "other-rating-2026-11-17-1": "2"})
    assert "Saliva moderate" in owner.get("/history").entries[0]


def test_a_bad_day_asks_for_what_a_check_in_asks_for(owner: Browser, app: Flask, tmp_path: Path) -> None:
    """Drowsiness, which a bad day asks for because it is asked for right now, is only offered by another file."""
    other = CLONAZEPAM.replace(
        "[[episodes]]", '[check_in]\nfirst = ["memory", "dizziness", "saliva"]\n\n[[episodes]]', 1
    )
    assert "How sleepy?" in owner.get("/bad-day").text
    parts, path = app.extensions["journal"], write_monograph(tmp_path, other)
    app.extensions["journal"] = replace(parts, monographs={"clonazepam": read_monograph(path)})
    text = owner.get("/bad-day").text
    assert "How sleepy?" not in text
    assert "Dizzy or light-headed?" in text
