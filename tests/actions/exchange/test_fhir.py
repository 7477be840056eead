"""A record as a document of FHIR R4: valid by two judges and by what neither looks at, exact, whole, and no more."""

import json
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from journal.actions.exchange.exports import FHIR, export_file
from journal.actions.regimens import log_pause, log_step
from journal.core.exchange.choices import EVERYTHING, Choice
from journal.core.exchange.fhir import RESOURCES
from journal.core.exchange.fhir_values import LOINC, OWN, SNOMED, UCUM
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import AsNeeded, Days, PlannedDose
from journal.core.record.doses import Dose
from journal.core.record.entries import KINDS
from journal.core.values.amounts import write_number
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.database.database import Database
from journal.store.exports import list_everything, list_kind
from journal.store.medicines import add_medicine
from tests.actions.exchange.test_exported_bytes import BEN, BERLIN, NOW, Ada, ada, dose
from tests.fhir import (
    by_definitions,
    by_models,
    by_narrative,
    by_order,
    by_value_sets,
    codings,
    found_wrong,
    resources_of,
)
from tests.journal_schema import by_schema

__all__ = ["ada"]
BAD = "bad \x0b sign"
PUBLIC = {  # every code of a public terminology that may stand in a document, each seen in its source (docs/sources.md)
    *((LOINC, code) for code in ("51855-5", "75325-1", "111551-8", "64750-3")),
    *((SNOMED, code) for code in ("255604002", "1255665007", "24484000")),
    *((UCUM, unit) for unit in ("mg", "ml", "h")),
    ("http://terminology.hl7.org/CodeSystem/observation-category", "survey"),
    ("http://hl7.org/fhir/uv/symptoms/CodeSystem/SymptomTemporary", "symptom"),
    ("http://terminology.hl7.org/CodeSystem/medication-statement-category", "patientspecified"),
}


def document(ada: Ada, choice: Choice = EVERYTHING, monograph: Monograph | None = None) -> dict[str, Any]:
    acting = ada.acting()
    part = export_file(acting, monograph or ada.monograph, FHIR, acting.monographs, choice)
    read: dict[str, Any] = json.loads(b"".join(part.chunks), parse_float=Decimal)
    return read


def of_kind(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in resources_of(bundle) if each["resourceType"] == kind]


@pytest.fixture
def rich(ada: Ada) -> Ada:
    """The same record with what is hard to write: a dose that was late, one as needed, a medicine that nothing is known
    of, weekdays, signs that no text of FHIR holds, and an entry by somebody else."""
    with ada.database.writing() as session:
        add_medicine(session, ada.patient.id, Medicine("tea", "Tea & <b>", None, "drops"), 1, NOW)
    on_days = Days(weekdays=(0, 2))
    steps = (
        Step(
            date(2026, 11, 2),
            None,
            (PlannedDose(time(7), 12_000_000), PlannedDose(time(19), 1)),
            "",
            on_days,
        ),
        Step(date(2026, 11, 13), None, (), "", as_needed=AsNeeded(5_000_000, 15_000_000, 6)),
        Step(date(2026, 11, 23), None, (), "", as_needed=AsNeeded(5_000_000)),
    )
    for n, step in enumerate(steps):
        acting = replace(ada.acting(days=21 - 10 * n), patient=with_tea(ada))
        log_step(acting, f"tea-{n}", step, medicine_id="tea")
    log_pause(ada.acting(days=5), "pause", date(2026, 11, 18), date(2026, 11, 19), "=ill")
    late = moment(NOW.replace(hour=11) - timedelta(days=18), BERLIN)
    ada.log(
        Dose(moment=late, status="taken", amount=1, form="capsule", medicine_id="examplamine", note="bad \x0b sign")
    )
    ada.log(dose(3.2), by=BEN)
    return ada


def with_tea(ada: Ada) -> Any:
    patient = ada.patient
    return replace(patient, medicines=(*patient.medicines, Medicine("tea", "Tea & <b>", None, "drops")))


def test_every_resource_is_valid(rich: Ada) -> None:
    bundle = document(rich)
    assert found_wrong(plain(bundle)) == []
    kinds = {each["resourceType"] for each in resources_of(bundle)}
    assert kinds == {
        *("Composition", "Patient", "RelatedPerson", "MedicationStatement", "MedicationRequest"),
        *("MedicationAdministration", "QuestionnaireResponse", "Observation"),
    }


def plain(bundle: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(bundle, default=float))
    return read


def test_a_record_without_an_entry_is_a_valid_document_too(
    database: Database, whole_app: Flask, password_hash: str
) -> None:
    monograph = whole_app.extensions["journal"].monographs["examplamine"]
    bundle = document(Ada(database, monograph, password_hash))
    assert found_wrong(plain(bundle)) == []
    assert {each["resourceType"] for each in resources_of(bundle)} == {"Composition", "Patient", "MedicationStatement"}


def test_each_judge_finds_what_it_is_there_for(rich: Ada) -> None:
    bundle = plain(document(rich))
    resources = resources_of(bundle)
    taken = next(each for each in resources if each["resourceType"] == "MedicationAdministration")
    assert list(by_models([taken | {"medicationCodeableConcept": None}]))
    assert by_definitions([taken | {"surprise": 1}])
    assert list(by_value_sets(taken | {"status": "swallowed"}))
    assert list(by_value_sets(taken | {"subject": {"reference": "Observation/1"}}))
    assert list(by_order(bundle | {"entry": bundle["entry"][::-1]}))
    assert list(by_order(bundle | {"entry": bundle["entry"][:-1]}))
    assert list(by_order(bundle | {"entry": [*bundle["entry"], bundle["entry"][-1]]}))
    resources[0]["section"][0]["text"]["div"] = "<div>no namespace<br></div>"
    assert list(by_narrative(bundle))


def test_amounts_are_exact(rich: Ada) -> None:
    acting = rich.acting()
    written = b"".join(export_file(acting, rich.monograph, FHIR).chunks)
    for amount in (b"0.000001", b"0.0625", b"0.75", b"70"):
        assert b'"value":' + amount + b"," in written
    values = {
        each["dosage"]["dose"]["value"]
        for each in of_kind(json.loads(written, parse_float=Decimal, parse_int=Decimal), "MedicationAdministration")
        if "dosage" in each
    }
    with rich.database.reading() as session:
        taken = [each.detail for each in list_kind(session, rich.patient.id, "dose")]
    assert values == {Decimal(write_number(each.amount)) for each in taken if each.status == "taken"}


def test_what_was_not_there_is_absent_and_what_was_not_answered_is_nothing(rich: Ada) -> None:
    bundle = document(rich)
    observed = [each for each in of_kind(bundle, "Observation") if "coding" in each["code"]]
    codes = [each["code"]["coding"][0]["code"] for each in observed]
    with rich.database.reading() as session:
        check_ins = [each.detail for each in list_kind(session, rich.patient.id, "check_in")]
        deleted = [e.id for e in list_everything(session, rich.patient.id) if e.deleted]
    severities = [rated.severity for each in check_ins for rated in each.ratings]
    assert codes.count("111551-8") == severities.count(0) > 0
    assert codes.count("75325-1") == len(severities) - severities.count(0)
    assert codes.count("mood") == sum(each.mood is not None for each in check_ins)
    ids = {each["id"].partition(".")[0] for each in resources_of(bundle)}
    assert not ids & set(deleted)
    worst = [
        each for each in of_kind(bundle, "Observation") if each.get("component", [{}])[-1].get("valueInteger") == 4
    ]
    assert worst[0]["component"][0]["valueCodeableConcept"] == {"text": "Very severe"}


def test_a_late_dose_says_for_which_time_it_was(rich: Ada) -> None:
    late = [each for each in of_kind(document(rich), "MedicationAdministration") if "extension" in each]
    planned = [each["extension"][0]["valueDateTime"] for each in late]
    assert "2026-11-05T08:00:00+01:00" in planned
    assert late[0]["note"][-1]["text"].startswith("Taken late, planned for ")


def test_nobody_is_named_unless_that_was_chosen(rich: Ada) -> None:
    names = ("Ada", "Amsel")
    without, with_names = (
        json.dumps(document(rich, Choice(is_named=named)), ensure_ascii=False, default=str) for named in (False, True)
    )
    assert [name in without for name in names] == [False] * 2
    assert [name in with_names for name in names] == [True] * 2


def test_only_codes_that_were_verified_are_written(rich: Ada, clonazepam: Monograph) -> None:
    """Those of the documents, those that stand in a monograph, and our own."""
    for monograph in (rich.monograph, clonazepam):
        listed = (
            *monograph.codes,
            *(code for rating in monograph.ratings for code in rating.codes),
            *(code for kind in monograph.episodes for code in kind.codes),
        )
        allowed = PUBLIC | {(code.system, code.code) for code in listed}
        found = {each for each in codings(document(rich, monograph=monograph)) if each[0] != OWN}
        assert found <= allowed
    assert len(found) > 8


def test_a_choice_of_days_and_of_a_medicine_leaves_the_rest_out(rich: Ada) -> None:
    days = Period(date(2026, 11, 11), date(2026, 11, 16))
    bundle = document(rich, Choice(days, "examplamine"))
    assert found_wrong(plain(bundle)) == []
    doses = of_kind(bundle, "MedicationAdministration")
    assert {each["effectiveDateTime"][:10] for each in doses} == {
        "2026-11-11",
        "2026-11-13",
        "2026-11-15",
        "2026-11-16",
    }
    assert "Tea" not in json.dumps(bundle, default=str)
    assert "The plan paused 18 November 2026 to 19 November 2026." not in json.dumps(bundle, default=str)
    assert "The plan paused 18 November 2026 to 19 November 2026." in json.dumps(document(rich), default=str)
    before = document(rich, Choice(Period(date(2026, 10, 1), date(2026, 10, 2))))
    assert found_wrong(plain(before)) == []
    assert "Planned times" not in json.dumps(before, default=str)
    tea = document(rich, Choice(days, "tea"))
    assert {each["medicationCodeableConcept"]["text"] for each in of_kind(tea, "MedicationRequest")} == {"Tea & <b>"}
    assert not of_kind(tea, "MedicationAdministration")


def test_the_journals_own_format_of_the_same_record_is_valid_too(rich: Ada) -> None:
    acting = replace(rich.acting(), patient=with_tea(rich))
    document = json.loads(b"".join(export_file(acting, rich.monograph, "journal.json").chunks))
    assert by_schema(document) == []
    assert [len(document[name]) for name in ("pauses", "supply_counts")] == [1, 1]
    assert any(step["as_needed"] for step in document["regimen"])


def test_every_kind_of_entry_becomes_something() -> None:
    assert RESOURCES.keys() == KINDS.keys()
