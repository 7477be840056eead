"""The verdict on a change of dose from a record: what its owner watched before it, and nobody else's."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from journal.actions import regimens
from journal.actions import trends as actions
from journal.actions.record import entries
from journal.actions.record.asking import watch_effect
from journal.core.accounts.accounts import Patient
from journal.core.charts.dose_changes_points import DoseChangesChart
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn, Rated
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.database.database import Database
from journal.store.record.asking import get_asking
from tests.acting import acting

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
ON = NOW.date() - timedelta(days=30)
PERIOD = Period(NOW.date() - timedelta(days=70), NOW.date())
NAMES = (("drowsiness", "Drowsiness"), ("dizziness", "Dizziness"))
ASKED = actions.ChartRequest(PERIOD, NAMES[1:], NOW, PERIOD.first_on, watchable=NAMES)


@pytest.fixture
def lowered(database: Database, patient: Patient, clonazepam: Monograph) -> Patient:
    """From 1 to 0.5 mg a day thirty days ago; drowsiness fell from moderate to mild."""
    for number, (on, amount) in enumerate(((PERIOD.first_on, 1_000_000), (ON, 500_000))):
        step = Step.every_day(on, None, (time(8),), amount, "tablet")
        at = datetime.combine(on, time(5), UTC)
        regimens.log_step(acting(database, patient, at), f"step-{number}", step)
    for ago in range(70):
        at = moment(NOW - timedelta(days=ago, hours=1), "Europe/Berlin")
        ratings = (Rated(effect="drowsiness", severity=1 if at.on > ON else 2 + ago % 2),)
        detail = CheckIn(moment=at, day_on=at.on, ratings=ratings)
        entries.log_entry(acting(database, patient, NOW), str(uuid.uuid4()), detail, b"f", clonazepam)
    return patient


def found(database: Database, patient: Patient) -> DoseChangesChart:
    """The chart of the patient as the record knows them now."""
    with database.reading() as session:
        present = replace(patient, asking=get_asking(session, patient.id))
    chart = actions.build_charts(acting(database, present, NOW), ASKED, ["dose_changes"])["dose_changes"]
    assert isinstance(chart, DoseChangesChart)
    return chart


def watch(database: Database, patient: Patient, monograph: Monograph, days_ago: int, *, watched: bool = True) -> None:
    watch_effect(acting(database, patient, NOW - timedelta(days=days_ago)), monograph, "drowsiness", watched=watched)


def test_what_was_watched_before_the_change_is_judged_whatever_is_shown(
    database: Database, lowered: Patient, clonazepam: Monograph
) -> None:
    watch(database, lowered, clonazepam, 40)
    [change] = found(database, lowered).changes
    assert [(row.name, row.verdict) for row in change.rows] == [("Drowsiness", "changed")]
    watch(database, lowered, clonazepam, 1, watched=False)
    assert [row.verdict for row in found(database, lowered).changes[0].rows] == ["changed"], "it stays chosen"


@pytest.mark.parametrize("days_ago", [30, 2])
def test_what_is_watched_since_the_change_is_not_judged(
    database: Database, lowered: Patient, clonazepam: Monograph, days_ago: int
) -> None:
    watch(database, lowered, clonazepam, days_ago)
    [change] = found(database, lowered).changes
    assert [(row.name, row.verdict) for row in change.rows] == [("Dizziness", "not watched")]


def test_nobody_elses_changes_are_read(database: Database, lowered: Patient, make_patient) -> None:
    other = replace(lowered, id=make_patient("Other"))
    chart = actions.build_charts(acting(database, other, NOW), ASKED, ["dose_changes"])["dose_changes"]
    assert chart.caption.state == "empty"
