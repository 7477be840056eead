"""Pairs of a person's medicines of which one is on the short list of the other, or named by its monograph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from journal.core.medicine.interactions import Group, ListedMedicine, Match, matches
from journal.core.medicine.medicines import Medicine, known_of
from journal.core.medicine.monograph import Monograph


@dataclass(frozen=True, slots=True)
class Together:
    """Two medicines of a person: the list of `known`'s monograph has the `other` one, or a part of it, or the monograph
    names that of the other one."""

    known: Medicine
    other: Medicine
    monograph: Monograph
    match: Match

    @property
    def about(self) -> str:
        """What the monograph says of it."""
        return self.monograph.told_of(self.match.group.key)

    def is_told_with(self, medicine_id: str) -> bool:
        """Whether it is told of when that medicine is taken: the other one, or either where each has a monograph."""
        both = {self.known.id, self.other.id} if self.other.monograph else {self.other.id}
        return medicine_id in both


def names_of(medicine: Medicine, monographs: Mapping[str, Monograph]) -> tuple[str, ...]:
    """Every name a medicine goes by: what the person calls it, and the names of its monograph."""
    found = monographs.get(medicine.monograph or "")
    more = (found.name, *found.brand_names) if found else ()
    return tuple(filter(None, (medicine.name, *more)))


def pairs(
    medicines: Iterable[Medicine], monographs: Mapping[str, Monograph], today: date, of: str = ""
) -> tuple[Together, ...]:
    """The pairs of the medicines that have not ended, each once, the most serious first; with `of` those of one."""
    there = [each for each in medicines if not each.has_ended(today)]
    found: dict[frozenset[str], Together] = {}
    for known in there:
        monograph = known_of(known, monographs)
        groups = (*monograph.listed, *_named(monograph, monographs))
        for other in there if groups else ():
            if other.id == known.id or of not in {"", known.id, other.id}:
                continue
            matched = matches(names_of(other, monographs), groups)
            both = frozenset((known.id, other.id))
            if matched and (both not in found or matched[0].group.rank < found[both].match.group.rank):
                found[both] = Together(known, other, monograph, matched[0])
    return tuple(sorted(found.values(), key=lambda pair: pair.match.group.rank))


def _named(monograph: Monograph, monographs: Mapping[str, Monograph]) -> tuple[Group, ...]:
    """The other monographs that one names, each as a group of one medicine with all its names."""
    named = [(key, each.level or "caution") for each in monograph.interactions for key in each.others]
    return tuple(
        Group.model_construct(
            key=key,
            name="",
            level=level,
            medicines=(ListedMedicine.model_construct(name=found.name, also=found.brand_names, rxnorm=None),),
        )
        for key, level in named
        if (found := monographs.get(key))
    )
