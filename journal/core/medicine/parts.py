"""The parts of a monograph: what its file says of a form, a question, an episode, a sign."""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from journal.core.medicine.regions import Region
from journal.core.values.amounts import InvalidAmount, read_amount


def _exact(text: object) -> object:
    if not isinstance(text, str):
        raise ValueError('write the amount in quotes, for example "0.25", so that it stays exact')
    try:
        return read_amount(text)
    except InvalidAmount as error:
        raise ValueError(str(error)) from None


def _trimmed(text: str) -> str:
    if text != text.strip():
        raise ValueError("remove the spaces around the text")
    return text


def _each_named_once(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    if len(set(regions)) < len(regions):
        raise ValueError("name each region once")
    return regions


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(_trimmed)]
Short = Annotated[str, Field(min_length=1, max_length=16), AfterValidator(_trimmed)]
ExactAmount = Annotated[int, BeforeValidator(_exact)]
Regions = Annotated[tuple[Region, ...], Field(min_length=1), AfterValidator(_each_named_once)]


def each_once(what: str, keys: Sequence[str]) -> None:
    """Raises ValueError where one of the keys stands twice."""
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"{what}: the key {min(twice)!r} stands twice")


class Part(BaseModel):
    """A part of a monograph: read from a file, never changed, and with nothing in it that is not known here."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Code(Part):
    """One code of a public terminology for the thing it stands beside."""

    system: Words
    code: Words
    display: Words


class Choice(Part):
    """A named answer, such as the direction of a changed appetite."""

    key: Key
    name: Words


class Rating(Part):
    """One question of the check-in, answered 0 to 4. `short` fits over a chart and into a tag.

    `asks_now` says that the check-in also asks how strong it is at this moment. One that is `delicate` is asked of
    nobody who did not choose it.
    """

    key: Key
    name: Words
    short: Short
    question: Words
    directions: tuple[Choice, ...] = ()
    direction_question: str = ""
    asks_now: bool = False
    delicate: bool = False
    codes: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _leaves_the_form_its_names(self) -> "Rating":
        if self.key == "new" or self.key.startswith("own_"):
            raise ValueError('the keys "new" and "own_..." belong to symptoms a person adds: choose another')
        return self

    @model_validator(mode="after")
    def _asks_for_direction(self) -> "Rating":
        if bool(self.directions) != bool(self.direction_question):
            raise ValueError("directions and direction_question belong together: give both or neither")
        each_once("directions", [choice.key for choice in self.directions])
        return self


class EpisodeKind(Part):
    """A seizure, a panic attack: what the medicine is taken against, and so its benefit side."""

    key: Key
    name: Words
    question: Words
    codes: tuple[Code, ...] = ()


class Use(Part):
    """What the medicine is prescribed for, and in which `regions`; `off_label` where it is not approved for that."""

    name: Words
    about: Words
    off_label: bool = False
    regions: Regions = ()


class Form(Part):
    """A form the medicine comes in, with its strengths, ascending.

    A liquid says how much is in one ml. A form without either says in `about` how its amount is known. `release` says
    how fast it gives the medicine off, `regions` where it is sold.
    """

    key: Key
    name: Words
    strengths: Annotated[tuple[ExactAmount, ...], Field(min_length=1, alias="strengths_mg")] = ()
    per_ml: Annotated[ExactAmount | None, Field(alias="mg_per_ml")] = None
    release: Literal["plain", "delayed", "extended"] = "plain"
    about: Words | None = None
    regions: Regions = ()

    @model_validator(mode="after")
    def _says_how_much(self) -> "Form":
        if not (self.strengths or self.per_ml or self.about):
            raise ValueError("give strengths_mg or mg_per_ml, or say in about how the amount is known")
        return self

    @model_validator(mode="after")
    def _ascending(self) -> "Form":
        if list(self.strengths) != sorted(set(self.strengths)):
            raise ValueError("strengths_mg must ascend and name each strength once")
        return self


def first_is_measured(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """The forms. Raises ValueError where the first one has neither strengths nor an amount in one ml."""
    if not (forms[0].strengths or forms[0].per_ml):
        raise ValueError("the first form must have strengths_mg or mg_per_ml, since it is the one chosen at the start")
    return forms


class From(Part):
    """From which answer to which question of the check-in on."""

    rating: Key
    severity: Annotated[int, Field(ge=1, le=4)]


class Alert(Part):
    """Something that is there or not and, where it is, is told at once: never counted, charted or averaged.

    `question` is answered by a tick; `name` is what lists call a yes; `text` is told. `asked_from` is the answer of the
    check-in from which on it is asked; without one it is asked always. `leads_to` is the heading of the Emergency page
    that helps, or its top.
    """

    key: Key
    name: Words
    question: Words
    level: Literal["urgent", "emergency"]
    text: Words
    asked_from: From | None = None
    leads_to: Literal["too-much", "seizure", "self-harm", "run-out", "top"] = "too-much"


class Advice(Part):
    """A heading of the precautions or interactions, with its text."""

    name: Words
    about: Words


class Precaution(Advice):
    """A precaution, and in which `regions` it holds; that with the key "driving" is also told where driving is asked
    about. The key "pregnancy" marks the text about pregnancy and breastfeeding, told where the patient notes one."""

    key: Literal["pregnancy", "driving"] | None = None
    regions: Regions = ()


class Interaction(Advice):
    """What is said of other medicines.

    `others` are groups of the list beside the monograph, and keys of other monographs. At which `level` it is told when
    a patient takes a medicine of such a monograph too is said here; of a group its list says it.
    """

    others: Annotated[tuple[Key, ...], Field(alias="with")] = ()
    level: Literal["note", "caution", "urgent"] | None = None

    @model_validator(mode="after")
    def _has_a_level_of_something(self) -> "Interaction":
        if self.level is not None and not self.others:
            raise ValueError("level: say in with which other monographs it is about")
        return self


class Stopping(Part):
    """What stopping the medicine suddenly can do. Whom to call then says the journal."""

    about: Words


class Overdose(Part):
    """The signs of an overdose, what to do, and (not for the emergency page) what the hospital may do."""

    about: Words
    signs: Annotated[tuple[Words, ...], Field(min_length=1)]
    what_to_do: Annotated[tuple[Words, ...], Field(min_length=1)]
    treatment: Words
