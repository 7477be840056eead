"""The tables of a record, or of what was chosen of it, as rows that are read while they are asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.actions.exchange.wanted import Wanted, read_told
from journal.core.exchange import dictionary
from journal.core.exchange.alerts import Speak, Spoken, alerts_sheet, spoken
from journal.core.exchange.choices import Choice
from journal.core.exchange.exports import TABLES, Account, Effects, Medicines, Row, Writers, effect_columns, sheet
from journal.core.exchange.orders import regimen_sheet
from journal.core.exchange.planned import planned_sheet
from journal.core.exchange.visits import visits_sheet
from journal.core.medicine.medicines import called, known_of
from journal.core.record.entries import Entry, Kind
from journal.core.safety.alerts import Alert
from journal.core.safety.rules import Speaking
from journal.store import exports as store
from journal.store.accounts.grants import list_names
from journal.store.doctor.visits import list_every_visit
from journal.store.plan.regimens import read_plan
from journal.store.safety import alerts

KIND_OF: Mapping[str, Kind] = {table.file: kind for kind, table in TABLES.items()}
FILES = (*KIND_OF, "regimen.csv", "planned.csv", "alerts.csv", "visits.csv", dictionary.FILE)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that were asked for, and what all of them are written with."""

    session: Session
    acting: ActingForPatient
    wanted: Wanted
    account: Account
    rated: Mapping[str, bool]  # what was ever rated, and whether for right now too
    effects: Effects
    medicines: Medicines
    writers: Writers

    @property
    def sign(self) -> str:
        """The decimal sign of the tables."""
        return self.wanted.choice.decimal_sign or self.account.settings.decimal_sign

    def rows(self, file: str) -> Iterator[Row]:
        """The rows of a table, the first of them its heads. Nothing is read before the first one is asked for."""
        others: Mapping[str, Callable[[], Iterable[Row]]] = {
            "regimen.csv": self._plan,
            "planned.csv": self._planned,
            "alerts.csv": self._alerts,
            "visits.csv": self._visits,
            dictionary.FILE: self._dictionary,
        }
        if file in others:
            yield from others[file]()
        else:
            kind, period = KIND_OF[file], self.wanted.choice.period
            yield from self.of_kind(kind, store.list_kind(self.session, self.account.id, kind, period))

    def of_kind(self, kind: Kind, entries: Iterable[Entry]) -> Iterator[Row]:
        """The table of a kind with these entries."""
        return sheet(kind, entries, self.wanted.monograph, self.effects, self.medicines, self.writers)

    def _plan(self) -> Iterator[Row]:
        return regimen_sheet(store.list_plan(self.session, self.account.id), self.medicines)

    def _planned(self) -> Iterator[Row]:
        """What was planned and what became of it, as it is computed now."""
        plan = read_plan(self.session, self.account.id)
        told = read_told(self.session, self.acting, self.account, plan, self.wanted.choice)
        return planned_sheet(told, plan, self.medicines.items())

    def _alerts(self) -> Iterator[Row]:
        """What the safety rules told or asked, without that of deleted entries."""
        return self.of_alerts(self.spoken(shown=True))

    def spoken(self, *, shown: bool) -> Iterator[Spoken]:
        """The alerts about what was chosen, with their words; of deleted entries too, unless `shown` alone."""
        found = of_days(alerts.list_all(self.session, self.account.id, shown=shown), self.wanted.choice)
        return spoken(found, speaking(self.account, self.wanted))

    def of_alerts(self, found: Iterable[Spoken]) -> Iterator[Row]:
        """The table of these alerts."""
        return alerts_sheet(found, self.account.id, self.writers)

    def _visits(self) -> Iterator[Row]:
        choice = self.wanted.choice
        found = (each for each in list_every_visit(self.session, self.account.id) if choice.has(each.said.day_on))
        return visits_sheet(found, self.writers)

    def _dictionary(self) -> Iterator[Row]:
        signs = frozenset(self.wanted.monograph.alert_names.values())
        return dictionary.dictionary_sheet(((file, self.heads(file)) for file in FILES[:-1]), signs)

    def heads(self, file: str) -> list[str]:
        """The heads of the columns of a table."""
        first: Row
        if file in KIND_OF:
            first = next(self.of_kind(KIND_OF[file], ()))
        elif file == "regimen.csv":
            first = next(regimen_sheet((), self.medicines))
        elif file == "planned.csv":
            first = next(planned_sheet(None, read_plan(self.session, self.account.id), ()))
        elif file == "visits.csv":
            first = next(visits_sheet((), self.writers))
        else:
            first = next(self.of_alerts(()))
        return [str(head) for head in first]


def read_tables(session: Session, acting: ActingForPatient, wanted: Wanted) -> Tables:
    """The tables of what is wanted."""
    account = store.get_account(session, acting.patient.id)
    rated = store.list_rated_effects(session, acting.patient.id)
    return Tables(
        session,
        acting,
        wanted,
        account,
        rated,
        effect_columns(wanted.monograph, account.own_symptoms, rated),
        called(account.medicines, wanted.known),
        list_names(session, acting.patient.id),
    )


def of_days(found: Iterable[Alert], choice: Choice) -> Iterator[Alert]:
    """The alerts about what lies in the days that were chosen."""
    return (each for each in found if choice.has(each.about.day_on))


def speaking(account: Account, wanted: Wanted) -> Speak:
    """What the words of alerts are made with; of a medicine that is gone with what is known of all."""
    of_medicine = {
        each.id: Speaking(known_of(each, wanted.known), each.unit, wanted.known) for each in account.medicines
    }
    of_all = Speaking(wanted.monograph, others=wanted.known)
    return lambda medicine_id: of_medicine.get(medicine_id or "", of_all)
