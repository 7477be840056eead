"""Benefits: what a medicine eases and nobody can count as episodes, such as pain. Asked once a day, of who chose it.

A benefit is asked about as the trouble it is: 0 to 4, none to very severe, so that lower is better wherever it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from journal.core.medicine.parts import Part, Rating, Short, Words, each_once

HIGHEST = 4  # very severe

BenefitKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]


class Benefit(Part):
    """What a medicine is taken against, asked about once a day. `short` fits over a chart and into a row.

    From the answer `help_from` on the way to help is shown, as for low mood; None: from none.
    """

    key: BenefitKey
    name: Words
    short: Short
    question: Words
    help_from: Annotated[int | None, Field(ge=1, le=HIGHEST)] = None


class SharedBenefits(Part):
    """The benefits that any monograph may name, in the file of their own."""

    benefits: Annotated[tuple[Benefit, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "SharedBenefits":
        each_once("benefits", [benefit.key for benefit in self.benefits])
        return self


@dataclass(frozen=True, slots=True)
class Shared:
    """What the monographs of an installation share, by key: the words of effects, and those of benefits."""

    effects: Mapping[str, Rating] = field(default_factory=dict)
    benefits: Mapping[str, Benefit] = field(default_factory=dict)


NOTHING_SHARED = Shared()


def first_other(one: Benefit, other: Benefit) -> str | None:
    """What two benefits of one key say otherwise; None where they agree."""
    return next((name for name in Benefit.model_fields if getattr(one, name) != getattr(other, name)), None)


def _named(given: object, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Benefit:
    """The shared benefit of that key, named or spelled out in the same words; else the one that is spelled out."""
    shared: Shared = info.context or NOTHING_SHARED
    if isinstance(given, str):
        if given not in shared.benefits:
            raise ValueError(f"there is no shared benefit {given!r}: spell it out here")
        return shared.benefits[given]
    benefit: Benefit = read(given)
    other = first_other(benefit, shared.benefits.get(benefit.key, benefit))
    if other:
        raise ValueError(
            f"{other}: the shared benefit {benefit.key!r} says it otherwise: name it, or change shared/benefits.toml"
        )
    return benefit


Benefits = tuple[Annotated[Benefit, WrapValidator(_named)], ...]
