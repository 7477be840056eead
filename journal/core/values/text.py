"""Text compared as people see it: how it is spelled in bytes, capitals and invisible signs make no difference."""

import re
import unicodedata

# What shows nothing: zero-width and bidirectional controls, variation selectors, fillers, tags and control characters.
# Source: Unicode 15, Default_Ignorable_Code_Point, and the controls that are no white space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Signs of other code points that keyboards write for the same: apostrophes and hyphens.
_ALIKE = str.maketrans(dict.fromkeys("’‘‛ʼʻʹ′´`＇", "'") | dict.fromkeys("‐‑﹣－", "-"))


def comparable(text: str) -> str:
    """The form under which two texts are the same when a person would say so: Unicode's canonical caseless matching
    (NFD, case folding, NFC), apostrophes and hyphens alike, without invisible signs, white space as single spaces.

    It is for comparing and searching. What was typed is kept as it was typed.
    """
    folded = unicodedata.normalize("NFD", _INVISIBLE.sub("", text)).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).translate(_ALIKE).split())


DOTTED = "i\u0307"  # what capitals and case folding leave of the Turkish "İ"


def searchable(text: str) -> str:
    """The form under which a text is looked for: `comparable`, and "istanbul" finds "İstanbul"."""
    return comparable(text).replace(DOTTED, "i")


_NO_FILE_NAME = re.compile("[^a-z0-9]+")
LONGEST_SLUG = 40


def slug(text: str) -> str:
    """A name in a few small letters, digits and hyphens, safe in the name of any file: "Café 5 %" is "cafe-5".

    Empty where no sign of it has such a letter.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().encode("ascii", "ignore").decode()
    return _NO_FILE_NAME.sub("-", plain).strip("-")[:LONGEST_SLUG].strip("-")


# Marks of the writing direction, which keyboards and pages put beside digits.
_DIRECTIONS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# What stands for point, comma, colon and the stroke between the parts of a date where digits of other scripts are
# typed: the Arabic decimal separator and comma, hyphens and minus. U+FF01 to U+FF5E are ASCII's signs in full width.
_SIGNS = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | {"\u066b": ".", "\u060c": ",", "\ufe52": ".", "\ufe50": ",", "\u2236": ":", "\ufe55": ":"}
    | dict.fromkeys("\u2010\u2011\u2212\ufe63", "-")
)


def with_ascii_digits(text: str) -> str:
    """What was typed as a number, a time or a date, with ASCII's digits and signs: Arabic-Indic, Eastern Arabic-Indic,
    full-width and every other decimal digit stands for the same number. Fractions and superscripts stay as they are.
    """
    visible = _DIRECTIONS.sub("", text).translate(_SIGNS)
    return visible if visible.isascii() else "".join(str(unicodedata.decimal(sign, sign)) for sign in visible)
