"""Episodes: read the form of a seizure or a panic attack, what the medicine is taken against."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from journal.core.record.forms import LONGEST_NOTE, Errors, FormContext, read_severity, read_text, read_when
from journal.core.values.clock import Moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import NP_, _
from journal.core.values.text import with_ascii_digits

LONGEST_MINUTES = 24 * 60


class Episode(BaseModel):
    """An episode: which kind, when it began, how long it lasted and how strong it was, where that is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    kind: ClassVar[Literal["episode"]] = "episode"
    field_names: ClassVar[Mapping[str, str]] = {
        "what": NP_("field", "what it was"),
        "minutes": NP_("field", "how long"),
        "severity": NP_("field", "how strong"),
    }

    moment: Moment
    what: str
    minutes: int | None = Field(default=None, ge=1, le=LONGEST_MINUTES)
    severity: int | None = Field(default=None, ge=0, le=4)
    note: str = ""

    @property
    def typed_names(self) -> Iterable[str]:
        """What was typed besides the note: nothing."""
        return ()

    @property
    def day_on(self) -> date:
        """The calendar day on which it began."""
        return self.moment.on


def read_episode(fields: Mapping[str, str], form_context: FormContext) -> Episode:
    """Read the episode form: "what", "minutes", "severity", when it began, "note".

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    moment = read_when(fields, form_context, errors)
    what = fields.get("what", "")
    if what not in form_context.monograph.episode_names:
        errors["what"] = _("Choose what it was.")
    minutes = read_minutes(fields, errors)
    severity = None
    try:
        severity = read_severity(fields.get("severity", ""))
    except ValueError as error:
        errors["severity"] = str(error)
    note = read_text(fields, "note", LONGEST_NOTE, errors)
    if errors or moment is None:
        raise InvalidEntry(errors)
    return Episode(moment=moment, what=what, minutes=minutes, severity=severity, note=note)


def read_minutes(fields: Mapping[str, str], errors: Errors) -> int | None:
    """How many minutes something lasted; None where that is left out, or refused with a sentence in `errors`."""
    text = with_ascii_digits(fields.get("minutes", "")).strip()
    if not text:
        return None
    minutes = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
    if not 1 <= minutes <= LONGEST_MINUTES:
        errors["minutes"] = _("Write how many minutes it lasted, between 1 and 1440, or leave it out.")
        return None
    return minutes
