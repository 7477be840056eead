"""Accounts and settings: what a person may choose, and what is refused."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from journal.core.accounts.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_ALONE,
    SHORTEST_WITH_SECOND_FACTOR,
    Breached,
    refusal,
)
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.record.asking import Asking
from journal.core.record.forms import Errors, FormContext
from journal.core.record.medicine_forms import OTHER, read_new_medicine
from journal.core.record.symptoms import Symptoms
from journal.core.values import clock
from journal.core.values.clock import Zones
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.core.values.papers import PAPERS, paper_size
from journal.core.values.weeks import WEEK_STARTS, first_weekday

LONGEST_NAME = 60
LONGEST_TYPED = 1000  # of a name, however it is spelled: to normalise takes time with the square of the length
_JOINERS = re.compile(
    "[\u200c\u200d]"
)  # names in Sinhala, Malayalam and Persian are spelled with them, and joined emoji
DAY_STARTS = tuple(time(hour) for hour in range(9))
DEFAULT_DAY_STARTS = time(4)
DECIMAL_SIGNS: Mapping[str, str] = {
    ".": N_("0.5, columns split at commas"),
    ",": N_("0,5, columns split at semicolons"),
}
HOURS: Mapping[str, str] = {"24": "20:00", "12": N_("8:00 pm")}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose: zone, when a new day starts, 24 or 12 hour clock, the day a week begins with, how tables to
    download are written, and the paper.

    `week_starts` is a key of `weeks.WEEK_STARTS` and `paper` one of `papers.PAPERS`, "" for what is usual in the zone.
    With a decimal comma the columns of tables are split at semicolons, as spreadsheets read them where the comma is the
    decimal sign.
    """

    zone: str
    day_starts: time = DEFAULT_DAY_STARTS
    hours: str = "24"
    week_starts: str = ""
    decimal_sign: str = "."
    paper: str = ""

    @property
    def first_weekday(self) -> int:
        """The weekday a week begins with, Monday 0."""
        return first_weekday(self.week_starts, self.zone)

    @property
    def paper_size(self) -> str:
        """The paper that is printed on, a key of PAPERS."""
        return paper_size(self.paper, self.zone)


@dataclass(frozen=True, slots=True)
class Patient:
    """The patient whose record it is, as pages and actions need to know him or her.

    `revision` changes with every saved change of the record. `past_zones` are the zones that were set before, see
    `Zones`.
    """

    id: str
    name: str
    settings: Settings
    medicines: tuple[Medicine, ...]
    revision: int
    own_symptoms: Symptoms = field(default_factory=Symptoms)
    past_zones: tuple[tuple[datetime, str], ...] = ()
    asking: Asking = field(default_factory=Asking)

    def first_medicine(self, today: date) -> Medicine:
        """The medicine that is meant where none is named: the first that has not ended."""
        return next((each for each in self.medicines if not each.has_ended(today)), self.medicines[0])

    @property
    def zones(self) -> Zones:
        """The zones this person set one after the other."""
        return Zones(self.settings.zone, self.past_zones)

    def form_context(self, now: datetime, monograph: Monograph) -> FormContext:
        """The context in which this person's form is read."""
        return FormContext(now, self.settings.zone, self.settings.day_starts, monograph, self.settings.hours)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is logged in, on which device, and what was proved there; not always the patient whose record it is.

    `session_id` names the device's row. `second_factor` says that the second step was passed, `confirmed_at` when the
    password was typed last, and `must_change_password` that it is one the operator gave for a day, to be replaced.
    """

    id: str
    name: str
    session_id: str = ""
    second_factor: bool = False
    confirmed_at: datetime | None = None
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A sign-up that passed every rule. `medicine` is the key of its monograph; of who takes none of those, `other` is
    what is taken, still without an id."""

    name: str
    password: str
    settings: Settings
    medicine: str
    other: Medicine | None = None


def login_name(name: str) -> str:
    """The form under which a name is unique, for sign-up and log-in alike: compatibility characters, capitals and how
    many spaces stand between two words make no difference, nor do joiners nobody sees."""
    visible = _JOINERS.sub("", _one_spaced(name)[:LONGEST_TYPED])
    return " ".join(unicodedata.normalize("NFKC", visible).casefold().split())


def former_login_name(name: str) -> str:
    """How a name was read at log-in before 0.2, with every space that was typed: some accounts are kept under it."""
    return unicodedata.normalize("NFKC", name[:LONGEST_TYPED]).strip().casefold()


def read_password(text: str) -> str:
    """The password as it is hashed: Unicode NFC, otherwise exactly as typed. One that is too long stays as it is."""
    return unicodedata.normalize("NFC", text) if len(text) <= LONGEST_PASSWORD else text


def read_account(
    fields: Mapping[str, str], medicines: Mapping[str, Monograph], breached: Breached | None = None
) -> NewAccount:
    """Read the sign-up form: "name", "password", "zone" and, where there are several, "medicine".

    Where that is "other", "medicine_name" and "medicine_unit" are what it is called and counted in.

    Raises InvalidEntry with a sentence for every field that is refused.
    """
    errors: Errors = {}
    name = _read_name(fields, errors)
    password = read_password(fields.get("password", ""))
    known_as = "" if "name" in errors else name  # to normalise an endless one takes minutes
    if refused := refusal(password, known_as, _words_of(medicines), shortest=SHORTEST_ALONE, breached=breached):
        errors["password"] = refused
    zone, other = _read_zone(fields, errors), None
    if fields.get("medicine") == OTHER:
        medicine, other = "", _read_other(fields, errors)
    else:
        medicine = _read_medicine(fields, medicines, errors)
    if errors:
        raise InvalidEntry(errors)
    return NewAccount(name, password, Settings(zone), medicine, other)


def read_account_to_give(fields: Mapping[str, str], medicines: Mapping[str, Monograph], password: str) -> NewAccount:
    """Read "name", "zone" and "medicine" of an account that the operator makes. Raises InvalidEntry."""
    errors: Errors = {}
    name = _read_name(fields, errors)
    zone, medicine = _read_zone(fields, errors), _read_medicine(fields, medicines, errors)
    if errors:
        raise InvalidEntry(errors)
    return NewAccount(name, password, Settings(zone), medicine)


def read_settings(fields: Mapping[str, str], present: Settings | None = None) -> Settings:
    """Read the settings form: "zone", "day_starts" (an hour), "hours", "week_starts", "decimal_sign" and
    "paper".

    A form without one of the last three leaves it as it is at `present`. Raises InvalidEntry.
    """
    errors: Errors = {}
    zone = _read_zone(fields, errors)
    starts = {str(choice.hour): choice for choice in DAY_STARTS}.get(fields.get("day_starts", ""))
    if starts is None:
        errors["day_starts"] = _("Choose one of the hours in the list.")
    hours = fields.get("hours", "")
    if hours not in HOURS:
        errors["hours"] = _("Choose how times are written.")
    week_starts = fields.get("week_starts", present.week_starts if present else "")
    if week_starts and week_starts not in WEEK_STARTS:
        errors["week_starts"] = _("Choose one of the days in the list.")
    decimal_sign = fields.get("decimal_sign", present.decimal_sign if present else ".")
    if decimal_sign not in DECIMAL_SIGNS:
        errors["decimal_sign"] = _("Choose how numbers in tables are written.")
    paper = fields.get("paper", present.paper if present else "")
    if paper and paper not in PAPERS:
        errors["paper"] = _("Choose one of the papers in the list.")
    if errors or starts is None:
        raise InvalidEntry(errors)
    return Settings(zone, starts, hours, week_starts, decimal_sign, paper)


def read_new_password(
    fields: Mapping[str, str], actor: Actor, medicines: Mapping[str, Monograph], breached: Breached | None = None
) -> str:
    """Read the field "new_password" of the settings page. Raises InvalidEntry."""
    password = read_password(fields.get("new_password", ""))
    shortest = shortest_password(actor)
    refused = refusal(password, actor.name, _words_of(medicines), shortest=shortest, breached=breached)
    if actor.must_change_password and password == read_password(fields.get("old_password", "")):
        refused = _("Choose other words than those you were given: the person who runs this journal knows them.")
    if refused:
        raise InvalidEntry({"new_password": refused})
    return password


def shortest_password(actor: Actor) -> int:
    """How many characters this person's password needs: fewer when a second factor stands beside it."""
    return SHORTEST_WITH_SECOND_FACTOR if actor.second_factor else SHORTEST_ALONE


def _read_name(fields: Mapping[str, str], errors: Errors) -> str:
    name = _one_spaced(fields.get("name", ""))
    visible = _JOINERS.sub("", name)
    if not visible:
        errors["name"] = _("Enter a name to log in with. It need not be your real name.")
    elif len(name) > LONGEST_NAME or len(login_name(name)) > 4 * LONGEST_NAME:  # one sign may stand for eighteen
        errors["name"] = _("The name must be %(most)s characters or fewer.", most=LONGEST_NAME)
    elif not visible.isprintable():
        errors["name"] = _("The name holds a character that cannot be shown. Type it again.")
    return name


def _one_spaced(name: str) -> str:
    return " ".join(name.split())


def _read_medicine(fields: Mapping[str, str], medicines: Mapping[str, Monograph], errors: Errors) -> str:
    only = next(iter(medicines)) if len(medicines) == 1 else ""  # of several none is anybody's unless it is chosen
    medicine = fields.get("medicine") or only
    if not medicine:
        errors["medicine"] = _("Choose your medicine.")
    elif medicine not in medicines:
        errors["medicine"] = _("Choose one of the medicines in the list.")
    return medicine


def _read_other(fields: Mapping[str, str], errors: Errors) -> Medicine | None:
    typed = {"name": fields.get("medicine_name", ""), "unit": fields.get("medicine_unit") or "mg"}
    try:
        return read_new_medicine(typed, "", (), {})
    except InvalidEntry as error:
        errors.update({f"medicine_{name}": sentence for name, sentence in error.errors.items()})
        return None


def _words_of(medicines: Mapping[str, Monograph]) -> list[str]:
    return [word for medicine in medicines.values() for word in (medicine.name, *medicine.brand_names)]


def _read_zone(fields: Mapping[str, str], errors: Errors) -> str:
    zone = clock.named_zone(fields.get("zone", ""))
    try:
        clock.read_zone(zone)
    except clock.UnknownZone as error:
        errors["zone"] = str(error)
    return zone
