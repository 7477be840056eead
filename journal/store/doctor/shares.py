"""Links to the report in the database: added, opened under one condition, listed and ended."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from journal.core.doctor.shares import Choice, Share
from journal.core.values.clock import Moment
from journal.core.values.periods import Period
from journal.store.database.models import EntryRow
from journal.store.database.models import Share as ShareRow
from journal.store.record.lived import lived_in

_TABLE = cast("Table", ShareRow.__table__)
_share, _entry = _TABLE.c, EntryRow.__table__.c
# One statement for everything that may stand in the way, so that each refusal is the same work, and so that of many who
# come at once no more get in than may.
_OPEN = (
    update(_TABLE)
    .where(
        _share.token_hash == bindparam("token"),
        _share.ended_at.is_(None),
        _share.expires_at > bindparam("now"),
        _share.views < _share.most_views,
        or_(_share.pin_hash.is_(None), _share.pin_hash == bindparam("pin")),
    )
    .values(views=_share.views + 1)
    .returning(_share.id, _share.patient_id)
)


class Opened(NamedTuple):
    """A link that was opened, and whose record it shows."""

    id: str
    patient_id: str


class Note(NamedTuple):
    """What the patient wrote to an entry: of which kind it is, when that was, and of which medicine a dose was."""

    kind: str
    lived: Moment
    medicine_id: str | None
    text: str


def add_share(session: Session, share: Share, token_hash: bytes, pin_hash: bytes | None) -> None:
    """Add a link."""
    choice = share.choice
    session.execute(
        insert(_TABLE).values(
            patient_id=share.patient_id,
            id=share.id,
            token_hash=token_hash,
            pin_hash=pin_hash,
            name=share.name,
            first_on=choice.first_on,
            last_on=choice.last_on,
            medicines=list(choice.medicines),
            charts=list(choice.charts),
            with_name=choice.with_name,
            with_notes=choice.with_notes,
            with_typed=choice.with_typed,
            created_at=share.created_at,
            expires_at=share.expires_at,
            most_views=share.most_views,
            views=share.views,
            ended_at=share.ended_at,
        )
    )


def is_taken(session: Session, share_id: str) -> bool:
    """Whether a link has that id."""
    return session.execute(select(_share.id).where(_share.id == share_id)).first() is not None


def count_live(session: Session, patient_id: str, now: datetime) -> int:
    """How many links of a patient can still be opened."""
    live = _share.ended_at.is_(None), _share.expires_at > now, _share.views < _share.most_views
    return session.execute(select(func.count()).where(_share.patient_id == patient_id, *live)).scalar_one()


def list_shares(session: Session, patient_id: str, limit: int) -> list[Share]:
    """The links of a patient, the newest first, at most `limit`."""
    query = select(_TABLE).where(_share.patient_id == patient_id)
    rows = session.execute(query.order_by(_share.created_at.desc(), _share.id).limit(limit))
    return [_read(row) for row in rows]


def find_share(session: Session, share_id: str, now: datetime) -> Share | None:
    """The link of that id whose page may still be looked at; None where it ended, by its patient or by its days."""
    query = select(_TABLE).where(_share.id == share_id, _share.ended_at.is_(None), _share.expires_at > now)
    row = session.execute(query).first()
    return None if row is None else _read(row)


def open_share(session: Session, token_hash: bytes, pin_hash: bytes, now: datetime) -> Opened | None:
    """Count a view of the link with that token; None where there is none, or it is not to be opened now or with that
    PIN."""
    row = session.execute(_OPEN, {"token": token_hash, "pin": pin_hash, "now": now}).first()
    return None if row is None else Opened(*row)


def end_share(session: Session, patient_id: str, share_id: str, now: datetime) -> bool:
    """End a link of this patient's. False where there is none that goes on."""
    mine = _share.patient_id == patient_id, _share.id == share_id, _share.ended_at.is_(None)
    return session.execute(update(_TABLE).where(*mine).values(ended_at=now).returning(_share.id)).first() is not None


def end_all(session: Session, patient_id: str, now: datetime) -> Collection[str]:
    """End every link of this patient's and return the ids of those that went on."""
    mine = _share.patient_id == patient_id, _share.ended_at.is_(None)
    return session.execute(update(_TABLE).where(*mine).values(ended_at=now).returning(_share.id)).scalars().all()


def is_mine(session: Session, patient_id: str, share_id: str) -> bool:
    """Whether a link is this patient's."""
    query = select(_share.id).where(_share.patient_id == patient_id, _share.id == share_id)
    return session.execute(query).first() is not None


def delete_old(session: Session, patient_id: str, before: datetime) -> None:
    """Clear away this patient's links that ended before that instant."""
    ended = or_(_share.ended_at < before, _share.expires_at < before)
    session.execute(delete(_TABLE).where(_share.patient_id == patient_id, ended))


def list_notes(session: Session, patient_id: str, period: Period, limit: int, *, of_doses: bool) -> list[Note]:
    """What was written to the entries of the period, newest first, at most `limit`; `of_doses` alone where the others
    must not be read."""
    query = (
        select(_entry.kind, _entry.at, _entry.zone, _entry.offset_minutes, _entry.medicine_id, _entry.note)
        .where(*lived_in(patient_id, period), _entry.note != "")
        .order_by(_entry.at.desc(), _entry.id)
        .limit(limit)
    )
    if of_doses:
        query = query.where(_entry.kind == "dose")
    return [
        Note(row.kind, Moment(row.at, row.zone, row.offset_minutes), row.medicine_id, row.note)
        for row in session.execute(query)
    ]


def _read(row: Any) -> Share:
    choice = Choice(
        row.first_on,
        row.last_on,
        tuple(row.medicines),
        tuple(row.charts),
        with_name=row.with_name,
        with_notes=row.with_notes,
        with_typed=row.with_typed,
    )
    return Share(
        row.id,
        row.patient_id,
        choice,
        row.name,
        row.pin_hash is not None,
        row.created_at,
        row.expires_at,
        row.most_views,
        row.views,
        row.ended_at,
    )
