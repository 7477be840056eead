"""Everything out: the page says what is in it and where to keep it; the answer is one file."""

import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine

from journal.actions.exchange.exports import FILES
from journal.actions.trends import SOURCES
from journal.core.accounts.throttle import RULES, Kind
from journal.core.exchange.sizes import about_bytes, size_words
from journal.render import images
from journal.web.charts import charts
from journal.web.exchange import exports
from tests.conftest import PASSWORD, carried
from tests.web.client import Browser


def test_everything_comes_as_one_file(owner: Browser) -> None:
    owner.log_dose(note="mine alone")
    page = owner.get(owner.get("/settings").link("Download everything One file with all of it"))
    assert page.h1 == "Download everything"
    assert "The file is not encrypted" in page.text
    answer = owner.send(page, "/exports", {}, 200)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=side-effect-journal-2026-11-23.zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    archive = ZipFile(io.BytesIO(answer.body))
    assert b"mine alone" in archive.read("side-effect-journal-2026-11-23/journal.json")
    assert owner.get("/audit-events").entries[0].startswith("12:00 Everything was downloaded")


def test_the_day_in_its_name_is_the_day_where_the_patient_is(owner: Browser, clock: time_machine.Traveller) -> None:
    owner.submit("/settings", "/settings", {"zone": "Pacific/Auckland"})
    clock.shift(timedelta(minutes=1))
    answer = owner.submit("/exports/new", "/exports", {}, 200)
    assert answer.headers["Content-Disposition"].endswith("side-effect-journal-2026-11-24.zip")


def test_the_page_asks_for_a_password_that_was_typed_long_ago(owner: Browser, clock: time_machine.Traveller) -> None:
    page = owner.get("/exports/new")
    assert 'name="password"' not in page.body.decode()
    clock.shift(timedelta(minutes=11))
    for asked in (owner.get("/exports/new"), owner.send(page, "/exports", {}, 422)):  # a page open since before, too
        assert asked.h1 == "Download everything"
        assert 'name="password"' in asked.body.decode()
    wrong = owner.send(asked, "/exports", {"password": "not that one"}, 422)
    assert "archive" not in wrong.headers.get("Content-Disposition", "")
    answer = owner.submit("/exports/new", "/exports", {"password": PASSWORD}, 200)
    assert answer.headers["Content-Type"] == "application/zip"
    assert 'name="password"' not in owner.get("/exports/new").body.decode()  # typed just now
    happened = owner.get("/audit-events").text
    assert happened.index("Everything was downloaded") < happened.index("The password was typed once more")


def test_a_page_whose_password_was_typed_downloads_again(
    owner: Browser, stranger: Browser, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=11))
    page, before = owner.get("/exports/new"), carried(owner)
    for _ in range(2):
        answer = owner.send(page, "/exports", {"password": PASSWORD}, 200)
        assert answer.headers["Content-Type"] == "application/zip"
    assert carried(owner) != before  # the log-in has a new token all the same
    assert owner.get("/audit-events").text.count("The password was typed once more") == 1
    of_another = stranger.get("/exports/new").fields("/exports")["csrf_token"]
    refused = owner.send(page, "/exports", {"csrf_token": of_another}, 400)
    assert refused.h1 == "Nothing was downloaded"


def test_a_form_of_before_another_password_is_too_old(owner: Browser) -> None:
    page = owner.get("/exports/new")
    passwords = {"old_password": PASSWORD, "new_password": "another four words here"}
    owner.submit("/settings", "/settings/password", passwords)
    owner.send(page, "/exports", {}, 400)


def test_guessing_at_the_password_of_a_download_is_slowed_down(owner: Browser, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=11))
    for _ in range(RULES[Kind.ACCOUNT].tries):
        owner.submit("/exports/new", "/exports", {"password": "a guess"}, 422)
    answer = owner.submit("/exports/new", "/exports", {"password": PASSWORD}, 429)
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.h1 == "Download everything"


def test_every_chart_is_offered_as_a_picture() -> None:
    assert {name for _, name in charts.PICTURES} == set(SOURCES)


def test_pictures_as_png_have_addresses_of_their_own_for_the_whole_time(owner: Browser) -> None:
    for on in ("2026-02-01", "2026-11-22", "2026-11-23"):
        owner.check_in({"drowsiness": 2}, when="earlier", on=on, at="10:00")
        owner.log_dose(when="earlier", on=on, at="08:00")
    page = owner.get("/exports/new")
    for words in ("Severity of side effects", "Calendar of the worst ratings", "Doses"):
        answer = owner.get(page.link(f"{words} (PNG)"))
        assert answer.body.startswith(b"\x89PNG")
        assert "-2026-02-01-to-2026-11-23.png" in answer.headers["Content-Disposition"]


def test_a_picture_that_fails_costs_the_picture_and_is_in_the_log(
    owner: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for day in range(12, 24):
        owner.check_in({"drowsiness": 2}, when="earlier", on=f"2026-11-{day}", at="10:00")

    def fail(*_: object, **__: object) -> bytes:
        raise MemoryError("no room")

    monkeypatch.setattr(images, "draw", fail)
    answer = owner.submit("/exports/new", "/exports", {}, 200)
    readme = ZipFile(io.BytesIO(answer.body)).read("side-effect-journal-2026-11-23/README.txt").decode()
    assert "What is missing" in readme
    assert [record.message for record in caplog.records].count("fault") == 2


# One part alone


def test_each_part_is_on_the_page_and_comes_alone(owner: Browser) -> None:
    owner.log_dose(note="mine alone")
    page = owner.get("/exports/new")
    for name, kind in (("doses.csv", "text/csv; charset=utf-8"), ("journal.json", "application/json")):
        assert f'href="/exports/{name}"' in page.body.decode()
        answer = owner.get(f"/exports/{name}")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Cache-Control"] == "no-store"
        assert b"mine alone" in answer.body
    assert answer.headers["Content-Disposition"] == 'attachment; filename="clonazepam-2026-11-23.json"'
    assert owner.get("/audit-events").entries[0].startswith("12:00 A part of the record was downloaded")


def test_a_stranger_gets_her_own_part_and_nobody_none(owner: Browser, stranger: Browser, nobody: Browser) -> None:
    owner.log_dose(note="mine alone")
    for name in FILES:
        assert b"mine alone" not in stranger.get(f"/exports/{name}").body
        assert nobody.get(f"/exports/{name}", 303).location == f"/sessions/new?next=/exports/{name}"


@pytest.mark.parametrize("name", ["journal.csv", "doses.json", "README.txt", "..%2fapp.py", "doses.csv.csv", "x.csv"])
def test_there_is_no_other_part(owner: Browser, name: str) -> None:
    owner.get(f"/exports/{name}", 404)


def test_a_part_asks_for_the_password_too(owner: Browser, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=11))
    asked = owner.get("/exports/doses.csv", 303)
    assert asked.location == "/confirmations/new?next=/exports/doses.csv"
    back = owner.submit(asked.location, "/confirmations", {"password": PASSWORD})
    assert owner.follow(back).body.startswith(b"\xef\xbb\xbfdate,time")


def test_whoever_only_looks_takes_nothing_out(owner: Browser) -> None:
    response = owner.client.head("/exports/doses.csv")
    assert (response.status_code, response.data) == (200, b"")
    assert "downloaded" not in owner.get("/audit-events").text


def test_two_downloads_at_a_time_and_the_next_waits(owner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PATIENCE", 0.01)
    slow = [owner.client.get("/exports/doses.csv", buffered=False) for _ in range(2)]
    busy = owner.get("/exports/doses.csv", 503)
    assert "busy" in busy.text
    for response in reversed(slow):
        response.close()
    owner.get("/exports/doses.csv")


def test_a_part_that_cannot_be_read_breaks_off(
    owner: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(exports, "PATIENCE", 0.01)
    owner.log_dose()

    def fail(*_: object) -> None:
        raise MemoryError("no room")

    with monkeypatch.context() as broken:
        broken.setattr("journal.actions.exchange.exports.gathered", fail)
        for _ in range(3):  # its place is free again each time
            with pytest.raises(ConnectionAbortedError):
                owner.client.get("/exports/doses.csv")
    assert "fault" in [record.message for record in caplog.records]
    owner.get("/exports/doses.csv")


def test_the_page_says_how_tables_are_written_and_where_to_change_it(owner: Browser) -> None:
    owner.log_dose(note="one; two")
    page = owner.get("/exports/new")
    assert "a spreadsheet that writes 0.5" in page.text
    assert page.link("Change that under More") == "/settings#decimal_sign"
    assert owner.client.get("/exports/doses.csv").data.split(b"\r\n")[0].startswith(b"\xef\xbb\xbfdate,time,")
    owner.submit("/settings", "/settings", {"decimal_sign": ","})
    assert "a spreadsheet that writes 0,5" in owner.get("/exports/new").text
    written = owner.client.get("/exports/doses.csv").data.decode("utf-8-sig").split("\r\n")
    assert written[0].startswith("date;time;")
    assert ';taken;0,5;Tablet;Clonazepam;0,5;mg;;"one; two";' in written[1]
    owner.submit("/settings", "/settings", {"decimal_sign": None})  # a form of before does not know the field
    assert "a spreadsheet that writes 0,5" in owner.get("/exports/new").text


# A part that is chosen


def test_a_part_is_chosen_by_its_days_and_its_medicine(owner: Browser) -> None:
    tea = owner.add_medicine("Tea", unit="drops")
    for on in ("2026-11-02", "2026-11-20"):
        owner.log_dose(when="earlier", on=on, at="08:00", note=f"of {on}")
    owner.check_in({"drowsiness": 2}, note="of no medicine")
    visit = owner.get("/visit?period=7")
    hint = "Charts to put into a letter, tables, and a file for your doctor's program"
    page = owner.get(visit.link(f"Pictures and data of these days {hint}"))
    assert "17 November 2026 to 23 November 2026, Clonazepam alone" in page.text
    page = owner.get("/exports/new?period=7")
    assert "17 November 2026 to 23 November 2026" in page.text
    assert "2 entries" in page.text
    file = owner.client.get(page.link("For programs (JSON)"))
    document = json.loads(file.data)
    assert [each["note"] for each in document["entries"]] == ["of 2026-11-20", "of no medicine"]
    assert document["chosen"] == {"first_on": "2026-11-17", "last_on": "2026-11-23", "medicine": None}
    assert not {"access", "devices", "audit_events"} & document.keys()
    assert file.headers["Content-Disposition"] == 'attachment; filename="clonazepam-2026-11-17-to-2026-11-23.json"'
    page = owner.get(f"/exports/new?period=28&first=2026-11-01&last=2026-11-10&medicine={tea}&sign=,")
    assert (
        "2 November 2026 to 10 November 2026, Tea alone" in page.text
    )  # days that were typed count, from the first entry
    assert "0 entries" in page.text
    assert owner.client.get(page.link("Doses (CSV)")).get_data(as_text=True).count("\r\n") == 1
    page = owner.get("/exports/new?sign=,&named=yes")
    table = owner.client.get(page.link("Doses (CSV)")).get_data(as_text=True)
    assert ";0,5;" in table
    fhir = owner.client.get(page.link("For other medical programs (FHIR)"))
    assert fhir.headers["Content-Type"] == "application/fhir+json"
    assert [each["resource"].get("name") for each in json.loads(fhir.data)["entry"]][1] == [{"text": "Owner"}]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("first=2026-13-01", "first"),
        ("first=2026-11-10&last=2026-11-09", "last"),
        ("first=2030-01-01", "first"),
        ("period=9", "period"),
        ("medicine=another", "medicine"),
        ("sign=;", "sign"),
    ],
)
def test_a_choice_that_cannot_be_read_is_said_beside_its_field(owner: Browser, query: str, field: str) -> None:
    page = owner.get(f"/exports/new?{query}", 400)
    assert page.error_beside(field)
    assert "Show the files" in page.text
    owner.get(f"/exports/journal.json?{query}", 404)


def test_sizes_said_before_are_about_those_that_come(owner: Browser) -> None:
    for n in range(8):
        owner.check_in(dict.fromkeys(("drowsiness", "fatigue", "dizziness", "memory", "weakness"), n % 5))
        owner.log_dose(note="slept badly")
    counts: dict[Any, int] = {"check_in": 8, "dose": 8}
    for name in ("journal.json", "fhir.json"):
        size = len(owner.client.get(f"/exports/{name}").data)
        assert size / 2 < about_bytes(name, counts) < size * 2
    assert about_bytes("unknown.txt", counts) == 0
    assert (size_words(999_999), size_words(2_600_000)) == ("less than 1 MB", "about 3 MB")
