"""Answers about a day by one press: beside what is answered already, and nothing of it is lost."""

from datetime import UTC, date, datetime

from journal.actions.record.days import answer_one, save_day
from journal.core.accounts.accounts import Patient
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.record.days import Day, day_id
from journal.core.values.clock import moment
from journal.store.database.database import Database
from journal.store.record.entries import get_entry
from tests.acting import acting

NOW, ON = datetime(2026, 11, 24, 19, 5, tzinfo=UTC), date(2026, 11, 24)
PREGABALIN = read_monograph(DATA / "pregabalin.toml")


def said(database: Database, patient: Patient) -> dict[str, int]:
    with database.reading() as session:
        detail = get_entry(session, patient.id, day_id(ON), "day").detail
    assert isinstance(detail, Day)
    return detail.answers


def test_one_press_answers_one_question_beside_the_others(database: Database, patient: Patient) -> None:
    press = acting(database, patient, NOW)
    answer_one(press, ON, "benefit-pain", 0, PREGABALIN)
    answer_one(press, ON, "fell", 1, PREGABALIN)
    answer_one(press, ON, "benefit-worry", 3, PREGABALIN)
    answer_one(press, ON, "benefit-pain", 2, PREGABALIN)
    assert said(database, patient) == {"fell": 1, "benefit-pain": 2, "benefit-worry": 3}


def test_what_no_monograph_asks_for_any_more_is_kept_when_the_day_is_changed(
    database: Database, patient: Patient
) -> None:
    """No form has a field for it: saving one must not take it away."""
    day = Day(moment=moment(NOW, "Europe/Berlin"), day_on=ON, benefits={"of a file that is gone": 4, "pain": 1})
    save_day(acting(database, patient, NOW), day, 0, b"x" * 32, PREGABALIN)
    changed = day.model_copy(update={"benefits": {"worry": 0}})
    save_day(acting(database, patient, NOW), changed, 1, b"y" * 32, PREGABALIN)
    assert said(database, patient) == {"benefit-of a file that is gone": 4, "benefit-worry": 0}
