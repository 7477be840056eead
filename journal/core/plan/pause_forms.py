"""Read the form of a pause: its first and last day, and why."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from journal.core.plan.regimens import Pause
from journal.core.record.forms import Errors, read_text
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.core.values.periods import read_date

LONGEST = timedelta(days=366)
LONGEST_REASON = 100
REASONS = (N_("in hospital"), N_("ordered by my prescriber"))


def read_pause(fields: Mapping[str, str], today: date) -> tuple[date, date, str]:
    """The first and last day ("first_on", "last_on") and the reason of a pause: "reason", or "other_reason" as typed.

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    first_on, last_on = (_read_day(fields, name, errors) for name in ("first_on", "last_on"))
    reason = read_text(fields, "other_reason", LONGEST_REASON, errors) or _reason(fields)
    if first_on is not None and last_on is not None:
        if last_on < first_on:
            errors["last_on"] = _("The last day is before the first. Choose a later day.")
        elif last_on - first_on >= LONGEST or first_on > today + LONGEST:
            errors["last_on"] = _("A pause lasts a year at most, and begins within a year.")
    if errors or first_on is None or last_on is None:
        raise InvalidEntry(errors)
    return first_on, last_on, " ".join(reason.split())


def refuse_overlap(first_on: date, last_on: date, pauses: Sequence[Pause]) -> None:
    """Raise InvalidEntry where one of these pauses has a day of the new one."""
    if any(pause.first_on <= last_on and first_on <= pause.last_on for pause in pauses):
        raise InvalidEntry({"first_on": _("Some of these days are in a pause already. Choose other days.")})


def _read_day(fields: Mapping[str, str], name: str, errors: Errors) -> date | None:
    try:
        return read_date(fields.get(name, ""), may_come=True)
    except ValueError as error:
        errors[name] = str(error)
        return None


def _reason(fields: Mapping[str, str]) -> str:
    """A reason that was pressed, in the words of the language it was read in."""
    chosen = fields.get("reason", "")
    return _(REASONS[int(chosen)]) if chosen in {str(n) for n in range(len(REASONS))} else ""
