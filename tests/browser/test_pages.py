"""Every page, in every state: axe objects to nothing, it fits every screen, a thumb can press everything."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Installation
from tests.browser.measures import TOO_NEAR, TOO_SMALL, TOO_WIDE, misfits, resize, violations
from tests.browser.places import PLACES, Place
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_page(place: Place, three_people: dict[str, BrowserContext], installation: Installation, watch: Watch) -> None:
    """No violation on a phone by day nor on a desk by night; nothing reaches over the side, is cut off or too small."""
    page = place.open(three_people, installation, watch)
    found = misfits(page)
    for width, theme in ((390, "light"), (1280, "dark")):
        found += [f"axe, {width} px, {theme}: {rule}" for rule in violations(page, width, theme)]
    page.close()
    assert not found, "\n".join(found)


def test_axe_sees_faults(three_people: dict[str, BrowserContext]) -> None:
    """What it finds on a page spoilt on purpose, so that silence means something."""
    page = three_people["nobody"].new_page()
    page.goto("/about")
    page.evaluate(
        """() => {
            document.querySelector("h1").style.color = "#ccc";
            document.querySelector("main").insertAdjacentHTML("beforeend", "<input type=text><p><a href='/'></a></p>");
        }"""
    )
    found = {rule.partition(":")[0] for rule in violations(page, 390, "light")}
    page.close()
    assert {"color-contrast", "label", "link-name"} <= found


def test_page_that_does_not_fit_is_seen(three_people: dict[str, BrowserContext]) -> None:
    """The measures themselves: a page spoilt on purpose."""
    page = three_people["nobody"].new_page()
    page.goto("/about")
    resize(page, 390, 100)
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend", `
            <pre>${"wide ".repeat(99)}</pre>
            <div><button class="button button-primary">A</button><button class="button">B</button></div>`)"""
    )
    page.evaluate("() => document.querySelector('main button').style.minHeight = '30px'")
    assert page.evaluate(TOO_WIDE)
    assert page.evaluate(TOO_SMALL, [44, 64])
    assert page.evaluate(TOO_NEAR, 10)
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_five_choices_stay_in_one_row(three_people: dict[str, BrowserContext], width: int) -> None:
    """Five choices beside each other, every word whole, none broken but at its soft hyphen."""
    page = three_people["empty"].new_page()
    page.goto("/check-ins/new")
    resize(page, width, 100)
    rows = page.evaluate(
        """() => [...document.querySelectorAll(".scale")].filter(e => e.checkVisibility()).map(
            scale => [...scale.querySelectorAll(".tile")].map(tile => tile.getBoundingClientRect().top))"""
    )
    page.close()
    assert len(rows) == 11, "ten ratings and the mood"
    assert all(len(tops) == 5 and len(set(tops)) == 1 for tops in rows), rows


def test_five_choices_stack_when_letters_are_large(three_people: dict[str, BrowserContext]) -> None:
    """With letters twice as large there is no room for five: each gets a line, the order stays."""
    page = three_people["empty"].new_page()
    page.goto("/check-ins/new")
    resize(page, 320, 200)
    tops = page.evaluate(
        """() => [...document.querySelector(".scale").querySelectorAll(".tile")].map(
            tile => tile.getBoundingClientRect().top)"""
    )
    page.close()
    assert len(set(tops)) == 5
    assert tops == sorted(tops)


def test_nothing_moves(three_people: dict[str, BrowserContext]) -> None:
    """No animation and no transition: for nobody, and so for those who ask for less motion."""
    page = three_people["full"].new_page()
    moving = """() => [...document.querySelectorAll("*")].filter(e => {
        const style = getComputedStyle(e);
        return style.animationName !== "none" || style.transitionDuration.split(", ").some(t => parseFloat(t) > 0)
            || style.scrollBehavior === "smooth";
    }).length + document.getAnimations().length"""
    for motion in ("no-preference", "reduce"):
        page.emulate_media(reduced_motion=motion)
        for address in ("/", "/check-ins/new", "/history", "/trends"):
            page.goto(address)
            assert page.evaluate(moving) == 0, (motion, address)
    page.close()
