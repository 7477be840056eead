"""A link for a doctor in the browser: chosen, looked at, made, opened by somebody without a log-in, ended."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from journal.store.database.database import Database
from tests.caring import look_after
from tests.conftest import counted
from tests.web.charts.test_trends import keep_three_weeks
from tests.web.client import Browser, Page

FILLED_BY = {"kept": keep_three_weeks}
PIN = "481592"


@pytest.fixture
def kept(owner: Browser) -> Browser:
    return owner


def choose(person: Browser, **fields: str) -> Page:
    """The preview of what was chosen on the page of the visit."""
    form = person.get("/shares/new?period=7")
    asked = form.fields("/shares/preview") | fields
    return person.get("/shares/preview", query_string=asked)


def make(person: Browser, terms: dict[str, str] | None = None, **fields: str) -> str:
    """Make a link and return its address, as a path."""
    page = person.send(choose(person, **fields), "/shares", terms or {}, 200)
    found = re.search(r'value="http://localhost(/s/[\w-]{43})"', page.html)
    assert found
    return found[1]


def enter(somebody: Browser, link: str, pin: str = "") -> str:
    """Press the button of a link; returns where its page is."""
    return press(somebody, link, pin).location


def press(somebody: Browser, link: str, pin: str = "", status: int = 303) -> Page:
    """Load the door, and press its button."""
    assert somebody.get(link).fields("") == {"pin": ""}
    return somebody.post(link, {"pin": pin}, status)


def ways_in(page: Page) -> list[str]:
    """Every address of ours that a page names."""
    return re.findall(r'(?:href|src|srcset|action)="(/[^"]*)"', page.html)


def test_from_the_visit_to_the_doctors_screen_and_to_the_end(
    kept: Browser, nobody: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    form = kept.get(
        kept.get("/visit?period=7").link(
            "Show it by a link For a doctor's screen, or to send; you can end it at any time"
        )
    )
    assert form.fields("/shares/preview")["first"] == "2026-11-17"
    seen = choose(kept)
    assert kept.name not in seen.text
    assert "opens on this machine alone" in seen.notice
    made = kept.send(seen, "/shares", {"share_name": "Dr Weber", "views": "1", "pin": PIN}, 200)
    assert made.document.find(".//main//svg") is not None
    assert PIN in made.text
    link = re.findall(r"/s/[\w-]{43}", made.html)[0]
    assert kept.send(seen, "/shares", {}).location == "/shares?done=before"
    place = enter(nobody, link, "48 15 92")
    page = nobody.get(place)
    assert page.all("places") == page.all("top") == page.all("paper-head") == []
    for words in (
        "Clonazepam 0.5 mg a day",
        "Drowsiness",
        "Which doses were",
        "This is what the record says on 23 November",
    ):
        assert words in page.text
    for words in (kept.name, "Side-effect journal –", "Dr Weber", "Trends"):
        assert words not in page.html
    assert {address.split("?")[0] for address in ways_in(page)} == {
        "/static/theme.css",
        "/static/print.css",
        "/static/icon.svg",
        *(f"{place}/{file}" for file in ("report.svg", "report.pdf", "charts/severity.svg", "charts/doses.svg")),
    }
    for file in ("report.pdf", "report.svg", "charts/severity.svg"):
        answer = nobody.get(f"{place}/{file}?width=narrow&theme=dark")
        assert kept.name.encode() not in answer.body
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
    nobody.get(f"{place}/charts/amount.svg", 404)
    listed = kept.get("/shares")
    assert "Opened 1 time of 1." in listed.text
    assert "When it was opened today, 12:00" in listed.text
    assert press(nobody, link, PIN, 404).headers["Referrer-Policy"] == "no-referrer"
    share_id = place.removeprefix("/shared/")
    assert share_id in listed.html
    logged = str([vars(record) for record in caplog.records])
    assert "/s/<token>" in logged
    assert link not in logged
    assert share_id not in logged


def test_the_days_since_the_last_visit_are_days_to_show_too(kept: Browser) -> None:
    kept.add_visit()
    link = "Show it by a link For a doctor's screen, or to send; you can end it at any time"
    fields = kept.get(kept.get("/visit").link(link)).fields("/shares/preview")
    assert (fields["first"], fields["last"]) == ("2026-11-20", "2026-11-23")


def test_ended_it_shows_nothing_from_that_moment_on(kept: Browser, nobody: Browser) -> None:
    link = make(kept)
    place = enter(nobody, link)
    assert nobody.get(place).h1 == "Report of medicines and side effects"
    listed = kept.get("/shares")
    assert "today, 12:00" in listed.text
    assert kept.send(listed, f"/shares/{place.removeprefix('/shared/')}/end").location == "/shares?done=ended"
    closed = [nobody.get(place, 404), nobody.get(f"{place}/report.pdf", 404), Browser(nobody.app).get(place, 404)]
    assert {page.text for page in closed} == {closed[0].text}
    assert closed[0].h1 == "This page is closed"
    assert press(nobody, link, status=404).h1 == "A report to look at"


def test_the_door_is_the_same_for_every_address_and_asks_nothing(
    kept: Browser, nobody: Browser, database: Database
) -> None:
    link = make(kept)
    with counted(database) as sent:
        doors = [nobody.get(address) for address in (link, link[:-1], link[:3] + link[3:].swapcase(), "/s/x")]
        doors.append(kept.get(link))
        nobody.client.head(link)
    assert list(sent) == []
    assert len({page.html for page in doors}) == 1
    for page in doors:
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert page.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
    assert "Opened 0 times." in kept.get("/shares").text


def test_whatever_stands_in_the_way_the_answer_is_the_same(
    kept: Browser, nobody: Browser, database: Database, clock: time_machine.Traveller
) -> None:
    with_pin, used, ended, old = (make(kept, terms) for terms in ({"pin": PIN}, {"views": "1"}, {}, {"days": "1"}))
    enter(nobody, used)
    place = enter(nobody, ended)
    kept.send(kept.get("/shares"), f"/shares/{place.removeprefix('/shared/')}/end")
    clock.shift(timedelta(days=1))
    answers = []
    for link, pin in ((with_pin, "481593"), (used, ""), (ended, ""), (old, ""), (with_pin[:-1], PIN), ("/s/none", "")):
        with counted(database) as sent:
            page = nobody.post(link, {"pin": pin}, 404)
        shape = tuple(re.sub("[0-9a-f]{64}", "", each) for each in sent)
        answers.append((page.html, dict(page.headers) | {"X-Request-ID": ""}, shape, sent.commits))
    assert all(answer == answers[0] for answer in answers)
    assert "Set-Cookie" not in answers[0][1]


def test_a_pin_is_not_guessed_and_no_patient_is_kept_out(kept: Browser, nobody: Browser) -> None:
    link, other = make(kept, {"pin": PIN}), make(kept)
    for guess in range(5):
        nobody.post(link, {"pin": f"{guess:06}"}, 404)
    closed = nobody.post(link, {"pin": PIN}, 429)
    assert closed.headers["Retry-After"] == "300"
    assert "Wait 5 minutes" in closed.text
    enter(nobody, other)
    again = Browser(nobody.app)
    again.submit("/sessions/new", "/sessions", {"name": kept.name, "password": "plum lantern gravel otter"})


def test_the_cookie_opens_its_own_page_for_an_hour_and_nothing_else(
    app: Flask, kept: Browser, nobody: Browser, clock: time_machine.Traveller
) -> None:
    first, second = make(kept), make(kept, first="2026-11-20")
    answer = nobody.post(first, {})
    place = answer.location
    cookie = answer.headers["Set-Cookie"]
    for part in (f"Path={place}", "HttpOnly", "SameSite=Strict", "Max-Age=3600"):
        assert part in cookie
    value = cookie.split(";")[0].partition("=")[2]
    other = enter(Browser(app), second)
    forged = Browser(app)
    until, _dot, mark = value.partition(".")
    for bad in (
        f"{int(until) + 9}.{mark}",
        f"{until}.{mark[:-1]}",
        until,
        "",
        f"{until}.é",
        "." + mark,
        "9" * 40 + "." + mark,
    ):
        forged.client.set_cookie("journal-link", bad, path="/")
        forged.get(place, 404)
    forged.client.set_cookie("journal-link", value, path="/")
    forged.get(place)
    forged.get(other, 404)
    for address in ("/", "/visit", "/history", "/shares", "/shares/preview"):
        forged.get(address, 303)
    kept.get(place, 404)  # a log-in opens no link
    clock.shift(timedelta(hours=1))
    nobody.client.set_cookie("journal-link", value, path=place)
    nobody.get(place, 404)


def test_two_doors_on_one_screen_do_not_shut_each_other(kept: Browser, nobody: Browser) -> None:
    places = [enter(nobody, make(kept)), enter(nobody, make(kept, first="2026-11-20"))]
    assert [nobody.get(place).status for place in places] == [200, 200]


def test_what_cannot_be_stays_in_its_form(kept: Browser) -> None:
    page = choose(kept, show_notes="yes")
    wrong = {"share_name": "Dr Weber", "days": "91", "views": "0", "pin": "1234"}
    refused = kept.send(page, "/shares", wrong, 422)
    assert set(refused.errors()) == {"days", "views", "pin"}
    fields = refused.fields("/shares")
    assert {name: fields[name] for name in wrong} == wrong
    assert (fields["id"], fields["show_notes"]) == (page.fields("/shares")["id"], "yes")
    turned = kept.get("/shares/preview?first=2026-11-20&last=2026-11-18", 400)
    assert "must not be before the first" in turned.error_beside("last")
    assert turned.fields("/shares/preview")["first"] == "2026-11-20"
    for asked in ("first=2027-01-01", "first=1850-01-01", "first=x"):
        assert kept.get(f"/shares/preview?{asked}", 400).errors()
    kept.get("/shares/preview?first=1900-01-01&last=2026-11-23")
    again = kept.post("/shares", {**fields, "first": "x"}, 422)
    assert again.errors().keys() == {"first"}
    kept.get("/shares/preview?first=2026-11-20&medicine=none", 404)
    kept.get("/shares/preview/report.svg?first=x", 404)
    kept.get("/shares/preview/report.png?first=2026-11-20", 404)
    kept.get("/shares/preview/charts/severity.svg?first=2026-11-20", 404)


def test_making_one_asks_for_the_password_and_ending_one_does_not(
    kept: Browser, nobody: Browser, clock: time_machine.Traveller
) -> None:
    link = make(kept)
    page = kept.get("/shares")
    clock.shift(timedelta(minutes=11))
    assert kept.get("/shares/new", 303).location.startswith("/confirmations/new")
    share_id = re.findall(r"/shares/([\w-]{22})/end", page.html)[0]
    kept.send(page, f"/shares/{share_id}/end")
    nobody.post(link, {}, 404)


def test_who_looks_after_somebody_neither_makes_nor_sees_links(kept: Browser, stranger: Browser) -> None:
    make(kept)
    share_id = re.findall(r"/shares/([\w-]{22})/end", kept.get("/shares").html)[0]
    place = look_after(kept, stranger)
    page = stranger.get(f"{place}/visit")
    assert "Show it by a link" not in page.text
    for address in ("/shares", "/shares/new", "/shares/preview?first=2026-11-20", "/s/x", f"/shared/{share_id}"):
        stranger.get(place + address, 404)
    stranger.post(f"{place}/shares/{share_id}/end", stranger.marks(), 404)
    stranger.post(f"/shares/{share_id}/end", stranger.marks(), 404)
    assert "Opened 0 times." in kept.get("/shares").text


def test_the_link_leads_to_the_name_the_journal_is_reached_by(kept: Browser, nobody: Browser) -> None:
    """And on another site a form to it counts nothing that its visitor does not press: it is only the address."""
    link = make(kept)
    answer = nobody.post(link, {}, headers={"Origin": "null"})
    assert answer.location.startswith("/shared/")
