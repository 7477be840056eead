"""Put every rating of a check-in under the key that counts now: symptoms are added, merged, hidden and removed."""

from dataclasses import replace

from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.symptoms import OWN, Symptom, Symptoms, check_room, key_of


def settled(check_in: CheckIn, symptoms: Symptoms, *, new: bool) -> tuple[CheckIn, Symptoms]:
    """The check-in with every rating under the key that counts now, and the symptoms as they are after it.

    A symptom named for the first time is added, one that was removed is back, and a `new` check-in that rates a hidden
    one asks for it again. What was merged goes to the one it was merged into; where both are rated the worse stands.
    Raises InvalidEntry when there is no room for a symptom more.
    """
    rated: dict[str, Rated] = {}
    for rating in check_in.ratings:
        effect = symptoms.present(_known_key(rating, symptoms))
        if effect.startswith(OWN):
            symptoms = _with_rated(symptoms, effect, rating.symptom, new)
        moved = {"effect": effect, "symptom": symptoms.get(effect, "")} if rating.effect.startswith(OWN) else {}
        found = rating.model_copy(update=moved)
        rated[effect] = _worse(rated[effect], found) if effect in rated else found
    return check_in.model_copy(update={"ratings": tuple(rated.values())}), symptoms


def _worse(one: Rated, other: Rated) -> Rated:
    """Of two answers that became one the worse, at its worst and right now."""
    worse = other if one.severity < other.severity else one
    now = [rated.now_severity for rated in (one, other) if rated.now_severity is not None]
    return worse.model_copy(update={"now_severity": max(now, default=None)})


def _known_key(rating: Rated, symptoms: Symptoms) -> str:
    """The key of a rating, or of a symptom of the same name that was added meanwhile."""
    is_new = rating.effect.startswith(OWN) and rating.effect not in symptoms and rating.symptom
    return key_of(rating.symptom, symptoms) if is_new else rating.effect


def _with_rated(symptoms: Symptoms, key: str, name: str, new: bool) -> Symptoms:
    symptom = symptoms.find(key)
    if symptom is None:
        check_room(symptoms, "new_symptom")
        return symptoms.with_(Symptom(key, name or key))
    back = replace(symptom, removed=False, hidden=symptom.hidden and not new)
    return symptoms if back == symptom else symptoms.with_(back)
