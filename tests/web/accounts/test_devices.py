"""Devices: the list of where somebody is logged in, and how to log them out from here."""

import uuid
from datetime import timedelta

from tests.conftest import PASSWORD, logged_in
from tests.web.client import Browser, Page

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)


def enter(browser: Browser, device: str, **more: str) -> Browser:
    browser.client.environ_base["HTTP_USER_AGENT"] = device
    browser.submit("/sessions/new", "/sessions", {"name": "Owner", "password": PASSWORD, **more})
    return browser


def cards(page: Page) -> list[str]:
    return page.words("card")


def ends(page: Page) -> list[str]:
    """The addresses of the buttons that log one device out."""
    return [str(form.get("action")) for form in page.forms() if str(form.get("action")).endswith("/end")][1:]


def test_this_device_comes_first_and_has_a_name(owner: Browser, nobody: Browser, clock) -> None:
    phone = enter(nobody, FIREFOX)
    clock.shift(timedelta(minutes=5))
    tablet = enter(Browser(owner.app), SAFARI, keep="yes")
    clock.shift(timedelta(minutes=2))
    found = cards(phone.get("/devices"))
    assert found[0].startswith("This device Firefox on Android. Logged in since today, 12:00.")
    assert found[1].startswith("Safari on iPhone Last used today, 12:05. Logged in since today, 12:05.")
    assert "Stays logged in until Wednesday 23 December, 12:05." in found[1]
    assert found[2].startswith("A browser Last used today, 12:00.")
    assert cards(tablet.get("/devices"))[0].startswith("This device Safari on iPhone.")


def test_more_leads_to_the_devices_and_back(owner: Browser) -> None:
    page = owner.get("/settings")
    assert "/devices" in {link.get("href") for link in page.document.iter("a")}
    page = owner.get("/devices")
    assert page.link("Back to More") == "/settings"
    assert "No other device is logged in. Log in on one, and it stands here." in page.text


def test_another_device_is_logged_out_from_here(owner: Browser, nobody: Browser) -> None:
    phone, tablet = enter(nobody, FIREFOX), logged_in(owner.app, owner.patient_id)
    page = owner.get("/devices")
    assert len(cards(page)) == 3
    address = next(
        address for address, words in zip(ends(page), cards(page)[1:], strict=True) if words.startswith("Firefox")
    )
    page = owner.follow(owner.send(page, address))
    assert page.notice == "That device is logged out."
    assert len(cards(page)) == 2
    phone.get("/", 303)
    tablet.get("/")


def test_all_others_are_logged_out_at_once(owner: Browser, stranger: Browser, nobody: Browser) -> None:
    phone, tablet = enter(nobody, FIREFOX), logged_in(owner.app, owner.patient_id)
    page = owner.follow(owner.submit("/devices", "/devices/end-others"))
    assert page.notice == "Every other device is logged out."
    assert len(cards(page)) == 1
    phone.get("/", 303)
    tablet.get("/", 303)
    stranger.get("/")


def test_this_device_is_logged_out_like_from_more(owner: Browser) -> None:
    owner.submit("/devices", "/sessions/end")
    owner.get("/", 303)


def test_somebody_elses_device_is_as_absent_as_a_missing_one(owner: Browser, stranger: Browser) -> None:
    phone = logged_in(owner.app, owner.patient_id)
    theirs = ends(owner.get("/devices"))[0]
    answers = [stranger.post(address, stranger.marks(), 404) for address in (theirs, f"/devices/{uuid.uuid4()}/end")]
    assert answers[0].html == answers[1].html
    phone.get("/")


def test_a_device_that_rested_too_long_is_not_listed(owner: Browser, nobody: Browser, clock) -> None:
    enter(nobody, FIREFOX)
    assert len(cards(owner.get("/devices"))) == 2
    clock.shift(timedelta(minutes=30))
    assert len(cards(owner.get("/devices"))) == 1


def test_a_browser_cannot_write_into_the_list(owner: Browser, nobody: Browser) -> None:
    enter(nobody, "<img src=x onerror=alert(1)> Firefox/1")
    page = owner.get("/devices")
    assert "onerror" not in page.html
    assert cards(page)[1].startswith("Firefox Last used")


def test_of_very_many_the_ones_used_last_are_listed_and_all_can_be_logged_out(owner: Browser, clock) -> None:
    for _ in range(50):
        logged_in(owner.app, owner.patient_id)
    page = owner.get("/devices")
    assert (len(ends(page)), "There are more" in page.text) == (50, False)
    clock.shift(timedelta(minutes=2))
    logged_in(owner.app, owner.patient_id)  # this device is no longer among the fifty used last
    page = owner.get("/devices")
    assert (len(ends(page)), "There are more" in page.text) == (50, True)
    assert cards(page)[0].startswith("This device")
    owner.send(page, "/devices/end-others")
    assert "No other device is logged in. Log in on one, and it stands here." in owner.get("/devices").text
