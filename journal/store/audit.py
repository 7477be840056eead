"""The audit log in the database: links are added, and blanked when an account is erased; nothing else."""

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from journal.core.audit import Action, Event, Origin, content_hash, digest
from journal.store.models import AuditEvent, AuditHead


def add_event(
    session: Session, key: bytes, action: Action, origin: Origin, patient_id: str | None, about: str = ""
) -> Event:
    """Hang an event to the end of the chain. The last statement of a transaction: it makes other writers wait."""
    number = session.execute(
        update(AuditHead).where(AuditHead.id == 1).values(number=AuditHead.number + 1).returning(AuditHead.number)
    ).scalar_one()
    before = session.execute(select(AuditHead.digest).where(AuditHead.id == 1)).scalar_one()
    event = Event(number, origin.at, patient_id, str(action), about[:200], origin.address[:45], origin.device[:200])
    salt = secrets.token_bytes(16)
    content = content_hash(event, salt)
    link = digest(key, before, number, content)
    session.add(
        AuditEvent(
            number=number,
            at=event.at,
            patient_id=patient_id,
            action=event.action,
            about=event.about,
            address=event.address,
            device=event.device,
            salt=salt,
            content_hash=content,
            digest=link,
        )
    )
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(digest=link))
    session.flush()
    return event
