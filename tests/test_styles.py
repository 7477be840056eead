"""The stylesheets style what there is: a class that no page has any more goes with the last page that had it."""

import re
from functools import cache
from pathlib import Path

import pytest

from journal.render.charts.layout import WIDTHS
from journal.web.site.marks_of_people import SHAPES

ROOT = Path(__file__).parents[1]
TEMPLATES = "".join(file.read_text("utf-8") for file in sorted((ROOT / "templates").rglob("*.html")))
SCRIPT = (ROOT / "static" / "journal.js").read_text("utf-8")
LEVELS = "".join(file.read_text("utf-8") for file in (ROOT / "journal" / "core" / "safety").glob("*.py"))
LINES = (ROOT / "journal" / "web" / "record" / "today_lines.py").read_text("utf-8")
STYLES = ("theme.css", "print.css")
# Two sides of a square that is turned into an arrow or a tick; one that points to a side has a rule for the other.
TURNED = {("border-width", "0 0.1875rem 0.1875rem 0"), ("border-width", "0.1875rem 0 0 0.1875rem")}
PUT_TOGETHER = {  # classes of two parts, and where the second one stands
    "button-": set(re.findall(r'"(\w+)"', TEMPLATES)),
    "notice-": set(re.findall(r'"(\w+)"', TEMPLATES + LEVELS)),
    "severity-": set("01234"),
    "today-": set(re.findall(r'"(\w+)"', LINES)),
    "person-": {*"123456", *SHAPES},
    "chart-days-": set(WIDTHS),
    "width-": set(re.findall(r'\bwidth="(\d+)"', TEMPLATES)),
}


def rules(sheet: str) -> str:
    """A stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (ROOT / "static" / sheet).read_text("utf-8"), flags=re.DOTALL)


@cache
def given() -> set[str]:
    """The classes that templates and the script give."""
    found = set(re.findall(r"[\"'`.]([a-z][\w-]*)", SCRIPT))
    for attribute in re.findall(r'class="((?:\{[{%].*?[%}]\}|[^"{])*)"', TEMPLATES):
        found |= set(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", attribute).split())
        found |= {name for text in re.findall(r"'([^']*)'", attribute) for name in text.split()}
    return found | {first + second for first, seconds in PUT_TOGETHER.items() for second in seconds}


@pytest.mark.parametrize("sheet", STYLES)
def test_every_class_that_is_styled_is_given_by_some_page(sheet: str) -> None:
    chosen = " ".join(re.findall(r"([^{};]+)\{", rules(sheet)))
    styled = set(re.findall(r"\.([a-z][\w-]*)", chosen))
    assert len(styled) > 30
    assert styled - given() == set()


def test_every_colour_and_length_that_has_a_name_is_used() -> None:
    text = "".join(map(rules, STYLES)) + (ROOT / "journal" / "render" / "palette.py").read_text("utf-8")
    names = set(re.findall(r"^ +--([a-z-]+):", text, flags=re.MULTILINE))
    assert {name for name in names if f"var(--{name})" not in text} == set()


@pytest.mark.parametrize("sheet", STYLES)
def test_lines_may_begin_on_either_side(sheet: str) -> None:
    """Start and end, not left and right: only a shade lies on a side, which its rule for the other direction turns."""
    sided = re.findall(r"^ *((?:[a-z-]+-)?(?:left|right)(?:-[a-z-]+)?) *:", rules(sheet), flags=re.MULTILINE)
    sided += re.findall(r"^ *((?:text-align|float|clear): *(?:left|right))", rules(sheet), flags=re.MULTILINE)
    for name, values in re.findall(r"^ *(margin|padding|border-width): ([^;]+);", rules(sheet), flags=re.MULTILINE):
        sides = re.findall(r"(?:[a-z-]*\((?:[^()]|\([^()]*\))*\)|[^\s()])+", values)
        if len(sides) == 4 and sides[1] != sides[3] and (name, values) not in TURNED:
            sided.append(f"{name}: {values}")
    assert sided == []
