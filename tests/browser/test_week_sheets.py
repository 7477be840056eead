"""A week on paper is typed in by keyboard alone, with a script and without, and taken back in one press."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation

pytestmark = pytest.mark.browser

Window = Callable[..., Page]


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_two_days_of_a_sheet_are_typed_without_a_mouse(
    window: Window, installation: Installation, script: bool
) -> None:
    """One tick for the first day; skipped, another time and a number for the second; Enter saves both."""
    name = f"Paper {script}"
    installation.plan(installation.patient(name), "08:00", "20:00")
    page = window(name, java_script_enabled=script)
    first_on = installation.today - timedelta(days=8)
    page.goto(f"/week-sheets/{first_on}")
    first, second = (page.locator(".sheet-day").nth(n) for n in range(2))
    first.get_by_label("All the rest taken as planned").focus()
    page.keyboard.press("Space")
    second.locator("select").first.focus()
    page.keyboard.type("s")  # skipped
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("21:15")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved: 4 doses and 1 check-in.")
    expect(second.locator(".sheet-said")).to_contain_text(["skipped", "0.5 mg at 21:15", "moderate"])
    page.get_by_role("button", name="Undo: take all of it back").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    expect(first.get_by_label("All the rest taken as planned")).to_be_visible()
