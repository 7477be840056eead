"""The monograph: what is known of one medicine, as data, loaded once. Another medicine is another file."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from journal.core.medicine.benefits import Benefits, Shared, SharedBenefits
from journal.core.medicine.daily_range import DailyRange, no_range
from journal.core.medicine.effects import AskedFirst, SharedEffects, SideEffect
from journal.core.medicine.interactions import Group, Interactions
from journal.core.medicine.kinetics import Kinetics
from journal.core.medicine.parts import (
    Alert,
    Code,
    EpisodeKind,
    Form,
    Interaction,
    Key,
    Overdose,
    Part,
    Precaution,
    Rating,
    Stopping,
    Use,
    Words,
    each_once,
    first_is_measured,
)
from journal.core.medicine.thresholds import Thresholds
from journal.core.medicine.toml_files import checked, read_toml
from journal.core.values.text import comparable

DATA = Path(__file__).parent / "data"
LISTS = "interactions"  # the folder beside the monographs with the list of each, under the same file name
# In a folder of monographs: the words of effects, and of benefits, that any of them may name.
SHARED_EFFECTS, SHARED_BENEFITS = Path("shared", "effects.toml"), Path("shared", "benefits.toml")


class Monograph(Part):
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
    daily_range: DailyRange = no_range()
    thresholds: Thresholds = Thresholds()
    pk: Kinetics | None = None
    no_curve: Words | None = None
    uses: Annotated[tuple[Use, ...], Field(min_length=1)]
    forms: Annotated[tuple[Form, ...], Field(min_length=1), AfterValidator(first_is_measured)]
    side_effects: Annotated[tuple[SideEffect, ...], Field(min_length=1)]
    check_in: AskedFirst | None = None
    episodes: tuple[EpisodeKind, ...] = ()
    benefits: Benefits = ()
    alerts: tuple[Alert, ...] = ()
    precautions: tuple[Precaution, ...] = ()
    stopping: Stopping | None = None
    interactions: tuple[Interaction, ...] = ()
    listed: tuple[Group, ...] = ()
    overdose: Overdose

    @cached_property
    def ratings(self) -> tuple[Rating, ...]:
        """Every question of the check-in, in the monograph's order."""
        return tuple(rating for effect in self.side_effects for rating in effect.ratings)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The keys that a check-in asks about without anybody choosing them: those the file names, else all that are
        not delicate."""
        if self.check_in:
            return frozenset(self.check_in.first)
        return frozenset(rating.key for rating in self.ratings if not rating.delicate)

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
    def liquids(self) -> Mapping[str, Form]:
        """The forms that are measured in ml, by their keys."""
        return {form.key: form for form in self.forms if form.per_ml}

    @property
    def forms_without_curve(self) -> frozenset[str]:
        """The keys of the forms for which the numbers of the curve do not hold: those the file names, and those that
        give the medicine off later or slowly."""
        named = self.pk.not_for_forms if self.pk else ()
        return frozenset(named) | {form.key for form in self.forms if form.release != "plain"}

    @cached_property
    def episode_names(self) -> Mapping[str, str]:
        """From an episode kind's key to its name."""
        return {kind.key: kind.name for kind in self.episodes}

    @cached_property
    def benefit_names(self) -> Mapping[str, str]:
        """From a benefit's key to its name."""
        return {benefit.key: benefit.name for benefit in self.benefits}

    @cached_property
    def alert_names(self) -> Mapping[str, str]:
        """From an alert's key to its name."""
        return {alert.key: alert.name for alert in self.alerts}

    def about_other(self, key: str) -> Interaction | None:
        """What is said of medicines of that group of the list, or of that other monograph; None where nothing is."""
        return next((each for each in self.interactions if key in each.others), None)

    @property
    def told_of_stopping(self) -> str:
        """What stopping it suddenly can do; "" where that is not said."""
        return self.stopping.about if self.stopping else ""

    @property
    def tells_of_others(self) -> bool:
        """Whether anything is said of certain other medicines."""
        return bool(self.listed) or any(each.others for each in self.interactions)

    def told_of(self, key: str) -> str:
        """The words of that; "" where nothing is said."""
        found = self.about_other(key)
        return found.about if found else ""

    @model_validator(mode="after")
    def _is_about_others(self) -> "Monograph":
        for interaction in self.interactions:
            if self.key in interaction.others:
                raise ValueError(f"interactions: {interaction.name}: with names this medicine itself")
        return self

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "Monograph":
        for what, keys in (
            ("forms", [form.key for form in self.forms]),
            ("side_effects", [effect.key for effect in self.side_effects]),
            ("ratings", [rating.key for rating in self.ratings]),
            ("episodes", [kind.key for kind in self.episodes]),
            ("benefits", [benefit.key for benefit in self.benefits]),
            ("alerts", [alert.key for alert in self.alerts]),
        ):
            each_once(what, keys)
        return self

    @model_validator(mode="after")
    def _lists_what_can_be_recorded(self) -> "Monograph":
        release = dict[str, str]()
        for form in self.forms:
            if release.setdefault(form.name, form.release) != form.release:
                raise ValueError(
                    f"forms: {form.key}: another release has the name {form.name!r} too: say it in the name"
                )
            if form.strengths and form.strengths[-1] > self.daily_range.largest:
                raise ValueError(f"forms: {form.key}: a strength is above largest_mg of daily_range")
        return self

    @model_validator(mode="after")
    def _asks_first_what_it_lists(self) -> "Monograph":
        known = {rating.key: rating for rating in self.ratings}
        for key in self.check_in.first if self.check_in else ():
            if key not in known:
                raise ValueError(f"check_in.first: no side effect has a rating with the key {key!r}")
            if known[key].delicate:
                raise ValueError(f"check_in.first: {key!r} is delicate: it is asked only of who chose it")
        return self

    @model_validator(mode="after")
    def _draws_a_curve_or_says_why_not(self) -> "Monograph":
        if self.pk is None:
            return self
        if self.no_curve is not None:
            raise ValueError("pk and no_curve: give the numbers of the curve, or say why there is none")
        unknown = [key for key in self.pk.not_for_forms if key not in self.form_names]
        if unknown:
            raise ValueError(f"pk.not_for_forms: there is no form {unknown[0]!r}")
        return self

    @model_validator(mode="after")
    def _thresholds_are_of_what_is_asked(self) -> "Monograph":
        limits = self.thresholds
        answers = {"thresholds.low_mood": limits.low_mood, "thresholds.very_drowsy": limits.very_drowsy}
        answers |= {f"alerts: {alert.key}: asked_from": alert.asked_from for alert in self.alerts}
        for where, answer in answers.items():
            if answer and answer.rating not in self.rating_names:
                raise ValueError(f"{where}: no side effect has a rating with the key {answer.rating!r}")
        episodes = {"long_seizure": limits.long_seizure, "repeated_seizure": limits.repeated_seizure}
        for name, kind in episodes.items():
            if kind and kind.episode not in self.episode_names:
                raise ValueError(f"thresholds.{name}: there is no kind of episode {kind.episode!r}")
        return self


def read_monograph(path: Path, shared: Shared | None = None) -> Monograph:
    """Load one monograph file, with the list of other medicines in the folder `LISTS` beside it, if there is one.

    It names effects and benefits of `shared`; without that, of the files that `read_shared` reads for its folder.
    Raises InvalidMonograph naming the file, the key and the reason.
    """
    known = read_shared(path.parent) if shared is None else shared
    values, beside = read_toml(path), path.parent / LISTS / path.name
    if beside.is_file():
        values["listed"] = read_groups(beside)
    return checked(path, Monograph, values, known)


def read_groups(path: Path) -> tuple[Group, ...]:
    """The groups of a list of other medicines. Raises InvalidMonograph as for a monograph."""
    return checked(path, Interactions, read_toml(path)).groups


def read_shared(*folders: Path) -> Shared:
    """What is shared, by key: as it is shipped, and as it is in the folders, where a later one replaces an earlier."""
    of_effects, of_benefits = (
        [path for path in dict.fromkeys(folder / name for folder in (DATA, *folders)) if path.is_file()]
        for name in (SHARED_EFFECTS, SHARED_BENEFITS)
    )
    effects = [each for path in of_effects for each in checked(path, SharedEffects, read_toml(path)).effects]
    benefits = [each for path in of_benefits for each in checked(path, SharedBenefits, read_toml(path)).benefits]
    return Shared({each.key: each for each in effects}, {each.key: each for each in benefits})
