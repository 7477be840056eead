"""What a person's record is known by at a glance: letters, a colour and a shape; the colour never alone."""

import unicodedata
from hashlib import sha256
from typing import NamedTuple

from journal.core.values.languages import _
from journal.web.site import context

COLOURS = 6  # .person-1 and so on in the stylesheet
SHAPES = ("circle", "square", "diamond")


class Mark(NamedTuple):
    """The mark of a person: the first letters of the name, the number of a colour, and a shape."""

    letters: str
    colour: int
    shape: str


class ForWhom(NamedTuple):
    """For whom somebody acts: the mark and the name of the patient, and what to know of the record."""

    mark: Mark
    name: str
    said: str


def for_whom() -> ForWhom | None:
    """For whom this request acts; None on one's own record."""
    caring = context.caring()
    if caring is None:
        return None
    patient = context.patient()
    said = _("You write down what you see.") if caring.observes else _("You read and write this record.")
    if caring.without_log_in and not caring.observes:
        gave_up = _("The patient gave up the log-in.")
        said = f"{said} {gave_up}"
    if caring.zone != patient.settings.zone:
        place = patient.settings.zone.rsplit("/", 1)[-1].replace("_", " ")
        times = _("Its times are those of %(place)s.", place=place)
        said = f"{said} {times}"
    return ForWhom(mark(patient.id, patient.name), patient.name, said)


def home() -> str:
    """The page somebody begins on: Today, or of a record that is only observed what was seen there."""
    caring = context.caring()
    return "observations.index" if caring is not None and caring.observes else "today.show"


def mark(patient_id: str, name: str) -> Mark:
    """The mark of a person, the same wherever it is shown."""
    number = int.from_bytes(sha256(patient_id.encode()).digest()[:4])
    return Mark(_letters(name), number % COLOURS + 1, SHAPES[number // COLOURS % len(SHAPES)])


def _letters(name: str) -> str:
    """The first sign of the first and of the last word, with the marks that belong to them."""
    words = name.split()
    return "".join(map(_first, words[:1] + words[1:][-1:])).upper()


def _first(word: str) -> str:
    signs = unicodedata.normalize("NFC", word)
    after = next((n for n, sign in enumerate(signs[1:], 1) if not unicodedata.combining(sign)), len(signs))
    return signs[:after]
