"""The page on which pregnancy or breastfeeding is noted and taken back, and how discreetly it is shown elsewhere."""

import json
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from journal.core.medicine.monograph import Monograph
from journal.store.database.database import Database
from journal.store.database.models import AlertRow
from tests.caring import look_after
from tests.web.client import Browser, Page

SINCE = {"pregnant_since": "2026-09-01"}
NOTED = "You noted: pregnant since 1 September 2026."
QUOTED = "It may be a risk to an unborn child."
COVER = "Clonazepam: a note for you alone"


def note(owner: Browser, **fields: str) -> Page:
    return owner.follow(owner.submit("/circumstances", "/circumstances", fields))


def outside_of_covers(page: Page) -> str:
    """The words of a page but those that are opened first."""
    for details in page.all("covered"):
        details.clear()
    return "".join(page.document.itertext()).casefold()


def test_it_is_noted_told_with_the_words_of_the_monograph_and_taken_back(owner: Browser) -> None:
    for way in ("/medicine", "/settings"):
        assert 'href="/circumstances"' in owner.get(way).html
    assert NOTED not in owner.get("/circumstances").text
    page = note(owner, **SINCE)
    assert page.words("notice-title") == ["Saved.", NOTED]
    assert QUOTED in page.text
    assert "Ask your prescriber or pharmacist before you change anything. Do not stop suddenly." in page.text
    assert page.fields("/circumstances")["pregnant_since"] == "2026-09-01"
    assert owner.get("/circumstances").words("notice-title") == [NOTED], "it stands here while it is noted"
    back = owner.follow(owner.send(page, "/circumstances", {"take_back": "pregnant_since"}))
    assert back.words("notice-title") == ["Saved."]
    assert back.fields("/circumstances")["pregnant_since"] == ""
    assert "As it is now this is not true." in owner.get("/alerts").text


@pytest.mark.parametrize("typed", ["2026-11-24", "x"])
def test_a_day_that_is_none_or_to_come_is_refused_and_all_that_was_typed_stays(owner: Browser, typed: str) -> None:
    fields = {"pregnant_since": "2026-10-01", "breastfeeding_since": typed}
    page = owner.submit("/circumstances", "/circumstances", fields, 422)
    assert page.errors().keys() == {"breastfeeding_since"}
    assert page.fields("/circumstances")["pregnant_since"] == "2026-10-01"
    assert owner.get("/circumstances").fields("/circumstances")["pregnant_since"] == "", "nothing is saved by half"


def test_no_other_page_says_it_before_it_is_opened(owner: Browser) -> None:
    note(owner, **SINCE)
    for address in ("/", "/alerts", "/history/2026-11-23", "/medicines", "/audit-events", "/history"):
        page = owner.get(address)
        assert "pregnant since" not in outside_of_covers(page), address
    for address in ("/alerts", "/history/2026-11-23"):
        page = owner.get(address)
        assert COVER in page.text
        assert NOTED in page.text
    (told,) = [row for row in owner.get("/audit-events").entries if "note about yourself" in row]
    assert "pregnan" not in told


def test_a_medicine_that_is_added_while_it_is_noted_is_told_of_behind_a_cover(owner: Browser) -> None:
    owner.submit("/medicines/new?first=1", "/medicines", {"name": "Own", "not_taken": "clonazepam"})
    assert NOTED not in note(owner, **SINCE).text
    added = owner.follow(owner.submit("/medicines/new", "/medicines", {"monograph": "clonazepam"}))
    assert COVER in added.words("notice-title")
    assert NOTED in added.text
    assert "pregnant since" not in outside_of_covers(added)


def test_the_page_and_what_is_told_are_the_patients_alone(owner: Browser, stranger: Browser) -> None:
    there = look_after(owner, stranger)
    note(owner, **SINCE)
    stranger.get(f"{there}/circumstances", 404)
    stranger.client.post(f"{there}/circumstances", data=stranger.marks() | {"pregnant_since": ""})
    for address in ("/", "/alerts", "/history/2026-11-23", "/medicine", "/audit-events"):
        page = stranger.get(there + address)
        assert COVER not in page.text
        assert "/circumstances" not in page.html
        assert "note about yourself" not in page.text
    assert NOTED not in stranger.get("/circumstances").text
    assert NOTED in owner.get("/circumstances").text


def test_it_is_in_what_is_downloaded_and_goes_with_the_account(owner: Browser, database: Database) -> None:
    note(owner, **SINCE)
    document = json.loads(owner.client.get("/exports/journal.json").data)
    account = document["account"]
    assert (account["pregnant_since"], account["breastfeeding_since"]) == ("2026-09-01", None)
    (alert,) = document["alerts"]
    assert (alert["rule"], alert["about"], alert["about_id"]) == ("circumstances", "medicine", "clonazepam")
    assert NOTED in alert["words"]
    assert NOTED in owner.client.get("/exports/alerts.csv").data.decode()
    owner.submit("/erasures/new", "/erasures", {"erase_name": "Owner"})
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AlertRow)) == 0


def test_no_log_says_it(owner: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    note(owner, **SINCE)
    owner.submit("/circumstances", "/circumstances", {"breastfeeding_since": "x"}, 422)
    lines = capsys.readouterr()
    assert '"/circumstances"' in lines.err
    assert "pregnan" not in lines.err + lines.out
    assert "breastf" not in lines.err + lines.out


def test_a_kidney_disease_is_ticked_told_of_the_curve_and_taken_back(
    owner: Browser, stranger: Browser, app: Flask, clonazepam: Monograph
) -> None:
    assert clonazepam.pk
    by_kidneys = clonazepam.model_copy(
        update={"pk": clonazepam.pk.model_copy(update={"not_with_kidney_disease": True})}
    )
    parts = app.extensions["journal"]
    app.extensions["journal"] = replace(parts, monographs=parts.monographs | {"clonazepam": by_kidneys})
    owner.log_dose()
    without = "While this is noted there is no curve of the estimated amount of Clonazepam."
    assert without not in owner.get("/circumstances").text
    page = note(owner, kidney_disease="yes")
    assert without in page.text
    assert page.words("notice-title") == ["Saved."], "no monograph has a text about it, so nothing is told"
    assert page.fields("/circumstances")["kidney_disease"] == "yes"
    trends = owner.get("/trends").text
    assert "No curve for Clonazepam: with what is noted of the body" in trends
    assert "kidney" not in trends.lower(), "others look at charts too"
    assert json.loads(owner.client.get("/exports/journal.json").data)["account"]["kidney_disease"] is True
    assert owner.get("/audit-events").text.lower().count("note about yourself") == 1
    assert without not in stranger.get("/circumstances").text
    back = owner.follow(owner.send(page, "/circumstances", {"kidney_disease": ""}))
    assert without not in back.text
    assert json.loads(owner.client.get("/exports/journal.json").data)["account"]["kidney_disease"] is None
    assert "No curve for" not in owner.get("/trends").text
    assert owner.get("/audit-events").text.lower().count("note about yourself") == 2, "made, and taken back"


def test_a_tick_stays_where_a_day_is_wrong_and_is_not_saved(owner: Browser) -> None:
    fields = {"kidney_disease": "yes", "pregnant_since": "2026-12-24"}
    page = owner.submit("/circumstances", "/circumstances", fields, 422)
    assert page.fields("/circumstances")["kidney_disease"] == "yes"
    assert json.loads(owner.client.get("/exports/journal.json").data)["account"]["kidney_disease"] is None
