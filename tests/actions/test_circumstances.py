"""Pregnancy noted and taken back in the record: told once with each medicine, kept as an alert, and in the trail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from journal.actions import medicines, regimens
from journal.actions.acting import ActingForPatient
from journal.actions.alerts import acknowledge_alert
from journal.actions.circumstances import note_circumstances
from journal.core.accounts.accounts import Actor, Patient
from journal.core.medicine.circumstances import NOTHING_NOTED, Circumstances
from journal.core.medicine.medicines import Medicine, of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.safety.alerts import Alert
from journal.core.values.errors import NotFound
from journal.core.values.periods import Period
from journal.store.accounts.accounts import get_circumstances
from journal.store.accounts.audit import list_events
from journal.store.database.database import Database
from journal.store.database.models import AlertRow
from journal.store.safety import alerts
from tests.acting import NOW, acting

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
PREGNANT = Circumstances(pregnant_since=MARCH)
OTHER = replace(of_monograph("other"), name="Other")

Then = Callable[..., ActingForPatient]


@pytest.fixture
def known(clonazepam: Monograph) -> dict[str, Monograph]:
    """Two monographs that warn of it, and one that does not."""
    other = clonazepam.model_copy(update={"key": "other", "name": "Other"})
    return {
        "clonazepam": clonazepam,
        "other": other,
        "quiet": other.model_copy(update={"key": "quiet", "precautions": ()}),
    }


@pytest.fixture
def then(database: Database, patient: Patient, known: dict[str, Monograph]) -> Then:
    """Acting on the patient's record, so many minutes later."""
    return lambda minutes=0, **who: replace(
        acting(database, patient, NOW + timedelta(minutes=minutes), **who), monographs=known
    )


def kept(database: Database) -> list[tuple[Any, ...]]:
    """What is kept of the rule: of which medicine, what it found, and whether it is struck."""
    rows = AlertRow.__table__.c
    query = select(rows.about_id, rows.found, rows.struck_at.is_not(None)).where(rows.rule == "circumstances")
    with database.reading() as session:
        return [tuple(row) for row in session.execute(query.order_by(rows.raised_at, rows.about_id))]


def shown(database: Database, patient: Patient) -> list[list[Alert]]:
    """What somebody reads of it by every way there is."""
    with database.reading() as session:
        day = Period(NOW.date(), NOW.date())
        return [
            alerts.list_about(session, patient.id, "medicine", ["clonazepam", "other"]),
            alerts.list_in_period(session, patient.id, day, 9),
            alerts.list_newest(session, patient.id, 9),
            alerts.list_open(session, patient.id, NOW - timedelta(days=1), 9),
        ]


def trail(database: Database, patient: Patient) -> list[tuple[str | None, str | None]]:
    with database.reading() as session:
        events = list_events(session, patient.id, None, 9)
        return [(event.action, event.about) for event in events if (event.action or "").startswith("note about")]


def test_noting_it_is_told_once_of_each_medicine_that_warns_of_it(
    database: Database, patient: Patient, known: dict[str, Monograph], then: Then
) -> None:
    for each in (OTHER, replace(of_monograph("quiet"), name="Quiet")):
        medicines.add_medicine(then(), each, known)
    assert kept(database) == []
    note_circumstances(then(), PREGNANT)
    found = {"pregnant_since": "2026-03-01"}
    both = [("clonazepam", {"of": "clonazepam"} | found, False), ("other", {"of": "other"} | found, False)]
    assert kept(database) == both
    note_circumstances(then(1), PREGNANT)
    assert kept(database) == both, "the same once more is not told again"
    with database.reading() as session:
        assert get_circumstances(session, patient.id) == PREGNANT
    assert trail(database, patient) == [("note about oneself made", "")], "the trail does not say what"


def test_another_day_is_another_fact_and_what_is_taken_back_is_struck(
    database: Database, patient: Patient, then: Then
) -> None:
    note_circumstances(then(), PREGNANT)
    note_circumstances(then(1), Circumstances(pregnant_since=APRIL))
    note_circumstances(then(2), Circumstances(breastfeeding_since=APRIL))
    note_circumstances(then(3), NOTHING_NOTED)
    assert [(dict(found), struck) for _of, found, struck in kept(database)] == [
        ({"of": "clonazepam", "pregnant_since": "2026-03-01"}, True),
        ({"of": "clonazepam", "pregnant_since": "2026-04-01"}, True),
        ({"of": "clonazepam", "breastfeeding_since": "2026-04-01"}, True),
    ]
    made, back = ("note about oneself made", ""), ("note about oneself taken back", "")
    assert trail(database, patient) == [back, back, made, made, made], "newest first"
    note_circumstances(then(4), PREGNANT)
    assert [struck for _of, _found, struck in kept(database)] == [False, True, True]


def test_a_medicine_added_or_taken_again_while_it_is_noted_is_told_of(
    database: Database, known: dict[str, Monograph], then: Then
) -> None:
    note_circumstances(then(), PREGNANT)
    medicines.add_medicine(then(1), OTHER, known)
    assert [(of, struck) for of, _found, struck in kept(database)] == [("clonazepam", False), ("other", False)]
    ended = OTHER.ending(NOW.date() - timedelta(days=1))
    regimens.change_medicine(then(2), ended, OTHER.version_tag, known)
    assert [struck for _of, _found, struck in kept(database)] == [False, True]
    regimens.change_medicine(then(3), OTHER, ended.version_tag, known)
    assert [struck for _of, _found, struck in kept(database)] == [False, False]
    medicines.add_medicine(then(4), Medicine("v", name="Valproate"), known)
    assert len(kept(database)) == 2, "nothing is known of it"


def test_whoever_cares_for_the_record_is_told_nothing_of_it_and_the_patient_all(
    database: Database, patient: Patient, known: dict[str, Monograph], then: Then
) -> None:
    note_circumstances(then(), PREGNANT)
    ben = Actor("ben", "Ben")
    for seen in (None, {"clonazepam", "other"}):
        theirs = database.narrowed(seen, lambda _session: None)
        assert shown(theirs, patient) == [[], [], [], []]
    there = replace(then(1, actor=ben), database=database.narrowed(None, lambda _session: None))
    medicines.add_medicine(there, OTHER, known)
    renamed = replace(OTHER, name="Another name")
    regimens.change_medicine(there, renamed, OTHER.version_tag, known)
    assert [(of, struck) for of, _found, struck in kept(database)] == [("clonazepam", False), ("other", False)]
    assert [len(way) for way in shown(database, patient)] == [2, 2, 2, 2]
    (first, *_others) = shown(database, patient)[0]
    with pytest.raises(NotFound):
        acknowledge_alert(there, first.id)
    acknowledge_alert(then(2), first.id)
    assert len(shown(database, patient)[3]) == 1
