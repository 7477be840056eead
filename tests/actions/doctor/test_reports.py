"""The report of real records, state by state: what stands on it, and that it is one page of paper."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from journal.actions import regimens
from journal.actions.doctor.reports import build_details, build_report
from journal.actions.record import entries
from journal.actions.trends import ChartRequest
from journal.core.accounts.accounts import Patient
from journal.core.doctor.report import Report
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import Days
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.episodes import Episode
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.render.doctor.report import report_pdf
from journal.store.database.database import Database
from tests.acting import acting

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TODAY = NOW.date()
BERLIN = "Europe/Berlin"
EFFECTS = (("drowsiness", "Drowsiness"), ("memory", "Memory"), ("mood_low", "Low mood"))


class Record:
    """A journal that is written day by day, `ago` days before today."""

    def __init__(self, database: Database, patient: Patient, known: Monograph) -> None:
        self.database, self.patient, self.known = database, patient, known
        self.first_on: date | None = None
        self.said = ""  # on the page, when it was last set

    def order(self, ago: int, days: Days | None = None) -> None:
        step = Step.every_day(TODAY - timedelta(days=ago), None, (time(8),), 500_000, "tablet")
        regimens.log_step(acting(self.database, self.patient, NOW), f"s{ago}", replace(step, days=days or step.days))

    def take(self, days: Iterable[int]) -> None:
        for ago in days:
            at = self._at(ago)
            self._log(Dose(moment=at, status="taken", amount=500_000, form="tablet", medicine_id="clonazepam"))

    def rate(self, days: Iterable[int], note: str = "", **severities: int) -> None:
        ratings = tuple(Rated(effect=effect, severity=severity) for effect, severity in severities.items())
        for ago in days:
            at = self._at(ago)
            self._log(CheckIn(moment=at, day_on=at.on, ratings=ratings, note=note))

    def panic(self, ago: int) -> None:
        self._log(Episode(moment=self._at(ago), what="panic_attack", minutes=10, severity=3))

    def _at(self, ago: int):
        at = moment(NOW - timedelta(days=ago, hours=10), BERLIN)
        self.first_on = min(self.first_on or at.on, at.on)
        return at

    def _log(self, detail: Dose | CheckIn | Episode) -> None:
        entries.log_entry(acting(self.database, self.patient, NOW), str(uuid.uuid4()), detail, b"f", self.known)

    def asked(self, days: int = 28) -> ChartRequest:
        period = Period(max(TODAY - timedelta(days=days - 1), self.first_on or TODAY), TODAY)
        known: Mapping[str, Monograph] = {"clonazepam": self.known}
        return ChartRequest(period, EFFECTS, NOW, self.first_on, watchable=EFFECTS, known=known)

    def report(self, days: int = 28) -> Report:
        """The report, and that it is one page."""
        found = build_report(acting(self.database, self.patient, NOW), self.asked(days))
        document = PdfReader(BytesIO(report_pdf(found)))
        assert len(document.pages) == 1
        self.said = " ".join(document.pages[0].extract_text().split()).replace("\u00a0", " ")
        return found


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


def counts(report: Report) -> list[str]:
    return [cell.count for cell in report.strip]


def test_no_data(record: Record) -> None:
    found = record.report()
    assert found.head.medicine == "Clonazepam, no plan now"
    assert counts(found) == ["no dose", "no entry", "not asked", "no alert", "not asked"]
    assert (found.effects.rows, found.panels, found.levels, found.hours_panel) == ((), (), (), None)


def test_three_days(record: Record) -> None:
    record.order(2)
    record.take(range(3))
    record.rate(range(3), drowsiness=2, memory=0)
    found = record.report()
    assert len(found.period) == 3
    assert [(row.name, row.days_with, row.rated) for row in found.effects.rows] == [
        ("Drowsiness", 3, 3),
        ("Memory", 0, 3),
    ]
    assert [row.before for row in found.effects.rows] == [None, None]
    assert counts(found)[:2] == ["none missed", "none more"]


def test_one_gap(record: Record) -> None:
    there = [ago for ago in range(20) if not 5 <= ago <= 9]
    record.order(19)
    record.take(there)
    record.rate(there, drowsiness=1)
    found = record.report()
    gap = next(cell for cell in found.strip if cell.count == "5 days")
    assert gap.lines == ("without an entry", "14 Nov to 18 Nov")
    assert found.effects.rows[0].rated == 15
    assert found.panels[0].days[10:15] == (None,) * 5
    assert found.head.facts[1] == "logged on 15 of 20 days"


def test_no_dose_change(record: Record) -> None:
    record.order(27)
    record.take(range(28))
    record.rate(range(28), drowsiness=1)
    record.panic(3)
    found = record.report()
    assert found.head.changes == ("No change since 27 October, when the plan begins.",)
    assert found.effects.columns == 1
    assert (found.severity.compared, len(found.levels)) == ((), 1)


def test_several_doses_a_week(record: Record) -> None:
    """Days between are not missed, and no change of dose."""
    record.order(27, Days(weekdays=(0, 3)))
    record.take(ago for ago in range(28) if (TODAY - timedelta(days=ago)).weekday() in {0, 3})
    record.rate(range(28), drowsiness=1)
    found = record.report()
    assert counts(found)[0] == "none missed"
    assert "on Monday and Thursday" in found.head.ordered
    assert "about 0.143 mg a day" in record.said
    assert found.severity.compared == ()


def test_only_doses(record: Record) -> None:
    record.order(9)
    record.take(range(10))
    found = record.report()
    assert (found.effects.rows, found.panels) == ((), ())
    assert found.entries.entries == 10


def test_only_ratings_of_many_a_day(record: Record) -> None:
    for severity in (0, 3, 1):
        record.rate(range(14), mood_low=severity)
    found = record.report()
    assert counts(found)[0] == "no dose"
    assert "Planned dose no plan" in record.said
    (row,) = found.effects.rows
    assert (row.days_with, row.rated, row.usual, row.worst and row.worst.severity) == (14, 14, (3.0,), 3)


def test_notes_are_read_only_where_they_are_wished(record: Record) -> None:
    record.rate([0], note="צעדתי 3 ק״מ 🦄", drowsiness=1)
    report = record.report()
    who = acting(record.database, record.patient, NOW)
    quiet, told = (build_details(who, record.asked(), report.severity, notes=notes) for notes in (False, True))
    assert len(quiet.sections) == 3
    assert told.sections[-1].rows == (("23 Nov, 09:00", "צעדתי 3 ק״מ 🦄"),)
    assert len(PdfReader(BytesIO(report_pdf(report, details=told))).pages) == 2
