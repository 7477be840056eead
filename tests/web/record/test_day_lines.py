"""The page of a day: planned beside taken, everything else that was recorded, and answering what is empty."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from journal.store.database.database import Database
from tests.conftest import counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of

DAY = "2026-11-20"  # a Friday
PLAN = {"starts_on": "2026-11-10", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}


def plan_two_times_a_day(owner: Browser) -> None:
    """Two planned times a day since the tenth, and a first entry on the eleventh."""
    with time_machine.travel(datetime(2026, 11, 10, 6, 0, tzinfo=UTC), tick=False):
        owner.submit("/regimens/new", "/regimens", PLAN)
    earlier(owner, "11", "08:00")


FILLED_BY = {"planned": plan_two_times_a_day}


@pytest.fixture
def planned(owner: Browser) -> Browser:
    return owner


def earlier(browser: Browser, day: str, at: str, **fields: str) -> str:
    return browser.log_dose(when="earlier", on=f"2026-11-{day}", at=at, **fields)


def lines(page: Page) -> list[str]:
    """The lines of the table in words."""
    return [words_of(row) for body in page.document.iter("tbody") for row in body.iter("tr")]


def line(page: Page) -> str:
    """What stands under the date."""
    return " ".join(page.words("lede"))


def test_planned_stands_beside_taken_and_the_line_says_what_deviates(planned: Browser) -> None:
    earlier(planned, "20", "08:05")
    earlier(planned, "20", "23:10", note="fell asleep")
    page = planned.get(f"/history/{DAY}")
    assert page.h1 == "Friday 20 November"
    assert line(page) == "1 dose late."
    medicine, morning, evening = lines(page)
    assert medicine == "Clonazepam"
    assert morning.startswith("08:00 0.5 mg 08:05 0.5 mg Edit")
    assert evening.startswith("20:00 0.5 mg 23:10 0.5 mg Edit fell asleep entered")
    assert evening.endswith("late by 3 h 10 min")


def test_everything_else_of_the_day_stands_below_newest_first(planned: Browser) -> None:
    planned.log_episode(when="earlier", on=DAY, at="16:40", minutes="10", note="On the bus")
    planned.check_in({"drowsiness": 3}, when="earlier", on=DAY, at="21:30", note="tired")
    planned.check_in({"drowsiness": 1}, when="earlier", on="2026-11-21", at="01:30")  # before the day was over
    planned.check_in({"drowsiness": 2}, when="earlier", on="2026-11-21", at="09:00")
    page = planned.get(f"/history/{DAY}")
    assert [row.split()[0] for row in page.entries] == ["01:30", "21:30", "16:40"]
    assert "after midnight, counted to Friday 20 November" in page.entries[0]
    assert "Drowsiness severe" in page.entries[1]
    assert "tired" in page.entries[1]
    assert "Panic attack 10 minutes" in page.entries[2]
    assert "On the bus" in page.entries[2]


def test_a_dose_of_the_day_that_was_edited_and_one_beside_the_plan_say_so(planned: Browser) -> None:
    first = earlier(planned, "20", "08:00")
    earlier(planned, "20", "09:00")
    planned.submit(f"/doses/{first}", f"/doses/{first}", {"amount": "1"})
    page = planned.get(f"/history/{DAY}")
    assert line(page) == "1 dose not logged, 1 dose in another amount than planned, 1 dose more than planned."
    _name, morning, beside, *_evening = lines(page)
    assert "1 mg" in morning
    assert "edited" in morning
    assert morning.endswith("another amount than planned")
    assert beside.startswith("none planned 09:00 0.5 mg")
    assert beside.endswith("more than planned")


def test_a_dose_after_midnight_stands_on_the_day_it_was_for_and_on_the_one_it_was_taken(planned: Browser) -> None:
    earlier(planned, "21", "00:30")
    assert "00:30 0.5 mg Edit on Saturday 21 November" in lines(planned.get(f"/history/{DAY}"))[3]
    assert lines(planned.get("/history/2026-11-21"))[1].startswith("for Friday 20 November, 20:00 00:30 0.5 mg")


def test_the_day_before_the_day_after_and_the_calendar_are_one_press_away(planned: Browser) -> None:
    page = planned.get(f"/history/{DAY}")
    assert page.link("Thu 19, the day before") == "/history/2026-11-19"
    assert page.link("Sat 21, the day after") == "/history/2026-11-21"
    month = page.link("November, the calendar")
    assert "November 2026: worst rating of each day" in planned.get(month).text
    assert "the day before" not in planned.get("/history/2026-11-11").text, "the first of the record"
    assert "the day after" not in planned.get("/history/2026-11-23").text, "today"


def test_took_it_opens_the_form_with_that_time_and_saving_leads_back(planned: Browser) -> None:
    page = planned.get(f"/history/{DAY}")
    form = planned.get(planned.get(took_it(page, 0), 303).location)
    fields = form.fields("/doses")
    assert {name: fields[name] for name in ("when", "on", "at", "amount")} == {
        "when": "earlier", "on": DAY, "at": "08:00", "amount": "0.5"
    }  # fmt: skip
    assert form.link("Back") == f"/history/{DAY}"
    refused = planned.send(form, "/doses", {"at": "x"}, 422)
    saved = planned.follow(planned.send(refused, "/doses", {"at": "09:10"}))
    assert saved.h1 == "Friday 20 November"
    assert saved.notice.startswith("Saved: 0.5 mg")
    assert "09:10 0.5 mg" in lines(saved)[1]


def took_it(page: Page, n: int) -> str:
    links = [link.get("href") or "" for link in page.document.iter("a") if words_of(link) == "Took it"]
    return links[n]


def test_skipped_is_one_press_at_the_planned_time_and_can_be_undone(planned: Browser) -> None:
    page = planned.get(f"/history/{DAY}")
    assert len(list(page.forms())) == 2
    skipped = planned.follow(planned.send(page, "/doses"))
    assert skipped.notice.startswith("Saved: Skipped 0.5 mg")
    assert lines(skipped)[1].startswith("08:00 0.5 mg 08:00 skipped")
    assert line(skipped) == "1 dose skipped, 1 dose not logged."
    entry_id = skipped.all("taken")[0].get("id")
    undone = planned.follow(planned.send(skipped, f"/entries/{entry_id}/deletion"))
    assert undone.h1 == "Friday 20 November"
    assert undone.notice.startswith("Deleted: Skipped 0.5 mg")
    assert line(undone).endswith("2 doses not logged.")


def test_an_entry_opened_from_a_day_leads_back_to_it(planned: Browser) -> None:
    entry_id = planned.check_in({"drowsiness": 3}, when="earlier", on=DAY, at="21:30")
    page = planned.get(f"/history/{DAY}")
    form = planned.get(page.all("entry-actions")[0].find("a").get("href") or "")  # type: ignore[union-attr]
    assert form.link("Back") == f"/history/{DAY}#{entry_id}"
    saved = planned.follow(planned.send(form, f"/check-ins/{entry_id}", {"note": "x"}))
    assert saved.h1 == "Friday 20 November"
    assert saved.notice.startswith("Saved: check-in")


def test_a_time_still_to_come_is_not_asked_for_and_one_that_has_come_is(planned: Browser) -> None:
    page = planned.get("/history/2026-11-23")
    assert line(page) == "1 dose not logged."
    assert lines(page)[1] == "08:00 0.5 mg not recorded yet"
    assert lines(page)[-1] == "20:00 0.5 mg still to come"
    assert len([form for form in page.forms() if form.get("action") == "/doses"]) == 1


def test_a_day_of_which_nothing_is_recorded_says_so(planned: Browser) -> None:
    assert line(planned.get("/history/2026-11-12")) == "Nothing is recorded for this day. 2 doses not logged."


def test_a_day_before_the_record_began_says_so_and_asks_for_nothing(planned: Browser) -> None:
    for day in ("2026-11-10", "1999-12-31", "1900-01-01"):
        page = planned.get(f"/history/{day}")
        assert line(page) == "Your journal begins on Wednesday 11 November 2026. This day is before it."
        assert list(page.forms()) == []
        assert page.link("The first day of your journal") == "/history/2026-11-11"


def test_in_an_empty_journal_a_day_is_empty(owner: Browser) -> None:
    page = owner.get("/history/2026-11-23")
    assert line(page) == "Nothing is recorded yet."
    assert list(page.forms()) == []


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("0001-01-01", "The year must be between 1900 and now."),
        ("2026-11-24", "Tuesday 24 November 2026 is still to come."),
        ("9999-12-31", "The year must be between 1900 and now."),
        ("2026-02-30", "There is no such day."),
        ("yesterday", "There is no such day."),
        ("2026-11", "There is no such day."),
        ("-1", "There is no such day."),
        ("<script>", "There is no such day."),
        ("%00", "There is no such day."),
        ("2026-11-20 08:00", "There is no such day."),
        ("9" * 500, "There is no such day."),
    ],
)
def test_what_is_no_day_of_the_record_is_a_page_with_a_way_back(planned: Browser, on: str, sentence: str) -> None:
    page = planned.get(f"/history/{on}", 404)
    assert sentence in line(page)
    assert page.link("Back to History") == "/history"
    assert planned.get(page.link("Today in the history")).h1 == "Monday 23 November"


@pytest.mark.parametrize("on", ["20261120", "2026-W47-5", "٢٠٢٦-١١-٢٠"])
def test_a_day_spelled_otherwise_goes_to_its_one_address(planned: Browser, on: str) -> None:
    assert planned.get(f"/history/{on}", 303).location == f"/history/{DAY}"


def test_a_day_lived_farther_east_is_there_though_it_is_not_over_here(log_in, clock) -> None:
    traveller = log_in("Traveller", zone="Asia/Tokyo")
    clock.move_to(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))  # the morning of the 24th in Tokyo
    traveller.log_dose(note="before the flight")
    clock.shift(timedelta(hours=2))
    traveller.submit("/settings", "/settings", {"zone": "America/Los_Angeles"})  # where it is the 23rd
    page = traveller.get("/history/2026-11-24")
    assert "before the flight" in page.text
    assert "Tokyo time" in page.text
    assert traveller.get("/history/2026-11-23").link("Tue 24, the day after") == "/history/2026-11-24"
    traveller.get("/history/2026-11-25", 404)


def test_a_time_of_a_day_lived_elsewhere_is_answered_by_the_clock_of_there(planned: Browser, clock) -> None:
    planned.submit("/settings", "/settings", {"zone": "America/New_York"})
    page = planned.get(f"/history/{DAY}")
    assert "20:00 0.5 mg" in lines(page)[3]
    saved = planned.follow(planned.send(page, "/doses"))
    assert "08:00 skipped" in lines(saved)[1]
    assert "Berlin time" in lines(saved)[1]


@pytest.mark.parametrize(("night", "shown"), [("2026-03-29", "03:30"), ("2026-10-25", "02:30")])
def test_a_time_of_a_night_on_which_the_clock_changed_is_answered_without_a_question(
    log_in, clock, night: str, shown: str
) -> None:
    """Neither the time that was not there nor the one there was twice makes the one press ask."""
    clock.move_to(datetime.fromisoformat(f"{night}T12:00:00+00:00") - timedelta(days=3))
    person = log_in("Night")
    person.submit(
        "/regimens/new", "/regimens", {"time_1": "02:30", "amount_1": "0.5", "time_2": "14:30", "amount_2": "0.5"}
    )
    person.log_dose()
    clock.shift(timedelta(days=4))
    page = person.get(f"/history/{night}")
    saved = person.follow(person.send(page, "/doses"))
    assert f"{shown} skipped" in lines(saved)[1]
    assert len([row for row in lines(saved) if "skipped" in row]) == 1


def test_a_stranger_sees_nothing_of_the_day(planned: Browser, stranger: Browser) -> None:
    earlier(planned, "20", "08:00", note="mine alone")
    assert "mine alone" not in stranger.get(f"/history/{DAY}").html


def test_very_many_entries_of_a_day_are_a_list(planned: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.web.record.history.MOST_OF_A_DAY", 1)
    for at in ("10:00", "11:00"):
        planned.check_in({"drowsiness": 1}, when="earlier", on=DAY, at=at)
    page = planned.get(f"/history/{DAY}")
    assert len(page.entries) == 1
    assert len(planned.get(page.link("Everything of this day as a list")).entries) == 2


def test_a_day_is_thirteen_statements_however_much_there_is(planned: Browser, database: Database) -> None:
    counts = []
    for _ in range(2):
        for at in ("08:00", "12:00", "20:00"):
            earlier(planned, "20", at)
            planned.check_in({"drowsiness": 1, "dizziness": 2}, when="earlier", on=DAY, at=at)
        with counted(database) as statements:
            planned.get(f"/history/{DAY}")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 13, list(statements)
