"""The parts of journal.json besides its entries, as models: what its JSON Schema is made of."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from journal.core.plan.schedules import WEEKDAYS
from journal.core.safety.alerts import Came, Subject
from journal.core.safety.rules import Level
from journal.core.values.amounts import LARGEST

_DAY = f"({'|'.join(WEEKDAYS)})"
_DAYS = f"^(every [0-9]+|{_DAY}( {_DAY})*)$"
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$")]
Wall = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d$")]
Clock = Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
Number = Annotated[str, Field(pattern=r"^\d+(\.\d{1,6})?$")]
Millionths = Annotated[int, Field(ge=0, le=LARGEST)]
Unit = Literal["mg", "ml", "drops", "pieces"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AmountValue(Part):
    """An exact amount: written out, its unit, and whole millionths of that unit."""

    amount: Number
    unit: Unit
    amount_millionths: Millionths


class MomentValue(Part):
    """The instant in UTC, the zone it was lived in, its offset, and what the clock on the wall showed."""

    at: Instant
    zone: str
    offset_minutes: int
    local: Wall


class Change(Part):
    """What something said before it was changed. Older versions have the members of their time."""

    version: Annotated[int, Field(ge=1)]
    change: Literal["edited", "deleted", "restored", "merged"]
    changed_at: Instant
    changed_by: str
    before: dict[str, Any]


class MedicineValue(Part):
    """A medicine; doses and steps name it by its id."""

    id: str
    name: str | None
    monograph: str | None
    unit: Unit
    amounts: list[Number]
    starts_on: date | None
    ends_on: date | None
    count: str | None


class PastZone(Part):
    """A zone that was set until an instant."""

    until: Instant
    zone: str


class Watch(Part):
    """From when to when an effect was watched."""

    effect: str
    first_on: date
    last_on: date | None


class AskingValue(Part):
    """What a check-in and a day ask about, and in which order."""

    days: list[str] | None = None
    only_when_wrong: bool | None = None
    chosen: list[str] | None = None
    benefits: list[str] | None = None
    order: list[str]
    watched: list[str]
    watches: list[Watch]


class SymptomState(Part):
    """What is to say of an own symptom besides its name."""

    hidden: bool | None = None
    removed: bool | None = None
    added: bool | None = None
    merged_into: str | None = None
    former: list[tuple[str, str]] | None = None


class AccountValue(Part):
    """The account, its settings and what was noted about the person."""

    id: str
    name: str
    created_at: Instant
    log_in_given_up_at: Instant | None
    zone: str
    past_zones: list[PastZone]
    day_starts: Clock
    hours: Literal["24", "12"]
    week_starts: str | None
    decimal_sign: Literal[".", ","]
    paper: str | None
    medicines: list[MedicineValue]
    own_symptoms: dict[str, str]
    own_symptom_states: dict[str, SymptomState]
    asking: AskingValue
    pregnant_since: date | None
    breastfeeding_since: date | None
    kidney_disease: bool | None


class MonographValue(Part):
    """What the keys in the entries mean that come from a monograph."""

    key: str
    name: str
    forms: dict[str, str]
    mg_per_ml: dict[str, Number]
    effects: dict[str, str]
    directions: dict[str, dict[str, str]]
    episodes: dict[str, str]
    signs: dict[str, str]
    benefits: dict[str, str]


class PlannedValue(AmountValue):
    """A dose of a day as it was ordered."""

    at: Clock


class AsNeededValue(AmountValue):
    """What may be taken as needed."""

    most_a_day: AmountValue | None
    least_hours_between: int | None


class StepValue(Part):
    """A step of the plan, also one that was replaced."""

    id: str
    medicine: str
    starts_on: date
    ends_on: date | None
    doses: list[PlannedValue]
    days: Annotated[
        str, Field(pattern="^(every [0-9]+|(mon|tue|wed|thu|fri|sat|sun)( (mon|tue|wed|thu|fri|sat|sun))*)$")
    ]
    as_needed: AsNeededValue | None
    form: str
    ordered_by: str | None
    taken_before: bool
    created_at: Instant
    ended_at: Instant | None
    superseded_at: Instant | None
    visit: str | None


class PauseValue(Part):
    """Days on which nothing was owed."""

    id: str
    first_on: date
    last_on: date
    reason: str
    created_at: Instant


class CountValue(AmountValue):
    """A count of what was left of a medicine."""

    id: str
    medicine: str
    at: Instant


class AlertValue(Part):
    """What a safety rule found, also one that was struck."""

    id: str
    rule: str
    rule_version: int
    level: Level
    found: dict[str, Any]
    words: str
    about: Subject
    about_id: str
    about_version: int | None
    medicine: str | None
    day_on: date
    came: Came
    raised_at: Instant
    raised_by: str
    acknowledged_at: Instant | None
    acknowledged_by: str | None
    struck_at: Instant | None
    struck_version: int | None


class ObservationValue(Part):
    """What somebody else saw."""

    id: str
    moment: MomentValue
    day_on: date
    recorded_at: Instant
    recorded_by: str
    deleted_at: Instant | None
    what: str
    severity: Annotated[int, Field(ge=0, le=4)] | None
    minutes: int | None
    note: str


class VisitValue(Part):
    """A visit to a doctor, past or coming, also one that was deleted."""

    id: str
    day_on: date | None
    at: Clock | None
    person: str
    place: str
    changed: str
    bothers: str
    to_ask: str
    decided: str
    recorded_at: Instant
    recorded_by: str | None
    version: Annotated[int, Field(ge=1)]
    edited_at: Instant | None
    deleted_at: Instant | None
    changes: list[Change]


class MarkValue(Part):
    """A tick "for my doctor" on an entry or on what somebody saw."""

    of: str
    id: str
    marked_at: Instant
    marked_by: str


class AccessValue(Part):
    """Somebody who has access, had it or was invited."""

    name: str
    account: str | None
    logs_in_as: str | None
    kind: str
    medicines: list[str] | None
    starts_on: date | None
    ends_on: date | None
    created_at: Instant
    accepted_at: Instant | None
    ended_at: Instant | None
    ended_by: str | None


class DeviceValue(Part):
    """A device that is logged in."""

    device: str
    logged_in_at: Instant
    last_seen_at: Instant


class EventValue(Part):
    """An event of the audit log."""

    number: int
    at: Instant
    action: str
    about: str
    address: str
    device: str
    done_by: str | None
