"""The label of a box: letters that say nothing, and stay."""

import uuid

from journal.core.medicine.labels import LENGTH, find_labelled, label_of
from journal.core.medicine.medicines import Medicine, of_monograph

PATIENT = "6f1d4a3e-0000-4000-8000-000000000001"
KNOWN, OWN = of_monograph("clonazepam"), Medicine(str(uuid.UUID(int=1)), name="Valproate")


def test_a_label_leads_to_its_medicine_whatever_it_is_called_by_now() -> None:
    label = label_of(PATIENT, OWN.id)
    assert find_labelled(label, PATIENT, [KNOWN, OWN]) == OWN
    renamed = Medicine(OWN.id, name="Valproic acid")
    assert find_labelled(label, PATIENT, [KNOWN, renamed]) == renamed


def test_a_label_says_neither_medicine_nor_patient() -> None:
    label = label_of(PATIENT, KNOWN.id)
    assert len(label) == LENGTH
    assert not set(label) - set("0123456789abcdef")
    assert label != label_of(PATIENT.replace("1", "2"), KNOWN.id)


def test_anothers_label_and_none_lead_to_nothing() -> None:
    assert find_labelled(label_of("another", KNOWN.id), PATIENT, [KNOWN, OWN]) is None
    assert find_labelled("", PATIENT, [KNOWN, OWN]) is None


def test_labels_are_pinned_since_they_stick_on_boxes() -> None:
    assert label_of(PATIENT, KNOWN.id) == "1ce4304bf1fe"
