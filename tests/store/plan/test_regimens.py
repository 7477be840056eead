"""The steps of a plan: found by the form that made them, kept when they were replaced, and one patient's own."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from journal.core.plan.regimens import RecordedStep, Step
from journal.store.database.database import Database
from journal.store.plan import regimens as store

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CLONAZEPAM = "clonazepam"
FIRST, LATER = date(2026, 11, 23), date(2026, 12, 1)


def step(starts_on: date, ends_on: date | None = None, amount: int = 500_000) -> Step:
    return Step.every_day(starts_on, ends_on, (time(8), time(20)), amount, "tablet")


def test_a_step_is_found_again_closed_or_replaced(database: Database, make_patient) -> None:
    patient_id = make_patient("Ada")
    with database.writing() as session:
        store.add_step(session, patient_id, CLONAZEPAM, "a", step(FIRST), NOW)
        store.add_step(session, patient_id, CLONAZEPAM, "b", step(LATER), NOW)
        store.close_steps(session, patient_id, CLONAZEPAM, [step(FIRST)], LATER, NOW)
        store.supersede_steps(session, patient_id, CLONAZEPAM, [step(LATER)], NOW)
    closed, replaced = RecordedStep(step(FIRST, LATER), None, NOW, NOW), RecordedStep(step(LATER), NOW, NOW)
    with database.reading() as session:
        assert store.find_step(session, patient_id, "a") == closed
        assert store.find_step(session, patient_id, "b") == replaced
        assert store.find_step(session, patient_id, "c") is None
        assert store.list_recorded(session, patient_id) == (replaced, closed)
        assert store.list_steps(session, patient_id, CLONAZEPAM) == (closed.step,)


def test_who_ordered_a_step_is_kept_with_it(database: Database, make_patient) -> None:
    patient_id, named = make_patient("Ada"), replace(step(LATER), ordered_by="Dr Amsel", taken_before=True)
    with database.writing() as session:
        store.add_step(session, patient_id, CLONAZEPAM, "a", step(FIRST), NOW)
        store.add_step(session, patient_id, CLONAZEPAM, "b", named, NOW)
    with database.reading() as session:
        assert store.list_steps(session, patient_id, CLONAZEPAM) == (step(FIRST), named)


def test_a_plan_of_the_same_days_under_the_same_ids_is_each_patients_own(database: Database, make_patient) -> None:
    ada, bob = make_patient("Ada"), make_patient("Bob")
    with database.writing() as session:
        for patient_id, amount in ((ada, 500_000), (bob, 2_000_000)):
            store.add_step(session, patient_id, CLONAZEPAM, "a", step(FIRST, amount=amount), NOW)
            store.add_step(session, patient_id, CLONAZEPAM, "b", step(LATER, amount=amount), NOW)
        store.close_steps(session, ada, CLONAZEPAM, [step(FIRST)], FIRST)
        store.supersede_steps(session, ada, CLONAZEPAM, [step(LATER)], NOW)
    with database.reading() as session:
        assert store.list_steps(session, bob, CLONAZEPAM) == (
            step(FIRST, amount=2_000_000),
            step(LATER, amount=2_000_000),
        )
        assert store.find_step(session, ada, "a") == RecordedStep(step(FIRST, FIRST), None, NOW)
        assert {recorded.step.doses[0].amount for recorded in store.list_recorded(session, ada)} == {500_000}
