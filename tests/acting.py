"""Acting in a test: somebody on one database, at one instant."""

from datetime import UTC, datetime
from typing import Any, overload

from journal.actions.acting import Acting, ActingForPatient
from journal.actions.keys import Keys, derive
from journal.core.accounts.accounts import Actor, Patient
from journal.core.accounts.audit import Origin
from journal.store.database.database import Database

NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)  # Monday noon in Berlin
KEYS = derive("of these tests")


@overload
def acting(database: Database, patient: Patient, at: datetime | Origin = NOW, **how: Any) -> ActingForPatient: ...
@overload
def acting(database: Database, patient: None = None, at: datetime | Origin = NOW, **how: Any) -> Acting: ...
def acting(
    database: Database,
    patient: Patient | None = None,
    at: datetime | Origin = NOW,
    *,
    actor: Actor | None = None,
    keys: Keys = KEYS,
    **origin: str,
) -> Acting:
    """The patient, or another `actor`, on the patient's record; without a patient somebody who is not logged in.

    `at` is an instant, with an address and a device in `origin`, or all of it.
    """
    where = at if isinstance(at, Origin) else Origin(at, **origin)
    if patient is None:
        return Acting(database, keys, where)
    return ActingForPatient(database, keys, where, actor or Actor(patient.id, patient.name), patient)
