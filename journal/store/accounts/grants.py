"""Access grants in the database: from the invitation to the end. Those that ended stay: they say who wrote an entry."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from journal.core.accounts.accounts import Patient
from journal.core.accounts.grants import Grant, Terms
from journal.store.accounts.devices import MEDICINES, PATIENT, read_patient
from journal.store.database.models import AccessGrant, MedicineRow
from journal.store.database.models import Patient as PatientRow

_GRANT: Any = AccessGrant.__table__
_grant, _patient = _GRANT.c, PatientRow.__table__.c
_OTHER: Table = PatientRow.__table__.alias("other")  # type: ignore[assignment]
_TERMS = (_grant.name.label("grant_name"), _grant.medicines, _grant.starts_on, _grant.ends_on, _grant.kind)
_GRANTS = select(
    _grant.id.label("grant_id"),
    _grant.patient_id,
    *_TERMS,
    _grant.created_at,
    _grant.code_expires_at,
    _grant.other_id,
    func.coalesce(_OTHER.c.name, "").label("other_name"),
    _grant.accepted_at,
    _grant.ended_at,
    _grant.ended_by,
).select_from(_GRANT.outerjoin(_OTHER, _OTHER.c.id == _grant.other_id))
# Every request of a carer asks this after its log-in: which record that is, and on what terms.
_ACTING = (
    select(_grant.id.label("grant_id"), *_TERMS, _patient.log_in_given_up_at, *PATIENT, *MEDICINES)
    .join_from(_GRANT, PatientRow.__table__, _patient.id == _grant.patient_id)
    .outerjoin(MedicineRow.__table__, MedicineRow.patient_id == _patient.id)
    .where(_grant.id == bindparam("grant_id"), _grant.other_id == bindparam("other_id"), _grant.ended_at.is_(None))
    .order_by(MedicineRow.position, MedicineRow.id)
)


class LookedAfter(NamedTuple):
    """A grant, and the name and the zone of whose record it is: as whoever accepted it reads it. `without_log_in` says
    that the patient gave up the log-in."""

    grant: Grant
    name: str
    zone: str
    without_log_in: bool


class Opened(NamedTuple):
    """What a grant opens: on what terms, whose record, and whether its patient gave up the log-in."""

    terms: Terms
    patient: Patient
    without_log_in: bool


def add_grant(
    session: Session,
    patient_id: str,
    grant_id: str,
    terms: Terms,
    code_hash: bytes,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Add a grant that waits for its code."""
    session.execute(
        insert(AccessGrant).values(
            patient_id=patient_id,
            id=grant_id,
            created_at=now,
            code_hash=code_hash,
            code_expires_at=expires_at,
            **_columns(terms),
        )
    )


def list_grants(session: Session, patient_id: str, limit: int | None = None) -> list[Grant]:
    """The grants of a patient: those that are not ended first, the newest first; at most `limit` where one is given."""
    query = _GRANTS.where(_grant.patient_id == patient_id)
    order = _grant.ended_at.is_not(None), _grant.created_at.desc(), _grant.id
    return list(map(_read, session.execute(query.order_by(*order).limit(limit))))


def list_open_of(session: Session, patient_ids: Collection[str]) -> dict[str, list[Grant]]:
    """The grants of each of these patients that are not ended, in one statement; for none nothing is asked."""
    found = defaultdict[str, list[Grant]](list)
    if patient_ids:
        query = _GRANTS.where(_grant.patient_id.in_(patient_ids), _grant.ended_at.is_(None))
        for grant in map(_read, session.execute(query.order_by(_grant.created_at, _grant.id))):
            found[grant.patient_id].append(grant)
    return found


def count_open(session: Session, patient_id: str) -> int:
    """How many of a patient's grants are not ended."""
    query = select(func.count()).where(_grant.patient_id == patient_id, _grant.ended_at.is_(None))
    return session.execute(query).scalar_one()


def lock_grant(session: Session, patient_id: str, grant_id: str) -> Grant | None:
    """A grant of this patient's, as it stays until this transaction ends; None when there is none."""
    mine = _grant.patient_id == patient_id, _grant.id == grant_id
    session.execute(select(_grant.id).where(*mine).with_for_update())
    row = session.execute(_GRANTS.where(*mine)).first()
    return None if row is None else _read(row)


def lock_grants(session: Session, patient_ids: Collection[str]) -> None:
    """Have every grant of these patients that is not ended stay as it is until this transaction ends."""
    there = select(_grant.id).where(_grant.patient_id.in_(patient_ids), _grant.ended_at.is_(None))
    session.execute(there.order_by(_grant.id).with_for_update())


def find_grant(session: Session, patient_id: str, grant_id: str) -> Grant | None:
    """A grant of this patient's; None when there is none."""
    row = session.execute(_GRANTS.where(_grant.patient_id == patient_id, _grant.id == grant_id)).first()
    return None if row is None else _read(row)


def update_terms(session: Session, patient_id: str, grant_id: str, terms: Terms) -> None:
    """Let that person do something else from now on."""
    mine = _grant.patient_id == patient_id, _grant.id == grant_id
    session.execute(update(AccessGrant).where(*mine).values(**_columns(terms)))


def end_grant(session: Session, patient_id: str, grant_id: str, now: datetime, ended_by: str) -> None:
    """End a grant; it stays in the list."""
    mine = _grant.patient_id == patient_id, _grant.id == grant_id
    session.execute(update(AccessGrant).where(*mine).values(ended_at=now, ended_by=ended_by))


def find_code(session: Session, code_hash: bytes) -> Grant | None:
    """The grant with that code, whatever became of it, as it stays until this transaction ends."""
    session.execute(select(_grant.id).where(_grant.code_hash == code_hash).with_for_update())
    row = session.execute(_GRANTS.where(_grant.code_hash == code_hash)).first()
    return None if row is None else _read(row)


def accept_grant(session: Session, grant: Grant, other_id: str, now: datetime) -> None:
    """Note who accepted it."""
    mine = _grant.patient_id == grant.patient_id, _grant.id == grant.id
    session.execute(update(AccessGrant).where(*mine).values(other_id=other_id, accepted_at=now))


def list_looked_after(session: Session, other_id: str) -> list[LookedAfter]:
    """The records somebody may act on, or could from or until a day, by the names of their patients."""
    query = (
        _GRANTS.add_columns(_patient.name.label("patient_name"), _patient.zone, _patient.log_in_given_up_at)
        .join(PatientRow.__table__, _patient.id == _grant.patient_id)
        .where(_grant.other_id == other_id, _grant.ended_at.is_(None))
        .order_by(_patient.name, _grant.created_at)
    )
    return [
        LookedAfter(_read(row), row.patient_name, row.zone, row.log_in_given_up_at is not None)
        for row in session.execute(query)
    ]


def find_looked_after(session: Session | Connection, grant_id: str, other_id: str) -> Opened | None:
    """The terms on which somebody acts on a record, and whose that is; None where there is no such grant, or it ended.

    Whether this is one of its days the caller asks, who knows what day it is there.
    """
    rows = session.execute(_ACTING, {"grant_id": grant_id, "other_id": other_id}).all()
    return Opened(_terms(rows[0]), read_patient(rows), rows[0].log_in_given_up_at is not None) if rows else None


def list_names(session: Session, patient_id: str) -> dict[str, str]:
    """The names of everybody who was ever let into this record, by the ids of their accounts."""
    query = (
        select(_OTHER.c.id, _OTHER.c.name)
        .join_from(_GRANT, _OTHER, _OTHER.c.id == _grant.other_id)
        .where(_grant.patient_id == patient_id)
    )
    return dict(session.execute(query).all())


def still_holds(session: Session, patient_id: str, grant_id: str) -> bool:
    """Whether a grant is not ended, and is not until this transaction ends."""
    query = select(_grant.id).where(_grant.patient_id == patient_id, _grant.id == grant_id, _grant.ended_at.is_(None))
    return session.execute(query.with_for_update(read=True)).first() is not None


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "name": terms.name,
        "kind": terms.kind,
        "medicines": None if terms.medicines is None else list(terms.medicines),
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
    }


def _terms(row: Any) -> Terms:
    medicines: Iterable[str] | None = row.medicines
    chosen = None if medicines is None else tuple(medicines)
    return Terms(row.grant_name, chosen, row.starts_on, row.ends_on, row.kind)


def _read(row: Any) -> Grant:
    return Grant(
        row.grant_id,
        row.patient_id,
        _terms(row),
        row.created_at,
        row.code_expires_at,
        row.other_id,
        row.other_name,
        row.accepted_at,
        row.ended_at,
        row.ended_by,
    )
