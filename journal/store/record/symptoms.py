"""A patient's own symptoms: their names and states on the patient's row, and the ratings that carry their keys."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, Text, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session, aliased

from journal.core.record.symptoms import Symptoms
from journal.store.database.models import EntryVersion, Patient, RatingRow
from journal.store.record.versions import keep_versions

_patient = Patient.__table__.c
_LOCK = (
    update(cast("Table", Patient.__table__))
    .where(_patient.id == bindparam("patient_id"))
    .values(revision=_patient.revision + 1)
    .returning(_patient.own_symptoms, _patient.symptom_states)
)
A_BATCH = 500


class Usage(NamedTuple):
    """How often a symptom is rated, and on which day last."""

    check_ins: int
    last_on: date


def lock_symptoms(session: Session, patient_id: str) -> Symptoms:
    """The symptoms as they stay until this transaction ends. Counts a change of the record, like `touch_record`."""
    row = session.execute(_LOCK, {"patient_id": patient_id}).first()
    return Symptoms(row.own_symptoms, row.symptom_states) if row else Symptoms()


def set_symptoms(session: Session, patient_id: str, symptoms: Symptoms) -> None:
    """Replace names and states."""
    columns = {"own_symptoms": dict(symptoms), "symptom_states": symptoms.states or None}
    session.execute(update(Patient).where(Patient.id == patient_id).values(**columns))


def list_usage(session: Session, patient_id: str, keys: Collection[str]) -> dict[str, Usage]:
    """How often the effects of these keys are rated; those that are not are left out."""
    query = (
        select(RatingRow.effect, func.count(), func.max(RatingRow.day_on))
        .where(RatingRow.patient_id == patient_id, RatingRow.effect.in_(keys))
        .group_by(RatingRow.effect)
    )
    return {effect: Usage(count, last_on) for effect, count, last_on in session.execute(query)}


def count_both(session: Session, patient_id: str, one: str, other: str) -> int:
    """How many check-ins rate both effects."""
    there = aliased(RatingRow)
    query = select(func.count()).where(RatingRow.patient_id == patient_id, RatingRow.effect == one)
    same = and_(there.patient_id == patient_id, there.entry_id == RatingRow.entry_id, there.effect == other)
    return session.execute(query.where(exists().where(same))).scalar_one()


def is_spoken_of(session: Session, patient_id: str, key: str) -> bool:
    """Whether an earlier version or a deleted entry speaks of the effect."""
    spoken = as_type(EntryVersion.content, Text).contains(key, autoescape=True)
    query = select(EntryVersion.version).where(EntryVersion.patient_id == patient_id, spoken).limit(1)
    return session.execute(query).first() is not None


def merge_ratings(session: Session, patient_id: str, effect: str, into: str, now: datetime, changed_by: str) -> None:
    """Put the ratings of one effect under another one; where a check-in rates both, the worse stands, of the worst
    and of right now.

    Every check-in keeps what it said before as a version.
    """
    query = select(RatingRow.entry_id).where(RatingRow.patient_id == patient_id, RatingRow.effect == effect)
    entry_ids = list(session.scalars(query.order_by(RatingRow.entry_id)))
    for first in range(0, len(entry_ids), A_BATCH):
        keep_versions(session, patient_id, entry_ids[first : first + A_BATCH], "merged", now, changed_by)
    other = aliased(RatingRow)
    same = and_(other.patient_id == patient_id, other.entry_id == RatingRow.entry_id)
    rated = and_(RatingRow.patient_id == patient_id, RatingRow.effect == effect)
    session.execute(
        update(RatingRow)
        .where(RatingRow.patient_id == patient_id, RatingRow.effect == into)
        .where(exists().where(same, other.effect == effect, other.severity > RatingRow.severity))
        .values(severity=select(other.severity).where(same, other.effect == effect).scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    more_now = or_(RatingRow.now_severity.is_(None), other.now_severity > RatingRow.now_severity)
    session.execute(
        update(RatingRow)
        .where(RatingRow.patient_id == patient_id, RatingRow.effect == into)
        .where(exists().where(same, other.effect == effect, other.now_severity.is_not(None), more_now))
        .values(now_severity=select(other.now_severity).where(same, other.effect == effect).scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    twice = delete(RatingRow).where(rated, exists().where(same, other.effect == into))
    session.execute(twice.execution_options(synchronize_session=False))
    moved = update(RatingRow).where(rated).values(effect=into)
    session.execute(moved.execution_options(synchronize_session=False))
