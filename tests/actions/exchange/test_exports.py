"""Everything out: what is in the archive is what is in the record, all of it and nobody else's."""

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import event

from journal.actions import trends
from journal.actions.acting import ActingForPatient
from journal.actions.exchange import exports as actions
from journal.actions.exchange import pictures, sheets
from journal.actions.exchange.wanted import Wanted
from journal.actions.record.entries import delete_entry, edit_entry, log_entry, restore_entry
from journal.actions.regimens import log_step
from journal.core.accounts.accounts import Patient
from journal.core.accounts.audit import Action, Origin
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.entries import KINDS, Detail
from journal.core.record.episodes import Episode
from journal.core.record.symptoms import own_key
from journal.core.values.amounts import write_number
from journal.core.values.clock import Moment, moment
from journal.store import exports as store
from journal.store import medicines as medicines_store
from journal.store.accounts import audit
from journal.store.accounts.accounts import set_settings
from journal.store.database.database import Database
from journal.store.record import entries as entries_store
from journal.store.record.versions import list_versions
from tests.acting import KEYS, acting
from tests.conftest import NOW
from tests.devices import create_login_session
from tests.journal_schema import by_schema

ORIGIN = Origin(NOW, "192.0.2.0/24", "a test")
ZONE = "Europe/Berlin"
ITCH = own_key("=itchy eyes")
SMALL_PRINT = ("Not validated.",)


def at(days: int = 0, hours: int = 0, zone: str = ZONE) -> Moment:
    return moment(NOW - timedelta(days=days, hours=hours), zone)


def dose(days: int = 0, note: str = "", zone: str = ZONE, amount: int = 500_000) -> Dose:
    return Dose(
        moment=at(days, zone=zone), status="taken", amount=amount, form="tablet", medicine_id="clonazepam", note=note
    )


def check_in(days: int, **ratings: int) -> CheckIn:
    rated = tuple(
        Rated(effect=effect, severity=severity, now_severity=severity) for effect, severity in ratings.items()
    )
    return CheckIn(moment=at(days), day_on=at(days).on, ratings=rated, mood=3)


class Record:
    """A patient's record, written through the same doors as everything else."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph
        self.count = 0

    def acting(self, at: datetime = NOW) -> ActingForPatient:
        return acting(self.database, self.patient, at, address="192.0.2.0/24", device="a test")

    def add(self, detail: Detail) -> str:
        self.count += 1
        entry_id = f"00000000-0000-4000-8000-{self.count:012d}"
        log_entry(self.acting(), entry_id, detail, b"%032d" % self.count, self.monograph, None)
        return entry_id

    def export(self, missing: int = 0) -> ZipFile:
        wanted = Wanted(self.monograph, SMALL_PRINT)
        export = actions.export_everything(self.acting(), wanted)
        assert len(export.faults) == missing
        with export.file as file:
            content = file.read()
        assert len(content) == export.size
        return ZipFile(io.BytesIO(content))

    def document(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.export().read("side-effect-journal-2026-11-23/journal.json"))
        assert by_schema(read) == []
        return read


def sheet(archive: ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"side-effect-journal-2026-11-23/{name}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


@pytest.fixture
def full(record: Record) -> Record:
    """Every kind of entry; one edited, one deleted, one deleted and put back; a plan that was replaced."""
    database, patient, monograph = record.database, record.patient, record.monograph
    first = record.add(dose(3, "first ½ \u2028 “words”\r\n=1+1"))
    edit_entry(acting(database, patient, NOW), first, 1, dose(3, "=edited"), monograph)
    delete_entry(acting(database, patient, NOW), record.add(check_in(2, dizziness=4)))
    back = record.add(check_in(1, drowsiness=2))
    delete_entry(acting(database, patient, NOW), back)
    restore_entry(acting(database, patient, NOW), back)
    own = Rated(effect=ITCH, severity=3, symptom="=itchy eyes")
    appetite = Rated(effect="appetite", severity=1, direction="more")
    record.add(CheckIn(moment=at(0), day_on=at(0).on, ratings=(own, appetite), note="-5 today"))
    record.add(CheckIn(moment=at(0, 3), day_on=at(0).on, answer="too_sleepy"))
    record.add(Episode(moment=at(5), what="seizure", minutes=2, severity=4))
    record.add(Episode(moment=at(4, zone="Pacific/Auckland"), what="panic_attack"))
    log_step(
        acting(database, patient, NOW),
        "s1",
        Step.every_day(date(2026, 11, 1), None, (time(8), time(20)), 500_000, "tablet"),
    )
    log_step(
        acting(database, patient, NOW), "s2", Step.every_day(date(2026, 12, 1), None, (time(8),), 250_000, "tablet")
    )
    log_step(
        acting(database, patient, NOW), "s3", Step.every_day(date(2026, 12, 1), None, (time(8),), 125_000, "tablet")
    )
    create_login_session(acting(database, at=NOW, device="a phone"), patient.id)
    return record


def read_moment(value: dict[str, Any]) -> Moment:
    return Moment(datetime.fromisoformat(value["at"]), value["zone"], value["offset_minutes"])


def read_detail(entry: dict[str, Any], own: dict[str, str]) -> Detail:
    """What a reader of the file makes of an entry."""
    shared = {"moment": read_moment(entry["moment"]), "note": entry["note"]}
    if entry["kind"] == "dose":
        more = {"medicine_id": entry["medicine"], "status": entry["status"], "form": entry["form"]}
        more["amount"] = entry["amount_millionths"]
    elif entry["kind"] == "check_in":
        more = {"day_on": entry["day_on"], "answer": entry["answer"], "mood": entry["mood"]}
        more["ratings"] = tuple(entry["ratings"])
    else:
        more = {name: entry[name] for name in ("what", "minutes", "severity")}
    return KINDS[entry["kind"]].model.model_validate(shared | more)


def test_every_value_comes_back_from_the_document(full: Record) -> None:
    document = full.document()
    assert document["account"]["id"] == full.patient.id
    assert (document["account"]["zone"], document["account"]["day_starts"]) == (ZONE, "04:00")
    assert document["account"]["own_symptoms"] == {ITCH: "=itchy eyes"}
    with full.database.reading() as session:
        kept = {e["id"]: entries_store.get_entry(session, full.patient.id, e["id"]) for e in document["entries"]}
        versions = {each: list_versions(session, full.patient.id, each) for each in kept}
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
            before = change["before"]
            if "amount" in before:
                assert (before.pop("unit"), write_number(version.content["amount"])) == ("mg", before["amount"])
                before |= {"amount": before.pop("amount_millionths"), "medicine_id": before.pop("medicine")}
            assert before == version.content
            assert (change["change"], change["changed_by"]) == (version.change, full.patient.id)
    assert [e["kind"] for e in document["entries"] if e["deleted_at"]] == ["check_in"]


def test_the_plan_devices_and_events_are_in_it(full: Record) -> None:
    full.export()
    document = full.document()
    steps = [
        (s["starts_on"], s["ends_on"], s["doses"][0]["amount"], s["superseded_at"] is None) for s in document["regimen"]
    ]
    assert sorted(steps, key=str) == [
        ("2026-11-01", "2026-11-30", "0.5", True),
        ("2026-12-01", None, "0.125", True),
        ("2026-12-01", None, "0.25", False),
    ]
    assert [dose["at"] for dose in document["regimen"][0]["doses"]] == ["08:00", "20:00"]
    assert (document["regimen"][0]["days"], document["regimen"][0]["as_needed"]) == ("every 1", None)
    assert [device["device"] for device in document["devices"]] == ["a phone"]
    assert document["audit_events"][0]["action"] == "everything exported"
    assert document["severities"]["4"] == "very severe"


def test_what_was_planned_stands_beside_what_was_taken_as_it_is_when_it_is_taken_out(record: Record) -> None:
    first = replace(record.patient.medicines[0], name="=cmd()")
    with record.database.writing() as session:
        medicines_store.update_medicine(session, record.patient.id, first)
    record.add(dose(1, amount=250_000))
    step = Step.every_day(at(2).on, None, (time(12), time(20)), 500_000, "tablet")
    log_step(acting(record.database, record.patient, NOW - timedelta(days=2)), "s1", step)
    found = [
        (row["date"], row["time"], row["medicine"], row["taken amount"], row["state"], row["mark"])
        for row in sheet(record.export(), "planned.csv")
    ]
    assert found == [
        ("2026-11-22", "12:00", "'=cmd()", "0.25", "taken", "other_amount"),
        ("2026-11-22", "20:00", "'=cmd()", "", "missed", ""),
        ("2026-11-23", "12:00", "'=cmd()", "", "open", ""),
        ("2026-11-23", "20:00", "'=cmd()", "", "to_come", ""),
    ]
    assert "planned" not in record.document()


def test_a_device_whose_log_in_ran_out_is_not_in_it(full: Record) -> None:
    create_login_session(
        acting(full.database, at=NOW - timedelta(days=31), device="a phone of long ago"),
        full.patient.id,
        remembered=True,
    )
    create_login_session(acting(full.database, at=NOW - timedelta(hours=1), device="left for an hour"), full.patient.id)
    assert [device["device"] for device in full.document()["devices"]] == ["a phone"]


def test_tables_are_written_for_a_spreadsheet_with_a_decimal_comma_where_that_is_chosen(full: Record) -> None:
    chosen = replace(full.patient.settings, decimal_sign=",")
    with full.database.writing() as session:
        set_settings(session, full.patient.id, chosen, NOW)
    archive = full.export()
    text = archive.read("side-effect-journal-2026-11-23/doses.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert row["amount in mg"] == "0,5"
    text = archive.read("side-effect-journal-2026-11-23/planned.csv").decode("utf-8-sig")
    planned = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert {each["planned amount"] for each in planned} == {"0,5"}
    readme = archive.read("side-effect-journal-2026-11-23/README.txt").decode()
    assert "semicolons between the columns and numbers as 0,5" in readme
    document = full.document()
    assert document["account"]["decimal_sign"] == ","
    assert [entry["amount"] for entry in document["entries"] if entry["kind"] == "dose"] == ["0.5"]


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


def rate(record: Record, **more: int) -> None:
    """Eleven days with a dose and a check-in: enough for every chart."""
    for days in range(1, 12):
        record.add(check_in(days, drowsiness=days % 5, **more))
        record.add(dose(days))


def names(archive: ZipFile) -> list[str]:
    """The files of an archive, in their order."""
    return [name.removeprefix("side-effect-journal-2026-11-23/") for name in archive.namelist()]


def words(archive: ZipFile) -> str:
    """What README.txt says, in one line."""
    return " ".join(archive.read("side-effect-journal-2026-11-23/README.txt").decode().split())


def test_every_file_has_its_checksum_and_charts_are_in_it(full: Record) -> None:
    rate(full)
    archive = full.export()
    folder = "side-effect-journal-2026-11-23/"
    names = {name.removeprefix(folder) for name in archive.namelist()}
    assert {"README.txt", "journal.json", "SHA256SUMS", "charts/charts.pdf"} <= names
    for name in set(trends.SOURCES) - {"dose_changes", "balance"}:  # no dose changed, and fourteen days are too few
        assert archive.read(f"{folder}charts/{name}.svg").startswith(b"<svg")
    for line in archive.read(f"{folder}SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert sha256(archive.read(folder + name)).hexdigest() == digest
        names.remove(name)
    assert names == {"SHA256SUMS"}
    assert "very severe" in archive.read(f"{folder}README.txt").decode()


def test_an_empty_journal_is_an_archive_without_charts(record: Record) -> None:
    assert record.document()["entries"] == []
    assert not [name for name in record.export().namelist() if "charts/" in name]


def test_more_effects_than_a_page_takes_stand_on_further_pictures(record: Record) -> None:
    effects = {f"effect_{n}": 2 for n in range(trends.MOST_EFFECTS + 2)}
    rate(record, **effects)
    found = [name for name in names(record.export()) if name.startswith("charts/")]
    severities = ["charts/severity.svg", *(f"charts/severity-{n}.svg" for n in range(2, 5))]
    hours = ["charts/hours.svg", *(f"charts/hours-{n}.svg" for n in range(2, 5))]
    calendars = ["charts/calendar.svg", "charts/calendar-2.svg"]
    others = ["charts/doses.svg", "charts/amount.svg", "charts/charts.pdf"]
    assert sorted(found) == sorted([*severities, *calendars, *hours, *others])


def test_each_picture_is_drawn_once_and_none_as_png(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    rate(full)
    drawn: list[tuple[str, str]] = []
    draw = pictures.images.draw

    def count(chart: Any, fmt: Any, *more: Any, **options: Any) -> bytes:
        drawn.append((type(chart).__name__, fmt))
        return draw(chart, fmt, *more, **options)

    monkeypatch.setattr(pictures.images, "draw", count)
    assert not [name for name in names(full.export()) if name.endswith(".png")]
    kinds = ["SeverityChart", "CalendarChart", "DosesChart", "HoursChart", "AmountChart"]
    assert drawn == [(kind, "svg") for kind in kinds]


def test_the_paper_shows_the_pictures_of_the_archive(full: Record) -> None:
    rate(full)
    pages = PdfReader(io.BytesIO(full.export().read("side-effect-journal-2026-11-23/charts/charts.pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert text.count("How were the side effects around each dose?") == 1, "its words are not in the picture as well"
    assert "Drowsiness" in text
    assert "rated on 11 of" in text


def test_ten_years_are_one_folder_of_charts(record: Record) -> None:
    rate(record)
    record.add(check_in(12 * 365, drowsiness=2))
    folders = {name.rpartition("/")[0] for name in names(record.export()) if name.startswith("charts/")}
    assert folders == {"charts/2016-11-23-to-2026-11-23"}, "one rated day of the ten years before is too little"


# The record goes out, whatever happens to a picture


def fail(*_: Any, **__: Any) -> Any:
    raise MemoryError("no room to draw")


@pytest.mark.parametrize(
    ("broken", "lost"),
    [
        ("images.draw", [f"charts/{name}.svg" for name in ("severity", "calendar", "doses", "hours", "amount")]),
        ("paper.charts_pdf", ["charts/charts.pdf"]),
        ("paper.compile_document", ["charts/charts.pdf"]),
        ("trends.read_record", ["charts"]),
        ("trends.build_from", ["charts"]),
        ("trends.first_entry_on", ["charts"]),
    ],
)
def test_a_picture_that_fails_is_missing_and_the_record_is_there(
    full: Record, monkeypatch: pytest.MonkeyPatch, broken: str, lost: list[str]
) -> None:
    rate(full)
    assert "What is missing" not in words(full.export())
    monkeypatch.setattr(f"journal.{'actions' if 'trends' in broken else 'render'}.{broken}", fail)
    archive = full.export(missing=len(lost))
    assert {*actions.FILES, "README.txt", "SHA256SUMS"} <= set(names(archive))
    assert sheet(archive, "doses.csv")
    assert f"what they show is in the tables: {' '.join(lost)} Download everything once more" in words(archive)
    assert not set(lost) & set(names(archive))
    if broken == "images.draw":
        pages = PdfReader(io.BytesIO(archive.read("side-effect-journal-2026-11-23/charts/charts.pdf"))).pages
        assert "could not be drawn" in pages[0].extract_text()


def test_a_picture_whose_turn_does_not_come_is_missing(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    rate(full)
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with ThreadPoolExecutor(1) as somebody:
        taken = pictures.LARGE.taken()
        somebody.submit(taken.__enter__).result()
        try:
            archive = full.export(missing=1)
        finally:
            somebody.submit(taken.__exit__, None, None, None).result()
    assert "tables: charts Download" in words(archive)


@pytest.mark.parametrize(
    "name", ["1️⃣ headache", "👩‍👩‍👧 stress", "orí fífọ́", "डिज़ी सिर", "كآبة", "\u200b\u2060", "$\\foo"]
)
def test_whatever_a_symptom_or_an_account_is_called_everything_comes_out(record: Record, name: str) -> None:
    own = Rated(effect=own_key(name), severity=3, symptom=name)
    for days in range(8):
        record.add(CheckIn(moment=at(days), day_on=at(days).on, ratings=(own,)))
    record.patient = replace(record.patient, name=name)
    assert "charts/charts.pdf" in names(record.export())


@pytest.fixture
def rated(full: Record) -> Record:
    """A record with enough for every chart."""
    rate(full)
    return full


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60))
def test_any_text_as_a_symptom_and_a_name_gives_an_archive(rated: Record, name: str) -> None:
    effects = ((own_key(name), name),)
    patient = replace(rated.patient, name=name)
    made = io.BytesIO()
    with actions.Archive(made, NOW, "all") as archive:
        drawn = pictures.Pictures(archive, {"clonazepam": rated.monograph.name}, SMALL_PRINT)
        pictures.add_charts(drawn, acting(rated.database, patient), (*effects, ("drowsiness", "Drowsiness")))
    assert drawn.missing == {}
    assert "all/charts/charts.pdf" in ZipFile(made).namelist()


# One file alone


@pytest.mark.parametrize("name", actions.FILES)
def test_each_file_comes_alone_as_it_is_in_the_archive(full: Record, name: str) -> None:
    part = actions.export_file(full.acting(), full.monograph, name)
    content = b"".join(part.chunks)
    with full.database.reading() as session:
        (found,) = audit.list_events(session, full.patient.id)
    assert (found.action, found.about) == ("file exported", name)
    if name != "journal.json":  # which has the event of its own taking out
        assert content == full.export().read(f"side-effect-journal-2026-11-23/{name}")
    about = {"journal.json": "clonazepam"}
    stem = about.get(name, f"clonazepam-{name.split('.', maxsplit=1)[0].replace('_', '-')}")
    assert part.name == f"{stem}-2026-11-18-to-2026-11-23.{name.split('.')[1]}"


def test_a_long_table_comes_in_pieces_while_it_is_read(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "A_BATCH", 2)
    monkeypatch.setattr("journal.formats.archives.GATHERED", 300)
    for days in range(20):
        record.add(dose(days))
    read: list[str] = []
    part = actions.export_file(record.acting(), record.monograph, "doses.csv")
    event.listen(record.database.engine, "before_cursor_execute", lambda _c, _d, statement, *_: read.append(statement))
    assert read == []
    first = next(part.chunks)
    begun = len(read)
    rest = list(part.chunks)
    assert len(rest) > 1
    assert begun < len(read)
    assert (first + b"".join(rest)).count(b"\r\n") == 21


def test_a_record_longer_than_a_batch_is_in_it_once(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "A_BATCH", 2)
    ids = [record.add(dose(0)) for _ in range(3)] + [record.add(dose(n)) for n in range(1, 5)]  # three at one instant
    with record.database.writing() as session:
        for _ in range(5):
            audit.add_event(session, KEYS.audit, Action.LOGGED_IN, ORIGIN, record.patient.id)
    document = record.document()
    assert sorted(entry["id"] for entry in document["entries"]) == sorted(ids)
    assert len(sheet(record.export(), "doses.csv")) == 7
    assert [e["number"] for e in document["audit_events"]] == [5, 4, 3, 2, 1]


@pytest.mark.sqlite
def test_a_later_batch_begins_where_the_one_before_ended(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is entered at the last instant: a record ten times as long takes ten times as long, not a hundred."""
    monkeypatch.setattr(store, "A_BATCH", 2)
    for days in range(5):
        record.add(dose(days))
    sent: list[tuple[str, Any]] = []
    event.listen(record.database.engine, "before_cursor_execute", lambda _c, _d, *asked: sent.append(asked[:2]))
    with record.database.reading() as session:
        assert len(list(store.list_everything(session, record.patient.id))) == 5
        later = [asked for asked in sent if "entry.at >= ?" in asked[0]]
        connection = session.connection()
        plans = [str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()) for sql, values in later]
    assert plans
    assert all("ix_entry_kind (patient_id=? AND kind=? AND at>?)" in plan for plan in plans)


def test_it_is_written_down(record: Record) -> None:
    record.export().close()
    with record.database.reading() as session:
        (found,) = audit.list_events(session, record.patient.id)
    assert (found.action, found.address) == ("everything exported", "192.0.2.0/24")


def test_no_transaction_is_open_while_charts_are_drawn(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    open_now: set[int] = set()
    event.listen(full.database.engine, "checkout", lambda c, *_: open_now.add(id(c)))
    event.listen(full.database.engine, "checkin", lambda c, *_: open_now.discard(id(c)))
    seen = []
    draw = pictures.images.draw
    monkeypatch.setattr(pictures.images, "draw", lambda *a, **k: seen.append(set(open_now)) or draw(*a, **k))
    rate(full)
    full.export()
    assert seen
    assert not any(seen)


def test_a_failure_leaves_nothing_open_and_writes_nothing_down(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[Any] = []
    spool = actions.SpooledTemporaryFile
    monkeypatch.setattr(actions, "SpooledTemporaryFile", lambda size: files.append(spool(size)) or files[-1])
    monkeypatch.setattr(actions, "readme", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        full.export()
    assert files[0].closed
    with full.database.reading() as session:
        assert audit.list_events(session, full.patient.id) == []


def test_a_large_archive_does_not_stay_in_memory(full: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    for written in (actions, sheets):
        monkeypatch.setattr(written, "IN_MEMORY", 100)
    assert full.document()["entries"]


@pytest.fixture
def others(database: Database, make_patient: Any, clonazepam: Monograph, patient: Patient) -> Iterator[Record]:
    """Somebody else with a record in the same database."""
    other = Record(database, replace(patient, id=make_patient("Zanzibar")), clonazepam)
    other.count = 500
    other.add(dose(1, "zanzibar"))
    other.add(CheckIn(moment=at(0), day_on=at(0).on, ratings=(Rated(effect=ITCH, severity=3, symptom="zanzibar"),)))
    create_login_session(acting(database, at=NOW, device="zanzibar"), other.patient.id)
    yield other
    assert len(other.document()["entries"]) == 2


def test_nothing_of_others_and_nothing_secret_is_in_it(full: Record, others: Record) -> None:
    token = create_login_session(acting(full.database, at=datetime.now(UTC), device="another phone"), full.patient.id)
    archive = full.export()
    for name in archive.namelist():
        content = archive.read(name)
        assert b"anzibar" not in content, name
        for secret in (b"argon2", token.encode(), others.patient.id.encode(), b"token", b"fingerprint"):
            assert secret not in content, name
