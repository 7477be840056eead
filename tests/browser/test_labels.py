"""From the box to the dose: the sheet has its true size, and a scanned label is one tap from the record."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from journal.core.medicine.labels import label_of
from tests.browser.conftest import PASSWORD, Installation
from tests.browser.thumb import Thumb

pytestmark = pytest.mark.browser

Window = Callable[..., Page]
MM = 96 / 25.4  # pixels of a stylesheet, on paper too


def test_a_label_is_as_large_on_paper_as_it_says(window: Window) -> None:
    """50 by 30 mm, six of them on one sheet, the quiet edge of the code inside."""
    page = window("Label", viewport={"width": 672, "height": 990})  # A4 within the margins of the stylesheet
    page.emulate_media(media="print")
    page.goto("/labels/clonazepam")
    boxes = [box.bounding_box() for box in page.locator(".box-label").all()]
    assert len(boxes) == 6
    for box in filter(None, boxes):
        assert (round(box["width"] / MM, 1), round(box["height"] / MM, 1)) == (50, 30)
        assert box["x"] + box["width"] <= 672
    assert page.locator(".box-label > img").first.evaluate("e => e.complete && e.naturalWidth > 0")
    code = page.locator(".box-label > img").first.bounding_box()
    assert code
    assert round(code["width"] / MM) == 26


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_a_scanned_label_is_one_tap_after_the_log_in(window: Window, installation: Installation, script: bool) -> None:
    """Nobody is logged in; the row of that box is on the first screen of the smallest phone."""
    name = f"Scan {script}"
    patient = installation.patient(name)
    now = datetime.now(ZoneInfo(installation.zone))
    installation.plan(patient, f"{now - timedelta(minutes=20):%H:%M}")
    page = window(viewport={"width": 320, "height": 640}, has_touch=True, java_script_enabled=script)
    page.goto(f"/?label={label_of(patient.id, 'clonazepam')}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    thumb = Thumb(page)
    button = page.locator(".today-row").get_by_role("button", name="Took it")
    expect(button).to_be_in_viewport(ratio=1)
    thumb.tap(button)
    expect(page.get_by_role("status")).to_contain_text("Saved: 0.5 mg")
    assert thumb.taps == 1
