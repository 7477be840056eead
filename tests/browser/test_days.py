"""Looking back at a day: how many taps it takes, by thumb, by keyboard, with a script and without."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from journal.actions.record.asking import ask_about_benefit
from tests.acting import acting
from tests.browser.conftest import Installation
from tests.browser.measures import resize
from tests.browser.thumb import Keys, Thumb
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

Window = Callable[..., Page]
LINES = "word => Math.round(word.offsetHeight / parseFloat(getComputedStyle(word).lineHeight))"


def test_last_tuesday_is_two_taps_from_today(
    three_people: dict[str, BrowserContext], installation: Installation
) -> None:
    """Of the last seven days the Tuesday, on the first screen of the smallest phone."""
    page = three_people["full"].new_page()
    page.set_viewport_size({"width": 320, "height": 568})
    tuesday = next(on for n in range(1, 8) if (on := installation.today - timedelta(days=n)).weekday() == 1)
    page.goto("/")
    taps = 0
    for link in (
        page.get_by_role("navigation", name="Places").get_by_role("link", name="History"),
        page.get_by_role("navigation", name="The last seven days").get_by_role("link", name=f"Tuesday {tuesday.day}"),
    ):
        expect(link).to_be_in_viewport(ratio=1)
        link.click()
        taps += 1
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{tuesday:%A} {tuesday.day} {tuesday:%B}")
    assert taps == 2
    page.close()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_an_empty_time_of_yesterday_is_answered_on_its_page(
    window: Window, installation: Installation, script: bool
) -> None:
    """Skipped in one tap; taken in two, with nothing typed; both lead back to the day."""
    name = f"Yesterday {script}"
    patient = installation.patient(name)
    installation.log_dose_ago(patient, timedelta(days=3))
    installation.plan(patient, "00:10", "23:50")
    page = window(name, viewport={"width": 320, "height": 568}, has_touch=True, java_script_enabled=script)
    yesterday = installation.today - timedelta(days=1)
    page.goto(f"/history/{yesterday}")
    thumb = Thumb(page)
    thumb.button("Skipped, the one for 00:10")
    expect(page.get_by_role("status")).to_contain_text("Saved: Skipped 0.5 mg")
    assert thumb.taps == 1
    thumb.button("Took it, the one for 23:50")
    thumb.button("At 23:50")
    expect(page.get_by_role("status")).to_contain_text("Saved: 0.5 mg")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{yesterday:%A} {yesterday.day} {yesterday:%B}")
    expect(page.locator(".day-answers")).to_have_count(0)
    assert thumb.taps == 3


def test_two_buttons_of_one_page_are_two_doses_after_going_back(window: Window, installation: Installation) -> None:
    """The script remembers which form was sent: another one beside it is another dose."""
    patient = installation.patient("Two skipped")
    installation.log_dose_ago(patient, timedelta(days=3))
    installation.plan(patient, "00:10", "23:50")
    page = window("Two skipped")
    page.goto(f"/history/{installation.today - timedelta(days=1)}")
    page.get_by_role("button", name="Skipped, the one for 00:10").click()
    expect(page.get_by_role("status")).to_contain_text("Saved: Skipped")
    page.go_back()
    page.get_by_role("button", name="Skipped, the one for 23:50").click()
    expect(page.get_by_role("status")).to_contain_text("Saved: Skipped")
    expect(page.locator(".taken")).to_have_count(2)


def test_days_are_turned_by_keyboard(
    three_people: dict[str, BrowserContext], installation: Installation, watch: Watch
) -> None:
    """From the list to a day, to the one before, to the calendar, and to a day of it; the focus is seen."""
    page = three_people["full"].new_page()
    keys = Keys(page)
    before = installation.today - timedelta(days=2)
    page.goto("/history")
    keys.press("Yesterday", "link")
    keys.press("the day before", "link")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{before:%A} {before.day} {before:%B}")
    keys.press("the calendar", "link")
    keys.to(page.locator(".heatmap a").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Days")).to_be_visible()
    page.close()
    assert not keys.faults, "\n".join(keys.faults)


@pytest.mark.parametrize(("width", "theme"), [(320, "small"), (390, "narrow"), (1280, "desk")])
def test_a_tap_on_a_day_of_a_picture_leads_to_its_page(
    three_people: dict[str, BrowserContext], installation: Installation, width: int, theme: str
) -> None:
    """At every width the day under the finger is the day that opens."""
    page = three_people["full"].new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/trends?period=7")
    drawn = page.locator("#severity .drawn")
    drawn.scroll_into_view_if_needed()
    shown = drawn.locator(".chart-days").filter(visible=True)
    expect(shown).to_have_count(1)
    assert f"chart-days-{theme}" in (shown.get_attribute("class") or "")
    picture, days = drawn.locator("picture img").bounding_box(), shown.bounding_box()
    assert picture == days, "the links lie over the picture"
    shown.locator("a").nth(4).click()
    on = installation.today - timedelta(days=2)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{on:%A} {on.day} {on:%B}")
    page.close()


def test_a_day_on_paper_leaves_out_what_is_pressed(
    three_people: dict[str, BrowserContext], installation: Installation
) -> None:
    page = three_people["full"].new_page()
    page.goto(f"/history/{installation.today - timedelta(days=23)}")
    page.emulate_media(media="print")
    expect(page.locator(".day-table")).to_be_visible()
    for pressed in page.locator(".day-turns, .day-answers").all():
        expect(pressed).to_be_hidden()
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_five_answers_to_what_a_medicine_is_for_stand_in_one_row_with_every_word_whole(
    window: Callable[..., Page], installation: Installation, width: int
) -> None:
    name = f"Worried at {width}"
    page, patient = window(name), installation.patient(name)
    who = acting(installation.database, patient, datetime.now(UTC))
    ask_about_benefit(who, installation.monograph, "worry", asked=True)
    for address, rows in (("/", ".benefits .scale"), ("/days/new", "fieldset.choices .scale")):
        page.goto(address)
        resize(page, width, 100)
        row = page.locator(rows).first
        expect(row).to_be_visible()
        tops = row.locator(".tile").evaluate_all("them => them.map(each => each.getBoundingClientRect().top)")
        assert (len(tops), len(set(tops))) == (5, 1)
        if width > 320:
            assert row.get_by_text("moderate").evaluate(LINES) == 1, address
