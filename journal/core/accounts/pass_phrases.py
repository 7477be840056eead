"""Pass phrases to hand over: plain words of a list of our own, to be written down, read aloud and typed once."""

from functools import cache
from pathlib import Path

LENGTH = 6  # of more than 1,024 words: over 60 bits
_FILE = Path(__file__).parent / "data" / "words.txt"


@cache
def words() -> tuple[str, ...]:
    """The words a pass phrase is made of: short, in small letters, none that sounds like another."""
    return tuple(_FILE.read_text().split())
