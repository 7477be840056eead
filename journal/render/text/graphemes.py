"""Cut a text into graphemes: what a reader counts as one sign, however many code points it is made of (UAX 29)."""

import unicodedata
from collections.abc import Iterator

JOINER, NON_JOINER = "\u200d", "\u200c"
KEYCAP = "\u20e3"
_VIRAMA = 9  # the combining class of the sign that ties two letters of an Indian script into one


def graphemes(text: str) -> Iterator[str]:
    """Each sign of a text: a letter with its marks, a joined emoji, a keycap, a flag, a syllable of Hangul."""
    sign = ""
    for letter in text:
        if sign and not _continues(sign, letter):
            yield sign
            sign = ""
        sign += letter
    if sign:
        yield sign


def is_unseen(letter: str) -> bool:
    """Whether a code point only says how its neighbours are drawn: joiners and variation selectors."""
    return letter in {JOINER, NON_JOINER} or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def _continues(sign: str, letter: str) -> bool:
    last = sign[-1]
    if unicodedata.category(letter) in {"Mn", "Me", "Mc"} or is_unseen(letter) or _is_modifier(letter):
        return True
    if last == JOINER and unicodedata.category(letter) == "So":
        return True
    if _is_flag_half(letter):
        return _is_flag_half(last) and len(sign) % 2 == 1
    if _is_hangul_part(letter):
        return _is_hangul_part(last) or "\u1100" <= last <= "\u115f" or "\uac00" <= last <= "\ud7a3"
    tie = sign[:-1] if last == JOINER else sign
    return unicodedata.category(letter) == "Lo" and unicodedata.combining(tie[-1:] or " ") == _VIRAMA


def _is_modifier(letter: str) -> bool:
    """Colours of skin, and the letters that say which flag a black flag is."""
    return "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f"


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _is_hangul_part(letter: str) -> bool:
    return "\u1160" <= letter <= "\u11ff"
