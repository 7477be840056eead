"""Log only when something is wrong: what Today offers once a week, and what becomes of quiet days everywhere."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.store.database.database import Database
from tests.caring import look_after
from tests.conftest import counted
from tests.web.client import Browser, Page

WEEK = {"first_on": "2026-11-17", "last_on": "2026-11-23"}


def turn_on(owner: Browser, wanted: str = "yes") -> Page:
    return owner.follow(owner.submit("/effects", "/effects", {"only_when_wrong": wanted}))


@pytest.fixture
def calm(owner: Browser) -> Browser:
    """Somebody who checked in ten days ago and logs only when something is wrong."""
    owner.check_in({"drowsiness": 2}, when="earlier", on="2026-11-13", at="09:00")
    turn_on(owner)
    return owner


def offer(browser: Browser) -> Page | None:
    page = browser.get("/")
    return page if "All quiet since" in page.text else None


def test_with_the_setting_today_asks_for_no_check_in_each_day(owner: Browser) -> None:
    assert "How are you?" in owner.get("/").text
    page = turn_on(owner)
    assert "You log only when something is wrong." in page.text
    today = owner.get("/")
    assert "How are you?" not in today.text
    assert today.link("Something is wrong, check-in, the first one") == "/check-ins/new"
    assert not offer(owner)
    turn_on(owner, "no")
    assert "How are you?" in owner.get("/").text


def test_once_a_week_all_quiet_is_one_press_with_undo(calm: Browser, clock) -> None:
    page = offer(calm)
    assert page
    assert "All quiet since Tuesday 17 November? Yes, all quiet, nothing was wrong, no rating Other days" in page.text
    assert page.fields("/quiet-days") | WEEK == page.fields("/quiet-days")
    after = calm.follow(calm.send(page, "/quiet-days"))
    assert after.notice.startswith("Saved: All quiet 17 November to 23 November, 12:00")
    assert not offer(calm)
    clock.shift(timedelta(days=6))
    assert not offer(calm)
    clock.shift(timedelta(days=1))
    assert "All quiet since Tuesday 24 November?" in calm.get("/").text


@pytest.mark.parametrize("which", ["all", "some"])
def test_whoever_cares_is_offered_it_too_and_it_is_said_who(calm: Browser, stranger: Browser, which: str) -> None:
    there = look_after(calm, stranger, which=which, **{"medicine-clonazepam": "yes"})
    page = stranger.get(f"{there}/")
    assert stranger.get(page.link("Other days")).fields(f"{there}/quiet-days")["first_on"] == "2026-11-17"
    stranger.send(page, f"{there}/quiet-days")
    (row,) = (each for each in calm.get("/history").entries if "All quiet" in each)
    assert "written by Stranger" in row
    (kept,) = set(re.findall(rf"{there}/quiet-days/[0-9a-f-]{{36}}", stranger.get(f"{there}/history?kind=quiet").html))
    stranger.submit(kept, kept, {"first_on": "2026-11-18"})
    assert "18 November to 23 November" in calm.get("/history").text


def test_whoever_only_observes_says_nothing_of_quiet_days(calm: Browser, stranger: Browser) -> None:
    there = look_after(calm, stranger, kind="observe")
    stranger.get(f"{there}/quiet-days/new", 404)
    form = calm.get("/").fields("/quiet-days")
    stranger.post(f"{there}/quiet-days", stranger.marks() | WEEK | {"id": form["id"]}, 404)
    assert offer(calm)


def test_what_was_undone_is_offered_again(calm: Browser) -> None:
    page = calm.follow(calm.send(calm.get("/"), "/quiet-days"))
    action = next(form.get("action") or "" for form in page.forms() if "deletion" in (form.get("action") or ""))
    assert "Deleted: All quiet" in calm.follow(calm.send(page, action)).notice
    assert offer(calm)


def test_the_week_before_is_offered_too_and_any_other_days_can_be_chosen(calm: Browser) -> None:
    page = calm.get("/")
    form = calm.get(page.link("And 14 November to 16 November?"))
    assert form.fields("/quiet-days")["first_on"] == "2026-11-14"
    assert "Saved: All quiet" in calm.follow(calm.send(form, "/quiet-days")).notice
    form = calm.get(page.link("Other days"))
    assert form.fields("/quiet-days") | WEEK == form.fields("/quiet-days")


def test_a_check_in_begins_the_week_anew(calm: Browser) -> None:
    calm.check_in({"drowsiness": 1}, when="earlier", on="2026-11-18", at="09:00")
    assert not offer(calm)


def test_two_windows_and_a_double_press_save_it_once(calm: Browser) -> None:
    form = calm.get("/")
    calm.send(form, "/quiet-days")
    assert "counts one time" in calm.follow(calm.send(form, "/quiet-days")).notice
    assert len(calm.get("/history?kind=quiet").entries) == 1


def test_days_to_come_too_many_or_in_the_wrong_order_are_refused_and_kept(owner: Browser) -> None:
    for first_on, last_on, field in (
        ("2026-11-20", "2026-11-24", "last_on"),
        ("2026-11-20", "2026-11-19", "first_on"),
        ("2026-11-01", "2026-11-20", "first_on"),
        ("", "2026-11-20", "first_on"),
    ):
        fields = {"first_on": first_on, "last_on": last_on, "note": "kept"}
        page = owner.submit("/quiet-days/new", "/quiet-days", fields, 422)
        assert page.error_beside(field)
        assert page.fields("/quiet-days")["note"] == "kept"
    assert owner.get("/history").entries == []


def test_it_can_be_changed_deleted_and_put_back_and_its_versions_are_read(calm: Browser) -> None:
    entry_id = calm.log("quiet", WEEK)
    address = f"/quiet-days/{entry_id}"
    calm.submit(address, address, {"first_on": "2026-11-19", "note": "calm"})
    page = calm.get(address)
    assert "All quiet 17 November to 23 November" in page.text
    [row] = calm.get("/history?kind=quiet").entries
    assert "All quiet 19 November to 23 November" in row
    assert "edited" in row
    assert len(calm.get("/history?words=calm").entries) == 1
    calm.submit(address, f"/entries/{entry_id}/deletion")
    assert "This is deleted." in calm.get(address).text
    calm.submit("/history/deleted", f"/entries/{entry_id}/restoration")
    assert len(calm.get("/history?kind=quiet").entries) == 1


def test_an_edit_of_the_note_keeps_when_it_was_said(calm: Browser, clock) -> None:
    entry_id = calm.log("quiet", WEEK)
    clock.shift(timedelta(hours=3))
    calm.submit(f"/quiet-days/{entry_id}", f"/quiet-days/{entry_id}", {"note": "later"})
    assert calm.get("/history?kind=quiet").entries[0].startswith("12:00")


def test_every_day_it_covers_says_so_on_its_page(calm: Browser) -> None:
    calm.log("quiet", WEEK)
    for day in ("17", "20", "23"):
        assert "All quiet 17 November to 23 November" in calm.get(f"/history/2026-11-{day}").text
    assert "All quiet" not in calm.get("/history/2026-11-16").text


def test_a_day_before_the_record_begins_may_be_quiet_and_does_not_make_it_begin_earlier(calm: Browser) -> None:
    calm.log("quiet", {"first_on": "2026-11-05", "last_on": "2026-11-08"})
    assert "Your journal begins on Friday 13 November" in calm.get("/history/2026-11-06").text


def test_it_says_nothing_of_doses(owner: Browser, clock) -> None:
    """A planned time of a day with no other entry stays "nothing logged that day"."""
    clock.move_to(datetime(2026, 11, 10, 6, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", {"time_1": "08:00", "amount_1": "0.5"})
    owner.log_dose()
    clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    before = planned(owner)
    assert "not_recorded" in before
    owner.log("quiet", {"first_on": "2026-11-14", "last_on": "2026-11-20"})
    owner.log("quiet", {"first_on": "2026-11-22", "last_on": "2026-11-23"})
    assert planned(owner) == before


def planned(owner: Browser) -> str:
    return owner.client.get("/exports/planned.csv").get_data(as_text=True)


def test_a_stranger_finds_none_of_it(calm: Browser, stranger: Browser) -> None:
    entry_id = calm.log("quiet", WEEK)
    stranger.get(f"/quiet-days/{entry_id}", 404)
    assert stranger.get("/history?kind=quiet").entries == []
    assert "All quiet" not in stranger.get("/history/2026-11-20").text


def test_the_calendar_of_the_history_shows_it_as_its_own_cell(calm: Browser) -> None:
    assert "calm" not in calm.get("/history").html.split("</style>")[-1].split("heatmap")[1]
    calm.log("quiet", WEEK)
    page = calm.get("/history")
    assert "Friday 20 November: quiet, not rated" in page.text
    assert "quiet" in page.words("key")[0]
    calm.check_in({"drowsiness": 0}, when="earlier", on="2026-11-20", at="09:00")
    assert "Friday 20 November: worst none" in calm.get("/history").text


def test_trends_count_it_beside_rated_and_unknown(calm: Browser) -> None:
    """The record begins on 13 November: one day rated of eleven, seven quiet, three unknown."""
    assert "Rated on 1 of 11 days" in calm.get("/trends?period=28&effect=drowsiness").text
    calm.log("quiet", WEEK)
    page = calm.get("/trends?period=28&effect=drowsiness")
    assert "rated on 1, quiet on 7, unknown on 3 of 11 days" in page.text.lower()
    assert "quiet, not rated" in page.text


def test_overlapping_marks_count_each_day_once_and_a_rating_within_wins(calm: Browser) -> None:
    calm.log("quiet", WEEK)
    calm.log("quiet", {"first_on": "2026-11-14", "last_on": "2026-11-18"})
    calm.check_in({"drowsiness": 1}, when="earlier", on="2026-11-16", at="09:00")
    calm.check_in(quick="too_sleepy", when="earlier", on="2026-11-15", at="09:00")
    said = calm.get("/trends?period=28&effect=drowsiness").text.lower()
    assert "rated on 2, quiet on 8, unknown on 1 of 11 days" in said


def test_over_a_change_of_the_plan_it_enters_neither_side(calm: Browser) -> None:
    calm.submit("/regimens/new", "/regimens", {"time_1": "08:00", "amount_1": "1", "starts_on": "2026-11-13"})
    before = calm.client.get("/charts/dose_changes.svg?period=28").get_data()
    calm.log("quiet", WEEK)
    assert calm.client.get("/charts/dose_changes.svg?period=28").get_data() == before


def test_turning_it_off_keeps_what_was_said(calm: Browser) -> None:
    calm.log("quiet", WEEK)
    turn_on(calm, "no")
    assert len(calm.get("/history?kind=quiet").entries) == 1
    assert not offer(calm)


def test_it_is_in_what_is_taken_out(calm: Browser) -> None:
    calm.log("quiet", WEEK)
    assert "2026-11-17,2026-11-23" in calm.client.get("/exports/quiet_days.csv").get_data(as_text=True)


def test_without_the_setting_today_costs_no_statement_more(owner: Browser, calm: Browser, database: Database) -> None:
    with counted(database) as with_it:
        calm.get("/")
    turn_on(calm, "no")
    with counted(database) as without:
        calm.get("/")
    assert len(with_it) <= len(without) + 2


MARKS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=3)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MARKS)
def test_removing_quiet_days_never_makes_a_day_rated_none(calm: Browser, marks: list[tuple[int, int]]) -> None:
    before = calm.get("/trends?period=28").text
    ids = []
    for first, more in marks:
        first_on = datetime(2026, 11, 5, tzinfo=UTC) + timedelta(days=first)
        last_on = min(first_on + timedelta(days=more), datetime(2026, 11, 23, tzinfo=UTC))
        ids.append(calm.log("quiet", {"first_on": f"{first_on:%Y-%m-%d}", "last_on": f"{last_on:%Y-%m-%d}"}))
    for entry_id in ids:
        calm.submit(f"/quiet-days/{entry_id}", f"/entries/{entry_id}/deletion")
    assert calm.get("/trends?period=28").text == before
