"""Who and what a document of FHIR R4 is about: the people, what is taken, and what was ordered of it."""

from collections.abc import Iterator, Sequence
from datetime import date

from journal.core.exchange.choices import Choice
from journal.core.exchange.exports import instant
from journal.core.exchange.fhir_record import Taken
from journal.core.exchange.fhir_values import PATIENT, UCUM, Resource, Vocabulary, quantity, text_of
from journal.core.medicine.medicines import Medicine
from journal.core.plan.regimens import RecordedStep, Step
from journal.core.plan.schedules import WEEKDAYS, PlannedDose
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, in_a_row

_AS_THE_PATIENT_SAYS = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/medication-statement-category",
            "code": "patientspecified",
            "display": "Patient Specified",
        }
    ]
}


def persons(taken: Taken, words: Vocabulary) -> Iterator[Resource]:
    """The patient, and those who wrote in the record. Nobody is named unless that was chosen."""
    name = taken.account.name
    yield {"resourceType": "Patient", "id": "patient"} | _named(name, taken.choice)
    for who, reference in words.persons.items():
        made = {"resourceType": "RelatedPerson", "id": reference["reference"].partition("/")[2], "patient": PATIENT}
        yield made | _named(taken.writers[who], taken.choice)


def _named(name: str, choice: Choice) -> Resource:
    return {"name": [{"text": text_of(name)}]} if choice.is_named and name.strip() else {}


def medicines(taken: Taken, words: Vocabulary) -> Iterator[Resource]:
    """What is taken, and what was ordered of it on the days of the document."""
    ordered = taken.ordered
    for n, medicine in enumerate(taken.account.medicines, start=1):
        own = [made for made, recorded in ordered if recorded.medicine_id == medicine.id]
        yield _statement(f"medicine-{n}", medicine, own, taken, words)
    for made, recorded in ordered:
        yield _request(made, recorded, taken, words)


def _statement(made_id: str, medicine: Medicine, orders: Sequence[str], taken: Taken, words: Vocabulary) -> Resource:
    today = taken.today
    to_come = medicine.starts_on is not None and medicine.starts_on > today
    status = "completed" if medicine.has_ended(today) else "intended" if to_come else "active"
    based_on = {"basedOn": [{"reference": f"MedicationRequest/{order}"} for order in orders]} if orders else {}
    days = _days(medicine.starts_on, medicine.ends_on)
    return {
        "resourceType": "MedicationStatement",
        "id": made_id,
        "status": status,
        **based_on,
        "category": _AS_THE_PATIENT_SAYS,
        "medicationCodeableConcept": words.medicines[medicine.id],
        "subject": PATIENT,
        **({"effectivePeriod": days} if days else {}),
        "dateAsserted": instant(taken.now),
        "informationSource": PATIENT,
    }


def _days(first_on: date | None, last_on: date | None) -> Resource:
    days = (("start", first_on), ("end", last_on))
    return {name: on.isoformat() for name, on in days if on is not None}


def _request(made_id: str, recorded: RecordedStep, taken: Taken, words: Vocabulary) -> Resource:
    step, unit = recorded.step, words.units[recorded.medicine_id]
    is_over = step.ends_on is not None and step.ends_on < taken.today
    status = "stopped" if recorded.ended_at is not None else "completed" if is_over else "active"
    by = {"requester": {"display": text_of(step.ordered_by)}} if taken.choice.is_named and step.ordered_by else {}
    dosages = [*_planned_dosages(step, unit), *_dosages_as_needed(step, unit)]
    numbered = [{"sequence": n, **dosage} for n, dosage in enumerate(dosages, start=1)]
    return {
        "resourceType": "MedicationRequest",
        "id": made_id,
        "status": status,
        "intent": "plan",
        "reportedBoolean": True,
        "medicationCodeableConcept": words.medicines[recorded.medicine_id],
        "subject": PATIENT,
        "authoredOn": instant(recorded.saved_at),
        **by,
        **({"dosageInstruction": numbered} if numbered else {}),
    }


def _planned_dosages(step: Step, unit: str) -> Iterator[Resource]:
    """What is ordered for times of day: the times of one amount together."""
    by_amount: dict[int, list[PlannedDose]] = {}
    for dose in step.doses:
        by_amount.setdefault(dose.amount, []).append(dose)
    days = step.days
    for amount, doses in by_amount.items():
        times = [f"{dose.at:%H:%M}" for dose in doses]
        repeat: Resource = {
            "boundsPeriod": _days(step.starts_on, step.ends_on),
            "frequency": len(doses),
            "period": days.every,
            "periodUnit": "d",
            **({"dayOfWeek": [WEEKDAYS[day] for day in days.weekdays]} if days.weekdays else {}),
            "timeOfDay": [f"{time}:00" for time in times],
        }
        said = _("%(amount)s at %(times)s", amount=write_amount(amount, unit), times=in_a_row(times))
        yield {
            "text": text_of(said),
            "timing": {"repeat": repeat},
            "doseAndRate": [{"doseQuantity": quantity(amount, unit)}],
        }


def _dosages_as_needed(step: Step, unit: str) -> Iterator[Resource]:
    order = step.as_needed
    if order is None:
        return
    made: Resource = {
        "text": text_of(_("%(amount)s as needed", amount=write_amount(order.amount, unit))),
        "timing": {"repeat": {"boundsPeriod": _days(step.starts_on, step.ends_on)}},
        "asNeededBoolean": True,
        "doseAndRate": [{"doseQuantity": quantity(order.amount, unit)}],
    }
    if order.most_a_day is not None:
        a_day = {"value": 24, "unit": "h", "system": UCUM, "code": "h"}
        made["maxDosePerPeriod"] = {"numerator": quantity(order.most_a_day, unit), "denominator": a_day}
    yield made
