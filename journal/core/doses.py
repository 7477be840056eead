"""Doses: one taking of the medicine, taken or skipped."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from journal.core.amounts import InvalidAmount, milligrams, read_amount
from journal.core.clock import Moment
from journal.core.entries import LONGEST_NOTE, Errors, Kind, Sitting, read_text, read_when
from journal.core.errors import InvalidEntry

STATUSES: Mapping[str, str] = {"taken": "I took it", "skipped": "I skipped it"}


class Dose(BaseModel):
    """A dose: the amount in micrograms, when, and whether it was taken or skipped."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    kind: ClassVar[Kind] = "dose"

    moment: Moment
    status: Literal["taken", "skipped"]
    amount_ug: int = Field(gt=0)
    form: str
    note: str = ""

    @property
    def taken_ug(self) -> int:
        """Micrograms that went into the body: 0 when skipped."""
        return self.amount_ug if self.status == "taken" else 0

    @property
    def day_on(self) -> date:
        """Doses keep their calendar day, whatever the day boundary says."""
        return self.moment.on


def read_dose(fields: Mapping[str, str], sitting: Sitting) -> Dose:
    """Read the dose form: "amount" (a listed strength) or "other_amount" (typed), "status", "form", when, "note".

    An amount above the monograph's `ask_above_mg` is asked about once: it is recorded when "confirmed" is "yes".
    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    moment = read_when(fields, sitting, errors)
    amount_ug = _read_amount(fields, sitting, errors)
    status = fields.get("status", "taken")
    if status not in STATUSES:
        errors["status"] = "Choose whether you took it or skipped it."
    forms = sitting.monograph.form_names
    form = fields.get("form") or next(iter(forms))
    if form not in forms:
        errors["form"] = "Choose one of the forms in the list."
    note = read_text(fields, "note", LONGEST_NOTE, errors)
    if errors or moment is None:
        raise InvalidEntry(errors)
    return Dose.model_validate({"moment": moment, "status": status, "amount_ug": amount_ug, "form": form, "note": note})


def _read_amount(fields: Mapping[str, str], sitting: Sitting, errors: Errors) -> int:
    typed = fields.get("other_amount", "").strip()
    field = "other_amount" if typed or fields.get("amount") in {"other", None} else "amount"
    try:
        amount_ug = read_amount(typed or fields.get("amount", "").removeprefix("other"))
    except InvalidAmount as error:
        errors[field] = str(error)
        return 0
    if amount_ug > sitting.monograph.daily_range.ask_above_ug and fields.get("confirmed") != "yes":
        errors["confirmed"] = (
            f"{milligrams(amount_ug)} mg is more than one dose of {sitting.monograph.name} usually is. "
            "If that is what you took, confirm it and save again."
        )
    return amount_ug
