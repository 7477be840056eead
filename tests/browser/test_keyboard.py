"""Whoever uses the keyboard sees where they are, on every page, forwards and backwards."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Installation
from tests.browser.places import PLACES, Place
from tests.browser.thumb import Keys
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

NAMES = (
    "today",
    "history",
    "a day",
    "trends",
    "medicine",
    "settings",
    "check-in",
    "dose",
    "regimen",
    "episode to edit",
    "week sheet",
)
WALKED = [place for place in PLACES if place.name in NAMES and place.who == "full"] + [
    place for place in PLACES if place.name in {"sign-up", "emergency"} and place.who == "nobody"
]


@pytest.mark.parametrize("place", WALKED, ids=str)
def test_focus_is_seen(
    place: Place, three_people: dict[str, BrowserContext], installation: Installation, watch: Watch
) -> None:
    """Every stop has an outline, lies inside the window and under no bar that stays in sight."""
    page = place.open(three_people, installation, watch)
    page.set_viewport_size({"width": 390, "height": 640})
    from_the_top(page)
    forth = Keys(page)
    stops = forth.walk()
    page.set_viewport_size({"width": 1280, "height": 640})
    page.evaluate("() => document.querySelectorAll('[data-seen]').forEach(e => delete e.dataset.seen)")
    from_the_top(page)
    back = Keys(page)
    back.walk("Shift+Tab")
    page.close()
    assert "Skip to the page" in stops[0]
    assert len(stops) > 3
    assert not forth.faults + back.faults, "\n".join(forth.faults + back.faults)


def from_the_top(page: Page) -> None:
    """Put the focus before the page, as when it has just been loaded."""
    page.locator(".skip").focus()
    page.keyboard.press("Shift+Tab")


def test_skip_link_leads_to_the_page(three_people: dict[str, BrowserContext]) -> None:
    """The first stop leads past everything that is the same on every page."""
    page = three_people["full"].new_page()
    page.goto("/history")
    keys = Keys(page)
    page.keyboard.press("Tab")
    assert "Skip to the page" in keys.focus()["name"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")
    page.close()
