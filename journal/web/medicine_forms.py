"""The form of a medicine: its fields as recorded, tablets to pick, and what another window recorded since."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.tablets import listed_tablets
from journal.core.record.medicine_forms import field_of
from journal.core.values.amounts import UNITS, unit_word, write_number
from journal.core.values.languages import _, pgettext
from journal.web.site import context, wording


class Difference(NamedTuple):
    """What another window recorded in a field in which this one typed something else."""

    field: str
    recorded: str


def tablets(known: Monograph | None) -> list[tuple[str, str]]:
    """The tablets a monograph lists, to pick those somebody has: the field of each, and its words."""
    listed = listed_tablets(known) if known else ()
    return [(field_of(known.key, strength), wording.amount_words(strength)) for strength in listed if known]


def units() -> list[tuple[str, str]]:
    """What a medicine can be counted in."""
    return [(unit, unit_word(unit)) for unit in UNITS]


def values(medicine: Medicine) -> dict[str, str]:
    """The fields of a medicine as it is recorded."""
    known = context.journal().monographs.get(medicine.monograph or "")
    listed = listed_tablets(known) if known else ()
    picked = {field_of(known.key, strength): "yes" for strength in medicine.amounts if known and strength in listed}
    return picked | {
        "name": context.medicine_name(medicine),
        "unit": medicine.unit,
        "amounts": "; ".join(write_number(amount) for amount in medicine.amounts if amount not in listed),
        "starts_on": medicine.starts_on.isoformat() if medicine.starts_on else "",
        "ends_on": medicine.ends_on.isoformat() if medicine.ends_on else "",
        "seen": medicine.version_tag,
    }


def differences(medicine: Medicine, typed: Mapping[str, str]) -> list[Difference]:
    """What is recorded in the fields that were typed otherwise."""
    recorded = values(medicine)
    labels = {
        "name": _("What do you call it?"),
        "unit": _("What is it counted in?"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
    }
    shown = recorded | {
        "unit": unit_word(medicine.unit),
        "starts_on": wording.day_inside(medicine.starts_on) if medicine.starts_on else "",
        "ends_on": wording.day_inside(medicine.ends_on) if medicine.ends_on else "",
    }
    other = [name for name in labels if typed.get(name, recorded[name]).strip() != recorded[name]]
    found = [Difference(labels[name], shown[name] or pgettext("field", "empty")) for name in other]
    if _amounts(typed) != _amounts(recorded):
        amounts = "; ".join(map(write_number, medicine.amounts))
        found.append(Difference(pgettext("label", "Amounts"), amounts or pgettext("field", "empty")))
    return found


def _amounts(fields: Mapping[str, str]) -> set[str]:
    """The tablets picked in a form and the amounts typed in it."""
    picked = {name for name, text in fields.items() if name.startswith("tablet_") and text == "yes"}
    return picked | set(re.split(r"[;\s]+", fields.get("amounts", "").strip()))
