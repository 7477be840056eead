"""Patients and their settings."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Table, bindparam, select, update
from sqlalchemy.orm import Session

from journal.core.accounts.accounts import NewAccount, Settings, former_login_name, login_name
from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.medicines import of_monograph
from journal.store import medicines as medicines_store
from journal.store.database.models import Patient as PatientRow
from journal.store.database.models import SecondFactor
from journal.store.database.types import EPOCH

_patient = PatientRow.__table__.c
# Every change of the record begins with this: building it anew and going through the ORM would cost more than it does.
_TOUCH = (
    update(cast("Table", PatientRow.__table__))
    .where(_patient.id == bindparam("patient_id"))
    .values(revision=_patient.revision + 1)
)
_FOUND = select(
    PatientRow.id,
    PatientRow.password_hash,
    PatientRow.password_expires_at,
    PatientRow.log_in_given_up_at,
    SecondFactor.confirmed_at,
).outerjoin(SecondFactor, SecondFactor.patient_id == PatientRow.id)


MOST_ZONES = 500  # a change of zone each day for more than a year


class FoundPatient(NamedTuple):
    """What a log-in needs to know of the account behind a name."""

    id: str
    password_hash: str
    has_second_factor: bool
    password_expires_at: datetime | None
    log_in_given_up_at: datetime | None


def add_patient(session: Session, patient_id: str, account: NewAccount, password_hash: str, now: datetime) -> None:
    """Add an account."""
    settings = account.settings
    session.add(
        PatientRow(
            id=patient_id,
            login_name=login_name(account.name),
            name=account.name,
            password_hash=password_hash,
            created_at=now,
            zone=settings.zone,
            day_starts=settings.day_starts,
            hours=settings.hours,
            week_starts=settings.week_starts or None,
            decimal_sign=settings.decimal_sign,
            paper=settings.paper or None,
            own_symptoms={},
            past_zones=[],
            revision=0,
        )
    )
    session.flush()
    medicines_store.add_medicine(session, patient_id, account.other or of_monograph(account.medicine), 0, now)


def find_patient(session: Session, name: str) -> FoundPatient | None:
    """The account with this name, however capitalised and spaced; None when there is none.

    One that was kept under the former reading comes first: it is the one this very name has always opened.
    """
    for reading in dict.fromkeys((former_login_name(name), login_name(name))):
        found = _found(session, _FOUND.where(PatientRow.login_name == reading))
        if found is not None:
            return found
    return None


def is_taken_formerly(session: Session, name: str) -> bool:
    """Whether an account is kept under the former reading of this name, where that is another than the present one."""
    former = former_login_name(name)
    if former == login_name(name):
        return False
    return session.execute(select(PatientRow.id).where(PatientRow.login_name == former)).first() is not None


def lock_patient(session: Session, patient_id: str) -> FoundPatient | None:
    """What a log-in needs to know, as it stays until this transaction ends; None when there is no such account."""
    session.execute(select(PatientRow.id).where(PatientRow.id == patient_id).with_for_update())
    return _found(session, _FOUND.where(PatientRow.id == patient_id))


def get_password_hash(session: Session, patient_id: str) -> str:
    """The password hash of a patient known to exist."""
    return session.execute(select(PatientRow.password_hash).where(PatientRow.id == patient_id)).scalar_one()


def set_password_hash(
    session: Session, patient_id: str, password_hash: str, expires_at: datetime | None = None
) -> None:
    """Replace the password by one that is given to the patient; it works until then, or for good."""
    given = {"password_hash": password_hash, "password_expires_at": expires_at}
    session.execute(update(PatientRow).where(PatientRow.id == patient_id).values(**given))


def replace_password_hash(
    session: Session, patient_id: str, present: str, password_hash: str, *, chosen: bool = False
) -> bool:
    """Replace the password hash unless it was replaced meanwhile; says whether it was done.

    `chosen` says that it is a new password of the patient's own, which does not expire.
    """
    known = update(PatientRow).where(PatientRow.id == patient_id, PatientRow.password_hash == present)
    changes: dict[str, Any] = {"password_hash": password_hash} | ({"password_expires_at": None} if chosen else {})
    return _rows(session.execute(known.values(**changes))) == 1


def give_up_log_in(session: Session, patient_id: str, present: str, unknown: str, now: datetime) -> bool:
    """Put a hash of a password nobody knows in the place of the present one, unless it was replaced meanwhile; says
    whether it was done."""
    known = update(PatientRow).where(PatientRow.id == patient_id, PatientRow.password_hash == present)
    given_up = {"password_hash": unknown, "password_expires_at": None, "log_in_given_up_at": now}
    return _rows(session.execute(known.values(**given_up))) == 1


def give_log_in_back(session: Session, patient_id: str) -> None:
    """Note that the patient has a log-in again."""
    session.execute(update(PatientRow).where(PatientRow.id == patient_id).values(log_in_given_up_at=None))


def has_no_log_in(session: Session, patient_id: str) -> bool:
    """Whether the patient gave up the log-in."""
    query = select(PatientRow.id).where(PatientRow.id == patient_id, PatientRow.log_in_given_up_at.is_not(None))
    return session.execute(query).first() is not None


def set_settings(session: Session, patient_id: str, settings: Settings, now: datetime) -> None:
    """Replace the settings. What is recorded keeps the zone and the day it was recorded with.

    A zone that is left is kept with the instant: what was planned until then stands in it. Of `MOST_ZONES` the newest.
    """
    present = select(PatientRow.zone, PatientRow.past_zones).where(PatientRow.id == patient_id)
    zone, past = session.execute(present).one()
    if zone != settings.zone:
        left = [*past, [(now - EPOCH) // timedelta(microseconds=1), zone]][-MOST_ZONES:]
        session.execute(update(PatientRow).where(PatientRow.id == patient_id).values(past_zones=left))
    session.execute(
        update(PatientRow)
        .where(PatientRow.id == patient_id)
        .values(
            zone=settings.zone,
            day_starts=settings.day_starts,
            hours=settings.hours,
            week_starts=settings.week_starts or None,
            decimal_sign=settings.decimal_sign,
            paper=settings.paper or None,
        )
    )


def get_circumstances(session: Session, patient_id: str) -> Circumstances:
    """What a patient known to exist noted of pregnancy, breastfeeding and a kidney disease."""
    row = PatientRow.pregnant_since, PatientRow.breastfeeding_since, PatientRow.kidney_disease
    pregnant, breastfeeding, kidneys = session.execute(select(*row).where(PatientRow.id == patient_id)).one()
    return Circumstances(pregnant, breastfeeding, bool(kidneys))


def set_circumstances(session: Session, patient_id: str, noted: Circumstances) -> None:
    """Replace what is noted of them; what is left out is noted no more."""
    values = {name: value or None for name, value in asdict(noted).items()}
    session.execute(update(PatientRow).where(PatientRow.id == patient_id).values(**values))


def touch_record(session: Session, patient_id: str) -> None:
    """Count a change of the record. The first statement of every change: it makes a patient's changes wait in line."""
    session.execute(_TOUCH, {"patient_id": patient_id})


def read_past_zones(stored: list[list[Any]]) -> tuple[tuple[datetime, str], ...]:
    """The zones that were set before, as `Zones` has them."""
    return tuple((EPOCH + timedelta(microseconds=until), zone) for until, zone in stored)


def _found(session: Session, query: Any) -> FoundPatient | None:
    row = session.execute(query).first()
    if row is None:
        return None
    has_second_factor = row.confirmed_at is not None
    return FoundPatient(row.id, row.password_hash, has_second_factor, row.password_expires_at, row.log_in_given_up_at)


def _rows(result: Any) -> int:
    return cast("CursorResult[Any]", result).rowcount
