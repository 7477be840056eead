"""What is exported stays as it is, byte for byte: other programs and people's own notes rely on it.

The files of one small record lie in `tests/data/archive`. Where a change of the format is meant, say so in CHANGELOG.md
and write them anew: the files of the archive this test makes, without charts and checksums.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from flask import Flask

from journal.actions.accounts.grants import invite
from journal.actions.acting import ActingForPatient
from journal.actions.circumstances import note_circumstances
from journal.actions.doctor.visits import delete_visit, edit_visit, log_visit
from journal.actions.exchange import exports as actions
from journal.actions.exchange.wanted import Wanted
from journal.actions.record.asking import ask_about_benefit, ask_about_days, move_effect, watch_effect
from journal.actions.record.days import save_day
from journal.actions.record.doctor_marks import tick
from journal.actions.record.entries import delete_entry, edit_entry, log_entry, restore_entry
from journal.actions.record.observations import log_observation
from journal.actions.record.symptoms import ask_for_symptom, find_merger, merge_symptoms, rename_symptom
from journal.actions.regimens import end_regimen, log_step
from journal.actions.supplies import log_count
from journal.core.accounts.accounts import Actor, NewAccount, Patient, Settings
from journal.core.accounts.audit import Action
from journal.core.accounts.grants import Terms
from journal.core.doctor.visits import Appointment
from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.days import Day, day_id
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode
from journal.core.record.observations import Observed
from journal.core.record.quiet_days import QuietDays
from journal.core.record.symptoms import own_key
from journal.core.safety.check import askable
from journal.core.values.clock import moment
from journal.store.accounts import accounts, audit
from journal.store.database.database import Database
from journal.store.record.symptoms import lock_symptoms
from tests.acting import KEYS, acting
from tests.conftest import DATA
from tests.devices import create_login_session

BEN = Actor("00000000-0000-4000-8000-0000000000bb", "Ben")
PINNED = DATA / "archive"
PATIENT = "00000000-0000-4000-8000-0000000000aa"
NOW = datetime(2026, 11, 23, 11, 0, 30, 250, tzinfo=UTC)
BERLIN, AUCKLAND = "Europe/Berlin", "Pacific/Auckland"
SUNDAY, TUESDAY = date(2026, 11, 15), date(2026, 11, 17)
ITCHING = {"benefits": {"itching": 3, "of another list": 0}}
ITCH, RASH, HUM = (own_key(name) for name in ("=itchy eyes", "Rash; red", "Ein Brummen"))


class Ada:
    """Somebody with a small record in which everything happened once."""

    def __init__(self, database: Database, monograph: Monograph, password_hash: str) -> None:
        self.database, self.monograph, self.count = database, monograph, 0
        self.settings = Settings(BERLIN, time(4))
        with database.writing() as session:
            account = NewAccount("Ada Ünver", "", self.settings, monograph.key)
            accounts.add_patient(session, PATIENT, account, password_hash, NOW - timedelta(days=40))

    @property
    def patient(self) -> Patient:
        with self.database.writing() as session:
            own = lock_symptoms(session, PATIENT)
        return Patient(PATIENT, "Ada Ünver", self.settings, (of_monograph(self.monograph.key),), 0, own_symptoms=own)

    def log(
        self,
        detail: Detail,
        late: timedelta = timedelta(minutes=1),
        by: Actor | None = None,
        answered: Collection[str] | None = askable(),
    ) -> str:
        self.count += 1
        entry_id = f"00000000-0000-4000-8000-{self.count:012d}"
        at = detail.moment.at + late
        who = acting(self.database, self.patient, at, actor=by)
        log_entry(who, entry_id, detail, b"%032d" % self.count, self.monograph, answered)
        return entry_id

    def acting(self, **ago: float) -> ActingForPatient:
        return acting(self.database, self.patient, NOW - timedelta(**ago), address="192.0.2.0/24", device="Firefox")

    def moves(self, settings: Settings, at: datetime) -> None:
        self.settings = settings
        with self.database.writing() as session:
            accounts.set_settings(session, PATIENT, settings, at)

    def archive(self) -> dict[str, bytes]:
        wanted = Wanted(self.monograph, ("Not validated.",))
        with actions.export_everything(self.acting(), wanted).file as file:
            found = ZipFile(file)
            return {name.partition("/")[2]: found.read(name) for name in found.namelist()}


def dose(days: float, amount: int = 500_000, zone: str = BERLIN, status: str = "taken", note: str = "") -> Dose:
    at = moment(NOW - timedelta(days=days), zone)
    values = {"moment": at, "status": status, "amount": amount, "form": "capsule", "note": note}
    values["medicine_id"] = "examplamine"
    return Dose.model_validate(values)


def check_in(days: float, *rated: Rated, **said: object) -> CheckIn:
    at = moment(NOW - timedelta(days=days), BERLIN)
    return CheckIn.model_validate({"moment": at, "day_on": at.day(time(4)), "ratings": rated} | said)


def rated(effect: str, severity: int, name: str = "", direction: str = "", now: int | None = None) -> Rated:
    return Rated(effect=effect, severity=severity, symptom=name, direction=direction, now_severity=now)


@pytest.fixture
def ada(database: Database, whole_app: Flask, password_hash: str) -> Ada:
    """The record: every kind, a plan that was replaced and ended, a count of what is left, versions, deleted and
    restored entries, a note about oneself, own symptoms that were renamed, hidden and merged, a flight."""
    monograph = whole_app.extensions["journal"].monographs["examplamine"]
    ada = Ada(database, monograph, password_hash)
    for number, (first_on, times, amount) in enumerate(
        [(date(2026, 11, 1), (time(8), time(20)), 500_000), (date(2026, 11, 20), (time(8),), 1_250_000)]
    ):
        step = Step.every_day(first_on, None, times, amount, "capsule")
        named = replace(step, ordered_by="=Dr Amsel" if number else "", taken_before=not number)
        log_step(ada.acting(days=22 - number), f"step-{number}", named)
    log_count(ada.acting(days=9.5), "count", "examplamine", 14_500_000)
    _logs_doses(ada)
    _rates(ada)
    ada.log(Episode(moment=moment(NOW - timedelta(days=9), BERLIN), what="hiccups", minutes=90, severity=3))
    ada.log(Episode(moment=moment(NOW - timedelta(days=3), AUCKLAND), what="of another list", note="abroad"))
    ada.log(Episode(moment=moment(NOW - timedelta(hours=9), BERLIN), what="hiccups"), by=BEN)
    seen = Observed(moment(NOW - timedelta(hours=8.5), BERLIN), "hiccups", minutes=5, note="=seen\n½")
    by_ben = acting(database, ada.patient, NOW - timedelta(hours=8.4), actor=BEN)
    log_observation(by_ben, "00000000-0000-4000-8000-0000000000cc", seen, b"o" * 32)
    _visits_the_doctor(ada)
    invite(ada.acting(hours=8), Terms("=Ben", ("examplamine",), date(2026, 11, 24)))
    note_circumstances(ada.acting(hours=7), Circumstances(breastfeeding_since=date(2026, 10, 31)))
    _answers_days(ada)
    ada.log(QuietDays(moment=moment(NOW - timedelta(days=6), BERLIN), first_on=SUNDAY, last_on=TUESDAY, note="calm"))
    ada.moves(Settings(AUCKLAND, time(5), "12", "mon", "."), NOW - timedelta(days=4))
    end_regimen(ada.acting(days=1.5))
    create_login_session(acting(database, at=NOW - timedelta(minutes=5), device="a phone"), PATIENT)
    with database.writing() as session:
        audit.add_event(session, KEYS.audit, Action.FILE_EXPORTED, ada.acting().origin, PATIENT, about="doses.csv")
    return ada


def _visits_the_doctor(ada: Ada) -> None:
    """A visit that was changed since, one without a day by somebody else, one deleted; an entry and what was seen are
    ticked."""
    was = Appointment(date(2026, 11, 20), time(9, 15), "=Dr Amsel", "Clinic", to_ask="“Less?”")
    log_visit(ada.acting(days=4), "was", was, b"v" * 32)
    edit_visit(ada.acting(days=3), "was", 1, replace(was, decided="=Less\nfrom Friday; ½"))
    by_ben = acting(ada.database, ada.patient, NOW - timedelta(hours=8.3), actor=BEN)
    log_visit(by_ben, "coming", Appointment(changed="@home", bothers="the low days"), b"v" * 32)
    log_visit(ada.acting(days=2.5), "gone", Appointment(date(2026, 12, 1)), b"v" * 32)
    delete_visit(ada.acting(days=2.4), "gone")
    ticked = ada.log(Episode(moment=moment(NOW - timedelta(days=2.2), BERLIN), what="hiccups", note="tell her"))
    tick(ada.acting(days=2.1), "entry", ticked, ticked=True)
    tick(by_ben, "observation", "00000000-0000-4000-8000-0000000000cc", ticked=True)


def _answers_days(ada: Ada) -> None:
    """A day that was answered on it and changed since, one that was answered late, one deleted."""
    for days, said in (
        (9.5, {"drove": True, "fell": False, "sleep": 15, "note": "=a day"}),
        (8.5, {"missed": True, "alcohol": False, "sedative": True, "hard_days": 2, "undone": 0, "living": 4} | ITCHING),
        (7.5, {"fell": True}),
    ):
        lived = moment(NOW - timedelta(days=days), BERLIN)
        day = Day.model_validate({"moment": lived, "day_on": lived.on, **said})
        save_day(ada.acting(days=days - 1), day, 0, b"%032d" % int(days), ada.monograph)
        if said.get("drove"):
            fewer = day.model_copy(update={"drove": None})
            save_day(ada.acting(days=days - 2), fewer, 1, b"%032d" % 1, ada.monograph)
    delete_entry(ada.acting(days=6), day_id(lived.on))
    ask_about_days(ada.acting(), "sleep", asked=True)
    ask_about_benefit(ada.acting(), ada.monograph, "itching", asked=True)


def _logs_doses(ada: Ada) -> None:
    first = ada.log(dose(12, note="first ½ \u2028 “words”\r\n=1+1\n\n@home"))
    edit_entry(ada.acting(days=11), first, 1, dose(12, 750_000, note="+edited"), ada.monograph, askable())
    ada.log(dose(10, status="skipped"))
    for seconds in (20, 10):  # two of one minute, the later one written down first
        ada.log(dose(8 - seconds / 86400), timedelta(days=1))
    large = ada.log(dose(6.8, 65_000_000), answered=None)
    edit_entry(ada.acting(days=6.7), large, 1, dose(6.8, 70_000_000), ada.monograph, askable())
    gone = ada.log(dose(7, note="twice"))
    delete_entry(ada.acting(days=6), gone)
    ada.log(dose(2, 62_500, AUCKLAND, note="-quarter; of =one, \t=tab"))


def _rates(ada: Ada) -> None:
    watch_effect(ada.acting(), ada.monograph, "tingling", watched=True)
    move_effect(ada.acting(), ada.monograph, "thirst", before="tingling")
    ada.log(
        check_in(11.5, rated("tingling", 2, now=1), rated("thirst", 3, direction="less"), rated(ITCH, 4, "=itchy eyes"))
    )
    both = (rated(ITCH, 1, "=itchy eyes"), rated(RASH, 3, "Rash; red", now=0), rated("sneezing", 0))
    ada.log(check_in(6.5, *both, mood=2, note="a\nb"))
    ada.log(check_in(5.4, rated(HUM, 2, "Ein Brummen"), rated("from_another_list", 1)))
    ada.log(check_in(5, answer="too_sleepy", signs=("rash",)))
    back = ada.log(check_in(4, rated(RASH, 2, "Rash; red"), rated("thirst", 1, direction="more"), mood=5))
    delete_entry(ada.acting(days=3), back)
    restore_entry(ada.acting(days=2), back)
    gone = ada.log(check_in(3, rated("tingling", 4), mood=1))
    delete_entry(ada.acting(days=1), gone)
    rash = ada.patient.own_symptoms.get_living(RASH)
    rename_symptom(ada.acting(hours=20), RASH, "Rash", rash.version_tag)
    merger = find_merger(ada.acting(), ada.monograph, ITCH, RASH)
    merge_symptoms(ada.acting(hours=19), ada.monograph, ITCH, RASH, merger.version_tag)
    ask_for_symptom(ada.acting(), HUM, asked=False)


def test_the_archive_of_a_small_record_is_as_it_was(ada: Ada) -> None:
    archive = ada.archive()
    pinned = {file.name: file.read_bytes() for file in PINNED.iterdir()}
    assert pinned.keys() == {*actions.FILES, "README.txt"}
    for name, content in pinned.items():
        assert archive[name].decode() == content.decode(), name
    sums = dict(reversed(line.split("  ")) for line in archive["SHA256SUMS"].decode().splitlines())
    assert {name: sums[name] for name in pinned} == {name: sha256(text).hexdigest() for name, text in pinned.items()}


def test_each_file_alone_is_the_one_in_the_archive_but_for_what_happened_meanwhile(ada: Ada) -> None:
    for name in actions.FILES:
        part = actions.export_file(ada.acting(), ada.monograph, name)
        found, pinned = b"".join(part.chunks), (PINNED / name).read_bytes()
        assert found.split(b'"audit_events"')[0] == pinned.split(b'"audit_events"')[0]


def write_anew(ada: Ada) -> None:
    """Write the pinned files as they are now; the diff is what a change does to the format."""
    archive = ada.archive()
    for name in (*actions.FILES, "README.txt"):
        (PINNED / name).write_bytes(archive[name])
