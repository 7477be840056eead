"""A record is its owner's alone: another patient's rows under the same ids and on the same days change nothing in it,
and whatever the owner does leaves those rows as they were."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import Flask
from time_machine import Traveller
from werkzeug.test import TestResponse

from journal.core.plan.schedules import PlannedDose
from journal.core.record.symptoms import own_key
from journal.store.database.database import Database
from journal.store.database.models import Base
from journal.web.site.chart_cache import ChartCache
from tests.conftest import NOW, logged_in
from tests.kinds import NAMES
from tests.test_routes import SAVED, fill
from tests.web.client import YES, Browser

Row = dict[str, Any]
Rows = dict[str, list[Row]]

LATER = timedelta(minutes=7)
DAY_AFTER = date(2026, 11, 25)
RECORD = (
    "medicine",
    "entry",
    "rating",
    "day_answer",
    "alert",
    "entry_version",
    "regimen_step",
    "pause",
    "supply_count",
    "visit",
    "visit_version",
    "doctor_mark",
    "login_session",
)
TABLES = {table.name: table for table in Base.metadata.sorted_tables}
# These are about the account and make hashes and secrets at random; they are tested where their neighbours are.
PARTS_OF_THE_ACCOUNT = ("/second-factors", "/grants", "/people", "/observations", "/no-log-in", "/shares")
OF_THE_ACCOUNT = {
    "/confirmations",
    "/settings/password",
    *(r.rule for r in SAVED if r.rule.startswith(PARTS_OF_THE_ACCOUNT)),
}
ANEW_EACH_TIME = re.compile(rb'(?<=name="csrf_token" value=")[^"]*|(?<=name="id" value=")[^"]*')
DAY, DAY_BEFORE = ({"when": "earlier", "on": on} for on in ("2026-11-23", "2026-11-22"))


def named(name: str) -> str:
    """An id that is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


@dataclass(frozen=True)
class Answer:
    """What one request was answered with, but for what is made anew each time."""

    method: str
    address: str
    status: int
    location: str
    etag: str
    body: bytes


def test_another_patients_rows_under_the_same_ids_are_neither_seen_nor_touched(
    owner: Browser, stranger: Browser, app: Flask, database: Database, clock: Traveller
) -> None:
    ids = record(owner)
    alone = read(database)
    without = list(story(owner, ids, clock))
    done = {route_of(a.address) for a in without if a.method == "POST" and a.status in {200, 303}}
    assert acts_there_are() <= done

    app.extensions["journal"] = replace(app.extensions["journal"], charts=ChartCache())
    write(database, alone, twins(alone, owner.patient_id, stranger.patient_id))
    theirs = of(read(database), stranger.patient_id)
    assert theirs.keys() >= {"patient", *RECORD}
    beside = list(story(owner, ids, clock))

    for one, other in zip(without, beside, strict=True):
        assert one == other, f"{one.method} {one.address}"
    assert of(read(database), stranger.patient_id) == theirs
    owner.submit("/erasures/new", "/erasures", {"erase_name": "Owner"})
    assert of(read(database), stranger.patient_id) == theirs


def acts_there_are() -> set[str]:
    """Every address that changes a record."""
    every = {r.rule for r in SAVED if r.access == "patient" and r.method == "POST"}
    return every - OF_THE_ACCOUNT - {"/erasures"}


def record(owner: Browser) -> dict[str, str]:
    """Everything a record holds: each kind of entry, edited and deleted ones, own symptoms, a plan that was changed."""
    plan = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5"}
    for change in ({}, {"starts_on": "2026-12-01", "amount_1": "1"}, {"starts_on": "2026-11-30", "amount_1": "2"}):
        owner.submit("/regimens/new", "/regimens", plan | change)
    ids = {
        "doses": owner.log_dose(**DAY, at="08:00", note="my dose"),
        "check-ins": owner.check_in({"drowsiness": 1, "dizziness": 2}, **DAY, at="09:00", mood="2", note="my words"),
        "episodes": owner.log_episode(**DAY, at="10:00", severity="1", minutes="10", note="my own"),
        "days": owner.log_day("2026-11-23", fell="yes", sleep="7.5", undone="2", note="my day"),
        "quiet-days": owner.log("quiet", {"first_on": "2026-11-20", "last_on": "2026-11-21", "note": "my quiet"}),
        "doses deleted": owner.log_dose(**DAY_BEFORE, at="08:00"),
        "check-ins deleted": owner.check_in({"drowsiness": 1}, **DAY_BEFORE, at="09:00"),
        "check-in of a symptom": owner.check_in(
            **DAY_BEFORE, at="10:00", new_symptom="itch", mood="1", **{"rating-new": "1"}
        ),
    }
    ids |= {"symptoms": own_key("itch"), "medicines": "clonazepam"}
    told = next(str(form.get("action")) for form in owner.get("/alerts").forms() if "alerts" in str(form.get("action")))
    ids["alerts"] = told.split("/")[2]
    ids["pause"] = str(owner.get("/regimens/pauses/new").fields("/regimens/pauses")["id"])
    days = {"first_on": "2026-11-20", "last_on": "2026-11-20", "reason": "0"}
    owner.submit("/regimens/pauses/new", "/regimens/pauses", days | {"id": ids["pause"]})
    owner.submit("/supplies", "/supplies", {"amount": "7", "id": named("count")})
    ids["visits"] = owner.add_visit(to_ask="my question")
    owner.submit(f"/visits/{ids['visits']}", f"/visits/{ids['visits']}", {"decided": "mine"})
    marks = owner.get(f"/episodes/{ids['episodes']}")
    owner.send(marks, "/doctor-marks", {"ticked": "yes"})
    for kind in NAMES.values():
        owner.submit(f"/{kind}/{ids[kind]}", f"/{kind}/{ids[kind]}", {"note": f"my {kind}, changed"})
    for kind in ("doses", "check-ins"):
        deleted = ids[f"{kind} deleted"]
        owner.submit(f"/{kind}/{deleted}", f"/entries/{deleted}/deletion")
    for _ in range(2):
        logged_in(owner.app, owner.patient_id)
    ends = [str(form.get("action")).split("/")[2] for form in owner.get("/devices").forms()]
    return ids | {"device": next(each for each in ends if len(each) == len(ids["doses"]))}


def story(owner: Browser, ids: dict[str, str], clock: Traveller) -> Iterator[Answer]:
    """Every page of the record, every act on it, and every page once more."""
    yield from pages(owner, ids)
    yield from acts(owner, ids, clock)
    yield from pages(owner, ids)


def pages(owner: Browser, ids: dict[str, str]) -> Iterator[Answer]:
    """Every address a patient may open, and the history and the charts however they may be asked for."""
    for route in (r for r in SAVED if r.access == "patient" and r.method == "GET" and r.rule not in OF_THE_ACCOUNT):
        yield ask(owner, fill(route.rule, ids.get(route.rule.split("/")[1], "")))
    for name in NAMES.values():
        yield ask(owner, f"/{name}/{named(name)}")
        for known in (ids[name], named(name)):
            yield ask(owner, f"/{name}/new?id={known}")
            yield ask(owner, f"/?saved={known}")
    yield ask(owner, f"/check-ins/{ids['check-ins deleted']}")
    for severity in range(5):
        yield ask(owner, f"/history?severity={severity}")
        yield ask(owner, f"/history?effect=drowsiness&severity={severity}")
    for query in ("kind=dose", "effect=dizziness", "effect=memory", "words=foreign", "words=my", "period=7"):
        yield ask(owner, f"/history?{query}")
    for query in ("period=all", "period=7&effect=dizziness&effect=drowsiness&effect=memory"):
        yield ask(owner, f"/trends?{query}")
        yield from (ask(owner, f"/charts/{name}.svg?{query}") for name in ("severity", "doses"))


def acts(owner: Browser, ids: dict[str, str], clock: Traveller) -> Iterator[Answer]:
    """Whatever a patient may do to a record, with ids of the owner's own and with some that only the other one has."""
    filled: dict[str, dict[str, str]] = {
        "/doses": {"amount": "1", **DAY, "at": "11:00", **YES},
        "/check-ins": {"quick": "same", **DAY, "at": "11:00"},
        "/episodes": {"what": "panic_attack", **DAY, "at": "11:00"},
        "/quiet-days": {"first_on": "2026-11-19", "last_on": "2026-11-19"},
    }
    for address, fields in filled.items():
        for entry_id in (named(address[1:]), named(f"fresh {address}"), ids[address[1:]]):
            yield send(owner, f"{address}/new", address, fields | {"id": entry_id})
        change = f"{address}/{ids[address[1:]]}"
        yield send(owner, change, change, {"note": "changed again"})
        yield send(owner, change, f"/entries/{ids[address[1:]]}/deletion")
        yield send(owner, "/history/deleted", f"/entries/{ids[address[1:]]}/restoration")
    yield send(owner, "/alerts", f"/alerts/{ids['alerts']}/acknowledgement")
    yield from on_a_bad_day(owner, clock)
    yield from of_days(owner, f"/days/{ids['days']}", f"/entries/{ids['days']}")
    yield send(owner, f"/check-ins/{ids['check-ins']}", f"/entries/{ids['check-ins']}/deletion")
    clock.move_to(NOW + timedelta(seconds=1))  # an ending is found again by its instant, which is no other change's
    ending = send(owner, "/regimens/end", "/regimens/end")
    yield ending
    yield send(owner, ending.location, "/regimens/restoration")
    clock.move_to(NOW)
    for step_id in (named("step"), named("fresh step")):
        yield send(owner, "/regimens/new", "/regimens", {"id": step_id, "starts_on": "2026-11-29", "amount_1": "1"})
        yield send(owner, "/regimens/new", "/regimens", {"id": step_id, "starts_on": "2026-11-24", "amount_1": "2"})
    for pause_id in (named("pause"), named("fresh pause"), ids["pause"]):
        days = {"first_on": "2026-12-24", "last_on": "2026-12-26", "other_reason": "away"}
        yield send(owner, "/regimens/pauses/new", "/regimens/pauses", days | {"id": pause_id})
    for taper_id in (named("taper"), named("fresh taper")):
        row = {"id": taper_id, "from_1": "2026-12-30", "amount_1_1": "0.125"}
        yield send(owner, "/regimens/tapers/new", "/regimens/tapers", row)
    for count_id in (named("count"), named("fresh count")):
        yield send(owner, "/supplies", "/supplies", {"id": count_id, "amount": "9"})
    for visit_id in (named("visit"), named("fresh visit"), ids["visits"]):
        yield send(owner, "/visits/new?past=1", "/visits", {"id": visit_id, "on": "2026-11-10"})
        yield ask(owner, f"/visits?saved={visit_id}&deleted={visit_id}")
    visit = f"/visits/{ids['visits']}"
    yield send(owner, visit, visit, {"place": "my place"})
    yield send(owner, visit, f"{visit}/deletion")
    yield send(owner, visit, f"{visit}/restoration")
    decided = {"id": named("step of a visit"), "starts_on": "2026-12-20", "amount_1": "1"}
    yield send(owner, f"/regimens/new?visit={ids['visits']}", "/regimens", decided)
    for ticked in ("yes", "no", "yes"):
        marks = {"kind": "entry", "entry_id": ids["episodes"], "ticked": ticked}
        yield send(owner, f"/episodes/{ids['episodes']}", "/doctor-marks", marks)
        yield ask(owner, "/visit")
    yield ask(owner, "/history?words=my")
    yield ask(owner, "/supplies")
    yield ask(owner, "/")
    yield ask(owner, "/medicine")
    yield send(owner, "/supplies", "/supplies/end")
    yield send(owner, "/medicine", f"/regimens/pauses/{ids['pause']}/removal")
    yield send(owner, "/regimens/new", "/regimens", {"id": named("last step"), "starts_on": "2026-11-23"})
    yield send(owner, "/regimens/end", "/regimens/end")
    symptom, added = (f"/symptoms/{key}" for key in (ids["symptoms"], own_key("an ache")))
    yield send(owner, "/symptoms", "/symptoms", {"name": "an ache"})
    yield send(owner, symptom, symptom, {"name": "itching"})
    yield send(owner, symptom, f"{symptom}/visibility")
    yield send(owner, f"{symptom}/merger?into=drowsiness", f"{symptom}/merger")
    yield send(owner, added, f"{added}/removal")
    yield send(owner, "/effects", "/effects", {"watch": "memory"})
    yield send(owner, "/effects", "/effects", {"before": "memory/drowsiness"})
    for sheet_id in (named("sheet"), named("fresh sheet")):
        typed = {"id": sheet_id, "rating-2026-11-18-memory": "2", "note-2026-11-19": "my sheet"}
        yield send(owner, "/week-sheets/2026-11-16", "/week-sheets/2026-11-16", typed)
        yield send(owner, f"/week-sheets/2026-11-16?saved={sheet_id}", "/week-sheets/2026-11-16/removal")
    yield send(owner, "/medicines/new", "/medicines", {"id": named("medicine"), "name": "Valproate"})
    mine = f"/medicines/{named('medicine')}"
    yield send(owner, mine, mine, {"name": "Depakote", "amounts": "300"})
    yield send(owner, mine, f"{mine}/end")
    yield send(owner, mine, f"{mine}/removal")
    yield send(owner, "/circumstances", "/circumstances", {"pregnant_since": "2026-09-01"})
    yield send(owner, "/settings", "/settings", {"hours": "12"})
    yield send(owner, "/devices", f"/devices/{ids['device']}/end")
    yield send(owner, "/devices", "/devices/end-others")
    yield send(owner, "/exports/new", "/exports")


def of_days(owner: Browser, day: str, entry: str) -> Iterator[Answer]:
    """What may be done to a day, whose entry has the same id in every record."""
    yield send(owner, "/days/2026-11-20", "/days", {"drove": "no"})
    yield send(owner, day, day, {"note": "changed again"})
    yield send(owner, day, f"{entry}/deletion")
    yield send(owner, "/history/deleted", f"{entry}/restoration")
    press = "/days/2026-11-21/drove"
    yield answer("POST", press, owner.client.post(press, data=owner.marks() | {"answer": "yes"}))


def on_a_bad_day(owner: Browser, clock: Traveller) -> Iterator[Answer]:
    """The two buttons when the morning's dose is due, and the undo of one."""
    clock.move_to(NOW + timedelta(hours=20))
    yield send(owner, "/bad-day", "/bad-day/ratings", {"id": named("bad rating"), "rating-drowsiness": "3"})
    saved = send(owner, "/bad-day", "/bad-day/doses", {"id": named("bad dose")})
    yield saved
    yield send(owner, saved.location, "/bad-day/removal")
    clock.move_to(NOW)


def ask(owner: Browser, address: str) -> Answer:
    return answer("GET", address, owner.client.get(address))


def send(owner: Browser, page: str, action: str, fields: dict[str, str] | None = None) -> Answer:
    """Fill in the form of a page and send it."""
    filled = owner.get(page).fields(action) | (fields or {})
    return answer("POST", action, owner.client.post(action, data=filled))


def answer(method: str, address: str, response: TestResponse) -> Answer:
    body, location = response.get_data(), response.location or ""
    response.close()
    if response.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist() if not name.endswith(".pdf"))
    if address.endswith("/new"):
        location = location.split("id=")[0]
    plain = b"" if location else ANEW_EACH_TIME.sub(b"", body)
    return Answer(method, address, response.status_code, location, response.headers.get("ETag", ""), plain)


def route_of(address: str) -> str:
    """The saved address that `address` is one of."""
    for name in ("entry_id", "session_id", "pause_id", "alert_id", "visit_id"):
        rule = re.sub("[0-9a-f]{8}-[0-9a-f-]{27}", f"<uuid:{name}>", address)
        if any(rule == r.rule for r in SAVED):
            return rule
    address = re.sub("(?<=/medicines/)[0-9a-f-]{36}", "<medicine_id>", address)
    address = re.sub("(?<=/days/)[0-9-]{10}/[a-z]+", "<on>/<question>", address)
    address = re.sub("(?<=/week-sheets/)[0-9-]{10}", "<on>", address)
    return re.sub("own_[0-9a-f]{16}", "<key>", address)


def read(database: Database) -> Rows:
    """Every row of the database, by the names the program has for its columns."""
    with database.reading() as session:
        return {
            name: [
                dict(zip(table.c.keys(), row, strict=True))
                for row in session.execute(table.select().order_by(*table.primary_key))
            ]
            for name, table in TABLES.items()
        }


def of(rows: Rows, patient_id: str) -> Rows:
    """The rows of one patient."""
    mine = {
        n: [row for row in table if patient_id in (row.get("patient_id"), row.get("id"))] for n, table in rows.items()
    }
    return {name: table for name, table in mine.items() if table}


def write(database: Database, rows: Rows, more: Rows) -> None:
    """Put exactly these rows into the database."""
    with database.writing() as session:
        for table in reversed(TABLES.values()):
            session.execute(table.delete())
        for name, table in TABLES.items():
            both = rows[name] + more.get(name, [])
            if both:
                session.execute(table.insert(), both)


def twins(rows: Rows, owner_id: str, other_id: str) -> Rows:
    """The other patient's rows: every one of the owner's again, saying something else, and some that only she has."""
    rows["medicine"] = [row for row in rows["medicine"] if row["patient_id"] != other_id]
    for patient in rows["patient"]:
        if patient["id"] == other_id:
            mine = next(row for row in rows["patient"] if row["id"] == owner_id)
            patient["own_symptoms"] = dict.fromkeys(mine["own_symptoms"], "foreign itch")
    made = {
        name: [changed(name, row) | {"patient_id": other_id} for row in rows[name] if row["patient_id"] == owner_id]
        for name in RECORD
    }
    for kind, name in NAMES.items():
        row = next(row for row in made["entry"] if row["kind"] == kind)
        made["entry"].append(row | {"id": named(name), "at": row["at"] + LATER})
    rating = next(row for row in made["rating"] if row["effect"] == "drowsiness")
    made["rating"] += [rating | {"effect": "memory"}, rating | {"entry_id": named("check-ins")}]
    made["regimen_step"].append(made["regimen_step"][0] | {"id": named("step"), "starts_on": DAY_AFTER})
    return made


def changed(name: str, row: Row) -> Row:  # noqa: PLR0911 - one for each table
    """The row with the same keys and days, and other content."""
    if name == "entry":
        text = {
            "note": f"foreign {row['note']}",
            "search_text": f"foreign {row['search_text']}",
            "fingerprint": b"f" * 32,
        }
        numbers = {
            "amount": row["amount"] and 3 * row["amount"],
            "severity": row["severity"] and 4 - row["severity"],
            "mood": row["mood"] and 6 - row["mood"],
            "minutes": row["minutes"] and row["minutes"] + 1,
        }
        return row | text | numbers | {"at": row["at"] + LATER}
    if name == "rating":
        return row | {"severity": 4 - row["severity"] if row["severity"] != 2 else 4}
    if name == "day_answer":
        return row | {"value": 1 - row["value"] if row["value"] < 2 else row["value"] + 1}
    if name == "entry_version":
        return row | {"content": row["content"] | {"note": "foreign words"}}
    if name == "regimen_step":
        tripled = tuple(PlannedDose(dose.at, 3 * dose.amount) for dose in row["doses"])
        return row | {"doses": tripled}
    if name == "pause":
        return row | {"reason": "a foreign reason", "last_on": row["last_on"] + timedelta(days=1)}
    if name == "supply_count":
        return row | {"amount": 3 * row["amount"]}
    if name == "login_session":
        return row | {"token_hash": row["token_hash"][::-1], "device": "a foreign device"}
    return row | {"name": "A foreign name", "amounts": [7]}  # a medicine
