"""Labels for a box: a code that says nothing by itself and opens Today at the row to press."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask

from journal.core.hosting import Hosting
from journal.core.medicine.labels import label_of
from journal.render import qr
from tests.conftest import PASSWORD
from tests.web.client import Browser, Page
from tests.web.lint import words_of

DUE = {"time_1": "12:30", "amount_1": "0.5"}


def address(owner: Browser, medicine_id: str, base: str = "http://localhost") -> str:
    return f"{base}/?label={label_of(owner.patient_id, medicine_id)}"


def scanned(owner: Browser, medicine_id: str) -> Page:
    """Today, as the label opens it."""
    return owner.get("/?" + urlsplit(address(owner, medicine_id)).query)


def pressed(page: Page) -> str:
    """The row that has the filled button."""
    rows = [
        row for row in page.all("today-row") if any("primary" in (e.get("class") or "") for e in row.iter("button"))
    ]
    assert len(rows) == 1
    return words_of(rows[0])


@pytest.fixture
def two(owner: Browser) -> str:
    """Two medicines, both due at half past twelve; returns the id of the second."""
    drops = owner.add_medicine("Valproate", unit="mg", amounts="300")
    owner.submit("/regimens/new", "/regimens", DUE)
    owner.submit(f"/regimens/new?medicine={drops}", "/regimens", DUE | {"amount_1": "300"})
    return drops


def test_the_sheet_is_one_press_from_its_medicine_and_has_six_labels(owner: Browser) -> None:
    page = owner.get(owner.get("/medicines/clonazepam").link("Label for the box"))
    assert page.words("box-label") == ["Clonazepam Did I take it? Scan this."] * 6
    picture = next(e.get("src") or "" for e in page.document.iter("img"))
    answer = owner.get(picture)
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.body == qr.draw(address(owner, "clonazepam"))


def test_the_code_holds_no_word_of_health_and_no_secret(owner: Browser) -> None:
    told = address(owner, "clonazepam")
    assert "clonazepam" not in told
    assert owner.patient_id not in told
    assert set(urlsplit(told).query) <= set("label=0123456789abcdef")


@pytest.mark.parametrize(
    ("host", "alone"), [("localhost", True), ("127.0.0.1:5000", True), ("[::1]", True), ("journal.test", False)]
)
def test_it_is_said_when_a_phone_cannot_get_there(owner: Browser, app: Flask, host: str, alone: bool) -> None:
    hosting = Hosting(hosts=("localhost", "127.0.0.1", "[::1]", "journal.test"))
    app.extensions["journal"] = replace(app.extensions["journal"], hosting=hosting)
    cookie = owner.client.get_cookie("journal")
    assert cookie
    owner.client = app.test_client(use_cookies=False)  # the other keeps its cookie for one host alone
    page = owner.get("/labels/clonazepam", headers={"Host": host, "Cookie": f"journal={cookie.value}"})
    assert ("open the journal on this machine alone" in page.text) == alone
    assert f"http://{host}/?label=" in page.html


def test_scanned_it_asks_for_the_log_in_and_goes_on_to_the_row(owner: Browser, nobody: Browser, two: str) -> None:
    asked = nobody.get("/?" + urlsplit(address(owner, two)).query, 303)
    there = nobody.send(nobody.follow(asked), "/sessions", {"name": owner.name, "password": PASSWORD})
    assert pressed(nobody.follow(there)).startswith("12:30 Valproate 300 mg")


def test_the_row_of_the_box_stands_first_and_one_tap_records(owner: Browser, two: str) -> None:
    assert pressed(owner.get("/")).startswith("12:30 Clonazepam")
    page = scanned(owner, two)
    assert page.words("today-row")[0].startswith("12:30 Valproate 300 mg")
    assert page.words("today-labelled") == page.words("today-row")[:1]
    assert pressed(page).startswith("12:30 Valproate 300 mg")
    saved = owner.follow(owner.send(page, "/doses"))
    assert saved.notice.startswith("Saved: 300 mg Valproate")


def test_what_is_taken_already_is_seen_and_never_folded_away(owner: Browser, two: str) -> None:
    owner.send(scanned(owner, two), "/doses")
    assert "taken at 12:00" in scanned(owner, two).words("today-row")[0]


def test_with_one_medicine_the_label_opens_today_as_it_is(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", DUE)
    page = scanned(owner, "clonazepam")
    assert pressed(page).startswith("12:30 0.5 mg")
    assert page.all("today-labelled") == []


@pytest.mark.parametrize("label", ["", "0" * 12, "%00", "x" * 4000])
def test_a_label_of_nobodys_opens_today(owner: Browser, two: str, label: str) -> None:
    page = owner.get(f"/?label={label}")
    assert page.all("today-labelled") == []


def test_a_strangers_label_is_no_label_of_mine(owner: Browser, stranger: Browser) -> None:
    assert owner.get(f"/?label={label_of(stranger.patient_id, 'clonazepam')}").all("today-labelled") == []
    added = owner.add_medicine("Valproate")
    for part in ("", "/code.svg"):
        stranger.get(f"/labels/{added}{part}", 404)
