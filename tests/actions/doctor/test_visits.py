"""Visits are saved once, changed under a lock, deleted and put back; another patient's are not there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from journal.actions.acting import ActingForPatient
from journal.actions.doctor import visits
from journal.actions.regimens import log_step
from journal.core.accounts.accounts import Patient
from journal.core.doctor.visits import Appointment, Visit
from journal.core.plan.regimens import Step
from journal.core.values.errors import NotFound
from journal.store.database.database import Database
from journal.store.doctor import visits as store
from journal.store.plan.regimens import read_plan
from tests.acting import acting

TODAY = date(2026, 11, 23)
SAID = Appointment(date(2026, 12, 4), time(10, 30), "Dr Amsel", "Clinic", to_ask="Can December wait?")


@pytest.fixture
def owner(database: Database, patient: Patient) -> ActingForPatient:
    return acting(database, patient)


def get(owner: ActingForPatient, visit_id: str = "v") -> Visit:
    with owner.database.reading() as session:
        found = store.find_visit(session, owner.patient.id, visit_id)
    assert found is not None
    return found


def listed(owner: ActingForPatient) -> list[str]:
    with owner.database.reading() as session:
        return [each.id for each in store.list_visits(session, owner.patient.id)]


def test_a_visit_is_saved_once_and_another_content_is_refused(owner: ActingForPatient) -> None:
    for _again in range(2):
        visits.log_visit(owner, "v", SAID, b"f")
    assert get(owner).said == SAID
    with pytest.raises(visits.VisitExists):
        visits.log_visit(owner, "v", replace(SAID, place="Home"), b"other")
    assert get(owner).said == SAID
    assert listed(owner) == ["v"]


def test_a_change_keeps_what_was_said_and_a_stale_form_changes_nothing(owner: ActingForPatient) -> None:
    visits.log_visit(owner, "v", SAID, b"f")
    later = replace(SAID, day_on=date(2026, 12, 11))
    visits.edit_visit(owner, "v", 1, SAID)
    assert get(owner).version == 1  # it said so already
    visits.edit_visit(owner, "v", 1, later)
    with pytest.raises(visits.VisitChanged) as refused:
        visits.edit_visit(owner, "v", 1, replace(SAID, place="Home"))
    assert refused.value.visit.said == get(owner).said == later
    with owner.database.reading() as session:
        (before,) = store.list_versions(session, owner.patient.id, "v", 9)
        (whole,) = store.list_every_visit(session, owner.patient.id)
    assert (before.said, before.change, before.changed_by) == (SAID, "edited", owner.actor.id)
    assert whole.versions == (before,)
    assert whole.edited_at == owner.now


def test_what_was_deleted_is_put_back_as_it_was(owner: ActingForPatient) -> None:
    visits.log_visit(owner, "v", SAID, b"f")
    for _again in range(2):
        visits.delete_visit(owner, "v")
    assert listed(owner) == []
    with pytest.raises(visits.VisitChanged):
        visits.edit_visit(owner, "v", 2, SAID)
    for _again in range(2):
        visits.delete_visit(owner, "v", back=True)
    assert listed(owner) == ["v"]
    assert (get(owner).said, get(owner).version) == (SAID, 3)


def test_which_is_next_and_which_was_last(owner: ActingForPatient) -> None:
    days = {"gone": date(2026, 11, 22), "before": date(2026, 9, 1), "now": TODAY, "later": date(2026, 12, 1)}
    for visit_id, on in days.items():
        visits.log_visit(owner, visit_id, Appointment(on), b"f")
    visits.log_visit(owner, "unknown", Appointment(to_ask="?"), b"f")

    def around() -> tuple[str, str]:
        with owner.database.reading() as session:
            following = store.find_next(session, owner.patient.id, TODAY)
            last = store.find_last(session, owner.patient.id, TODAY)
        return following.id if following else "", last.id if last else ""

    assert listed(owner) == ["unknown", "later", "now", "gone", "before"]
    assert around() == ("now", "gone")
    for visit_id in ("now", "later", "gone", "before"):
        visits.delete_visit(owner, visit_id)
    assert around() == ("unknown", "")
    visits.delete_visit(owner, "unknown")
    assert around() == ("", "")


def test_words_are_found_whatever_their_capitals(owner: ActingForPatient) -> None:
    visits.log_visit(owner, "v", SAID, b"f")
    with owner.database.reading() as session:
        for search, there in (("amsel", 1), ("december wait", 1), ("%", 0), ("january", 0)):
            assert len(store.search_visits(session, owner.patient.id, search, 9)) == there


def test_a_step_says_at_which_visit_it_was_decided(owner: ActingForPatient) -> None:
    visits.log_visit(owner, "v", replace(SAID, day_on=TODAY), b"f")
    step = Step.every_day(TODAY, None, [time(8)], 500_000, "tablet")
    with pytest.raises(NotFound):
        log_step(owner, "s", step, visit_id="another")
    log_step(owner, "s", step, visit_id="v")
    with owner.database.reading() as session:
        (saved,) = read_plan(session, owner.patient.id).steps
        assert store.list_days(session, owner.patient.id, ["v", "another"]) == {"v": TODAY}
    assert saved.visit_id == "v"


def test_another_patients_visit_is_not_there(owner: ActingForPatient, make_patient: Callable[[str], str]) -> None:
    visits.log_visit(owner, "v", SAID, b"f")
    other = replace(owner, patient=replace(owner.patient, id=make_patient("Other")))
    for act in (
        lambda: visits.edit_visit(other, "v", 1, SAID),
        lambda: visits.delete_visit(other, "v"),
        lambda: visits.delete_visit(other, "v", back=True),
    ):
        with pytest.raises(NotFound):
            act()
    visits.log_visit(other, "v", replace(SAID, place="Home"), b"g")
    assert get(owner).said == SAID
    assert listed(other) == ["v"]
