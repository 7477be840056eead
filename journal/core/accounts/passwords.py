"""Which passwords are refused, without asking anybody outside: short ones, guessable ones, stolen ones."""

import hashlib
import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import product
from math import prod
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from journal.core.values.errors import Busy, JournalError

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST_PASSWORD = 256
LONGEST_JUDGED = 40  # signs zxcvbn looks at
MOST_SPELLINGS = 24  # tried whole: each costs zxcvbn a millisecond, and twenty different look-alikes make a thousand
PATIENCE = 1  # second to wait for one's turn to be judged
GOOD_ENOUGH = 3  # zxcvbn's scale from 0 to 4: 10^8 guesses and more
LEFT_OVER = 8
EASY = "This password is easy to guess. Four words that do not belong together are enough."
KNOWN = "This password is in a list of stolen ones. Four words that do not belong together are enough."

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
_LOOK_ALIKES = str.maketrans("0134578@$!|+", "oieastbasiit")
_LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\s*")
_zxcvbn_is_one_at_a_time = Lock()  # it keeps the words it is given in a module


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
    """Why a new password is refused, as a sentence; "" when it is not. Raises Busy.

    `words` are those anybody would try first: the medicines, beside the person's own name and the journal's.
    """
    if cannot_be := unusable(password, shortest):
        return cannot_be
    own = [*(word for text in (name, *words) for word in (text, *text.split())), *_SITE]
    if reduced(password) in _famous() or _is_little_more_than(password, own) or _score(password, own) < GOOD_ENOUGH:
        return EASY
    return KNOWN if breached is not None and password in breached else ""


def unusable(password: str, shortest: int) -> str:
    """Why a password cannot be one at all, as a sentence; "" when it can. Seen at a glance, unlike an easy one."""
    if len(password) < shortest:
        return f"The password needs at least {shortest} characters. Four short words are enough."
    if len(password) > LONGEST_PASSWORD:
        return f"The password must be {LONGEST_PASSWORD} characters or fewer."
    return "The password holds a character that cannot be used (NUL)." if "\x00" in password else ""


def reduced(password: str) -> str:
    """What is left of a password when capitals, spaces, look-alike signs and what stands around it do not count."""
    text = unicodedata.normalize("NFKC", password).casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text) or text
    return re.sub(r"[\W_]+", "", core.translate(_LOOK_ALIKES))


def _is_little_more_than(password: str, words: Iterable[str]) -> bool:
    """Whether hardly anything is left when the words are taken out: "clonazepam2026journal"."""
    left = whole = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", password).casefold())
    for word in sorted((reduced(word) for word in words), key=len, reverse=True):
        if len(word) > 2:
            left = left.replace(word, "")
    return left != whole and len(left) < LEFT_OVER


def _score(password: str, words: list[str]) -> int:
    if not _zxcvbn_is_one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return int(_zxcvbn()(password[:LONGEST_JUDGED], [word.casefold() for word in words])["score"])
    finally:
        _zxcvbn_is_one_at_a_time.release()


@cache
def _zxcvbn() -> Callable[[str, list[str]], dict[str, Any]]:
    """zxcvbn, which by itself tries every combination of look-alikes: 43 signs could hold everybody up for seconds."""
    from zxcvbn import matching, zxcvbn  # noqa: PLC0415 - its lists take a while to load, and few requests need them

    matching.enumerate_l33t_subs = partial(spellings, matching.enumerate_l33t_subs)
    return zxcvbn  # type: ignore[no-any-return]


LookAlikes = Mapping[str, Sequence[str]]  # the signs a letter may be written as
Readings = list[dict[str, str]]  # which sign is read as which letter


def spellings(all_of: Callable[[LookAlikes], Readings], table: LookAlikes) -> Readings:
    """The readings of look-alikes that zxcvbn tries: all of them or, where they are many, those that matter.

    These are every sign as one of its letters at once, and all readings of the digits alone and of the others alone.
    """
    if _most_spellings(table) <= MOST_SPELLINGS:
        return all_of(table)
    letters: dict[str, list[str]] = {}
    for letter, signs in table.items():
        for sign in signs:
            letters.setdefault(sign, []).append(letter)
    whole = [dict(zip(letters, chosen, strict=True)) for chosen in product(*letters.values())]
    digits = {letter: [sign for sign in signs if sign.isdigit()] for letter, signs in table.items()}
    others = {letter: [sign for sign in signs if not sign.isdigit()] for letter, signs in table.items()}
    return [*whole, *all_of(_written(digits)), *all_of(_written(others))]


def _written(table: LookAlikes) -> LookAlikes:
    return {letter: signs for letter, signs in table.items() if signs}


def _most_spellings(table: LookAlikes) -> int:
    """How many readings there are at most; a sign that stands for two letters counts twice at the second."""
    seen: set[str] = set()
    found = []
    for signs in table.values():
        found.append(sum(2 if sign in seen else 1 for sign in signs))
        seen.update(signs)
    return prod(found)


@cache
def _famous() -> frozenset[str]:
    return frozenset(_LIST.read_text("utf-8").split())


def _hash_at(lines: BinaryIO, place: int) -> bytes:
    """The hash in the first line that begins at this place or after it; past the last one something larger than all."""
    lines.seek(max(place - 1, 0))
    if place:
        lines.readline()
    return lines.readline()[:40].upper() or b"~"
