"""Log, edit, delete and put back: the only door through which an entry gets into the record or changes there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from journal.actions.acting import ActingForPatient
from journal.actions.record.recordings import Recording, recording
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn
from journal.core.record.entries import Detail, Entry, search_text
from journal.core.record.quiet_days import QuietDays
from journal.core.record.settled import settled
from journal.core.record.symptoms import Symptoms
from journal.core.values.clock import Moment, is_fold
from journal.core.values.errors import JournalError
from journal.core.values.languages import _
from journal.store.record import entries as store
from journal.store.record import entry_changes, versions


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of a submission; `again` when it was recorded before and nothing new was saved."""

    entry_id: str
    again: bool


class EntryExists(JournalError):
    """The form's idempotency key belongs to an entry that says something else; `entry` is that one."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(_("This form was sent before with other words. Both are shown; nothing was changed."))
        self.entry = entry


class EntryChanged(JournalError):
    """The form is stale (optimistic lock): the entry changed since it was opened; `entry` is what it says now."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(_("This entry was changed in another window since you opened it. Both are shown."))
        self.entry = entry


def log_entry(
    acting: ActingForPatient,
    entry_id: str,
    detail: Detail,
    fingerprint: bytes,
    monograph: Monograph,
    answered: Collection[str] | None = (),
) -> Logged:
    """Record one entry in a transaction of its own, see `log`."""
    with recording(acting) as inside:
        return log(inside, entry_id, detail, fingerprint, monograph, answered)


def log(
    inside: Recording,
    entry_id: str,
    detail: Detail,
    fingerprint: bytes,
    monograph: Monograph,
    answered: Collection[str] | None = (),
) -> Logged:
    """Record an entry of whichever kind under the id its form carried.

    `answered` are the keys of the safety rules' questions that were answered with yes; with None nobody can be asked,
    and it is recorded. What the rules find is kept with it. The same submission again changes nothing. Raises
    Unanswered while a question is open, and EntryExists for the same id with another content.
    """
    session, now = inside.session, inside.acting.now
    detail, symptoms = _settled(detail, inside.symptoms, new=True)
    found = inside.check(entry_id, detail, monograph, answered)
    added = entry_changes.add_entry(
        session,
        inside.patient_id,
        entry_id,
        detail,
        search_text=search_text(detail),
        fingerprint=fingerprint,
        now=now,
        recorded_by=inside.acting.by_another,
    )
    if added:
        inside.keep_symptoms(symptoms)
        inside.keep_alerts(entry_id, 1, detail, found, answered)
    elif entry_changes.find_fingerprint(session, inside.patient_id, entry_id) != fingerprint:
        raise EntryExists(store.get_entry(session, inside.patient_id, entry_id))
    return Logged(entry_id, again=not added)


def edit_entry(
    acting: ActingForPatient,
    entry_id: str,
    version: int,
    detail: Detail,
    monograph: Monograph,
    answered: Collection[str] | None = (),
) -> None:
    """Change one entry in a transaction of its own, see `edit`."""
    with recording(acting) as inside:
        edit(inside, entry_id, version, detail, monograph, answered)


def edit(
    inside: Recording,
    entry_id: str,
    version: int,
    detail: Detail,
    monograph: Monograph,
    answered: Collection[str] | None = (),
) -> None:
    """Replace what an entry says, keeping what it said before. `version` is the one the form was opened with.

    Asks as `log` does, and keeps what the rules find now: an alert that is no longer true is struck. Saving what it
    says already changes nothing. Raises NotFound, Unanswered, and EntryChanged when another window was faster.
    """
    acting = inside.acting
    entry = store.get_entry(inside.session, inside.patient_id, entry_id, detail.kind)
    detail, symptoms = _settled(_unmoved(entry, detail), inside.symptoms)
    found = inside.check(entry_id, detail, monograph, answered, entry)
    if says_the_same(entry, detail):
        return
    if entry.version != version or entry.deleted:
        raise EntryChanged(entry)
    entry_changes.update_entry(
        inside.session,
        inside.patient_id,
        entry_id,
        detail,
        search_text=search_text(detail),
        now=acting.now,
        changed_by=acting.actor.id,
    )
    inside.keep_symptoms(symptoms, entry.detail)
    inside.keep_alerts(entry_id, entry.version + 1, detail, found, answered)


def delete_entry(acting: ActingForPatient, entry_id: str) -> Entry:
    """Delete an entry in a transaction of its own, see `delete`."""
    with recording(acting) as inside:
        return delete(inside, entry_id)


def delete(inside: Recording, entry_id: str) -> Entry:
    """Delete an entry, to be put back when wanted; deleting it twice is deleting it once. Raises NotFound."""
    acting, entry = inside.acting, store.get_entry(inside.session, inside.patient_id, entry_id)
    if not entry.deleted:
        entry_changes.delete_entry(inside.session, inside.patient_id, entry_id, acting.now, acting.actor.id)
        inside.keep_symptoms(inside.symptoms, entry.detail)
    return entry


def restore_entry(acting: ActingForPatient, entry_id: str) -> Entry:
    """Put a deleted entry back as it was, in a transaction of its own. Raises NotFound."""
    with recording(acting) as inside:
        session, patient_id = inside.session, inside.patient_id
        entry = store.get_entry(session, patient_id, entry_id)
        if entry.deleted:
            said = versions.list_versions(session, patient_id, entry_id, 1)[0].detail
            detail, symptoms = _settled(said, inside.symptoms)
            entry_changes.restore_entry(session, patient_id, entry_id, said, detail, acting.now, acting.actor.id)
            inside.keep_symptoms(symptoms)
    return entry


def says_the_same(entry: Entry, detail: Detail) -> bool:
    """Whether the entry stands as `detail` would write it; the words of own symptoms follow from their keys."""
    return not entry.deleted and _content(entry.detail) == _content(detail)


def _unmoved(entry: Entry, detail: Detail) -> Detail:
    """The detail with the entry's own moment when that is the minute the form shows: forms know no seconds, and the day
    boundary or the rules of the zone may have changed since."""
    same_days = isinstance(detail, QuietDays) and detail.last_on == entry.day_on  # their form shows no moment
    if not same_days and _shown(entry.moment) != _shown(detail.moment):
        return detail
    recorded: dict[str, object] = {"moment": entry.moment}
    if isinstance(detail, CheckIn):
        recorded["day_on"] = entry.day_on
    return detail.model_copy(update=recorded)


def _shown(lived: Moment) -> tuple[datetime, str, bool | None]:
    """What a form shows of a moment: day and minute on the wall, the zone, and which one when there were two."""
    return lived.local.replace(second=0, microsecond=0, tzinfo=None), lived.zone, is_fold(lived)


def _content(detail: Detail) -> dict[str, object]:
    content: dict[str, object] = detail.model_dump()
    if isinstance(detail, CheckIn):
        content["ratings"] = {r.effect: (r.severity, r.direction, r.now_severity) for r in detail.ratings}
    return content


def own_symptoms(detail: Detail) -> dict[str, str]:
    """The symptoms not on the list that a check-in names: words by key."""
    if not isinstance(detail, CheckIn):
        return {}
    return {rated.effect: rated.symptom for rated in detail.ratings if rated.symptom}


def _settled(detail: Detail, known: Symptoms, *, new: bool = False) -> tuple[Detail, Symptoms]:
    return settled(detail, known, new=new) if isinstance(detail, CheckIn) else (detail, known)
