"""The severity ramp: its order is seen without colours, by day, at night and on grey paper."""

import re
from itertools import pairwise

import pytest

from journal.render import palette
from journal.render.style import THEMES, ThemeName

STATIC = palette.STYLESHEET.parent
CSS = palette.STYLESHEET.read_text("utf-8")


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    shares = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def grey(colour: str) -> int:
    """What a grey copy makes of it, 0 to 255."""
    light = luminance(colour)
    return round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))


def test_by_day_worse_is_darker() -> None:
    ramp = palette.ramp(dark=False)
    assert ramp == ("#edf1f2", "#cbe1e4", "#ecb653", "#da7d42", "#a62f33")
    greys = [grey(colour) for colour in ramp]
    assert greys == sorted(greys, reverse=True)
    assert [one - two for one, two in pairwise(greys)] == [19, 30, 42, 58]
    assert min(contrast(one, two) for one, two in pairwise(ramp)) >= 1.19
    assert contrast(ramp[1], ramp[2]) >= 1.35, "mild and moderate were the same grey once"


def test_at_night_worse_is_brighter() -> None:
    card, ramp = palette.colours(dark=True)["card"], palette.ramp(dark=True)
    greys = [grey(colour) for colour in (card, *ramp)]
    assert greys == sorted(greys)
    assert min(contrast(one, two) for one, two in pairwise((card, *ramp))) >= 1.4


@pytest.mark.parametrize("dark", [False, True])
def test_letters_can_be_read_on_every_step(dark: bool) -> None:
    pairs = zip(palette.ramp(dark=dark), palette.on_ramp(dark=dark), strict=True)
    assert min(contrast(ground, letters) for ground, letters in pairs) >= 5


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_charts_and_paper_have_the_colours_of_the_pages(theme: ThemeName) -> None:
    assert THEMES[theme].ramp == palette.ramp(dark=theme == "dark")
    assert THEMES[theme].on_ramp == palette.on_ramp(dark=theme == "dark")


def test_the_ramp_is_written_down_once() -> None:
    """A colour for each severity by day and one at night; print.css and the other files take them from there."""
    for step in palette.STEPS:
        assert len(re.findall(rf"--{step}: ", CSS)) == 2
        assert f"--{step}:" not in (STATIC / "print.css").read_text("utf-8")
    assert "@media (prefers-color-scheme" not in CSS, "at night, paper is light"


def test_no_rating_never_looks_like_none() -> None:
    """Hatched paper without a rating; filled and edged where the answer was "none"."""
    unrated, none = (
        next(iter(re.findall(rf"\n\.{name} \{{(.*?)\}}", CSS, re.DOTALL))) for name in ("unrated", "severity-0")
    )
    assert "repeating-linear-gradient(-45deg, var(--paper)" in unrated
    assert "--none" not in unrated
    assert "gradient" not in none
    for dark in (False, True):
        colours = palette.colours(dark=dark)
        assert contrast(colours["none-edge"], colours["paper"]) >= 1.7
        assert colours["none"] not in {colours["paper"], colours["card"], colours["hatch"]}
    for theme in THEMES.values():
        assert theme.gap != theme.ramp[0]
