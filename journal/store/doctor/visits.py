"""Visits in the database, each with what it said before."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, or_, select, update
from sqlalchemy.orm import Session

from journal.core.doctor.visits import Appointment, Visit, VisitVersion, from_values
from journal.core.values.text import DOTTED
from journal.store.database.inserts import insert_into
from journal.store.database.models import VisitRow
from journal.store.database.models import VisitVersion as VersionRow

_TABLE: Table = VisitRow.__table__  # type: ignore[assignment]
_visit = _TABLE.c
_SAID = tuple(each.name for each in fields(Appointment))
_NEWEST_FIRST = _visit.day_on.desc().nulls_first(), _visit.at.desc().nulls_last(), _visit.id


def add_visit(
    session: Session,
    patient_id: str,
    visit_id: str,
    said: Appointment,
    *,
    fingerprint: bytes,
    recorded_by: str | None,
    now: datetime,
) -> bool:
    """Add a visit as version 1, and return whether it was: one with this id stays as it is."""
    values = _columns(said) | {
        "patient_id": patient_id,
        "id": visit_id,
        "version": 1,
        "recorded_at": now,
        "recorded_by": recorded_by,
        "fingerprint": fingerprint,
    }
    adding = insert_into(_TABLE, session.get_bind().dialect.name).values(values)
    return session.execute(adding.on_conflict_do_nothing().returning(_visit.id)).first() is not None


def find_fingerprint(session: Session, patient_id: str, visit_id: str) -> bytes | None:
    """The fingerprint of the form that made this visit; None when there is none of that id."""
    found: bytes | None = session.scalar(select(_visit.fingerprint).where(*_is(patient_id, visit_id)))
    return found


def find_visit(session: Session, patient_id: str, visit_id: str) -> Visit | None:
    """A visit, deleted or not; None when this patient has none of that id."""
    row = session.execute(select(_TABLE).where(*_is(patient_id, visit_id))).first()
    return None if row is None else _read(row)


def list_visits(session: Session, patient_id: str, limit: int | None = None) -> list[Visit]:
    """The visits that were not deleted, those without a day first, then the latest day first."""
    return _all(session.execute(_own(patient_id).order_by(*_NEWEST_FIRST).limit(limit)))


def list_of_day(session: Session, patient_id: str, on: date, limit: int) -> list[Visit]:
    """The visits of a day, by their time."""
    order = _visit.at.nulls_first(), _visit.id
    return _all(session.execute(_own(patient_id).where(_visit.day_on == on).order_by(*order).limit(limit)))


def search_visits(session: Session, patient_id: str, search: str, limit: int) -> list[Visit]:
    """The visits in which those words stand, as `core.values.text` looks for them."""
    wanted = func.replace(_visit.search_text, DOTTED, "i").contains(search, autoescape=True)
    return _all(session.execute(_own(patient_id).where(wanted).order_by(*_NEWEST_FIRST).limit(limit)))


def find_last(session: Session, patient_id: str, today: date) -> Visit | None:
    """The last visit before today."""
    query = _own(patient_id).where(_visit.day_on < today).order_by(*_NEWEST_FIRST).limit(1)
    row = session.execute(query).first()
    return None if row is None else _read(row)


def find_next(session: Session, patient_id: str, today: date) -> Visit | None:
    """The visit that comes next, one of today too; where none has a day, one whose day is not known yet."""
    coming = or_(_visit.day_on >= today, _visit.day_on.is_(None))
    order = _visit.day_on.nulls_last(), _visit.at.nulls_first(), _visit.id
    row = session.execute(_own(patient_id).where(coming).order_by(*order).limit(1)).first()
    return None if row is None else _read(row)


def list_days(session: Session, patient_id: str, visit_ids: Iterable[str]) -> dict[str, date | None]:
    """The day of each of these visits that was not deleted, by its id."""
    query = select(_visit.id, _visit.day_on).where(
        _visit.patient_id == patient_id, _visit.id.in_(list(visit_ids)), _visit.deleted_at.is_(None)
    )
    return dict(session.execute(query).all())


def list_every_visit(session: Session, patient_id: str) -> list[Visit]:
    """Every visit there ever was with all it ever said, in the order they were recorded."""
    query = select(_TABLE).where(_visit.patient_id == patient_id).order_by(_visit.recorded_at, _visit.id)
    return _with_versions(session, patient_id, _all(session.execute(query)))


def list_versions(session: Session, patient_id: str, visit_id: str, limit: int) -> list[VisitVersion]:
    """What a visit said before, newest first."""
    query = select(VersionRow).where(VersionRow.patient_id == patient_id, VersionRow.visit_id == visit_id)
    return [_read_version(row) for row in session.scalars(query.order_by(VersionRow.version.desc()).limit(limit))]


def change_visit(
    session: Session,
    patient_id: str,
    visit: Visit,
    change: str,
    *,
    now: datetime,
    changed_by: str,
    said: Appointment | None = None,
) -> None:
    """Change what a visit says ("edited"), delete it or put it back; what it said before is kept."""
    session.add(
        VersionRow(
            patient_id=patient_id,
            visit_id=visit.id,
            version=visit.version,
            change=change,
            changed_at=now,
            changed_by=changed_by,
            content=visit.said.values,
        )
    )
    values: dict[str, Any] = {"version": visit.version + 1}
    if said is not None:
        values |= _columns(said) | {"edited_at": now}
    else:
        values["deleted_at"] = now if change == "deleted" else None
    session.execute(update(_TABLE).where(*_is(patient_id, visit.id)).values(values))


def _own(patient_id: str) -> Any:
    return select(_TABLE).where(_visit.patient_id == patient_id, _visit.deleted_at.is_(None))


def _is(patient_id: str, visit_id: str) -> tuple[Any, ...]:
    return _visit.patient_id == patient_id, _visit.id == visit_id


def _columns(said: Appointment) -> dict[str, Any]:
    return {name: getattr(said, name) for name in _SAID} | {"search_text": said.search_text}


def _all(rows: Iterable[Any]) -> list[Visit]:
    return [_read(row) for row in rows]


def _read(row: Any) -> Visit:
    said = Appointment(*(getattr(row, name) for name in _SAID))
    return Visit(row.id, said, row.version, row.recorded_at, row.recorded_by, row.edited_at, row.deleted_at)


def _read_version(row: VersionRow) -> VisitVersion:
    return VisitVersion(row.version, row.change, row.changed_at, row.changed_by, from_values(row.content))


def _with_versions(session: Session, patient_id: str, visits: Sequence[Visit]) -> list[Visit]:
    if all(each.version == 1 for each in visits):
        return list(visits)
    found: dict[str, list[VisitVersion]] = {}
    query = select(VersionRow).where(VersionRow.patient_id == patient_id)
    for row in session.scalars(query.order_by(VersionRow.visit_id, VersionRow.version)):
        found.setdefault(row.visit_id, []).append(_read_version(row))
    return [replace(each, versions=tuple(found.get(each.id, ()))) for each in visits]
