"""Pauses on the pages: entered afterwards, refused, taken back and entered again, with several medicines."""

from datetime import UTC, date, datetime, time

import pytest

from journal.core.plan.regimens import Step
from journal.store.database.database import Database
from journal.store.plan import regimens as store
from tests.web.client import Browser, Page

DAYS = {"first_on": "2026-11-20", "last_on": "2026-11-23", "reason": "0"}


def take_back(owner: Browser, page: Page) -> Page:
    """Press the first "Take this pause back" of the page."""
    action = next(str(form.get("action")) for form in page.forms() if "removal" in str(form.get("action")))
    return owner.follow(owner.send(page, action))


def test_a_pause_entered_afterwards_is_on_every_page(owner: Browser, database: Database) -> None:
    step = Step.every_day(date(2026, 11, 1), None, (time(8), time(20)), 500_000, "tablet")
    with database.writing() as session:
        store.add_step(session, owner.patient_id, "clonazepam", "s", step, datetime(2026, 11, 1, tzinfo=UTC))
    owner.log_dose(when="earlier", on="2026-11-20", at="08:00")
    assert "2 doses not logged" in owner.get("/history/2026-11-21").text
    page = owner.follow(owner.submit("/regimens/pauses/new", "/regimens/pauses", DAYS))
    words = "Friday 20 November 2026 to Monday 23 November 2026: in hospital"
    assert f"Now in a pause: {words}" in page.text
    assert "not logged" not in owner.get("/history/2026-11-21").text
    assert "none planned 08:00" in owner.get("/history/2026-11-20").text  # what was recorded stays
    assert "The plan pauses until today: in hospital." in owner.get("/").text
    assert (
        "nothing of its days counts as missed Friday 20 November 2026 to Monday 23 November 2026"
        in owner.get("/audit-events").text
    )
    take_back(owner, page)
    assert "2 doses not logged" in owner.get("/history/2026-11-21").text
    assert "Pauses" not in owner.get("/medicine").text


@pytest.mark.parametrize(
    ("fields", "field"), [({"first_on": "x"}, "first_on"), ({"last_on": "2026-10-01"}, "last_on"), ({"id": "x"}, "id")]
)
def test_a_pause_that_is_none_is_refused_and_kept(owner: Browser, fields: dict[str, str], field: str) -> None:
    days = {"first_on": "2026-11-20", "last_on": "2026-11-23", "other_reason": "away"}
    page = owner.submit("/regimens/pauses/new", "/regimens/pauses", days | fields, 422)
    assert field == "id" or field in page.errors()
    assert page.fields("/regimens/pauses")["other_reason"] == "away"


def test_taken_back_it_is_entered_again_by_the_same_form_with_one_more_press(owner: Browser) -> None:
    form = owner.get("/regimens/pauses/new")
    for _ in range(2):
        page = owner.follow(owner.send(form, "/regimens/pauses", DAYS))
    assert page.text.count("2026: in hospital") == 2  # "Now in a pause", and the list: one pause
    take_back(owner, page)
    asked = owner.send(form, "/regimens/pauses", DAYS, 409)
    assert "The pause of this form was taken back. Press Save once more to enter it again." in asked.text
    assert asked.fields("/regimens/pauses")["last_on"] == "2026-11-23"
    assert "in a pause" in owner.follow(owner.send(asked, "/regimens/pauses")).text


def test_with_other_days_the_same_form_saves_another_one_by_one_more_press(owner: Browser) -> None:
    form = owner.get("/regimens/pauses/new")
    owner.send(form, "/regimens/pauses", DAYS)
    asked = owner.send(form, "/regimens/pauses", {"first_on": "2026-12-24", "last_on": "2026-12-26"}, 409)
    assert "This form saved another pause before." in asked.text
    page = owner.follow(owner.send(asked, "/regimens/pauses"))
    assert "24 December 2026 to Saturday 26 December 2026" in page.text
    assert "20 November 2026 to Monday 23 November 2026" in page.text


def test_with_several_medicines_it_says_so_and_leads_back_to_the_one_it_came_from(owner: Browser) -> None:
    alone = owner.get("/regimens/pauses/new")
    assert "all your medicines" not in alone.text
    medicine = owner.add_medicine("Valproate", amounts="300")
    address = f"/medicine?medicine={medicine}"
    owner.submit(f"/regimens/new?medicine={medicine}", "/regimens", {"time_1": "20:00", "amount_1": "300"})
    form = owner.get(owner.get(address).link("Pause the plan"))
    assert "It holds for all your medicines." in form.text
    assert form.link("Back to My medicine") == address
    saved = owner.send(form, "/regimens/pauses", DAYS)
    assert saved.location == address
    page = owner.follow(saved)
    action = next(str(form.get("action")) for form in page.forms() if "removal" in str(form.get("action")))
    assert owner.send(page, action).location == address
