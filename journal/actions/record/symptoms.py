"""Add, rename, hide, show again, merge and remove a person's own symptoms: one transaction each, optimistic locks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.core.medicine.monograph import Monograph
from journal.core.record.symptoms import (
    OWN,
    Symptom,
    SymptomChanged,
    SymptomRated,
    Symptoms,
    check_free,
    check_room,
    key_of,
    renamed,
)
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.store.record import symptoms as store


@dataclass(frozen=True, slots=True)
class Merger:
    """What merging one symptom into another one would do: how many check-ins change, and how many rate both."""

    symptom: Symptom
    into: str
    into_name: str
    check_ins: int
    both: int
    version_tag: str


@dataclass(slots=True)
class _Change:
    """The transaction of a change, and the symptoms as they shall be when it ends."""

    session: Session
    symptoms: Symptoms

    def put(self, symptom: Symptom) -> None:
        self.symptoms = self.symptoms.with_(symptom)


@contextmanager
def _changing(acting: ActingForPatient) -> Iterator[_Change]:
    with acting.database.writing() as session:
        known = store.lock_symptoms(session, acting.patient.id)
        change = _Change(session, known)
        yield change
        if change.symptoms != known:
            store.set_symptoms(session, acting.patient.id, change.symptoms)


def add_symptom(acting: ActingForPatient, name: str) -> Symptom:
    """Add a symptom to be asked for; one that was hidden or removed under that name is asked for again.

    Raises InvalidEntry where that name is asked for already, or there is no room for another one.
    """
    with _changing(acting) as change:
        symptoms = change.symptoms
        key = symptoms.present(key_of(name, symptoms))
        known = symptoms.find(key)
        if key in symptoms.rateable or (known is None and not key.startswith(OWN)):
            raise InvalidEntry({"name": _("“%(name)s” is on your list already.", name=symptoms.get(key, name))})
        if known is None or not known.living:
            check_room(symptoms, "name")
        added = replace(known or Symptom(key, name), hidden=False, removed=False, added=True)
        change.put(added)
    return added


def rename_symptom(acting: ActingForPatient, key: str, name: str, seen: str) -> Symptom:
    """Give a symptom another name; every check-in that rates it shows it under the new one.

    `seen` is its version tag when the form was opened. Saving the name it has already changes nothing. Raises NotFound,
    SymptomGone, SymptomChanged when another window was faster, and InvalidEntry for the name of another one.
    """
    with _changing(acting) as change:
        symptom = change.symptoms.get_living(key)
        if symptom.name == name:
            return symptom
        if symptom.version_tag != seen:
            raise SymptomChanged(symptom)
        check_free(name, symptom, change.symptoms)
        anew = renamed(symptom, name, acting.now)
        change.put(anew)
    return anew


def ask_for_symptom(acting: ActingForPatient, key: str, *, asked: bool) -> Symptom:
    """Hide a symptom, or ask for it again; what is recorded stays as it is. Raises NotFound and SymptomGone."""
    with _changing(acting) as change:
        anew = replace(change.symptoms.get_living(key), hidden=not asked)
        change.put(anew)
    return anew


def find_merger(acting: ActingForPatient, monograph: Monograph, key: str, into: str) -> Merger:
    """What a merger would do. Raises NotFound and SymptomGone, and InvalidEntry for what cannot be merged into."""
    with acting.database.reading() as session:
        symptom = acting.patient.own_symptoms.get_living(key)
        name = _target(acting.patient.own_symptoms, monograph, symptom, into)
        usage = store.list_usage(session, acting.patient.id, [key]).get(key)
        both = store.count_both(session, acting.patient.id, key, into)
    check_ins = usage.check_ins if usage else 0
    return Merger(symptom, into, name, check_ins, both, _merger_version_tag(acting.patient.own_symptoms, symptom, into))


def merge_symptoms(acting: ActingForPatient, monograph: Monograph, key: str, into: str, seen: str) -> Symptom:
    """Put everything rated under one symptom under another one, or under an effect of the list; the worse stands where
    a check-in rates both. Each of these check-ins keeps what it said as an earlier version.

    The same merger sent twice is one. Raises NotFound, SymptomGone, SymptomChanged and InvalidEntry.
    """
    with _changing(acting) as change:
        found = change.symptoms.find(key)
        if found is not None and found.merged_into and found.merged_into == into:
            return found
        symptom = change.symptoms.get_living(key)
        _target(change.symptoms, monograph, symptom, into)
        if _merger_version_tag(change.symptoms, symptom, into) != seen:
            raise SymptomChanged(symptom)
        store.merge_ratings(change.session, acting.patient.id, key, into, acting.now, acting.actor.id)
        gone = replace(symptom, hidden=False, merged_into=into)
        change.put(gone)
    return gone


def remove_symptom(acting: ActingForPatient, key: str) -> None:
    """Take a symptom that no check-in rates off the list. Its name stays where an earlier version speaks of it.

    Removing it twice is removing it once. Raises NotFound, SymptomGone when it was merged, and SymptomRated.
    """
    with _changing(acting) as change:
        found = change.symptoms.find(key)
        if found is not None and found.removed:
            return
        symptom = change.symptoms.get_living(key)
        if store.list_usage(change.session, acting.patient.id, [key]):
            raise SymptomRated(symptom.name)
        leads_here = any(change.symptoms.present(other) == key for other in change.symptoms if other != key)
        if leads_here or store.is_spoken_of(change.session, acting.patient.id, key):
            change.put(replace(symptom, removed=True, added=False, hidden=False))
        else:
            change.symptoms = change.symptoms.without(key)


def _target(symptoms: Symptoms, monograph: Monograph, symptom: Symptom, into: str) -> str:
    """The name of what is merged into. Raises InvalidEntry for the symptom itself and for what is not there."""
    names = {**monograph.rating_names, **symptoms.choices}
    if into == symptom.key or into not in names:
        raise InvalidEntry({"into": _("Choose what it is the same as.")})
    return names[into]


def _merger_version_tag(symptoms: Symptoms, symptom: Symptom, into: str) -> str:
    other = symptoms.find(into)
    return f"{symptom.version_tag}-{other.version_tag if other else into}"
