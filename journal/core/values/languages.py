"""The language a person reads: messages, plurals, days and numbers in the present one. English is every message's id.

The web ring enters a language for each request, whoever makes a document for that document; until then it is English.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from journal.core.values import english

if TYPE_CHECKING:
    from babel.messages.catalog import Message

# Signs that show nothing and say which way a text runs: from here on by its own first letter, until the end, and from
# right to left.
_BY_ITSELF, _END, _LEFTWARDS = "\u2068", "\u2069", "\u200f"
_PART = re.compile(r"%\((\w+)\)s")
_MARKUP = frozenset(
    '<>&"'
)  # in a page a translated message stands as it is, in a text or between the quotes of a value
_logger = logging.getLogger("journal.languages")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language: its code as HTML writes it, the rules for its days and numbers, and its messages.

    The rules are Babel's. It loads them when they are first asked for.
    """

    code: str
    locale: Locale
    catalog: NullTranslations = field(default_factory=NullTranslations)

    @property
    def direction(self) -> str:
        """Where its lines begin, as HTML writes it: "ltr" or "rtl"."""
        return self.locale.text_direction

    def day(self, on: date, pattern: str) -> str:
        """A day after a pattern of Unicode's."""
        return format_date(on, pattern, locale=self.locale)

    def number(self, count: int) -> str:
        """A whole number with its separators."""
        return format_decimal(count, locale=self.locale)


class _English(Language):
    """English, which never asks Babel for its rules."""

    __slots__ = ()

    @property
    def direction(self) -> str:
        return "ltr"

    def day(self, on: date, pattern: str) -> str:
        written = english.day(on, pattern)
        return Language.day(self, on, pattern) if written is None else written

    def number(self, count: int) -> str:
        return english.number(count)


ENGLISH = _English("en", Locale("en"))
_present: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def present() -> Language:
    """The language that is spoken now."""
    return _present.get()


@contextmanager
def using(language: Language) -> Iterator[None]:
    """Speak a language inside the block."""
    before = _present.set(language)
    try:
        yield
    finally:
        _present.reset(before)


def gettext(message: str, /, **parts: object) -> str:
    """A message with its named parts in the present language. A "%" of its own is written twice."""
    return _filled(_present.get().catalog.gettext(message), message, parts)


_ = gettext


def pgettext(context: str, message: str, /, **parts: object) -> str:
    """The same of a message that means something else elsewhere: "none" is a severity, an answer and an amount."""
    return _filled(_present.get().catalog.pgettext(context, message), message, parts)


def ngettext(one: str, many: str, count: int, /, **parts: object) -> str:
    """The message for that many. `%(num)s` is the number as the language writes it."""
    found = _present.get().catalog.ngettext(one, many, count)
    return _filled(found, one if count == 1 else many, {"num": number(count), **parts})


def npgettext(context: str, one: str, many: str, count: int, /, **parts: object) -> str:
    """The message for that many, in one of its meanings."""
    found = _present.get().catalog.npgettext(context, one, many, count)
    return _filled(found, one if count == 1 else many, {"num": number(count), **parts})


def isolated(text: object) -> str:
    """A text of its own direction (a name, an amount) as it stands in a sentence from right to left: what is around it
    does not turn it about. Where lines begin at the left it is the text alone."""
    said = str(text)
    return f"{_BY_ITSELF}{said}{_END}" if said and _present.get().direction == "rtl" else said


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a constant as a message; whoever shows it says `_(constant)`."""
    return message


def NP_(_context: str, message: str) -> str:  # noqa: N802
    """Mark a constant as a message with a context; whoever shows it says `pgettext(context, constant)`."""
    return message


def day(on: date, pattern: str) -> str:
    """A day after a pattern of Unicode's, which is a message itself: `day(on, _("EEEE d MMMM"))`."""
    return _written(on, pattern, _present.get())


@lru_cache(4096)  # more than the days of ten years: a table asks for each of its days, and Babel takes 20 µs for one
def _written(on: date, pattern: str, language: Language) -> str:
    return language.day(on, pattern)


def number(count: int) -> str:
    """A whole number, with the separators of the language: "1,234"."""
    return str(count) if 0 <= count < 1000 else _present.get().number(count)


def listed(names: Sequence[str]) -> str:
    """Names one after the other: "a", "a and b", "a, b and c"; "" for none."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s", names=in_a_row(names[:-1]), last=names[-1])


def either(names: Sequence[str]) -> str:
    """The same where one of them is meant: "a or b", "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s or %(last)s", names=in_a_row(names[:-1]), last=names[-1])


def in_a_row(names: Sequence[str]) -> str:
    """The same without a word between the last two: "a, b, c"."""
    if not names:
        return ""
    row = names[0]
    for name in names[1:]:
        row = _("%(names)s, %(next)s", names=row, next=name)
    return row


def _filled(found: str, original: str, parts: Mapping[str, object]) -> str:
    """The message with its parts.

    In a language from right to left each part keeps its own direction, and the message its language's, also where it
    has no word of its own or begins with a part.
    """
    if parts and _present.get().direction == "rtl":
        return _LEFTWARDS + _with_parts(found, original, {name: isolated(part) for name, part in parts.items()})
    return _with_parts(found, original, parts)


def _with_parts(found: str, original: str, parts: Mapping[str, object]) -> str:
    """The message with its parts, or the original with them where the translation cannot take them."""
    try:
        return found % parts
    except (KeyError, TypeError, ValueError):
        if found == original:
            raise
        _logger.warning("not translated", extra={"fields": {"event": "not translated", "message": original}})
        return original % parts


def read_languages(folder: Path) -> dict[str, Language]:
    """English, and every language with a catalog in the folder: `de.po`. By code."""
    return {"en": ENGLISH} | {file.stem: _read_language(file) for file in sorted(folder.glob("*.po"))}


def _read_language(file: Path) -> Language:
    """A language from its catalog. What would not fit into a page is left out and logged: it is said in English."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only where there is a catalog
    from babel.messages.pofile import read_po  # noqa: PLC0415

    locale = Locale.parse(file.stem, sep="-")
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=locale)
    for message in catalog:
        if message.id and (reason := misfit(message)):
            fields = {"event": "not translated", "language": file.stem, "message": message.id, "reason": reason}
            _logger.warning("not translated", extra={"fields": fields})
            message.string = ""
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Language(file.stem, locale, GNUTranslations(compiled))


def misfit(message: "Message") -> str:
    """Why a translation cannot stand for its message; "" when it can.

    It has the named parts of the original and no markup the original has not. A singular may leave out the number.
    """
    originals = _forms(message.id)
    parts = [set(_PART.findall(text)) for text in originals]
    optional = {"num"} if len(parts) > 1 else set()
    possible, needed = set.union(*parts) | optional, set.intersection(*parts) - optional
    for text in _forms(message.string):
        found = set(_PART.findall(text))
        if (set(text) - set("".join(originals))) & _MARKUP:
            return "it brings markup"
        if not needed <= found <= possible:
            return "its named parts are others"
        try:
            text % dict.fromkeys(found, "")
        except (KeyError, TypeError, ValueError):
            return "it cannot be filled in"
    return ""


def _forms(texts: str | Iterable[str] | None) -> list[str]:
    """The forms of a message that has words: one, or one for each plural."""
    return list(filter(None, [texts] if texts is None or isinstance(texts, str) else texts))
