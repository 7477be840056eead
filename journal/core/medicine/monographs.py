"""The monographs of an installation: every file of its folders, each checked alone and then beside the others."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from journal.core.medicine.effects import first_difference
from journal.core.medicine.monograph import DATA, LISTS, Monograph, read_groups, read_monograph, read_shared
from journal.core.medicine.parts import Rating
from journal.core.values.errors import InvalidMonograph


def read_monographs(*folders: Path) -> dict[str, Monograph]:
    """Every `*.toml` in the folders, by key, in the order of their names; a later folder replaces an earlier key.

    Raises InvalidMonograph for a broken file, where two give one effect other words, where one is to be told with a
    medicine that there is not, and when there is none at all.
    """
    shared = read_shared(*folders)
    paths = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    found = {monograph.key: (path, monograph) for path in paths for monograph in (read_monograph(path, shared),)}
    if not found:
        raise InvalidMonograph(f"{folders[0]}: there is no monograph (*.toml) in this folder.")
    _agree(found.values())
    groups = _group_keys(DATA, *folders)
    for path, monograph in found.values():
        _tells_of_what_is_there(path, monograph, found, groups)
    return {key: monograph for key, (_path, monograph) in found.items()}


def _agree(read: Iterable[tuple[Path, Monograph]]) -> None:
    """Raises InvalidMonograph where two files ask one effect in other words: who takes both is asked once."""
    first: dict[str, tuple[Path, Rating]] = {}
    for path, rating in ((path, rating) for path, monograph in read for rating in monograph.ratings):
        there, known = first.setdefault(rating.key, (path, rating))
        other = first_difference(rating, known)
        if other:
            raise InvalidMonograph(f"{path}: side_effects: {rating.key}: {other}: {there} says it otherwise")


def _group_keys(*folders: Path) -> frozenset[str]:
    """The groups of every list of other medicines."""
    lists = {path for folder in folders for path in (folder / LISTS).glob("*.toml")}
    return frozenset(group.key for path in lists for group in read_groups(path))


def _tells_of_what_is_there(
    path: Path, monograph: Monograph, there: Mapping[str, object], groups: Collection[str]
) -> None:
    """Raises InvalidMonograph where `with` names neither a group of the file's list nor another monograph.

    A file that was copied without its list may go on naming groups of others, and tells of no medicine.
    """
    known = {group.key for group in monograph.listed} or set(groups)
    for each in monograph.interactions:
        unknown = [word for word in each.others if word not in known and word not in there]
        if unknown:
            reason = f"the list beside the file has no {unknown[0]!r}, nor has a monograph that key"
            raise InvalidMonograph(f"{path}: interactions: {each.name}: with: {reason}")
        if each.level is not None and not any(word in there for word in each.others):
            reason = "with names no other monograph, and the level of a group is the list's"
            raise InvalidMonograph(f"{path}: interactions: {each.name}: level: {reason}")
