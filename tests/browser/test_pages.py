"""Every page, in every state: axe objects to nothing, it fits every screen, a thumb can press everything."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import ROOT, Installation
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
    assert len(rows) == 12, "ten ratings, drowsiness right now, and the mood"
    assert all(len(tops) == 5 and len(set(tops)) == 1 for tops in rows), rows


def test_a_row_on_a_phone_is_one_line_with_its_tags_below(three_people: dict[str, BrowserContext]) -> None:
    """Time, what it was and "Edit" side by side; tags over the whole width; the list begins on the first screen."""
    page = three_people["full"].new_page()
    page.goto("/history")
    resize(page, 390, 100)
    assert page.locator(".entries").first.evaluate("e => e.getBoundingClientRect().top") < 600
    expect(page.locator(".heatmap")).to_be_hidden()
    row = page.locator(".entry", has=page.locator(".tags")).first
    boxes = {name: row.locator(name).first.bounding_box() for name in (".entry-time", "p", ".entry-actions", ".tags")}
    assert all(boxes.values())
    tops = [box["y"] for box in boxes.values() if box]
    assert tops[3] >= tops[0] + 24
    assert max(tops[:3]) - min(tops[:3]) < 12
    assert boxes[".tags"]["width"] > 310  # type: ignore[index]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    expect(page.locator(".heatmap")).to_be_visible()
    list_box, calendar = page.locator(".entries").first.bounding_box(), page.locator(".heatmap").bounding_box()
    assert list_box
    assert calendar
    assert calendar["x"] > list_box["x"] + list_box["width"]
    page.close()


def test_tiles_stay_when_the_window_changes(three_people: dict[str, BrowserContext]) -> None:
    """After a turn of the phone and back: five in a row, as large and as much to be seen as on a page loaded anew."""
    page = three_people["empty"].new_page()
    places = """() => [...document.querySelectorAll(".scale .tile")].filter(e => e.checkVisibility()).map(e => {
        const box = e.getBoundingClientRect();
        return [box.left, box.top, box.width, box.height].map(Math.round).join(" ");
    })"""
    for width in (320, 390):
        resize(page, width, 100)
        page.goto("/check-ins/new")
        anew = page.evaluate(places)
        assert len(anew) == 60
        for other in (844, 1280, 240, 390, 320):
            resize(page, other, 100)
            resize(page, width, 100)
            assert page.evaluate(places) == anew, (other, width)
    assert "container-type" not in (ROOT / "static/theme.css").read_text("utf-8"), "rows were left unpainted with it"
    page.close()


# How wide a day or a time wants to be, and how wide it is.
ROOM = """() => [...document.querySelectorAll("input[type=date], input[type=time]")].filter(
    e => e.checkVisibility()).map(e => {
        const free = e.cloneNode();
        free.style.width = "max-content";
        free.style.position = "absolute";
        e.after(free);
        const wanted = free.getBoundingClientRect().width;
        free.remove();
        return [e.name, e.getBoundingClientRect().width, wanted];
    })"""


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/trends?period=free&first=2026-11-01&last=2026-11-20", {"first", "last"}),
        ("/history?period=free&first=2026-11-01&last=2026-11-20", {"first", "last"}),
        ("/doses/new?when=earlier", {"on", "at"}),
        ("/regimens/new", {"starts_on", "ends_on", "time_1", "time_2", "time_3", "time_4"}),
    ],
)
def test_days_show_their_year(three_people: dict[str, BrowserContext], address: str, names: set[str]) -> None:
    """On a phone too: no field of a day or a time is narrower than what it shows."""
    page = three_people["full"].new_page()
    page.goto(address)
    for folded in page.locator("details:is(.filters, .another-time):not([open]) > summary").all():
        folded.click()
    for every_time in page.locator("label.chip", has_text="Other times").all():
        every_time.click()
    for width in (320, 390, 1280):
        resize(page, width, 100)
        found = page.evaluate(ROOM)
        assert {name for name, _has, _wanted in found} == names
        assert all(has >= wanted for _name, has, wanted in found), (width, found)
    resize(page, 390, 100)
    tops = page.locator("#on, #at").evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
    assert len(set(tops)) <= 1, "a day and its time stay side by side"
    page.close()


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


def test_emergency_prints_with_its_numbers_on_two_pages(three_people: dict[str, BrowserContext]) -> None:
    """On paper the number to call is read, not pressed; what only leads elsewhere is left out."""
    page = three_people["nobody"].new_page()
    page.goto("/emergency")
    printed = page.pdf(format="A4")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Call 112").first).to_be_visible()
    expect(page.get_by_role("heading", name="You have run out, or you stopped")).to_be_visible()
    expect(page.locator(".jumps, .emergency-link, .screen-only").first).to_be_hidden()
    page.close()
    assert printed.count(b"/Type /Page\n") == 2
