"""The hours since the last dose from a record: the answers of its owner, after the doses of one medicine."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from journal.actions import medicines
from journal.actions import trends as actions
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient
from journal.core.charts.hours import HoursChart
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.database.database import Database
from tests.acting import acting

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
PERIOD = Period(NOW.date() - timedelta(days=6), NOW.date())
ASKED = actions.ChartRequest(PERIOD, (("drowsiness", "Drowsiness"),), NOW, PERIOD.first_on)
SYRUP = Medicine("syrup", name="Syrup", unit="ml")


class Record:
    """A patient's entries, written through the door of everything else."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph

    def log(self, detail: Dose | CheckIn) -> str:
        entry_id = str(uuid.uuid4())
        who = acting(self.database, self.patient, NOW)
        entries.log_entry(who, entry_id, detail, b"f", self.monograph)
        return entry_id

    def dose(self, hours_ago: float, medicine_id: str = "clonazepam") -> str:
        at, form = moment(NOW - timedelta(hours=hours_ago), "Europe/Berlin"), "tablet"
        return self.log(Dose(moment=at, status="taken", amount=500_000, form=form, medicine_id=medicine_id))

    def check_in(self, hours_ago: float, now: int | None = None) -> str:
        at = moment(NOW - timedelta(hours=hours_ago), "Europe/Berlin")
        ratings = (Rated(effect="drowsiness", severity=3, now_severity=now),)
        return self.log(CheckIn(moment=at, day_on=at.on, ratings=ratings))

    def counts(self, request: actions.ChartRequest = ASKED) -> list[int]:
        chart = actions.build_charts(acting(self.database, self.patient, NOW), request, ["hours"])["hours"]
        assert isinstance(chart, HoursChart)
        return [each.answers for each in chart.panels[0].bins] if chart.panels else []


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


def test_answers_stand_at_their_hours_after_the_dose(record: Record) -> None:
    record.dose(30)
    for hours_ago in (29, 27, 25, 21, 17):
        record.check_in(hours_ago, now=1)
    assert record.counts() == [1, 1, 1, 1, 1]


def test_a_check_in_without_the_second_answer_counts_where_its_whole_time_has_one_bin(record: Record) -> None:
    record.dose(30)
    record.check_in(25.5)
    record.check_in(23)
    assert record.counts() == [0, 0, 1, 0, 0]


def test_what_was_taken_and_rated_shortly_before_the_period_is_known(record: Record) -> None:
    """The dose on its eve at 19:00, a check-in at 00:36 and one at 02:30, which stands for the time between."""
    last_evening = replace(ASKED, period=Period(PERIOD.last_on, PERIOD.last_on))
    record.dose(24)
    record.check_in(18.4)
    record.check_in(16.5)
    assert record.counts(last_evening) == [0, 0, 1, 0, 0]


def test_a_deleted_answer_and_a_deleted_dose_count_no_more(record: Record) -> None:
    record.dose(10)
    later = record.dose(7)
    answer = record.check_in(6, now=1)
    assert record.counts() == [1, 0, 0, 0, 0]
    who = acting(record.database, record.patient, NOW)
    entries.delete_entry(who, later)
    assert record.counts() == [0, 1, 0, 0, 0]
    entries.delete_entry(who, answer)
    assert record.counts() == []


def test_each_medicine_has_hours_of_its_own(record: Record, clonazepam: Monograph) -> None:
    medicines.add_medicine(acting(record.database, record.patient, NOW), SYRUP, {"clonazepam": clonazepam})
    record.patient = replace(record.patient, medicines=(*record.patient.medicines, SYRUP))
    record.dose(10)
    record.dose(5, "syrup")
    record.check_in(4, now=1)
    assert record.counts() == [0, 0, 1, 0, 0]
    assert record.counts(replace(ASKED, medicine=SYRUP, called="Syrup")) == [1, 0, 0, 0, 0]


def test_nobody_elses_answers_are_read(record: Record, make_patient) -> None:
    record.dose(5)
    record.check_in(4, now=1)
    record.patient = replace(record.patient, id=make_patient("Other"))
    assert record.counts() == []
