"""Observations: what somebody else saw, beside what the patient records and never counted with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from journal.core.record.episodes import read_minutes
from journal.core.record.forms import LONGEST_NOTE, Errors, FormContext, read_severity, read_text, read_when
from journal.core.values.clock import Moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _

OTHER = "other"  # what was seen is told in the note alone


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen, and when: the key of an episode or of a side effect, or OTHER; how strong it was and how long it
    lasted, where that is known."""

    moment: Moment
    what: str
    severity: int | None = None
    minutes: int | None = None
    note: str = ""

    @property
    def day_on(self) -> date:
        """The calendar day on which it was seen."""
        return self.moment.on


@dataclass(frozen=True, slots=True)
class Observation:
    """An observation of the record: who recorded it and when, and whether it was taken back."""

    id: str
    observed: Observed
    recorded_at: datetime
    recorded_by: str
    deleted_at: datetime | None = None


def read_observed(fields: Mapping[str, str], form_context: FormContext, names: Mapping[str, str]) -> Observed:
    """Read the form of an observation: "what", "severity", "minutes", when it was, "note". `names` are what can be
    chosen.

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    moment = read_when(fields, form_context, errors)
    what, severity = fields.get("what", ""), None
    if what not in names and what != OTHER:
        errors["what"] = _("Choose what you saw.")
    minutes = read_minutes(fields, errors)
    try:
        severity = read_severity(fields.get("severity", ""))
    except ValueError as error:
        errors["severity"] = str(error)
    note = read_text(fields, "note", LONGEST_NOTE, errors)
    if what == OTHER and not note and "note" not in errors:
        errors["note"] = _("Write what you saw.")
    if errors or moment is None:
        raise InvalidEntry(errors)
    return Observed(moment, what, severity, minutes, note)
