"""A person's own symptoms: what is not on the monograph's list and rated all the same.

A symptom is known by its key, which ratings carry; its name may change. One that is hidden is not asked for any more
and stays in the past, in charts and exports. One that was merged leads to the one that holds its ratings now. One that
was removed is rated by no check-in; its name stays for the versions and deleted entries that speak of it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from journal.core.medicine.monograph import Monograph
from journal.core.record.forms import Errors, read_text
from journal.core.values.errors import InvalidEntry, JournalError, NotFound
from journal.core.values.languages import _
from journal.core.values.text import comparable

OWN = "own_"
LONGEST_SYMPTOM = 60
MOST_SYMPTOMS = 100  # each is a row of the check-in


@dataclass(frozen=True, slots=True)
class Symptom:
    """One symptom of a person's own.

    `added` says that it was written on the page of symptoms: one that came with a check-in goes when no check-in rates
    it any more. `former` are the names it had before, each with the instant until which it had it.
    """

    key: str
    name: str
    hidden: bool = False
    removed: bool = False
    added: bool = False
    merged_into: str = ""
    former: tuple[tuple[str, str], ...] = ()

    @property
    def living(self) -> bool:
        """Whether it can be rated, chosen and shown: neither removed nor merged into another one."""
        return not (self.removed or self.merged_into)

    @property
    def state(self) -> dict[str, Any]:
        """Whatever is to say of it besides its name, as it is stored; empty for most."""
        flags = {"hidden": self.hidden, "removed": self.removed, "added": self.added, "merged_into": self.merged_into}
        former = [list(pair) for pair in self.former]
        return {name: value for name, value in {**flags, "former": former}.items() if value}

    @property
    def version_tag(self) -> str:
        """The symptom as it is, for an optimistic lock: a form carries it, and a change made meanwhile is noticed."""
        return hashlib.sha256(json.dumps([self.name, self.state], sort_keys=True).encode()).hexdigest()[:16]


class Symptoms(Mapping[str, str]):
    """All symptoms a person ever had of their own: names by key, those that are living first."""

    def __init__(self, names: Mapping[str, str] | None = None, states: Mapping[str, Mapping[str, Any]] | None = None):
        known = [_symptom(key, name, (states or {}).get(key, {})) for key, name in (names or {}).items()]
        self._by_key = {symptom.key: symptom for symptom in sorted(known, key=lambda s: not s.living)}

    def __getitem__(self, key: str) -> str:
        return self._by_key[key].name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    @cached_property
    def living(self) -> tuple[Symptom, ...]:
        """Those that can be rated, chosen and shown, hidden ones too."""
        return tuple(symptom for symptom in self._by_key.values() if symptom.living)

    @property
    def choices(self) -> dict[str, str]:
        """The names of those that can be chosen for a list or a chart, by key."""
        return {symptom.key: symptom.name for symptom in self.living}

    @property
    def rateable(self) -> dict[str, str]:
        """The names of those a check-in asks for, by key."""
        return {symptom.key: symptom.name for symptom in self.living if not symptom.hidden}

    @property
    def states(self) -> dict[str, dict[str, Any]]:
        """What is to say of them besides their names, by key; those of which there is nothing are left out."""
        return {key: symptom.state for key, symptom in self._by_key.items() if symptom.state}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Symptoms):
            return dict(self) == other
        return self._by_key == other._by_key

    def __hash__(self) -> int:
        return hash(tuple(self._by_key.values()))

    def find(self, key: str) -> Symptom | None:
        """The symptom of that key; None when there is none."""
        return self._by_key.get(key)

    def get_living(self, key: str) -> Symptom:
        """The living symptom of that key. Raises NotFound, and SymptomGone for one that was merged or removed."""
        symptom = self.find(key)
        if symptom is None:
            raise NotFound
        if not symptom.living:
            raise SymptomGone(symptom, self.present(key))
        return symptom

    def with_(self, symptom: Symptom) -> "Symptoms":
        """The same, with this symptom in the place of the one of its key."""
        return _of({**self._by_key, symptom.key: symptom})

    def without(self, key: str) -> "Symptoms":
        """The same, without the symptom of that key."""
        return _of({other: symptom for other, symptom in self._by_key.items() if other != key})

    def present(self, effect: str) -> str:
        """The key under which ratings of an effect count now: its own, or that of the one it was merged into."""
        seen: set[str] = set()
        while (symptom := self.find(effect)) and symptom.merged_into and effect not in seen:
            seen.add(effect)
            effect = symptom.merged_into
        return effect


def _of(by_key: Mapping[str, Symptom]) -> Symptoms:
    return Symptoms({key: s.name for key, s in by_key.items()}, {key: s.state for key, s in by_key.items() if s.state})


def _symptom(key: str, name: str, state: Mapping[str, Any]) -> Symptom:
    former = tuple((str(before), str(until)) for before, until in state.get("former", ()))
    return Symptom(key, name, **{**state, "former": former})


class SymptomGone(JournalError):
    """The symptom is not there any more: removed, or merged into the effect of the key `into`."""

    def __init__(self, symptom: Symptom, into: str) -> None:
        super().__init__(_("This symptom was merged into another one or removed. Nothing was changed."))
        self.symptom, self.into = symptom, into if symptom.merged_into else ""


class SymptomChanged(JournalError):
    """The symptom was changed since the page was opened; `symptom` is what it is now."""

    def __init__(self, symptom: Symptom) -> None:
        super().__init__(
            _("This symptom was changed in another window since you opened the page. Nothing was changed.")
        )
        self.symptom = symptom


class SymptomRated(JournalError):
    """A symptom that check-ins rate cannot be removed: it can be hidden or merged."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” is rated in a check-in, so it stays. You can hide it or merge it.", name=name))


def own_key(name: str) -> str:
    """The effect key of a symptom that is new under this name: names that read the same give the same key."""
    return OWN + hashlib.sha256(comparable(name).encode()).hexdigest()[:16]


def find_by_name(name: str, names: Mapping[str, str]) -> str | None:
    """The key of the symptom that reads the same as `name`; the first, when there are several."""
    wanted = comparable(name)
    return next((key for key, known in names.items() if comparable(known) == wanted), None)


def key_of(name: str, names: Mapping[str, str]) -> str:
    """The key of the symptom of that name, or a new one: not that of a symptom which had the name before."""
    key, number = find_by_name(name, names) or own_key(name), 1
    while key in names and comparable(names[key]) != comparable(name):
        number += 1
        key = own_key(f"{name} ({number})")
    return key


def as_typed(text: str) -> str:
    """A name as it is kept: as it was typed, with single spaces; "" when it shows nothing."""
    name = " ".join(text.split())
    return name if comparable(name) else ""


def check_listed(name: str, monograph: Monograph, field: str) -> None:
    """Raises InvalidEntry for `field` when an effect of the monograph's list goes by that name."""
    listed = monograph.listed_names.get(comparable(name))
    if listed:
        sentence = _("This is on the list already: “%(name)s”. Answer it there and leave this empty.", name=listed)
        raise InvalidEntry({field: sentence})


def read_name(text: str, monograph: Monograph) -> str:
    """Read the field "name" of the page of symptoms. Raises InvalidEntry."""
    errors: Errors = {}
    name = as_typed(read_text({"name": text}, "name", LONGEST_SYMPTOM, errors))
    if not errors and not name:
        errors["name"] = _("Write what you feel in a word or two.")
    if errors:
        raise InvalidEntry(errors)
    check_listed(name, monograph, "name")
    return name


def check_room(symptoms: Symptoms, field: str) -> None:
    """Raises InvalidEntry for `field` when there are as many symptoms as a check-in can ask for."""
    if len(symptoms.living) >= MOST_SYMPTOMS:
        sentence = _("There is room for %(most)s symptoms of your own. Merge two, or remove one.", most=MOST_SYMPTOMS)
        raise InvalidEntry({field: sentence})


def check_free(name: str, symptom: Symptom, symptoms: Symptoms) -> None:
    """Raises InvalidEntry when another living symptom has that name already."""
    key = find_by_name(name, {other.key: other.name for other in symptoms.living if other.key != symptom.key})
    if key is not None:
        taken = symptoms[key]
        sentence = _("You have “%(name)s” already. To make the two one, use “Merge” below.", name=taken)
        raise InvalidEntry({"name": sentence})


def renamed(symptom: Symptom, name: str, now: datetime) -> Symptom:
    """The symptom under another name; the one it had stays readable."""
    until = now.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return replace(symptom, name=name, former=(*symptom.former, (symptom.name, until)))


def unrated(symptoms: Symptoms, key: str) -> Symptoms:
    """The symptoms after the last rating of one is gone: what came with a check-in goes with it, and comes back with
    it; what was added on the page of symptoms stays."""
    symptom = symptoms.find(key)
    if symptom is None or symptom.added or not symptom.living:
        return symptoms
    return symptoms.with_(replace(symptom, removed=True))
