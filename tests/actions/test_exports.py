"""Everything out: what is in the archive is what is in the record, all of it and nobody else's."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import event

from journal.actions import exports as actions
from journal.actions import trends
from journal.actions.accounts import create_login_session
from journal.actions.entries import delete_entry, edit_entry, log_entry, restore_entry
from journal.actions.keys import derive
from journal.actions.regimens import log_step
from journal.core.accounts import Viewer
from journal.core.audit import Action, Origin
from journal.core.checkins import CheckIn, Rated
from journal.core.clock import Moment, moment
from journal.core.doses import Dose
from journal.core.entries import Detail
from journal.core.episodes import Episode
from journal.core.monograph import Monograph
from journal.core.regimens import Step
from journal.core.symptoms import own_key
from journal.store import audit
from journal.store import entries as entries_store
from journal.store import exports as store
from journal.store.database import Database
from journal.store.entries import DETAILS
from tests.conftest import NOW

KEYS = derive("of this test")
ORIGIN = Origin(NOW, "192.0.2.0/24", "a test")
ZONE = "Europe/Berlin"
ITCH = own_key("=itchy eyes")
SMALL_PRINT = ("Not validated.",)


def at(days: int = 0, hours: int = 0, zone: str = ZONE) -> Moment:
    return moment(NOW - timedelta(days=days, hours=hours), zone)


def dose(days: int = 0, note: str = "", zone: str = ZONE, amount_ug: int = 500) -> Dose:
    return Dose(moment=at(days, zone=zone), status="taken", amount_ug=amount_ug, form="tablet", note=note)


def check_in(days: int, **ratings: int) -> CheckIn:
    rated = tuple(Rated(effect=effect, severity=severity) for effect, severity in ratings.items())
    return CheckIn(moment=at(days), day_on=at(days).on, ratings=rated, mood=3)


class Record:
    """A patient's record, written through the same doors as everything else."""

    def __init__(self, database: Database, viewer: Viewer, monograph: Monograph) -> None:
        self.database, self.viewer, self.monograph = database, viewer, monograph
        self.count = 0

    def add(self, detail: Detail) -> str:
        self.count += 1
        entry_id = f"00000000-0000-4000-8000-{self.count:012d}"
        log_entry(self.database, self.viewer, entry_id, detail, b"%032d" % self.count, self.monograph, NOW)
        return entry_id

    def export(self) -> ZipFile:
        export = actions.export_everything(self.database, KEYS, self.viewer, self.monograph, ORIGIN, SMALL_PRINT)
        with export.file as file:
            content = file.read()
        assert len(content) == export.size
        return ZipFile(io.BytesIO(content))

    def document(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.export().read("side-effect-journal-2026-11-23/journal.json"))
        return read


def sheet(archive: ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"side-effect-journal-2026-11-23/{name}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def record(database: Database, viewer: Viewer, clonazepam: Monograph) -> Record:
    return Record(database, viewer, clonazepam)


@pytest.fixture
def full(record: Record) -> Record:
    """Every kind of entry; one edited, one deleted, one deleted and put back; a plan that was replaced."""
    database, viewer, monograph = record.database, record.viewer, record.monograph
    first = record.add(dose(3, "first ½ \u2028 “words”\r\n=1+1"))
    edit_entry(database, viewer, first, 1, dose(3, "=edited"), monograph, NOW)
    delete_entry(database, viewer, record.add(check_in(2, dizziness=4)), NOW)
    back = record.add(check_in(1, drowsiness=2))
    delete_entry(database, viewer, back, NOW)
    restore_entry(database, viewer, back, NOW)
    own = Rated(effect=ITCH, severity=3, symptom="=itchy eyes")
    appetite = Rated(effect="appetite", severity=1, direction="more")
    record.add(CheckIn(moment=at(0), day_on=at(0).on, ratings=(own, appetite), note="-5 today"))
    record.add(CheckIn(moment=at(0, 3), day_on=at(0).on, answer="too_sleepy"))
    record.add(Episode(moment=at(5), what="seizure", minutes=2, severity=4))
    record.add(Episode(moment=at(4, zone="Pacific/Auckland"), what="panic_attack"))
    log_step(database, viewer, "s1", Step(date(2026, 11, 1), None, (time(8), time(20)), 500, "tablet"), NOW)
    log_step(database, viewer, "s2", Step(date(2026, 12, 1), None, (time(8),), 250, "tablet"), NOW)
    log_step(database, viewer, "s3", Step(date(2026, 12, 1), None, (time(8),), 125, "tablet"), NOW)
    create_login_session(database, viewer.id, "a phone", NOW)
    return record


def read_moment(value: dict[str, Any]) -> Moment:
    return Moment(datetime.fromisoformat(value["at"]), value["zone"], value["offset_minutes"])


def read_detail(entry: dict[str, Any], own: dict[str, str]) -> Detail:
    """What a reader of the file makes of an entry."""
    shared = {"moment": read_moment(entry["moment"]), "note": entry["note"]}
    if entry["kind"] == "dose":
        more = {name: entry[name] for name in ("status", "amount_ug", "form")}
    elif entry["kind"] == "check_in":
        more = {"day_on": entry["day_on"], "answer": entry["answer"], "mood": entry["mood"]}
        more["ratings"] = tuple(entry["ratings"])
    else:
        more = {name: entry[name] for name in ("what", "minutes", "severity")}
    return DETAILS[entry["kind"]].model_validate(shared | more)  # type: ignore[return-value]


def test_every_value_comes_back_from_the_document(full: Record) -> None:
    document = full.document()
    assert document["account"]["id"] == full.viewer.id
    assert (document["account"]["zone"], document["account"]["day_starts"]) == (ZONE, "04:00")
    assert document["account"]["own_symptoms"] == {ITCH: "=itchy eyes"}
    with full.database.reading() as session:
        kept = {e["id"]: entries_store.get_entry(session, full.viewer.id, e["id"]) for e in document["entries"]}
        versions = {each: entries_store.list_versions(session, full.viewer.id, each) for each in kept}
    assert len(document["entries"]) == full.count
    for entry in document["entries"]:
        found = kept[entry["id"]]
        assert read_detail(entry, {}) == found.detail
        assert read_moment(entry["moment"]) == found.moment
        assert datetime.fromisoformat(entry["moment"]["local"]) == found.moment.local
        assert (entry["day_on"], entry["version"]) == (found.day_on.isoformat(), found.version)
        assert datetime.fromisoformat(entry["recorded_at"]) == found.recorded_at
        assert ((entry["edited_at"] is not None), entry["deleted_at"] is not None) == (found.edited, found.deleted)
        assert len(entry["changes"]) == len(versions[entry["id"]])
        for change, version in zip(entry["changes"], reversed(versions[entry["id"]]), strict=True):
            before = dict(change["before"])
            assert DETAILS[before.pop("kind")].model_validate(before) == version.detail
            assert (change["change"], change["changed_by"]) == (version.change, full.viewer.id)
    assert [e["kind"] for e in document["entries"] if e["deleted_at"]] == ["check_in"]


def test_the_plan_devices_and_events_are_in_it(full: Record) -> None:
    full.export()
    document = full.document()
    steps = [(s["starts_on"], s["ends_on"], s["amount_mg"], s["superseded_at"] is None) for s in document["regimen"]]
    assert sorted(steps, key=str) == [
        ("2026-11-01", "2026-11-30", "0.5", True),
        ("2026-12-01", None, "0.125", True),
        ("2026-12-01", None, "0.25", False),
    ]
    assert document["regimen"][0]["times"] == ["08:00", "20:00"]
    assert [device["device"] for device in document["devices"]] == ["a phone"]
    assert document["audit_events"][0]["action"] == "everything exported"
    assert document["severities"]["4"] == "very severe"


def test_tables_hold_what_counts_with_numbers_as_numbers(full: Record) -> None:
    archive = full.export()
    (row,) = sheet(archive, "doses.csv")
    assert row["note"] == "'=edited"
    assert Decimal(row["amount in mg"]) == Decimal("0.5")
    assert (row["date"], row["time"], row["zone"]) == ("2026-11-20", "12:00:30", ZONE)
    assert (row["minutes from UTC"], row["instant (UTC)"]) == ("60", "2026-11-20T11:00:30Z")
    rows = sheet(archive, "check_ins.csv")
    assert [row["answer"] for row in rows] == ["rated", "too_sleepy", "rated"]
    assert (rows[0]["Drowsiness"], rows[0]["Dizziness"]) == ("2", "")  # not answered is empty, never 0
    assert rows[2]["'=itchy eyes (own)"] == "3"
    assert (rows[2]["Appetite"], rows[2]["Appetite: direction"], rows[2]["note"]) == (
        "1",
        "More than usual",
        "'-5 today",
    )
    first, second = sheet(archive, "episodes.csv")
    assert (first["what"], first["minutes"], first["severity"]) == ("Seizure", "2", "4")
    assert (second["zone"], second["minutes"], second["severity"]) == ("Pacific/Auckland", "", "")
    assert {row["amount in mg"] for row in sheet(archive, "regimen.csv")} == {"0.5", "0.25", "0.125"}


def test_an_effect_of_another_list_keeps_its_column(record: Record) -> None:
    record.add(check_in(1, from_another_list=2))
    assert sheet(record.export(), "check_ins.csv")[0]["from_another_list"] == "2"


def test_every_file_has_its_checksum_and_charts_are_in_it(full: Record) -> None:
    for days in range(1, 12):
        full.add(check_in(days, drowsiness=days % 5))
        full.add(dose(days))
    archive = full.export()
    folder = "side-effect-journal-2026-11-23/"
    names = {name.removeprefix(folder) for name in archive.namelist()}
    assert {"README.txt", "journal.json", "SHA256SUMS", "charts/charts.pdf"} <= names
    for name in trends.NAMES:
        assert archive.read(f"{folder}charts/{name}.svg").startswith(b"<svg")
        assert archive.read(f"{folder}charts/{name}.png").startswith(b"\x89PNG")
    for line in archive.read(f"{folder}SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert sha256(archive.read(folder + name)).hexdigest() == digest
        names.remove(name)
    assert names == {"SHA256SUMS"}
    assert "very severe" in archive.read(f"{folder}README.txt").decode()


def test_an_empty_journal_is_an_archive_without_charts(record: Record) -> None:
    assert record.document()["entries"] == []
    assert not [name for name in record.export().namelist() if "charts/" in name]


def test_more_effects_than_a_chart_takes_stand_on_further_charts(record: Record) -> None:
    effects = tuple((f"own_{n}", f"Symptom {n}") for n in range(trends.MOST_EFFECTS + 2))
    record.add(check_in(0, own_0=1, own_13=2))
    asked = actions.trends.Asked(actions.Period(at(9).on, at(0).on), effects, NOW, at(0).on, at(9).on)
    names = [name for name, _ in actions._charts(record.database, record.viewer, asked)]
    assert names == ["severity", "calendar", "doses", "severity-2", "calendar-2"]


def test_a_record_longer_than_a_batch_is_in_it_once(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "A_BATCH", 2)
    ids = [record.add(dose(0)) for _ in range(3)] + [record.add(dose(n)) for n in range(1, 5)]  # three at one instant
    with record.database.writing() as session:
        for _ in range(5):
            audit.add_event(session, KEYS.audit, Action.LOGGED_IN, ORIGIN, record.viewer.id)
    document = record.document()
    assert sorted(entry["id"] for entry in document["entries"]) == sorted(ids)
    assert len(sheet(record.export(), "doses.csv")) == 7
    assert [e["number"] for e in document["audit_events"]] == [5, 4, 3, 2, 1]


def test_it_is_written_down(record: Record) -> None:
    record.export().close()
    with record.database.reading() as session:
        (found,) = audit.list_events(session, record.viewer.id)
    assert (found.action, found.address) == ("everything exported", "192.0.2.0/24")


def test_no_transaction_is_open_while_charts_are_drawn(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    open_now: set[int] = set()
    event.listen(full.database.engine, "checkout", lambda c, *_: open_now.add(id(c)))
    event.listen(full.database.engine, "checkin", lambda c, *_: open_now.discard(id(c)))
    seen = []
    draw = actions.images.draw
    monkeypatch.setattr(actions.images, "draw", lambda *a, **k: seen.append(set(open_now)) or draw(*a, **k))
    for days in range(1, 9):
        full.add(check_in(days, drowsiness=1))
    full.export()
    assert seen
    assert not any(seen)


def test_a_failure_leaves_nothing_open_and_writes_nothing_down(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[Any] = []
    spool = actions.SpooledTemporaryFile
    monkeypatch.setattr(actions, "SpooledTemporaryFile", lambda size: files.append(spool(size)) or files[-1])
    monkeypatch.setattr(actions, "_add_charts", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        full.export()
    assert files[0].closed
    with full.database.reading() as session:
        assert audit.list_events(session, full.viewer.id) == []


def test_a_large_archive_does_not_stay_in_memory(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "IN_MEMORY", 100)
    assert full.document()["entries"]


@pytest.fixture
def others(database: Database, make_patient: Any, clonazepam: Monograph, viewer: Viewer) -> Iterator[Record]:
    """Somebody else with a record in the same database."""
    other = Record(database, replace(viewer, id=make_patient("Zanzibar")), clonazepam)
    other.count = 500
    other.add(dose(1, "zanzibar"))
    other.add(CheckIn(moment=at(0), day_on=at(0).on, ratings=(Rated(effect=ITCH, severity=3, symptom="zanzibar"),)))
    create_login_session(database, other.viewer.id, "zanzibar", NOW)
    yield other
    assert len(other.document()["entries"]) == 2


def test_nothing_of_others_and_nothing_secret_is_in_it(full: Record, others: Record) -> None:
    token = create_login_session(full.database, full.viewer.id, "another phone", datetime.now(UTC))
    archive = full.export()
    for name in archive.namelist():
        content = archive.read(name)
        assert b"anzibar" not in content, name
        for secret in (b"argon2", token.encode(), others.viewer.id.encode(), b"token", b"fingerprint"):
            assert secret not in content, name
