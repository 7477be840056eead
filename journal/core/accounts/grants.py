"""Access grants: what a patient lets somebody else do with the record, on which days, and the code it is accepted with.

The code is said aloud, so it is digits: they sound alike in no language, and twelve of them cannot be guessed in a day
by somebody who may try ten times in an hour.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from journal.core.accounts.accounts import LONGEST_NAME
from journal.core.record.forms import Errors
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.periods import read_date

CODE_LASTS = timedelta(hours=24)
CODE_LENGTH = 12
MOST_GRANTS = 20  # that are not ended; more people than anybody lets in

Kind = Literal["care", "observe"]
State = Literal["waiting", "expired", "to_come", "holds", "over", "ended"]
ENDED: Collection[State] = ("expired", "over", "ended")  # states in which the grant opens nothing any more


@dataclass(frozen=True, slots=True)
class Terms:
    """What a patient lets somebody do: what that person is called, which medicines (None: all), the first and the last
    day (None: from now, and until it is ended)."""

    name: str
    medicines: tuple[str, ...] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    kind: Kind = "care"

    @property
    def is_full_care(self) -> bool:
        """Whether it is care for all medicines there will be, without a last day."""
        return self.kind == "care" and self.medicines is None and self.ends_on is None

    def holds(self, today: date) -> bool:
        """Whether that day is one of its days."""
        return (self.starts_on is None or self.starts_on <= today) and (self.ends_on is None or today <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as it is kept. `other_id` is who accepted it, `other_name` under which name that person logs in.

    The id stands in addresses and opens nothing by itself.
    """

    id: str
    patient_id: str
    terms: Terms
    created_at: datetime
    code_expires_at: datetime
    other_id: str | None = None
    other_name: str = ""
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None

    def state(self, now: datetime, today: date) -> State:
        """What it is at that instant, which is that day where the patient is."""
        if self.ended_at is not None:
            return "ended"
        if self.accepted_at is None:
            return "waiting" if now < self.code_expires_at else "expired"
        if self.terms.starts_on is not None and today < self.terms.starts_on:
            return "to_come"
        return "holds" if self.terms.holds(today) else "over"

    def is_full_care(self, today: date) -> bool:
        """Whether somebody cares for all of it under this grant on that day, and without an end."""
        there = self.accepted_at is not None and self.ended_at is None
        return there and self.terms.is_full_care and self.terms.holds(today)


@dataclass(frozen=True, slots=True)
class Caring:
    """The grant under which somebody acts on the record of somebody else, as it holds in one request.

    `zone` is where whoever acts lives. `without_log_in` says that the patient gave up the log-in.
    """

    id: str
    patient_id: str
    medicines: frozenset[str] | None
    zone: str
    kind: Kind = "care"
    without_log_in: bool = False

    @property
    def is_of_all(self) -> bool:
        """Whether it is about every medicine."""
        return self.medicines is None and not self.observes

    @property
    def observes(self) -> bool:
        """Whether whoever acts may write down what is seen, and read nothing but that."""
        return self.kind == "observe"


def read_code(text: str) -> str:
    """The twelve digits of a code, however they were typed: with spaces, hyphens, or in the digits of another script.

    Raises InvalidEntry.
    """
    digits = "".join(str(unicodedata.decimal(sign)) for sign in text[:100] if sign.isdecimal())
    others = [sign for sign in text if not (sign.isdecimal() or sign.isspace() or sign in "-.–")]
    if others or len(digits) != CODE_LENGTH:
        raise InvalidEntry({"code": _("Type the %(number)s digits of the code you were told.", number=CODE_LENGTH)})
    return digits


def read_terms(
    fields: Mapping[str, str], medicines: Collection[str], today: date, before: Terms | None = None
) -> Terms:
    """Read what somebody is let do: "grant_name", "kind", "which" ("all" or "some", with "medicine-" fields), and the
    days "starts_on" and "ends_on".

    `before` are the terms that are changed: days that were there already may be over. Raises InvalidEntry with a
    sentence for every field that is refused.
    """
    errors: Errors = {}
    name = " ".join(fields.get("grant_name", "").split())
    if not name:
        errors["grant_name"] = _("Say who it is: a name you know the person by.")
    elif len(name) > LONGEST_NAME or not name.isprintable():
        errors["grant_name"] = _("The name must be %(most)s characters or fewer.", most=LONGEST_NAME)
    chosen = tuple(each for each in medicines if fields.get(f"medicine-{each}") == "yes")
    which = fields.get("which", "all")
    kind: Kind = "observe" if fields.get("kind") == "observe" else "care"
    if kind == "observe":  # it is about no medicine
        chosen, which = (), "all"
    if which == "some" and not chosen:
        errors["which"] = _("Choose at least one medicine.")
    starts_on, ends_on = _day(fields, "starts_on", errors), _day(fields, "ends_on", errors)
    if ends_on is not None and "ends_on" not in errors:
        if ends_on < today and (before is None or before.ends_on != ends_on):
            errors["ends_on"] = _("This day is over. Choose today or a later day, or leave it empty.")
        elif starts_on is not None and ends_on < starts_on:
            errors["ends_on"] = _("The last day must not be before the first.")
    if errors:
        raise InvalidEntry(errors)
    return Terms(name, chosen if which == "some" else None, starts_on, ends_on, kind)


def _day(fields: Mapping[str, str], name: str, errors: Errors) -> date | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        return read_date(text, may_come=True)
    except ValueError as error:
        errors[name] = str(error)
        return None
