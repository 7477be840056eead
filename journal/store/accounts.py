"""Patients, their settings and the devices they are logged in on."""

import uuid
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from journal.core.accounts import NewAccount, Settings, Viewer, login_name
from journal.store.models import LoginSession, Patient

SEEN_EVERY = timedelta(minutes=10)

_patient, _device = Patient.__table__.c, LoginSession.__table__.c
# Every change of the record begins with the first, every request with the second: building them anew and going through
# the ORM would cost more than running them.
_TOUCH = (
    update(cast("Table", Patient.__table__))
    .where(_patient.id == bindparam("patient_id"))
    .values(revision=_patient.revision + 1)
)
_VIEWER = (
    select(
        _patient.id,
        _patient.name,
        _patient.zone,
        _patient.day_starts,
        _patient.hours,
        _patient.medicine,
        _patient.revision,
        _patient.own_symptoms,
        _device.last_seen_at,
    )
    .where(_patient.id == _device.patient_id)
    .where(_device.token_hash == bindparam("token_hash"), _device.expires_at > bindparam("now"))
)


def add_patient(session: Session, patient_id: str, account: NewAccount, password_hash: str, now: datetime) -> None:
    """Add an account."""
    settings = account.settings
    session.add(
        Patient(
            id=patient_id,
            login_name=login_name(account.name),
            name=account.name,
            password_hash=password_hash,
            created_at=now,
            zone=settings.zone,
            day_starts=settings.day_starts,
            hours=settings.hours,
            medicine=account.medicine,
            own_symptoms={},
            revision=0,
        )
    )
    session.flush()


def find_patient(session: Session, name: str) -> tuple[str, str] | None:
    """(id, password hash) of the account with this name, however capitalised; None when there is none."""
    row = session.execute(
        select(Patient.id, Patient.password_hash).where(Patient.login_name == login_name(name))
    ).first()
    return None if row is None else (row.id, row.password_hash)


def get_password_hash(session: Session, patient_id: str) -> str:
    """The password hash of a patient known to exist."""
    return session.execute(select(Patient.password_hash).where(Patient.id == patient_id)).scalar_one()


def set_password_hash(session: Session, patient_id: str, password_hash: str) -> None:
    """Replace the password hash."""
    session.execute(update(Patient).where(Patient.id == patient_id).values(password_hash=password_hash))


def set_settings(session: Session, patient_id: str, settings: Settings) -> None:
    """Replace the settings. What is recorded keeps the zone and the day it was recorded with."""
    session.execute(
        update(Patient)
        .where(Patient.id == patient_id)
        .values(
            zone=settings.zone,
            day_starts=settings.day_starts,
            hours=settings.hours,
            revision=Patient.revision + 1,
        )
    )


def touch_record(session: Session, patient_id: str) -> None:
    """Count a change of the record. The first statement of every change: it makes a patient's changes wait in line."""
    session.execute(_TOUCH, {"patient_id": patient_id})


def add_own_symptoms(session: Session, patient_id: str, symptoms: dict[str, str]) -> None:
    """Remember the words of symptoms not on the list, beside those known already."""
    known = session.execute(select(Patient.own_symptoms).where(Patient.id == patient_id)).scalar_one()
    if not symptoms.keys() <= known.keys():
        merged = symptoms | known
        session.execute(update(Patient).where(Patient.id == patient_id).values(own_symptoms=merged))


def add_login_session(
    session: Session, patient_id: str, token_hash: bytes, now: datetime, expires_at: datetime, device: str
) -> None:
    """Add a device that is logged in."""
    session.add(
        LoginSession(
            token_hash=token_hash,
            patient_id=patient_id,
            id=str(uuid.uuid4()),
            created_at=now,
            last_seen_at=now,
            idle_until=expires_at,
            expires_at=expires_at,
            kept=True,
            confirmed_at=now,
            device=device[:200],
        )
    )


def find_viewer(session: Session, token_hash: bytes, now: datetime) -> tuple[Viewer, bool] | None:
    """Who is logged in with this token, and whether it is time to note that the device was seen again."""
    row = session.execute(_VIEWER, {"token_hash": token_hash, "now": now}).first()
    if row is None:
        return None
    settings = Settings(row.zone, row.day_starts, row.hours)
    viewer = Viewer(row.id, row.name, settings, row.medicine, row.revision, row.own_symptoms)
    return viewer, now - row.last_seen_at > SEEN_EVERY


def mark_seen(session: Session, token_hash: bytes, now: datetime) -> None:
    """Note that a device was used."""
    session.execute(update(LoginSession).where(LoginSession.token_hash == token_hash).values(last_seen_at=now))


def delete_login_session(session: Session, token_hash: bytes) -> None:
    """Log a device out: its token opens nothing any more."""
    session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash))


def delete_other_login_sessions(session: Session, patient_id: str, token_hash: bytes) -> None:
    """Log every other device of this patient out."""
    session.execute(
        delete(LoginSession).where(LoginSession.patient_id == patient_id, LoginSession.token_hash != token_hash)
    )


def delete_expired_login_sessions(session: Session, now: datetime) -> None:
    """Clear away sessions nobody can use any more."""
    session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
