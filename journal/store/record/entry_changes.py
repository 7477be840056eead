"""Entries written, changed, deleted and put back in the database, each change with what the entry said before."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import BigInteger, Table, bindparam, case, delete, func, insert, select, type_coerce
from sqlalchemy.orm import Session

from journal.core.record.checkins import CheckIn
from journal.core.record.days import Day
from journal.core.record.entries import Detail, Kind
from journal.core.values.clock import microseconds, minute_of
from journal.store.database.inserts import insert_into
from journal.store.database.models import EntryRow, RatingRow
from journal.store.record.days import add_answers, drop_answers
from journal.store.record.entries import OWN_COLUMNS, get_row
from journal.store.record.versions import add_version

_ENTRY, _RATING = cast("Table", EntryRow.__table__), cast("Table", RatingRow.__table__)
_entry = _ENTRY.c
_ADD_RATINGS = insert(_RATING)
_FINGERPRINT = select(_entry.fingerprint).where(
    _entry.patient_id == bindparam("patient_id"), _entry.id == bindparam("entry_id")
)
ONE_MINUTE = timedelta(minutes=1)
_others = _ENTRY.alias("others").c
_LATEST_OF_MINUTE = type_coerce(
    select(func.max(_others.recorded_at))
    .where(_others.patient_id == bindparam("whose"), _others.day_on == bindparam("that_day"))
    .where(_others.at >= bindparam("begins"), _others.at < bindparam("ends"))
    .scalar_subquery(),
    BigInteger,
)
_NOW = bindparam("now", type_=BigInteger)
_AFTER_OTHERS = case((_LATEST_OF_MINUTE >= _NOW, _LATEST_OF_MINUTE + 1), else_=_NOW)


def add_entry(
    session: Session,
    patient_id: str,
    entry_id: str,
    detail: Detail,
    *,
    search_text: str,
    fingerprint: bytes,
    now: datetime,
    recorded_by: str | None = None,
) -> bool:
    """Add a new entry as version 1, and return whether it was: an entry with this id, if there is one, stays as it is.

    `search_text` is what the search looks in, `recorded_by` whose log-in records it where it is not the patient's. Of
    the entries of one minute each is recorded later than those before it, also where the clock of the machine stood
    still or was set back: `Entry.order` must not come down to the id.
    """
    begins = minute_of(detail.moment.at)
    new = {
        "patient_id": patient_id,
        "id": entry_id,
        "kind": detail.kind,
        "version": 1,
        "recorded_by": recorded_by,
        "fingerprint": fingerprint,
        "now": microseconds(now),
        "whose": patient_id,
        "that_day": detail.day_on,
        "begins": begins,
        "ends": begins + ONE_MINUTE,
    }
    added = session.execute(_add(session.get_bind().dialect.name), new | _columns_of(detail, search_text)).first()
    if added is None:
        return False
    _add_answers(session, patient_id, entry_id, detail)
    return True


@cache
def _add(dialect: str) -> Any:
    return insert_into(_ENTRY, dialect).values(recorded_at=_AFTER_OTHERS).on_conflict_do_nothing().returning(_entry.id)


def find_fingerprint(session: Session, patient_id: str, entry_id: str) -> bytes | None:
    """The fingerprint of the submission that made this entry; None when there is no such entry."""
    found: bytes | None = session.scalar(_FINGERPRINT, {"patient_id": patient_id, "entry_id": entry_id})
    return found


def list_kinds(session: Session, patient_id: str, entry_ids: Iterable[str]) -> dict[str, Kind]:
    """The kind of each of those entries that is there, by its id; what is missing or deleted is left out."""
    query = select(_entry.id, _entry.kind).where(
        _entry.patient_id == patient_id, _entry.id.in_(list(entry_ids)), _entry.deleted_at.is_(None)
    )
    return dict(session.execute(query).all())


def update_entry(
    session: Session,
    patient_id: str,
    entry_id: str,
    detail: Detail,
    *,
    search_text: str,
    now: datetime,
    changed_by: str,
) -> None:
    """Replace what the entry says; what it said before is kept as a version."""
    row = _keep_version(session, patient_id, entry_id, "edited", now, changed_by)
    row.edited_at = now
    for name, value in _columns_of(detail, search_text).items():
        setattr(row, name, value)
    _drop_answers(session, row)
    session.flush()
    _add_answers(session, patient_id, entry_id, detail)


def delete_entry(session: Session, patient_id: str, entry_id: str, now: datetime, changed_by: str) -> None:
    """Mark the entry deleted and take its ratings out of every chart. Its version keeps all of it."""
    row = _keep_version(session, patient_id, entry_id, "deleted", now, changed_by)
    row.deleted_at = now
    _drop_answers(session, row)


def restore_entry(
    session: Session, patient_id: str, entry_id: str, said: Detail, detail: Detail, now: datetime, changed_by: str
) -> None:
    """Put a deleted entry back: `said` is what it said when it was deleted, `detail` the same with what is rated under
    the keys of now."""
    row = _keep_version(session, patient_id, entry_id, "restored", now, changed_by, said)
    row.deleted_at = None
    _add_answers(session, patient_id, entry_id, detail)


def _columns_of(detail: Detail, search_text: str) -> dict[str, Any]:
    """What an entry says, by column; the columns of the other kinds are left out."""
    moment = detail.moment
    shared = {
        "at": moment.at,
        "zone": moment.zone,
        "offset_minutes": moment.offset_minutes,
        "day_on": detail.day_on,
        "note": detail.note,
        "search_text": search_text,
    }
    return shared | {name: getattr(detail, name) for name in OWN_COLUMNS[detail.kind]}


def _add_answers(session: Session, patient_id: str, entry_id: str, detail: Detail) -> None:
    if isinstance(detail, Day):
        add_answers(session, patient_id, entry_id, detail)
    if isinstance(detail, CheckIn) and detail.ratings:
        shared = {"patient_id": patient_id, "entry_id": entry_id, "day_on": detail.day_on}
        session.execute(
            _ADD_RATINGS,
            [
                shared
                | {
                    "effect": rated.effect,
                    "position": position,
                    "severity": rated.severity,
                    "direction": rated.direction,
                    "now_severity": rated.now_severity,
                }
                for position, rated in enumerate(detail.ratings)
            ],
        )


def _drop_answers(session: Session, row: EntryRow) -> None:
    if row.kind == Day.kind:
        drop_answers(session, row.patient_id, row.id)
        return
    session.execute(delete(RatingRow).where(RatingRow.patient_id == row.patient_id, RatingRow.entry_id == row.id))


def _keep_version(
    session: Session,
    patient_id: str,
    entry_id: str,
    change: str,
    now: datetime,
    changed_by: str,
    detail: Detail | None = None,
) -> EntryRow:
    row = get_row(session, patient_id, entry_id)
    add_version(session, patient_id, row, change, now, changed_by, detail)
    row.version += 1
    return row
