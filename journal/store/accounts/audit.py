"""The audit log in the database: links are added, and blanked when an account is erased; nothing else."""

import secrets
from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, insert, null, select, update
from sqlalchemy.orm import Session

from journal.core.accounts.audit import (
    BLANKING,
    PAGE,
    Action,
    Event,
    Head,
    Link,
    Origin,
    blanking_mark,
    content_hash,
    digest,
)
from journal.store.database.models import AuditEvent, AuditHead, Patient

A_BATCH = 1000

_event = AuditEvent.__table__.c
_EVENTS = select(
    _event.number,
    _event.at,
    _event.patient_id,
    _event.action,
    _event.about,
    _event.address,
    _event.device,
    _event.actor_id,
)
_LINKS = _EVENTS.add_columns(_event.salt, _event.content_hash, _event.digest)
_BLANK = (
    update(cast("Table", AuditEvent.__table__))
    .where(_event.number == bindparam("blanked"))
    .values(
        at=null(),
        patient_id=null(),
        action=null(),
        about=null(),
        address=null(),
        device=null(),
        actor_id=null(),
        salt=bindparam("mark"),
    )
)
# Almost every change adds an event: building these anew took longer than running them.
_head, _patient = AuditHead.__table__.c, Patient.__table__.c
_NEXT = (
    update(cast("Table", AuditHead.__table__))
    .where(_head.id == 1)
    .values(number=_head.number + 1)
    .returning(_head.number)
)
_IS_THERE = select(_patient.id).where(_patient.id == bindparam("patient_id")).exists()
_BEFORE = select(_head.digest, _IS_THERE).where(_head.id == 1)
_ADD = insert(cast("Table", AuditEvent.__table__))
_HANG = update(cast("Table", AuditHead.__table__)).where(_head.id == 1).values(digest=bindparam("link"))


def add_event(
    session: Session,
    key: bytes,
    action: Action,
    origin: Origin,
    patient_id: str | None,
    about: str = "",
    actor_id: str | None = None,
) -> Event:
    """Hang an event to the end of the chain. The last statement of a transaction: it makes other writers wait.

    An account that was erased meanwhile is not named any more. `actor_id` is who did it, where that is somebody else
    than whose record it is.
    """
    number = session.execute(_NEXT).scalar_one()
    before, is_there = session.execute(_BEFORE, {"patient_id": patient_id}).one()
    patient_id = patient_id if is_there else None
    device = origin.device.replace("\x00", "")[:200]  # PostgreSQL takes no NUL
    event = Event(number, origin.at, patient_id, str(action), about[:200], origin.address[:45], device, actor_id)
    salt = secrets.token_bytes(16)
    content = content_hash(event, salt)
    link = digest(key, before, number, content)
    session.execute(_ADD, asdict(event) | {"salt": salt, "content_hash": content, "digest": link})
    session.execute(_HANG, {"link": link})
    return event


def list_events(
    session: Session,
    patient_id: str,
    before: int | None = None,
    limit: int = PAGE,
    actions: Collection[Action] | None = None,
) -> list[Event]:
    """The events of a patient, newest first, at most `limit`, all with a number below `before`; those `actions` alone
    where they are named."""
    query = _EVENTS.where(_event.patient_id == patient_id)
    if actions is not None:
        query = query.where(_event.action.in_(list(map(str, actions))))
    if before is not None:
        query = query.where(_event.number < before)
    return [Event(*row) for row in session.execute(query.order_by(_event.number.desc()).limit(limit))]


def get_head(session: Session) -> Head:
    """The end of the chain."""
    return Head(*session.execute(select(AuditHead.number, AuditHead.digest).where(AuditHead.id == 1)).one())


def list_links(session: Session) -> Iterator[Link]:
    """Every link, oldest first, read a batch at a time."""
    last = -1
    while rows := session.execute(_LINKS.where(_event.number > last).order_by(_event.number).limit(A_BATCH)).all():
        yield from (Link(Event(*row[:8]), *row[8:]) for row in rows)
        last = rows[-1].number


def blank_events(session: Session, key: bytes, patient_id: str) -> int:
    """Take away everything the patient's events say and leave the chain as it is. Returns how many there were."""
    return _blank(session, key, _event.patient_id == patient_id)


def blank_old_events(session: Session, key: bytes, before: datetime, limit: int) -> int:
    """Take away what the oldest events before that instant say, at most `limit`. Returns how many there were."""
    old = select(_event.number).where(_event.at < before, _event.action.not_in(BLANKING))
    return _blank(session, key, _event.number.in_(old.order_by(_event.number).limit(limit)))


def _blank(session: Session, key: bytes, these: ColumnElement[bool]) -> int:
    # The head first, as everybody does who adds an event: nobody adds one meanwhile.
    session.execute(select(AuditHead.number).where(AuditHead.id == 1).with_for_update()).one()
    rows = session.execute(select(_event.number, _event.digest).where(these)).all()
    marks = [{"blanked": number, "mark": blanking_mark(key, number, link)} for number, link in rows]
    if marks:
        session.execute(_BLANK, marks)
    return len(marks)
