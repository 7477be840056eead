"""The label of a medicine's box: the few letters in its address that say which row of Today to open.

They are made from what nobody can guess, so that they tell whoever reads the label neither the medicine nor the
patient; and from nothing that changes, so that a label on a box stays good.
"""

import hashlib
from collections.abc import Iterable

from journal.core.medicine.medicines import Medicine

LENGTH = 12  # signs: two medicines of one patient never share them


def label_of(patient_id: str, medicine_id: str) -> str:
    """What the address on the label says instead of the medicine."""
    return hashlib.sha256(f"label {patient_id} {medicine_id}".encode()).hexdigest()[:LENGTH]


def find_labelled(label: str, patient_id: str, medicines: Iterable[Medicine]) -> Medicine | None:
    """The medicine of that label, None where this patient has none such."""
    return next((each for each in medicines if label_of(patient_id, each.id) == label), None)
