"""What is wanted of a record, and how the days that were planned are read for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.core.exchange.choices import EVERYTHING, Choice
from journal.core.exchange.exports import Account
from journal.core.exchange.planned import Told, told_days
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Plan
from journal.core.values.clock import Zones
from journal.store.trends import first_entry_on, read_lived

Monographs = Mapping[str, Monograph]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the medicines of which an archive is wanted, together and one by one, what stands under its
    charts on paper, and what was chosen of the record."""

    monograph: Monograph
    small_print: Sequence[str]
    monographs: Monographs = field(default_factory=dict)
    choice: Choice = EVERYTHING

    @property
    def known(self) -> Monographs:
        """The monographs by their keys; the one of the only medicine needs not be named twice."""
        return self.monographs or {self.monograph.key: self.monograph}


def read_told(session: Session, acting: ActingForPatient, account: Account, plan: Plan, choice: Choice) -> Told | None:
    """The days of a plan that are told, with what was lived on them; None where there are none."""
    days = told_days(plan, first_entry_on(session, acting.patient.id), acting.today, choice.period)
    if days is None:
        return None
    lived, _days = read_lived(session, acting.patient.id, days, plan)
    zones = Zones(account.settings.zone, account.past_zones)
    return Told(days, lived, zones, acting.now, ends=days.last_on < acting.today)
