"""Find the font that has a sign: those asked, in this order, for what Atkinson Hyperlegible does not have.

The widths stand in files (`scripts/fonts.py` writes them), so that the size of a picture is known without opening a
font. Nothing here loads matplotlib.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from journal.render.style import FAMILY, FONTS, font_folder, widths


@dataclass(frozen=True, slots=True)
class Face:
    """A font: the name of its files, what it calls itself, and whether there is a bold one of it."""

    name: str
    family: str
    has_bold: bool = True
    suffix: str = "ttf"

    def style(self, bold: bool) -> str:
        """The style that is drawn where bold is wanted or not."""
        return "Bold" if bold and self.has_bold else "Regular"


FACES = (
    Face("NotoSans", "Noto Sans"),
    Face("NotoSansHebrew", "Noto Sans Hebrew"),
    Face("NotoSansArabic", "Noto Sans Arabic"),
    Face("NotoSansDevanagari", "Noto Sans Devanagari"),
    Face("NotoSansThai", "Noto Sans Thai"),
    Face("DejaVuSans", "DejaVu Sans"),
    Face("NotoSansCJKsc", "Noto Sans CJK SC", has_bold=False, suffix="otf"),
)
FAMILIES = (FAMILY, *(face.family for face in FACES))


def family(letters: str) -> str | None:
    """The first font that has all these letters, bold too where it has a bold; else None.

    All of them, since marks are drawn from the font of their letter.
    """
    if all(letter in widths(False) for letter in letters):
        return FAMILY
    for face in FACES:
        if all(ord(letter) in _known(face.name, face.style(bold)) for letter in letters for bold in (False, True)):
            return face.family
    return None


def advance(letter: str, bold: bool) -> int:
    """How wide a letter of these fonts is in thousandths of the size; one that none of them has counts as wide."""
    return next((known[ord(letter)] for known in _every(bold) if ord(letter) in known), 1000)


def paths(bold: bool) -> list[str]:
    """The files of every font, in the order in which they are asked."""
    own = font_folder() / f"AtkinsonHyperlegible-{'Bold' if bold else 'Regular'}.ttf"
    return [str(path) for path in (own, *(_path(face, bold) for face in FACES))]


def folders() -> list[str]:
    """The folders all these fonts are in. matplotlib's holds others too."""
    return [str(folder) for folder in (font_folder(), FONTS, _dejavu())]


def _every(bold: bool) -> Iterator[dict[int, int]]:
    return (_known(face.name, face.style(bold)) for face in FACES)


@cache
def _known(name: str, style: str) -> dict[int, int]:
    """The width of each sign of a font, read once and only when the fonts before it do not have what is wanted."""
    runs: list[int] = json.loads((FONTS / f"{name}-{style}.json").read_text("utf-8"))
    parts = zip(runs[::3], runs[1::3], runs[2::3], strict=True)
    return {code: width for first, count, width in parts for code in range(first, first + count)}


def _path(face: Face, bold: bool) -> Path:
    if face.name == "DejaVuSans":
        return _dejavu() / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    return FONTS / f"{face.name}-{face.style(bold)}.{face.suffix}"


@cache
def _dejavu() -> Path:
    """matplotlib's own letters, which have many signs that are no letters."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("matplotlib is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
