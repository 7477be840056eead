"""Effects of medicines: a question has its words once, in the shared file; a monograph names it and adds its text."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from journal.core.medicine.benefits import NOTHING_SHARED, Shared
from journal.core.medicine.parts import Key, Part, Rating, Words, each_once


class SharedEffects(Part):
    """The effects that any monograph may name, in the file of their own."""

    effects: Annotated[tuple[Rating, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "SharedEffects":
        each_once("effects", [effect.key for effect in self.effects])
        return self


def first_difference(one: Rating, other: Rating, fields: Iterable[str] = Rating.model_fields) -> str | None:
    """What two ratings of one key say otherwise, of the fields given; None where they agree."""
    return next((name for name in fields if getattr(one, name) != getattr(other, name)), None)


def _named(given: object, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Rating:
    """The shared effect of that key, named or spelled out; else the effect that is spelled out."""
    shared: Shared = info.context or NOTHING_SHARED
    if isinstance(given, str):
        if given not in shared.effects:
            raise ValueError(f"there is no shared effect {given!r}: spell it out here")
        return shared.effects[given]
    rating: Rating = read(given)
    known = shared.effects.get(rating.key)
    if known is None:
        return rating
    other = first_difference(rating, known, [name for name in Rating.model_fields if name in rating.model_fields_set])
    if other:
        raise ValueError(
            f"{other}: the shared effect {rating.key!r} says it otherwise: name it, or change shared/effects.toml"
        )
    return known


class AskedFirst(Part):
    """The effects that a check-in asks about without anybody choosing them; the others of the list are offered."""

    first: Annotated[tuple[Key, ...], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "AskedFirst":
        each_once("first", self.first)
        return self


class SideEffect(Part):
    """An item of the monograph's list, with the ratings it is asked by (drowsiness and fatigue: two).

    Without ratings it is the shared effect of its key; then its name may be left out as well.
    """

    key: Key
    name: Words
    about: Words
    ratings: Annotated[tuple[Annotated[Rating, WrapValidator(_named)], ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _is_the_shared_one(cls, given: Any, info: ValidationInfo) -> Any:
        if not isinstance(given, dict) or "ratings" in given or not isinstance(given.get("key"), str):
            return given
        shared: Shared = info.context or NOTHING_SHARED
        known = shared.effects.get(given["key"])
        if known is None:
            raise ValueError(f"there is no shared effect {given['key']!r}: give it ratings")
        return {"name": known.name, **given, "ratings": (known.key,)}
