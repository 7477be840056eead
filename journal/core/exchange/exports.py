"""Everything of one patient, as values: what goes into which file, and the words that explain it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from journal.core.accounts.accounts import Settings
from journal.core.accounts.audit import Event
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import MOODS
from journal.core.record.forms import SEVERITIES
from journal.core.record.symptoms import Symptoms
from journal.core.values.amounts import milligrams
from journal.core.values.clock import Moment

FORMAT = "side-effect-journal"
FORMAT_VERSION = 1

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One rating of a check-in."""

    effect: str
    severity: int
    direction: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry said before it was changed, as it was kept, and who changed it."""

    version: int
    change: str
    changed_at: datetime
    changed_by: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with everything the record keeps of it; what does not belong to its kind is None."""

    id: str
    kind: str
    moment: Moment
    day_on: date
    recorded_at: datetime
    medicine: str
    version: int
    edited_at: datetime | None
    deleted_at: datetime | None
    note: str
    status: str | None = None
    amount_ug: int | None = None
    form: str | None = None
    answer: str | None = None
    mood: int | None = None
    what: str | None = None
    minutes: int | None = None
    severity: int | None = None
    ratings: tuple[Answer, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of the regimen, those included that were replaced.

    `ended_at` is the instant it stopped within the day after `ends_on`, see `journal.core.plan.planned_times`.
    """

    id: str
    starts_on: date
    ends_on: date | None
    times: tuple[time, ...]
    amount_ug: int
    form: str
    created_at: datetime
    ended_at: datetime | None
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Device:
    """A device that is logged in: nothing that opens anything."""

    name: str
    logged_in_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """The account, its settings and the words of the symptoms that are not on the list."""

    id: str
    name: str
    created_at: datetime
    settings: Settings
    medicine: str
    own_symptoms: Symptoms = field(default_factory=Symptoms)
    past_zones: tuple[tuple[datetime, str], ...] = ()


def document_head(account: Account, monograph: Monograph, at: datetime) -> dict[str, Any]:
    """The beginning of journal.json: what it is, whose it is and what the keys in it mean."""
    settings = account.settings
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "exported_at": _instant(at),
        "severities": {str(number): word for number, word in enumerate(SEVERITIES)},
        "moods": {str(number): word for number, word in enumerate(MOODS, 1)},
        "account": {
            "id": account.id,
            "name": account.name,
            "created_at": _instant(account.created_at),
            "zone": settings.zone,
            "past_zones": [{"until": _instant(until), "zone": zone} for until, zone in account.past_zones],
            "day_starts": f"{settings.day_starts:%H:%M}",
            "hours": settings.hours,
            "week_starts": settings.week_starts or None,
            "decimal_sign": settings.decimal_sign,
            "medicine": account.medicine,
            "own_symptoms": dict(account.own_symptoms),
            "own_symptom_states": account.own_symptoms.states,
        },
        "medicine": {
            "key": monograph.key,
            "name": monograph.name,
            "forms": dict(monograph.form_names),
            "effects": dict(monograph.rating_names),
            "directions": {r.key: {c.key: c.name for c in r.directions} for r in monograph.ratings if r.directions},
            "episodes": dict(monograph.episode_names),
        },
    }


def step_value(step: Planned) -> dict[str, Any]:
    """A step of the regimen for journal.json."""
    return {
        "id": step.id,
        "starts_on": step.starts_on.isoformat(),
        "ends_on": step.ends_on.isoformat() if step.ends_on else None,
        "times": [f"{at:%H:%M}" for at in step.times],
        "amount_ug": step.amount_ug,
        "amount_mg": milligrams(step.amount_ug),
        "form": step.form,
        "created_at": _instant(step.created_at),
        "ended_at": _instant(step.ended_at),
        "superseded_at": _instant(step.superseded_at),
    }


def entry_value(entry: Written) -> dict[str, Any]:
    """An entry for journal.json: nothing of it is lost."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "moment": moment_value(entry.moment),
        "day_on": entry.day_on.isoformat(),
        "recorded_at": _instant(entry.recorded_at),
        "medicine": entry.medicine,
        "version": entry.version,
        "edited_at": _instant(entry.edited_at),
        "deleted_at": _instant(entry.deleted_at),
        "note": entry.note,
        **_own_values(entry),
        "changes": [_change_value(change) for change in entry.changes],
    }


def moment_value(moment: Moment) -> dict[str, Any]:
    """A moment: the instant in UTC, the zone it was lived in, its offset and what the clock on the wall showed."""
    return {
        "at": _instant(moment.at),
        "zone": moment.zone,
        "offset_minutes": moment.offset_minutes,
        "local": moment.local.isoformat(),
    }


def device_value(device: Device) -> dict[str, Any]:
    """A device for journal.json."""
    seen, since = _instant(device.last_seen_at), _instant(device.logged_in_at)
    return {"device": device.name, "logged_in_at": since, "last_seen_at": seen}


def event_value(event: Event) -> dict[str, Any]:
    """An event of the audit log for journal.json."""
    return {
        "number": event.number,
        "at": _instant(event.at),
        "action": event.action,
        "about": event.about,
        "address": event.address,
        "device": event.device,
    }


def _own_values(entry: Written) -> dict[str, Any]:
    if entry.kind == "dose":
        amount_ug = entry.amount_ug or 0
        return {
            "status": entry.status,
            "amount_ug": amount_ug,
            "amount_mg": milligrams(amount_ug),
            "form": entry.form,
        }
    if entry.kind == "check_in":
        ratings = [{"effect": r.effect, "severity": r.severity, "direction": r.direction} for r in entry.ratings]
        return {"answer": entry.answer, "mood": entry.mood, "ratings": ratings}
    return {"what": entry.what, "minutes": entry.minutes, "severity": entry.severity}


def _change_value(change: Change) -> dict[str, Any]:
    return {
        "version": change.version,
        "change": change.change,
        "changed_at": _instant(change.changed_at),
        "changed_by": change.changed_by,
        "before": dict(change.content),
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


MOMENT_HEAD = ("date", "time", "zone", "minutes from UTC", "instant (UTC)")
TAIL_HEAD = ("note", "recorded (UTC)", "edited (UTC)")


def doses_sheet(entries: Iterable[Written], monograph: Monograph) -> Iterator[Row]:
    """doses.csv: one row a dose, oldest first. The first row says what the columns are."""
    yield (*MOMENT_HEAD, "status", "amount in mg", "form", *TAIL_HEAD)
    for entry in entries:
        amount, form = _mg(entry.amount_ug or 0), monograph.form_names.get(entry.form or "", entry.form)
        yield (*_moment_cells(entry), entry.status, amount, form, *_tail_cells(entry))


def check_ins_sheet(entries: Iterable[Written], effects: Mapping[str, str], monograph: Monograph) -> Iterator[Row]:
    """check_ins.csv: one row a check-in and one column an effect, since a person reads it in a spreadsheet so.

    An effect that was not answered is an empty cell, never 0.
    """
    directed = {rating.key: {c.key: c.name for c in rating.directions} for rating in monograph.ratings}
    asked = [key for key in effects if directed.get(key)]
    directions = [f"{effects[key]}: direction" for key in asked]
    yield ("day", *MOMENT_HEAD, "answer", "mood", *effects.values(), *directions, *TAIL_HEAD)
    for entry in entries:
        rated = {answer.effect: answer for answer in entry.ratings}
        severities = [rated[key].severity if key in rated else None for key in effects]
        more = [directed[key].get(rated[key].direction, "") if key in rated else "" for key in asked]
        cells = (*_moment_cells(entry), entry.answer, entry.mood, *severities, *more, *_tail_cells(entry))
        yield (entry.day_on.isoformat(), *cells)


def episodes_sheet(entries: Iterable[Written], monograph: Monograph) -> Iterator[Row]:
    """episodes.csv: one row an episode, oldest first."""
    yield (*MOMENT_HEAD, "what", "minutes", "severity", *TAIL_HEAD)
    for entry in entries:
        what = monograph.episode_names.get(entry.what or "", entry.what)
        yield (*_moment_cells(entry), what, entry.minutes, entry.severity, *_tail_cells(entry))


def regimen_sheet(steps: Iterable[Planned], monograph: Monograph) -> Iterator[Row]:
    """regimen.csv: one row a step, those included that were replaced before they began."""
    yield ("first day", "last day", "times", "amount in mg", "form", "written (UTC)", "stopped (UTC)", "replaced (UTC)")
    for step in steps:
        yield (
            step.starts_on.isoformat(),
            step.ends_on.isoformat() if step.ends_on else "",
            " ".join(f"{at:%H:%M}" for at in step.times),
            _mg(step.amount_ug),
            monograph.form_names.get(step.form, step.form),
            _instant(step.created_at),
            _instant(step.ended_at),
            _instant(step.superseded_at),
        )


def effect_columns(monograph: Monograph, own_symptoms: Symptoms, rated: Iterable[str]) -> dict[str, str]:
    """The effects a table of check-ins has columns for: the list, the person's own, and whatever else was rated."""
    own = {key: f"{words} (own)" for key, words in own_symptoms.choices.items()}
    known = {**monograph.rating_names, **own}
    return known | {key: own_symptoms.get(key, key) for key in sorted(rated) if key not in known}


def _moment_cells(entry: Written) -> Row:
    moment = entry.moment
    local = moment.local
    return local.date().isoformat(), f"{local:%H:%M:%S}", moment.zone, moment.offset_minutes, _instant(moment.at)


def _tail_cells(entry: Written) -> Row:
    return entry.note, _instant(entry.recorded_at), _instant(entry.edited_at)


def _mg(amount_ug: int) -> Decimal:
    return Decimal(milligrams(amount_ug))
