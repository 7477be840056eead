"""Alerts in words: what the safety rules said of an entry, as it is kept, in the language of whoever reads it."""

from dataclasses import dataclass

from journal.core.record.entries import Entry
from journal.core.safety.alerts import Alert, notice_of
from journal.core.safety.rules import Notice, Speaking
from journal.core.values.errors import NotFound
from journal.store.safety import alerts as store
from journal.web.site import context


@dataclass(frozen=True, slots=True)
class Said:
    """An alert and its words."""

    alert: Alert
    notice: Notice

    @property
    def is_struck(self) -> bool:
        """Whether an edit made it untrue."""
        return self.alert.struck_at is not None


def said(alert: Alert) -> Said:
    """The words of an alert, with the monograph and the unit of the medicine it speaks of."""
    return Said(alert, notice_of(alert, _speaking(alert.about.medicine_id)))


def of_entry(entry: Entry) -> list[Said]:
    """What the safety rules said of an entry, oldest first; of a deleted one nothing is shown."""
    if entry.deleted:
        return []
    with context.database().reading() as session:
        return [said(alert) for alert in store.list_about(session, context.patient().id, "entry", [entry.id])]


def _speaking(medicine_id: str | None) -> Speaking:
    if medicine_id is not None:
        try:
            medicine = context.find_medicine(medicine_id)
        except NotFound:
            return Speaking(context.all_known())  # it was taken off the list again: what was said of it stays
        return Speaking(context.known_of(medicine), medicine.unit, context.journal().monographs)
    return Speaking(context.all_known(), others=context.journal().monographs)
