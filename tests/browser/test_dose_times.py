"""A dose of the past without typing: how many taps, by thumb, by keyboard, with a script and without."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation
from tests.browser.thumb import Keys, Thumb

pytestmark = pytest.mark.browser

Window = Callable[..., Page]
SMALLEST = {"width": 320, "height": 568}


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_a_dose_an_hour_ago_is_two_taps(window: Window, installation: Installation, script: bool) -> None:
    """From Today, nothing typed, on the smallest phone; the button is on the first screen."""
    name = f"An hour {script}"
    installation.log_usual_dose(installation.patient(name))
    page = window(name, viewport=SMALLEST, has_touch=True, java_script_enabled=script)
    page.goto("/")
    thumb = Thumb(page)
    thumb.button("Earlier")
    hour_ago = page.get_by_role("button", name="1 h ago")
    expect(hour_ago).to_be_in_viewport(ratio=1)
    shown = hour_ago.inner_text().split()[-1]
    thumb.tap(hour_ago)
    expect(page.get_by_role("status")).to_contain_text("Saved: 0.5 mg")
    expect(page.get_by_role("status")).to_contain_text(shown)
    assert thumb.taps == 2
    at = datetime.now(ZoneInfo(installation.zone)) - timedelta(hours=1)
    assert shown in {f"{at - timedelta(minutes=late):%H:%M}" for late in range(3)}


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_another_amount_is_two_taps_more_and_the_line_says_it(
    window: Window, installation: Installation, script: bool
) -> None:
    """The fold opens, two tablets are pressed, then the time."""
    name = f"Two tablets {script}"
    installation.log_usual_dose(installation.patient(name))
    page = window(name, has_touch=True, java_script_enabled=script)
    page.goto("/doses/new")
    thumb = Thumb(page)
    thumb.tap(page.locator(".amount-line > summary"))
    thumb.tap(page.locator(".tile-tablets").nth(3))
    if script:
        expect(page.locator("[data-said]")).to_have_text("1 mg, 2 tablets of 0.5 mg")
    thumb.button("Just now")
    expect(page.get_by_role("status")).to_contain_text("Saved: 1 mg")
    assert thumb.taps == 3


def test_without_a_script_a_closed_fold_never_says_an_amount_that_is_not_chosen(
    window: Window, installation: Installation
) -> None:
    installation.log_usual_dose(installation.patient("No script"))
    page = window("No script", java_script_enabled=False)
    page.goto("/doses/new")
    summary = page.locator(".amount-line > summary")
    summary.click()
    page.locator(".tile-tablets").nth(3).click()
    summary.click()
    expect(page.get_by_text("0.5 mg, 1 tablet")).to_be_hidden()
    expect(page.get_by_text("Another amount is chosen")).to_be_visible()


def test_enter_in_the_amount_saves_nothing(window: Window, installation: Installation, watch) -> None:
    """The first button of a form is pressed by Enter: no time is chosen that way, and what was typed stays."""
    watch.allowed = {422}
    installation.log_usual_dose(installation.patient("Enter"))
    page = window("Enter")
    page.goto("/doses/new")
    page.locator(".amount-line > summary").click()
    page.locator("label.tile", has_text="Another amount").click()
    page.get_by_label("Another amount, in mg").fill("0.75")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Nothing is saved yet")
    expect(page.locator("[data-said]")).to_have_text("0.75 mg, 1½ tablets of 0.5 mg")
    page.goto("/history")
    expect(page.locator(".entry")).to_have_count(2)


def test_times_are_pressed_by_keyboard(window: Window, installation: Installation) -> None:
    patient = installation.patient("Keys")
    installation.log_dose_ago(patient, timedelta(days=3))
    installation.plan(patient, "00:05")
    page = window("Keys")
    keys = Keys(page)
    page.goto("/doses/new")
    keys.press("I skipped the one for 00:05")
    expect(page.get_by_role("status")).to_contain_text("Saved: Skipped 0.5 mg")
    page.goto("/doses/new")
    keys.press("Yesterday at 00:05", key="Space")
    expect(page.get_by_role("status")).to_contain_text("00:05, yesterday")
    assert not keys.faults, "\n".join(keys.faults)


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_an_episode_is_two_taps_and_what_is_missing_can_follow(
    window: Window, installation: Installation, script: bool
) -> None:
    """From Today on the smallest phone; the button is 64 pixels high and on the first screen."""
    page = window(f"Episode {script}", viewport=SMALLEST, has_touch=True, java_script_enabled=script)
    page.goto("/")
    thumb = Thumb(page)
    thumb.button("Log a seizure or panic attack")
    seizure = page.get_by_role("button", name="Seizure").first
    expect(seizure).to_be_in_viewport(ratio=1)
    box = seizure.bounding_box()
    assert box
    assert box["height"] >= 64
    thumb.tap(seizure)
    expect(page.get_by_role("status")).to_contain_text("Saved: Seizure")
    assert thumb.taps == 2
    thumb.button("Add length and strength")
    expect(page.get_by_label("How many minutes did it last?")).to_be_in_viewport()
