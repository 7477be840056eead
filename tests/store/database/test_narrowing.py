"""Whoever may see some medicines only is shown nothing of the others, whatever is asked and by whomever."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import bindparam, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from journal.core.medicine.medicines import Medicine
from journal.core.values.errors import NotFound
from journal.store.database import narrowing
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


def test_one_question_asked_by_many_is_answered_for_each_alone(
    database: Database, patient_id: str, make_patient: Callable[..., str]
) -> None:
    """A question is narrowed once for all who ask it: whose record it is and what may be seen come from who asks."""
    other = make_patient("Bea")
    with database.writing() as session:
        add_medicine(session, other, Medicine(HIDDEN, name="Secretine"), 1, NOW)
        rows = [one_entry(other, "dose", NOW, id=f"b-{each}", medicine_id=each) for each in (SEEN, HIDDEN)]
        session.execute(insert(EntryRow.__table__), rows)

    def ask(seen: str, whose: str, most: int) -> tuple[list[str], list[str]]:
        named = select(EntryRow.id).where(EntryRow.patient_id == bindparam("whose")).order_by(EntryRow.id).limit(most)
        written = select(EntryRow.id).where(EntryRow.patient_id.in_([whose])).order_by(EntryRow.id).limit(most)
        with database.narrowed({seen}, lambda _session: None).reading() as session:
            return (
                list(session.execute(named, {"whose": whose}).scalars()),
                list(session.scalars(written)),
            )

    expected = {
        (SEEN, patient_id, 9): ["c", SEEN],
        (HIDDEN, other, 9): [f"b-{HIDDEN}"],
        (SEEN, other, 9): [f"b-{SEEN}"],
        (HIDDEN, patient_id, 9): ["c", HIDDEN],
        (HIDDEN, patient_id, 1): ["c"],
    }
    for asked, answer in expected.items():
        assert ask(*asked) == (answer, answer), asked
    kept = [each for each in narrowing._kept.values() if each is not None]
    held = [value for each in kept for value in each.compile().params.values()]
    assert kept
    assert {value for value in held if value is not None} <= {"medicine", "entry"}, "words of a rule, nobody's values"


def test_a_question_whose_values_cannot_be_taken_out_is_narrowed_each_time(narrow: Database, patient_id: str) -> None:
    for sought, answer in ((SEEN, {SEEN}), (HIDDEN, set()), ("c", {"c"})):
        fixed = (EntryRow.__table__.c.id == sought)._annotate({"no_replacement_traverse": True})
        assert found_by(narrow, select(EntryRow.__table__.c.id).where(fixed)) == answer
        given = select(EntryRow.id).where(EntryRow.id == bindparam("sought")).params(sought=sought)
        assert found_by(narrow, given) == answer


def test_no_more_is_kept_than_there_is_room_for(
    narrow: Database, patient_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MOST_KEPT", 2)
    narrowing._kept.clear()
    for column in ("id", "kind", "note", "id"):
        assert len(found_by(narrow, select(EntryRow.__table__.c[column], EntryRow.__table__.c.at))) <= 2
    assert len(narrowing._kept) == 2
