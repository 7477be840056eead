"""The answers about days in the database. What was not answered has no row, and is unknown."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, delete, exists, insert, select
from sqlalchemy.orm import Session

from journal.core.record.day_counts import Answer
from journal.core.record.days import Day
from journal.core.values.periods import Period
from journal.store.database.models import DayAnswerRow, EntryRow

_ANSWER = cast("Table", DayAnswerRow.__table__)
_answer = _ANSWER.c
_ADD = insert(_ANSWER)
_OF_ENTRIES = (
    select(_answer.entry_id, _answer.question, _answer.value)
    .where(_answer.patient_id == bindparam("patient_id"))
    .where(_answer.entry_id.in_(bindparam("entry_ids", expanding=True)))
)
_OF_DAYS = (
    select(_answer.day_on, _answer.question, _answer.value)
    .where(_answer.patient_id == bindparam("patient_id"))
    .where(_answer.day_on.between(bindparam("first_on"), bindparam("last_on")))
    .order_by(_answer.day_on, _answer.question)
)
IN_BATCHES = {"yield_per": 1000}  # as charts read: a long record read at once would take memory that is not given back


def list_day_answers(session: Session, patient_id: str, period: Period) -> tuple[Answer, ...]:
    """(day, question, number) of everything that was answered about the days of a period: no 0 and yes 1, half hours of
    sleep, 0 to 4 of the weekly look and of what a medicine is for. One statement, and the index alone."""
    asked = {"patient_id": patient_id, "first_on": period.first_on, "last_on": period.last_on}
    return tuple(session.execute(_OF_DAYS, asked, execution_options=IN_BATCHES).all())


def said_yes_on(session: Session, patient_id: str, period: Period) -> dict[date, set[str]]:
    """The questions that were answered with yes on each day of a period, for a calendar."""
    found: dict[date, set[str]] = {}
    for on, question, value in list_day_answers(session, patient_id, period):
        if value:
            found.setdefault(on, set()).add(question)
    return found


def answers_of(session: Session, patient_id: str, entry_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """The answers of each of those entries, by question; no statement where there are no entries."""
    found: dict[str, dict[str, int]] = {}
    if entry_ids:
        asked = {"patient_id": patient_id, "entry_ids": entry_ids}
        for entry_id, question, value in session.execute(_OF_ENTRIES, asked):
            found.setdefault(entry_id, {})[question] = value
    return found


def add_answers(session: Session, patient_id: str, entry_id: str, day: Day) -> None:
    """Write down what an entry about a day answers."""
    shared: dict[str, Any] = {"patient_id": patient_id, "entry_id": entry_id, "day_on": day.day_on}
    rows = [shared | {"question": question, "value": value} for question, value in day.answers.items()]
    if rows:
        session.execute(_ADD, rows)


def drop_answers(session: Session, patient_id: str, entry_id: str) -> None:
    """Take an entry's answers out of every count."""
    session.execute(delete(DayAnswerRow).where(_answer.patient_id == patient_id, _answer.entry_id == entry_id))


def said_yes(patient_id: str, questions: Collection[str]) -> ColumnElement[bool]:
    """Entries that answer one of these questions with yes."""
    own = _answer.patient_id == patient_id, _answer.entry_id == EntryRow.id
    return exists().where(*own, _answer.question.in_(questions), _answer.value > 0)
