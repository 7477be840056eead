"""The Medicine page in a real browser: closed parts that a link opens, and that paper opens all."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["/medicine#precautions", "/medicine?part=precautions"])
def test_a_link_into_a_closed_part_opens_it_without_a_script(window: Callable[..., Any], address: str) -> None:
    page = window("Anna", java_script_enabled=False)
    page.goto(address)
    expect(page.get_by_text("Dependence and withdrawal")).to_be_visible()
    expect(page.locator(".part[open]")).to_have_count(1)


def test_paper_has_every_part(three_people: dict[str, BrowserContext]) -> None:
    page = three_people["full"].new_page()
    page.goto("/medicine")
    advice = page.locator(".part .definition dd")
    expect(advice.first).to_be_hidden()
    page.emulate_media(media="print")
    assert all(each.is_visible() for each in advice.all())
    assert all(each.is_visible() for each in page.locator(".part > summary").all())
    page.close()


def test_the_plan_and_what_can_be_done_with_it_stand_on_the_first_screen(
    three_people: dict[str, BrowserContext],
) -> None:
    page = three_people["full"].new_page()
    page.goto("/medicine")
    bar = page.locator(".places").bounding_box()
    last = page.get_by_role("link", name="When to get help at once").bounding_box()
    assert bar is not None
    assert last is not None
    assert last["y"] + last["height"] <= bar["y"]
    page.close()
