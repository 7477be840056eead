"""Read what forms of every kind share: idempotency key and fingerprint, context, moment, texts, severity."""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from journal.core.medicine.liquids import read_ml
from journal.core.medicine.medicines import Medicine, of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.record.pressed_times import read_pressed
from journal.core.values import clock
from journal.core.values.amounts import Amount, read_amount
from journal.core.values.clock import Moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import NP_, _, number, pgettext
from journal.core.values.periods import day_words, read_date
from journal.core.values.text import with_ascii_digits

LONGEST_NOTE = 5000
SEVERITIES = (
    NP_("severity", "none"),
    NP_("severity", "mild"),
    NP_("severity", "moderate"),
    NP_("severity", "severe"),
    NP_("severity", "very severe"),
)

NOT_CONTENT = {"csrf_token", "day_confirmed", "found", "id", "version", "sent_at", "tablet", "whose"} | {
    f"confirmed{of_rule}" for of_rule in ("", "_double_dose", "_as_needed", "_day_total_range")
}
LONG_AGO = timedelta(days=366)  # further back a slip of the year (1926 for 2026) is likelier than such an entry
EARLIEST_AT = datetime.combine(clock.EARLIEST, time(), UTC)

Errors = dict[str, str]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9](?:\.[0-9]+)?)?")
_TIME_OF_12 = re.compile(r"(0?[1-9]|1[0-2])(?:[:.]([0-5][0-9]))?\s*([ap])\.?\s*m\.?", re.IGNORECASE)


def severity_word(severity: int) -> str:
    """The word for a severity: "moderate"."""
    return pgettext("severity", SEVERITIES[severity])


@dataclass(frozen=True, slots=True)
class FormContext:
    """The context a form is read in: the moment it arrived, the person's zone and day boundary, what is known of the
    medicine, the clock (24 or 12 hours) that sentences use, and which medicine of the person's it is, for the forms of
    doses and plans; without one, that of the monograph. `form` is the key of the form that amounts are read in, where
    one is chosen."""

    now: datetime
    zone: str
    day_starts: time
    monograph: Monograph
    hours: str = "24"
    of: Medicine | None = None
    form: str = ""

    @property
    def medicine(self) -> Medicine:
        """The medicine a dose or a plan is for."""
        return self.of or of_monograph(self.monograph.key)

    def read_amount(self, text: str) -> Amount:
        """An amount of the medicine as it was typed, in its unit and up to its largest. Raises InvalidAmount.

        Of a liquid that is counted in mg it may be ml: "5 ml".
        """
        unit, known = self.medicine.unit, self.monograph
        if unit == "mg" and text.rstrip().lower().endswith("ml"):
            form = known.liquids.get(self.form or next(iter(known.form_names), ""))
            return read_ml(text, form, known.daily_range.largest)
        return read_amount(text, unit, known.daily_range.largest)


def fingerprint(fields: Mapping[str, str]) -> bytes:
    """A hash of what a form holds, to tell the same submission sent twice from another one with the same id.

    It covers what was sent and not what was read from it: "now" means another instant at each reading.
    """
    content = sorted((name, text) for name, text in fields.items() if name not in NOT_CONTENT)
    return hashlib.sha256(json.dumps(content).encode()).digest()


def read_id(fields: Mapping[str, str]) -> str:
    """The entry's id that the form carried. Raises InvalidEntry for anything but a UUID in its usual spelling."""
    try:
        found = str(uuid.UUID(fields.get("id", "")))
    except ValueError:
        found = ""
    if not found or found != fields.get("id"):
        raise InvalidEntry(
            {"id": _("This page was not complete when it was sent. Load it again and send it once more.")}
        )
    return found


def read_sent_at(fields: Mapping[str, str], now: datetime) -> datetime:
    """The instant a form arrived for the first time: "sent_at" where it was laid aside since, else now.

    What cannot be read, lies in the future or before anybody's time is not believed.
    """
    try:
        found = datetime.fromisoformat(fields.get("sent_at", ""))
    except ValueError:
        return now
    if found.tzinfo is None or not EARLIEST_AT <= found <= now:
        return now
    return found.astimezone(UTC)


def read_when(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> Moment | None:
    """The moment a form speaks of: a time that was "pressed", "now", or a wall time in the fields "on" and "at".

    "Now" is when the form arrived for the first time: one that was laid aside may be saved hours later.
    On a night with two of that time, "second" ("first" or "second") says which; without it the error asks.
    A day more than a year back is asked about once: it is taken when "day_confirmed" holds that day.
    Puts a sentence into `errors` and returns None when there is no such moment.
    """
    if "pressed" in fields:
        return _read_pressed(fields, form_context, errors)
    if fields.get("when") == "asked":  # the form was sent without pressing a time, by the Enter key inside a field
        errors["when"] = _("Nothing is saved yet. Press when it was.")
        return None
    if fields.get("when", "earlier" if fields.get("on") or fields.get("at") else "now") == "now":
        return clock.moment(read_sent_at(fields, form_context.now), form_context.zone)
    return _read_typed(fields, form_context, errors)


def _read_typed(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> Moment | None:
    """The moment of a wall time that was typed."""
    wall = _read_wall(fields, errors)
    if wall is None:
        return None
    zone = fields.get("zone") or form_context.zone
    try:
        clock.read_zone(zone)
        found = clock.local_moment(wall, zone, {"first": False, "second": True}.get(fields.get("second", "")))
    except clock.UnknownZone as error:
        errors["zone"] = str(error)
    except clock.NonexistentTime as error:
        errors["at"] = error.words(form_context.hours)
    except clock.AmbiguousTime as error:
        errors["second"] = str(error)
    else:
        today = clock.moment(form_context.now, zone).on
        if found.at > form_context.now + clock.FUTURE_TOLERANCE:
            errors["on" if found.on > today else "at"] = _("This is in the future. Enter it when it has happened.")
        elif found.on < today - LONG_AGO and not _is_confirmed(fields, found.on):
            errors["day_confirmed"] = _(
                "%(day)s is more than a year ago. If you mean that day, tick “Yes, that day” and save again.",
                day=day_words(found.on, with_year=True),
            )
        else:
            return found
    return None


def _read_pressed(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> Moment | None:
    arrived_at = read_sent_at(fields, form_context.now)
    pressed = read_pressed(fields["pressed"], form_context.now)
    if pressed is None:
        errors["when"] = _("This time could not be read. Press one of the times below.")
    elif pressed.is_too_old(arrived_at):
        errors["when"] = _("This page was open for a while, so its times were old. Nothing is saved yet. Press again.")
    else:
        return pressed.moment(arrived_at)
    return None


def _is_confirmed(fields: Mapping[str, str], on: date) -> bool:
    try:
        return read_date(fields.get("day_confirmed", "")) == on
    except ValueError:
        return False


def _read_wall(fields: Mapping[str, str], errors: Errors) -> datetime | None:
    on, at = None, None
    try:
        on = read_date(fields.get("on", ""))
    except ValueError as error:
        errors["on"] = str(error)
    try:
        at = read_time(fields.get("at", ""))
    except ValueError as error:
        errors["at"] = str(error)
    return datetime.combine(on, at) if on is not None and at is not None else None


def read_time(text: str) -> time:
    """A wall time "08:05" or "8:05" (seconds are dropped), or of the 12-hour clock "8:05 pm", "8 pm", "12:30 a.m.".

    Raises ValueError with a sentence. A time with an offset is refused: the zone has a field of its own, and dropping
    the offset would move the entry.
    """
    typed = with_ascii_digits(text).strip()
    if found := _TIME.fullmatch(typed):
        return time(int(found[1]), int(found[2]))
    if found := _TIME_OF_12.fullmatch(typed):
        return time(int(found[1]) % 12 + 12 * (found[3].lower() == "p"), int(found[2] or 0))
    raise ValueError(_("Write the time as hours and minutes, for example 08:05 or 8:05 pm."))


def read_text(fields: Mapping[str, str], name: str, longest: int, errors: Errors) -> str:
    """A text as it was typed, line ends made plain. Refuses texts longer than `longest` characters and what no
    database stores: NUL and halves of surrogate pairs."""
    text = fields.get(name, "").replace("\r\n", "\n").strip()
    if _UNSTORABLE.search(text):
        errors[name] = _("The text holds a character that cannot be stored. Remove it, or type the text again.")
    elif len(text) > longest:
        errors[name] = _(
            "The text is %(length)s characters long; there is room for %(longest)s.",
            length=number(len(text)),
            longest=number(longest),
        )
    return text


def read_severity(text: str) -> int | None:
    """A severity 0 to 4; "" is not answered. Raises ValueError with a sentence."""
    if not text:
        return None
    if text not in {"0", "1", "2", "3", "4"}:
        raise ValueError(_("Choose one of the five answers, or leave it out."))
    return int(text)
