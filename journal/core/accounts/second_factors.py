"""The second step of a log-in: what a person may type there, and how secrets and codes are written."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.core.values.errors import InvalidEntry, JournalError
from journal.core.values.languages import N_, _

ISSUER = "Side-effect journal"
DIGITS = 6
CODES = 10
CODE_LENGTH = 16  # of 32 letters: 80 bits
FEW_CODES = 3
# No I, L, O and U: nobody has to tell a one from an l in handwriting. Source: Crockford's base 32
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STEP_LASTS = timedelta(minutes=10)  # from the password to the code
SET_UP_LASTS = timedelta(hours=1)  # a secret that was shown and not confirmed by then is never used

_ALIKE = str.maketrans("OIL", "011")
_HOW = N_("Type the six digits your app shows now, or one of your recovery codes.")


class AlreadyOn(JournalError):
    """The second step is on already."""

    def __init__(self) -> None:
        super().__init__(_("The second step is on already."))


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the second step is on, since when, how many recovery codes are left, and which set of codes they are of.

    `codes_version` changes with every new set, and says nothing of the codes.
    """

    on_since: datetime | None = None
    codes_left: int = 0
    codes_version: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed as a code: six digits of the app, or a recovery code."""

    code: str

    @property
    def is_recovery(self) -> bool:
        """Whether it is one of the printed codes."""
        return len(self.code) == CODE_LENGTH


def read_code(text: str) -> Typed:
    """Read a code however it was typed: spaces, dashes, small letters, O for 0. Raises InvalidEntry."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", text[:200]).upper() if letter.isalnum())
    plain = plain.translate(_ALIKE)
    if not set(plain) <= set(LETTERS) or len(plain) not in {DIGITS, CODE_LENGTH}:
        raise InvalidEntry({"code": _(_HOW)})
    if len(plain) == DIGITS and not plain.isdigit():
        raise InvalidEntry({"code": _(_HOW)})
    return Typed(plain)


def read_digits(text: str) -> str:
    """Read the six digits of the app. Raises InvalidEntry."""
    try:
        typed = read_code(text)
    except InvalidEntry:
        typed = Typed("")
    if len(typed.code) != DIGITS:
        raise InvalidEntry({"code": _("Type the six digits your app shows now.")})
    return typed.code


def grouped(text: str) -> str:
    """A secret or a code in groups of four, as one can read it aloud."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
