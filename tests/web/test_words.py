"""The words of every page, opened once in the pseudo language: what is outside of its brackets was forgotten, or joined
from pieces; inside is English, and no paragraph of it needs more years of school than somebody of twelve has had.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from pydantic import BaseModel

from journal.core.values.clock import zone_names
from tests.pages import PAGES, Visit, fill
from tests.pseudo import CLOSING, MIRRORED, OPENING, bare_text
from tests.reading import AT_MOST, ON_AVERAGE, grade
from tests.web.client import Page
from tests.web.lint import words_of

pytestmark = pytest.mark.sqlite  # words need no second database

FILLED_BY = {"visit": fill}

SAID = ("aria-label", "title", "placeholder", "alt", "abbr")
# The lines of a picture are read in tests/render/test_languages.py: those with a bracket are drawn as outlines, which
# leaves the middle of a long message alone here.
SILENT = {"script", "style", "datalist", "text"}
NOT_SHOWN = {"hidden", "radio", "checkbox", "submit"}
NAMES = (
    "Side-effect journal",
    "Owner",
    "Stranger",
    "Typed",
    "mg",
    "ml",
    "CSV",
    "JSON",
    "SVG",
    "PNG",
    "PDF",
    "ZIP",
    "README.txt",
)
WORD = re.compile(r"[^\W\d_]{2,}")
PICTURES = {name for name in PAGES if name.startswith("picture")}  # their words are those of Trends
FEW = 4  # paragraphs: below that two long names make the average
SHORT = 8  # words: below that the measure sees single words, not sentences
ENDS = (".", "?", "”")  # of a sentence; a list of countries or strengths is none
NO_BRACKETS = str.maketrans("", "", OPENING + CLOSING)


@pytest.fixture(scope="module")
def not_translated(whole_app: Flask) -> re.Pattern[str]:
    """What stands in a page as it is: names, units, zones, and the texts of the medicines."""
    medicines = whole_app.extensions["journal"].monographs.values()
    called = "the emergency number"  # in its place stands whom to call
    texts = {piece.strip() for each in medicines for text in _texts(each) for piece in (text, *text.split(called))}
    texts = {text for text in texts if WORD.search(text)}
    zones = {part.replace("_", " ") for zone in zone_names() for part in (zone, zone.rpartition("/")[2])}
    longest_first = sorted(texts | zones | set(NAMES), key=len, reverse=True)
    names = "|".join(re.escape(text) for text in longest_first)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)|Typed\w+|https?://\S+", re.IGNORECASE)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, dict):
        yield from _texts(tuple(value.values()))


def said_in(page: Page) -> Iterator[str]:
    """What a page says: its text as a whole, since a message may hold elements, and its attributes one by one."""
    document = page.document if page.is_html else fromstring(page.body.decode())
    yield " ".join(_text(document))
    for element in document.iter():
        yield from (element.attrib[name] for name in SAID if name in element.attrib)


def _text(element: Element) -> Iterator[str]:
    is_code = (
        "numbers" in (element.get("class") or "").split()
    )  # made by chance: a key, a recovery code, a request's id
    if element.tag.rpartition("}")[2] in SILENT or is_code:
        return
    yield element.text or ""
    for inner in element:
        yield from _text(inner)
        yield inner.tail or ""


def outside(page: Page, not_translated: re.Pattern[str]) -> list[str]:
    """The pieces of a page that hold words outside of every bracket."""
    said = list(said_in(page))
    cut = [text.strip() for text in said if text.count(OPENING) != text.count(CLOSING)]
    assert not cut, "a message is cut into pieces"
    pieces = (piece for text in said for piece in re.split(r"  +|\n", bare_text(text)))
    return [piece.strip() for piece in pieces if WORD.search(not_translated.sub(" ", piece))]


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_a_page_is_a_message_also_from_right_to_left_for_people_of_twelve(
    app: Flask, visit: Visit, not_translated: re.Pattern[str], name: str
) -> None:
    app.extensions["journal"] = replace(app.extensions["journal"], languages={"en": MIRRORED})
    page = PAGES[name](visit)
    assert outside(page, not_translated) == []
    if page.is_html:
        assert (page.document.get("lang"), page.document.get("dir")) == ("xr", "rtl")
        assert list(in_the_direction_of_the_page(page.document)) == []
    if name not in PICTURES:
        graded = {text: round(grade(text), 1) for text in paragraphs(page)}
        assert {text: years for text, years in graded.items() if years > AT_MOST} == {}
        assert len(graded) < FEW or grade(" ".join(graded)) <= ON_AVERAGE


def paragraphs(page: Page) -> list[str]:
    """What is read as a sentence or more: the innermost of everything that holds words of its own, but for a list of
    links, whose words name what they lead to."""
    main = page.document.find(".//main")
    assert main is not None
    parts = (part for part in main.iter() if part.tag in {"p", "li", "dd"} and not _is_no_text(part))
    found = [words_of(part).translate(NO_BRACKETS) for part in parts]
    return [text for text in found if len(text.split()) >= SHORT and text.endswith(ENDS)]


def _is_no_text(part: Element) -> bool:
    if part.tag == "li" and [child.tag for child in part] == ["a"]:
        return True
    return any(inner.tag in {"p", "li", "dd", "dl", "form"} for inner in part.iter() if inner is not part)


def in_the_direction_of_the_page(element: Element, finds_its_own: bool = False) -> Iterator[str]:
    """What a person typed and has no direction of its own: a name in Arabic begins at the right on an English page."""
    finds_its_own = finds_its_own or element.tag == "bdi" or element.get("dir") in {"auto", "ltr"}  # a number: "ltr"
    if not finds_its_own and element.tag not in SILENT and element.get("type") not in NOT_SHOWN:
        yield from (f"<{element.tag}> {text}" for text in (element.text, element.get("value")) if is_typed(text))
    for inner in element:
        yield from in_the_direction_of_the_page(inner, finds_its_own)
        if is_typed(inner.tail) and not finds_its_own:
            yield f"<{element.tag}> {inner.tail}"


def is_typed(text: str | None) -> bool:
    """Whether a text is what a person typed and nothing else."""
    return bool(re.fullmatch(r"\s*(?:Typed\w+|Owner|Stranger)\s*", text or ""))
