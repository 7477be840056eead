"""Answers about days in the database: read by their days, of one patient alone, gone while the entry is deleted."""

from datetime import UTC, date, datetime

from journal.core.accounts.accounts import Patient
from journal.core.record.days import Day, day_id
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.database.database import Database
from journal.store.record.days import list_day_answers
from journal.store.record.entries import get_entry
from journal.store.record.entry_changes import add_entry, delete_entry, restore_entry

NOW = datetime(2026, 11, 24, 19, 5, tzinfo=UTC)
ON = date(2026, 11, 24)
BENEFITS = {"pain": 2, "worry": 0}
DAY = Day(moment=moment(NOW, "Europe/Berlin"), day_on=ON, drove=True, fell=False, sleep=15, living=4, benefits=BENEFITS)
WHOLE = Period(date(2026, 11, 1), date(2026, 11, 30))
SAID = (
    (ON, "benefit-pain", 2),
    (ON, "benefit-worry", 0),
    (ON, "drove", 1),
    (ON, "fell", 0),
    (ON, "living", 4),
    (ON, "sleep", 15),
)


def add(database: Database, patient_id: str, day: Day = DAY) -> None:
    with database.writing() as session:
        add_entry(session, patient_id, day_id(day.day_on), day, search_text="", fingerprint=b"x" * 32, now=NOW)


def test_answers_come_by_day_and_question(database: Database, patient: Patient) -> None:
    add(database, patient.id)
    with database.reading() as session:
        assert list_day_answers(session, patient.id, WHOLE) == SAID
        assert list_day_answers(session, patient.id, Period(date(2026, 11, 25), date(2026, 11, 30))) == ()
        assert list_day_answers(session, "somebody else", WHOLE) == ()
        assert get_entry(session, patient.id, day_id(ON), "day").detail == DAY


def test_a_day_with_a_note_alone_has_no_answers(database: Database, patient: Patient) -> None:
    add(database, patient.id, Day(moment=DAY.moment, day_on=ON, note="rain"))
    with database.reading() as session:
        assert list_day_answers(session, patient.id, WHOLE) == ()


def test_a_deleted_day_is_in_no_count_and_comes_back_as_it_was(database: Database, patient: Patient) -> None:
    add(database, patient.id)
    with database.writing() as session:
        delete_entry(session, patient.id, day_id(ON), NOW, patient.id)
    with database.reading() as session:
        assert list_day_answers(session, patient.id, WHOLE) == ()
    with database.writing() as session:
        restore_entry(session, patient.id, day_id(ON), DAY, DAY, NOW, patient.id)
    with database.reading() as session:
        assert list_day_answers(session, patient.id, WHOLE) == SAID
