"""The themes of the charts: their colours, the sizes of letters, and the font. Nothing here loads matplotlib."""

import base64
import importlib.util
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from journal.render.palette import Five, colours, on_ramp, ramp

ThemeName = Literal["light", "dark", "print"]

FAMILY = "Atkinson Hyperlegible"
FONTS = Path(__file__).parent / "fonts"

TITLE, BODY, NAME, SMALL = 20, 15, 16, 13  # pixels; the same on phones, where a picture is narrower but not smaller


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one way to look at a chart: those of the pages, and a few that only charts have.

    `ramp` goes from none to very severe. It darkens on light paper and brightens at night, so that a grey copy keeps
    the order; `on_ramp` are the letters on it.
    """

    paper: str
    ink: str
    soft: str
    hair: str
    act: str
    wash: str
    gap: str
    calm: str
    amber: str
    tick: str
    hatch: str
    none_edge: str
    ramp: Five
    on_ramp: Five


_DAY, _NIGHT = colours(dark=False), colours(dark=True)
THEMES: dict[ThemeName, Theme] = {
    "light": Theme(
        paper=_DAY["card"],
        ink=_DAY["ink"],
        soft=_DAY["soft"],
        hair=_DAY["hairline"],
        act=_DAY["act"],
        wash="#cfe0df",
        gap="#efebe4",
        calm="#7fb0b5",
        amber="#c47a12",
        tick="#7f8a96",
        hatch="#d3cabc",
        none_edge=_DAY["none-edge"],
        ramp=ramp(dark=False),
        on_ramp=on_ramp(dark=False),
    ),
    "dark": Theme(
        paper=_NIGHT["card"],
        ink=_NIGHT["ink"],
        soft=_NIGHT["soft"],
        hair="#36434d",
        act=_NIGHT["act"],
        wash="#2b5159",
        gap="#28323a",
        calm="#3f8591",
        amber="#f2b25c",
        tick="#8795a1",
        hatch="#46545f",
        none_edge=_NIGHT["none-edge"],
        ramp=ramp(dark=True),
        on_ramp=on_ramp(dark=True),
    ),
    "print": Theme(
        paper="#ffffff",
        ink="#000000",
        soft="#444b55",
        hair="#cfcfcf",
        act="#0b5563",
        wash="#d3e0e0",
        gap="#f2f2f2",
        calm="#8fb9bd",
        amber="#9a5b00",
        tick="#666666",
        hatch="#c0c0c0",
        none_edge="#888888",
        ramp=ramp(dark=False),
        on_ramp=on_ramp(dark=False),
    ),
}


@cache
def font_folder() -> Path:
    """The folder of the Atkinson Hyperlegible TTF files, for matplotlib and typst."""
    found = importlib.util.find_spec("fontpkg_atkinson_hyperlegible")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("fontpkg-atkinson-hyperlegible is not installed")
    return Path(found.origin).parent / "files"


@cache
def widths(bold: bool) -> dict[str, int]:
    """Advance of each letter in thousandths of the size (from the TTF, so a test compares them)."""
    read: dict[str, dict[str, int]] = json.loads((FONTS / "widths.json").read_text("utf-8"))
    return read["bold" if bold else "regular"]


EMBEDDED = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0µ½×–—‘’“”…")


@cache
def font_face() -> str:
    """CSS that carries the letters inside an SVG: a picture in <img> cannot reach the fonts of its page.

    The subset (EMBEDDED, unkerned so that our measuring is exact) is 10 kB; it was made with
    pyftsubset --unicodes=U+20-7E,U+A0,U+B5,U+BD,U+D7,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026
    --flavor=woff2 --no-hinting --layout-features= . A line with another letter is drawn as outlines.
    """
    return "".join(_face(name, weight) for name, weight in (("Regular", 400), ("Bold", 700)))


def _face(name: str, weight: int) -> str:
    data = base64.b64encode((FONTS / f"{name}.woff2").read_bytes()).decode()
    return f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:url(data:font/woff2;base64,{data})}}"
