"""Check-ins: read the form of ratings given together, where not answered is unknown and never 0."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from journal.core.record.forms import LONGEST_NOTE, Errors, FormContext, read_severity, read_text, read_when
from journal.core.record.symptoms import LONGEST_SYMPTOM, Symptoms, as_typed, check_listed, key_of
from journal.core.values.clock import Moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, NP_, _, pgettext

MOODS = (
    NP_("mood", "very low"),
    NP_("mood", "low"),
    NP_("mood", "so-so"),
    NP_("mood", "good"),
    NP_("mood", "very good"),
)
NOW = "now-"  # begins the field of the second question, as "rating-" begins that of the first
SIGN = "sign-"  # begins the field of a danger sign's tick
LONGEST_SPAN = timedelta(hours=24)  # one rating never stands for more, however long ago the check-in before it was

NOTHING_TO_REPEAT = N_(
    "There is no check-in in the 24 hours before this one, so nothing could be repeated. Choose the answers one by one."
)


class Rated(BaseModel):
    """One answer: severity 0 to 4 of an effect. `symptom` names it when it is not on the monograph's list.

    `now_severity` is how strong it was at the moment of the check-in, at most as strong as at its worst; None where
    that was not answered.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    effect: str
    severity: int = Field(ge=0, le=4)
    direction: str = ""
    symptom: str = ""
    now_severity: int | None = Field(default=None, ge=0, le=4)

    @model_serializer(mode="wrap")
    def _without_what_is_unknown(self, as_values: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = as_values(self)
        if self.now_severity is None:  # versions of entries read as they did before it was asked
            del values["now_severity"]
        return values


class CheckIn(BaseModel):
    """Ratings given together, with the overall mood 1 to 5 where it was given.

    Each is the worst since the check-in before, or of the last 24 hours where that one is longer ago. `signs` are the
    keys of the monograph's alerts that were ticked: a tick that is not there says nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    kind: ClassVar[Literal["check_in"]] = "check_in"
    field_names: ClassVar[Mapping[str, str]] = {
        "answer": NP_("field", "too sleepy to answer"),
        "mood": NP_("field", "mood"),
        "signs": NP_("field", "danger signs"),
    }

    moment: Moment
    day_on: date
    answer: Literal["rated", "too_sleepy"] = "rated"
    ratings: tuple[Rated, ...] = ()
    mood: int | None = Field(default=None, ge=1, le=5)
    signs: tuple[str, ...] = ()
    note: str = ""

    @model_serializer(mode="wrap")
    def _without_signs_that_are_not_there(self, as_values: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = as_values(self)
        if not self.signs:  # versions of entries read as they did before they were asked for
            del values["signs"]
        return values

    @property
    def typed_names(self) -> Iterable[str]:
        """What was typed besides the note: the names of own symptoms that are rated above "none"."""
        return (rated.symptom for rated in self.ratings if rated.severity and rated.symptom)


def mood_word(mood: int) -> str:
    """The word for a mood 1 to 5: "so-so"."""
    return pgettext("mood", MOODS[mood - 1])


def day_of(moment: Moment, day_starts: time) -> date:
    """A check-in after midnight belongs to the day before until the day boundary."""
    return moment.day(day_starts)


def read_check_in(
    fields: Mapping[str, str], form_context: FormContext, own_symptoms: Mapping[str, str], last: CheckIn | None
) -> CheckIn:
    """Read the check-in form: "rating-<effect>", "direction-<effect>", "now-<effect>", "sign-<alert>", "new_symptom",
    "mood", "note", when, "quick", and in "offered" the keys of the effects that it only offers.

    `own_symptoms` maps the keys of the person's own symptoms to their words; `last` is the check-in that "same"
    repeats: the one before the moment this form speaks of, None when that is more than `LONGEST_SPAN` ago.
    "quick" is the button pressed: "none" writes a real 0 for everything the page asked for that was left out, "same"
    repeats the last answers for what was left out, "too_sleepy" keeps that as the answer.
    Raises InvalidEntry with a sentence for every field that cannot be read, and when nothing was answered.
    """
    errors: Errors = {}
    moment = read_when(fields, form_context, errors)
    rated = _read_ratings(fields, form_context, own_symptoms, errors)
    quick = fields.get("quick", "")
    if quick == "none":
        asked = _asked(fields, form_context, own_symptoms)
        rated |= {k: Rated(effect=k, severity=0, symptom=name) for k, name in asked.items() if k not in rated}
    elif quick == "same" and last is not None:
        rated |= {rating.effect: _then(rating) for rating in last.ratings if rating.effect not in rated}
    elif quick == "same" and moment is not None:
        errors["ratings"] = _(NOTHING_TO_REPEAT)
    _read_right_now(fields, rated, errors)
    mood = _read_mood(fields, errors)
    signs = _read_signs(fields, form_context, errors)
    note = read_text(fields, "note", LONGEST_NOTE, errors)
    if not (errors or rated or mood or signs or note or quick == "too_sleepy"):
        errors["ratings"] = _(
            "Nothing is answered yet. Choose at least one answer, or one of the three buttons on top."
        )
    if errors or moment is None:
        raise InvalidEntry(errors)
    return CheckIn(
        moment=moment,
        day_on=day_of(moment, form_context.day_starts),
        answer="too_sleepy" if quick == "too_sleepy" else "rated",
        ratings=tuple(rated.values()),
        mood=mood,
        signs=signs,
        note=note,
    )


def _asked(fields: Mapping[str, str], form_context: FormContext, own_symptoms: Mapping[str, str]) -> dict[str, str]:
    """What the page asked for, with the words of symptoms of the person's own: what it only offered is left out."""
    known, offered = form_context.monograph, fields.get("offered", "").split()
    listed = [key for key in known.rating_names if key in known.asked or f"rating-{key}" in fields]
    own = {key: name for key, name in own_symptoms.items() if f"rating-{key}" in fields}
    return dict.fromkeys((key for key in listed if key not in offered), "") | own


def _read_ratings(
    fields: Mapping[str, str], form_context: FormContext, own_symptoms: Mapping[str, str], errors: Errors
) -> dict[str, Rated]:
    rated: dict[str, Rated] = {}
    known = {**dict.fromkeys(form_context.monograph.rating_names, ""), **own_symptoms}
    directions = {r.key: {choice.key for choice in r.directions} for r in form_context.monograph.ratings}
    for field in fields:
        effect = field.removeprefix("rating-")
        if effect in {field, "new"}:
            continue
        if effect not in known:
            errors["ratings"] = _("One of the answers belongs to nothing on this list. Load the page again.")
            continue
        direction = fields.get(f"direction-{effect}", "")
        if direction and direction not in directions.get(effect, ()):
            errors[f"direction-{effect}"] = _("Choose one of the answers, or leave it out.")
            continue
        severity = _read_severity(fields, field, errors)
        if severity is not None:
            rated[effect] = Rated(
                effect=effect, severity=severity, direction=direction if severity else "", symptom=known[effect]
            )
    for effect in directions:
        if fields.get(f"direction-{effect}") and not fields.get(f"rating-{effect}"):
            errors[f"rating-{effect}"] = _("Say how strong it was.")  # or the direction would be lost without a word
    _read_new_symptom(fields, form_context, own_symptoms, rated, errors)
    return rated


def _then(rated: Rated) -> Rated:
    """An answer that is repeated later: how it was right then says nothing about now."""
    return rated.model_copy(update={"now_severity": None})


def _read_right_now(fields: Mapping[str, str], rated: dict[str, Rated], errors: Errors) -> None:
    """Put the answers to "And right now?" beside the worst of their effects. What is now was part of that time."""
    for field in fields:
        effect = field.removeprefix(NOW)
        severity = _read_severity(fields, field, errors) if effect != field else None
        if severity is None:
            continue
        known = rated.get(effect)
        if known is None:
            asked = f"rating-{effect}" if f"rating-{effect}" in fields else "ratings"
            errors.setdefault(asked, _("Say how strong it was at its worst, too."))
        elif severity > known.severity:
            errors[field] = _("Right now cannot be worse than the worst. Change one of the two answers.")
        else:
            rated[effect] = known.model_copy(update={"now_severity": severity})


def severities_right_now(check_in: CheckIn) -> dict[str, int]:
    """How strong each effect was at the moment of the check-in, where that was answered."""
    return {r.effect: r.now_severity for r in check_in.ratings if r.now_severity is not None}


def _read_severity(fields: Mapping[str, str], field: str, errors: Errors) -> int | None:
    try:
        return read_severity(fields.get(field, ""))
    except ValueError as error:
        errors[field] = str(error)
        return None


def _read_new_symptom(
    fields: Mapping[str, str],
    form_context: FormContext,
    own_symptoms: Mapping[str, str],
    rated: dict[str, Rated],
    errors: Errors,
) -> None:
    symptom = as_typed(read_text(fields, "new_symptom", LONGEST_SYMPTOM, errors))
    severity = _read_severity(fields, "rating-new", errors)
    if {"new_symptom", "rating-new"} & errors.keys() or (not symptom and severity is None):
        return
    if not symptom:
        errors["new_symptom"] = _("Name the symptom you rated, or leave the answer out.")
    elif severity is None:
        errors["rating-new"] = _("Say how strong it was.")
    else:
        _add_new_symptom(symptom, severity, form_context, own_symptoms, rated, errors)


def _add_new_symptom(
    symptom: str,
    severity: int,
    form_context: FormContext,
    own_symptoms: Mapping[str, str],
    rated: dict[str, Rated],
    errors: Errors,
) -> None:
    try:
        check_listed(symptom, form_context.monograph, "new_symptom")
    except InvalidEntry as error:
        errors |= error.errors
        return
    key = key_of(symptom, own_symptoms)
    worst = max(severity, rated[key].severity) if key in rated else severity
    rated[key] = Rated(effect=key, severity=worst, symptom=own_symptoms.get(key, symptom))


def _read_mood(fields: Mapping[str, str], errors: Errors) -> int | None:
    text = fields.get("mood", "")
    if text in {"", "1", "2", "3", "4", "5"}:
        return int(text) if text else None
    errors["mood"] = _("Choose one of the five words, or leave it out.")
    return None


def _read_signs(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> tuple[str, ...]:
    """The danger signs that were ticked, in the monograph's order. No shortcut ticks or repeats one."""
    known = form_context.monograph.alert_names
    ticked = {field.removeprefix(SIGN) for field, value in fields.items() if field.startswith(SIGN) and value}
    if not ticked <= known.keys():
        errors["ratings"] = _("One of the answers belongs to nothing on this list. Load the page again.")
    return tuple(key for key in known if key in ticked)


def repeatable(last: CheckIn, symptoms: Symptoms) -> CheckIn | None:
    """What "same as last time" repeats of a check-in: without the symptoms that are not asked for any more.

    None when nothing else was rated.
    """
    hidden = symptoms.choices.keys() - symptoms.rateable.keys()
    ratings = tuple(_then(rating) for rating in last.ratings if rating.effect not in hidden)
    return last.model_copy(update={"ratings": ratings, "signs": ()}) if ratings else None
