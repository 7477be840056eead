"""A password can be looked at while it is typed, and never stays behind as text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.thumb import Keys, Thumb

pytestmark = pytest.mark.browser

Window = Callable[..., Page]
KIND_AT_SENDING = """form => new Promise(seen => form.addEventListener("submit", event => {
    event.preventDefault();
    seen(form.elements.namedItem("password").type);
}))"""


def field(page: Page) -> Locator:
    return page.get_by_label("Password", exact=True)


def show(page: Page) -> Locator:
    return page.get_by_role("button", name="Show what is typed").first


def test_what_is_typed_is_shown_and_hidden_again_and_the_field_keeps_its_place(window: Window) -> None:
    page = window(has_touch=True)
    page.goto("/sessions/new")
    field(page).fill(PASSWORD)
    field(page).press("Home")
    expect(show(page)).to_have_attribute("aria-pressed", "false")
    Thumb(page).tap(show(page))
    expect(field(page)).to_have_attribute("type", "text")
    expect(field(page)).to_have_attribute("spellcheck", "false")  # some browsers send what they check elsewhere
    expect(show(page)).to_have_attribute("aria-pressed", "true")
    expect(field(page)).to_be_focused()
    assert field(page).evaluate("e => e.selectionStart") == 0
    Thumb(page).tap(show(page))
    expect(field(page)).to_have_attribute("type", "password")
    expect(field(page)).to_have_value(PASSWORD)


def test_it_is_a_password_again_before_it_is_sent(window: Window) -> None:
    page = window()
    page.goto("/sessions/new")
    field(page).fill(PASSWORD)
    show(page).click()
    form = page.locator("form.form")
    kind = form.evaluate_handle(f"form => ({{ then: null, seen: ({KIND_AT_SENDING})(form) }})")
    page.get_by_role("button", name="Log in").click()
    assert kind.evaluate("async kept => await kept.seen") == "password"


def test_it_is_pressed_by_keyboard_where_the_focus_stays(window: Window) -> None:
    page = window()
    page.goto("/sessions/new")
    keys = Keys(page)
    keys.type("Password", PASSWORD)
    keys.to(show(page))
    page.keyboard.press("Space")
    expect(show(page)).to_be_focused()
    expect(field(page)).to_have_attribute("type", "text")
    assert not keys.faults, "\n".join(keys.faults)


@pytest.mark.parametrize(
    ("who", "address", "fields"),
    [("", "/accounts/new", 1), ("", "/sessions/new", 1), ("Shown", "/settings", 2), ("Shown", "/confirmations/new", 1)],
)
def test_every_password_has_its_button_and_none_without_a_script(
    window: Window, who: str, address: str, fields: int
) -> None:
    page = window(who)
    page.goto(address)
    buttons = page.locator(".show-typed")
    expect(buttons).to_have_count(fields)
    for button in buttons.all():
        controlled = button.get_attribute("aria-controls")
        expect(page.locator(f"#{controlled}")).to_have_attribute("type", "password")
    plain = window(who, java_script_enabled=False)
    plain.goto(address)
    expect(plain.locator(".show-typed")).to_have_count(0)
    expect(plain.locator("input[type=password]")).to_have_count(fields)
