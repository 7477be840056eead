"""Take the pictures of the README, of docs/alerts.md one of what each safety rule says, both from the demo journal, and
those of one, three and seven medicines, in a real Chromium: `make screenshots`."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from browser import find
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PORT = "5077"
ADDRESS = f"http://127.0.0.1:{PORT}"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PAGES = (  # name, address, size, colours, and what stands on top where it is not the top of the page
    ("today", "/", 390, 844, "light", ""),
    ("checkin", "/check-ins/new", 390, 844, "light", ""),
    ("trends", "/trends?period=90", 390, 844, "light", "#severity figure"),
    ("today-dark", "/", 390, 844, "dark", ""),
    ("desk", "/trends?period=90&effect=drowsiness&effect=dizziness", 1280, 800, "light", ""),
)
TAKEN = ("pregabalin", "sertraline", "lorazepam", "alprazolam", "clonazepam", "diazepam", "levetiracetam")
OF_MEDICINES = (  # name, address, and what stands on top where the page has it
    ("checkin", "/check-ins/new", ""),
    ("medicine", "/medicine", "#together"),
    ("emergency", "/emergency", "#taken"),
)
# The alerts to choose from: one that was struck through only where its rule has no other.
SHOWN = """
    SELECT id, rule FROM alert
    WHERE struck_at IS NULL OR rule NOT IN (SELECT rule FROM alert WHERE struck_at IS NULL)
"""
IS_DRAWN = "top => document.querySelector(`${top} img`).naturalWidth > 0"  # it is asked for when it comes near
TO_THE_TOP = "part => { part.scrollIntoView(); scrollBy(0, -72) }"  # below the head that stays


def main() -> None:
    """Fill a demo in a scratch folder, serve it, look at it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"JOURNAL_INSTANCE": folder, "JOURNAL_PORT": PORT}
        subprocess.run([sys.executable, "-m", "flask", "--app", "app", "demo"], cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
        try:
            wait()
            take(Path(folder) / "journal.db")
        finally:
            server.terminate()


def wait() -> None:
    """Wait until the journal answers, ten seconds at the most."""
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{ADDRESS}/emergency").close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The journal did not start.")


def take(record: Path) -> None:
    """Log in as the demo's patient and take every picture."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        context = chromium.new_context()
        page = context.new_page()
        log_in(page)
        for name, path, width, height, scheme, top in PAGES:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.goto(ADDRESS + path)
            page.wait_for_load_state("networkidle")
            if top:
                page.locator(top).evaluate(TO_THE_TOP)
                page.wait_for_function(IS_DRAWN, arg=top)
            page.screenshot(path=IMAGES / f"{name}.png")
        take_sheet(page)
        take_alerts(page, record)
        for count in (1, 3, 7):
            take_medicines(chromium.new_context(viewport={"width": 390, "height": 844}).new_page(), count)
        chromium.close()


def take_sheet(page: Page) -> None:
    """The page for the doctor, as it is printed."""
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.emulate_media(color_scheme="light")
    page.goto(f"{ADDRESS}/visit?period=90")
    sheet = page.locator(".sheet img")
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=sheet.element_handle())
    sheet.screenshot(path=IMAGES / "report.png")


def take_alerts(page: Page, record: Path) -> None:
    """Leaf through the alerts of the demo's patient, newest first, and take the first one of each rule."""
    (IMAGES / "alerts").mkdir(exist_ok=True)
    database = sqlite3.connect(record)
    rules = dict(database.execute(SHOWN))
    database.close()
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="light")
    page.goto(f"{ADDRESS}/alerts")
    while rules:
        for card in page.locator("li.alert").all():
            rule = rules.get(card.get_attribute("id") or "")
            if rule:
                card.screenshot(path=IMAGES / "alerts" / f"{rule}.png")
                rules = {key: other for key, other in rules.items() if other != rule}
        if not page.locator("a[rel=next]").count():
            break
        page.goto(ADDRESS + str(page.locator("a[rel=next]").get_attribute("href")))


def take_medicines(page: Page, count: int) -> None:
    """Sign up as somebody who takes so many of the shipped medicines, and look at what grows with them."""
    (IMAGES / "medicines").mkdir(exist_ok=True)
    page.goto(f"{ADDRESS}/accounts/new")
    page.fill("#name", f"With {count}")
    page.fill("#password", "four sleepy green teapots")
    page.fill("#zone", "Europe/Berlin")
    choose(page, "medicine", TAKEN[0], "/regimens/new")
    for key in TAKEN[1:count]:
        page.goto(f"{ADDRESS}/medicines/new")
        choose(page, "monograph", key, "/medicines?done")
    for name, path, top in OF_MEDICINES:
        page.goto(ADDRESS + path)
        if top and page.locator(top).count():
            page.locator(top).evaluate(TO_THE_TOP)
        page.screenshot(path=IMAGES / "medicines" / f"{name}-{count}.png")


def choose(page: Page, name: str, key: str, then: str) -> None:
    """Take a medicine of the list, send the form, and wait for the page it leads to."""
    tile = page.locator(f"input[name={name}][value={key}]")
    tile.check(force=True)
    tile.evaluate("tile => tile.form.requestSubmit()")
    page.wait_for_url(lambda url: then in url)


def log_in(page: Page) -> None:
    """Through the form, as everybody does."""
    page.goto(f"{ADDRESS}/sessions/new")
    page.fill("#name", "Demo")
    page.fill("#password", "four sleepy green teapots")
    page.press("#password", "Enter")
    page.wait_for_url(f"{ADDRESS}/")


if __name__ == "__main__":
    main()
