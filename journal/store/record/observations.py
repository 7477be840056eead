"""Observations in the database: a table of their own, which no chart and no count reads."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from journal.core.record.observations import Observation, Observed
from journal.core.values.clock import Moment
from journal.store.database.inserts import insert_into
from journal.store.database.models import ObservationRow

_TABLE: Table = ObservationRow.__table__  # type: ignore[assignment]
_observation = _TABLE.c
LISTED = select(_TABLE)


def add_observation(
    session: Session,
    patient_id: str,
    observation_id: str,
    observed: Observed,
    *,
    fingerprint: bytes,
    recorded_by: str,
    now: datetime,
) -> bool:
    """Add an observation, and return whether it was: one with this id stays as it is."""
    moment = observed.moment
    values = {
        "patient_id": patient_id,
        "id": observation_id,
        "at": moment.at,
        "zone": moment.zone,
        "offset_minutes": moment.offset_minutes,
        "day_on": observed.day_on,
        "recorded_at": now,
        "recorded_by": recorded_by,
        "fingerprint": fingerprint,
        "what": observed.what,
        "severity": observed.severity,
        "minutes": observed.minutes,
        "note": observed.note,
    }
    adding = insert_into(_TABLE, session.get_bind().dialect.name).on_conflict_do_nothing().returning(_observation.id)
    return session.execute(adding, values).first() is not None


def find_fingerprint(session: Session, patient_id: str, observation_id: str) -> bytes | None:
    """The fingerprint of the form that made this observation; None when there is none of that id."""
    found: bytes | None = session.scalar(select(_observation.fingerprint).where(*_is(patient_id, observation_id)))
    return found


def find_observation(session: Session, patient_id: str, observation_id: str) -> Observation | None:
    """An observation, taken back or not; None when this patient has none of that id."""
    row = session.execute(select(_TABLE).where(*_is(patient_id, observation_id))).first()
    return None if row is None else _read(row)


def list_observations(
    session: Session, patient_id: str, limit: int | None = None, recorded_by: str | None = None
) -> list[Observation]:
    """What was observed and not taken back, newest first; by one person alone where that is named."""
    query = select(_TABLE).where(_observation.patient_id == patient_id, _observation.deleted_at.is_(None))
    if recorded_by is not None:
        query = query.where(_observation.recorded_by == recorded_by)
    order = _observation.day_on.desc(), _observation.at.desc(), _observation.id
    return _all(session.execute(query.order_by(*order).limit(limit)))


def list_of_day(session: Session, patient_id: str, on: date, limit: int) -> list[Observation]:
    """What was observed on a day, newest first."""
    query = select(_TABLE).where(
        _observation.patient_id == patient_id, _observation.day_on == on, _observation.deleted_at.is_(None)
    )
    return _all(session.execute(query.order_by(_observation.at.desc(), _observation.id).limit(limit)))


def list_every_observation(session: Session, patient_id: str) -> list[Observation]:
    """Everything that was ever observed, oldest first, with what was taken back."""
    query = select(_TABLE).where(_observation.patient_id == patient_id)
    return _all(session.execute(query.order_by(_observation.recorded_at, _observation.id)))


def read_observations(rows: Iterable[Any]) -> list[Observation]:
    """The observations of rows of `LISTED`."""
    return _all(rows)


def mark_deleted(session: Session, patient_id: str, observation_id: str, now: datetime | None) -> None:
    """Take an observation back, or put it back where no instant is given."""
    session.execute(update(_TABLE).where(*_is(patient_id, observation_id)).values(deleted_at=now))


def _is(patient_id: str, observation_id: str) -> tuple[Any, ...]:
    return _observation.patient_id == patient_id, _observation.id == observation_id


def _all(rows: Iterable[Any]) -> list[Observation]:
    return [_read(row) for row in rows]


def _read(row: Any) -> Observation:
    moment = Moment(row.at, row.zone, row.offset_minutes)
    observed = Observed(moment, row.what, row.severity, row.minutes, row.note)
    return Observation(row.id, observed, row.recorded_at, row.recorded_by, row.deleted_at)
