"""The devices patients are logged in on: each is a row under the hash of the token it carries."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, CursorResult, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from journal.core.accounts.accounts import Actor, Patient, Settings
from journal.core.accounts.devices import SEEN_EVERY, Device, device_name, lifetime
from journal.core.record.asking import read_asking
from journal.core.record.symptoms import Symptoms
from journal.store import medicines as medicines_store
from journal.store.accounts.accounts import read_past_zones
from journal.store.database.models import LoginSession, MedicineRow
from journal.store.database.models import Patient as PatientRow

_patient, _device = PatientRow.__table__.c, LoginSession.__table__.c
# Every request begins with this: building it anew and going through the ORM would cost more than running it.
PATIENT = (
    _patient.id,
    _patient.name,
    _patient.zone,
    _patient.day_starts,
    _patient.hours,
    _patient.week_starts,
    _patient.decimal_sign,
    _patient.paper,
    _patient.revision,
    _patient.own_symptoms,
    _patient.symptom_states,
    _patient.past_zones,
    _patient.asking,
)
MEDICINES = tuple(column.label(f"medicine_{column.name}") for column in medicines_store.COLUMNS)
_LOG_IN = (
    select(
        *PATIENT,
        _patient.password_expires_at,
        _device.id.label("session_id"),
        _device.last_seen_at,
        _device.expires_at,
        _device.kept.label("remembered"),
        _device.confirmed_at,
        _device.second_factor_at,
        *MEDICINES,
    )
    .join_from(PatientRow.__table__, LoginSession.__table__, _patient.id == _device.patient_id)
    .outerjoin(MedicineRow.__table__, MedicineRow.patient_id == _patient.id)
    .where(
        _device.token_hash == bindparam("token_hash"),
        _device.idle_until > bindparam("now"),
        _device.expires_at > bindparam("now"),
    )
    .order_by(MedicineRow.position, MedicineRow.id)
)


class FoundLogIn(NamedTuple):
    """A device that is logged in: who acts on it, on whose record, and until when it may rest from now on, when it is
    time to note that again."""

    actor: Actor
    patient: Patient
    idle_until: datetime | None


def add_login_session(
    session: Session,
    patient_id: str,
    token_hash: bytes,
    now: datetime,
    device: str,
    *,
    remembered: bool,
    second_factor: bool,
) -> None:
    """Add a device that is logged in, for as long as belongs to it."""
    lasts = lifetime(remembered, second_factor)
    session.add(
        LoginSession(
            token_hash=token_hash,
            patient_id=patient_id,
            id=str(uuid.uuid4()),
            created_at=now,
            last_seen_at=now,
            idle_until=now + lasts.idle,
            expires_at=now + lasts.absolute,
            remembered=remembered,
            confirmed_at=now,
            second_factor_at=now if second_factor else None,
            device=device[:200],
        )
    )


def get_patient(session: Session, patient_id: str) -> Patient:
    """A patient known to exist, as actions need to know him or her."""
    query = (
        select(*PATIENT, *MEDICINES)
        .outerjoin(MedicineRow.__table__, MedicineRow.patient_id == _patient.id)
        .where(_patient.id == patient_id)
        .order_by(MedicineRow.position, MedicineRow.id)
    )
    return read_patient(session.execute(query).all())


def delete_login_sessions(session: Session, patient_id: str) -> None:
    """Log every device of this patient out."""
    session.execute(delete(LoginSession).where(LoginSession.patient_id == patient_id))


def find_login_session(session: Session | Connection, token_hash: bytes, now: datetime) -> FoundLogIn | None:
    """Who is logged in with this token, and on whose record; None when nobody is any more."""
    rows = session.execute(_LOG_IN, {"token_hash": token_hash, "now": now}).all()  # one for each medicine
    if not rows:
        return None
    row = rows[0]
    second_factor = row.second_factor_at is not None
    must_change_password = row.password_expires_at is not None
    actor = Actor(row.id, row.name, row.session_id, second_factor, row.confirmed_at, must_change_password)
    patient = read_patient(rows)
    if now - row.last_seen_at < SEEN_EVERY:
        return FoundLogIn(actor, patient, None)
    return FoundLogIn(actor, patient, lifetime(row.remembered, second_factor).idle_until(now, row.expires_at))


def read_patient(rows: Sequence[Any]) -> Patient:
    """The patient of rows with the columns `PATIENT` and, last of all, `MEDICINES`: one for each medicine."""
    row = rows[0]
    return Patient(
        row.id,
        row.name,
        Settings(row.zone, row.day_starts, row.hours, row.week_starts or "", row.decimal_sign or ".", row.paper or ""),
        medicines_store.read_medicines(each[-len(medicines_store.COLUMNS) :] for each in rows if each.medicine_id),
        row.revision,
        Symptoms(row.own_symptoms, row.symptom_states),
        read_past_zones(row.past_zones),
        read_asking(row.asking),
    )


def touch_login_session(session: Session, token_hash: bytes, now: datetime, idle_until: datetime) -> None:
    """Note that a device was used. One that was logged out meanwhile stays so; an older request changes nothing."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.token_hash == token_hash, LoginSession.last_seen_at < now)
        .values(last_seen_at=now, idle_until=idle_until)
    )


def rotate_login_session(
    session: Session,
    patient_id: str,
    old: bytes,
    new: bytes,
    now: datetime,
    *,
    confirmed: bool = False,
    second_factor: bool | None = None,
) -> None:
    """Put a new token hash in the place of the old one; a device that was logged out meanwhile stays so.

    `confirmed` notes that the password was typed now; `second_factor` that the second step was passed now, or that
    there is none any more; None leaves it as it was.
    """
    changes: dict[str, Any] = {"token_hash": new}
    if confirmed:
        changes["confirmed_at"] = now
    if second_factor is not None:
        changes["second_factor_at"] = now if second_factor else None
    session.execute(
        update(LoginSession)
        .where(LoginSession.patient_id == patient_id, LoginSession.token_hash == old)
        .values(**changes)
    )


def list_devices(session: Session, patient_id: str, now: datetime, this_id: str, limit: int) -> list[Device]:
    """The devices a patient is logged in on, at most `limit`: the one with `this_id`, then the one used last first."""
    rows = session.execute(
        select(LoginSession)
        .where(LoginSession.patient_id == patient_id, LoginSession.idle_until > now, LoginSession.expires_at > now)
        .order_by((LoginSession.id == this_id).desc(), LoginSession.last_seen_at.desc(), LoginSession.id)
        .limit(limit)
    ).scalars()
    return [
        Device(row.id, device_name(row.device), row.created_at, row.last_seen_at, row.expires_at, row.remembered)
        for row in rows
    ]


def delete_login_session(session: Session, token_hash: bytes) -> None:
    """Log a device out: its token opens nothing any more."""
    session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash))


def delete_device(session: Session, patient_id: str, session_id: str) -> str | None:
    """Log a device of this patient out and return what its browser called itself; None when there is none."""
    gone = delete(LoginSession).where(LoginSession.patient_id == patient_id, LoginSession.id == session_id)
    return session.execute(gone.returning(LoginSession.device)).scalar()


def delete_other_login_sessions(session: Session, patient_id: str, token_hash: bytes) -> int:
    """Log every other device of this patient out and return how many there were."""
    others = delete(LoginSession).where(LoginSession.patient_id == patient_id, LoginSession.token_hash != token_hash)
    return cast("CursorResult[Any]", session.execute(others)).rowcount


def delete_expired_login_sessions(session: Session, now: datetime) -> None:
    """Clear away sessions nobody can use any more."""
    session.execute(delete(LoginSession).where(or_(LoginSession.expires_at <= now, LoginSession.idle_until <= now)))
