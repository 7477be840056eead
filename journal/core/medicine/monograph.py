"""The monograph: what is known of one medicine, as data, loaded once. Another medicine is another file."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from journal.core.values.amounts import InvalidAmount, read_amount
from journal.core.values.errors import InvalidMonograph
from journal.core.values.text import comparable

DATA = Path(__file__).parent / "data"


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


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(_trimmed)]
Short = Annotated[str, Field(min_length=1, max_length=16), AfterValidator(_trimmed)]
ExactAmount = Annotated[int, BeforeValidator(_exact)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Code(_Part):
    """One code of a public terminology for the thing it stands beside."""

    system: Words
    code: Words
    display: Words


class Choice(_Part):
    """A named answer, such as the direction of a changed appetite."""

    key: Key
    name: Words


class Rating(_Part):
    """One question of the check-in, answered 0 to 4. `short` fits over a chart and into a tag.

    `asks_now` says that the check-in also asks how strong it is at this moment.
    """

    key: Key
    name: Words
    short: Short
    question: Words
    directions: tuple[Choice, ...] = ()
    direction_question: str = ""
    asks_now: bool = False
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
        return self


class SideEffect(_Part):
    """An item of the monograph's list, with the ratings it is asked by (drowsiness and fatigue: two)."""

    key: Key
    name: Words
    about: Words
    ratings: Annotated[tuple[Rating, ...], Field(min_length=1)]


class EpisodeKind(_Part):
    """A seizure, a panic attack: what the medicine is taken against, and so its benefit side."""

    key: Key
    name: Words
    question: Words
    codes: tuple[Code, ...] = ()


class Use(_Part):
    """What the medicine is prescribed for; `off_label` where it is not approved for that."""

    name: Words
    about: Words
    off_label: bool = False


class Form(_Part):
    """A form the medicine comes in, with its strengths, ascending.

    A form without strengths, such as drops, says in `about` how its amount is known.
    """

    key: Key
    name: Words
    strengths: Annotated[tuple[ExactAmount, ...], Field(min_length=1, alias="strengths_mg")] = ()
    about: Words | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> "Form":
        if not self.strengths and not self.about:
            raise ValueError("give strengths_mg, or say in about how the amount is known")
        return self

    @model_validator(mode="after")
    def _ascending(self) -> "Form":
        if list(self.strengths) != sorted(set(self.strengths)):
            raise ValueError("strengths_mg must ascend and name each strength once")
        return self


def _first_has_strengths(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    if not forms[0].strengths:
        raise ValueError("the first form must have strengths_mg, since it is the one chosen at the start")
    return forms


class DailyRange(_Part):
    """The usual amount a day, and the single amount above which the journal asks once before it records."""

    low: Annotated[ExactAmount, Field(alias="low_mg")]
    high: Annotated[ExactAmount, Field(alias="high_mg")]
    ask_above: Annotated[ExactAmount, Field(alias="ask_above_mg")]
    about: Words

    @model_validator(mode="after")
    def _ordered(self) -> "DailyRange":
        if not self.low <= self.high <= self.ask_above:
            raise ValueError("low_mg, high_mg and ask_above_mg must ascend")
        return self

    def asks_about(self, amount: int) -> bool:
        """Whether a single amount is so large that a slip is likelier than such a dose."""
        return amount > self.ask_above


class LowMood(_Part):
    """From which answer to which question of the check-in on the journal shows where to get help."""

    rating: Key
    severity: Annotated[int, Field(ge=1, le=4)]


class LongSeizure(_Part):
    """From how many minutes of which kind of episode on the journal says when to call."""

    episode: Key
    minutes: Annotated[int, Field(ge=1)]


class Thresholds(_Part):
    """From where on the safety rules speak; a rule whose threshold is left out stays silent."""

    low_mood: LowMood | None = None
    long_seizure: LongSeizure | None = None
    gap_hours: Annotated[int, Field(ge=1)] | None = None


class Advice(_Part):
    """A heading of the precautions or interactions, with its text."""

    name: Words
    about: Words


class Overdose(_Part):
    """The signs of an overdose, what to do, and (not for the emergency page) what the hospital may do."""

    about: Words
    signs: Annotated[tuple[Words, ...], Field(min_length=1)]
    what_to_do: Annotated[tuple[Words, ...], Field(min_length=1)]
    treatment: Words


class Monograph(_Part):
    """Everything the journal knows of one medicine. Amounts are whole millionths of a mg."""

    key: Key
    name: Words
    brand_names: tuple[Words, ...] = ()
    drug_class: Words
    about: Words
    mechanism: Words
    advice: Words
    source: Words
    codes: tuple[Code, ...] = ()
    daily_range: DailyRange
    thresholds: Thresholds = Thresholds()
    uses: Annotated[tuple[Use, ...], Field(min_length=1)]
    forms: Annotated[tuple[Form, ...], Field(min_length=1), AfterValidator(_first_has_strengths)]
    side_effects: Annotated[tuple[SideEffect, ...], Field(min_length=1)]
    episodes: tuple[EpisodeKind, ...] = ()
    precautions: tuple[Advice, ...] = ()
    interactions: tuple[Advice, ...] = ()
    overdose: Overdose

    @cached_property
    def ratings(self) -> tuple[Rating, ...]:
        """Every question of the check-in, in the monograph's order."""
        return tuple(rating for effect in self.side_effects for rating in effect.ratings)

    @cached_property
    def strengths(self) -> tuple[int, ...]:
        """Every strength of any form, ascending."""
        return tuple(sorted({strength for form in self.forms for strength in form.strengths}))

    @cached_property
    def rating_names(self) -> Mapping[str, str]:
        """From a rating's key to its short name."""
        return {rating.key: rating.short for rating in self.ratings}

    @cached_property
    def listed_names(self) -> Mapping[str, str]:
        """From every name an effect of the list goes by, as names are compared, to the name it is asked under."""
        effects = {comparable(effect.name): effect.name for effect in self.side_effects}
        ratings = {
            comparable(name): rating.name
            for rating in self.ratings
            for name in (*(code.display for code in rating.codes), rating.short, rating.name)
        }
        return effects | ratings

    @cached_property
    def form_names(self) -> Mapping[str, str]:
        """From a form's key to its name."""
        return {form.key: form.name for form in self.forms}

    @cached_property
    def episode_names(self) -> Mapping[str, str]:
        """From an episode kind's key to its name."""
        return {kind.key: kind.name for kind in self.episodes}

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "Monograph":
        for what, keys in (
            ("forms", [form.key for form in self.forms]),
            ("side_effects", [effect.key for effect in self.side_effects]),
            ("ratings", [rating.key for rating in self.ratings]),
            ("episodes", [kind.key for kind in self.episodes]),
            *(("directions", [choice.key for choice in rating.directions]) for rating in self.ratings),
        ):
            twice = {key for key in keys if keys.count(key) > 1}
            if twice:
                raise ValueError(f"{what}: the key {min(twice)!r} stands twice")
        return self

    @model_validator(mode="after")
    def _thresholds_are_of_what_is_asked(self) -> "Monograph":
        low_mood, long_seizure = self.thresholds.low_mood, self.thresholds.long_seizure
        if low_mood and low_mood.rating not in self.rating_names:
            raise ValueError(f"thresholds.low_mood: no side effect has a rating with the key {low_mood.rating!r}")
        if long_seizure and long_seizure.episode not in self.episode_names:
            raise ValueError(f"thresholds.long_seizure: there is no kind of episode {long_seizure.episode!r}")
        return self


def read_monograph(path: Path) -> Monograph:
    """Load one monograph file. Raises InvalidMonograph naming the file, the key and the reason."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidMonograph(f"{path}: this is not a readable TOML file: {error}") from None
    try:
        return Monograph.model_validate(values)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file as a whole"
        raise InvalidMonograph(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}") from None


def read_monographs(*folders: Path) -> dict[str, Monograph]:
    """Every `*.toml` in the folders, by key, in the order of their names; a later folder replaces an earlier key.

    Raises InvalidMonograph for a broken file, and when there is none at all.
    """
    found = {
        monograph.key: monograph
        for folder in folders
        for monograph in map(read_monograph, sorted(folder.glob("*.toml")))
    }
    if not found:
        raise InvalidMonograph(f"{folders[0]}: there is no monograph (*.toml) in this folder.")
    return found
