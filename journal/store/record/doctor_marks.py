"""Ticks "for my doctor" in the database. One on a deleted entry stays, and is not told of while it is deleted."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, delete, func, select
from sqlalchemy.orm import Session

from journal.core.record.doctor_marks import DoctorMark, Ticked
from journal.core.record.entries import Entry
from journal.core.record.observations import Observation
from journal.store.database.inserts import insert_into
from journal.store.database.models import DoctorMark as MarkRow
from journal.store.database.models import EntryRow, ObservationRow
from journal.store.record.entries import LISTED, read_entries
from journal.store.record.observations import LISTED as OBSERVATIONS
from journal.store.record.observations import read_observations

_TABLE: Table = MarkRow.__table__  # type: ignore[assignment]
_mark, _entry, _observation = _TABLE.c, EntryRow.__table__.c, ObservationRow.__table__.c
_NEWEST_FIRST = _mark.marked_at.desc(), _mark.entry_id


def set_mark(session: Session, patient_id: str, kind: Ticked, entry_id: str, now: datetime, by: str) -> None:
    """Tick something; what is ticked already keeps its tick."""
    values = {"patient_id": patient_id, "kind": kind, "entry_id": entry_id, "marked_at": now, "marked_by": by}
    session.execute(insert_into(_TABLE, session.get_bind().dialect.name).values(values).on_conflict_do_nothing())


def remove_mark(session: Session, patient_id: str, kind: Ticked, entry_id: str) -> None:
    """Take a tick off."""
    is_it = _mark.patient_id == patient_id, _mark.kind == kind, _mark.entry_id == entry_id
    session.execute(delete(_TABLE).where(*is_it))


def list_ticked(session: Session, patient_id: str, kind: Ticked, entry_ids: Collection[str]) -> set[str]:
    """Those of the ids that are ticked; asks nothing where there are none."""
    if not entry_ids:
        return set()
    query = select(_mark.entry_id).where(_mark.patient_id == patient_id, _mark.kind == kind)
    return set(session.scalars(query.where(_mark.entry_id.in_(list(entry_ids)))))


def list_ticked_entries(session: Session, patient_id: str, since: datetime | None, limit: int) -> list[Entry]:
    """The entries ticked since an instant, or ever: the newest ticks first, none that is deleted."""
    query = LISTED.join(_TABLE, _of("entry", _entry, patient_id, since)).order_by(*_NEWEST_FIRST).limit(limit)
    return read_entries(session, patient_id, session.execute(query).all())


def list_ticked_observations(
    session: Session, patient_id: str, since: datetime | None, limit: int
) -> list[Observation]:
    """The same of what others saw."""
    query = OBSERVATIONS.join(_TABLE, _of("observation", _observation, patient_id, since))
    return read_observations(session.execute(query.order_by(*_NEWEST_FIRST).limit(limit)))


def count_ticked(session: Session, patient_id: str, since: datetime | None) -> int:
    """How many entries and observations were ticked since an instant, or ever."""
    entries = _count(EntryRow, _of("entry", _entry, patient_id, since))
    seen = _count(ObservationRow, _of("observation", _observation, patient_id, since))
    return sum(session.scalars(entries.union_all(seen)))


def list_every_mark(session: Session, patient_id: str) -> list[DoctorMark]:
    """Every tick, oldest first."""
    query = select(_mark.kind, _mark.entry_id, _mark.marked_at, _mark.marked_by).where(_mark.patient_id == patient_id)
    return [DoctorMark(*row) for row in session.execute(query.order_by(_mark.marked_at, _mark.kind, _mark.entry_id))]


def _count(table: Any, joined: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table.__table__.join(_TABLE, joined))


def _of(kind: Ticked, row: Any, patient_id: str, since: datetime | None) -> ColumnElement[bool]:
    """A row that is not deleted, and its tick."""
    conditions: Iterable[ColumnElement[bool]] = (
        row.patient_id == patient_id,
        row.deleted_at.is_(None),
        _mark.patient_id == row.patient_id,
        _mark.entry_id == row.id,
        _mark.kind == kind,
        *([] if since is None else [_mark.marked_at >= since]),
    )
    return and_(*conditions)
