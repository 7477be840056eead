"""Add and list the versions of entries: the audit trail of what each said before it was changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from journal.core.record.entries import Detail, Entry, Version, content_of
from journal.store.database.models import EntryRow, EntryVersion
from journal.store.record.entries import LISTED, read_entries

_ENTRY = cast("Table", EntryRow.__table__)
_entry, _version = _ENTRY.c, EntryVersion.__table__.c


def add_version(
    session: Session,
    patient_id: str,
    row: EntryRow,
    change: str,
    now: datetime,
    changed_by: str,
    detail: Detail | None = None,
) -> None:
    """Keep what an entry says, or `detail`, as a version before a change."""
    before = detail or read_entries(session, patient_id, [row])[0].detail
    session.add(EntryVersion(**_version_of(patient_id, row.id, row.version, before, change, now, changed_by)))


def keep_versions(
    session: Session, patient_id: str, entry_ids: Sequence[str], change: str, now: datetime, changed_by: str
) -> None:
    """Keep what these entries say as versions, before a change that is made to all of them."""
    mine = _entry.patient_id == patient_id, _entry.id.in_(entry_ids)
    entries = read_entries(session, patient_id, session.execute(LISTED.where(*mine)).all())
    by = changed_by
    added = [_version_of(patient_id, entry.id, entry.version, entry.detail, change, now, by) for entry in entries]
    session.execute(insert(EntryVersion), added)
    session.execute(update(_ENTRY).where(*mine).values(version=_entry.version + 1))


def list_versions(session: Session, patient_id: str, entry_id: str, limit: int | None = None) -> list[Version]:
    """What the entry said before, newest first; the newest `limit` of it where one is given."""
    rows = session.scalars(
        select(EntryVersion)
        .where(EntryVersion.patient_id == patient_id, EntryVersion.entry_id == entry_id)
        .order_by(EntryVersion.version.desc())
        .limit(limit)
    )
    return [Version(row.version, row.change, row.changed_at, row.changed_by, row.content) for row in rows]


def with_versions(session: Session, patient_id: str, entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, each with everything it said before, oldest first. One statement, or none."""
    changed = [entry.id for entry in entries if entry.version > 1]
    if not changed:
        return list(entries)
    query = (
        select(
            _version.entry_id,
            _version.version,
            _version.change,
            _version.changed_at,
            _version.changed_by,
            _version.content,
        )
        .where(_version.patient_id == patient_id, _version.entry_id.in_(changed))
        .order_by(_version.entry_id, _version.version)
    )
    found: dict[str, list[Version]] = {}
    for entry_id, *version in session.execute(query):
        found.setdefault(entry_id, []).append(Version(*version))
    return [replace(entry, versions=tuple(found[entry.id])) if entry.id in found else entry for entry in entries]


def _version_of(
    patient_id: str, entry_id: str, version: int, before: Detail, change: str, now: datetime, changed_by: str
) -> dict[str, Any]:
    return {
        "patient_id": patient_id,
        "entry_id": entry_id,
        "version": version,
        "change": change,
        "changed_at": now,
        "changed_by": changed_by,
        "content": content_of(before),
    }
