"""Read the form of a medicine: its name, its unit, the amounts somebody takes, and from when to when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from journal.core.medicine.liquids import only_liquid, read_ml
from journal.core.medicine.medicines import MOST_MEDICINES, Medicine, known_of, name_of
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.tablets import listed_tablets
from journal.core.record.forms import Errors, read_text
from journal.core.values.amounts import UNITS, Amount, InvalidAmount, read_amount
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.periods import read_date
from journal.core.values.text import comparable

LONGEST_NAME = 60
MOST_AMOUNTS = 8
OTHER = "other"  # the choice of a medicine the journal knows nothing of

_BETWEEN = re.compile(r"[;\s]+")
_ML = re.compile(r"(?<=\d)\s+ml\b", re.IGNORECASE)  # "5 ml" is one amount


def read_new_medicine(
    fields: Mapping[str, str], medicine_id: str, there: Sequence[Medicine], monographs: Mapping[str, Monograph]
) -> Medicine:
    """Read "monograph" (a key, or "other"), "name", "unit", "amounts" and "starts_on".

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    key = fields.get("monograph") or OTHER
    if key != OTHER and key not in monographs:
        errors["monograph"] = _("Choose one of the medicines in the list.")
    known = key if key in monographs else None
    unit = "mg" if known else fields.get("unit", "")
    if unit not in UNITS:
        errors["unit"], unit = _("Choose what it is counted in."), "mg"
    begun = Medicine(medicine_id, monograph=known, unit=unit)
    medicine = _read(fields, begun, there, monographs, errors)
    if errors:
        raise InvalidEntry(errors)
    return medicine


def read_medicine(
    fields: Mapping[str, str],
    present: Medicine,
    there: Sequence[Medicine],
    monographs: Mapping[str, Monograph],
) -> Medicine:
    """Read "name", "unit", "amounts", "starts_on" and "ends_on". Raises InvalidEntry."""
    errors: Errors = {}
    unit = fields.get("unit") or present.unit
    if unit not in UNITS:
        errors["unit"], unit = _("Choose what it is counted in."), present.unit
    medicine = _read(fields, replace(present, unit=unit), there, monographs, errors)
    if errors:
        raise InvalidEntry(errors)
    return medicine


def check_new(medicine: Medicine, there: Sequence[Medicine], monographs: Mapping[str, Monograph]) -> None:
    """Raises InvalidEntry when another medicine has that name, or there are as many as there is room for."""
    if len(there) >= MOST_MEDICINES:
        raise InvalidEntry({"name": _("There is room for %(most)s medicines.", most=MOST_MEDICINES)})
    check_free(medicine, there, monographs)


def check_free(medicine: Medicine, there: Sequence[Medicine], monographs: Mapping[str, Monograph]) -> None:
    """Raises InvalidEntry when another medicine has that name, one that has ended included."""
    errors: Errors = {}
    _refuse_taken(medicine, there, monographs, errors)
    if errors:
        raise InvalidEntry(errors)


def _read(
    fields: Mapping[str, str],
    begun: Medicine,
    there: Sequence[Medicine],
    monographs: Mapping[str, Monograph],
    errors: Errors,
) -> Medicine:
    medicine = replace(
        begun,
        name=_read_name(fields, begun, monographs, errors),
        amounts=_read_amounts(fields, begun, known_of(begun, monographs), errors),
        starts_on=_read_day(fields, "starts_on", errors),
        ends_on=_read_day(fields, "ends_on", errors),
    )
    if "name" not in errors:
        _refuse_taken(medicine, there, monographs, errors)
    if medicine.starts_on and medicine.ends_on and medicine.ends_on < medicine.starts_on:
        errors["ends_on"] = _("The last day cannot be before the first.")
    return medicine


def _read_name(
    fields: Mapping[str, str], begun: Medicine, monographs: Mapping[str, Monograph], errors: Errors
) -> str | None:
    name = " ".join(read_text(fields, "name", LONGEST_NAME, errors).split())
    if not comparable(name) and "name" not in errors:
        if begun.monograph is None:
            errors["name"] = _("Write what the medicine is called.")
        return None
    known = monographs.get(begun.monograph or "")
    return None if known and comparable(known.name) == comparable(name) else name


def _refuse_taken(
    medicine: Medicine, there: Sequence[Medicine], monographs: Mapping[str, Monograph], errors: Errors
) -> None:
    wanted = comparable(name_of(medicine, monographs))
    for other in there:
        if other.id != medicine.id and comparable(name_of(other, monographs)) == wanted:
            taken = name_of(other, monographs)
            errors["name"] = _("You have “%(name)s” already. Give this one another name.", name=taken)


def field_of(monograph: str, strength: Amount) -> str:
    """The name of the field that says whether somebody has these tablets of a monograph at home."""
    return f"tablet_{monograph}_{strength}"


def _read_amounts(
    fields: Mapping[str, str], medicine: Medicine, known: Monograph, errors: Errors
) -> tuple[Amount, ...]:
    """The listed tablets that were picked, and what was typed besides in "amounts"."""
    listed = listed_tablets(known)
    picked = {strength for strength in listed if fields.get(field_of(known.key, strength)) == "yes"}
    words = (word.strip(",") for word in _BETWEEN.split(_ML.sub("ml", fields.get("amounts", ""))))
    typed = [word for word in words if word and word.lower() not in UNITS[medicine.unit]]
    if len(typed) + len(picked) > MOST_AMOUNTS:
        errors["amounts"] = _("Write at most %(most)s amounts.", most=MOST_AMOUNTS)
        return ()
    try:
        read = {_read_amount(word, medicine, known) for word in typed}
    except InvalidAmount as error:
        errors["amounts"] = str(error)
        return ()
    return tuple(sorted(picked | read))


def _read_amount(word: str, medicine: Medicine, known: Monograph) -> Amount:
    """One amount: of a medicine in mg that has one liquid also in ml of that."""
    if medicine.unit == "mg" and word.lower().endswith("ml"):
        return read_ml(word, only_liquid(known.forms), known.daily_range.largest)
    return read_amount(word, medicine.unit, known.daily_range.largest)


def _read_day(fields: Mapping[str, str], name: str, errors: Errors) -> date | None:
    if not fields.get(name, "").strip():
        return None
    try:
        return read_date(fields[name], may_come=True)
    except ValueError as error:
        errors[name] = str(error)
        return None
