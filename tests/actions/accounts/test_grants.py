"""Letting somebody in, as actions: what is kept of a code, whose record is found, and nothing written after the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from journal.actions.accounts import grants
from journal.actions.acting import ActingForPatient
from journal.core.accounts.accounts import Actor, Patient, Settings
from journal.core.accounts.grants import Terms
from journal.core.medicine.medicines import of_monograph
from journal.core.values.errors import InvalidEntry, NotFound
from journal.store.accounts import accounts as accounts_store
from journal.store.accounts.grants import list_grants, list_names
from journal.store.database.database import Database
from tests.acting import NOW, acting

DAY = timedelta(days=1)


@pytest.fixture
def ann(database: Database, make_patient: Callable[..., str]) -> Patient:
    """Whose record it is."""
    return Patient(make_patient("Ann"), "Ann", Settings("Europe/Berlin"), (of_monograph("clonazepam"),), 0)


@pytest.fixture
def ben(database: Database, make_patient: Callable[..., str]) -> Patient:
    """Who looks after it, by another clock."""
    settings = Settings("America/New_York", hours="12")
    return Patient(
        make_patient("Ben", zone=settings.zone, hours="12"), "Ben", settings, (of_monograph("clonazepam"),), 0
    )


def looked_after(database: Database, ann: Patient, ben: Patient, terms: Terms) -> grants.CaringFor | None:
    """Ben accepts, and opens Ann's record."""
    made = grants.invite(acting(database, ann), terms)
    grants.accept(acting(database, ben), made.code)
    return grants.find_caring(database, made.grant_id, Actor(ben.id, ben.name), ben, NOW)


def test_of_a_code_only_a_keyed_hash_is_kept(database: Database, ann: Patient) -> None:
    made = grants.invite(acting(database, ann), Terms("Ben"))
    assert made.until == NOW + DAY
    with database.reading() as session:
        rows = str(session.execute(text("SELECT * FROM access_grant")).all())
    assert made.code not in rows


def test_the_record_is_found_in_its_zone_and_by_the_readers_clock(
    database: Database, ann: Patient, ben: Patient
) -> None:
    found = looked_after(database, ann, ben, Terms("Ben"))
    assert found is not None
    assert found.patient.id == ann.id
    assert (found.patient.settings.zone, found.patient.settings.hours) == ("Europe/Berlin", "12")
    assert (found.caring.zone, found.caring.medicines) == ("America/New_York", None)
    assert [each.id for each in found.patient.medicines] == ["clonazepam"]


@pytest.mark.parametrize(
    "terms",
    [
        Terms("Ben", starts_on=NOW.date() + DAY),
        Terms("Ben", ends_on=NOW.date() - DAY),
        Terms("Ben", medicines=("removed since",)),
    ],
)
def test_no_record_is_found_on_another_day_or_without_a_medicine(
    database: Database, ann: Patient, ben: Patient, terms: Terms
) -> None:
    assert looked_after(database, ann, ben, terms) is None


def test_somebody_else_finds_nothing_under_that_grant(database: Database, ann: Patient, ben: Patient) -> None:
    found = looked_after(database, ann, ben, Terms("Ben"))
    assert found is not None
    assert grants.find_caring(database, found.caring.id, Actor(ann.id, "Ann"), ann, NOW) is None
    assert grants.find_caring(database, "x" * 22, Actor(ben.id, "Ben"), ben, NOW) is None


@pytest.mark.parametrize("terms", [Terms("Ben"), Terms("Ben", medicines=("clonazepam",))])
def test_nothing_is_written_after_the_end_though_the_gate_let_somebody_in_before(
    database: Database, ann: Patient, ben: Patient, terms: Terms
) -> None:
    found = looked_after(database, ann, ben, terms)
    assert found is not None
    there = grants.under(found.caring, database)
    with there.writing() as session:
        accounts_store.touch_record(session, ann.id)
    grants.end(acting(database, ann), found.caring.id)
    with pytest.raises(grants.RightEnded, match="Nothing was saved"), there.writing():
        pass


def test_a_grant_is_ended_once_and_changed_no_more(database: Database, ann: Patient, ben: Patient) -> None:
    found = looked_after(database, ann, ben, Terms("Ben"))
    assert found is not None
    for later in (0, 1):
        grants.end(acting(database, ann, NOW + later * DAY), found.caring.id)
    with database.reading() as session:
        (grant,) = list_grants(session, ann.id)
        assert list_names(session, ann.id) == {ben.id: "Ben"}
    assert (grant.ended_at, grant.ended_by) == (NOW, ann.id)
    with pytest.raises(NotFound):
        grants.change(acting(database, ann), found.caring.id, Terms("Ben"))
    for act in (lambda: grants.end(acting(database, ben), found.caring.id), lambda: leave(database, ben, "x")):
        with pytest.raises(NotFound):
            act()


def leave(database: Database, who: Patient, grant_id: str) -> None:
    grants.leave(acting(database, who), grant_id)


def test_somebody_whose_last_day_is_over_may_be_let_in_again(database: Database, ann: Patient, ben: Patient) -> None:
    assert looked_after(database, ann, ben, Terms("Ben", ends_on=NOW.date() - DAY)) is None
    assert looked_after(database, ann, ben, Terms("Ben")) is not None
    with pytest.raises(InvalidEntry, match="already"):
        looked_after(database, ann, ben, Terms("Ben"))


def test_who_acts_for_somebody_else_is_named_and_whence_is_not(database: Database, ann: Patient, ben: Patient) -> None:
    own = acting(database, ann, address="192.0.2.0/24")
    assert (own.by_another, own.whence) == (None, own.origin)
    other = replace(own, actor=Actor(ben.id, "Ben"))
    assert isinstance(other, ActingForPatient)
    assert (other.by_another, other.whence.address) == (ben.id, "")
