"""Read the colours of the pages from their stylesheet: what a severity looks like is written down once."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

STYLESHEET = Path(__file__).parents[2] / "static" / "theme.css"

STEPS = ("none", "mild", "moderate", "severe", "very-severe")

_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")

Five = tuple[str, str, str, str, str]


@cache
def colours(*, dark: bool) -> Mapping[str, str]:
    """The named colours of the stylesheet: those of the first `:root`, at night with those of the second over them."""
    by_day, at_night = (dict(_COLOUR.findall(block)) for block in _ROOT.findall(STYLESHEET.read_text("utf-8"))[:2])
    return by_day | at_night if dark else by_day


def ramp(*, dark: bool) -> Five:
    """The colour of each severity, from none to very severe."""
    return _five(dark, "")


def on_ramp(*, dark: bool) -> Five:
    """The colour of letters on each severity."""
    return _five(dark, "on-")


def _five(dark: bool, prefix: str) -> Five:
    found = colours(dark=dark)
    none, mild, moderate, severe, very_severe = (found[prefix + step] for step in STEPS)
    return none, mild, moderate, severe, very_severe
