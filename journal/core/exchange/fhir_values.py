"""The parts that resources of FHIR R4 are made of: concepts with their codes, quantities, and the words of one record.

What has no verified code of a public terminology has one of our own. Own and typed names stand as text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from journal.core.exchange.exports import exact
from journal.core.medicine.parts import Code
from journal.core.record.days import BY_KEY, LOOKS
from journal.core.record.entries import Entry
from journal.core.record.forms import SEVERITIES
from journal.core.values.amounts import Amount
from journal.core.values.languages import N_, Language, _, present

BASE = "https://side-effect-journal.invalid/fhir"  # reserved by RFC 2606: it leads nowhere, and is nobody's
OWN = f"{BASE}/CodeSystem/journal"
SCHEDULED = f"{BASE}/StructureDefinition/scheduled-time"
LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
_SYMPTOMS = "http://hl7.org/fhir/uv/symptoms"
_TERMS = "http://terminology.hl7.org/CodeSystem"

# The codes of our own that are no keys of effects, episodes or signs, each with what it means.
OWN_CODES: Mapping[str, str] = {
    "severity-0-4": N_("Journal severity, 0 (none) to 4 (very severe)"),
    "right-now-0-4": N_("Journal severity at the moment of the check-in, 0 to 4"),
    "direction": N_("Direction of the change"),
    "mood": N_("Mood, 1 (very low) to 5 (very good)"),
    "day": N_("Answers about one day"),
    **{f"day-{question.key}": question.name for question in BY_KEY.values()},
    "day-sleep": N_("Hours of sleep"),
    **{f"week-{look.key.replace('_', '-')}": look.name for look in LOOKS},
    "quiet-days": N_("Days of which was said that nothing was wrong; they are not rated"),
}

Resource = dict[str, Any]

PATIENT: Resource = {"reference": "Patient/patient"}
_UCUM_UNITS = frozenset({"mg", "ml", "h"})
# What XML cannot hold, nor a text of FHIR.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def text_of(typed: str) -> str:
    """What somebody typed, with a sign in the place of those that no text of FHIR may hold."""
    return _NO_TEXT.sub("\ufffd", typed)


def concept(*codes: Code, text: str = "", own: str = "") -> Resource:
    """A CodeableConcept: codes of public terminologies, then our own code, and the words."""
    codings = [{"system": code.system, "code": code.code, "display": code.display} for code in codes]
    if own:
        codings.append({"system": OWN, "code": own, "display": text_of(text) or own})
    words = {"text": text_of(text)} if text.strip() or not codings else {}
    return ({"coding": codings} if codings else {}) | words


def own_concept(code: str) -> Resource:
    """The concept of one of OWN_CODES."""
    return _own_concept(code, present())


@lru_cache(maxsize=100)  # every rating of a long record has two of them
def _own_concept(code: str, _language: Language) -> Resource:
    return concept(own=code, text=_(OWN_CODES[code]))


def quantity(amount: Amount, unit: str) -> Resource:
    """An amount: its exact number, its unit, and that unit's code where it has a verified one."""
    return quantity_of(exact(amount), unit)


def quantity_of(number: Any, unit: str) -> Resource:
    """The same of a number."""
    coded = {"system": UCUM, "code": unit} if unit in _UCUM_UNITS else {}
    return {"value": number, "unit": unit, **coded}


@lru_cache(maxsize=2)
def categories(*, symptom: bool) -> list[Resource]:
    """Of which kind an observation is."""
    survey = {"system": f"{_TERMS}/observation-category", "code": "survey", "display": "Survey"}
    found = {"system": f"{_SYMPTOMS}/CodeSystem/SymptomTemporary", "code": "symptom", "display": "Symptom"}
    return [{"coding": [each]} for each in ((found, survey) if symptom else (survey,))]


def _loinc(code: str, display: str) -> Resource:
    return {"coding": [{"system": LOINC, "code": code, "display": display}]}


PRESENT, ABSENT = _loinc("75325-1", "Symptom"), _loinc("111551-8", "Symptom absent")
SEVERITY = _loinc("64750-3", "Severity of symptoms")
PROFILES = {
    is_there: {"profile": [f"{_SYMPTOMS}/StructureDefinition/{name}"]}
    for is_there, name in ((True, "SymptomObservation"), (False, "SymptomAbsentObservation"))
}
# The fourth has no verified code: it is said in words, and by our own number.
_SEVERITY_CODES = {1: ("255604002", "Mild"), 2: ("1255665007", "Moderate"), 3: ("24484000", "Severe")}


def severity_concept(severity: int) -> Resource:
    """How strong something was that was there at all."""
    if severity in _SEVERITY_CODES:
        code, display = _SEVERITY_CODES[severity]
        return {"coding": [{"system": SNOMED, "code": code, "display": display}]}
    return {"text": SEVERITIES[severity].capitalize()}


class Order(NamedTuple):
    """A step of the plan as doses name it: its days, and the resource it became."""

    first_on: date
    last_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the resources of one record are made with.

    `medicines`, `effects`, `episodes` and `benefits` are concepts by their keys, `units` and `forms` words;
    `directions` are concepts by the keys of effect and direction, `signs` names by key. `orders` are the steps of each
    medicine. `late` says of each medicine which dose was taken late, by its instant, and for which time, as it is
    written. `persons` are the resources of those who wrote in it for the patient, by their accounts.
    """

    medicines: Mapping[str, Resource]
    units: Mapping[str, str]
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    effects: Mapping[str, Resource] = field(default_factory=dict)
    directions: Mapping[tuple[str, str], Resource] = field(default_factory=dict)
    episodes: Mapping[str, Resource] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    benefits: Mapping[str, Resource] = field(default_factory=dict)
    orders: Mapping[str, Sequence[Order]] = field(default_factory=dict)
    late: Mapping[str, Mapping[datetime, str]] = field(default_factory=dict)
    persons: Mapping[str, Resource] = field(default_factory=dict)

    def writer(self, entry: Entry) -> Resource:
        """Who says what the entry says."""
        return self.persons.get(entry.recorded_by or "", PATIENT)

    def order_of(self, medicine_id: str, on: date) -> Resource | None:
        """The order that stood for a medicine on a day."""
        found = [order for order in self.orders.get(medicine_id, ()) if order.first_on <= on <= order.last_on]
        return {"reference": found[-1].reference} if found else None
