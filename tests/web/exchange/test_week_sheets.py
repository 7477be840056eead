"""Week sheets in the browser: choose the days, print, type in, save in one go, and take it back."""

import re
import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import event

from journal.store.database.database import Database
from tests.conftest import PASSWORD
from tests.web.client import Browser, Page

SHEET = "/week-sheets/2026-11-16"
PLAN = {"starts_on": "2026-11-10", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "1"}
EIGHT, TWENTY = "clonazepam.202611160700", "clonazepam.202611161900"
DAY = {f"dose-{EIGHT}": "taken", f"at-{TWENTY}": "20:30", "rating-2026-11-16-memory": "2"}


@pytest.fixture
def planner(owner: Browser) -> Browser:
    """The owner, with a plan twice a day since two weeks ago."""
    owner.submit("/regimens/new", "/regimens", PLAN)
    return owner


def save(browser: Browser, typed: dict[str, str], status: int = 303) -> Page:
    return browser.submit(SHEET, SHEET, typed, status)


def pdf_words(page: Page) -> str:
    document = PdfReader(BytesIO(page.body))
    return " ".join(" ".join(each.extract_text() for each in document.pages).split())


def test_more_leads_to_the_sheets_and_so_does_what_is_taken_along(planner: Browser) -> None:
    for place in ("/settings", "/exports/new"):
        assert any(form == "/week-sheets" for form in re.findall(r'href="([^"]+)"', planner.get(place).html))
    page = planner.get("/week-sheets")
    assert page.h1 == "Paper sheet for a week"
    for on in ("2026-11-23", "2026-11-30"):
        assert f'href="/week-sheets/{on}/paper.pdf"' in page.html
    for on in ("2026-11-16", "2026-11-23"):
        assert f'href="/week-sheets/{on}"' in page.html


def test_other_days_are_chosen_by_the_first_and_the_name_by_a_tick(planner: Browser) -> None:
    at = "/week-sheets?first_on=2026-11-18&to="
    assert planner.get(f"{at}type", 303).location == "/week-sheets/2026-11-18"
    assert planner.get(f"{at}print", 303).location == "/week-sheets/2026-11-18/paper.pdf"
    assert planner.get(f"{at}print&name=yes", 303).location == "/week-sheets/2026-11-18/paper.pdf?name=yes"
    page = planner.get("/week-sheets?to=type&first_on=soon", 422)
    assert "Write the date as year-month-day" in page.errors()["first_on"]


def test_the_paper_holds_the_plan_the_effects_and_no_name_unless_it_is_wanted(planner: Browser) -> None:
    page = planner.get(f"{SHEET}/paper.pdf")
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Cache-Control"] == "no-store"
    assert 'filename="week-sheet-2026-11-16-to-2026-11-22.pdf"' in page.headers["Content-Disposition"]
    said = pdf_words(page)
    for words in ("Clonazepam", "08:00", "20:00", "1 mg", "Drowsiness", "16 November", "call 112"):
        assert words in said
    assert "Owner" not in said
    assert "Owner" in pdf_words(planner.get(f"{SHEET}/paper.pdf?name=yes"))


@pytest.mark.parametrize("on", ["1999-01-01", "2030-01-01", "2026-02-30", "x"])
def test_a_week_that_is_none_or_far_away_is_a_page_that_says_so(planner: Browser, on: str) -> None:
    for address in (f"/week-sheets/{on}", f"/week-sheets/{on}/paper.pdf"):
        assert planner.get(address, 404).errors()
    marks = planner.marks()
    for address in (f"/week-sheets/{on}", f"/week-sheets/{on}/removal"):
        planner.post(address, marks | {"id": str(uuid.uuid4())}, 404)


def test_a_day_written_otherwise_leads_to_its_own_address(planner: Browser) -> None:
    assert planner.get("/week-sheets/20261116", 303).location == SHEET


def test_a_sheet_is_saved_in_one_go_and_said(planner: Browser) -> None:
    page = planner.follow(save(planner, DAY))
    assert "Saved: 2 doses and 1 check-in." in page.notice
    assert page.link("Look at these days in History") == "/history?period=free&first=2026-11-16&last=2026-11-22"
    day = planner.get("/history/2026-11-16").text
    assert "0.5 mg" in day
    assert "20:30" in day
    assert "Memory moderate" in day


def test_what_is_recorded_is_shown_and_not_asked(planner: Browser) -> None:
    page = planner.follow(save(planner, DAY))
    fields = page.fields(SHEET)
    assert f"dose-{EIGHT}" not in fields
    assert "rating-2026-11-16-memory" not in fields
    assert "dose-clonazepam.202611170700" in fields
    assert "0.5 mg at 08:00" in page.text
    assert "1 mg at 20:30" in page.text
    skipped = planner.follow(save(planner, {"dose-clonazepam.202611170700": "skipped"}))
    assert "skipped" in skipped.words("sheet-said")


def test_sent_twice_it_is_recorded_once(planner: Browser) -> None:
    form = planner.get(SHEET)
    for _ in range(2):
        page = planner.follow(planner.send(form, SHEET, DAY))
        assert "Saved: 2 doses and 1 check-in." in page.notice
    assert len(planner.get("/history").entries) == 3


def test_undo_takes_all_of_it_back_and_says_where_it_is(planner: Browser) -> None:
    saved = planner.follow(save(planner, DAY))
    page = planner.follow(planner.send(saved, f"{SHEET}/removal"))
    assert "Taken back." in page.notice
    assert page.link("It is among the deleted entries") == "/history/deleted"
    assert planner.get("/history").entries == []
    assert f"dose-{EIGHT}" in page.fields(SHEET)
    again = planner.get(saved_address(saved))
    assert "it was taken back before" in again.notice


def saved_address(page: Page) -> str:
    form_id = page.fields(f"{SHEET}/removal")["id"]
    return f"{SHEET}?saved={form_id}"


def test_what_cannot_be_read_keeps_everything_that_was_typed_and_saves_nothing(planner: Browser) -> None:
    typed = DAY | {"rating-2026-11-17-fatigue": "9", "note-2026-11-18": "keep me", "all-2026-11-19": "yes"}
    page = save(planner, typed, 422)
    assert page.errors() == {"rating-2026-11-17-fatigue": "Write a number from 0 to 4, or leave it empty."}
    kept = page.fields(SHEET)
    assert all(kept[name] == text for name, text in typed.items())
    assert planner.get("/history").entries == []
    planner.send(page, SHEET, {"rating-2026-11-17-fatigue": "3"})
    assert len(planner.get("/history").entries) == 7


def test_another_window_that_was_faster_is_said_and_nothing_is_doubled(planner: Browser) -> None:
    form = planner.get(SHEET)
    planner.log_dose(when="earlier", on="2026-11-16", at="08:10")
    page = planner.send(form, SHEET, DAY, 422)
    assert "an answer has no row any more" in page.text
    assert "0.5 mg at 08:10" in page.text
    planner.follow(planner.send(page, SHEET))
    assert len(planner.get("/history").entries) == 3


def test_the_same_form_with_other_words_says_that_it_was_sent_before(planner: Browser) -> None:
    form = planner.get(SHEET)
    planner.send(form, SHEET, DAY)
    page = planner.send(form, SHEET, DAY | {"rating-2026-11-16-memory": "3"}, 409)
    assert "sent before with other words" in page.text
    assert len(planner.get("/history").entries) == 3


def test_an_unusual_amount_is_asked_about_once_for_the_sheet(owner: Browser) -> None:
    large = PLAN | {"amount_1": "other", "other_amount_1": "60", "confirmed": "yes"}
    owner.submit("/regimens/new", "/regimens", large)
    page = save(owner, {"all-2026-11-16": "yes"}, 422)
    assert "60 mg is more than" in page.errors()["confirmed"]
    assert owner.get("/history").entries == []
    owner.send(page, SHEET, {"confirmed": "yes"})
    assert len(owner.get("/history").entries) == 2


def test_days_to_come_offer_nothing(planner: Browser) -> None:
    page = planner.get("/week-sheets/2026-11-30")
    assert "still to come" in page.text
    assert page.link("Print this sheet") == "/week-sheets/2026-11-30/paper.pdf"
    this = planner.get("/week-sheets/2026-11-23")
    fields = this.fields("/week-sheets/2026-11-23")
    assert "dose-clonazepam.202611230700" in fields
    assert "dose-clonazepam.202611231900" not in fields
    assert "rating-2026-11-24-memory" not in fields
    assert "still to come" in this.words("sheet-said")


def test_a_form_whose_log_in_ran_out_stands_filled_in_again(planner: Browser) -> None:
    form = planner.get(SHEET)
    planner.client.delete_cookie("journal")
    asked = planner.send(form, SHEET, DAY, 401)
    page = planner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    kept = page.fields(SHEET)
    assert all(kept[name] == text for name, text in DAY.items())
    assert planner.get("/history").entries == []
    assert "Saved: 2 doses and 1 check-in." in planner.follow(planner.send(page, SHEET)).notice


def test_a_form_of_a_week_that_is_none_leads_to_the_sheets(planner: Browser) -> None:
    form = planner.get(SHEET)
    planner.client.delete_cookie("journal")
    asked = planner.post("/week-sheets/1999-01-01", form.fields(SHEET) | DAY, 401)
    page = planner.send(asked, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    assert "last year or of the coming one" in page.errors()["first_on"]


def test_a_sheet_of_weeks_before_the_plan_was_written_down_can_be_typed_in_once(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN | {"starts_on": "2026-10-01"})
    week = "/week-sheets/2026-10-05"
    owner.submit(week, week, {"all-2026-10-06": "yes"})
    fields = owner.get(week).fields(week)
    assert "dose-clonazepam.202610050600" in fields
    assert "dose-clonazepam.202610060600" not in fields, "it is recorded now"


def test_another_persons_sheet_saves_nothing_and_is_taken_back_by_nobody_else(
    planner: Browser, stranger: Browser
) -> None:
    form = planner.get(SHEET).fields(SHEET)
    marks = stranger.get(SHEET).fields(SHEET)
    stranger.post(SHEET, form | DAY | {"csrf_token": marks["csrf_token"]}, 409)
    saved = planner.follow(save(planner, DAY))
    form_id = saved.fields(f"{SHEET}/removal")["id"]
    stranger.post(f"{SHEET}/removal", marks | {"id": form_id})
    assert len(planner.get("/history").entries) == 3
    assert "Saved" not in stranger.get(f"{SHEET}?saved={form_id}").text


def test_as_needed_and_a_medicine_without_a_plan_are_typed_as_times(planner: Browser) -> None:
    drops = planner.add_medicine("Melatonin", unit="drops", amounts="5")
    ordered = {"as_needed_amount": "0.25", "starts_on": "2026-11-23"}
    planner.submit("/regimens/new?medicine=clonazepam", "/regimens", ordered)
    week = "/week-sheets/2026-11-23"
    page = planner.get(week)
    assert "0.25 mg as needed" in page.text
    typed = {"times-clonazepam.20261123": "9:30", f"times-{drops}.20261123": "7:00, 8:00"}
    assert "Write the amount of one dose." in planner.send(page, week, typed, 422).text
    typed |= {f"amount-{drops}.20261123": "5"}
    page = planner.follow(planner.send(planner.get(week), week, typed))
    assert "Saved: 3 doses." in page.notice
    assert "5 drops at 07:00 and 5 drops at 08:00" in page.words("sheet-said")


def test_an_own_symptom_and_a_pause_have_their_words(planner: Browser) -> None:
    planner.check_in(new_symptom="itchy eyes", **{"rating-new": "2"}, when="earlier", on="2026-11-20", at="10:00")
    pause = {"first_on": "2026-11-18", "last_on": "2026-11-19", "reason": "0"}
    planner.submit("/regimens/pauses/new", "/regimens/pauses", pause)
    page = planner.get(SHEET)
    assert "itchy eyes" in page.text
    assert "The plan pauses, " in page.text
    own = next(name for name in page.fields(SHEET) if name.startswith("rating-2026-11-18-own_"))
    planner.follow(save(planner, {own: "3"}))
    assert "itchy eyes severe" in planner.get("/history/2026-11-18").text


def statements(database: Database, do: Callable[[], object]) -> int:
    """How many statements the database is asked for it."""
    seen: list[str] = []

    def count(*args: Any) -> None:
        seen.append(args[2])

    event.listen(database.engine, "before_cursor_execute", count)
    do()
    event.remove(database.engine, "before_cursor_execute", count)
    return len(seen)


def test_a_larger_sheet_asks_the_database_no_oftener_to_be_shown(planner: Browser, database: Database) -> None:
    planner.get(SHEET)
    before = statements(database, lambda: planner.get(SHEET))
    for name in ("Valproate", "Melatonin"):
        added = planner.add_medicine(name, amounts="5")
        planner.submit(f"/regimens/new?medicine={added}", "/regimens", PLAN)
    assert statements(database, lambda: planner.get(SHEET)) == before


def test_each_entry_of_a_sheet_costs_as_much_as_the_one_before(planner: Browser, database: Database) -> None:
    counts = []
    for days in ((16,), (17, 18), (19, 20, 21)):
        page, typed = planner.get(SHEET), {f"all-2026-11-{day}": "yes" for day in days}
        counts.append(statements(database, lambda page=page, typed=typed: planner.send(page, SHEET, typed)))
    assert counts[2] - counts[1] == counts[1] - counts[0]
    assert counts[1] - counts[0] <= 2 * 8


def test_an_effect_that_is_not_among_the_first_is_chosen_from_a_list(planner: Browser) -> None:
    page = planner.get(SHEET)
    assert "rating-2026-11-16-memory" not in page.fields(SHEET)
    typed = {"other-2026-11-16-1": "memory", "other-rating-2026-11-16-1": "3"}
    wrong = planner.send(page, SHEET, typed | {"other-rating-2026-11-16-2": "1"}, 422)
    assert wrong.errors() == {"other-2026-11-16-2": "Choose the side effect, or leave the number out."}
    saved = planner.follow(planner.send(wrong, SHEET, {"other-rating-2026-11-16-2": ""}))
    assert "Memory severe" in saved.text
    assert "Memory severe" in planner.get("/history/2026-11-16").text
