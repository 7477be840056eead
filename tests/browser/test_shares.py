"""A link for a doctor from the patient's phone to the doctor's desk, which needs no script, and to its end."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation
from tests.browser.measures import misfits, violations
from tests.browser.places import confirm
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

Window = Callable[..., Page]


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_from_the_phone_to_the_desk_and_to_the_end(window: Window, installation: Installation, watch: Watch) -> None:
    installation.full_patient("Link")
    phone = window("Link", viewport={"width": 390, "height": 844}, has_touch=True)
    phone.goto("/visit")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Show it by a link").click()
    confirm(phone)
    phone.locator("label.tile", has_text="What you wrote").click()
    press(phone, "See what the doctor will see")
    phone.get_by_label("PIN").fill("481592")
    press(phone, "Make the link")
    expect(phone.locator(".qr svg")).to_be_in_viewport()
    expect(phone.get_by_role("button", name="Copy")).to_be_visible()
    assert not misfits(phone)
    link = urlsplit(phone.get_by_label("Link", exact=True).input_value()).path

    watch.allowed.add(404)
    plain = window(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    plain.goto(link)
    press(plain, "Show the report")
    expect(plain.get_by_role("alert")).to_contain_text("This does not open")
    plain.get_by_label("PIN").fill("481592")
    press(plain, "Show the report")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Report of medicines and side effects")
    expect(plain.locator(".top, .places, .for-whom")).to_have_count(0)
    drawn = plain.locator(".sheet img")
    expect(drawn).to_be_visible()
    plain.emulate_media(media="print")
    expect(plain.get_by_role("heading", level=1)).to_be_hidden()
    expect(drawn).to_be_visible()

    desk = window(viewport={"width": 1280, "height": 800})
    desk.goto(link)
    desk.get_by_label("PIN").fill("48 15 92")
    press(desk, "Show the report")
    found = misfits(desk)
    for width, theme in ((390, "light"), (1280, "dark")):
        found += [f"axe, {width} px, {theme}: {rule}" for rule in violations(desk, width, theme)]
    assert not found, "\n".join(found)
    for picture in desk.locator(".sheet img, picture img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("e => e.naturalWidth > 0")

    phone.goto("/shares")
    press(phone, "End this link now")
    expect(phone.get_by_role("status")).to_contain_text("the link opens nothing")
    desk.reload()
    expect(desk.get_by_role("heading", level=1)).to_have_text("This page is closed")
