"""Days: read the form of what mattered on one day besides doses and check-ins. Not answered is unknown, never "no".

The questions and their words are our own, and validated by nobody.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from journal.core.medicine.benefits import HIGHEST
from journal.core.record.forms import LONGEST_NOTE, Errors, FormContext, read_sent_at, read_severity, read_text
from journal.core.record.sleep import MOST_HALF_HOURS, read_sleep
from journal.core.values import clock
from journal.core.values.clock import Moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, NP_, _, pgettext
from journal.core.values.periods import day_words, read_date

IDS = uuid.UUID("5b0e7a1c-6f0d-4a53-9a53-3f6f0d7c2b11")  # a day has one entry: its id follows from its date
HIGHEST_LOOK = 4
BENEFIT = "benefit-"  # begins the key of a question about what a medicine is for; no other key has such a sign


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """A question about a day that is answered with yes or no: what it `asks`, what it is called in a list, and what
    either answer says in a row."""

    key: str
    asks: str
    name: str
    yes: str
    no: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LookQuestion:
    """A question of the weekly look back at seven days, with five answers; each is harder than the one before."""

    key: str
    asks: str
    name: str
    answers: tuple[str, str, str, str, str]


QUESTIONS = (
    DayQuestion(
        "drove",
        N_("Did you drive?"),
        N_("Drove"),
        NP_("answer about a day", "drove"),
        NP_("answer about a day", "did not drive"),
    ),
    DayQuestion(
        "fell",
        N_("Fell, or nearly fell?"),
        N_("Fell or nearly fell"),
        NP_("answer about a day", "fell or nearly fell"),
        NP_("answer about a day", "did not fall"),
    ),
    DayQuestion(
        "missed",
        N_("Missed work or school?"),
        N_("Missed work or school"),
        NP_("answer about a day", "missed work or school"),
        NP_("answer about a day", "missed no work or school"),
    ),
    DayQuestion(
        "alcohol",
        N_("Any alcohol?"),
        N_("Alcohol"),
        NP_("answer about a day", "alcohol"),
        NP_("answer about a day", "no alcohol"),
    ),
    DayQuestion(
        "sedative",
        N_("Another sedative?"),
        N_("Another sedative"),
        NP_("answer about a day", "another sedative"),
        NP_("answer about a day", "no other sedative"),
        N_("such as a sleeping pill"),
    ),
)
LOOKS = (
    LookQuestion(
        "hard_days",
        N_("How many days were hard because of side effects?"),
        N_("Hard days"),
        (
            NP_("hard days", "none"),
            NP_("hard days", "one or two"),
            NP_("hard days", "about half"),
            NP_("hard days", "most"),
            NP_("hard days", "every day"),
        ),
    ),
    LookQuestion(
        "undone",
        N_("How much did you leave undone because of them?"),
        N_("Left undone"),
        (
            NP_("left undone", "nothing"),
            NP_("left undone", "a little"),
            NP_("left undone", "some"),
            NP_("left undone", "a lot"),
            NP_("left undone", "nearly all"),
        ),
    ),
    LookQuestion(
        "living",
        N_("How was it to live with the medicine?"),
        N_("Living with it"),
        (
            NP_("living with it", "easy"),
            NP_("living with it", "fairly easy"),
            NP_("living with it", "so-so"),
            NP_("living with it", "fairly hard"),
            NP_("living with it", "hard"),
        ),
    ),
)
BY_KEY: Mapping[str, DayQuestion] = {question.key: question for question in QUESTIONS}
SLEEP, LOOK = "sleep", "look"  # what may be asked besides: how long somebody slept, and the weekly look
ASKABLE = (*BY_KEY, SLEEP, LOOK)
ASKED_AT_FIRST = tuple(BY_KEY)  # sleep and the look are offered, folded


class Day(BaseModel):
    """What mattered on a day; None is not answered. Sleep is in whole half hours. `benefits` are the answers, 0 to 4,
    to what a medicine is for, by the key of the benefit: what was not answered is not among them.

    `moment` is when it was answered on that day, or the last minute of a day that was answered later.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    kind: ClassVar[Literal["day"]] = "day"
    field_names: ClassVar[Mapping[str, str]] = {
        "drove": NP_("field", "driving"),
        "fell": NP_("field", "a fall"),
        "missed": NP_("field", "missed work or school"),
        "alcohol": NP_("field", "alcohol"),
        "sedative": NP_("field", "another sedative"),
        "sleep": NP_("field", "sleep"),
        "hard_days": NP_("field", "hard days"),
        "undone": NP_("field", "what was left undone"),
        "living": NP_("field", "how it was to live with the medicine"),
        "benefits": NP_("field", "what a medicine is for"),
    }

    moment: Moment
    day_on: date
    drove: bool | None = None
    fell: bool | None = None
    missed: bool | None = None
    alcohol: bool | None = None
    sedative: bool | None = None
    sleep: int | None = Field(default=None, ge=0, le=MOST_HALF_HOURS)
    hard_days: int | None = Field(default=None, ge=0, le=HIGHEST_LOOK)
    undone: int | None = Field(default=None, ge=0, le=HIGHEST_LOOK)
    living: int | None = Field(default=None, ge=0, le=HIGHEST_LOOK)
    benefits: dict[str, Annotated[int, Field(ge=0, le=HIGHEST)]] = Field(default_factory=dict)
    note: str = ""

    @model_serializer(mode="wrap")
    def _without_benefits_that_are_not_there(self, as_values: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = as_values(self)
        if not self.benefits:  # versions of entries read as they did before they were asked for
            del values["benefits"]
        return values

    @property
    def typed_names(self) -> Iterable[str]:
        """What was typed besides the note: nothing."""
        return ()

    @property
    def answers(self) -> dict[str, int]:
        """What was answered, by the key of its question: no 0 and yes 1, half hours, 0 to 4."""
        values = ((key, getattr(self, key)) for key in ANSWERS)
        found = {key: int(value) for key, value in values if value is not None}
        return found | {BENEFIT + key: value for key, value in self.benefits.items()}

    @property
    def look(self) -> tuple[int | None, ...]:
        """The answers of the weekly look; all of them None where nobody looked back."""
        return tuple(getattr(self, question.key) for question in LOOKS)


ANSWERS = tuple(name for name in Day.field_names if name != "benefits")


def day_id(on: date) -> str:
    """The id of the entry of a day: whoever answers the same day twice, in whatever window, means the same entry."""
    return str(uuid.uuid5(IDS, on.isoformat()))


def from_answers(answers: Mapping[str, int]) -> dict[str, Any]:
    """The fields of a day with these answers, as `Day.answers` has them."""
    benefits = {key.removeprefix(BENEFIT): value for key, value in answers.items() if key.startswith(BENEFIT)}
    return {key: value for key, value in answers.items() if not key.startswith(BENEFIT)} | {"benefits": benefits}


def look_word(question: LookQuestion, answer: int) -> str:
    """The word for an answer 0 to 4 of the weekly look."""
    return pgettext(_CONTEXTS[question.key], question.answers[answer])


_CONTEXTS = {"hard_days": "hard days", "undone": "left undone", "living": "living with it"}


def read_on(text: str, form_context: FormContext) -> date:
    """The day a form or an address speaks of. Raises ValueError with a sentence, also for a day to come."""
    on = read_date(text)
    if on > clock.moment(form_context.now, form_context.zone).on:
        raise ValueError(_("%(day)s is still to come.", day=day_words(on, with_year=True)))
    return on


def moment_of(on: date, form_context: FormContext, answered_at: datetime) -> Moment:
    """When what is said of a day was lived: now, while it lasts (a night belongs to the day before too), else its last
    minute."""
    now = clock.moment(answered_at, form_context.zone)
    if on in {now.on, now.day(form_context.day_starts)}:
        return now
    last = datetime.combine(on, time(23, 59), ZoneInfo(form_context.zone)).replace(fold=1)
    return clock.moment(last, form_context.zone)


def read_day(fields: Mapping[str, str], form_context: FormContext) -> Day:
    """Read the form of a day: "on", a field for each question by its key, "sleep" in hours, "benefit-<key>", "note".

    Raises InvalidEntry with a sentence for every field that cannot be read, and when nothing was answered.
    """
    errors: Errors = {}
    on = None
    try:
        on = read_on(fields.get("on", ""), form_context)
    except ValueError as error:
        errors["on"] = str(error)
    found: dict[str, Any] = {question.key: _yes_or_no(fields, question.key, errors) for question in QUESTIONS}
    try:
        found["sleep"] = read_sleep(fields.get("sleep", ""))
    except ValueError as error:
        errors["sleep"] = str(error)
    found |= {question.key: _one_of_five(fields, question.key, errors) for question in LOOKS}
    found["benefits"] = _read_benefits(fields, form_context, errors)
    found["note"] = read_text(fields, "note", LONGEST_NOTE, errors)
    if not errors and not any(value not in (None, "", {}) for value in found.values()):
        errors["answers"] = _("Nothing is answered yet. Answer one question at least, or go back.")
    if errors or on is None:
        raise InvalidEntry(errors)
    answered_at = read_sent_at(fields, form_context.now)
    return Day(moment=moment_of(on, form_context, answered_at), day_on=on, **found)


def _read_benefits(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> dict[str, int]:
    found = {}
    for field in (field for field in fields if field.startswith(BENEFIT)):
        if field.removeprefix(BENEFIT) not in form_context.monograph.benefit_names:
            errors["answers"] = _("One of the answers belongs to nothing on this list. Load the page again.")
            continue
        try:
            answer = read_severity(fields[field])
        except ValueError as error:
            errors[field] = str(error)
            continue
        if answer is not None:
            found[field.removeprefix(BENEFIT)] = answer
    return found


def _yes_or_no(fields: Mapping[str, str], name: str, errors: Errors) -> bool | None:
    text = fields.get(name, "")
    if text not in {"", "yes", "no"}:
        errors[name] = _("Choose yes or no, or leave it out.")
    return {"yes": True, "no": False}.get(text)


def _one_of_five(fields: Mapping[str, str], name: str, errors: Errors) -> int | None:
    text = fields.get(name, "")
    if text and text not in {"0", "1", "2", "3", "4"}:
        errors[name] = _("Choose one of the five answers, or leave it out.")
        return None
    return int(text) if text else None
