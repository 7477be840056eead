"""The form of a dose: when it was is pressed, and nothing is typed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from journal.store.database.database import Database
from tests.conftest import counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of

PLAN = {"starts_on": "2026-11-20", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}


def plan_two_times_a_day(owner: Browser) -> None:
    """Two planned times a day; it is noon, and yesterday evening and this morning are empty."""
    with time_machine.travel(datetime(2026, 11, 20, 5, 0, tzinfo=UTC), tick=False):
        owner.submit("/regimens/new", "/regimens", PLAN)
    owner.log_dose(when="earlier", on="2026-11-22", at="08:00")


FILLED_BY = {"planned": plan_two_times_a_day}


@pytest.fixture
def planned(owner: Browser) -> Browser:
    return owner


def chips(page: Page) -> list[str]:
    return page.words("chip")


def skips(page: Page) -> list[str]:
    return [words for words in page.words("button-other") if words.startswith("I skip")]


def press(page: Page, words: str) -> dict[str, str]:
    """What pressing a button sends besides the fields."""
    for button in page.document.iter("button"):
        if words_of(button).startswith(words):
            return {button.get("name") or "": button.get("value") or ""}
    raise AssertionError(f"no button {words!r} among {chips(page) + skips(page)}")


def sent(browser: Browser, page: Page, words: str, status: int = 303, **fields: str) -> Page:
    return browser.send(page, "/doses", fields | press(page, words), status)


def test_the_times_of_today_and_what_is_empty_of_yesterday_can_be_pressed(planned: Browser) -> None:
    page = planned.get("/doses/new")
    assert page.h1 == "When did you take it?"
    assert chips(page) == [
        "Just now, 12:00", "At 08:00, as planned",
        "30 min ago, 11:30", "1 h ago, 11:00", "2 h ago, 10:00",
        "Yesterday at 20:00, planned, nothing recorded",
    ]  # fmt: skip
    assert skips(page) == ["I skipped the one for 08:00", "I skipped the one for 20:00, yesterday"]


@pytest.mark.parametrize(
    ("words", "time", "day"),
    [
        ("Just now", "12:00", ""),
        ("At 08:00", "08:00", ""),
        ("30 min ago", "11:30", ""),
        ("2 h ago", "10:00", ""),
        ("Yesterday at 20:00", "20:00", ", yesterday"),
    ],
)
def test_a_time_is_saved_as_its_button_shows_it(planned: Browser, clock, words: str, time: str, day: str) -> None:
    page = planned.get("/doses/new")
    clock.shift(timedelta(minutes=9))
    saved = planned.follow(sent(planned, page, words))
    assert saved.notice.startswith("Saved: 0.5 mg")
    assert f", {time}{day} Undo" in saved.notice


def test_a_page_that_was_open_for_two_hours_records_nothing_in_silence(planned: Browser, clock) -> None:
    page = planned.get("/doses/new")
    clock.shift(timedelta(hours=2))
    for words in ("Just now", "1 h ago"):
        asked = sent(planned, page, words, 422, note="kept")
        assert "its times were old. Nothing is saved yet." in asked.error_beside("when")
        assert asked.fields("/doses")["note"] == "kept"
        assert "1 h ago, 13:00" in chips(asked)
    saved = planned.follow(sent(planned, asked, "1 h ago"))
    assert ", 13:00 Undo" in saved.notice
    assert "kept" in saved.entries[-1]


def test_a_planned_time_is_that_time_however_long_the_page_was_open(planned: Browser, clock) -> None:
    page = planned.get("/doses/new")
    clock.shift(timedelta(hours=2))
    assert ", 08:00 Undo" in planned.follow(sent(planned, page, "At 08:00")).notice


def test_skipped_is_one_press_at_the_time_it_names(planned: Browser) -> None:
    saved = planned.follow(sent(planned, planned.get("/doses/new"), "I skipped the one for 20:00, yesterday"))
    assert saved.notice.startswith("Saved: Skipped 0.5 mg")
    assert ", 20:00, yesterday Undo" in saved.notice
    page = planned.get("/doses/new")
    assert skips(page) == ["I skipped the one for 08:00"]
    assert "Yesterday at 20:00, planned, nothing recorded" not in chips(page)


def test_a_dose_to_come_is_skipped_now(planned: Browser, clock) -> None:
    for on, at in (("2026-11-22", "20:00"), ("2026-11-23", "08:00")):
        planned.log_dose(when="earlier", on=on, at=at)
    assert skips(planned.get("/doses/new")) == [], "its window is not open yet"
    clock.move_to(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    page = planned.get("/doses/new")
    assert skips(page) == ["I skip the one for 20:00"]
    clock.shift(timedelta(minutes=30))
    saved = planned.follow(sent(planned, page, "I skip the one for 20:00"))
    assert ", 19:30 Undo" in saved.notice
    assert "20:00 0.5 mg 19:30 skipped" in planned.get("/history/2026-11-23").text


def test_a_question_keeps_the_time_that_was_pressed(planned: Browser, clock) -> None:
    page = planned.get("/doses/new")
    asked = sent(planned, page, "1 h ago", 422, amount="other", other_amount="90")
    assert "90 mg is more than one dose" in asked.text
    clock.shift(timedelta(hours=3))  # the button says a time of the clock now
    form = planned.send(asked, "/doses", {"change": "yes"}, 200)
    assert "Save it, 11:00" in form.text
    saved = planned.follow(planned.send(asked, "/doses"))
    assert ", 11:00 Undo" in saved.notice
    assert saved.notice.startswith("Saved: 90 mg")


def test_a_question_about_a_skipped_dose_keeps_that_it_was_skipped(planned: Browser) -> None:
    page = planned.get("/doses/new")
    asked = sent(planned, page, "I skipped the one for 08:00", 422, amount="other", other_amount="90")
    assert "saved as skipped, 08:00" in asked.text
    saved = planned.follow(planned.send(asked, "/doses"))
    assert saved.notice.startswith("Saved: Skipped 90 mg")


def test_a_bad_amount_keeps_the_time_too(planned: Browser) -> None:
    refused = sent(planned, planned.get("/doses/new"), "2 h ago", 422, amount="other", other_amount="half")
    assert "as a number" in refused.error_beside("other_amount")
    saved = planned.follow(sent(planned, refused, "Save it, 10:00", other_amount="0.75"))
    assert saved.notice.startswith("Saved: 0.75 mg")


def test_the_enter_key_inside_a_field_chooses_no_time(planned: Browser) -> None:
    """It presses the first button of a form; that one saves nothing until a time was pressed."""
    page = planned.get("/doses/new")
    first = next(page.form("/doses").iter("button"))
    asked = planned.send(page, "/doses", {"amount": "1", first.get("name") or "": first.get("value")}, 422)
    assert "Nothing is saved yet. Press when it was." in asked.error_beside("when")
    assert asked.fields("/doses")["amount"] == "1"
    assert planned.follow(sent(planned, asked, "Just now")).notice.startswith("Saved: 1 mg")


def test_the_amount_is_one_line_over_the_times_with_the_plans_chosen(planned: Browser) -> None:
    page = planned.get("/doses/new")
    line = page.all("amount-line")[0]
    assert "open" not in line.attrib
    assert words_of(line[0]).startswith("Clonazepam 0.5 mg, 1 tablet ")
    assert [words_of(tile) for tile in page.all("tile-tablets")] == [
        "½ : 0.25 mg", "1 : 0.5 mg", "1½ : 0.75 mg", "2 : 1 mg"
    ]  # fmt: skip
    assert page.fields("/doses")["amount"] == "0.5"
    two = sent(planned, page, "Just now", amount="1")
    assert planned.follow(two).notice.startswith("Saved: 1 mg")


def test_tablets_stay_those_of_before_when_the_form_is_shown_again(planned: Browser) -> None:
    page = planned.get("/doses/new")
    asked = planned.send(page, "/doses", {"amount": "1", "when": "asked"}, 422)
    assert words_of(asked.all("amount-line")[0][0]).startswith("Clonazepam 1 mg, 2 tablets of 0.5 mg ")
    assert words_of(asked.all("tile-tablets")[3]) == "2 : 1 mg"


def test_without_a_known_amount_it_is_asked_first(stranger: Browser) -> None:
    page = stranger.get("/doses/new")
    assert "open" in page.all("amount-line")[0].attrib
    assert page.all("tile-tablets") == []
    refused = sent(stranger, page, "Just now", 422)
    assert "Choose an amount." in refused.error_beside("amount")
    assert stranger.follow(sent(stranger, refused, "Save it, 12:00", amount="0.5")).notice.startswith("Saved: 0.5 mg")


def test_a_planned_time_with_another_amount_leads_to_the_form_for_it(planned: Browser) -> None:
    """Pressing it here would write down the amount above the buttons."""
    page = planned.get("/doses/new?amount=1")
    assert skips(page) == []
    link = page.link("At 08:00, planned, 0.5 mg")
    own = planned.get(planned.get(link, 303).location)
    assert own.fields("/doses")["amount"] == "0.5"
    assert chips(own)[0] == "At 08:00, as planned"
    assert ", 08:00 Undo" in planned.follow(sent(planned, own, "At 08:00")).notice


def test_the_form_for_a_time_of_another_day_offers_that_time_alone(planned: Browser) -> None:
    page = planned.get("/doses/new?on=2026-11-21&at=20:00&found=day%3D2026-11-21")
    assert chips(page) == ["At 20:00, Saturday 21 November, as planned"]
    assert skips(page) == ["I skipped the one for 20:00, Saturday 21 November"]
    saved = planned.follow(sent(planned, page, "At 20:00"))
    assert saved.h1 == "Saturday 21 November"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("on=2026-11-21&at=14:30", "At 14:30, Saturday 21 November, nothing is planned then"),
        ("on=2026-11-23&at=9:30", "At 09:30, nothing is planned then"),
        ("on=2026-11-19&at=08:00", "At 08:00, Thursday 19 November, nothing is planned then"),
        ("on=2026-11-21&at=20:00&zone=Asia/Tokyo", "At 20:00, Saturday 21 November, nothing is planned then"),
    ],
)
def test_of_a_time_for_which_nothing_is_planned_the_form_says_so_and_nothing_can_be_skipped(
    planned: Browser, query: str, said: str
) -> None:
    page = planned.get(f"/doses/new?{query}")
    assert chips(page)[0] == said
    own = said.removeprefix("At ").removesuffix(", nothing is planned then")
    assert f"I skipped the one for {own}" not in skips(page)
    assert planned.follow(sent(planned, page, "At ")).notice.startswith("Saved: 0.5 mg")


def test_of_a_time_with_another_amount_the_planned_one_is_said(planned: Browser) -> None:
    page = planned.get("/doses/new?on=2026-11-21&at=20:00&amount=1")
    assert chips(page) == ["At 20:00, Saturday 21 November, planned, 0.5 mg"]
    assert skips(page) == ["I skipped the one for 20:00, Saturday 21 November"]


def test_a_time_planned_where_somebody_was_before_a_flight_is_as_planned(planned: Browser, clock) -> None:
    clock.shift(timedelta(days=1))
    planned.submit("/settings", "/settings", {"zone": "Asia/Tokyo"})
    page = planned.get("/doses/new?on=2026-11-22&at=20:00&zone=Europe/Berlin")
    assert chips(page)[0].endswith("as planned")


def test_another_medicine_keeps_the_time_and_the_way_back(planned: Browser) -> None:
    syrup = planned.add_medicine("Syrup", unit="ml", amounts="5")
    said = "when=earlier&on=2026-11-21&at=20:00&zone=Europe/Berlin&found=day%3D2026-11-21"
    page = planned.get(f"/doses/new?medicine=clonazepam&{said}&amount=0.5&form=tablet")
    other = planned.send(page, "/doses", {"choose_medicine": syrup}, 200)
    assert chips(other)[2:] == ["At 20:00, Saturday 21 November, nothing is planned then"]
    kept = other.fields("/doses")
    assert (kept["medicine"], kept["found"], kept["on"], kept["at"]) == (syrup, "day=2026-11-21", "2026-11-21", "20:00")
    assert kept.get("amount") != "0.5"
    saved = planned.follow(sent(planned, other, "At 20:00", amount="5"))
    assert saved.h1 == "Saturday 21 November"


@pytest.mark.parametrize(
    "query", ["on=2026-02-30&at=20:00", "on=2027-01-01&at=20:00", "on=x&at=y", "on=0001-01-01&at=1:00"]
)
def test_an_address_with_a_time_that_cannot_be_offers_the_times_of_today(planned: Browser, query: str) -> None:
    assert chips(planned.get(f"/doses/new?{query}"))[0] == "Just now, 12:00"


@pytest.mark.parametrize(
    "pressed", ["", "x", "at 0 2026-11-24T10:00Z Europe/Berlin", "at 0 2026-11-23T10:00Z Atlantis"]
)
def test_a_made_up_time_is_refused(planned: Browser, pressed: str) -> None:
    page = planned.submit("/doses/new", "/doses", {"pressed": pressed}, 422)
    assert "could not be read" in page.error_beside("when")


def test_a_time_pressed_after_the_log_in_ran_out_is_that_of_the_press(planned: Browser, clock) -> None:
    page = planned.get("/doses/new")
    planned.client.delete_cookie("journal")
    kept = planned.post("/doses", page.fields("/doses") | press(page, "1 h ago"), 401)
    clock.shift(timedelta(hours=5))
    back = planned.send(kept, "/sessions", {"name": "Owner", "password": "plum lantern gravel otter"}, 200)
    assert "11:00" in back.text
    assert ", 11:00 Undo" in planned.follow(planned.send(back, "/doses")).notice


def test_times_before_midnight_say_their_day(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))  # half past midnight
    page = owner.get("/doses/new")
    assert chips(page)[:4] == [
        "Just now, 00:30",
        "30 min ago, 00:00",
        "1 h ago, 23:30, yesterday",
        "2 h ago, 22:30, yesterday",
    ]


def test_the_night_with_two_equal_times_needs_no_question(log_in, clock) -> None:
    clock.move_to(datetime(2026, 10, 25, 1, 45, tzinfo=UTC))  # 02:45 for the second time
    person = log_in("Night")
    page = person.get("/doses/new")
    assert chips(page)[2] == "1 h ago, 02:45"
    person.follow(sent(person, page, "1 h ago", amount="0.5"))
    address = person.get("/history").all("entry-actions")[0].find("a").get("href") or ""  # type: ignore[union-attr]
    assert person.get(address).fields(address)["second"] == "first"


def test_the_form_is_a_fixed_number_of_statements(planned: Browser, database: Database) -> None:
    address = planned.get("/doses/new", 303).location
    with counted(database) as statements:
        planned.get(address)
    assert len(statements) <= 6, list(statements)
