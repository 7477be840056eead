"""The JSON Schema of journal.json, made from the models that say what may be recorded.

What an entry of a kind holds comes from the model of that kind, with its bounds and words; the rest stands in
`schema_values.py`. The schema is strict: a member it does not name is an error, so that a change of the format shows.
"""

from datetime import date
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model

from journal.core.exchange.exports import FORMAT, FORMAT_VERSION
from journal.core.exchange.schema_values import (
    AccessValue,
    AccountValue,
    AlertValue,
    Change,
    CountValue,
    DeviceValue,
    EventValue,
    Instant,
    MarkValue,
    Millionths,
    MomentValue,
    MonographValue,
    Number,
    ObservationValue,
    Part,
    PauseValue,
    StepValue,
    Unit,
    VisitValue,
)
from journal.core.record.checkins import Rated
from journal.core.record.entries import KINDS, Kind

ID = f"https://side-effect-journal.invalid/schema/journal-{FORMAT_VERSION}.json"


class EntryValue(Part):
    """What entries of every kind have."""

    id: str
    moment: MomentValue
    day_on: date
    recorded_at: Instant
    recorded_by: str | None
    version: Annotated[int, Field(ge=1)]
    edited_at: Instant | None
    deleted_at: Instant | None
    note: str
    changes: list[Change]


# What journal.json says in another way than the model does: an amount with its unit, and each effect by its key alone.
_OTHERWISE: dict[Kind, dict[str, Any]] = {
    "dose": {"medicine_id": None, "medicine": (str, ...), "unit": (Unit, ...), "amount": (Number, ...)}
    | {"amount_millionths": (Millionths, ...), "ml": (Number, Field(default=""))},
    "check_in": {"ratings": (list["RatingValue"], ...)},
}


def _own(model: type[BaseModel], but: set[str]) -> dict[str, Any]:
    """The fields of a model with their bounds, each of which the file always has."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name not in but:
            kind: Any = field.annotation
            for bound in field.metadata:
                kind = Annotated[kind, bound]
            found[name] = (kind, ...)
    return found


RatingValue = create_model(
    "RatingValue",
    __base__=Part,
    __doc__="One answer: how strong an effect was at its worst, and at the moment itself where that was answered.",
    **_own(Rated, {"symptom"}),
)


def _entry_model(kind: Kind) -> type[BaseModel]:
    model = KINDS[kind].model
    fields = _own(model, {"moment", "day_on", "note"}) | {"kind": (Literal[kind], ...)} | _OTHERWISE.get(kind, {})
    named = {name: field for name, field in fields.items() if field is not None}
    return create_model(f"{model.__name__}Entry", __base__=EntryValue, __doc__=model.__doc__, **named)


AnyEntry: Any = Annotated[reduce(or_, [_entry_model(kind) for kind in KINDS]), Field(discriminator="kind")]


class Chosen(Part):
    """Which part of a record was taken out: null is all of it."""

    first_on: date | None
    last_on: date | None
    medicine: str | None


class Document(Part):
    """Everything of one record, or the part that was `chosen`: that has no `doctor_marks`, `access`, `devices` and
    `audit_events`."""

    format: Literal["side-effect-journal"]
    format_version: int
    exported_at: Instant
    chosen: Chosen | None = None
    severities: dict[str, str]
    moods: dict[str, str]
    account: AccountValue
    monographs: list[MonographValue]
    regimen: list[StepValue]
    pauses: list[PauseValue]
    supply_counts: list[CountValue]
    entries: list[AnyEntry]
    alerts: list[AlertValue]
    observations: list[ObservationValue]
    visits: list[VisitValue]
    doctor_marks: list[MarkValue] | None = None
    access: list[AccessValue] | None = None
    devices: list[DeviceValue] | None = None
    audit_events: list[EventValue] | None = None


def schema() -> dict[str, Any]:
    """The schema, in the version of the format."""
    made = Document.model_json_schema()
    made["properties"]["format"]["const"] = FORMAT
    made["properties"]["format_version"] = {"const": FORMAT_VERSION}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID, **made}
