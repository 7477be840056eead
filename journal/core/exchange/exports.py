"""Everything of one patient, as values: what goes into which file, and the words that explain it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from journal.core.accounts.accounts import Settings
from journal.core.accounts.audit import Event
from journal.core.accounts.devices import Device
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import RecordedStep, Step
from journal.core.plan.schedules import AsNeeded
from journal.core.record.checkins import MOODS, CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Entry, Kind, Version
from journal.core.record.episodes import Episode
from journal.core.record.forms import SEVERITIES
from journal.core.record.symptoms import Symptoms
from journal.core.values.amounts import Amount, write_number
from journal.core.values.clock import Moment
from journal.core.values.languages import N_

FORMAT = "side-effect-journal"
FORMAT_VERSION = 2

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]


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


def step_value(recorded: RecordedStep) -> dict[str, Any]:
    """A step of the regimen for journal.json, those included that were replaced."""
    step = recorded.step
    return {
        "id": recorded.id,
        "starts_on": step.starts_on.isoformat(),
        "ends_on": step.ends_on.isoformat() if step.ends_on else None,
        "doses": [{"at": f"{dose.at:%H:%M}", **_amount_values(dose.amount)} for dose in step.doses],
        "days": step.days.text,
        "as_needed": step.as_needed and _as_needed_value(step.as_needed),
        "form": step.form,
        "created_at": _instant(recorded.saved_at),
        "ended_at": _instant(recorded.ended_at),
        "superseded_at": _instant(recorded.replaced_at),
    }


def _as_needed_value(order: AsNeeded) -> dict[str, Any]:
    most = None if order.most_a_day is None else _amount_values(order.most_a_day)
    return {**_amount_values(order.amount), "most_a_day": most, "least_hours_between": order.least_hours}


def entry_value(entry: Entry) -> dict[str, Any]:
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
        "note": entry.detail.note,
        **TABLES[entry.kind].values(entry.detail),
        "changes": [_change_value(version) for version in entry.versions],
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
    seen, since = _instant(device.last_seen_at), _instant(device.created_at)
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


def _change_value(version: Version) -> dict[str, Any]:
    return {
        "version": version.version,
        "change": version.change,
        "changed_at": _instant(version.changed_at),
        "changed_by": version.changed_by,
        "before": _content_value(version.content),
    }


def _content_value(content: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry said, an amount in it written as everywhere in the file."""
    said: dict[str, Any] = {}
    for key, value in content.items():
        said |= _amount_values(value) if key == "amount" else {key: value}
    return said


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


MOMENT_HEAD = ("date", "time", "zone", "minutes from UTC", "instant (UTC)")
TAIL_HEAD = ("note", "recorded (UTC)", "edited (UTC)")


Effects = Mapping[str, str]  # the columns of what is rated, with their heads


Cells = Callable[[Any], Row]


@dataclass(frozen=True, slots=True)
class KindTable:
    """How a kind of entry is exported: the `file` of its table and what README.txt says `about` it, its own `columns`
    there as their heads and what gives the cells of an entry, and its own `values` in journal.json.

    The columns stand between the moment and the note; `day` puts the day an entry counts for in front.
    """

    file: str
    about: str
    columns: Callable[[Monograph, Effects], tuple[Sequence[str], Cells]]
    values: Callable[[Any], dict[str, Any]]
    day: bool = False


def sheet(kind: Kind, entries: Iterable[Entry], monograph: Monograph, effects: Effects) -> Iterator[Row]:
    """The table of a kind: a row an entry, oldest first. The first row says what the columns are."""
    table = TABLES[kind]
    head, cells = table.columns(monograph, effects)
    yield (*(["day"] if table.day else []), *MOMENT_HEAD, *head, *TAIL_HEAD)
    for entry in entries:
        row = (*_moment_cells(entry), *cells(entry.detail), *_tail_cells(entry))
        yield (entry.day_on.isoformat(), *row) if table.day else row


def _dose_columns(monograph: Monograph, _effects: Effects) -> tuple[Sequence[str], Cells]:
    names = monograph.form_names

    def cells(dose: Dose) -> Row:
        return dose.status, _mg(dose.amount), names.get(dose.form, dose.form)

    return ("status", "amount in mg", "form"), cells


def _dose_values(dose: Dose) -> dict[str, Any]:
    return {"status": dose.status, **_amount_values(dose.amount), "form": dose.form}


def _amount_values(amount: Amount) -> dict[str, Any]:
    return {"amount": write_number(amount), "unit": "mg", "amount_millionths": amount}


def _check_in_columns(monograph: Monograph, effects: Effects) -> tuple[Sequence[str], Cells]:
    """A column an effect, since a person reads it in a spreadsheet so. What was not answered is empty, never 0."""
    directed = {rating.key: {c.key: c.name for c in rating.directions} for rating in monograph.ratings}
    asked = [key for key in effects if directed.get(key)]

    def cells(check_in: CheckIn) -> Row:
        rated = {each.effect: each for each in check_in.ratings}
        severities = [rated[key].severity if key in rated else None for key in effects]
        directions = [directed[key].get(rated[key].direction, "") if key in rated else "" for key in asked]
        return check_in.answer, check_in.mood, *severities, *directions

    return ("answer", "mood", *effects.values(), *(f"{effects[key]}: direction" for key in asked)), cells


def _check_in_values(check_in: CheckIn) -> dict[str, Any]:
    ratings = [{"effect": r.effect, "severity": r.severity, "direction": r.direction} for r in check_in.ratings]
    return {"answer": check_in.answer, "mood": check_in.mood, "ratings": ratings}


def _episode_columns(monograph: Monograph, _effects: Effects) -> tuple[Sequence[str], Cells]:
    names = monograph.episode_names

    def cells(episode: Episode) -> Row:
        return names.get(episode.what, episode.what), episode.minutes, episode.severity

    return ("what", "minutes", "severity"), cells


def _episode_values(episode: Episode) -> dict[str, Any]:
    return {"what": episode.what, "minutes": episode.minutes, "severity": episode.severity}


TABLES: Mapping[Kind, KindTable] = {
    "dose": KindTable("doses.csv", N_("One row a dose."), _dose_columns, _dose_values),
    "check_in": KindTable(
        "check_ins.csv", N_("One row a check-in, one column an effect."), _check_in_columns, _check_in_values, day=True
    ),
    "episode": KindTable("episodes.csv", N_("One row an episode."), _episode_columns, _episode_values),
}


def regimen_sheet(plan: Iterable[RecordedStep], monograph: Monograph) -> Iterator[Row]:
    """regimen.csv: one row for each dose of a step, those of steps included that were replaced before they began."""
    yield (
        *("step", "first day", "last day", "days", "time", "amount in mg", "most a day in mg", "least hours between"),
        *("form", "written (UTC)", "stopped (UTC)", "replaced (UTC)"),
    )
    for recorded in plan:
        step = recorded.step
        for days, time, amount, most, hours in _ordered(step):
            yield (
                recorded.id,
                step.starts_on.isoformat(),
                step.ends_on.isoformat() if step.ends_on else "",
                days,
                time,
                amount,
                most,
                hours,
                monograph.form_names.get(step.form, step.form),
                _instant(recorded.saved_at),
                _instant(recorded.ended_at),
                _instant(recorded.replaced_at),
            )


def _ordered(step: Step) -> Iterator[Row]:
    """What a step orders, dose by dose; the ones as needed last."""
    for dose in step.doses:
        yield step.days.text, f"{dose.at:%H:%M}", _mg(dose.amount), "", ""
    if step.as_needed is not None:
        order = step.as_needed
        most = "" if order.most_a_day is None else _mg(order.most_a_day)
        yield "as needed", "", _mg(order.amount), most, order.least_hours or ""


def effect_columns(monograph: Monograph, own_symptoms: Symptoms, rated: Iterable[str]) -> dict[str, str]:
    """The effects a table of check-ins has columns for: the list, the person's own, and whatever else was rated."""
    own = {key: f"{words} (own)" for key, words in own_symptoms.choices.items()}
    known = {**monograph.rating_names, **own}
    return known | {key: own_symptoms.get(key, key) for key in sorted(rated) if key not in known}


def _moment_cells(entry: Entry) -> Row:
    moment = entry.moment
    local = moment.local
    return (
        local.date().isoformat(),
        local.time().isoformat("seconds"),
        moment.zone,
        moment.offset_minutes,
        _instant(moment.at),
    )


def _tail_cells(entry: Entry) -> Row:
    return entry.detail.note, _instant(entry.recorded_at), _instant(entry.edited_at)


@lru_cache(maxsize=1000)  # a record knows a handful of amounts
def _mg(amount: int) -> Decimal:
    return Decimal(write_number(amount))
