"""Benefit and burden from a record: of its owner alone, at the doses of one medicine, by what is watched."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from journal.actions import regimens
from journal.actions import trends as actions
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient
from journal.core.charts.balance_points import BalanceChart, Share
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.asking import Asking
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.days import Day
from journal.core.record.episodes import Episode
from journal.core.record.symptoms import Symptoms
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.database.database import Database
from tests.acting import acting

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
PERIOD = Period(NOW.date() - timedelta(days=19), NOW.date())
NAMES = (("drowsiness", "Drowsiness"), ("dizziness", "Dizziness"))


def watching(effect: str) -> Asking:
    """Somebody who watches that effect since before the period."""
    return Asking().watching(effect, True, Symptoms(), PERIOD.first_on - timedelta(days=9))


class Record:
    """Twenty days at one dose, each with a check-in, and three seizures."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph
        known = {"clonazepam": monograph}
        self.request = actions.ChartRequest(PERIOD, NAMES[:1], NOW, PERIOD.first_on, watchable=NAMES, known=known)
        step = Step.every_day(PERIOD.first_on, None, (time(8),), 500_000, "tablet")
        regimens.log_step(acting(database, patient, NOW - timedelta(days=20)), "s", step)
        for days in range(20):
            at = moment(NOW - timedelta(days=days, hours=2), "Europe/Berlin")
            ratings = (Rated(effect="drowsiness", severity=3 if days < 4 else 1), Rated(effect="dizziness", severity=4))
            self.log(CheckIn(moment=at, day_on=at.on, ratings=ratings))
        for days in (1, 1, 5):
            self.log(Episode(moment=moment(NOW - timedelta(days=days), "Europe/Berlin"), what="seizure"))

    def log(self, detail: CheckIn | Episode | Day) -> str:
        entry_id = str(uuid.uuid4())
        entries.log_entry(acting(self.database, self.patient, NOW), entry_id, detail, b"f", self.monograph)
        return entry_id

    def chart(self) -> BalanceChart:
        chart = actions.build_charts(acting(self.database, self.patient, NOW), self.request, ["balance"])["balance"]
        assert isinstance(chart, BalanceChart)
        return chart


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


def test_a_dose_has_its_episodes_and_hard_days(record: Record) -> None:
    [level] = record.chart().levels
    assert (level.amount, level.recorded, level.episodes) == (500_000, 20, (3,))
    assert level.bothersome == Share(4, 20), "of what is shown, for nothing is watched"
    assert record.chart().kinds == ("Seizure",)


def test_what_is_watched_says_which_days_are_hard(record: Record) -> None:
    record.patient = replace(record.patient, asking=watching("dizziness"))
    assert record.chart().levels[0].bothersome == Share(20, 20)
    record.patient = replace(record.patient, asking=watching("gone"))
    assert record.chart().levels[0].bothersome == Share(4, 20)


def test_falls_and_missed_work_stand_beside_them(record: Record) -> None:
    for days, said in enumerate(({"fell": True}, {"missed": False}, {"drove": True})):
        at = moment(NOW - timedelta(days=days), "Europe/Berlin")
        record.log(Day(moment=at, day_on=at.on, **said))
    assert record.chart().levels[0].mattered == Share(1, 2)


def test_a_deleted_episode_is_none(record: Record) -> None:
    gone = record.log(Episode(moment=moment(NOW - timedelta(days=2), "Europe/Berlin"), what="panic_attack"))
    assert record.chart().kinds == ("Seizure", "Panic attack")
    entries.delete_entry(acting(record.database, record.patient, NOW), gone)
    assert record.chart().kinds == ("Seizure",)


def test_nobody_elses_record_is_counted(record: Record, make_patient) -> None:
    record.patient = replace(record.patient, id=make_patient("Other"))
    assert record.chart().levels == ()
