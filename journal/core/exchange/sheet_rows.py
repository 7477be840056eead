"""The rows of a week sheet that was typed in: the entry each makes, and whether that is recorded already."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from journal.core.exchange.week_sheets import SheetDay
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.values.clock import minute_of

MOST_IN_LINE = 12  # doses a day without a planned time


@dataclass(frozen=True, slots=True)
class Said:
    """An entry that a sheet tells of: `key` says which row of it, `sent` what was typed there."""

    key: str
    detail: Detail
    sent: bytes


def entry_id(form_id: str, key: str) -> str:
    """The id of the entry that a row of a form makes: sending the form twice makes it once."""
    return str(uuid.uuid5(uuid.UUID(form_id), key))


def keys_of(days: Sequence[SheetDay]) -> list[str]:
    """The keys of all that a sheet of these days may tell of."""
    found = [each.key for day in days for each in day.times]
    found += [f"{line.key}.{n}" for day in days for line in day.lines for n in range(MOST_IN_LINE)]
    return found + [check_in_key(day.on) for day in days]


def check_in_key(on: date) -> str:
    """The key of the check-in of a day."""
    return f"day.{on:%Y%m%d}"


def clashes(said: Said, days: Sequence[SheetDay], rated: Mapping[date, Mapping[str, int]]) -> bool:
    """Whether what a sheet tells is recorded already: another window, or another person, was faster."""
    if isinstance(said.detail, CheckIn):
        known = rated.get(said.detail.day_on, {})
        return any(rating.effect in known for rating in said.detail.ratings)
    times = [each for day in days for each in day.times if each.key == said.key]
    if times:
        return any(each.is_recorded for each in times)
    return isinstance(said.detail, Dose) and said.detail.moment.at in recorded_minutes(days, said.detail.medicine_id)


def recorded_minutes(days: Sequence[SheetDay], medicine_id: str) -> set[datetime]:
    """The minutes of the week at which a dose of that medicine is recorded."""
    slots = [each.slot for day in days for each in day.times if each.slot and each.medicine_id == medicine_id]
    doses = [dose for slot in slots for dose in (*slot.doses, *slot.beside)]
    doses += [dose for day in days for dose in day.others if dose.medicine_id == medicine_id]
    return {minute_of(dose.at) for dose in doses}
