"""Everything of one patient as one archive (data, tables, charts, checksums), or one file of it alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from sqlalchemy.orm import Session

from journal.actions import trends
from journal.actions.acting import ActingForPatient
from journal.actions.exchange import bundles, chart_files
from journal.actions.exchange.fhir import fhir_chunks
from journal.actions.exchange.pictures import Pictures, add_charts
from journal.actions.exchange.sheets import IN_MEMORY, Sheet, Table, noted, noted_alerts
from journal.actions.exchange.tables import FILES as TABLE_FILES
from journal.actions.exchange.tables import KIND_OF, Tables, read_tables
from journal.actions.exchange.wanted import Monographs, Wanted
from journal.core.accounts.audit import Action
from journal.core.exchange.alerts import Spoken, alert_value
from journal.core.exchange.choices import EVERYTHING, Choice
from journal.core.exchange.document import (
    count_value,
    device_value,
    document_head,
    entry_value,
    event_value,
    grant_value,
    mark_value,
    observation_value,
    pause_value,
    step_value,
    visit_value,
)
from journal.core.exchange.exports import named_effects
from journal.core.exchange.readme import readme
from journal.core.medicine.medicines import name_of
from journal.core.medicine.monograph import Monograph
from journal.core.record.entries import Entry, Kind
from journal.core.values.clock import moment
from journal.core.values.languages import listed
from journal.core.values.periods import Period, file_name
from journal.formats.archives import Archive, gathered
from journal.formats.documents import json_chunks
from journal.formats.tables import csv_chunks
from journal.store import exports as store
from journal.store.accounts import audit
from journal.store.accounts.grants import list_grants
from journal.store.doctor.visits import list_every_visit
from journal.store.plan.pauses import list_pauses
from journal.store.plan.supplies import list_counts
from journal.store.record.doctor_marks import list_every_mark
from journal.store.record.observations import list_every_observation

FHIR = "fhir.json"
FILES = ("journal.json", *TABLE_FILES)
BUNDLES: Mapping[str, Callable[[Session, ActingForPatient, Wanted, Period], Iterator[bytes]]] = {
    FHIR: fhir_chunks,
    bundles.ARCHIVE: bundles.archive_of_tables,
    bundles.WORKBOOK: bundles.workbook_of_tables,
}
STREAMED = (*FILES, *BUNDLES, chart_files.ARCHIVE)  # what can be had alone


@dataclass(frozen=True, slots=True)
class Export:
    """An archive to be sent: whoever sends it closes the file. `faults` is why something is missing in it."""

    file: BinaryIO
    size: int
    name: str
    faults: tuple[Exception, ...] = ()


def export_everything(acting: ActingForPatient, wanted: Wanted) -> Export:
    """Build the archive and write down that it was taken out. No transaction is open while charts are drawn.

    The data come first. What happens to a picture costs the picture, and README.txt says which one is missing.
    """
    here = moment(acting.now, acting.patient.settings.zone)
    file = cast("BinaryIO", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the answer closes it
    try:
        with Archive(file, here.local, f"side-effect-journal-{here.on}") as archive:
            with acting.database.reading() as session:
                tables = read_tables(session, acting, wanted)
                account = tables.account
                _add_record(archive, tables)
            effects = named_effects(wanted.monograph, account.own_symptoms, tables.rated)
            names = {each.id: name_of(each, wanted.known) for each in account.medicines}
            pictures = Pictures(archive, names, wanted.small_print)
            add_charts(pictures, acting, effects, wanted.known)
            left_out = tuple(names[key] for key in pictures.left_out)
            words = readme(account, listed([*names.values()]), acting.now, tuple(pictures.missing), left_out)
            archive.add("README.txt", [words.encode()])
        with acting.database.writing() as session:
            audit.add_event(session, acting.keys.audit, Action.EXPORTED, acting.origin, acting.actor.id)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Export(file, size, f"side-effect-journal-{here.on}.zip", tuple(pictures.missing.values()))


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive, to be sent as it is read: a long record takes no more memory than a short one."""

    name: str
    chunks: Iterator[bytes]


def export_file(
    acting: ActingForPatient,
    monograph: Monograph,
    name: str,
    monographs: Monographs | None = None,
    choice: Choice = EVERYTHING,
) -> Part:
    """One of STREAMED, after writing down that it was taken out. A transaction is open while its chunks are
    read."""
    with acting.database.writing() as session:
        audit.add_event(session, acting.keys.audit, Action.FILE_EXPORTED, acting.origin, acting.actor.id, about=name)
    wanted = Wanted(monograph, (), monographs or {}, choice)
    what, extension = name.split(".")
    about = monograph.key if name == "journal.json" else f"{monograph.key}-{what.replace('_', '-')}"
    return Part(file_name(about, _days_of(acting, choice), extension), _read(narrowed(acting, choice), wanted, name))


def _days_of(acting: ActingForPatient, choice: Choice) -> Period:
    """The days a file is about: those that were chosen, else from the first entry until today."""
    today = acting.today
    return choice.period or Period(min(trends.first_entry_on(acting) or today, today), today)


def count_chosen(acting: ActingForPatient, choice: Choice) -> dict[Kind, int]:
    """How many entries of each kind were chosen."""
    with narrowed(acting, choice).database.reading() as session:
        return store.count_kinds(session, acting.patient.id, choice.period)


def narrowed(acting: ActingForPatient, choice: Choice) -> ActingForPatient:
    """The same, seeing of the medicines the chosen one alone."""
    if not choice.medicine_id:
        return acting
    own = tuple(each for each in acting.patient.medicines if each.id == choice.medicine_id)
    database = acting.database.of_medicines({choice.medicine_id})
    return replace(acting, database=database, patient=replace(acting.patient, medicines=own))


def _read(acting: ActingForPatient, wanted: Wanted, name: str) -> Iterator[bytes]:
    if name == chart_files.ARCHIVE:
        yield from chart_files.charts_of(acting, wanted, _days_of(acting, wanted.choice))
        return
    with acting.database.reading() as session:
        yield from gathered(_chunks(session, acting, wanted, name))


def _chunks(session: Session, acting: ActingForPatient, wanted: Wanted, name: str) -> Iterator[bytes]:
    """A file of what was chosen, as it stands at one moment."""
    if name in BUNDLES:
        return BUNDLES[name](session, acting, wanted, _days_of(acting, wanted.choice))
    tables = read_tables(session, acting, wanted)
    if name == "journal.json":
        written = store.list_everything(session, acting.patient.id, wanted.choice.period)
        return _document(tables, written, tables.spoken(shown=False))
    return csv_chunks(tables.rows(name), tables.sign)


def _add_record(archive: Archive, tables: Tables) -> None:
    """All of them, with every entry and every alert read once: its row is written while it goes into journal.json."""

    def of_kind(kind: Kind) -> Table:
        return lambda entries: csv_chunks(tables.of_kind(kind, entries), tables.sign)

    sheets = {kind: Sheet(file, of_kind(kind)) for file, kind in KIND_OF.items()}
    alerts_csv = Sheet("alerts.csv", lambda found: csv_chunks(tables.of_alerts(found), tables.sign))
    by_file, deleted = {each.name: each for each in (*sheets.values(), alerts_csv)}, set[str]()
    try:
        written = noted(store.list_everything(tables.session, tables.account.id), sheets, deleted)
        told = noted_alerts(tables.spoken(shown=False), alerts_csv, deleted)
        archive.add("journal.json", _document(tables, written, told))
        for file in TABLE_FILES:
            sheet = by_file.get(file)
            archive.add(file, sheet.chunks() if sheet else csv_chunks(tables.rows(file), tables.sign))
    finally:
        for sheet in by_file.values():
            sheet.close()


def _document(tables: Tables, written: Iterable[Entry], told: Iterable[Spoken]) -> Iterator[bytes]:
    session, account, medicines = tables.session, tables.account, tables.medicines
    patient_id, choice, now = account.id, tables.wanted.choice, tables.acting.now
    monographs = tables.wanted.known
    lists: dict[str, Iterable[Mapping[str, Any]]] = {
        "regimen": (step_value(step, medicines) for step in store.list_plan(session, patient_id)),
        "pauses": map(pause_value, list_pauses(session, patient_id)),
        "supply_counts": (count_value(count, medicines) for count in list_counts(session, patient_id)),
        "entries": (entry_value(entry, medicines) for entry in written),
        "alerts": map(alert_value, told),
        "observations": (
            observation_value(each)
            for each in list_every_observation(session, patient_id)
            if choice.has(each.observed.day_on)
        ),
        "visits": (visit_value(each) for each in list_every_visit(session, patient_id) if choice.has(each.said.day_on)),
    }
    if choice.is_everything:  # a part of a record is no place for who was where in the account
        lists |= {
            "doctor_marks": map(mark_value, list_every_mark(session, patient_id)),
            "access": map(grant_value, list_grants(session, patient_id)),
            "devices": map(device_value, store.list_logged_in(session, patient_id, now)),
            "audit_events": map(event_value, store.list_all_events(session, patient_id)),
        }
    taken = dict.fromkeys(each.monograph for each in account.medicines if each.monograph in monographs)
    known = [monographs[key] for key in taken if key]
    return json_chunks(document_head(account, known, now, choice), lists)
