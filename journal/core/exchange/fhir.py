"""What was recorded as resources of FHIR R4, as values for JSON: a dose, a check-in, an episode, a day, days that were
quiet. docs/data.md says what becomes of what, and why.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from journal.core.exchange.exports import instant, wall
from journal.core.exchange.fhir_values import (
    ABSENT,
    OWN_CODES,
    PATIENT,
    PRESENT,
    PROFILES,
    SCHEDULED,
    SEVERITY,
    Resource,
    Vocabulary,
    categories,
    concept,
    own_concept,
    quantity,
    severity_concept,
    text_of,
)
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.days import BY_KEY, LOOKS, Day
from journal.core.record.doses import Dose
from journal.core.record.entries import Entry, Kind
from journal.core.record.episodes import Episode
from journal.core.record.quiet_days import QuietDays
from journal.core.values.amounts import ONE
from journal.core.values.languages import _

HALF = ONE // 2  # of an hour
_PERFORMED_BY_PATIENT = [{"actor": PATIENT}]


class Made(NamedTuple):
    """An entry as far as it says which resources it becomes."""

    kind: Kind
    id: str
    has_mood: bool = False
    ratings: int = 0


def references(made: Made) -> dict[str, list[str]]:
    """Which resources an entry becomes, by the section they stand in; `entry_resources` makes just these."""
    if made.kind == "dose":
        return {"doses": [f"MedicationAdministration/{made.id}"]}
    if made.kind != "check_in":
        return {"life": [f"Observation/{made.id}"]}
    rated = [f"Observation/{_rating_id(made.id, n)}" for n in range(1, made.ratings + 1)]
    mood = {"life": [f"Observation/{_mood_id(made.id)}"]} if made.has_mood else {}
    return {"effects": [f"QuestionnaireResponse/{made.id}", *rated], **mood}


def _rating_id(entry_id: str, number: int) -> str:
    return f"{entry_id}.{number}"


def _mood_id(entry_id: str) -> str:
    return f"{entry_id}.mood"


def entry_resources(entry: Entry, words: Vocabulary) -> Iterator[Resource]:
    """The resources an entry becomes. What was not answered becomes none: it is unknown, and never none."""
    return RESOURCES[entry.kind](entry, entry.detail, words)


def _administration(entry: Entry, dose: Dose, words: Vocabulary) -> Iterator[Resource]:
    moment, of = entry.moment, dose.medicine_id
    is_taken = dose.status == "taken"
    made: Resource = {
        "resourceType": "MedicationAdministration",
        "id": entry.id,
        "status": "completed" if is_taken else "not-done",
        "medicationCodeableConcept": words.medicines[of],
        "subject": PATIENT,
        "effectiveDateTime": wall(moment.at, moment.offset_minutes),
        "performer": _PERFORMED_BY_PATIENT,
    }
    order = words.order_of(of, entry.day_on)
    if order is not None:
        made["request"] = order
    if is_taken:
        form = words.forms.get(of, {}).get(dose.form, "")
        made["dosage"] = ({"text": form} if form else {}) | {"dose": quantity(dose.amount, words.units[of])}
    planned = words.late.get(of, {}).get(moment.at)
    if planned is not None:
        made["extension"] = [{"url": SCHEDULED, "valueDateTime": planned}]
    late = () if planned is None else (_("Taken late, planned for %(time)s.", time=planned[11:16]),)
    yield made | _notes(entry, words, *late)


def _notes(entry: Entry, words: Vocabulary, *more: str) -> Resource:
    """What was typed, and `more`; of an entry of a dose by somebody else also by whom."""
    said = [text for text in (entry.detail.note, *more) if text.strip()]
    by = words.persons.get(entry.recorded_by or "")
    if by is not None and not said and entry.kind == "dose":
        said = [_("Written down by somebody who looked after the record.")]
    author = {} if by is None else {"authorReference": by}
    return {"note": [{**author, "text": text_of(text)} for text in said]} if said else {}


def _observation(entry: Entry, words: Vocabulary, code: Resource, observation_id: str = "") -> Resource:
    moment = entry.moment
    return {
        "resourceType": "Observation",
        "id": observation_id or entry.id,
        "status": "amended" if entry.edited_at else "final",
        "category": categories(symptom=False),
        "code": code,
        "subject": PATIENT,
        "effectiveDateTime": wall(moment.at, moment.offset_minutes),
        "issued": instant(entry.recorded_at),
        "performer": [words.writer(entry)],
    }


def _check_in(entry: Entry, check_in: CheckIn, words: Vocabulary) -> Iterator[Resource]:
    yield _answers(entry, check_in, words)
    origin = [{"reference": f"QuestionnaireResponse/{entry.id}"}]
    for number, rated in enumerate(check_in.ratings, start=1):
        is_there = rated.severity > 0
        made = _observation(entry, words, PRESENT if is_there else ABSENT, _rating_id(entry.id, number))
        made["meta"] = PROFILES[is_there]
        made["category"] = categories(symptom=True)
        made["valueCodeableConcept"] = _effect(rated.effect, words)
        components = _components(rated, words)
        if components:
            made["component"] = components
        made["derivedFrom"] = origin
        yield made
    if check_in.mood is not None:
        yield _observation(entry, words, own_concept("mood"), _mood_id(entry.id)) | {
            "valueInteger": check_in.mood,
            "derivedFrom": origin,
        }


def _effect(key: str, words: Vocabulary) -> Resource:
    return words.effects.get(key) or concept(text=key)


def _components(rated: Rated, words: Vocabulary) -> list[Resource]:
    """How strong it was, in public codes and in our own numbers; none of what was not there at all."""
    made: list[Resource] = []
    if rated.severity > 0:
        made.append({"code": SEVERITY, "valueCodeableConcept": severity_concept(rated.severity)})
        made.append({"code": own_concept("severity-0-4"), "valueInteger": rated.severity})
    if rated.now_severity is not None:
        made.append({"code": own_concept("right-now-0-4"), "valueInteger": rated.now_severity})
    if rated.direction:
        way = words.directions.get((rated.effect, rated.direction)) or concept(text=rated.direction)
        made.append({"code": own_concept("direction"), "valueCodeableConcept": way})
    return made


def _answers(entry: Entry, check_in: CheckIn, words: Vocabulary) -> Resource:
    """The check-in as it was answered, item by item."""
    items: list[Resource] = []
    if check_in.answer == "too_sleepy":
        items.append(_item("too_sleepy", _("Too sleepy to answer"), valueBoolean=True))
    for rated in check_in.ratings:
        effect = _effect(rated.effect, words)
        name = effect.get("text") or rated.effect
        items.append(_item(rated.effect, name, valueInteger=rated.severity))
        if rated.direction:
            items.append(_item(f"{rated.effect}.direction", _(OWN_CODES["direction"]), valueString=rated.direction))
        if rated.now_severity is not None:
            items.append(_item(f"{rated.effect}.now", _(OWN_CODES["right-now-0-4"]), valueInteger=rated.now_severity))
    for sign in check_in.signs:
        items.append(_item(f"sign.{sign}", words.signs.get(sign, sign), valueBoolean=True))
    if check_in.mood is not None:
        items.append(_item("mood", _(OWN_CODES["mood"]), valueInteger=check_in.mood))
    if check_in.note.strip():
        items.append(_item("note", _("Note"), valueString=text_of(check_in.note)))
    return {
        "resourceType": "QuestionnaireResponse",
        "id": entry.id,
        "status": "amended" if entry.edited_at else "completed",
        "subject": PATIENT,
        "authored": instant(entry.recorded_at),
        "author": words.writer(entry),
        "source": words.writer(entry),
        **({"item": items} if items else {}),
    }


def _item(link: str, text: str, **value: Any) -> Resource:
    return {"linkId": link, "text": text_of(text), "answer": [value]}


def _episode(entry: Entry, episode: Episode, words: Vocabulary) -> Iterator[Resource]:
    made = _observation(entry, words, words.episodes.get(episode.what) or concept(text=episode.what))
    start = made.pop("effectiveDateTime")
    made["effectivePeriod"] = {"start": start}
    if episode.minutes is not None:
        ended_at = entry.moment.at + timedelta(minutes=episode.minutes)
        made["effectivePeriod"]["end"] = wall(ended_at, entry.moment.offset_minutes)
    made["valueBoolean"] = True
    if episode.severity is not None:
        made["component"] = [{"code": own_concept("severity-0-4"), "valueInteger": episode.severity}]
    yield made | _notes(entry, words)


def _day(entry: Entry, day: Day, words: Vocabulary) -> Iterator[Resource]:
    """The answers about a day, each a component; sleep is in hours."""
    made = _observation(entry, words, own_concept("day"))
    made["effectiveDateTime"] = day.day_on.isoformat()
    said: list[Resource] = [
        {"code": own_concept(f"day-{key}"), "valueBoolean": answer}
        for key in BY_KEY
        if (answer := getattr(day, key)) is not None
    ]
    if day.sleep is not None:
        slept = quantity(day.sleep * HALF, "h")
        said.append({"code": own_concept("day-sleep"), "valueQuantity": slept})
    for look, answer in zip(LOOKS, day.look, strict=True):
        if answer is not None:
            said.append({"code": own_concept(f"week-{look.key.replace('_', '-')}"), "valueInteger": answer})
    for key, answer in day.benefits.items():
        said.append({"code": words.benefits.get(key) or concept(text=key), "valueInteger": answer})
    yield made | ({"component": said} if said else {}) | _notes(entry, words)


def _quiet(entry: Entry, quiet: QuietDays, words: Vocabulary) -> Iterator[Resource]:
    made = _observation(entry, words, own_concept("quiet-days"))
    del made["effectiveDateTime"]
    made["effectivePeriod"] = {"start": quiet.first_on.isoformat(), "end": quiet.last_on.isoformat()}
    yield made | {"valueBoolean": True} | _notes(entry, words)


# What each kind of entry becomes. A new kind has its line here.
RESOURCES: Mapping[Kind, Callable[[Entry, Any, Vocabulary], Iterator[Resource]]] = {
    "dose": _administration,
    "check_in": _check_in,
    "episode": _episode,
    "day": _day,
    "quiet": _quiet,
}
