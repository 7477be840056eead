"""Check-ins: rows of five choices made from the monograph; not answered is unknown and never 0."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from journal.core.medicine.monograph import Monograph
from journal.store.database.database import Database
from tests.conftest import logged_in
from tests.web.client import Browser, Page

HOSTILE = "<b>$\\foo$</b> \u202eعين & 'quoted\""


def history(browser: Browser) -> list[str]:
    return browser.get("/history").entries


def stored(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT effect, severity FROM rating").all()
    return {effect: severity for effect, severity in found}  # noqa: C416 - rows


def rows_of(page: Page) -> list[str]:
    names = [field.get("name") or "" for field in page.document.iter("input") if field.get("type") == "radio"]
    return list(dict.fromkeys(name for name in names if name.startswith("rating-") and name != "rating-new"))


def test_three_effects_take_five_taps(owner: Browser, database: Database) -> None:
    owner.check_in({"drowsiness": 3, "dizziness": 1, "memory": 0} if _has(owner, "memory") else {"drowsiness": 3})
    row = history(owner)[0]
    assert "Drowsiness severe" in row
    assert stored(database)["drowsiness"] == 3
    assert len(stored(database)) <= 3


def _has(owner: Browser, effect: str) -> bool:
    return f"rating-{effect}" in rows_of(owner.get("/check-ins/new"))


def test_the_rows_are_the_monographs_ratings_in_its_order(
    owner: Browser, tester: Browser, clonazepam: Monograph
) -> None:
    page = owner.get("/check-ins/new")
    assert rows_of(page) == [f"rating-{rating.key}" for rating in clonazepam.ratings]
    assert len(rows_of(page)) == 10
    made_up = tester.get("/check-ins/new")
    assert rows_of(made_up) == ["rating-tingling", "rating-numbness", "rating-thirst", "rating-sneezing"]
    assert "More or less thirsty?" in made_up.text


def test_the_made_up_medicine_is_rated_and_shown(tester: Browser) -> None:
    tester.check_in({"tingling": 2, "thirst": 4}, **{"direction-thirst": "less"})
    assert "thirst (less) very severe" in history(tester)[0]
    assert "tingling moderate" in history(tester)[0]


def test_what_is_left_out_stays_unknown(owner: Browser, database: Database) -> None:
    owner.check_in(mood="4")
    assert stored(database) == {}
    assert "mood good" in history(owner)[0]


def test_none_of_these_writes_real_zeros(owner: Browser, database: Database, clonazepam: Monograph) -> None:
    owner.check_in(quick="none")
    assert stored(database) == {rating.key: 0 for rating in clonazepam.ratings}
    assert "none of the side effects" in history(owner)[0]


def test_none_of_these_keeps_what_was_rated(owner: Browser, database: Database) -> None:
    owner.check_in({"drowsiness": 2}, quick="none")
    assert stored(database)["drowsiness"] == 2
    assert set(stored(database).values()) == {0, 2}


def test_same_as_last_time_repeats_the_last_answers(owner: Browser, database: Database, clock) -> None:
    assert "Same as" not in owner.get("/check-ins/new").text
    owner.check_in({"drowsiness": 2, "dizziness": 1})
    clock.shift(timedelta(hours=6))
    assert "Same as today 12:00: drowsiness moderate, dizziness mild " in owner.get("/check-ins/new").text
    owner.check_in({"dizziness": 4}, quick="same")
    rows = history(owner)
    assert len(rows) == 2
    assert "Dizziness very severe" in rows[0]
    assert "Drowsiness moderate" in rows[0]


def test_same_as_last_time_for_the_first_time_is_refused_and_the_rest_can_be_saved(owner: Browser) -> None:
    page = owner.submit("/check-ins/new", "/check-ins", {"quick": "same", "rating-drowsiness": "1"}, 422)
    assert "nothing could be repeated" in page.errors()["ratings"]
    owner.send(page, "/check-ins")
    assert "Drowsiness mild" in history(owner)[0]


def test_a_rating_stands_for_a_day_at_most(owner: Browser, clock) -> None:
    """A check-in 24 hours ago is the one before; a minute later it is too long ago to be spoken of or repeated."""
    assert "At its worst in the last 24 hours." in owner.get("/check-ins/new").text
    owner.check_in({"drowsiness": 3, "dizziness": 1, "fatigue": 2, "memory": 1, "weakness": 0})
    clock.shift(timedelta(hours=24))
    page = owner.get("/check-ins/new")
    assert "At its worst since yesterday 12:00." in page.text
    said = "yesterday 12:00: drowsiness severe, fatigue moderate, dizziness mild, memory mild, 1 rated none"
    assert f"Same as {said}" in page.text
    clock.shift(timedelta(minutes=1))
    page = owner.get("/check-ins/new")
    assert "At its worst in the last 24 hours." in page.text
    assert "yesterday 12:00" not in page.text
    refused = owner.send(page, "/check-ins", {"quick": "same"}, 422)
    assert "in the 24 hours before this one" in refused.errors()["ratings"]
    assert len(history(owner)) == 1


def test_on_a_past_day_the_same_as_last_time_is_the_check_in_before_that_moment(owner: Browser) -> None:
    for on, severity in (("2026-11-20", 1), ("2026-11-21", 4), ("2026-11-23", 2)):
        owner.check_in({"drowsiness": severity}, when="earlier", on=on, at="09:00")
    past = {"quick": "same", "when": "earlier", "on": "2026-11-20", "at": "21:00"}
    owner.submit("/check-ins/new", "/check-ins", past)
    assert [row for row in history(owner) if "21:00" in row and "Drowsiness mild" in row]
    page = owner.submit("/check-ins/new", "/check-ins", past | {"on": "2026-11-22", "at": "09:01"}, 422)
    assert "nothing could be repeated" in page.errors()["ratings"]
    assert "At its worst in the 24 hours before yesterday 09:01." in page.text


def test_a_form_shown_again_speaks_of_its_own_moment(owner: Browser) -> None:
    owner.check_in({"drowsiness": 1}, when="earlier", on="2026-11-20", at="09:00")
    owner.check_in({"drowsiness": 4}, when="earlier", on="2026-11-23", at="09:00")
    past = {"mood": "6", "quick": "same", "when": "earlier", "on": "2026-11-20", "at": "21:00"}
    page = owner.submit("/check-ins/new", "/check-ins", past, 422)
    assert "At its worst between Friday 20 November 09:00 and Friday 20 November 21:00." in page.text
    assert "Same as Friday 20 November 09:00: drowsiness mild" in page.text
    owner.send(page, "/check-ins", {"mood": "3"})
    assert [row for row in history(owner) if "21:00" in row and "Drowsiness mild" in row]


def test_the_same_form_twice_does_not_repeat_itself(owner: Browser) -> None:
    owner.check_in({"drowsiness": 1}, when="earlier", on="2026-11-23", at="09:00")
    page = owner.get("/check-ins/new")
    owner.send(page, "/check-ins", {"quick": "same", "rating-dizziness": "3"})
    conflict = owner.send(page, "/check-ins", {"quick": "same", "rating-fatigue": "2"}, 409)
    assert "Fatigue moderate" in conflict.text
    assert conflict.text.count("Dizziness severe") == 1  # recorded, and not in what was sent


def test_a_check_in_of_the_same_minute_was_recorded_before(owner: Browser) -> None:
    owner.check_in({"drowsiness": 3})  # at half past the minute; the form knows no seconds
    owner.check_in(quick="same", when="earlier", on="2026-11-23", at="12:00")
    assert all("Drowsiness severe" in row for row in history(owner))
    assert len(history(owner)) == 2


def test_on_a_journey_the_check_in_before_is_told_by_the_clocks_here(owner: Browser) -> None:
    owner.check_in({"drowsiness": 1})
    owner.submit("/settings", "/settings", {"zone": "America/New_York"})
    assert "At its worst since today 06:00." in owner.get("/check-ins/new").text


def test_too_sleepy_to_answer_is_data(owner: Browser, clock) -> None:
    entry_id = owner.check_in(quick="too_sleepy")
    assert "too sleepy to answer" in history(owner)[0]
    owner.follow(owner.submit(f"/check-ins/{entry_id}", "", {"note": "hardly"}))
    assert "too sleepy to answer" in history(owner)[0]
    clock.shift(timedelta(hours=1))
    assert "Same as" not in owner.get("/check-ins/new").text


def test_a_symptom_not_on_the_list_becomes_a_row_of_its_own(owner: Browser, stranger: Browser) -> None:
    owner.check_in(new_symptom="Itchy  elbow", **{"rating-new": "3"})
    assert "Itchy elbow severe" in history(owner)[0]
    page = owner.get("/check-ins/new")
    (own,) = (name for name in rows_of(page) if name.startswith("rating-own_"))
    assert rows_of(page).index(own) == 2  # it came today: it is among what is asked first
    assert "Not on the list" in page.text
    owner.check_in({own.removeprefix("rating-"): 1})
    owner.check_in(new_symptom="ITCHY elbow", **{"rating-new": "4"})
    assert len(rows_of(owner.get("/check-ins/new"))) == 11
    assert len(rows_of(stranger.get("/check-ins/new"))) == 10


@pytest.mark.parametrize("symptom", [HOSTILE, "$\\foo$", "רעד", "x" * 60])
def test_a_symptom_with_strange_signs_is_shown_as_it_was_typed(owner: Browser, symptom: str) -> None:
    owner.check_in(new_symptom=symptom, **{"rating-new": "2"})
    page = owner.get("/history")
    assert page.words("tag") == [f"{symptom} moderate"]
    assert symptom in owner.get("/check-ins/new").words("label")
    assert symptom in owner.get("/trends").text


REFUSED = [
    ({}, "ratings", "Nothing is answered yet"),
    ({"rating-drowsiness": "5"}, "rating-drowsiness", "one of the five"),
    ({"rating-drowsiness": "-1"}, "rating-drowsiness", "one of the five"),
    ({"rating-drowsiness": "severe"}, "rating-drowsiness", "one of the five"),
    ({"rating-drowsiness": "٣"}, "rating-drowsiness", "one of the five"),
    ({"rating-levitation": "3"}, "ratings", "nothing on this list"),
    ({"rating-own_0123456789abcdef": "3"}, "ratings", "nothing on this list"),
    ({"rating-appetite": "2", "direction-appetite": "sideways"}, "direction-appetite", "Choose one of the answers"),
    ({"direction-appetite": "more"}, "rating-appetite", "how strong"),
    ({"new_symptom": "itch"}, "rating-new", "how strong"),
    ({"rating-new": "2"}, "new_symptom", "Name the symptom"),
    ({"new_symptom": "x" * 61, "rating-new": "2"}, "new_symptom", "61 characters"),
    ({"new_symptom": "a\x00b", "rating-new": "2"}, "new_symptom", "cannot be stored"),
    ({"mood": "6"}, "mood", "one of the five words"),
    ({"mood": "3", "note": "x" * 20_000}, "note", "20,000"),
    ({"mood": "3", "when": "earlier", "on": "2026-11-24", "at": "00:30"}, "on", "future"),
    ({"mood": "3", "when": "earlier", "on": "2026-02-30", "at": "00:30"}, "on", "no such day"),
    ({"mood": "3", "when": "earlier", "on": "", "at": ""}, "at", "hours and minutes"),
]


@pytest.mark.parametrize(("fields", "field", "sentence"), REFUSED)
def test_bad_input_is_refused_and_everything_chosen_is_kept(
    owner: Browser, fields: dict[str, str], field: str, sentence: str
) -> None:
    chosen = {"rating-dizziness": "2", "rating-mood_irritable": "0", "note": HOSTILE} if fields else {}
    typed = chosen | fields
    first = owner.get("/check-ins/new")
    page = owner.send(first, "/check-ins", typed, 422)
    assert sentence in page.errors()[field]
    kept = page.fields("/check-ins")
    for name, text in typed.items():
        if name in kept or name not in {field, "mood", "rating-levitation", "rating-own_0123456789abcdef"}:
            assert kept[name] == (text or "2026-11-23" if name == "on" else text.replace("\x00", "\ufffd")), name
    assert kept["id"] == first.fields("/check-ins")["id"]
    assert history(owner) == []


def test_a_button_pressed_with_a_mistake_elsewhere_can_be_pressed_again(owner: Browser) -> None:
    page = owner.submit("/check-ins/new", "/check-ins", {"quick": "none", "note": "x" * 6000}, 422)
    owner.send(page, "/check-ins", {"quick": "none", "note": "short"})
    assert "none of the side effects" in history(owner)[0]


def test_a_check_in_after_midnight_belongs_to_the_day_before_and_says_so(owner: Browser) -> None:
    owner.check_in({"drowsiness": 3}, when="earlier", on="2026-11-23", at="01:30")
    page = owner.get("/history")
    assert page.words("day-heading") == ["Yesterday"]
    assert "after midnight, counted to Sunday 22 November" in page.entries[0]
    owner.log_dose(when="earlier", on="2026-11-23", at="01:30")
    assert owner.get("/history").words("day-heading") == ["Today", "Yesterday"]


def test_a_day_that_begins_at_midnight_counts_by_the_calendar(log_in) -> None:
    from datetime import time

    owner = log_in("Early", day_starts=time(0))
    owner.check_in({"drowsiness": 3}, when="earlier", on="2026-11-23", at="01:30")
    assert owner.get("/history").words("day-heading") == ["Today"]


def test_the_night_the_clock_goes_back_has_two_half_past_ones(log_in, clock) -> None:
    clock.move_to(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    owner = log_in("New Yorker", zone="America/New_York")
    night = {"rating-drowsiness": "2", "when": "earlier", "on": "2026-11-01", "at": "01:30"}
    asked = owner.submit("/check-ins/new", "/check-ins", night, 422)
    assert "twice" in asked.errors()["second"]
    assert asked.fields("/check-ins")["rating-drowsiness"] == "2"
    for which in ("first", "second"):
        owner.submit("/check-ins/new", "/check-ins", night | {"second": which, "note": which})
    rows = history(owner)
    assert [row.split()[0] for row in rows] == ["01:30", "01:30"]
    assert "second" in rows[0]
    assert "first" in rows[1]


def test_the_same_check_in_ten_times_at_once_is_one(owner: Browser, database: Database) -> None:
    fields = owner.get("/check-ins/new").fields("/check-ins") | {
        "rating-drowsiness": "2", "new_symptom": "itch", "rating-new": "1",
    }  # fmt: skip
    browsers = [logged_in(owner.app, owner.patient_id) for _ in range(10)]
    tokens = [browser.get("/settings").fields("/settings")["csrf_token"] for browser in browsers]

    def send(n: int) -> int:
        return browsers[n].client.post("/check-ins", data=fields | {"csrf_token": tokens[n]}).status_code

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(send, range(10))) == [303] * 10
    assert len(history(owner)) == 1
    assert len(stored(database)) == 2


def test_the_same_id_with_other_answers_is_shown_side_by_side(owner: Browser) -> None:
    page = owner.get("/check-ins/new")
    owner.send(page, "/check-ins", {"rating-drowsiness": "1"})
    conflict = owner.send(page, "/check-ins", {"rating-drowsiness": "4", "note": HOSTILE}, 409)
    assert "Drowsiness mild" in conflict.text
    assert HOSTILE in conflict.text
    assert len(history(owner)) == 1


def test_an_edit_replaces_the_answers_and_keeps_the_earlier_ones_readable(owner: Browser, database: Database) -> None:
    entry_id = owner.check_in({"drowsiness": 1, "dizziness": 2}, note="before")
    address = f"/check-ins/{entry_id}"
    owner.submit(address, "", {"rating-drowsiness": "4", "rating-dizziness": "", "mood": "1"})
    assert stored(database) == {"drowsiness": 4}
    page = owner.get(address)
    assert page.fields(address)["rating-drowsiness"] == "4"
    assert page.fields(address)["mood"] == "1"
    assert "Earlier versions (1)" in page.text
    assert "Dizziness moderate" in page.text
    assert "before" in page.text


def test_an_edit_that_changes_nothing_is_no_edit(owner: Browser) -> None:
    entry_id = owner.check_in({"drowsiness": 1, "appetite": 2}, new_symptom="itch", **{"rating-new": "3"})
    owner.submit(f"/check-ins/{entry_id}")
    assert "edited" not in history(owner)[0]


def test_a_new_symptom_can_be_added_in_an_edit(owner: Browser, database: Database) -> None:
    entry_id = owner.check_in({"drowsiness": 1})
    owner.submit(f"/check-ins/{entry_id}", "", {"new_symptom": "itch", "rating-new": "2"})
    assert sorted(stored(database).values()) == [1, 2]
    assert "itch moderate" in history(owner)[0]


def test_a_deleted_check_in_counts_nowhere_and_comes_back_whole(owner: Browser, database: Database) -> None:
    entry_id = owner.check_in({"drowsiness": 4, "dizziness": 2})
    page = owner.get(f"/check-ins/{entry_id}")
    owner.send(page, f"/entries/{entry_id}/deletion")
    assert stored(database) == {}
    assert len(owner.get("/history").all("severity-4")) == 1  # the key of the calendar alone
    deleted = owner.get(f"/check-ins/{entry_id}")
    assert "This check-in is deleted." in deleted.text
    owner.send(deleted, f"/entries/{entry_id}/restoration")
    assert stored(database) == {"drowsiness": 4, "dizziness": 2}


def test_two_windows_edit_the_same_check_in_and_both_are_shown(owner: Browser) -> None:
    entry_id = owner.check_in({"drowsiness": 1})
    address = f"/check-ins/{entry_id}"
    one, other = owner.get(address), owner.get(address)
    owner.send(one, address, {"rating-drowsiness": "2"})
    conflict = owner.send(other, address, {"rating-drowsiness": "3", "note": "mine"}, 409)
    owner.send(conflict, address)
    assert "Drowsiness severe" in history(owner)[0]


def test_a_changed_day_boundary_does_not_move_a_check_in_that_is_edited(owner: Browser) -> None:
    entry_id = owner.check_in({"drowsiness": 1}, when="earlier", on="2026-11-23", at="01:30")
    owner.submit("/settings", "/settings", {"day_starts": "0"})
    owner.submit(f"/check-ins/{entry_id}", "", {"note": "still yesterday"})
    assert owner.get("/history").words("day-heading") == ["Yesterday"]


def test_a_stale_token_keeps_every_answer(owner: Browser) -> None:
    page = owner.get("/check-ins/new")
    typed = {"rating-drowsiness": "3", "new_symptom": "itch", "rating-new": "2", "quick": "none", "csrf_token": "old"}
    kept = owner.send(page, "/check-ins", typed, 400)
    owner.send(kept, "/check-ins")
    row = history(owner)[0]
    assert "Drowsiness severe" in row
    assert "itch moderate" in row


def test_when_to_tell_somebody_stands_by_the_check_in_too(owner: Browser, clonazepam: Monograph) -> None:
    text = owner.get("/check-ins/new").text
    assert clonazepam.advice in text
    for effect in clonazepam.side_effects:
        assert effect.about in text
    assert owner.get("/check-ins/new").link("Emergency: whom to call, and what to do") == "/emergency"


@pytest.mark.parametrize(
    ("ratings", "more", "said"),
    [
        ({"dizziness": 3, "drowsiness": 1}, {}, "check-in, dizziness severe"),
        ({"dizziness": 2, "drowsiness": 2, "fatigue": 1}, {}, "check-in, drowsiness and dizziness moderate"),
        ({"dizziness": 4, "drowsiness": 4, "fatigue": 4}, {}, "check-in, drowsiness, fatigue and 1 more very severe"),
        ({"appetite": 1}, {"direction-appetite": "less"}, "check-in, appetite (Less than usual) mild"),
        ({"dizziness": 0, "drowsiness": 0}, {}, "check-in, 2 rated none"),
        ({}, {"mood": "2"}, "check-in, mood low"),
        ({}, {"note": "Slept badly"}, "check-in"),
    ],
)
def test_saved_names_the_worst(owner: Browser, ratings: dict[str, int], more: dict[str, str], said: str) -> None:
    entry_id = owner.check_in(ratings, **more)
    assert owner.get(f"/?saved={entry_id}").notice.startswith(f"Saved: {said}")
    assert owner.get(f"/history?saved={entry_id}").notice.startswith(f"Saved: {said}")


def signs_of(page: Page) -> dict[str, str]:
    """The danger signs that can be ticked, each with the answers from which on a script shows it."""
    groups = [each for each in page.document.iter() if "asked-signs" in (each.get("class") or "").split()]
    return {
        field.get("name") or "": group.get("data-shown-by") or ""
        for group in groups
        for field in group.iter("input")
        if field.get("type") == "checkbox"
    }


def test_danger_signs_stand_below_the_effect_they_are_asked_with(owner: Browser, tester: Browser) -> None:
    from_severe = "rating-drowsiness=3|4"
    assert signs_of(owner.get("/check-ins/new")) == {"sign-confused": from_severe, "sign-hard_to_wake": from_severe}
    assert signs_of(tester.get("/check-ins/new")) == {"sign-rash": ""}, "asked always, under the fold"


def test_a_sign_is_kept_shown_found_changed_and_never_charted(owner: Browser, database: Database) -> None:
    entry_id = owner.check_in({"drowsiness": 3}, **{"sign-confused": "yes", "sign-hard_to_wake": "yes"})
    assert "confused, hard to wake or slow breathing" in history(owner)[0]
    assert stored(database) == {"drowsiness": 3}, "no rating, so in no chart"
    assert len(owner.get("/history?words=CONFUSED").entries) == 1
    assert len(owner.get("/history?words=slow+breathing").entries) == 1
    assert owner.get("/history?words=confusion").entries == []
    address = f"/check-ins/{entry_id}"
    page = owner.get(address)
    assert page.fields(address)["sign-confused"] == "yes"
    assert signs_of(page) == {"sign-confused": "", "sign-hard_to_wake": ""}, "what is ticked is never hidden"
    form = page.fields(address)
    del form["sign-hard_to_wake"]
    owner.post(address, form)
    assert "hard to wake" not in history(owner)[0]
    assert "hard to wake or slow breathing" in owner.get(address).text, "what it said before is there"
    assert owner.get("/history?words=slow+breathing").entries == []


def test_same_as_last_time_and_none_of_these_never_tick_a_sign(owner: Browser) -> None:
    owner.check_in({"drowsiness": 3}, **{"sign-confused": "yes"})
    for quick in ("same", "none", "too_sleepy"):
        owner.check_in(quick=quick)
        assert "confused" not in history(owner)[0]


def test_two_versions_differ_by_their_signs(owner: Browser) -> None:
    address = f"/check-ins/{owner.check_in({'drowsiness': 3})}"
    stale = owner.get(address)
    owner.send(stale, address, {"sign-confused": "yes"})
    assert "danger signs" in owner.send(stale, address, {"note": "mine"}, 409).text


def test_a_sign_that_is_none_is_refused_and_what_was_answered_stays(owner: Browser) -> None:
    page = owner.get("/check-ins/new")
    refused = owner.send(page, "/check-ins", {"rating-drowsiness": "3", "sign-rash": "yes"}, 422)
    assert refused.errors()["ratings"].startswith("One of the answers belongs to nothing on this list")
    assert refused.fields("/check-ins")["rating-drowsiness"] == "3"
