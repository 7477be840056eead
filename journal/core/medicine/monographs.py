"""The monographs of an installation: every file of its folders, each checked alone and then beside the others.

A mistake in a shipped file stops the journal. A file of the operator's own may be left out, while nobody takes it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from journal.core.medicine.benefits import Benefit, Shared, first_other
from journal.core.medicine.effects import first_difference
from journal.core.medicine.monograph import DATA, LISTS, Monograph, read_groups, read_monograph, read_shared
from journal.core.medicine.parts import Rating
from journal.core.medicine.toml_files import declared_key
from journal.core.values.errors import InvalidMonograph

File = tuple[Path, Monograph]


class _Fault(NamedTuple):
    """A file that does not fit the others, and the sentence that says why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of the operator's own that was not taken in: the key it gives, if that can be read, and the sentence that
    says what is wrong with it."""

    path: Path
    key: str | None
    reason: str

    @property
    def sentence(self) -> str:
        """What whoever runs the journal is told of it."""
        return f"{self.reason.rstrip('.')}. The file is left out, since nobody takes its medicine."

    def may_be_taken(self, taken: Collection[str], known: Collection[str]) -> bool:
        """Whether it may be what somebody takes, of the keys `taken`; `known` are those that were read.

        Where its key cannot be read it may be any of which nothing else is known, or what its name says.
        """
        if self.key is not None:
            return self.key in taken
        return self.path.stem in taken or not set(taken) <= set(known)


class Read(NamedTuple):
    """The monographs by key, and the files that were left out."""

    monographs: dict[str, Monograph]
    left_out: tuple[LeftOut, ...] = ()


def read_monographs(*folders: Path) -> dict[str, Monograph]:
    """Every `*.toml` in the folders, by key, in the order of their names; a later folder replaces an earlier key.

    Raises InvalidMonograph for a broken file, where two give one effect other words, where one is to be told with a
    medicine that there is not, and when there is none at all.
    """
    shared = read_shared(*folders)
    found = _by_key((path, read_monograph(path, shared)) for path in _paths(*folders))
    if not found:
        raise InvalidMonograph(f"{folders[0]}: there is no monograph (*.toml) in this folder.")
    _refuse_first_fault(list(found.values()))
    return {key: monograph for key, (_path, monograph) in found.items()}


def read_installation(own: Path | None) -> Read:
    """The shipped monographs and those of the operator's own folder, without those of the latter that are broken.

    Raises InvalidMonograph for a mistake in a shipped file, or in the effects that all of them share.
    """
    if own is None:
        return Read(read_monographs(DATA))
    shared = read_shared(DATA, own)
    shipped = [(path, read_monograph(path, shared)) for path in _paths(DATA)]
    _refuse_first_fault(shipped)  # so that what does not fit from here on is one of the operator's own
    mine, left_out = _read_own(own, shared)
    while fault := _first_fault(own_last(_by_key([*shipped, *mine]), own)):
        left_out.append(LeftOut(fault.path, declared_key(fault.path), fault.reason))
        mine = [each for each in mine if each[0] != fault.path]
    return Read({key: known for key, (_path, known) in _by_key([*shipped, *mine]).items()}, tuple(left_out))


def check_file(path: Path, beside: Mapping[str, Monograph]) -> Monograph:
    """One file, as it would be read beside monographs that are there. Raises InvalidMonograph."""
    monograph = read_monograph(path)
    others = [(Path(key), known) for key, known in beside.items() if key != monograph.key]
    _refuse_first_fault([*others, (path, monograph)])
    return monograph


def refuse_what_is_taken(read: Read, taken: Collection[str]) -> None:
    """Raises InvalidMonograph where somebody may take a medicine whose file was left out: its rules would be silent."""
    found = [each for each in read.left_out if each.may_be_taken(taken, read.monographs)]
    if found:
        others = "".join(f" Also broken: {each.reason.rstrip('.')}." for each in read.left_out if each != found[0])
        reason = found[0].reason.rstrip(".")
        raise InvalidMonograph(
            f"{reason}. Somebody may take this medicine, so the journal does not start without the file.{others}"
        )


def _paths(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.glob("*.toml"))]


def _by_key(files: Iterable[File]) -> dict[str, File]:
    return {monograph.key: (path, monograph) for path, monograph in files}


def _read_own(folder: Path, shared: Shared) -> tuple[list[File], list[LeftOut]]:
    files, left_out = [], []
    for path in _paths(folder):
        try:
            files.append((path, read_monograph(path, shared)))
        except InvalidMonograph as error:
            left_out.append(LeftOut(path, declared_key(path), str(error)))
    return files, left_out


def own_last(files: Mapping[str, File], own: Path) -> list[File]:
    """The files in an order in which one of the operator's own is what does not fit a shipped one."""
    return sorted(files.values(), key=lambda file: file[0].parent == own)


def _refuse_first_fault(files: Sequence[File]) -> None:
    fault = _first_fault(files)
    if fault:
        raise InvalidMonograph(fault.reason)


def _first_fault(files: Sequence[File]) -> _Fault | None:
    """The first file that does not fit those before it, or names a medicine that none of them is."""
    first: dict[str, tuple[Path, Rating]] = {}
    first_benefits: dict[str, tuple[Path, Benefit]] = {}
    keys, groups = {monograph.key for _path, monograph in files}, _group_keys(files)
    for path, monograph in files:
        for rating in monograph.ratings:  # who takes two medicines is asked once
            there, known = first.setdefault(rating.key, (path, rating))
            other = first_difference(rating, known)
            if other:
                return _Fault(path, f"{path}: side_effects: {rating.key}: {other}: {there} says it otherwise")
        for benefit in monograph.benefits:
            there, same = first_benefits.setdefault(benefit.key, (path, benefit))
            other = first_other(benefit, same)
            if other:
                return _Fault(path, f"{path}: benefits: {benefit.key}: {other}: {there} says it otherwise")
        reason = _names_nothing(monograph, keys, groups)
        if reason:
            return _Fault(path, f"{path}: interactions: {reason}")
    return None


def _group_keys(files: Iterable[File]) -> frozenset[str]:
    """The groups of every list of other medicines, the shipped ones among them."""
    lists = [monograph.listed for _path, monograph in files]
    lists += [read_groups(path) for path in sorted((DATA / LISTS).glob("*.toml"))]
    return frozenset(group.key for groups in lists for group in groups)


def _names_nothing(monograph: Monograph, keys: Collection[str], groups: Collection[str]) -> str:
    """What is wrong where `with` names neither a group of the file's list nor another monograph.

    A file that was copied without its list may go on naming groups of others, and tells of no medicine.
    """
    known = {group.key for group in monograph.listed} or set(groups)
    for each in monograph.interactions:
        unknown = [word for word in each.others if word not in known and word not in keys]
        if unknown:
            return f"{each.name}: with: the list beside the file has no {unknown[0]!r}, nor has a monograph that key"
        if each.level is not None and not any(word in keys for word in each.others):
            return f"{each.name}: level: with names no other monograph, and the level of a group is the list's"
    return ""
