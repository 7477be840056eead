"""Write journal/core/accounts/data/passwords.txt: long passwords many people thought of before, reduced as they are
compared.

zxcvbn knows common words, doubled words and walks over the keyboard, and scores what is made of them. It takes a
famous sentence for words that do not belong together. Here stand the sentences, and what is made of the commonest
passwords until it is long enough.
"""

import sys
from itertools import product
from pathlib import Path
from string import ascii_lowercase

from zxcvbn.frequency_lists import FREQUENCY_LISTS

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from journal.core.accounts.passwords import SHORTEST_ALONE, SHORTEST_WITH_SECOND_FACTOR, reduced  # noqa: E402 - needs the path

PHRASES = Path(__file__).parent / "phrases.txt"
TARGET = ROOT / "journal" / "core" / "accounts" / "data" / "passwords.txt"
ROWS = (
    *("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm"),
    ascii_lowercase,
)
COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")


def repeated(word: str) -> str:
    """The word again and again, until it is long enough."""
    return word * -(-SHORTEST_ALONE // len(word))


def walks() -> set[str]:
    """Ways over the keyboard: rows and columns one after another, forth and back."""
    found = set()
    for keys in (ROWS, COLUMNS):
        for start, step in product(range(len(keys)), (1, -1)):
            order = [keys[(start + step * n) % len(keys)] for n in range(len(keys))]
            for way in ("".join(order), "".join(row[::-1] for row in order)):
                found |= {way[:length] for length in range(SHORTEST_ALONE, 31)}
    return found | {repeated(row) for row in ROWS} | {repeated(row + row[::-1]) for row in ROWS}


def common() -> set[str]:
    """The commonest passwords, repeated and in pairs."""
    commonest = FREQUENCY_LISTS["passwords"]
    pairs = {one + other for one, other in product(commonest[:60], repeat=2)}
    return {repeated(word) for word in commonest[:1000]} | {pair for pair in pairs if len(pair) >= SHORTEST_ALONE}


def phrases() -> set[str]:
    """Sentences everybody knows: sayings, songs, films, prayers, and the famous example of a good password."""
    return set(PHRASES.read_text("utf-8").splitlines())


if __name__ == "__main__":
    entries = {reduced(text) for text in walks() | common() | phrases()}
    TARGET.write_text("\n".join(sorted(e for e in entries if len(e) >= SHORTEST_WITH_SECOND_FACTOR)) + "\n", "utf-8")
    print(f"{TARGET}: {len(entries)} entries")
