"""Whom to call: the emergency number of this installation, and the poison and crisis lines its operator named."""

import re
from dataclasses import dataclass
from unicodedata import normalize

from journal.core.values.errors import CannotStart
from journal.core.values.languages import N_, _

LONGEST_NAME = 60
MOST_DIGITS = 15  # of any phone number in the world (ITU-T E.164)
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_NUMBER = r"\+?\(?[0-9][0-9 ()./-]*"
_LAST = re.compile(rf"(?:^|(?<=[\s:,;]))(?P<number>{_NUMBER})$")
_FIRST = re.compile(rf"^(?P<number>{_NUMBER})(?=[\s:,;])")


POISON, CRISIS = N_("Poison line"), N_("Crisis line")


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """Somebody to call: the number as people write it, and the name they know it by ("" when it needs none)."""

    number: str
    name: str = ""

    @property
    def name_words(self) -> str:
        """The name in the language that is spoken, when it is a usual one; else as the operator wrote it."""
        return _(self.name) if self.name in {POISON, CRISIS} else self.name

    @property
    def dialled(self) -> str:
        """The number as a phone dials it, for a tel: link: nobody dials the (0) after the code of a country."""
        written = self.number.replace("(0)", "") if self.number.startswith("+") else self.number
        return re.sub(r"[^0-9+]", "", written)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers an installation shows; `is_set` when its operator chose the emergency number."""

    emergency: PhoneLine = PhoneLine("112")
    poison: PhoneLine | None = None
    crisis: PhoneLine | None = None
    is_set: bool = False


# Of countries whose number is one and the same for everybody. The list is short on purpose; sources: docs/sources.md.
ELSEWHERE = (
    (PhoneLine("112"), N_("The European Union and many other countries")),
    (PhoneLine("999"), N_("The United Kingdom")),
    (PhoneLine("911"), N_("The United States, Canada and Mexico")),
    (PhoneLine("000"), N_("Australia")),
    (PhoneLine("111"), N_("New Zealand")),
)


def read_numbers(emergency: str | None, poison: str | None, crisis: str | None) -> Numbers:
    """The numbers by their three settings, each of which may be missing. Raises CannotStart with what is wrong."""
    chosen = _read_emergency(emergency or "")
    return Numbers(
        chosen or Numbers().emergency,
        _read_line(poison or "", POISON, "JOURNAL_POISON_NUMBER"),
        _read_line(crisis or "", CRISIS, "JOURNAL_CRISIS_NUMBER"),
        is_set=chosen is not None,
    )


def _read_emergency(text: str) -> PhoneLine | None:
    written = _plain(text)
    if not written:
        return None
    line = PhoneLine(written)
    if not re.fullmatch(_NUMBER, written) or not 2 <= _digits(line) <= MOST_DIGITS:
        raise CannotStart(
            "JOURNAL_EMERGENCY_NUMBER must be the number alone, in digits, for example JOURNAL_EMERGENCY_NUMBER=112."
        )
    return line


def _read_line(text: str, usual_name: str, setting: str) -> PhoneLine | None:
    """A name and a number in one text, in either order; the number alone gets its usual name."""
    written = _plain(text)
    if not written:
        return None
    found = _LAST.search(written) or _FIRST.search(written)
    if found is not None:
        name = (written[: found.start()] + written[found.end() :]).strip(" :,;-") or usual_name
        line = PhoneLine(found["number"].strip(" ./-"), name)
        is_name = name.isprintable() and len(name) <= LONGEST_NAME and any(sign.isalpha() for sign in name)
        if is_name and 3 <= _digits(line) <= MOST_DIGITS:
            return line
    raise CannotStart(f'{setting} must be a name and a number, for example {setting}="{usual_name} 555 0100".')


def _plain(text: str) -> str:
    """The text with the plain spaces, hyphens and digits that keyboards have; web pages and letters use others."""
    return " ".join(normalize("NFKC", text).translate(_HYPHENS).split())


def _digits(line: PhoneLine) -> int:
    return len(line.dialled.removeprefix("+"))
