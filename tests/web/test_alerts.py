"""Alerts: what is told stands at the entry, in History, on Today while it is new, and on a page of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from journal.core.medicine.emergency import read_numbers
from journal.core.safety import check, very_low_mood
from journal.core.safety.alerts import About
from journal.core.safety.check import Found
from journal.core.safety.rules import Finding
from journal.store.database.database import Database
from journal.store.database.models import AlertRow, Patient
from journal.store.safety import alerts
from tests.conftest import NOW, counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of

MUCH = {"amount": "other", "other_amount": "40", "confirmed": "yes"}
FACT = "40 mg is more than one dose of Clonazepam usually is."
ON = date(2026, 11, 23)
UNREAD = "1 alert you have not marked as read"


def listed(page: Page) -> list[str]:
    return [words_of(li) for li in page.document.iter("li") if "alert" in (li.get("class") or "").split()]


def actions_of(page: Page) -> list[str]:
    found = [form.get("action") or "" for form in page.document.iter("form")]
    return [action for action in found if action.endswith("/acknowledgement")]


def test_an_empty_list_says_what_will_stand_there_and_that_nobody_watches(owner: Browser) -> None:
    page = owner.get("/alerts")
    assert listed(page) == []
    assert "The journal has not told you anything yet." in page.text
    assert "Nobody watches these entries." in page.text
    for way in ("/history", "/settings"):
        assert 'href="/alerts"' in owner.get(way).html


def test_what_is_told_can_be_read_back_and_leads_to_its_entry(owner: Browser) -> None:
    entry_id = owner.log_dose(**MUCH)
    page = owner.get("/alerts")
    (said,) = listed(page)
    for words in ("Urgent", FACT, "Asked before it was saved. The answer was yes.", "40 mg tablet, Monday 23 November"):
        assert words in said
    assert f'href="/doses/{entry_id}"' in page.html
    assert FACT in owner.get(f"/doses/{entry_id}").text
    assert any("alert: urgent" in row for row in owner.get("/history").entries)
    assert FACT in owner.get("/history/2026-11-23").text


def test_it_is_read_once_and_today_holds_it_up_until_then_or_for_two_days(
    owner: Browser, clock: Any, database: Database
) -> None:
    owner.log_dose(**MUCH)
    assert UNREAD in owner.get("/").text
    page = owner.get("/alerts")
    (action,) = actions_of(page)
    done = owner.follow(owner.send(page, action))
    assert "Marked as read." in done.text
    assert "Read today at 12:00." in listed(done)[0]
    assert actions_of(done) == []
    clock.shift(timedelta(hours=1))
    owner.send(page, action)
    assert "Read today at 12:00." in listed(owner.get("/alerts"))[0], "again is the same"
    assert UNREAD not in owner.get("/").text
    _change(database, acknowledged_by="somebody")
    assert "Read today at 12:00, by somebody whose account is gone." in listed(owner.get("/alerts"))[0]
    owner.check_in(mood="1")
    assert UNREAD in owner.get("/").text
    clock.shift(timedelta(days=2, minutes=1))
    assert "not marked as read" not in owner.get("/").text


def test_after_an_edit_it_is_struck_through_and_told_apart_by_words(owner: Browser) -> None:
    address = f"/doses/{owner.log_dose(**MUCH)}"
    owner.submit(address, address, {"amount": "1", "other_amount": ""})
    for page in (owner.get("/alerts"), owner.get(address)):
        assert f"<s>{FACT}</s>" in page.html
        assert "Before the edit. Of the entry as it is now this is not true." in page.text
    assert actions_of(owner.get("/alerts")) == [], "there is nothing left to be read"
    assert not any("alert" in row for row in owner.get("/history").entries)
    assert FACT not in owner.get("/history/2026-11-23").text
    assert "not marked as read" not in owner.get("/").text


def test_a_deleted_entry_takes_it_along_and_brings_it_back(owner: Browser) -> None:
    entry_id = owner.log_dose(**MUCH)
    gone = owner.follow(owner.send(owner.get("/"), f"/entries/{entry_id}/deletion"))
    assert listed(owner.get("/alerts")) == []
    assert FACT not in gone.text + owner.get("/history/2026-11-23").text
    owner.send(gone, f"/entries/{entry_id}/restoration")
    assert len(listed(owner.get("/alerts"))) == 1


def test_the_list_is_narrowed_to_a_level_and_stays_there(owner: Browser) -> None:
    owner.log_dose(**MUCH)
    owner.log_episode(what="seizure", minutes="6")
    assert ["Emergency" in said for said in listed(owner.get("/alerts?level=emergency"))] == [True]
    assert "None of this kind." in owner.get("/alerts?level=note").text
    assert len(listed(owner.get("/alerts?level=red"))) == 2
    page = owner.get("/alerts?level=urgent")
    read = owner.send(page, actions_of(page)[0])
    assert read.location == "/alerts?read=yes&level=urgent"


def test_more_than_a_page_of_them_is_read_page_by_page(owner: Browser, clock: Any) -> None:
    for _ in range(23):
        owner.check_in(mood="1")
        clock.shift(timedelta(minutes=1))
    first = owner.get("/alerts")
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first.html)
    second = owner.get(older.replace("&amp;", "&"))
    assert (len(listed(first)), len(listed(second))) == (20, 3)
    assert not set(actions_of(first)) & set(actions_of(second))
    assert "before=" in owner.send(second, actions_of(second)[0]).location
    assert listed(owner.get("/alerts?before=1.x")) == []
    for wrong in ("x", "1", "1.", "-1.x", "9" * 40 + ".x", "١.x"):
        assert len(listed(owner.get(f"/alerts?before={wrong}"))) == 20


def test_what_came_unasked_and_words_that_are_gone_are_said(owner: Browser, database: Database) -> None:
    owner.log_dose(**MUCH)
    _change(database, came="not_asked")
    assert "Not asked" in listed(owner.get("/alerts"))[0]
    for other in ({"rule": "of a later program"}, {"rule": "large_amount", "rule_version": 9}):
        _change(database, **other)
        assert "What it said then, it cannot say any more." in listed(owner.get("/alerts"))[0]
    _change(database, rule_version=1, found={})
    assert "it cannot say any more" in listed(owner.get("/alerts"))[0], "values that its words cannot read"


def _change(database: Database, **values: Any) -> None:
    with database.writing() as session:
        session.execute(update(AlertRow).values(**values))


def test_the_words_of_an_earlier_version_are_kept(owner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.check_in(mood="1")
    raised = replace(very_low_mood.RULE, version=2, earlier={1: very_low_mood.words})
    monkeypatch.setattr(check, "RULES", (raised,))
    assert "You do not have to get through this alone." in listed(owner.get("/alerts"))[0]


@pytest.mark.parametrize(
    ("about", "words", "href"),
    [
        (About("medicine", "clonazepam", ON, medicine_id="clonazepam"), "Clonazepam", "/medicines/clonazepam"),
        (About("medicine", "gone", ON, medicine_id="gone"), "A medicine that is no longer on your list", ""),
        (About("step", "s", ON), "Your plan from Monday 23 November on", "/medicine"),
        (About("day", "2026-11-23", ON), "Monday 23 November", "/history/2026-11-23"),
    ],
    ids=["medicine", "a medicine that was removed", "step", "day"],
)
def test_what_is_about_no_entry_leads_to_what_it_is_about(
    owner: Browser, database: Database, about: About, words: str, href: str
) -> None:
    found = [Found(very_low_mood.RULE, Finding("caution"))]
    _keep(database, about, found)
    page = owner.get("/alerts")
    assert words in listed(page)[0]
    assert (f'<a href="{href}">' in page.html) == bool(href)
    _keep(database, about, [])
    assert "Before the change." in listed(owner.get("/alerts"))[0]


def _keep(database: Database, about: About, found: Sequence[Found]) -> None:
    with database.writing() as session:
        owner_id = session.scalars(select(Patient.id).where(Patient.name == "Owner")).one()
        alerts.keep(session, owner_id, about, found, answered=(), now=NOW, by=owner_id)


def test_a_page_of_alerts_takes_as_many_statements_with_twenty_as_with_one(
    owner: Browser, database: Database, clock: Any
) -> None:
    counts = []
    for more in (1, 19):
        for _ in range(more):
            owner.check_in(mood="1")
            owner.log_dose(**MUCH)
        found = []
        for address in ("/", "/history", "/alerts"):
            with counted(database) as statements:
                owner.get(address)
            found.append(len(statements))
        counts.append(found)
    assert counts[0] == counts[1]


def test_an_emergency_and_a_very_low_mood_have_the_call_as_a_button_until_they_are_read(
    owner: Browser, whole_app: Flask
) -> None:
    seizure = owner.follow(owner.submit("/episodes/new", "/episodes", {"what": "seizure", "minutes": "6"}))
    assert calls_of(seizure) == [("Call 112", "tel:112")]
    owner.send(owner.get("/alerts"), actions_of(owner.get("/alerts"))[0])
    assert calls_of(owner.get("/alerts")) == []
    low = owner.follow(owner.submit("/check-ins/new", "/check-ins", {"mood": "1"}))
    assert calls_of(low) == []
    assert "Could you harm yourself, or have you taken too much? Call 112" in low.text
    journal = whole_app.extensions["journal"]
    whole_app.extensions["journal"] = replace(journal, numbers=read_numbers(None, None, "Crisis line 116 123"))
    page = owner.get("/alerts")
    assert calls_of(page) == [("Call 116 123, Crisis line", "tel:116123")]
    owner.send(page, actions_of(page)[0])
    assert "Could you harm yourself" not in owner.get("/alerts").text


def calls_of(page: Page) -> list[tuple[str, str]]:
    """What there is to call by a filled button."""
    found = [a for a in page.document.iter("a") if "button" in (a.get("class") or "").split()]
    return [(words_of(a), a.get("href") or "") for a in found if (a.get("href") or "").startswith("tel:")]
