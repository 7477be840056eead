"""Second factors and recovery codes. What may happen once is decided by the row that an UPDATE changes or does not."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from journal.core.accounts.second_factors import Status
from journal.store.database.models import Patient, RecoveryCode, SecondFactor


@dataclass(frozen=True, slots=True)
class Stored:
    """The row of a second factor."""

    sealed: bytes
    created_at: datetime
    confirmed_at: datetime | None
    last_step: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """Of whom a code is asked, and what must not change meanwhile: the password and the codes used so far."""

    name: str
    password_hash: str
    last_step: int
    codes_left: int


class Listed(NamedTuple):
    """An account as a list of all has it: since when it has no log-in, or its second factor is in use."""

    id: str
    name: str
    zone: str
    log_in_given_up_at: datetime | None
    confirmed_at: datetime | None


_COLUMNS = (SecondFactor.sealed, SecondFactor.created_at, SecondFactor.confirmed_at, SecondFactor.last_step)
_CODES_LEFT = (
    select(func.count())
    .where(RecoveryCode.patient_id == SecondFactor.patient_id, RecoveryCode.used_at.is_(None))
    .correlate(SecondFactor)
    .scalar_subquery()
)
_ONE_CODE = (
    select(RecoveryCode.code_hash)
    .where(RecoveryCode.patient_id == SecondFactor.patient_id)
    .order_by(RecoveryCode.code_hash)
    .limit(1)
    .correlate(SecondFactor)
    .scalar_subquery()
)


def find_second_factor(session: Session, patient_id: str) -> Stored | None:
    """The second factor of a patient, confirmed or not; None when there is none."""
    return _stored(session.execute(select(*_COLUMNS).where(SecondFactor.patient_id == patient_id)).first())


def lock_second_factor(session: Session, patient_id: str) -> Stored | None:
    """The same, and nobody else changes it or its codes until the transaction ends."""
    mine = select(*_COLUMNS).where(SecondFactor.patient_id == patient_id)
    return _stored(session.execute(mine.with_for_update()).first())


def get_status(session: Session, patient_id: str) -> Status:
    """Whether the second factor is in use, since when, and how many codes are left of which set."""
    columns = (SecondFactor.confirmed_at, _CODES_LEFT.label("left"), _ONE_CODE.label("one"))
    row = session.execute(select(*columns).where(SecondFactor.patient_id == patient_id)).first()
    if row is None or row.confirmed_at is None:
        return Status()
    return Status(row.confirmed_at, row.left, hashlib.sha256(row.one or b"").hexdigest()[:16])


def find_challenge(session: Session, patient_id: str) -> Challenge | None:
    """The patient of whom a code is asked; None without a second factor in use."""
    row = session.execute(
        select(Patient.name, Patient.password_hash, SecondFactor.last_step, _CODES_LEFT.label("left"))
        .join(SecondFactor, SecondFactor.patient_id == Patient.id)
        .where(Patient.id == patient_id, SecondFactor.confirmed_at.is_not(None))
    ).first()
    return None if row is None else Challenge(*row)


def list_accounts(session: Session) -> list[Listed]:
    """Every account, by name."""
    rows = session.execute(
        select(Patient.id, Patient.name, Patient.zone, Patient.log_in_given_up_at, SecondFactor.confirmed_at)
        .outerjoin(SecondFactor, SecondFactor.patient_id == Patient.id)
        .order_by(Patient.login_name)
    )
    return [Listed(*row) for row in rows]


def get_name(session: Session, patient_id: str) -> str:
    """The name of a patient known to exist."""
    return session.execute(select(Patient.name).where(Patient.id == patient_id)).scalar_one()


def add_second_factor(session: Session, patient_id: str, sealed: bytes, now: datetime) -> None:
    """Keep a secret that is not in use yet, in the place of the one before."""
    delete_second_factor(session, patient_id)
    session.add(SecondFactor(patient_id=patient_id, sealed=sealed, created_at=now, confirmed_at=None, last_step=0))
    session.flush()


def confirm_second_factor(session: Session, patient_id: str, step: int, now: datetime) -> None:
    """Take the secret into use; the code that showed it works is used up."""
    mine = update(SecondFactor).where(SecondFactor.patient_id == patient_id)
    session.execute(mine.values(confirmed_at=now, last_step=step))


def use_step(session: Session, patient_id: str, step: int) -> bool:
    """Use up the code of a time step and all before it; False when it is used up already."""
    unused = update(SecondFactor).where(SecondFactor.patient_id == patient_id, SecondFactor.last_step < step)
    return _changed(session.execute(unused.values(last_step=step)))


def use_recovery_code(session: Session, patient_id: str, code_hash: bytes, now: datetime) -> bool:
    """Use up a recovery code; False when there is no such code or it is used up already."""
    unused = update(RecoveryCode).where(
        RecoveryCode.patient_id == patient_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None)
    )
    return _changed(session.execute(unused.values(used_at=now)))


def replace_recovery_codes(session: Session, patient_id: str, code_hashes: Iterable[bytes]) -> None:
    """New recovery codes; those before work no more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.patient_id == patient_id))
    session.add_all(RecoveryCode(patient_id=patient_id, code_hash=code, used_at=None) for code in code_hashes)
    session.flush()


def delete_second_factor(session: Session, patient_id: str) -> None:
    """Remove the secret; its recovery codes go with it."""
    session.execute(delete(SecondFactor).where(SecondFactor.patient_id == patient_id))


def _stored(row: Any) -> Stored | None:
    return None if row is None else Stored(*row)


def _changed(result: Any) -> bool:
    return cast("CursorResult[Any]", result).rowcount == 1
