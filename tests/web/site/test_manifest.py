"""The home screen: the manifest, its icons and shortcuts, and the way there through the log-in."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from matplotlib.image import imread

from journal.store.database.database import Database
from tests.conftest import PASSWORD, counted
from tests.web.client import Browser
from tests.web.lint import words_of


def manifest(browser: Browser, prefix: str = "") -> dict[str, Any]:
    answer = browser.client.get("/site.webmanifest", environ_overrides={"SCRIPT_NAME": prefix})
    assert answer.headers["Content-Type"] == "application/manifest+json"
    found: dict[str, Any] = json.loads(answer.get_data())
    return found


def test_every_page_names_it_and_it_asks_the_record_nothing(nobody: Browser, database: Database) -> None:
    page = nobody.get("/emergency")
    link = next(e for e in page.document.iter("link") if e.get("rel") == "manifest")
    with counted(database) as statements:
        answer = nobody.client.get(link.get("href") or "")
    assert (answer.status_code, statements) == (200, [])
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert "Set-Cookie" not in answer.headers


def test_it_opens_today_without_the_frame_of_a_browser(nobody: Browser) -> None:
    found = manifest(nobody)
    assert (found["id"], found["start_url"], found["scope"], found["display"]) == ("/", "/", "/", "standalone")
    assert (found["lang"], found["dir"]) == ("en", "ltr")
    assert (found["name"], found["short_name"]) == ("Side-effect journal", "Journal")


@pytest.mark.parametrize("prefix", ["", "/journal"])
def test_its_shortcuts_and_icons_are_there(nobody: Browser, owner: Browser, prefix: str) -> None:
    found = manifest(nobody, prefix)
    assert found["scope"] == f"{prefix}/"
    shortcuts = {shortcut["name"]: shortcut["url"] for shortcut in found["shortcuts"]}
    assert shortcuts == {
        "I took it": f"{prefix}/",
        "How are you?": f"{prefix}/check-ins/new",
        "Bad day": f"{prefix}/bad-day",
    }
    for address in shortcuts.values():
        assert owner.get(address.removeprefix(prefix)).status == 200
    icons = [*found["icons"], *(icon for each in found["shortcuts"] for icon in each["icons"])]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} >= {
        (f"{size}x{size}", purpose) for size in (192, 512) for purpose in ("any", "maskable")
    }
    for icon in icons:
        picture = nobody.get(icon["src"].removeprefix(prefix))
        assert picture.headers["Content-Type"].partition(";")[0] == icon["type"]
        if icon["type"] == "image/png":
            height, width, _ = imread(BytesIO(picture.body)).shape
            assert f"{width}x{height}" == icon["sizes"]


def test_a_mask_cuts_nothing_of_what_is_drawn(nobody: Browser) -> None:
    """Outside of the circle that every mask leaves (four tenths of the side around the middle) is the ground alone."""
    for size in (192, 512):
        pixels = imread(BytesIO(nobody.get(f"/static/icon-{size}.png").body))[:, :, :3]
        for y in range(size):
            for x in range(size):
                far = (x + 0.5 - size / 2) ** 2 + (y + 0.5 - size / 2) ** 2 > (0.4 * size) ** 2
                assert not far or abs(pixels[y, x] - pixels[0, 0]).max() < 0.1, (x, y)


def test_a_shortcut_leads_on_through_the_log_in(nobody: Browser, owner: Browser) -> None:
    asked = nobody.get("/check-ins/new", 303)
    page = nobody.send(nobody.follow(asked), "/sessions", {"name": owner.name, "password": PASSWORD})
    assert page.location == "/check-ins/new"


def test_no_picture_or_file_takes_the_place_of_the_page(owner: Browser) -> None:
    """Opened from the home screen there is no bar of a browser to go back with: files are kept, not shown."""
    for day in range(4):
        owner.check_in({"drowsiness": 2}, when="earlier", on=f"2026-11-{19 + day}", at="09:00")
    page = owner.get("/trends?period=7")
    files = [a for a in page.document.iter("a") if (a.get("href") or "").startswith("/charts/severity.svg")]
    assert files
    assert all("download" in a.attrib for a in files)


@pytest.mark.parametrize("address", ["/", "/emergency", "/nothing", "/sessions/new", "/history"])
def test_every_page_leads_home(app: Flask, owner: Browser, nobody: Browser, address: str) -> None:
    for person in (owner, nobody):
        answer = person.client.get(address, environ_overrides={"SCRIPT_NAME": "/journal"}, follow_redirects=False)
        if answer.status_code != 303:
            assert '<a class="name" href="/journal/">' in answer.get_data(as_text=True)
        answer.close()
    assert words_of(owner.get("/").all("name")[0]) == "Side-effect journal"
