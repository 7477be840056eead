"""Episodes around an instant, for the safety rules."""

from datetime import datetime

from sqlalchemy import literal
from sqlalchemy.orm import Session

from journal.core.record.episodes import Episode
from journal.store.database.models import EntryRow
from journal.store.database.types import Instant
from journal.store.record.entries import LISTED, read_entries

_entry = EntryRow.__table__.c
MOST = 100  # in the hours a rule looks back; more change nothing of what is told


def list_episodes(session: Session, patient_id: str, since: datetime, until: datetime, but: str) -> tuple[Episode, ...]:
    """The episodes that began from `since` to `until`, both included, but for that one and those that are deleted."""
    query = LISTED.where(
        _entry.patient_id == patient_id,
        _entry.kind == "episode",
        _entry.at.between(literal(since, Instant), literal(until, Instant)),
        _entry.deleted_at.is_(None),
        _entry.id != but,
    )
    found = read_entries(session, patient_id, session.execute(query.order_by(_entry.at.desc()).limit(MOST)).all())
    return tuple(entry.detail for entry in found if isinstance(entry.detail, Episode))
