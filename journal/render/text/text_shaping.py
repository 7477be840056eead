"""Turn a line of text into the outlines of its letters: joined, stacked and ordered as its script wants (libraqm)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.path import Path
from matplotlib.textpath import TextToPath, text_to_path

from journal.core.values.languages import present
from journal.render.text import font_fallback

# A line runs as its language does, also where it begins with a word of another script.
DIRECTIONS = {"ltr": "\u200e", "rtl": "\u200f"}
FINE = 100  # parts of a pixel that are told apart

_COMMANDS: dict[int, tuple[str, int]] = {
    int(Path.LINETO): ("l", 1),
    int(Path.CURVE3): ("q", 2),
    int(Path.CURVE4): ("c", 3),
}


def outlines(text: str, bold: bool, size: float) -> Path:
    """The outlines of a line that begins at 0, 0; y goes up."""
    font = font_manager.get_font(font_fallback.paths(bold))
    font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)
    signs, shapes, _ = text_to_path.get_glyphs_with_font(font, DIRECTIONS[present().direction] + text)
    points = [np.asarray(shapes[sign][0]).reshape(-1, 2) * scale + np.array([x, y]) for sign, x, y, scale in signs]
    codes = [code for sign, *_ in signs for code in shapes[sign][1]]
    together = np.concatenate([np.empty((0, 2)), *points]) * (size / TextToPath.FONT_SCALE)
    return Path(together, np.array(codes, dtype=Path.code_type))


def path_data(path: Path, left: float, base: float) -> str:
    """The outlines as SVG path data in hundredths of a pixel, from where they are: a third of the usual bytes."""
    return "".join(_commands(path, left, base))


def _commands(path: Path, left: float, base: float) -> Iterator[str]:
    moved: Any = np.asarray(path.vertices) * (FINE, -FINE) + np.array([left * FINE, base * FINE])
    points: list[list[int]] = np.rint(moved).astype(int).tolist()
    codes: list[int] = np.asarray(path.codes).tolist()
    n, here = 0, [0, 0]
    while n < len(codes):
        code = codes[n]
        if code == Path.MOVETO:
            yield f"M{points[n][0]} {points[n][1]}"
        elif code == Path.CLOSEPOLY:
            yield "z"
        if code not in _COMMANDS:
            here, n = points[n], n + 1
            continue
        letter, count = _COMMANDS[code]
        steps = [f"{x - here[0]} {y - here[1]}" for x, y in points[n : n + count]]
        yield (letter + " ".join(steps)).replace(" -", "-")
        here, n = points[n + count - 1], n + count
