"""Pauses: entered before or afterwards, taken back, one patient's own; the audit log says their days and not why."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from journal.actions import regimens as actions
from journal.core.accounts.accounts import Patient
from journal.core.plan.regimens import Pause
from journal.core.values.errors import InvalidEntry
from journal.store.database.database import Database
from journal.store.plan.regimens import read_plan
from tests.acting import acting
from tests.actions.test_regimens import NOW, TODAY

FIRST, LAST = date(2026, 11, 3), date(2026, 11, 9)


def log(
    database: Database, patient: Patient, first_on: date = FIRST, last_on: date = LAST, pause_id: str = "a"
) -> None:
    actions.log_pause(acting(database, patient, NOW), pause_id, first_on, last_on, "in hospital")


def pauses(database: Database, patient: Patient) -> list[tuple[date, date]]:
    with database.reading() as session:
        return [(pause.first_on, pause.last_on) for pause in read_plan(session, patient.id).pauses]


def events(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        found = session.execute(
            text("SELECT action, about FROM audit_event WHERE action LIKE '%pause%' ORDER BY number")
        )
        return [(action, about) for action, about in found]


def test_a_pause_is_of_the_plan_until_it_is_taken_back(database: Database, patient: Patient) -> None:
    for _ in range(2):
        log(database, patient)
    with database.reading() as session:
        assert read_plan(session, patient.id).pauses == (Pause(FIRST, LAST, "in hospital", NOW),)
    for _ in range(2):
        actions.remove_pause(acting(database, patient, NOW), "a")
    assert pauses(database, patient) == []
    days = "2026-11-03 to 2026-11-09"
    assert events(database) == [("plan paused", days), ("pause taken back", days)]


def test_days_that_are_in_a_pause_already_are_refused(database: Database, patient: Patient) -> None:
    log(database, patient)
    for first_on, last_on in ((FIRST, FIRST), (LAST, TODAY), (FIRST - timedelta(days=9), TODAY)):
        with pytest.raises(InvalidEntry) as error:
            log(database, patient, first_on, last_on, "b")
        assert error.value.errors == {"first_on": "Some of these days are in a pause already. Choose other days."}
    log(database, patient, LAST + timedelta(days=1), TODAY, "b")
    actions.remove_pause(acting(database, patient, NOW), "a")
    log(database, patient, pause_id="c")
    assert pauses(database, patient) == [(FIRST, LAST), (LAST + timedelta(days=1), TODAY)]


def test_the_same_form_with_other_days_is_refused(database: Database, patient: Patient) -> None:
    log(database, patient)
    with pytest.raises(actions.PauseExists, match="saved another pause before"):
        log(database, patient, LAST + timedelta(days=1), TODAY)
    assert pauses(database, patient) == [(FIRST, LAST)]


def test_the_same_form_after_its_pause_was_taken_back_is_not_swallowed(database: Database, patient: Patient) -> None:
    log(database, patient)
    actions.remove_pause(acting(database, patient, NOW), "a")
    for first_on in (FIRST, FIRST + timedelta(days=1)):
        with pytest.raises(actions.PauseExists, match="was taken back"):
            log(database, patient, first_on)
    assert pauses(database, patient) == []
    log(database, patient, pause_id="b")
    assert pauses(database, patient) == [(FIRST, LAST)]


def test_a_pause_is_one_patients_own(database: Database, patient: Patient, make_patient) -> None:
    from dataclasses import replace

    other = replace(patient, id=make_patient("Other"))
    log(database, patient)
    log(database, other, LAST, TODAY)
    actions.remove_pause(acting(database, other, NOW), "a")
    assert (pauses(database, patient), pauses(database, other)) == ([(FIRST, LAST)], [])
