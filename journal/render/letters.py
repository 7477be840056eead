"""Measuring and breaking text without matplotlib, so that a picture's size is known before it is drawn."""

import unicodedata

from journal.render.style import widths

# Characters that draw nothing, break XML or turn the words around them about (bidi overrides).
_UNDRAWN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """The text as one drawable line: control and direction characters gone, white space single."""
    return " ".join("".join(map(_drawable, text)).split())


def _drawable(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in _UNDRAWN:
        return " "
    return "" if kind == "Cf" and letter not in _JOINERS else letter


def measure(text: str, size: int, *, bold: bool = False) -> float:
    """The width of one line in pixels at `size`; letters we have no figures for count as wide."""
    known = widths(bold)
    return sum(known.get(letter, 1000) for letter in text) * size / 1000


def wrap(text: str, size: int, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The cleaned text in lines no wider than `room` pixels; a word longer than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer, size, bold=bold) <= room:
            line = longer
            continue
        lines += [line] if line else []
        *full, line = _pieces(word, size, room, bold)
        lines += full
    return (*lines, line) if line else tuple(lines)


def _pieces(word: str, size: int, room: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
