"""Which passwords are refused, without asking anybody outside: short ones, guessable ones, stolen ones."""

import hashlib
import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from typing import BinaryIO

from journal.core.values.errors import JournalError
from journal.core.values.languages import N_, _

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 12
LONGEST_PASSWORD = 256
FEWEST_SIGNS = 6  # different ones
LEAST_WORTH = 10  # four words of a list of a thousand are worth twelve, ten digits thrown by dice ten
LONGEST_JUDGED = 80  # signs; what is worth enough so far needs no more
LONGEST_PIECE = 64  # signs; no name is longer, nor a sentence of the list
OWN, IN_ORDER, COMMON = 0, 2, 3  # what a piece is worth that is guessed from the person, a row of keys, or a list
EASY = N_(
    "This password is easy to guess. Four words that do not belong together are enough: "
    "no saying, no names or dates of yours, no rows of keys, nothing repeated."
)
KNOWN = N_("This password is in a list of stolen ones. Four words that do not belong together are enough.")

_LIST = Path(__file__).parent / "data" / "passwords.txt"
_SITE = (
    "side effect journal",
    "sideeffectjournal",
    "journal",
    "side effect",
    "symptom",
    "medicine",
    "tablet",
    "doctor",
)
_ROWS = (
    *("01234567890", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "qweasdzxc", ascii_lowercase),
    *("1q2w3e4r5t6y7u8i9o0p", "1q2w3e4r5t6z7u8i9o0p", "!@#$%^&*()_+", "13579", "02468", "147258369", "789456123"),
)
_LOOK_ALIKES = str.maketrans("0134578@$!|+", "oieastbasiit")
_DATE = re.compile(r"(19|20)\d\d|(19|20)\d\d[01]?\d[0-3]?\d|[0-3]?\d[01]?\d(19|20)\d\d")
_LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\s*")


class BreachedUnusable(JournalError):
    """The operator's list of stolen passwords cannot be read; the sentence says why."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"The list of stolen passwords {file} cannot be used: {reason}. "
            "JOURNAL_BREACHED_PASSWORDS must name a file with one SHA-1 hash a line, sorted by hash."
        )


class Breached:
    """A sorted file of SHA-1 hashes, "HASH:count" a line, searched where it lies: it may be larger than the memory."""

    def __init__(self, file: Path) -> None:
        """Look at the file's first line. Raises BreachedUnusable."""
        self._file = file
        try:
            with file.open("rb") as lines:
                first = lines.readline(200)
        except OSError as error:
            raise BreachedUnusable(file, error.strerror or "it cannot be read") from None
        if not _LINE.fullmatch(first):
            raise BreachedUnusable(file, "its first line is no SHA-1 hash")

    def __contains__(self, password: str) -> bool:
        """Whether the password is in the list."""
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self._file.open("rb") as lines:
            places = range(lines.seek(0, os.SEEK_END))
            place = bisect_left(places, wanted, key=lambda place: _hash_at(lines, place))
            return _hash_at(lines, place) == wanted


def refusal(password: str, name: str, words: Iterable[str] = (), *, shortest: int, breached: Breached | None) -> str:
    """Why a new password is refused, as a sentence; "" when it is not.

    `words` are those anybody would try first: the medicines, beside the person's own name and the journal's.
    """
    if len(password) < shortest:
        return _("The password needs at least %(least)s characters. Four short words are enough.", least=shortest)
    if len(password) > LONGEST_PASSWORD:
        return _("The password must be %(most)s characters or fewer.", most=LONGEST_PASSWORD)
    if "\x00" in password:
        return _("The password holds a character that cannot be used (NUL).")
    own = {spelled(word) for text in (name, *words, *_SITE) for word in (text, *text.split())}
    if is_easy(password, own, shortest=shortest):
        return _(EASY)
    return _(KNOWN) if breached is not None and password in breached else ""


def is_easy(password: str, own: Collection[str], *, shortest: int) -> bool:
    """Whether a password is one block repeated, made of few signs, or put together from what anybody would try.

    `own` are the words guessed from the person and the site, spelled as `spelled` does.
    """
    text = "".join(unicodedata.normalize("NFKC", password).casefold().split())[:LONGEST_JUDGED]
    apart = re.sub(r"[^\w@$!|+]|_", "", text)  # seen through what stands between the words
    worth = min(_worth(text, own), _worth(apart, own) + len(set(text) - set(apart)))
    return _block(text) < min(len(text), shortest) or len(set(text)) < FEWEST_SIGNS or worth < LEAST_WORTH


def spelled(text: str) -> str:
    """A text without capitals, spaces and punctuation, and with letters for the signs that look like them."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LOOK_ALIKES)
    return re.sub(r"[\W_]+", "", folded)


def _block(text: str) -> int:
    """The length of the block that is written twice and more to make the text; else that of the whole."""
    lengths = range(1, len(text) // 2 + 1)
    return next((length for length in lengths if text[length:] == text[:-length]), len(text))


def _worth(text: str, own: Collection[str]) -> int:
    """Roughly how many digits a guess at the text would have to get right, when it is cut up to be worth least."""
    least = [0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - LONGEST_PIECE), end)
        least.append(min(least[start] + _worth_of(text[start:end], own) for start in starts))
    return least[-1]


def _worth_of(piece: str, own: Collection[str]) -> int:
    letters = piece.translate(_LOOK_ALIKES)
    if letters in own and len(piece) > 2:
        return OWN
    if len(set(piece)) == 1 or piece in _in_order():
        return min(IN_ORDER, len(piece))
    return COMMON if letters in _common() or _DATE.fullmatch(piece) else len(piece)


@cache
def _in_order() -> frozenset[str]:
    """Every way over the keyboard, along the digits and through the alphabet, forth and back, from four signs on."""
    ways = [way for row in _ROWS for way in (row, row[::-1])]
    return frozenset(way[a:b] for way in ways for a in range(len(way)) for b in range(a + 4, len(way) + 1))


@cache
def _common() -> frozenset[str]:
    return frozenset(_LIST.read_text("utf-8").split())


def _hash_at(lines: BinaryIO, place: int) -> bytes:
    """The hash in the first line that begins at this place or after it; past the last one something larger than all."""
    lines.seek(max(place - 1, 0))
    if place:
        lines.readline()
    return lines.readline()[:40].upper() or b"~"
