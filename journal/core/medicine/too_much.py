"""What is said of too much of several medicines at once, and of stopping them: each thing once, with whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from journal.core.medicine.monograph import Monograph
from journal.core.values.text import comparable


@dataclass(frozen=True, slots=True)
class Said:
    """A sign, a step or a sentence, and the medicines whose files say it; none where all of them do."""

    words: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Of medicines together: the signs, what is said of an overdose of each, and the steps in order."""

    names: tuple[str, ...]
    signs: tuple[Said, ...]
    about: tuple[Said, ...]
    steps: tuple[Said, ...]

    def has_sign(self, words: str) -> bool:
        """Whether one of the files has that sign."""
        return comparable(words) in {comparable(sign.words) for sign in self.signs}


def too_much(monographs: Sequence[Monograph]) -> TooMuch:
    """What the files say of too much: the signs of all of them first, and the steps in the order of the files."""
    names = tuple(dict.fromkeys(each.name for each in monographs))
    signs = _named(names, [(each.name, each.overdose.signs) for each in monographs])
    return TooMuch(
        names,
        tuple(sorted(signs, key=lambda sign: -len(sign.names or names))),
        _named(names, [(each.name, (each.overdose.about,)) for each in monographs]),
        _named(names, [(each.name, each.overdose.what_to_do) for each in monographs]),
    )


def stopping(monographs: Sequence[Monograph]) -> tuple[Said, ...]:
    """What stopping each of them suddenly can do, where its file says it."""
    names = tuple(dict.fromkeys(each.name for each in monographs))
    return _named(names, [(each.name, (each.told_of_stopping,)) for each in monographs if each.stopping])


def _named(all_names: tuple[str, ...], said: Sequence[tuple[str, Sequence[str]]]) -> tuple[Said, ...]:
    """Every text once, with the medicines that say it."""
    words = {comparable(text): text for _name, texts in reversed(said) for text in reversed(texts)}
    names: dict[str, dict[str, None]] = {}
    order: list[str] = []
    for name, texts in said:
        keys = [comparable(text) for text in texts]
        for key in keys:
            names.setdefault(key, {})[name] = None
        _take_in(order, keys)
    return tuple(Said(words[key], () if len(names[key]) == len(all_names) else tuple(names[key])) for key in order)


def _take_in(order: list[str], keys: Sequence[str]) -> None:
    """Put what is new of a file behind what it has it behind; what it has before all that is known, before that."""
    known = [key for key in keys if key in order]
    place = order.index(known[0]) if known else len(order)
    for key in keys:
        if key not in order:
            order.insert(place, key)
        place = max(place, order.index(key) + 1)
