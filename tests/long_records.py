"""A record of ten years, made at once: two doses a day, one check-in with ten ratings, what is planned, some notes.

The same rows for the same arguments. Nothing passes through the program: writing it entry by entry takes a minute.
"""

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from journal.core.medicine.monograph import Monograph
from journal.core.plan.schedules import EVERY_DAY, PlannedDose
from journal.core.values.clock import Moment, moment
from journal.store.database.database import Database
from journal.store.database.models import EntryRow, RatingRow, RegimenStep

ZONE = "Europe/Berlin"
TIMES = (time(8), time(20))
CHECK_IN = time(21)
A_STEP = 91  # days: every quarter another amount
NOTES = ("slept badly", "a short walk", "could not keep my eyes open", "better", "")

Values = dict[str, Any]


def fill_years(database: Database, patient_id: str, monograph: Monograph, last_at: datetime, days: int = 3653) -> date:
    """Write the record of so many days that ends with the day of `last_at`. Returns its first day."""
    last_on = moment(last_at, ZONE).on
    first_on = last_on - timedelta(days=days - 1)
    entries, ratings = list[Values](), list[Values]()
    for number in range(days):
        made, rated = _day(patient_id, monograph, first_on + timedelta(days=number), number)
        entries += [entry for entry in made if entry["at"] <= last_at]
        ratings += rated if made[-1]["at"] <= last_at else []
    with database.writing() as session:
        session.execute(insert(EntryRow.__table__), entries)
        session.execute(insert(RatingRow.__table__), ratings)
        session.execute(insert(RegimenStep.__table__), list(_steps(patient_id, first_on, days)))
    return first_on


def _day(patient_id: str, monograph: Monograph, on: date, number: int) -> tuple[Sequence[Values], Sequence[Values]]:
    chance = random.Random(number)
    form, amount = next(iter(monograph.form_names)), _amount(number // A_STEP)
    doses = [
        _entry(patient_id, on, at, chance)
        | {"kind": "dose", "medicine_id": monograph.key, "status": "taken", "amount": amount, "form": form}
        for at in TIMES
    ]
    check_in = _entry(patient_id, on, CHECK_IN, chance) | {"kind": "check_in", "answer": "rated", "mood": 3}
    ratings = [
        {
            "patient_id": patient_id,
            "entry_id": check_in["id"],
            "effect": rating.key,
            "position": position,
            "severity": chance.randint(0, 4),
            "direction": "",
            "day_on": on,
        }
        for position, rating in enumerate(monograph.ratings)
    ]
    return [*doses, check_in], ratings


def _entry(patient_id: str, on: date, at: time, chance: random.Random) -> Values:
    minutes = timedelta(minutes=chance.randint(0, 90))
    lived: Moment = moment(datetime.combine(on, at, ZoneInfo(ZONE)) + minutes, ZONE)
    note = chance.choice(NOTES)
    nothing = dict.fromkeys(
        ("medicine_id", "status", "amount", "form", "answer", "mood", "what", "minutes", "severity")
    )
    return nothing | {
        "patient_id": patient_id,
        "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "at": lived.at,
        "zone": ZONE,
        "offset_minutes": lived.offset_minutes,
        "day_on": on,
        "recorded_at": lived.at,
        "version": 1,
        "deleted_at": None,
        "fingerprint": bytes(32),
        "search_text": note,
        "note": note,
    }


def one_entry(patient_id: str, kind: str, at: datetime, **more: Any) -> Values:
    """A row of `entry` with just what its kind needs."""
    dose = {"medicine_id": "clonazepam", "status": "taken", "amount": 500_000, "form": "tablet"}
    own = {"dose": dose, "check_in": {"answer": "rated"}}
    entry = _entry(patient_id, moment(at, ZONE).on, CHECK_IN, random.Random(str((patient_id, kind, at, more))))
    return entry | {"kind": kind, "at": at} | own.get(kind, {"what": "panic_attack"}) | more


def _steps(patient_id: str, first_on: date, days: int) -> Iterator[Values]:
    for number, start in enumerate(range(0, days, A_STEP)):
        starts_on = first_on + timedelta(days=start)
        yield {
            "patient_id": patient_id,
            "id": f"step-{number}",
            "starts_on": starts_on,
            "ends_on": starts_on + timedelta(days=A_STEP - 1) if start + A_STEP < days else None,
            "doses": tuple(PlannedDose(at, _amount(number)) for at in TIMES),
            "days": EVERY_DAY,
            "form": "tablet",
            "medicine_id": "clonazepam",
            "created_at": datetime.combine(starts_on, time(), ZoneInfo(ZONE)),
        }


def _amount(step: int) -> int:
    return 500_000 + 250_000 * (step % 4)
