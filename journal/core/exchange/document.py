"""journal.json: everything of one patient as values for programs. Nothing is rounded and nothing left out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from journal.core.accounts.audit import Event
from journal.core.accounts.devices import Device
from journal.core.accounts.grants import Grant
from journal.core.doctor.visits import Visit
from journal.core.exchange.choices import EVERYTHING, Choice
from journal.core.exchange.exports import (
    FORMAT,
    FORMAT_VERSION,
    TABLES,
    Account,
    Medicines,
    amount_values,
    instant,
    wall,
)
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Pause, RecordedStep
from journal.core.plan.schedules import AsNeeded
from journal.core.plan.supplies import Count
from journal.core.record.checkins import MOODS
from journal.core.record.doctor_marks import DoctorMark
from journal.core.record.entries import Entry, Version
from journal.core.record.forms import SEVERITIES
from journal.core.record.observations import Observation
from journal.core.values.amounts import write_number
from journal.core.values.clock import Moment


def document_head(
    account: Account, known: Iterable[Monograph], at: datetime, choice: Choice = EVERYTHING
) -> dict[str, Any]:
    """The beginning of journal.json: what it is, whose it is and what the keys in it mean; of a part of a record also
    which part was chosen."""
    settings = account.settings
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "exported_at": instant(at),
        **({} if choice.is_everything else {"chosen": choice.value}),
        "severities": {str(number): word for number, word in enumerate(SEVERITIES)},
        "moods": {str(number): word for number, word in enumerate(MOODS, 1)},
        "account": {
            "id": account.id,
            "name": account.name,
            "created_at": instant(account.created_at),
            "log_in_given_up_at": instant(account.log_in_given_up_at),
            "zone": settings.zone,
            "past_zones": [{"until": instant(until), "zone": zone} for until, zone in account.past_zones],
            "day_starts": f"{settings.day_starts:%H:%M}",
            "hours": settings.hours,
            "week_starts": settings.week_starts or None,
            "decimal_sign": settings.decimal_sign,
            "paper": settings.paper or None,
            "medicines": [medicine_value(medicine) for medicine in account.medicines],
            "own_symptoms": dict(account.own_symptoms),
            "own_symptom_states": account.own_symptoms.states,
            "asking": account.asking.values,
            "pregnant_since": _date(account.circumstances.pregnant_since),
            "breastfeeding_since": _date(account.circumstances.breastfeeding_since),
            "kidney_disease": account.circumstances.kidney_disease or None,
        },
        "monographs": [_monograph_value(monograph) for monograph in known],
    }


def _date(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _monograph_value(monograph: Monograph) -> dict[str, Any]:
    """What the keys in the entries mean that come from a monograph."""
    return {
        "key": monograph.key,
        "name": monograph.name,
        "forms": dict(monograph.form_names),
        "mg_per_ml": {form.key: write_number(form.per_ml) for form in monograph.liquids.values() if form.per_ml},
        "effects": dict(monograph.rating_names),
        "directions": {r.key: {c.key: c.name for c in r.directions} for r in monograph.ratings if r.directions},
        "episodes": dict(monograph.episode_names),
        "signs": dict(monograph.alert_names),
        "benefits": dict(monograph.benefit_names),
    }


def medicine_value(medicine: Medicine) -> dict[str, Any]:
    """A medicine for journal.json; doses and steps name it by its id."""
    return {
        "id": medicine.id,
        "name": medicine.name,
        "monograph": medicine.monograph,
        "unit": medicine.unit,
        "amounts": [write_number(amount) for amount in medicine.amounts],
        "starts_on": _date(medicine.starts_on),
        "ends_on": _date(medicine.ends_on),
        "count": medicine.count_id,
    }


def step_value(recorded: RecordedStep, medicines: Medicines) -> dict[str, Any]:
    """A step of the regimen for journal.json, those included that were replaced."""
    step, unit = recorded.step, medicines[recorded.medicine_id].unit
    return {
        "id": recorded.id,
        "medicine": recorded.medicine_id,
        "starts_on": step.starts_on.isoformat(),
        "ends_on": _date(step.ends_on),
        "doses": [{"at": f"{dose.at:%H:%M}", **amount_values(dose.amount, unit)} for dose in step.doses],
        "days": step.days.text,
        "as_needed": step.as_needed and _as_needed_value(step.as_needed, unit),
        "form": step.form,
        "ordered_by": step.ordered_by or None,
        "taken_before": step.taken_before,
        "created_at": instant(recorded.saved_at),
        "ended_at": instant(recorded.ended_at),
        "superseded_at": instant(recorded.replaced_at),
        "visit": recorded.visit_id,
    }


def pause_value(pause: Pause) -> dict[str, Any]:
    """A pause of the plan for journal.json; those taken back are not among them."""
    return {
        "id": pause.id,
        "first_on": pause.first_on.isoformat(),
        "last_on": pause.last_on.isoformat(),
        "reason": pause.reason,
        "created_at": instant(pause.saved_at),
    }


def count_value(count: Count, medicines: Medicines) -> dict[str, Any]:
    """A count of what was left of a medicine for journal.json, those included that were corrected since."""
    unit = medicines[count.medicine_id].unit
    return {
        "id": count.id,
        "medicine": count.medicine_id,
        "at": instant(count.at),
        **amount_values(count.amount, unit),
    }


def _as_needed_value(order: AsNeeded, unit: str) -> dict[str, Any]:
    most = None if order.most_a_day is None else amount_values(order.most_a_day, unit)
    return {**amount_values(order.amount, unit), "most_a_day": most, "least_hours_between": order.least_hours}


def entry_value(entry: Entry, medicines: Medicines) -> dict[str, Any]:
    """An entry for journal.json: nothing of it is lost."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "moment": moment_value(entry.moment),
        "day_on": entry.day_on.isoformat(),
        "recorded_at": instant(entry.recorded_at),
        "recorded_by": entry.recorded_by,
        "version": entry.version,
        "edited_at": instant(entry.edited_at),
        "deleted_at": instant(entry.deleted_at),
        "note": entry.detail.note,
        **TABLES[entry.kind].values(entry.detail, medicines),
        "changes": [_change_value(version, medicines) for version in entry.versions],
    }


def moment_value(moment: Moment) -> dict[str, Any]:
    """A moment: the instant in UTC, the zone it was lived in, its offset and what the clock on the wall showed."""
    return {
        "at": instant(moment.at),
        "zone": moment.zone,
        "offset_minutes": moment.offset_minutes,
        "local": wall(moment.at, moment.offset_minutes),
    }


def device_value(device: Device) -> dict[str, Any]:
    """A device for journal.json."""
    seen, since = instant(device.last_seen_at), instant(device.created_at)
    return {"device": device.name, "logged_in_at": since, "last_seen_at": seen}


def event_value(event: Event) -> dict[str, Any]:
    """An event of the audit log for journal.json."""
    return {
        "number": event.number,
        "at": instant(event.at),
        "action": event.action,
        "about": event.about,
        "address": event.address,
        "device": event.device,
        "done_by": event.actor_id,
    }


def observation_value(observation: Observation) -> dict[str, Any]:
    """What somebody else saw, for journal.json: apart from the entries."""
    seen = observation.observed
    return {
        "id": observation.id,
        "moment": moment_value(seen.moment),
        "day_on": seen.day_on.isoformat(),
        "recorded_at": instant(observation.recorded_at),
        "recorded_by": observation.recorded_by,
        "deleted_at": instant(observation.deleted_at),
        "what": seen.what,
        "severity": seen.severity,
        "minutes": seen.minutes,
        "note": seen.note,
    }


def visit_value(visit: Visit) -> dict[str, Any]:
    """A visit for journal.json, with everything it said before, deleted ones too."""
    return {
        "id": visit.id,
        **visit.said.values,
        "recorded_at": instant(visit.recorded_at),
        "recorded_by": visit.recorded_by,
        "version": visit.version,
        "edited_at": instant(visit.edited_at),
        "deleted_at": instant(visit.deleted_at),
        "changes": [
            {
                "version": each.version,
                "change": each.change,
                "changed_at": instant(each.changed_at),
                "changed_by": each.changed_by,
                "before": each.said.values,
            }
            for each in visit.versions
        ],
    }


def mark_value(mark: DoctorMark) -> dict[str, Any]:
    """A tick "for my doctor" for journal.json: on an entry or an observation, by its id."""
    return {
        "of": mark.kind,
        "id": mark.entry_id,
        "marked_at": instant(mark.marked_at),
        "marked_by": mark.marked_by,
    }


def grant_value(grant: Grant) -> dict[str, Any]:
    """Somebody who has access, had it or was invited. Entries, changes and events name the account by its id."""
    terms = grant.terms
    return {
        "name": terms.name,
        "account": grant.other_id,
        "logs_in_as": grant.other_name or None,
        "kind": terms.kind,
        "medicines": None if terms.medicines is None else list(terms.medicines),
        "starts_on": _date(terms.starts_on),
        "ends_on": _date(terms.ends_on),
        "created_at": instant(grant.created_at),
        "accepted_at": instant(grant.accepted_at),
        "ended_at": instant(grant.ended_at),
        "ended_by": grant.ended_by,
    }


def _change_value(version: Version, medicines: Medicines) -> dict[str, Any]:
    return {
        "version": version.version,
        "change": version.change,
        "changed_at": instant(version.changed_at),
        "changed_by": version.changed_by,
        "before": _content_value(version.content, medicines),
    }


def _content_value(content: Mapping[str, Any], medicines: Medicines) -> dict[str, Any]:
    """What an entry said, an amount in it written as everywhere in the file."""
    said: dict[str, Any] = {}
    unit = medicines[content["medicine_id"]].unit if "medicine_id" in content else ""
    for key, value in content.items():
        said |= amount_values(value, unit) if key == "amount" else {"medicine" if key == "medicine_id" else key: value}
    return said
