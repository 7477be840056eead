"""Circumstances: what a patient notes about the body that monographs call for care with, each since a day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.periods import read_date

YES = "yes"
PRECAUTION: Literal["pregnancy"] = "pregnancy"  # the key of the monographs' text about them


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Since when somebody is pregnant, and breastfeeds, and whether a kidney disease is ticked.

    None, or False, where the patient noted nothing of it, which says nothing. One that is over is taken back: nothing
    of it is left but what was told of it then.
    """

    pregnant_since: date | None = None
    breastfeeding_since: date | None = None
    kidney_disease: bool = False

    @property
    def noted(self) -> Mapping[str, date]:
        """What is noted with its day, by the name of its field."""
        found = {"pregnant_since": self.pregnant_since, "breastfeeding_since": self.breastfeeding_since}
        return {name: since for name, since in found.items() if since is not None}

    @property
    def everything(self) -> Mapping[str, date | bool]:
        """All that is noted, by the name of its field."""
        return {name: value for name, value in asdict(self).items() if value}


NOTHING_NOTED = Circumstances()


def read_circumstances(typed: Mapping[str, str], today: date) -> Circumstances:
    """Read "pregnant_since", "breastfeeding_since" and the tick "kidney_disease", an empty one being not noted.

    Raises InvalidEntry with a sentence for every day that is none, or still to come.
    """
    errors: dict[str, str] = {}
    found = Circumstances(
        pregnant_since=_read_day(typed, "pregnant_since", today, errors),
        breastfeeding_since=_read_day(typed, "breastfeeding_since", today, errors),
        kidney_disease=typed.get("kidney_disease", "") == YES,
    )
    if errors:
        raise InvalidEntry(errors)
    return found


def _read_day(typed: Mapping[str, str], name: str, today: date, errors: dict[str, str]) -> date | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        since = read_date(text)
    except ValueError as error:
        errors[name] = str(error)
        return None
    if since > today:
        errors[name] = _("This day is still to come. Write the day since when, or leave it empty.")
    return since
