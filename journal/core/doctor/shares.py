"""Shares: links by which somebody sees the report of some days. What each shows, how long, how often, with which PIN.

What a link shows is a choice that is kept with it. Whoever opens it sees the patient as that choice has it: the
medicines that were chosen, and no name that was not.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from journal.core.accounts.accounts import LONGEST_NAME, Patient
from journal.core.medicine.medicines import Medicine
from journal.core.record.forms import Errors
from journal.core.record.symptoms import Symptoms
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.core.values.periods import Period
from journal.core.values.text import with_ascii_digits

USUAL_DAYS = 14
MOST_DAYS = 90
MOST_VIEWS = 1000  # of a link without a number of its own: each is an event of the audit log
MOST_LIVE = 10  # links that open at the same time; more than anybody has doctors
LISTED_FOR = timedelta(days=90)  # how long one that ended is still listed
LOOKED_AT_FOR = timedelta(hours=1)  # after one press of the button, on that device

_PIN = re.compile(r"[0-9]{6,12}")
_ID = re.compile(r"[A-Za-z0-9_-]{22}")

NOTES_OF: Mapping[str, str] = {
    "check_in": N_("Check-in"),
    "episode": N_("Episode"),
    "day": N_("About a day"),
    "quiet": N_("Quiet days"),
}

State = Literal["live", "used_up", "expired", "ended"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a link shows: the days, the medicines (the one the report is of first) and the charts.

    `with_name` is the patient's name, `with_notes` what the patient wrote to entries, `with_typed` the names of
    medicines and symptoms that the patient typed.
    """

    first_on: date
    last_on: date
    medicines: tuple[str, ...]
    charts: tuple[str, ...] = ()
    with_name: bool = False
    with_notes: bool = False
    with_typed: bool = False

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.first_on, self.last_on)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a link opens, how often, with which PIN ("": none), and whom it is for: that the patient alone reads."""

    name: str = ""
    days: int = USUAL_DAYS
    most_views: int = MOST_VIEWS
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A link as it is kept. The id stands in addresses and opens nothing by itself."""

    id: str
    patient_id: str
    choice: Choice
    name: str
    has_pin: bool
    created_at: datetime
    expires_at: datetime
    most_views: int
    views: int
    ended_at: datetime | None = None

    def state(self, now: datetime) -> State:
        """What it is at that instant."""
        if self.ended_at is not None:
            return "ended"
        if now >= self.expires_at:
            return "expired"
        return "live" if self.views < self.most_views else "used_up"


def is_id(text: str) -> bool:
    """Whether a text can be the id of a link."""
    return _ID.fullmatch(text) is not None


def read_choice(
    fields: Mapping[str, str], period: Period, medicines: Sequence[Medicine], charts: Collection[str]
) -> Choice:
    """Read what a link shows, of the days that were read before: "medicine" is the one the report is of, each "with-"
    field another one, each "chart-" field a chart; "show_name", "show_notes" and "show_typed" are "yes" or not.

    Raises InvalidEntry for a medicine that the patient does not have.
    """
    ids = [each.id for each in medicines]
    front = fields.get("medicine") or ids[0]
    if front not in ids:
        raise InvalidEntry({"medicine": _("Choose one of the medicines in the list.")})
    return Choice(
        period.first_on,
        period.last_on,
        (front, *(each for each in ids if each != front and fields.get(f"with-{each}") == "yes")),
        tuple(name for name in charts if fields.get(f"chart-{name}") == "yes"),
        with_name=fields.get("show_name") == "yes",
        with_notes=fields.get("show_notes") == "yes",
        with_typed=fields.get("show_typed") == "yes",
    )


def read_terms(fields: Mapping[str, str]) -> Terms:
    """Read "share_name", "days", "views" and "pin". Raises InvalidEntry with a sentence for every field."""
    errors: Errors = {}
    name = " ".join(fields.get("share_name", "").split())
    if len(name) > LONGEST_NAME or not (name.isprintable() or not name):
        errors["share_name"] = _("The name must be %(most)s characters or fewer.", most=LONGEST_NAME)
    days = _number(fields.get("days", ""), MOST_DAYS) if fields.get("days", "").strip() else USUAL_DAYS
    if days is None:
        errors["days"] = _("Write a number of days from 1 to %(most)s.", most=MOST_DAYS)
    views = _number(fields.get("views", ""), MOST_VIEWS) if fields.get("views", "").strip() else MOST_VIEWS
    if views is None:
        errors["views"] = _("Write a number from 1 to %(most)s, or leave it empty.", most=MOST_VIEWS)
    pin = read_pin(fields.get("pin", ""))
    if pin and not _PIN.fullmatch(pin):
        errors["pin"] = _("A PIN is 6 to 12 digits. Leave it empty for none.")
    elif pin and _is_easy(pin):
        errors["pin"] = _("This PIN is easy to guess. Choose other digits.")
    if errors or days is None or views is None:
        raise InvalidEntry(errors)
    return Terms(name, days, views, pin)


def read_pin(text: str) -> str:
    """A PIN as it is compared, however it was typed: with spaces, or in the digits of another script."""
    return "".join(with_ascii_digits(text[:100]).split())


def _number(text: str, most: int) -> int | None:
    digits = with_ascii_digits(text).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return int(digits) if 1 <= int(digits) <= most else None


def _is_easy(pin: str) -> bool:
    """Whether its digits are all the same, or go up or down by one."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def as_seen(patient: Patient, choice: Choice) -> Patient | None:
    """The patient as whoever opens the link reads of: what was not chosen is not there. None where no medicine that was
    chosen is there any more."""
    there = {each.id: each for each in patient.medicines}
    chosen = [there[each] for each in choice.medicines if each in there]
    if not chosen:
        return None
    return replace(
        patient,
        name=patient.name if choice.with_name else _("Name not shown"),
        medicines=tuple(chosen if choice.with_typed else _without_typed(chosen)),
        own_symptoms=patient.own_symptoms if choice.with_typed else Symptoms(),
    )


def is_of_all(patient: Patient, choice: Choice) -> bool:
    """Whether every medicine of the patient was chosen: only then may what was written to check-ins and episodes, which
    belong to no medicine, be read."""
    return {each.id for each in patient.medicines} <= set(choice.medicines)


def note_words(kind: str, medicine: str) -> str:
    """What a note was written to: "Dose of Clonazepam", "Check-in"."""
    if kind == "dose":
        return _("Dose of %(medicine)s", medicine=medicine)
    return _(NOTES_OF[kind])


def _without_typed(medicines: Sequence[Medicine]) -> Iterator[Medicine]:
    """The medicines as what is known of them is called; where nothing is known, with a number."""
    for number, each in enumerate(medicines, 1):
        if each.name is None or each.monograph is not None:
            yield replace(each, name=None)
        else:
            yield replace(each, name=_("Medicine %(number)s", number=number))
