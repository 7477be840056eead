"""Measure and break text without matplotlib, so that a picture's size is known before it is drawn."""

import re
import unicodedata
from functools import lru_cache

from journal.render.style import EMBEDDED, FAMILY, widths
from journal.render.text import font_fallback
from journal.render.text.graphemes import KEYCAP, graphemes, is_unseen

PLACEHOLDER = "\ufffd"  # stands for one sign that none of our fonts has; never a box, which looks like a fault

LONGEST_WHOLE = 24  # signs of a word that is never broken
BREAK = "\u200b"
TO_THE_RIGHT = "\u200e"  # draws nothing

# Characters that draw nothing, break XML or turn the words around them about (bidi overrides).
_UNDRAWN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # count as letters or marks, and are not to be seen


def clean(text: str) -> str:
    """The text as one line: control and direction characters gone, white space single."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(map(_seen, text)).split())


def drawable(text: str) -> str:
    """The text as one line that our fonts can draw: each sign they do not have is one placeholder."""
    line = clean(text)
    if EMBEDDED.issuperset(line):
        return line
    drawn = "".join(map(_drawable, graphemes(unicodedata.normalize("NFC", line))))
    return " ".join(drawn.split())  # a sign that was not drawn may have stood between two spaces


def runs(line: str) -> list[tuple[str, str]]:
    """A drawable line as runs of one font each, as (family, text): a word is in one font where one has it whole.

    A word that may not fit a line can be broken at any sign.
    """
    found: list[tuple[str, str]] = []
    for word in re.split("( )", line):
        between = BREAK if len(word) > LONGEST_WHOLE else ""
        for sign in graphemes(word):
            family = _family(word) or _family(sign) or FAMILY
            if found and found[-1][0] == family:
                found[-1] = family, found[-1][1] + sign + between
            else:
                found.append((family, sign + between))
    return found


def sentence_runs(line: str) -> list[tuple[str, str]]:
    """The same of a sentence from left to right with names in it: after words from right to left it goes on to the
    right, else a number that follows a name would change sides with it."""
    return runs(_LEFTWARDS_END.sub(f"\\g<0>{TO_THE_RIGHT}", line))


_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"  # letters written from right to left, and their marks
_LEFTWARDS_END = re.compile(f"[{_LEFT}](?![{_LEFT}])(?=[^{_LEFT}A-Za-z]*(?:[A-Za-z]|$))")


@lru_cache(1024)
def _family(text: str) -> str | None:
    return font_fallback.family("".join(letter for letter in text if not is_unseen(letter) and letter != TO_THE_RIGHT))


def plain(text: str) -> str:
    """The text as one line of Western letters, with a placeholder for every other sign: what every font can draw."""
    return "".join(sign if sign in widths(False) else PLACEHOLDER for sign in graphemes(drawable(text)))


def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in _UNDRAWN:
        return " "
    return "" if (kind == "Cf" and letter not in _JOINERS) or letter in _FILLERS else letter


def _drawable(sign: str) -> str:
    """The sign without what chooses between its colours and its outlines; a keycap is the digit on it."""
    letters = "".join(letter for letter in sign if not is_unseen(letter)).removesuffix(KEYCAP)
    if not letters:
        return ""
    family = font_fallback.family(letters)
    if family is None:
        return PLACEHOLDER
    return letters if family == FAMILY else "".join(letter for letter in sign if letter in _JOINERS + letters)


@lru_cache(maxsize=4096)  # pages ask how large a picture is, and then it is drawn: the same lines are measured again
def measure(text: str, size: int, *, bold: bool = False) -> float:
    """The width of one line in pixels at `size`, before letters are joined: no line is wider than it says."""
    known = widths(bold)
    return sum(known[sign] if sign in known else font_fallback.advance(sign, bold) for sign in text) * size / 1000


def wrap(text: str, size: int, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text as it can be drawn, in lines no wider than `room` pixels; a word longer than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in drawable(text).split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer, size, bold=bold) <= room:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        if measure(word, size, bold=bold) > room:
            *full, line = _pieces(word, size, room, bold)
            lines += full
    return (*lines, line) if line else tuple(lines)


def _pieces(word: str, size: int, room: float, bold: bool) -> list[str]:
    """A long word in parts, never between a letter and its marks."""
    pieces = [""]
    for sign in graphemes(word):
        if pieces[-1] and measure(pieces[-1] + sign, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces
