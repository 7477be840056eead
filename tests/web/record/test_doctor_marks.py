"""The tick "for my doctor" beside an entry of each kind and what others saw, and the list of them on the page."""

import json

import pytest

from tests.caring import look_after
from tests.kinds import NAMES
from tests.web.client import Browser


def log_one(owner: Browser, kind: str) -> str:
    made = {
        "dose": owner.log_dose,
        "check_in": lambda: owner.check_in({"drowsiness": 2}),
        "episode": owner.log_episode,
        "day": lambda: owner.log_day(fell="yes"),
        "quiet": lambda: owner.log("quiet", {"first_on": "2026-11-20", "last_on": "2026-11-22"}),
    }
    return str(made[kind]())


@pytest.mark.parametrize("kind", NAMES)
def test_an_entry_of_each_kind_is_ticked_on_its_own_page(owner: Browser, kind: str) -> None:
    entry_id = log_one(owner, kind)
    page = owner.get(f"/{NAMES[kind]}/{entry_id}?found=words%3Dx")
    ticked = owner.follow(owner.send(page, "/doctor-marks", {"ticked": "yes"}))
    assert 'aria-pressed="true"' in ticked.html
    assert "for my doctor" in owner.get("/history").text
    assert "For my doctor" in owner.get("/visit").text
    assert owner.get("/visit").html.count('name="entry_id"') == 1
    back = owner.send(owner.get("/visit"), "/doctor-marks", {"ticked": "no"})
    assert back.location == "/visit#ticked"
    assert "Nothing is ticked since the last visit." in owner.get("/visit").text
    assert "for my doctor" not in owner.get("/history").text


def test_what_was_just_saved_is_ticked_where_it_is_told(owner: Browser) -> None:
    told = owner.follow(owner.submit("/doses/new", "/doses", {"amount": "0.5"}))
    again = owner.follow(owner.send(told, "/doctor-marks", {"ticked": "yes"}))
    assert again.h1 == "Today"
    assert 'aria-pressed="true"' in again.html
    (mark,) = json.loads(owner.client.get("/exports/journal.json").data)["doctor_marks"]
    assert mark["of"] == "entry"
    assert mark["marked_at"]


def test_only_what_was_ticked_since_the_last_visit_is_listed(owner: Browser) -> None:
    entry_id = owner.log_dose(note="tell her")
    owner.send(owner.get(f"/doses/{entry_id}"), "/doctor-marks", {"ticked": "yes"})
    owner.add_visit(on="2026-11-22")
    assert "tell her" in owner.get("/visit").text


def test_what_others_saw_is_ticked_by_the_patient_and_not_by_who_observes(owner: Browser, stranger: Browser) -> None:
    at = look_after(owner, stranger, kind="observe")
    form = stranger.get(f"{at}/observations/new")
    stranger.send(form, f"{at}/observations", {"what": "other", "note": "fell asleep at lunch"})
    assert "For my doctor" not in stranger.get(f"{at}/observations").text
    page = owner.get("/observations")
    mark = page.fields("/doctor-marks")
    stranger.post(f"{at}/doctor-marks", {**mark, **stranger.marks(f"{at}/observations/new", f"{at}/observations")}, 404)
    back = owner.send(page, "/doctor-marks", {"ticked": "yes"})
    assert back.location.startswith("/observations#")
    listed = owner.get("/visit")
    assert "fell asleep at lunch" in listed.text
    assert "seen by somebody else" in listed.text


def test_what_is_none_cannot_be_ticked(owner: Browser) -> None:
    for fields in ({"kind": "entry", "entry_id": "none"}, {"kind": "medicine", "entry_id": "clonazepam"}, {}):
        owner.post("/doctor-marks", owner.marks() | fields, 404)


def test_history_finds_visits_by_their_words_and_shows_them_on_their_day(owner: Browser, stranger: Browser) -> None:
    visit_id = owner.add_visit(on="2026-11-20", at="09:15", person="Dr Amsel", decided="Halve it.")
    found = owner.get("/history?words=amsel")
    assert found.link("Friday 20 November, 09:15, Dr Amsel") == f"/visits/{visit_id}"
    for query in ("words=nobody", "words=amsel&kind=dose", "", "words=amsel&before=2026-11-20.0.0.x"):
        assert "Visits with these words" not in owner.get(f"/history?{query}").text
    assert owner.get("/history/2026-11-20").link("Friday 20 November, 09:15, Dr Amsel") == f"/visits/{visit_id}"
    at = look_after(owner, stranger, which="some", **{"medicine-clonazepam": "yes"})
    for page in ("history?words=amsel", "history/2026-11-20"):
        assert "Dr Amsel" not in stranger.get(f"{at}/{page}").text
