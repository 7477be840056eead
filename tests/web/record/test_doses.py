"""Doses: taken or skipped, now or earlier, exact, once, and never lost."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from journal.core.medicine.monograph import Monograph
from journal.store.database.database import Database
from tests.conftest import PASSWORD, logged_in
from tests.web.client import Browser, Page

STRANGE = '<script>alert(1)</script> & $\\foo$ "quoted" \u202eرائع\u202c 😀'


def history(browser: Browser) -> list[str]:
    return browser.get("/history").entries


def count(database: Database) -> int:
    """How many entries there are, without loading a page."""
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one())


def test_a_dose_is_logged_with_two_answers(owner: Browser) -> None:
    page = owner.follow(owner.submit("/doses/new", "/doses", {"amount": "0.5"}))
    assert page.notice.startswith("Saved: 0.5 mg")
    assert ", 12:00 Undo" in page.notice
    assert history(owner)[0].startswith("12:00 0.5 mg")


def test_the_form_offers_the_strengths_and_forms_of_the_monograph(
    owner: Browser, tester: Browser, clonazepam: Monograph
) -> None:
    page = owner.get("/doses/new")
    assert f'value="{"0.5"}"' in page.html
    assert all(f">{name}<" in page.html for name in clonazepam.form_names.values())
    made_up = tester.get("/doses/new")
    assert [radio.get("value") for radio in made_up.document.iter("input") if radio.get("name") == "amount"] == [
        "1.25", "2.5", "5", "10", "other",
    ]  # fmt: skip
    assert "Syrup" in made_up.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("0.5", "0.5"), ("0,5", "0.5"), (" 1 mg ", "1"), (".25", "0.25"), ("0.125", "0.125"), ("001.500", "1.5")],
)
def test_amounts_are_read_as_people_write_them_and_kept_exactly(owner: Browser, typed: str, shown: str) -> None:
    owner.log_dose(amount="other", other_amount=typed)
    assert history(owner)[0].startswith(f"12:00 {shown} mg")


def test_a_skipped_dose_is_told_apart(owner: Browser) -> None:
    owner.log_dose(status="skipped", note="forgot the packet")
    assert "Skipped 0.5 mg" in history(owner)[0]


def test_a_dose_entered_later_says_so(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-22", at="20:00")
    page = owner.get("/history")
    assert page.words("day-heading") == ["Yesterday"]
    assert "entered 16 hours later" in page.entries[0]


def test_a_listed_form_is_kept(tester: Browser) -> None:
    tester.submit("/doses/new", "/doses", {"amount": "5", "form": "syrup"})
    assert "5 mg syrup" in tester.get("/history").entries[0]
    assert tester.get("/doses/new").fields("/doses")["form"] == "syrup"


REFUSED = [
    ({"amount": "other", "other_amount": ""}, "other_amount", "Enter the amount"),
    ({"amount": "other", "other_amount": "half"}, "other_amount", "as a number"),
    ({"amount": "other", "other_amount": "½"}, "other_amount", "as a number"),
    ({"amount": "other", "other_amount": "٣/٤"}, "other_amount", "as a number"),
    ({"amount": "other", "other_amount": "1e3"}, "other_amount", "as a number"),
    ({"amount": "other", "other_amount": "nan"}, "other_amount", "as a number"),
    ({"amount": "other", "other_amount": "0"}, "other_amount", "more than 0"),
    ({"amount": "other", "other_amount": "0,00"}, "other_amount", "more than 0"),
    ({"amount": "other", "other_amount": "-0.5"}, "other_amount", "as a number"),
    ({"amount": "other", "other_amount": "99999999"}, "other_amount", "1000 mg or less"),
    ({"amount": "other", "other_amount": "9" * 4000}, "other_amount", "as a number"),
    ({"amount": "other", "other_amount": "0.0000001"}, "other_amount", "six digits"),
    ({"amount": None}, "amount", "Choose an amount"),
    ({"amount": "0.5", "other_amount": "2"}, "amount", "another amount"),
    ({"amount": "banana"}, "amount", "as a number"),
    ({"amount": "0.5", "status": "eaten"}, "status", "took it or skipped it"),
    ({"amount": "0.5", "form": "ointment"}, "form", "forms in the list"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": "12:06"}, "at", "future"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-11-24", "at": "08:00"}, "on", "future"),
    ({"amount": "0.5", "when": "earlier", "on": "9999-12-31", "at": "08:00"}, "on", "year"),
    ({"amount": "0.5", "when": "earlier", "on": "0001-01-01", "at": "08:00"}, "on", "year"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-02-30", "at": "08:00"}, "on", "no such day"),
    ({"amount": "0.5", "when": "earlier", "on": "yesterday", "at": "08:00"}, "on", "no such day"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": "25:00"}, "at", "hours and minutes"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": ""}, "at", "hours and minutes"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": "08:00+05:00"}, "at", "hours and minutes"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-03-29", "at": "02:30"}, "at", "01:59 or earlier, or 03:00"),
    ({"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": "08:00", "zone": "../etc"}, "zone", "time zone"),
    ({"amount": "0.5", "note": "x" * 20_000}, "note", "20,000 characters long"),
    ({"amount": "0.5", "note": "a\x00b"}, "note", "cannot be stored"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "field", "sentence"), REFUSED)
def test_bad_input_is_refused_beside_its_field_and_everything_typed_is_kept(
    owner: Browser, database: Database, fields: dict[str, str | None], field: str, sentence: str
) -> None:
    typed = {"note": STRANGE, "status": "skipped"} | fields
    first = owner.get("/doses/new")
    page = owner.send(first, "/doses", typed, 422)
    assert sentence in page.error_beside(field)
    assert field in page.errors()
    assert page.html.count("<title>Error: ") == 1
    kept = page.fields("/doses")
    for name, text in typed.items():
        if text is not None and name not in {"status", "form", "amount"}:
            assert kept[name] == text.replace("\x00", "\ufffd"), name
    assert kept.get("status") == ("skipped" if typed["status"] == "skipped" else None)
    assert kept["id"] == first.fields("/doses")["id"]
    assert count(database) == 0


def test_each_medicine_has_a_largest_amount_of_its_own(owner: Browser) -> None:
    """Of the made-up one 3000 mg can be typed and are asked about, of clonazepam 1000; what was typed is kept."""
    other = owner.add_medicine("", monograph="examplamine")
    address = f"/doses/new?medicine={other}"
    typed = {"amount": "other", "other_amount": "3000.5"}
    page = owner.submit(address, "/doses", typed, 422)
    assert page.error_beside("other_amount") == "The amount must be 3000 mg or less. Check the decimal point."
    assert page.fields("/doses")["other_amount"] == "3000.5"
    assert "of examplamine usually is" in owner.send(page, "/doses", {"other_amount": "3000"}, 422).text.lower()
    assert history(owner) == []
    owner.send(page, "/doses", {"other_amount": "3000", "confirmed": "yes"})
    assert "3000 mg" in history(owner)[0]
    page = owner.submit("/doses/new?medicine=clonazepam", "/doses", typed, 422)
    assert "1000 mg or less" in page.error_beside("other_amount")


def test_a_refused_form_is_saved_once_it_is_right(owner: Browser) -> None:
    refused = owner.submit("/doses/new", "/doses", {"amount": "other", "other_amount": "0.o5", "note": STRANGE}, 422)
    assert refused.fields("/doses")["amount"] == "other"
    owner.send(refused, "/doses", {"other_amount": "0.5"})
    assert STRANGE.split(maxsplit=1)[0] in history(owner)[0]
    assert len(history(owner)) == 1


def test_an_amount_beyond_the_strengths_is_asked_about_once_and_then_recorded(owner: Browser, clonazepam) -> None:
    asked = owner.submit("/doses/new", "/doses", {"amount": "other", "other_amount": "500"}, 422)
    assert asked.h1 == "Is 500 mg the amount you took?"
    assert history(owner) == []
    form = owner.send(asked, "/doses", {"change": "yes"}, 200)
    assert form.fields("/doses")["other_amount"] == "500"
    owner.send(form, "/doses", {"when": "now"}, 422)
    assert history(owner) == []
    owner.send(asked, "/doses")
    assert history(owner)[0].startswith("12:00 500 mg")


def test_five_minutes_ahead_is_a_clock_that_differs_and_not_the_future(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-23", at="12:05")
    assert len(history(owner)) == 1


def test_a_form_without_an_id_is_refused(owner: Browser) -> None:
    for made_up in ("", "1", "x" * 36, str(uuid.uuid4()).upper(), str(uuid.uuid4()).replace("-", "")):
        page = owner.submit("/doses/new", "/doses", {"amount": "0.5", "id": made_up, "note": "kept"}, 422)
        assert "not complete" in page.text
        assert page.fields("/doses")["note"] == "kept"
    assert history(owner) == []


def test_a_second_dose_that_was_really_taken_is_recorded(owner: Browser) -> None:
    owner.log_dose()
    owner.log_dose()
    assert len(history(owner)) == 2


def test_markup_mathematics_and_right_to_left_marks_stay_words(owner: Browser) -> None:
    owner.log_dose(note=STRANGE)
    page = owner.get("/history")
    assert page.words("entry-note") == [STRANGE]
    assert "<script>alert" not in page.html
    assert page.words("entry-note") == owner.get("/").words("entry-note")


def test_line_ends_and_a_first_empty_line_survive_an_edit(owner: Browser) -> None:
    entry_id = owner.log_dose(note="one\r\n\r\ntwo")
    assert owner.get(f"/doses/{entry_id}").fields(f"/doses/{entry_id}")["note"] == "one\n\ntwo"


# The same form again


def test_two_doses_of_one_minute_are_two_and_the_one_recorded_later_is_the_last(owner: Browser) -> None:
    """The first tap stands at 12:00:30, the typed ones at 12:00:00, and the clock of the machine stands still."""
    form = owner.get("/doses/new")
    for _ in range(3):
        owner.send(form, "/doses", {"amount": "1"})
    for amount, status in (("0.5", "taken"), ("0.5", "taken"), ("2", "taken"), ("2", "skipped")):
        owner.log_dose(amount=amount, when="earlier", on="2026-11-23", at="12:00", status=status)
    page = owner.get("/history")
    assert [row.split("mg")[0].split(maxsplit=1)[1].strip() for row in page.entries] == [
        "Skipped 2", "2", "0.5", "0.5", "1"
    ]  # fmt: skip


def test_the_same_form_twice_is_one_dose(owner: Browser) -> None:
    page = owner.get("/doses/new")
    first = owner.send(page, "/doses", {"amount": "0.5"})
    again = owner.send(page, "/doses", {"amount": "0.5"})
    assert first.location in again.location
    assert "Already recorded, once: 0.5 mg" in owner.follow(again).notice
    assert len(history(owner)) == 1


def test_the_same_form_after_back_and_a_minute_later_is_one_dose(owner: Browser, clock) -> None:
    page = owner.get("/doses/new")
    owner.send(page, "/doses", {"amount": "0.5"})
    clock.shift(timedelta(minutes=3))
    owner.send(page, "/doses", {"amount": "0.5"})
    assert history(owner)[0].startswith("12:00")
    assert len(history(owner)) == 1


def test_ten_at_once_are_one_dose(owner: Browser) -> None:
    page = owner.get("/doses/new")
    fields = page.fields("/doses") | {"amount": "0.5"}
    browsers = [logged_in(owner.app, owner.patient_id) for _ in range(10)]
    tokens = [browser.get("/doses/new").fields("/doses")["csrf_token"] for browser in browsers]

    def send(n: int) -> int:
        return browsers[n].client.post("/doses", data=fields | {"csrf_token": tokens[n]}).status_code

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(send, range(10))) == [303] * 10
    assert len(history(owner)) == 1


def test_the_same_id_with_other_content_is_shown_side_by_side(owner: Browser) -> None:
    page = owner.get("/doses/new")
    owner.send(page, "/doses", {"amount": "0.5", "note": "the first"})
    conflict = owner.send(page, "/doses", {"amount": "1", "note": "the second"}, 409)
    assert conflict.h1 == "Which one is right?"
    assert "the first" in conflict.text
    assert "the second" in conflict.text
    assert len(history(owner)) == 1
    owner.send(owner.send(conflict, "/doses", status=422), "/doses")
    assert sorted(re.search(r"[\d.]+ mg", row)[0] for row in history(owner)) == ["0.5 mg", "1 mg"]  # type: ignore[index]


def test_what_was_sent_second_can_take_the_place_of_the_first(owner: Browser) -> None:
    page = owner.get("/doses/new")
    entry_id = owner.send(page, "/doses", {"amount": "0.5"}).location.partition("saved=")[2]
    conflict = owner.send(page, "/doses", {"amount": "1", "note": "the right one"}, 409)
    owner.send(conflict, f"/doses/{entry_id}")
    assert "1 mg" in history(owner)[0]
    assert "edited" in history(owner)[0]
    assert len(history(owner)) == 1


def test_an_id_of_another_patient_is_free_for_me(owner: Browser, stranger: Browser) -> None:
    entry_id = stranger.log_dose(note="hers")
    page = owner.submit("/doses/new", "/doses", {"amount": "1", "id": entry_id, "note": "mine"})
    assert "mine" in owner.follow(page).entries[0]
    assert "hers" in history(stranger)[0]


# Edit, delete, put back


def edited(owner: Browser, entry_id: str, **fields: str) -> Page:
    return owner.follow(owner.submit(f"/doses/{entry_id}", "", fields))


def test_an_edit_shows_in_the_history_and_the_earlier_version_stays_readable(owner: Browser, clock) -> None:
    entry_id = owner.log_dose(note="as it was")
    clock.shift(timedelta(hours=1))
    page = edited(owner, entry_id, amount="1", note="as it is")
    assert page.h1 == "What happened when?"
    assert page.notice.startswith("Saved: 1 mg")
    assert "edited" in page.entries[0]
    shown = owner.get(f"/doses/{entry_id}")
    assert "Earlier versions (1)" in shown.text
    assert "Monday 23 November, 12:00, 0.5 mg" in shown.text
    assert "as it was" in shown.text
    assert "changed by you today, 13:00" in shown.text


def test_an_edit_that_changes_nothing_is_no_edit(owner: Browser, clock) -> None:
    entry_id = owner.log_dose(note="same")
    clock.shift(timedelta(hours=1))
    page = edited(owner, entry_id)
    assert "edited" not in page.entries[0]
    assert "Earlier versions" not in owner.get(f"/doses/{entry_id}").text


def test_an_edit_keeps_the_seconds_of_a_moment_it_does_not_touch(owner: Browser, database) -> None:
    first, second = owner.log_dose(note="a"), owner.log_dose(note="b")
    edited(owner, first, note="changed")
    rows = history(owner)
    assert len(rows) == 2
    assert all(row.startswith("12:00") for row in rows)
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT DISTINCT at FROM entry").all()
    assert len(found) == 1, second


def test_a_bad_edit_changes_nothing_and_keeps_what_was_typed(owner: Browser) -> None:
    entry_id = owner.log_dose(note="as it was")
    address = f"/doses/{entry_id}"
    form = owner.get(address)
    for fields, field, sentence in (case for case in REFUSED if case[0].get("amount")):
        typed = {"note": STRANGE} | {name: text for name, text in fields.items() if name != "when"}
        page = owner.send(form, address, typed, 422)
        assert sentence in page.error_beside(field), fields
        kept = page.fields(address)
        assert kept["version"] == "1"
        assert kept["note"] == (typed["note"] or "").replace("\x00", "\ufffd")
    row = history(owner)[0]
    assert "as it was" in row
    assert "edited" not in row


def test_two_windows_edit_the_same_dose_and_both_are_shown(owner: Browser) -> None:
    entry_id = owner.log_dose()
    one, other = owner.get(f"/doses/{entry_id}"), owner.get(f"/doses/{entry_id}")
    owner.send(one, f"/doses/{entry_id}", {"amount": "1", "note": "first window"})
    conflict = owner.send(other, f"/doses/{entry_id}", {"amount": "2", "note": "second window"}, 409)
    assert "first window" in conflict.text
    assert "second window" in conflict.text
    assert "first window" in history(owner)[0]
    owner.send(conflict, f"/doses/{entry_id}")
    assert "second window" in history(owner)[0]
    assert "Earlier versions (2)" in owner.get(f"/doses/{entry_id}").text


def test_the_same_edit_sent_twice_is_one_edit(owner: Browser) -> None:
    entry_id = owner.log_dose()
    page = owner.get(f"/doses/{entry_id}")
    owner.send(page, f"/doses/{entry_id}", {"amount": "1"})
    owner.send(page, f"/doses/{entry_id}", {"amount": "1"})
    assert "Earlier versions (1)" in owner.get(f"/doses/{entry_id}").text


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "٣", "99"])
def test_a_made_up_version_is_a_conflict(owner: Browser, version: str) -> None:
    entry_id = owner.log_dose()
    page = owner.submit(f"/doses/{entry_id}", "", {"version": version, "amount": "1"}, 409)
    assert "0.5 mg" in page.text


def test_a_deleted_dose_can_be_put_back_from_the_list_of_the_deleted(owner: Browser) -> None:
    entry_id = owner.log_dose(note="gone")
    owner.submit(f"/doses/{entry_id}", f"/entries/{entry_id}/deletion")
    assert history(owner) == []
    shown = owner.get(f"/doses/{entry_id}")
    assert "This dose is deleted." in shown.text
    deleted = owner.get("/history/deleted")
    assert "gone" in deleted.entries[0]
    page = owner.follow(owner.send(deleted, f"/entries/{entry_id}/restoration"))
    assert page.h1 == "What happened when?"
    assert "Put back" in page.notice
    assert "Nothing is deleted. What you delete waits here." in owner.get("/history/deleted").text
    assert "Earlier versions (2)" in owner.get(f"/doses/{entry_id}").text


def test_deleting_twice_and_putting_back_twice_is_once(owner: Browser) -> None:
    entry_id = owner.log_dose()
    page = owner.get(f"/doses/{entry_id}")
    for _ in range(2):
        owner.send(page, f"/entries/{entry_id}/deletion")
    restoring = owner.get(f"/doses/{entry_id}")
    for _ in range(2):
        owner.send(restoring, f"/entries/{entry_id}/restoration")
    assert "Earlier versions (2)" in owner.get(f"/doses/{entry_id}").text


def test_editing_what_was_deleted_meanwhile_shows_both(owner: Browser) -> None:
    entry_id = owner.log_dose()
    page = owner.get(f"/doses/{entry_id}")
    owner.send(page, f"/entries/{entry_id}/deletion")
    conflict = owner.send(page, f"/doses/{entry_id}", {"amount": "1"}, 409)
    assert "now deleted" in conflict.text


# The clock


def test_the_hour_that_exists_twice_is_asked_about_and_both_are_recorded(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 10, 25, 8, 0, tzinfo=UTC))
    owner = logged_in(owner.app, owner.patient_id)
    night = {"amount": "0.5", "when": "earlier", "on": "2026-10-25", "at": "02:30"}
    asked = owner.submit("/doses/new", "/doses", night, 422)
    assert "showed this time twice" in asked.error_beside("second")
    owner.send(asked, "/doses", {"second": "first", "note": "summer"})
    again = owner.submit("/doses/new", "/doses", night, 422)
    asked = owner.send(again, "/doses", {"second": "second", "note": "winter"}, 422)
    assert "Already recorded: 0.5 mg at 02:30. 1 hour earlier." in asked.text
    second_id = owner.send(asked, "/doses").location.partition("saved=")[2]
    rows = history(owner)
    assert [row.split()[0] for row in rows] == ["02:30", "02:30"]
    assert "winter" in rows[0]
    assert "summer" in rows[1]
    assert "entered 6 hours 30 minutes later" in rows[0]
    assert "entered 7 hours 30 minutes later" in rows[1]
    assert owner.get(f"/doses/{second_id}").fields(f"/doses/{second_id}")["second"] == "second"
    edited(owner, second_id, note="still winter")
    assert "still winter" in history(owner)[0]


def test_an_edit_in_another_zone_keeps_the_zone_the_dose_was_lived_in(owner: Browser) -> None:
    entry_id = owner.log_dose()
    owner.submit("/settings", "/settings", {"zone": "Asia/Tokyo"})
    assert "12:00" in history(owner)[0]
    assert "Berlin time" in history(owner)[0]
    edited(owner, entry_id, note="from Tokyo")
    assert history(owner)[0].startswith("12:00")
    assert "Berlin time" in history(owner)[0]


# A form that comes too late


def test_a_log_in_that_ran_out_keeps_the_form_and_saves_it_afterwards(owner: Browser, clock) -> None:
    page = owner.get("/doses/new")
    clock.shift(timedelta(days=31))
    kept = owner.send(page, "/doses", {"amount": "0.5", "note": STRANGE}, 401)
    assert kept.h1 == "Log in"
    assert "What you typed is kept" in kept.text
    back = owner.send(kept, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert back.h1 == "Not saved yet"
    assert STRANGE in " ".join(back.words("entry-note"))
    saved = owner.follow(owner.send(back, "/doses"))
    assert saved.notice.startswith("Saved: 0.5 mg")
    assert len(history(owner)) == 1


def test_a_wrong_password_on_the_way_keeps_the_form(owner: Browser, clock) -> None:
    page = owner.get("/doses/new")
    clock.shift(timedelta(days=31))
    kept = owner.send(page, "/doses", {"amount": "0.5", "note": "kept"}, 401)
    again = owner.send(kept, "/sessions", {"name": "Owner", "password": "wrong"}, 422)
    assert again.fields("/sessions")["kept-note"] == "kept"
    back = owner.send(again, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    owner.send(back, "/doses")
    assert "kept" in history(owner)[0]


def test_a_stale_token_keeps_the_form_and_saves_it_with_one_more_tap(owner: Browser) -> None:
    page = owner.get("/doses/new")
    kept = owner.send(page, "/doses", {"amount": "0.5", "note": STRANGE, "csrf_token": "of last week"}, 400)
    assert kept.h1 == "Not saved yet"
    assert STRANGE in kept.text
    owner.follow(owner.send(kept, "/doses"))
    assert len(history(owner)) == 1


def test_what_was_typed_in_other_digits_and_clocks_is_shown_again_where_a_field_can_show_it(owner: Browser) -> None:
    typed = {"amount": "other", "other_amount": "x", "when": "earlier", "on": "٢٠٢٦-١١-٢٢", "at": "8:05 pm"}
    page = owner.submit("/doses/new", "/doses", typed, 422)
    kept = page.fields("/doses")
    assert (kept["on"], kept["at"]) == ("2026-11-22", "20:05")
    owner.send(page, "/doses", {"other_amount": "٠٫١٢٥"})
    assert owner.get("/history").entries[0].startswith("20:05 0.125 mg")
