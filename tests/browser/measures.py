"""What is measured on a page: whether it fits, whether a thumb can press it, and what axe objects to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# The whole page at once: what lies under a bar that stays in sight is not a smaller target, it can be scrolled free.
HEIGHT = "() => document.documentElement.scrollHeight"
RUN = """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"]}).then(found => found.violations.map(
    rule => `${rule.id}: ${rule.help}\n` + rule.nodes.slice(0, 5).map(
        node => `    ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\\n", " ")}`).join("\\n")))"""


SCREENS = ((320, 100), (390, 100), (1280, 100), (390, 200), (1280, 200))  # pixels, letters in percent

# What reaches over the side of the page, and words cut off inside their own box.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    const name = e => `<${e.tagName.toLowerCase()} class="${e.className}"> ${e.textContent.trim().slice(0, 40)}`;
    const seen = e => e.checkVisibility() && !e.closest(".visually-hidden, .skip");
    const found = [];
    if (document.documentElement.scrollWidth > width)
        found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const e of document.body.querySelectorAll("*")) {
        if (!seen(e) || e.closest("svg")) continue;
        const box = e.getBoundingClientRect();
        if ((box.right > width + 0.5 || box.left < -0.5) && !e.closest(".table-scroll"))
            found.push(`reaches from ${box.left} to ${box.right}: ${name(e)}`);
        const cut = getComputedStyle(e).overflowX;
        if (["hidden", "clip"].includes(cut) && e.tagName !== "INPUT" && e.scrollWidth > e.clientWidth + 1)
            found.push(`cut off, ${e.scrollWidth} in ${e.clientWidth}: ${name(e)}`);
    }
    return found;
}"""

# What can be pressed and is smaller than a fingertip. A link inside a sentence is as high as its line.
TOO_SMALL = """([least, main]) => {
    const name = (e, box) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${e.outerHTML.slice(0, 110)}`;
    const pressed = "a[href], button, summary, label.tile, label.blank, input, select, textarea";
    const found = [];
    for (const e of document.querySelectorAll(pressed)) {
        if (!e.checkVisibility() || e.closest(".visually-hidden, .skip, .chart-days") || e.type === "hidden") continue;
        if (e.matches("label input")) continue;
        const style = getComputedStyle(e);
        if (style.display === "inline" && e.closest("p, li, dd")) continue;
        const box = e.getBoundingClientRect();
        // seven days beside each other cannot be wider on the narrowest phone
        const width = e.closest(".heatmap, .week") ? Math.min(least, innerWidth / 7 - 8) : least;
        if (box.height < least - 0.5 || box.width < width - 0.5) found.push(name(e, box));
        if (e.matches(".button-primary, .button-call") && box.height < main - 0.5) found.push(`main ${name(e, box)}`);
    }
    return found;
}"""

# Buttons so near each other that a thumb takes the wrong one.
TOO_NEAR = """least => {
    const buttons = [...document.querySelectorAll("main :is(.button, .quiet, .tile)")].filter(
        e => e.checkVisibility() && !e.closest(".scale, .sticky-save"));
    const boxes = buttons.map(e => e.getBoundingClientRect());
    const found = [];
    for (let i = 0; i < buttons.length; i++) for (let j = i + 1; j < buttons.length; j++) {
        const [a, b] = [boxes[i], boxes[j]];
        const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
        const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
        const gap = Math.max(across, down);
        if (gap < least - 0.5) found.push(`${gap.toFixed(1)} between “${buttons[i].innerText.replaceAll("\\n", " ")}” `
            + `and “${buttons[j].innerText.replaceAll("\\n", " ")}”`);
    }
    return found;
}"""


def resize(page: Page, width: int, letters: int) -> None:
    """Show the page at that width, with letters of that size."""
    page.set_viewport_size({"width": width, "height": 844})
    size = 16 * letters // 100
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})


def misfits(page: Page) -> list[str]:
    """What does not fit, is too small or too near at any width, and with letters twice as large."""
    found = []
    for width, letters in SCREENS:
        resize(page, width, letters)
        faults = page.evaluate(TOO_WIDE)
        if letters == 100:
            faults += page.evaluate(TOO_SMALL, [44, 64]) + page.evaluate(TOO_NEAR, 10)
        found += [f"{width} px, {letters} %: {fault}" for fault in faults]
    resize(page, 390, 100)
    with mirrored(page):
        found += [f"390 px, from right to left: {fault}" for fault in page.evaluate(TOO_WIDE)]
    return found


@contextmanager
def mirrored(page: Page) -> Iterator[None]:
    """Show the page as a language does that begins its lines at the right."""
    turn = "direction => document.documentElement.dir = direction"
    page.evaluate(turn, "rtl")
    yield
    page.evaluate(turn, "ltr")


def violations(page: Page, width: int, theme: Any) -> list[str]:
    """What axe objects to at that width and in that theme."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE)
    return page.evaluate(RUN, RULES)
