"""The pseudo languages: every message stands in brackets, so that words which are no message show themselves. "xr" is
the same as "xx", and its lines begin at the right.

The parts of a message stand between its brackets, not inside of them: a part must be a message itself, or typed text.
"""

import re
from gettext import NullTranslations

from babel import Locale

from journal.core.values.languages import Language

OPENING, CLOSING = "⟦⟧"
_PART = re.compile(r"(%\(\w+\)s)")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Bracketed(NullTranslations):
    """English in brackets."""

    def gettext(self, message: str) -> str:
        return "".join(piece if not piece or _PART.fullmatch(piece) else f"⟦{piece}⟧" for piece in _PART.split(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


class _Mirrored(Language):
    """A language whose lines begin at the right; days and numbers are English ones."""

    __slots__ = ()

    @property
    def direction(self) -> str:
        return "rtl"


PSEUDO = Language("xx", Locale("en"), Bracketed())
MIRRORED = _Mirrored("xr", Locale("en"), Bracketed())


def bare_text(text: str) -> str:
    """A text without what stands in brackets."""
    depth, outside = 0, []
    for sign in text:
        depth += (sign == OPENING) - (sign == CLOSING)
        outside.append(" " if depth or sign == CLOSING else sign)
    return "".join(outside)


def bare_words(text: str) -> list[str]:
    """The words of a text that stand outside of every bracket."""
    return _WORD.findall(bare_text(text))
