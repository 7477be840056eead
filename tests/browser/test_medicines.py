"""Several medicines: the same few taps as with one, and enough of them on a screen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Installation
from tests.browser.thumb import Thumb

pytestmark = pytest.mark.browser

Window = Callable[..., Page]
FIVE = ("Clonazepam", "Valproate", "Levetiracetam", "Sertraline", "Folic acid")


@pytest.fixture
def five(window: Window, installation: Installation, request: pytest.FixtureRequest) -> Callable[..., Page]:
    """Opens a window of somebody with five medicines, each planned a while ago, in two hours and in four, and `before`
    that, in minutes. All of it lies on one day, in the afternoon of the tests and when they end an hour later."""

    def opened(*before: int, **options: object) -> Page:
        name = request.node.name[-50:]
        patient = installation.patient(name)
        now = datetime.now(ZoneInfo(installation.zone))
        times = [f"{now + timedelta(minutes=minutes):%H:%M}" for minutes in (*before, -20, 120, 240)]
        installation.plan(patient, *times)
        for other in FIVE[1:]:
            installation.plan(patient, *times, medicine=installation.add_medicine(patient, other))
        return window(name, **options)

    return opened


def rows(page: Page) -> Locator:
    return page.locator(".today-row")


# Rows that lie wholly between the top of the window and the bar below.
WHOLE = """all => {
    const bar = document.querySelector(".places").getBoundingClientRect();
    return all.map(row => row.getBoundingClientRect()).filter(box => box.top >= 0 && box.bottom <= bar.top).length;
}"""


def test_four_rows_of_five_medicines_stand_on_the_first_screen(five: Callable[..., Page]) -> None:
    """Those that are open, with their buttons."""
    page = five()
    page.goto("/")
    expect(rows(page)).to_have_count(15)
    assert rows(page).evaluate_all(WHOLE) >= 4
    for row in rows(page).all()[:4]:
        expect(row.get_by_role("button", name="Took it")).to_be_in_viewport(ratio=1)


def test_what_is_recorded_takes_no_room_from_the_rows_that_are_open(five: Callable[..., Page]) -> None:
    """Five doses that were skipped some hours ago fold away below the rows to press."""
    page = five(-200)
    page.goto("/")
    for left in range(4, -1, -1):
        page.get_by_role("link", name="Took it earlier").first.locator("..").get_by_role(
            "button", name="Skipped"
        ).click()
        expect(page.get_by_role("link", name="Took it earlier")).to_have_count(left)
    page.goto("/")
    expect(page.get_by_text("5 recorded earlier")).to_be_attached()
    assert rows(page).filter(has=page.get_by_role("button", name="Took it")).evaluate_all(WHOLE) >= 4


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
@pytest.mark.parametrize("words", ["Took it", "Skipped"])
def test_a_dose_of_any_of_them_is_one_tap(five: Callable[..., Page], words: str, script: bool) -> None:
    """One after the other, the last of them too; the one filled button goes on to the next."""
    page = five(has_touch=True, java_script_enabled=script)
    page.goto("/")
    thumb = Thumb(page)
    open_rows = rows(page).filter(has=page.get_by_role("button", name=words))
    for left, name in ((5, "Valproate"), (4, "Folic acid"), (3, "Clonazepam")):
        expect(open_rows).to_have_count(left)
        expect(page.locator(".today-row .button-primary")).to_have_count(1)
        thumb.tap(open_rows.filter(has_text=name).get_by_role("button", name=words))
        expect(page.get_by_role("status")).to_contain_text(f"{name}")
    expect(open_rows).to_have_count(2)
    assert thumb.taps == 3


def test_two_rows_of_today_are_two_doses_after_going_back(five: Callable[..., Page]) -> None:
    """The page one goes back to comes anew, and a form sent before would be sent with its old id once more."""
    page = five()
    page.goto("/")
    for name in ("Clonazepam", "Valproate"):
        rows(page).filter(has_text=name).get_by_role("button", name="Took it").first.click()
        expect(page.get_by_role("status")).to_contain_text(f"Saved: 0.5 mg {name}")
        page.go_back()
    page.goto("/history")
    expect(page.locator(".entry")).to_have_count(2)
