"""Which other medicines can act together with one: a short list beside its monograph, looked through by any name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from journal.core.medicine.parts import Key, Part, Words

# The levels of the table it was made from, in the words of the journal: docs/sources.md says why.
Severity = Literal["note", "caution", "urgent"]
ORDER: Sequence[Severity] = ("urgent", "caution", "note")
_WORD = re.compile(r"[^\W\d_]+|\d+")  # "Codeine30mg" has the word "codeine"


class ListedMedicine(Part):
    """One medicine of a group: its name, other names and spellings of it, combinations it is in, and its code."""

    name: Words
    also: tuple[Words, ...] = ()
    rxnorm: Annotated[str, Field(pattern=r"^[0-9]{1,10}$")] | None = None

    @cached_property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """Its names as the words they are compared by."""
        return tuple(words_of(name) for name in (self.name, *self.also))


class Group(Part):
    """Medicines that act together with one in the same way. A text of the monograph says how, see `Interaction`."""

    key: Key
    name: Words
    level: Severity
    medicines: Annotated[tuple[ListedMedicine, ...], Field(min_length=1)]

    @property
    def rank(self) -> int:
        """How serious it is beside others: 0 before all."""
        return ORDER.index(self.level)


class Interactions(Part):
    """The groups of one monograph."""

    groups: Annotated[tuple[Group, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Interactions":
        for what, names in (
            ("the group", [group.key for group in self.groups]),
            ("the medicine", [each.name for group in self.groups for each in group.medicines]),
        ):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"{what} {min(twice)!r} stands twice")
        return self


class Match(NamedTuple):
    """A listed medicine that a name holds, and the group it is in."""

    group: Group
    medicine: ListedMedicine


@lru_cache(maxsize=4096)  # a page asks for each name of a list for each medicine of a person
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name: accents, capitals and signs make no difference; letters and digits are apart."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return tuple(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def matches(names: Iterable[str], groups: Iterable[Group]) -> tuple[Match, ...]:
    """The listed medicines that any of these names holds as whole words, the most serious first.

    A product of two is found by each, and by its own name where the list has it: "Co-codamol 8/500" holds codeine.
    """
    said = [words_of(name) for name in names]
    found = [
        Match(group, medicine)
        for group in groups
        for medicine in group.medicines
        if any(_holds(words, spelling) for words in said for spelling in medicine.spellings)
    ]
    return tuple(sorted(found, key=lambda match: match.group.rank))


def _holds(words: Sequence[str], spelling: tuple[str, ...]) -> bool:
    length = len(spelling)
    return any(tuple(words[n : n + length]) == spelling for n in range(len(words) - length + 1))
