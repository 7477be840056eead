"""Whoever may see some medicines only is shown nothing of the others, whatever is asked and by whomever."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from journal.core.medicine.medicines import Medicine
from journal.core.values.errors import NotFound
from journal.store.database.database import Database
from journal.store.database.models import AlertRow, Base, EntryRow, EntryVersion, MedicineRow, Patient
from journal.store.database.narrowing import OF_ALL
from journal.store.medicines import add_medicine
from journal.store.record.entries import get_entry
from tests.acting import NOW
from tests.long_records import one_entry

SEEN, HIDDEN = "clonazepam", "secretine"
ALERT = {
    "rule": "gap",
    "rule_version": 1,
    "level": "note",
    "found": {},
    "day_on": NOW.date(),
    "came": "told",
    "raised_at": NOW,
    "raised_by": "x",
}


def test_every_table_is_decided_about() -> None:
    """A new one names a medicine, an entry or what it is about, or it stands in OF_ALL on purpose."""
    names = {"medicine_id", "entry_id", "about_id"}
    silent = {name for name, table in Base.metadata.tables.items() if not names & set(table.c.keys())}
    assert Base.metadata.tables.keys() >= OF_ALL
    assert silent - OF_ALL == {"medicine"}, "say in narrowing.py whether it tells of a medicine"


@pytest.fixture
def patient_id(database: Database, make_patient: Callable[..., str]) -> str:
    """Somebody with a dose of two medicines, each changed once and warned of, and a check-in."""
    found = make_patient("Ada")
    with database.writing() as session:
        add_medicine(session, found, Medicine(HIDDEN, name="Secretine"), 1, NOW)
        rows = [one_entry(found, "dose", NOW, id=each, medicine_id=each) for each in (SEEN, HIDDEN)]
        session.execute(
            insert(EntryRow.__table__), [*rows, one_entry(found, "check_in", NOW, id="c", medicine_id=None)]
        )
        change = {"version": 1, "change": "edited", "changed_at": NOW, "changed_by": "x", "content": {}}
        versions = [{"patient_id": found, "entry_id": each, **change} for each in (SEEN, HIDDEN, "c")]
        session.execute(insert(EntryVersion.__table__), versions)
        about = [("entry", SEEN, None), ("entry", HIDDEN, None), ("medicine", HIDDEN, None), ("day", "x", HIDDEN)]
        alerts = [
            ALERT | {"patient_id": found, "id": str(n), "about": what, "about_id": which, "medicine_id": of}
            for n, (what, which, of) in enumerate(about)
        ]
        session.execute(insert(AlertRow.__table__), alerts)
    return found


@pytest.fixture
def narrow(database: Database) -> Database:
    """The same database for somebody who may see one of the two."""
    return database.narrowed({SEEN}, lambda _session: None)


def found_by(database: Database, query: Any) -> set[Any]:
    with database.reading() as session:
        return set(session.execute(query).scalars().all())


def test_rows_of_other_medicines_are_not_there(database: Database, narrow: Database, patient_id: str) -> None:
    other = aliased(EntryRow)
    for query, whole, seen in (
        (select(EntryRow.id), {SEEN, HIDDEN, "c"}, {SEEN, "c"}),
        (select(EntryRow.__table__.c.id), {SEEN, HIDDEN, "c"}, {SEEN, "c"}),
        (select(other.id), {SEEN, HIDDEN, "c"}, {SEEN, "c"}),
        (select(func.count()).select_from(EntryRow), {3}, {2}),
        (select(select(func.count(EntryRow.id)).scalar_subquery()), {3}, {2}),
        (select(or_(exists().where(EntryRow.medicine_id == HIDDEN))), {True}, {False}),
        (select(MedicineRow.id), {SEEN, HIDDEN}, {SEEN}),
        (select(EntryVersion.entry_id), {SEEN, HIDDEN, "c"}, {SEEN, "c"}),
        (select(AlertRow.id), {"0", "1", "2", "3"}, {"0"}),
        (select(Patient.name), {"Ada"}, {"Ada"}),
        (
            select(MedicineRow.id).join_from(Patient, MedicineRow, MedicineRow.patient_id == Patient.id, isouter=True),
            {SEEN, HIDDEN},
            {SEEN},
        ),
    ):
        assert found_by(database, query) == whole, query
        assert found_by(narrow, query) == seen, query


def test_an_entry_of_another_medicine_is_as_absent_as_a_missing_one(narrow: Database, patient_id: str) -> None:
    with narrow.writing() as session:
        assert get_entry(session, patient_id, SEEN).id == SEEN
        with pytest.raises(NotFound):
            get_entry(session, patient_id, HIDDEN)
        assert session.get(EntryRow, (patient_id, HIDDEN)) is None


def test_what_is_not_seen_is_not_changed_either(database: Database, narrow: Database, patient_id: str) -> None:
    with narrow.writing() as session:
        session.execute(update(EntryRow).values(note="changed"))
    assert found_by(database, select(EntryRow.id).where(EntryRow.note == "changed")) == {SEEN, "c"}


def test_whoever_may_see_all_is_asked_before_writing_too(database: Database, patient_id: str) -> None:
    asked = []
    whole = database.narrowed(None, lambda _session: asked.append("asked"))
    assert found_by(whole, select(EntryRow.id)) == {SEEN, HIDDEN, "c"}
    assert asked == []
    with whole.writing():
        assert asked == ["asked"]


def test_columns_are_not_read_past_it(narrow: Database) -> None:
    with pytest.raises(RuntimeError, match="nothing narrows"), narrow.reading_columns():
        pass
