"""Doses: read the form of one taking of the medicine, taken or skipped."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from journal.core.record.forms import LONGEST_NOTE, Errors, FormContext, read_text, read_when
from journal.core.record.pressed_times import read_pressed
from journal.core.values.amounts import Amount, InvalidAmount, write_amount
from journal.core.values.clock import Moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, NP_, _

STATUSES: Mapping[str, str] = {"taken": N_("I took it"), "skipped": N_("I skipped it")}


class Dose(BaseModel):
    """A dose: the amount in millionths of the unit, when, and whether it was taken or skipped."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    kind: ClassVar[Literal["dose"]] = "dose"
    field_names: ClassVar[Mapping[str, str]] = {
        "status": NP_("field", "taken or skipped"),
        "amount": NP_("field", "amount"),
        "form": NP_("field", "form"),
        "medicine_id": NP_("field", "medicine"),
    }

    moment: Moment
    status: Literal["taken", "skipped"]
    amount: int = Field(gt=0)
    form: str
    medicine_id: str
    note: str = ""

    @property
    def taken_amount(self) -> int:
        """What went into the body: 0 when skipped."""
        return self.amount if self.status == "taken" else 0

    @property
    def typed_names(self) -> Iterable[str]:
        """What was typed besides the note: nothing."""
        return ()

    @property
    def day_on(self) -> date:
        """Doses keep their calendar day, whatever the day boundary says."""
        return self.moment.on


def read_dose(fields: Mapping[str, str], form_context: FormContext) -> Dose:
    """Read the dose form: "amount" (a listed strength) or "other_amount" (typed), "status", "form", when, "note".

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    moment = read_when(fields, form_context, errors)
    amount = read_amount_of(fields, form_context, errors)
    pressed = read_pressed(fields.get("pressed", ""), form_context.now)
    status = "skipped" if pressed is not None and pressed.is_skipped else fields.get("status", "taken")
    if status not in STATUSES:
        errors["status"] = _("Choose whether you took it or skipped it.")
    form = read_form(fields, form_context, errors)
    note = read_text(fields, "note", LONGEST_NOTE, errors)
    if errors or moment is None:
        raise InvalidEntry(errors)
    return Dose.model_validate(
        {
            "moment": moment,
            "status": status,
            "amount": amount,
            "form": form,
            "medicine_id": form_context.medicine.id,
            "note": note,
        }
    )


def read_form(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> str:
    """The key of the form in the field "form", by default the monograph's first; puts a sentence into `errors`."""
    forms = form_context.monograph.form_names
    form = fields.get("form") or next(iter(forms), "")
    if form not in forms and (forms or form):
        errors["form"] = _("Choose one of the forms in the list.")
    return form


def read_amount_of(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> Amount:
    """The amount of one dose of a medicine from "amount" or "other_amount", in the "form" that is chosen; 0 with a
    sentence in `errors` when it cannot be read."""
    if fields.get("form"):
        form_context = replace(form_context, form=fields["form"])
    typed, chosen = fields.get("other_amount", "").strip(), fields.get("amount", "")
    listed = chosen not in {"", "other"}
    field = "amount" if listed else "other_amount"
    if not typed and not chosen:
        errors["amount"] = _("Choose an amount.")
        return 0
    try:
        amount = form_context.read_amount(chosen if listed else typed)
        if listed and typed and form_context.read_amount(typed) != amount:
            errors[field] = _(
                "You chose %(chosen)s and typed %(typed)s. Choose “another amount”, or empty that field.",
                chosen=write_amount(amount, form_context.medicine.unit),
                typed=typed,
            )
    except InvalidAmount as error:
        errors[field] = str(error)
        return 0
    return amount
