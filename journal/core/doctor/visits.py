"""Visits: when, with whom and where; three lines of the patient's before one, and what was decided at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from journal.core.record.forms import Errors, read_text, read_time
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import NP_, _
from journal.core.values.periods import read_date
from journal.core.values.text import comparable

LONGEST_NAME = 80  # of the person and of the place
LONGEST_LINE = 160  # of each of the three lines: a doctor reads them in a minute, and all three stand on the report
LONGEST_DECIDED = 2000
FURTHEST_AHEAD = timedelta(days=2 * 366)

LINES = {  # what is asked of the patient, by field
    "changed": NP_("line for the doctor", "What changed"),
    "bothers": NP_("line for the doctor", "What bothers me most"),
    "to_ask": NP_("line for the doctor", "What I want to ask"),
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a visit says. `day_on` is None while nobody knows the day, and `at` its wall time, where that is known.

    `changed`, `bothers` and `to_ask` are the three lines, `decided` is what came of it; each is "" where nothing was
    written.
    """

    day_on: date | None = None
    at: time | None = None
    person: str = ""
    place: str = ""
    changed: str = ""
    bothers: str = ""
    to_ask: str = ""
    decided: str = ""

    @property
    def lines(self) -> dict[str, str]:
        """The three lines, by field, those too that are still empty."""
        return {name: getattr(self, name) for name in LINES}

    @property
    def has_lines(self) -> bool:
        """Whether any of the three lines is written."""
        return any(self.lines.values())

    @property
    def search_text(self) -> str:
        """What a search for words looks through, as texts are compared."""
        typed = self.person, self.place, *self.lines.values(), self.decided
        return "\n".join(filter(None, map(comparable, typed)))

    @property
    def values(self) -> dict[str, Any]:
        """The same as values for JSON, by the names of the fields."""
        return {
            **{each.name: getattr(self, each.name) for each in fields(self)},
            "day_on": self.day_on.isoformat() if self.day_on else None,
            "at": f"{self.at:%H:%M}" if self.at else None,
        }


def from_values(values: Mapping[str, Any]) -> Appointment:
    """The appointment that those `values` were made of."""
    day_on, at = values["day_on"], values["at"]
    known = {"day_on": day_on and date.fromisoformat(day_on), "at": at and time.fromisoformat(at)}
    return Appointment(**{**values, **known})


@dataclass(frozen=True, slots=True)
class VisitVersion:
    """What a visit said before it was changed: `change` is "edited", "deleted" or "restored"."""

    version: int
    change: str
    changed_at: datetime
    changed_by: str
    said: Appointment


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of the record: what it says, its version for the optimistic lock, and who recorded it, where that is not
    the patient. `versions` are what it said before, oldest first, where they were read with it."""

    id: str
    said: Appointment
    version: int
    recorded_at: datetime
    recorded_by: str | None = None
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    versions: tuple[VisitVersion, ...] = ()

    def is_over(self, today: date) -> bool:
        """Whether its day is gone by. On the day itself the report is still printed for it."""
        return self.said.day_on is not None and self.said.day_on < today

    def can_decide(self, today: date) -> bool:
        """Whether something can have been decided at it by now."""
        return self.said.day_on is not None and self.said.day_on <= today


def begins_at(on: date, zone: str) -> datetime:
    """The instant at which a day begins there: what was ticked from then on is for the visits after that day."""
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)


def coming_first(visits: Iterable[Visit], today: date) -> tuple[list[Visit], list[Visit]]:
    """Those that are to come, the next one first and those without a day last; and those gone by, newest first."""
    there = list(visits)
    coming = [each for each in there if not each.is_over(today)]
    past = [each for each in there if each.is_over(today)]
    return sorted(coming, key=_soonest), sorted(past, key=_soonest, reverse=True)


def _soonest(visit: Visit) -> tuple[date, time, str]:
    return visit.said.day_on or date.max, visit.said.at or time.min, visit.id


def read_visit(form: Mapping[str, str], today: date) -> Appointment:
    """Read the form of a visit: "on", "at", "person", "place", the three LINES and "decided".

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    day_on = _read_day(form, today, errors)
    at = _read_at(form, errors)
    if at is not None and day_on is None and "on" not in errors:
        errors["on"] = _("Write the day too, or leave the time out.")
    person, place = (_in_one_line(form, name, errors) for name in ("person", "place"))
    lines = {name: read_text(form, name, LONGEST_LINE, errors) for name in LINES}
    decided = read_text(form, "decided", LONGEST_DECIDED, errors)
    if decided and "on" not in errors and (day_on is None or day_on > today):
        errors["on"] = _("Something was decided: write the day on which it was.")
    said = Appointment(day_on, at, person, place, **lines, decided=decided)
    if not errors and said == Appointment():
        errors["on"] = _("Nothing is written yet. Write the day, or one of the lines below.")
    if errors:
        raise InvalidEntry(errors)
    return said


def _read_day(form: Mapping[str, str], today: date, errors: Errors) -> date | None:
    if not form.get("on", "").strip():
        return None
    try:
        day_on = read_date(form["on"], may_come=True)
    except ValueError as error:
        errors["on"] = str(error)
        return None
    if day_on > today + FURTHEST_AHEAD:
        errors["on"] = _("This is more than two years ahead. Look at the year once more.")
    return day_on


def _read_at(form: Mapping[str, str], errors: Errors) -> time | None:
    if not form.get("at", "").strip():
        return None
    try:
        return read_time(form["at"])
    except ValueError as error:
        errors["at"] = str(error)
        return None


def _in_one_line(form: Mapping[str, str], name: str, errors: Errors) -> str:
    """A name in one line; "" for signs alone that nobody sees."""
    typed = " ".join(read_text(form, name, LONGEST_NAME, errors).split())
    return typed if comparable(typed) else ""
