"""Accounts and settings: what a person may choose, and what is refused."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from journal.core import clock
from journal.core.errors import InvalidEntry
from journal.core.forms import Errors, Sitting
from journal.core.monograph import Monograph

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 256
LONGEST_NAME = 60
DAY_STARTS = tuple(time(hour) for hour in range(9))
DEFAULT_DAY_STARTS = time(4)
HOURS: Mapping[str, str] = {"24": "20:00", "12": "8:00 pm"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose: zone, when a new day starts, 24 or 12 hour clock."""

    zone: str
    day_starts: time = DEFAULT_DAY_STARTS
    hours: str = "24"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The logged-in patient as pages need them. `revision` changes with every saved change of the record."""

    id: str
    name: str
    settings: Settings
    medicine: str
    revision: int
    own_symptoms: Mapping[str, str] = field(default_factory=dict)

    def sitting(self, now: datetime, monograph: Monograph) -> Sitting:
        """The circumstances in which this person's form is read."""
        return Sitting(now, self.settings.zone, self.settings.day_starts, monograph)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A sign-up that passed every rule."""

    name: str
    password: str
    settings: Settings
    medicine: str


def login_name(name: str) -> str:
    """The form under which a name is unique: compatibility characters and capitals make no difference."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def read_password(text: str) -> str:
    """The password as it is hashed: Unicode NFC, otherwise exactly as typed."""
    return unicodedata.normalize("NFC", text)


def read_account(fields: Mapping[str, str], medicines: Mapping[str, Monograph]) -> NewAccount:
    """Read the sign-up form: "name", "password", "zone" and, where there are several, "medicine".

    Raises InvalidEntry with a sentence for every field that is refused.
    """
    errors: Errors = {}
    name = _read_name(fields, errors)
    password = _read_new_password(fields.get("password", ""), name, "password", errors)
    zone = _read_zone(fields, errors)
    medicine = fields.get("medicine") or next(iter(medicines))
    if medicine not in medicines:
        errors["medicine"] = "Choose one of the medicines in the list."
    if errors:
        raise InvalidEntry(errors)
    return NewAccount(name, password, Settings(zone), medicine)


def read_settings(fields: Mapping[str, str]) -> Settings:
    """Read the settings form: "zone", "day_starts" (an hour) and "hours". Raises InvalidEntry."""
    errors: Errors = {}
    zone = _read_zone(fields, errors)
    starts = {str(choice.hour): choice for choice in DAY_STARTS}.get(fields.get("day_starts", ""))
    if starts is None:
        errors["day_starts"] = "Choose one of the hours in the list."
    hours = fields.get("hours", "")
    if hours not in HOURS:
        errors["hours"] = "Choose how times are written."
    if errors or starts is None:
        raise InvalidEntry(errors)
    return Settings(zone, starts, hours)


def read_new_password(fields: Mapping[str, str], name: str) -> str:
    """Read the field "new_password" of the settings page. Raises InvalidEntry."""
    errors: Errors = {}
    password = _read_new_password(fields.get("new_password", ""), name, "new_password", errors)
    if errors:
        raise InvalidEntry(errors)
    return password


def _read_name(fields: Mapping[str, str], errors: Errors) -> str:
    name = " ".join(fields.get("name", "").split())
    if not name:
        errors["name"] = "Enter a name to log in with. It need not be your real name."
    elif len(name) > LONGEST_NAME:
        errors["name"] = f"The name must be {LONGEST_NAME} characters or fewer."
    elif not name.isprintable():
        errors["name"] = "The name holds a character that cannot be shown. Type it again."
    return name


def _read_new_password(typed: str, name: str, field: str, errors: Errors) -> str:
    password = read_password(typed)
    refused = _refusal(password, name)
    if refused:
        errors[field] = refused
    return password


def _refusal(password: str, name: str) -> str:
    """Why the password is refused; "" when it is not."""
    if len(password) < SHORTEST_PASSWORD:
        return f"The password needs at least {SHORTEST_PASSWORD} characters. Four short words are enough."
    if len(password) > LONGEST_PASSWORD:
        return f"The password must be {LONGEST_PASSWORD} characters or fewer."
    if "\x00" in password:
        return "The password holds a character that cannot be used (NUL)."
    if len(set(password)) < 5 or login_name(password) == login_name(name):
        return "This password is too easy to guess. Four words that do not belong together are enough."
    return ""


def _read_zone(fields: Mapping[str, str], errors: Errors) -> str:
    zone = fields.get("zone", "").strip()
    try:
        clock.read_zone(zone)
    except clock.UnknownZone as error:
        errors["zone"] = str(error)
    return zone
