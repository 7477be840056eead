"""Who acts, on whose record, from where and when: the value every action takes first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from journal.actions.keys import Keys
from journal.core.accounts.accounts import Actor, Patient
from journal.core.accounts.audit import Origin
from journal.core.medicine.monograph import Monograph
from journal.core.values.clock import moment
from journal.store.database.database import Database


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody acts who is not logged in: a visitor at sign-up or log-in, or the operator with a command.

    `origin` says from where and at which instant; that instant is "now" for everything that is done.
    """

    database: Database
    keys: Keys
    origin: Origin

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.origin.at


@dataclass(frozen=True, slots=True)
class ActingForPatient(Acting):
    """Somebody who is logged in acts on the record of a patient, who may be somebody else.

    What says who did it names `actor`, and so does everything about a log-in; what says whose it is names `patient`.
    `monographs` is what is known of medicines: without it nothing is told of two that are taken together, nor of a
    plan.
    """

    actor: Actor
    patient: Patient
    monographs: Mapping[str, Monograph] = field(default_factory=dict)

    @property
    def by_another(self) -> str | None:
        """Whose log-in acts, where that is not the patient's own; None for the patient."""
        return None if self.actor.id == self.patient.id else self.actor.id

    @property
    def whence(self) -> Origin:
        """From where somebody acts as the patient's trail says it: where others are is theirs alone."""
        return self.origin if self.by_another is None else Origin(self.now)

    @property
    def today(self) -> date:
        """The calendar day where the patient is."""
        return moment(self.now, self.patient.settings.zone).on
