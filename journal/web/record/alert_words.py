"""Alerts in words: what the safety rules said, as it is kept, in the language of whoever reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.record.days import Day, day_id
from journal.core.record.entries import Entry
from journal.core.safety import driving
from journal.core.safety.alerts import LEVELS, Alert, notice_of
from journal.core.safety.rules import Level, Notice, Speaking
from journal.core.values.errors import NotFound
from journal.core.values.languages import _, pgettext
from journal.store.record.entries import find_entry
from journal.store.safety import alerts as store
from journal.web.record import entry_rows
from journal.web.site import context, wording
from journal.web.site.names import done_by, saved_by

YOUNG = timedelta(days=2)  # so long Today says that an alert is not read yet
SAID_FOR = timedelta(minutes=10)  # how long the page after a form repeats what was found about a medicine
MOST_YOUNG = 20  # alerts that Today counts


@dataclass(frozen=True, slots=True)
class Said:
    """An alert and its words. `about` says what it speaks of, and `href` where that is read, "" where it is gone."""

    alert: Alert
    notice: Notice
    about: str = ""
    href: str = ""

    @property
    def level(self) -> str:
        """The word of its level."""
        return level_word(self.notice.level)

    @property
    def is_struck(self) -> bool:
        """Whether an edit made it untrue."""
        return self.alert.struck_at is not None

    @property
    def before(self) -> str:
        """What stands beside one that an edit made untrue."""
        if self.alert.about.subject == "entry":
            return _("Before the edit. Of the entry as it is now this is not true.")
        return _("Before the change. As it is now this is not true.")

    @property
    def came(self) -> str:
        """How it came."""
        return {
            "told": _("Told when it was saved."),
            "answered": _("Asked before it was saved. The answer was yes."),
            "not_asked": _("Not asked: it was recorded in another way."),
        }[self.alert.came]

    @property
    def by(self) -> str:
        """Who saved what it speaks of; "" where that was the patient."""
        return "" if self.alert.raised_by == context.patient().id else saved_by(self.alert.raised_by)

    @property
    def is_open(self) -> bool:
        """Whether it is true, and nobody has marked it as read."""
        return not self.is_struck and self.alert.acknowledged_at is None

    @property
    def calls(self) -> str:
        """Whom to call at once, by a button: "emergency", or "crisis" where it leads to the help for those who
        think of harming themselves; else ""."""
        if not self.is_open:
            return ""
        if self.notice.level == "emergency":
            return "emergency"
        return "crisis" if self.notice.heading == "self-harm" else ""

    @property
    def read(self) -> str:
        """When it was read; "" where it is not."""
        if self.alert.acknowledged_at is None:
            return ""
        when = _("%(day)s at %(time)s", **_here(self.alert.acknowledged_at))
        if self.alert.acknowledged_by == context.patient().id:
            return _("Read %(when)s.", when=when)
        return _("Read %(when)s, %(by)s.", when=when, by=done_by(self.alert.acknowledged_by or ""))


def _here(at: datetime) -> dict[str, str]:
    return wording.here(at)


def level_word(level: Level) -> str:
    """The word for a level: "Caution"."""
    return {
        "note": pgettext("label", "Note"),
        "caution": pgettext("label", "Caution"),
        "urgent": pgettext("label", "Urgent"),
        "emergency": pgettext("label", "Emergency"),
    }[level]


def said(alert: Alert, entry: Entry | None = None, names: Mapping[str, str] | None = None) -> Said:
    """The words of an alert; with the entry it speaks of, those of that too."""
    notice = notice_of(alert, _speaking(alert.about.medicine_id))
    return Said(alert, notice, *_about(alert, entry, names or {}))


def of_entry(entry: Entry) -> list[Said]:
    """What the safety rules said of an entry, oldest first; of a deleted one nothing is shown."""
    return [] if entry.deleted else [said(alert) for alert in _of([entry])]


def of_medicine(medicine: Medicine | None) -> list[Said]:
    """What was found just now about a medicine that was added or changed; nothing where none was."""
    if medicine is None:
        return []
    since = context.now() - SAID_FOR
    with context.database().reading() as session:
        kept = store.list_about(session, context.patient().id, "medicine", [medicine.id])
    return [said(alert) for alert in kept if alert.struck_at is None and alert.raised_at >= since]


def marks(entries: Sequence[Entry]) -> dict[str, str]:
    """What is remarked on the rows of entries of which something was said, by their ids: the most urgent of what is
    true of them."""
    found: dict[str, Alert] = {}
    for alert in _of(entries):
        worst = found.get(alert.about.id)
        if alert.struck_at is None and (worst is None or alert.urgency < worst.urgency):
            found[alert.about.id] = alert
    return {key: mark(alert.finding.level) for key, alert in found.items()}


def mark(level: Level) -> str:
    """What is remarked on a row: "alert: urgent"."""
    return {
        "note": _("alert: note"),
        "caution": _("alert: caution"),
        "urgent": _("alert: urgent"),
        "emergency": _("alert: emergency"),
    }[level]


def choices() -> list[tuple[str, str]]:
    """What the list can be narrowed to, by the key of the level: everything, or one of them."""
    return [("", pgettext("alerts", "All")), *((level, level_word(level)) for level in reversed(LEVELS))]


def _of(entries: Iterable[Entry]) -> list[Alert]:
    ids = [entry.id for entry in entries]
    if not ids:
        return []
    with context.database().reading() as session:
        return store.list_about(session, context.patient().id, "entry", ids)


def _about(alert: Alert, entry: Entry | None, names: Mapping[str, str]) -> tuple[str, str]:
    """What an alert speaks of, and where that is read."""
    about = alert.about
    day = wording.plain_day(about.day_on)
    if entry is not None:
        said = entry_rows.said(entry.detail, names)
        words = _("%(entry)s, %(day)s, %(time)s", entry=said, day=day, time=wording.clock_words(entry.moment))
        return words, entry_rows.address(entry)
    if about.subject == "medicine":
        try:
            medicine = context.find_medicine(about.id)
        except NotFound:
            return _("A medicine that is no longer on your list"), ""
        return context.medicine_name(medicine), url_for("medicines.show", medicine_id=medicine.id)
    if about.subject == "step":
        return _("Your plan from %(day)s on", day=day), url_for("medicine.show", medicine=about.medicine_id)
    return day, url_for("history.day", on=about.day_on.isoformat())


def _speaking(medicine_id: str | None) -> Speaking:
    if medicine_id is not None:
        try:
            medicine = context.find_medicine(medicine_id)
        except NotFound:
            return _speaking(None)  # it was taken off the list again: what was said of it stays
        return _saying(context.known_of(medicine), medicine.unit)
    return _saying(context.all_known())


def _saying(monograph: Monograph, unit: str = "mg") -> Speaking:
    settings = context.patient().settings
    return Speaking(monograph, unit, context.journal().monographs, settings.zone, settings.hours)


def asks_driving(entry: Entry, told_of_it: Sequence[Said]) -> str:
    """The day to ask about where a rule tells of driving and nobody answered yet whether they drove; else ""."""
    if all(each.notice.rule != driving.KEY for each in told_of_it):
        return ""
    with context.database().reading() as session:
        day = find_entry(session, context.patient().id, day_id(entry.day_on))
    is_known = day is not None and isinstance(day.detail, Day) and not day.deleted and day.detail.drove is not None
    return "" if is_known else f"{entry.day_on}"
