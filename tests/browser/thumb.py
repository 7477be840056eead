"""Two ways to use a page: a thumb that counts its taps, and a keyboard that looks where it is."""

from typing import Any

from playwright.sync_api import Locator, Page


class Thumb:
    """Taps on a touch screen, counted. It cannot type."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def button(self, words: str) -> None:
        """Tap the button or link that begins with these words."""
        found = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        self.tap(found.first)

    def rate(self, effect: str, word: str) -> None:
        """Tap a choice in the row of an effect."""
        self.tap(choice(self.page, effect, word))

    def tap(self, target: Locator) -> None:
        """Tap once."""
        target.tap()
        self.taps += 1


def choice(page: Page, legend: str, word: str) -> Locator:
    """The tile of one answer in the fieldset with that legend."""
    return (
        page.get_by_role("group", name=legend, exact=True)
        .locator("label.tile")
        .filter(has=page.get_by_role("radio", name=word, exact=True))
    )


# Where the focus is, whether it shows, and whether something lies over it.
FOCUS = """() => {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const shown = e.closest(".tile, .blank") ?? e;
    const lines = [...shown.getClientRects()].filter(r => r.width && r.height);
    const box = shown.getBoundingClientRect(), line = lines[0] ?? box;
    const style = getComputedStyle(shown), own = getComputedStyle(e);
    const outlined = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
    const faults = [];
    if (!outlined(style) && !outlined(own)) faults.push("no outline");
    const tall = box.height > innerHeight / 2;
    const [top, bottom] = tall ? [Math.max(line.top, 0), Math.min(line.bottom, innerHeight)] : [line.top, line.bottom];
    if (top < -0.5 || bottom > innerHeight + 0.5 || line.left < -0.5 || line.right > innerWidth + 0.5)
        faults.push(`outside the window: ${top} to ${bottom} of ${innerHeight}`);
    const middle = (line.left + line.right) / 2;
    for (const y of tall ? [(top + bottom) / 2] : [top + 3, (top + bottom) / 2, bottom - 3]) {
        const hit = document.elementFromPoint(middle, y);
        if (!hit || !(hit === shown || shown.contains(hit) || hit.contains(shown)))
            faults.push(`hidden behind <${hit?.tagName.toLowerCase()} class="${hit?.className}">`);
    }
    return {
        name: `<${e.tagName.toLowerCase()}> “${(e.getAttribute("aria-label") ?? (e.labels?.[0] ?? e).innerText ?? "")
            .trim().replaceAll("\\n", " ").slice(0, 50)}” ${e.name ?? ""} ${e.value ?? ""}`.trim(),
        faults: [...new Set(faults)],
    };
}"""
MARK = """() => {
    const e = document.activeElement;
    const seen = e.dataset.seen;
    e.dataset.seen = "yes";
    return Boolean(seen);
}"""


class Keys:
    """A keyboard, and eyes that look at every stop: is the focus to be seen?"""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def focus(self) -> Any:
        """Where the focus is now, with what is wrong there."""
        found = self.page.evaluate(FOCUS)
        if found:
            self.faults += [f"{self.page.url} {found['name']}: {fault}" for fault in found["faults"]]
        return found

    def walk(self, key: str = "Tab") -> list[str]:
        """Go through the whole page and return the name of every stop."""
        stops: list[str] = []
        for _ in range(400):
            self.page.keyboard.press(key)
            found = self.focus()
            if found is None:
                if stops:
                    break
                continue
            if self.page.evaluate(MARK):
                if len(stops) > 1 and found["name"] == stops[0]:
                    break
                continue  # a day or a time has several stops inside
            stops.append(found["name"])
        return stops

    def to(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        for _ in range(150):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            self.focus()
        raise AssertionError(f"Tab does not lead to {target}")

    def press(self, words: str, role: Any = "button", key: str = "Enter") -> None:
        """Go to a button or link and press it."""
        self.to(self.page.get_by_role(role, name=words).first)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def choose(self, legend: str, steps: int) -> None:
        """Go to the first radio of a row, take it with Space and go on with the arrow."""
        self.to(self.page.get_by_role("group", name=legend, exact=True).get_by_role("radio").first)
        self.page.keyboard.press("Space")
        for _ in range(steps):
            self.page.keyboard.press("ArrowRight")
            self.focus()

    def type(self, label: str, text: str) -> None:
        """Go to a field and write."""
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)
